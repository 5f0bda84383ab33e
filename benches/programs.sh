#!/usr/bin/env bash
# Three programs of everyday use, ours and with the official SDK, in one run: benches/programs.sh; some ten minutes
# Lines of code, CPU seconds of a debug build from nothing, and of the build after a change of the program; the third is built with its tests.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benches/package.sh
source benches/package.sh

common=("anyhow@1" "clap@4 --features derive" "tokio@1 --no-default-features --features macros,rt,time")
generated() { printf -- '--path %s/generated --no-default-features --features %s' "$root" "$1"; }

# programs NAME OURS… -- OFFICIAL…: both packages of a program, with what they depend on.
programs() {
    local name=$1 ours=()
    shift
    while [ "$1" != -- ]; do
        ours+=("$1")
        shift
    done
    shift
    package "$name" "${common[@]}" "${ours[@]}" <"generated/examples/$name.rs"
    package "official_$name" "${common[@]}" "$@" <"benches/programs/$name.rs"
    # The example prints itself.
    cp "generated/examples/$name.rs" "$work/$name/src/"
}

# lines FILE: without blank lines and comments.
lines() { grep -vcE '^ *(//|$)' "$1"; }

# measure NAME COMMAND…: sets `figures`.
measure() {
    local name=$1 cold warm
    shift
    cd "$work/$name"
    cargo fetch --quiet
    export CARGO_TARGET_DIR=$work/target
    cold=$(cpu cargo "$@")
    echo >>src/main.rs
    warm=$(cpu cargo "$@")
    figures=("$(lines src/main.rs)" "$cold" "$warm")
    rm -rf "$work/target"
    cd "$root"
}

programs nightly_backup "$(generated fsx,client,random)" "indicatif@0.18 --no-default-features" \
    -- aws-config aws-sdk-fsx "indicatif@0.18 --no-default-features"
programs job_report "$(generated backup,client,random,serde)" "serde_json@1" \
    -- aws-config aws-sdk-backup "serde_json@1"
programs fake_transport "$(generated fsx,transport,random)" \
    -- aws-sdk-fsx "aws-smithy-http-client --features test-util" "aws-smithy-types" "http@1"

# compare NAME COMMAND…: ours beside the official.
compare() {
    local name=$1 ours
    measure "$@"
    ours=("${figures[@]}")
    shift
    measure "official_$name" "$@"
    printf '%s' "$name"
    for index in 0 1 2; do
        printf '\t%s\t%s' "${ours[index]}" "${figures[index]}"
    done
    echo
}

# Lines, then CPU seconds of a build from nothing, then of the build after a change; ours before the official.
compare nightly_backup build
compare job_report build
compare fake_transport test --no-run
