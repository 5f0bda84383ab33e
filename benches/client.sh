#!/usr/bin/env bash
# What a client costs, beside the official SDK in the same run; the figures of docs/performance.md:
#   benches/client.sh crates   crates in the tree of a program that makes one call (`http2`, `native-roots`: `client` with that feature); seconds
#   benches/client.sh cold [REVISION]   CPU seconds of building a program with `client` from nothing, debug and release, its bytes, stripped,
#       and milliseconds of a process of it that makes one call on loopback, best of many; of an older revision too; a quarter of an hour
#   benches/client.sh binary   bytes of further programs, release, stripped; minutes
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benches/package.sh
source benches/package.sh

# client_of NAME FOLDER [FEATURES]: the program over the crate generated there.
client_of() {
    one_call "$1" ferrosmith_aws::fsx DescribeBackups "--path $2/generated --no-default-features --features fsx,client${3:+,$3}"
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

binary_of() {
    (cd "$work/$1" && CARGO_TARGET_DIR=$work/target cargo build --quiet --release)
    stat --format %s "$work/target/release/$1"
}

# cold_of NAME: CPU seconds, of all processes, from an empty target folder to the program, which is kept; its crates are fetched before.
cold_of() {
    (
        cd "$work/$1"
        cargo fetch --quiet
        CARGO_TARGET_DIR=$work/cold cpu cargo build --profile "$profile"
    )
    mkdir -p "$work/$profile"
    cp "$work"/cold/*/"$1" "$work/$profile/"
    rm -rf "$work/cold"
}

bytes_of() { stat --format %s "$work/release/$1"; }

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
    table binary_of blocking native-roots
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
    if [ -d "$work/release" ]; then
        table bytes_of "${programs[@]}" | sed "s/^/bytes\t/"
        programs=("$work/release/client" "$work/release/official")
        times=$(cd benches && CARGO_TARGET_DIR=$work/target cargo run --quiet --release --package cases --bin first_call -- "${programs[@]}" | paste -s)
        printf 'first call\tclient\t%s\n' "$times"
    fi
    ;;
*)
    sed -n '2,7s/^# //p' "$0"
    exit 2
    ;;
esac
