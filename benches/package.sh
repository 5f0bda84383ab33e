# Sourced by the scripts beside it, in the root of the project: packages in a folder that is removed in the end, and what they cost.
# shellcheck shell=bash
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

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

# one_call NAME CRATE OPERATION DEPENDENCY: a program with the async client of CRATE that makes one call.
one_call() {
    package "$1" "$4" "tokio@1 --no-default-features --features rt,macros" <<RUST
use $2::{Client, Config, operation::$3};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(Config::from_env().await?);
    println!("{:?}", client.send($3::new()).await?);
    Ok(())
}
RUST
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

# crates_of NAME: the crates in a package's tree, without itself.
crates_of() { (cd "$work/$1" && cargo tree --edges normal --prefix none --no-dedupe | sed 's/ (.*//' | sort -u | grep -vc "^$1 "); }
