#!/usr/bin/env bash
# Instructions of the key paths, as valgrind's callgrind counts them. They do not depend on the machine's load.
#   benches/instructions.sh            compares them with benches/instructions.txt; more than 3 % of difference is an error
#   benches/instructions.sh write      writes benches/instructions.txt
#   benches/instructions.sh official   those of two calls, beside the official SDK; minutes
set -euo pipefail
cd -P "$(dirname "$0")"
recorded=instructions.txt
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target/benches}

# The counts are those of one compiler: another one compiles otherwise.
version=$(sed -n 's/^# rustc //p' "$recorded" 2>/dev/null || true)
if [ "${1:-}" = write ] || [ -z "$version" ]; then
    version=$(rustc --version | cut -d ' ' -f 2)
elif [ "$(rustc --version | cut -d ' ' -f 2)" != "$version" ]; then
    rustup toolchain install "$version" --profile minimal
    export RUSTUP_TOOLCHAIN=$version
fi

# count PROGRAM PATH: the instructions of one path.
count() {
    local out
    out=$(mktemp)
    valgrind --tool=callgrind --toggle-collect='*instructions::counted*' --callgrind-out-file="${CALLGRIND_OUT:-$out}" \
        "$CARGO_TARGET_DIR/release/$1" "$2" 2>&1 | sed -n 's/.*Collected : //p'
    rm -f "$out"
}

# paths PROGRAM: a line for each path, its instructions before its name.
paths() {
    local path
    "$CARGO_TARGET_DIR/release/$1" | while read -r path; do
        printf '%12d  %s\n' "$(count "$1" "$path")" "$path"
    done
}

case "${1:-}" in
"")
    cargo build --quiet --release --locked --package cases
    # Each path has to be recorded, and nothing else.
    paths instructions | awk -v recorded="$recorded" '
        { name = $0; sub(/^ *[0-9]+ +/, "", name); now[name] = $1; order[++n] = name }
        END {
            while ((getline line < recorded) > 0) {
                if (line ~ /^#/ || line == "") continue
                split(line, parts, " "); name = line; sub(/^ *[0-9]+ +/, "", name)
                before[name] = parts[1]
                if (!(name in now)) { printf "no path has this name any more: %s\n", name; failed = 1 }
            }
            for (i = 1; i <= n; i++) {
                name = order[i]
                if (!(name in before)) { printf "%12d  %s: not recorded\n", now[name], name; failed = 1; continue }
                change = 100 * (now[name] / before[name] - 1)
                verdict = change > 3 ? "SLOWER" : change < -3 ? "FASTER: write it down" : ""
                printf "%12d  %+6.1f %%  %s %s\n", now[name], change, name, verdict
                if (verdict != "") failed = 1
            }
            if (failed) print "benches/instructions.sh write records the counts, once the reason is understood"
            exit failed
        }'
    ;;
write)
    cargo build --quiet --release --package cases
    counts=$(paths instructions)
    printf '# Instructions of the key paths; benches/instructions.sh compares them, and writes them.\n# rustc %s\n%s\n' \
        "$version" "$counts" >"$recorded"
    cat "$recorded"
    ;;
official)
    cargo build --quiet --release --package cases --package peers
    "$CARGO_TARGET_DIR/release/official" | while read -r path; do
        printf '%s\t%s\t%s\n' "$path" "$(count instructions "$path")" "$(count official "$path")"
    done
    ;;
*)
    sed -n '2,5s/^# //p' "${BASH_SOURCE[0]##*/}"
    exit 2
    ;;
esac
