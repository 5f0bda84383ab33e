# Sourced by the scripts beside it, which set `work` to a folder that is removed in the end.
# shellcheck shell=bash disable=SC2154

# package NAME DEPENDENCY…: a program of its own, with the source on standard input.
package() {
    local name=$1 args
    shift
    mkdir -p "$work/$name/src"
    cat >"$work/$name/src/main.rs"
    printf '[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[profile.release]\nstrip = true\n' "$name" \
        >"$work/$name/Cargo.toml"
    for args in "$@"; do
        # shellcheck disable=SC2086
        (cd "$work/$name" && cargo add --quiet $args)
    done
}

# cpu COMMAND…: CPU seconds (user + system, of all processes) of a command. If it fails, its output.
cpu() {
    local TIMEFORMAT='%U %S' seconds
    if ! seconds=$({ time "$@" >"$work/log" 2>&1; } 2>&1); then
        cat "$work/log" >&2
        return 1
    fi
    awk '{ printf "%.1f\n", $1 + $2 }' <<<"$seconds"
}
