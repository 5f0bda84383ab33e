#!/usr/bin/env bash
# What a client costs, beside the official SDK in the same run; the figures of docs/performance.md:
#   benches/client.sh crates   crates in the tree of a program that makes one call (`http2`, `native-roots`: `client` with that feature); seconds
#   benches/client.sh binary   the program itself, a release build, stripped; minutes
#   benches/client.sh first-call   milliseconds of a process that makes one call on loopback, best of many; minutes
#   benches/client.sh cold [REVISION]   CPU seconds of building a program with `client` from nothing, of an older revision too; minutes
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck source=benches/package.sh
source benches/package.sh

# client_of NAME FOLDER [FEATURES]: the program over the crate generated there.
client_of() {
    package "$1" "--path $2/generated --no-default-features --features fsx,client${3:+,$3}" \
        "tokio@1 --no-default-features --features rt,macros" <<'RUST'
use ferrosmith_aws::fsx::{Client, Config, operation::DescribeBackups};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(Config::from_env().await?);
    println!("{:?}", client.send(DescribeBackups::new()).await?);
    Ok(())
}
RUST
}

packages() {
    local ours="--path $root/generated --no-default-features --features fsx"
    package default "$ours,random" <<'RUST'
fn main() {
    let call = ferrosmith_aws::fsx::operation::DescribeBackups::new();
    println!("{call:?}");
}
RUST
    package blocking "$ours,blocking" <<'RUST'
use ferrosmith_aws::fsx::{Config, blocking::Client, operation::DescribeBackups};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(Config::from_env_blocking()?);
    println!("{:?}", client.send(DescribeBackups::new())?);
    Ok(())
}
RUST
    client_of client "$root"
    client_of http2 "$root" http2
    client_of native-roots "$root" native-roots
    package official aws-config aws-sdk-fsx "tokio@1 --no-default-features --features rt,macros" <<'RUST'
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let client = aws_sdk_fsx::Client::new(&config);
    println!("{:?}", client.describe_backups().send().await?);
    Ok(())
}
RUST
}

# crates_of NAME: crates without the program itself.
crates_of() { (cd "$work/$1" && cargo tree --edges normal --prefix none --no-dedupe | sed 's/ (.*//' | sort -u | grep -vc "^$1 "); }

binary_of() {
    (cd "$work/$1" && CARGO_TARGET_DIR=$work/target cargo build --quiet --release)
    stat --format %s "$work/target/release/$1"
}

# cold_of NAME: CPU seconds, of all processes, from an empty target folder to the program; its crates are fetched before.
cold_of() {
    local TIMEFORMAT='%U %S'
    cd "$work/$1"
    cargo fetch --quiet
    { time CARGO_TARGET_DIR=$work/cold cargo build --quiet --profile "$profile" >/dev/null 2>&1; } 2>&1 |
        awk '{ printf "%.0f\n", $1 + $2 }'
    rm -rf "$work/cold"
}

# table COMMAND NAME…: a line a program: its name, its figure, the official program's, and what part of it that is.
table() {
    local command=$1 official ours name
    shift
    official=$("$command" official)
    for name in "$@"; do
        ours=$("$command" "$name")
        printf '%s\t%s\t%s\t%s\n' "$name" "$ours" "$official" "$(awk "BEGIN { printf \"%.2f\", $ours / $official }")"
    done
}

case "${1:-}" in
crates)
    packages
    table crates_of default blocking client http2 native-roots
    ;;
binary)
    packages
    table binary_of blocking client http2 native-roots
    ;;
cold)
    packages
    programs=(client http2)
    if [ -n "${2:-}" ]; then
        mkdir "$work/older"
        git archive "$2" | tar -x -C "$work/older"
        client_of before "$work/older"
        programs+=(before)
    fi
    for profile in ${PROFILES:-dev release}; do
        table cold_of "${programs[@]}" | sed "s/^/$profile\t/"
    done
    ;;
first-call)
    packages
    binary_of client >/dev/null
    binary_of official >/dev/null
    programs=("$work/target/release/client" "$work/target/release/official")
    (cd benches && CARGO_TARGET_DIR=$work/target cargo run --quiet --release --package cases --bin first_call -- "${programs[@]}") | paste -s
    ;;
*)
    sed -n '2,6s/^# //p' "$0"
    exit 2
    ;;
esac
