#!/usr/bin/env bash
# Every figure of docs/performance.md that has a peer, in one run on a quiet machine; writes its table and its plot: benches/measure.sh
# An hour and a half on two cores. `benches/measure.sh PART…` measures some parts only and keeps the others' last figures:
# calls, instructions, compile, client, programs.
set -euo pipefail
cd -P "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-$PWD/../target/benches}
figures=$target/figures
mkdir -p "$figures"
parts=("$@")
[ "${#parts[@]}" -gt 0 ] || parts=(calls instructions compile client programs)

# row GROUP WHAT UNIT OURS OFFICIAL [BAR]
row() { printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@"; }

# median NAME: microseconds of a benchmark that criterion ran.
median() {
    sed -E 's/.*"median":\{"confidence_interval":\{[^}]*\},"point_estimate":([0-9.e+-]+).*/\1/' "$target/criterion/$1/new/estimates.json" |
        awk '{ print $1 / 1000 }'
}

calls() {
    CARGO_TARGET_DIR=$target cargo bench --quiet --package peers --bench calls >&2
    local call bar
    while IFS=: read -r call bar; do
        row "time" "$call" µs "$(median "$call/ferrosmith")" "$(median "$call/official")" "$bar"
    done <<'CALLS'
small call:6
call with 1000 backups:2.5
call with an error:
call that creates:
call with 1000 tags:
100 pages:
CALLS
}

instructions() {
    ./instructions.sh official | awk -F'\t' '{ printf "instructions\t%s\tinstructions\t%s\t%s\t%s\n", $1, $2, $3, $1 ~ /small/ ? 4 : 2 }'
}

compile() { ./compile.sh official | awk -F'\t' '{ printf "compile\tboth services, %s\ts CPU\t%s\t%s\t%s\n", $1, $2, $3, $1 == "debug" ? 17 : 40 }'; }

client() {
    ./client.sh crates | awk -F'\t' '$1 == "client" { printf "dependencies\tof a program with a client\tcrates\t%s\t%s\t\n", $2, $3 }'
    ./client.sh cold | awk -F'\t' '
        $1 == "dev" || $1 == "release" { built = ($2 == "http2" ? "with HTTP/2 " : "") "from nothing, " ($1 == "dev" ? "debug" : $1)
            printf "compile\ta program %s\ts CPU\t%s\t%s\t%s\n", built, $3, $4, $2 == "client" ? 3 : "" }
        $1 == "bytes" { printf "size\tof a stripped program%s\tkB\t%.0f\t%.0f\t%s\n", $2 == "http2" ? " with HTTP/2" : "", $3 / 1000, $4 / 1000, $2 == "client" ? 4 : "" }
        $1 == "first call" { printf "time\tfirst call of a process\tms\t%s\t%s\t\n", $3, $4 }'
}

programs() {
    ./programs.sh | awk -F'\t' '{
        printf "compile\t%s, from nothing\ts CPU\t%s\t%s\t\n", $1, $4, $5
        printf "compile\t%s, changed\ts CPU\t%s\t%s\t\n", $1, $6, $7
        printf "lines\t%s\tlines\t%s\t%s\t\n", $1, $2, $3
    }'
}

for part in "${parts[@]}"; do
    echo "measuring $part" >&2
    "$part" >"$figures/$part.new"
    mv "$figures/$part.new" "$figures/$part"
done
{
    echo "# $(date -u +%F), $(nproc) cores, $(rustc --version | cut -d ' ' -f 1-2), $(cd peers && cargo tree --depth 1 --prefix none | awk '/^aws-sdk-|^aws-config/ { printf "%s%s %s", sep, $1, $2; sep = ", " }')."
    for part in calls instructions compile client programs; do
        [ ! -e "$figures/$part" ] || cat "$figures/$part"
    done
} | CARGO_TARGET_DIR=$target cargo run --quiet --release --package cases --bin report
