#!/usr/bin/env bash
# What a client costs, beside the official SDK in the same run; the figures of docs/performance.md:
#   benches/client.sh crates   crates in the tree of a program that makes one call (`http2`, `native-roots`: `client` with that feature); seconds
#   benches/client.sh binary   the program itself, a release build, stripped; minutes
#   benches/client.sh calls    calls answered from memory, best of many; minutes
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

# ratio OURS THEIRS
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

# of NAME: crates without the program itself.
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

# table UNIT COMMAND NAME…: a line a program, and what part of the official it is.
table() {
    local unit=$1 command=$2 official count name
    shift 2
    official=$("$command" official)
    for name in "$@"; do
        count=$("$command" "$name")
        printf '%-12s %10d %s, %s of the official\n' "$name" "$count" "$unit" "$(ratio "$count" "$official")"
    done
    printf '%-12s %10d %s\n' official "$official" "$unit"
}

case "${1:-}" in
crates)
    packages
    table crates crates_of default blocking client http2 native-roots
    ;;
binary)
    packages
    table bytes binary_of blocking client http2 native-roots
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
        echo "$profile:"
        table "s CPU" cold_of "${programs[@]}"
    done
    ;;
calls)
    package calls "--path $root/generated --no-default-features --features fsx,transport" \
        aws-sdk-fsx "aws-smithy-http-client --features test-util" "tokio@1 --no-default-features --features rt,macros" \
        <benches/calls.rs
    (cd "$work/calls" && CARGO_TARGET_DIR=$work/target cargo run --quiet --release)
    ;;
*)
    sed -n '2,6s/^# //p' "$0"
    exit 2
    ;;
esac
