#!/usr/bin/env bash
# What each protocol costs a program with the async client: benches/protocols.sh; some ten minutes
# A line a protocol: crates in its tree, CPU seconds of compiling runtime, generated crate and program in debug and release (the other crates
# are the same for all), and bytes of the program, stripped. The service has one operation and speaks all protocols (protocols.json).
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benches/package.sh
source benches/package.sh

cargo build --quiet --package ferrosmith-cli
ferrosmith=${CARGO_TARGET_DIR:-target}/debug/ferrosmith
[[ $ferrosmith = /* ]] || ferrosmith=$root/$ferrosmith
export CARGO_TARGET_DIR=$work/target

# program NAME PROTOCOL…: a program whose client speaks these protocols.
program() {
    local name=$1 options=()
    shift
    for protocol in "$@"; do options+=(--protocol "$protocol"); done
    "$ferrosmith" --quiet generate --model benches/protocols.json --crate-name "archive_$name" --out "$work/archive_$name" --runtime "$root/runtime" "${options[@]}"
    one_call "$name" "archive_$name" ListBoxes "--path $work/archive_$name --features client"
}

# seconds_of FLAGS…: of the program in this folder; what it shares with the others is compiled before.
seconds_of() {
    cargo clean --quiet --package ferrosmith "$@"
    cpu cargo build "$@"
}

row() {
    local name=$1 debug release
    cd "$work/$name"
    debug=$(seconds_of)
    release=$(seconds_of --release)
    printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$(crates_of "$name")" "$debug" "$release" "$(stat --format %s "$work/target/release/$name")"
    cd "$root"
}

program warm awsJson1_0
(cd "$work/warm" && cargo build --quiet && cargo build --quiet --release)

for protocol in awsJson1_0 awsJson1_1 restJson1 rpcv2Json rpcv2Cbor restXml awsQuery ec2Query; do
    program "${protocol,,}" "$protocol"
    row "${protocol,,}"
done
program all awsJson1_0 awsJson1_1 restJson1 rpcv2Json rpcv2Cbor restXml awsQuery ec2Query
row all
