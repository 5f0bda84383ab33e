#!/usr/bin/env bash
# Instructions that it takes to read 1,000 backups, 1.2 MB, and to drop them, as valgrind's callgrind counts them; a figure
# of docs/performance.md. It does not depend on the machine's load: benches/instructions.sh
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/src"
cp benches/response.rs "$work/src/"
cp benches/instructions.rs "$work/src/main.rs"
cat >"$work/Cargo.toml" <<TOML
[package]
name = "instructions"
version = "0.0.0"
edition = "2024"
[workspace]
[profile.release]
debug = 1
[dependencies]
ferrosmith-aws = { path = "$root/generated", default-features = false, features = ["fsx"] }
TOML
cd "$work"
target=${CARGO_TARGET_DIR:-$work/target}
CARGO_TARGET_DIR=$target cargo build --quiet --release
valgrind --tool=callgrind --toggle-collect='*counted*' --callgrind-out-file="${CALLGRIND_OUT:-$work/out}" \
    "$target/release/instructions" 2>&1 | grep -E 'bytes|Collected'
