#!/usr/bin/env bash
# Looks longer for inputs that break something: tests/fuzz.sh [EXECUTIONS [TARGETS…]]
# EXECUTIONS is for each target, 50000 by default; TARGETS are names of tests, or parts of them. Each run begins at another
# seed: a failure says how to have it again. FUZZ_TRACE=1 prints each seed before it is taken, for stacks that overflow.
set -euo pipefail
cd -P "$(dirname "$0")/.."

export BOLERO_RANDOM_ITERATIONS=${1:-50000}
export BOLERO_RANDOM_SEED=${BOLERO_RANDOM_SEED:-$(date +%s%N)}
shift || true
echo "BOLERO_RANDOM_SEED=$BOLERO_RANDOM_SEED"
cargo test --profile fuzz --package ferrosmith-tests --test fuzz -- --nocapture "$@" 2>&1 | tee target/fuzz.log
echo "$(grep -o '[0-9]* executions' target/fuzz.log | awk '{ sum += $1 } END { print sum + 0 }') executions in all"
