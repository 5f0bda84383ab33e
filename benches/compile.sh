#!/usr/bin/env bash
# CPU seconds (user + system, of all processes) that the figures of docs/performance.md speak of:
#   benches/compile.sh            compiling `generated` alone, its dependencies built before, debug and release; median of 3
#   benches/compile.sh official   the same of the official crates of both services, and how many times more it is; minutes
#   benches/compile.sh clean      from an empty target folder to a finished `cargo xtask codegen`
#   benches/compile.sh codegen    both services with a release build of xtask, wall seconds; best of 5
#   benches/compile.sh incremental   building an example again, in debug, after a structure that it does not use got a member
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_INCREMENTAL=0

# cpu COMMAND…: what the command and its children cost.
cpu() {
    local TIMEFORMAT='%U %S'
    { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.2f\n", $1 + $2 }'
}

# generated FLAGS…: CPU seconds of the generated crate alone.
generated() {
    cargo build --quiet --package ferrosmith-aws "$@"
    for _ in 1 2 3; do
        touch generated/src/lib.rs
        cpu cargo build --quiet --package ferrosmith-aws "$@"
    done | sort -n | sed -n 2p
}

# official FLAGS…: CPU seconds of the two official crates alone, their dependencies built before.
official() {
    local folder crates=(--package aws-sdk-fsx --package aws-sdk-backup)
    folder=$(mktemp -d)
    (
        cd "$folder"
        mkdir src
        touch src/lib.rs
        printf '[package]\nname = "peer"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n' >Cargo.toml
        cargo add --quiet aws-sdk-fsx aws-sdk-backup
        cargo build --quiet "$@"
        cargo clean --quiet "${crates[@]}" "$@"
        cpu cargo build --quiet "$@"
    )
    rm -rf "$folder"
}

compare() {
    local profile=$1 ours theirs
    shift
    ours=$(generated "$@")
    theirs=$(official "$@")
    printf '%s\t%s\t%s\t%s\n' "$profile" "$ours" "$theirs" "$(awk "BEGIN { printf \"%.1f times\", $theirs / $ours }")"
}

case "${1:-generated}" in
generated)
    echo "generated, debug: $(generated) s CPU"
    echo "generated, release: $(generated --release) s CPU"
    ;;
official)
    compare debug
    compare release --release
    ;;
clean)
    target=$(mktemp -d)
    trap 'rm -rf "$target"' EXIT
    CARGO_TARGET_DIR=$target cpu cargo xtask codegen | sed 's/^/clean to codegen: /; s/$/ s CPU/'
    ;;
codegen)
    cargo build --quiet --release --package xtask
    TIMEFORMAT='%R'
    xtask=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/release/xtask
    for _ in 1 2 3 4 5; do
        { time "$xtask" codegen >/dev/null; } 2>&1
    done | sort -n | head -1 | sed 's/^/codegen, release: /; s/$/ s wall/'
    ;;
incremental)
    clone=$(mktemp -d)
    trap 'rm -rf "$clone"' EXIT
    git clone --quiet . "$clone"
    cd "$clone"
    export CARGO_INCREMENTAL=1
    build() { cpu cargo build --quiet --package ferrosmith-aws --example create_backup --features client; }
    build >/dev/null
    sed -i 's/^pub struct FileCache {/&\n    \/\/\/ A member that is new.\n    #[smithy("Added")]\n    pub added: Option<String>,/' generated/src/fsx/types/file_cache.rs
    git diff --quiet && echo "no member was added" >&2 && exit 1
    build | sed 's/^/after a member was added: /; s/$/ s CPU/'
    ;;
*)
    sed -n '2,7s/^# //p' "$0"
    exit 2
    ;;
esac
