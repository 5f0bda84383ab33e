#!/usr/bin/env bash
# Three judges of one claim: whether a change of a model breaks callers of the generated crate. `cargo xtask diff` reads the
# models, rustc compiles a caller of the old crate (tests/semver/consumer.rs) with the new one, and cargo-semver-checks compares
# the items of both crates: tests/semver.sh
# Exits with 1 where the first two disagree, or the third does without the reason that stands here. cargo-semver-checks is
# installed into target/ where it is missing, which takes ten minutes; the rest takes one.
set -euo pipefail
cd -P "$(dirname "$0")/.."

root=$PWD
work=$root/target/semver
model=codegen/src/diff/tests/shop.json
export CARGO_TARGET_DIR=$root/target
PATH=$root/target/tools/bin:$PATH
if ! cargo semver-checks --version >/dev/null 2>&1; then
    CARGO_TARGET_DIR=$work/build cargo install cargo-semver-checks --locked --root target/tools
fi
cargo build --quiet --package xtask
xtask=$CARGO_TARGET_DIR/debug/xtask
export CARGO_TARGET_DIR=$work/target

rm -rf "$work/old" "$work/new" "$work/consumer"
mkdir -p "$work/old" "$work/new" "$work/consumer/src"
cp tests/semver/consumer.rs "$work/consumer/src/lib.rs"
cat >"$work/consumer/Cargo.toml" <<TOML
[package]
name = "consumer"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
shop = { path = "../new" }
TOML

# write_crate SIDE: the crate of its model, and what rustdoc knows of it.
write_crate() {
    "$xtask" generate --model "$work/$1/shop.json" --out "$work/$1" >/dev/null
    # The form that cargo-semver-checks reads is not stable, hence the variable.
    RUSTC_BOOTSTRAP=1 cargo rustdoc --quiet --manifest-path "$work/$1/Cargo.toml" --lib -- \
        -Z unstable-options --output-format json --cap-lints allow
    cp "$CARGO_TARGET_DIR/doc/shop.json" "$work/$1.rustdoc.json"
}

# verdict COMMAND…: 0 is compatible; 1, 100 of cargo-semver-checks and 101 of cargo are breaking; the rest could not judge.
verdict() {
    local status=0
    "$@" >"$work/log" 2>&1 || status=$?
    case $status in
    0) echo compatible ;;
    1 | 100 | 101) echo breaking ;;
    *) echo "failed ($status)" ;;
    esac
}

cp "$model" "$work/old/shop.json"
write_crate old
failed=0 changes=0
row='%-50s | %-10s | %-10s | %-13s | %s\n'
# shellcheck disable=SC2059
printf "$row" change diff rustc semver-checks agree

# change WHAT ARGUMENT FROM TO [FROM TO]…: the texts as they stand in the model. The argument says why cargo-semver-checks
# judges otherwise; where it does not, the argument is empty.
change() {
    local what=$1 argument=$2 diff compiled checked lints agree=yes
    shift 2
    cp "$model" "$work/new/shop.json"
    while [ "$#" -gt 0 ]; do
        if ! FROM=$1 TO=$2 perl -0pi -e 's/\Q$ENV{FROM}\E/$ENV{TO}/ or exit 3' "$work/new/shop.json"; then
            echo "not applied: $what"
            failed=1
            return
        fi
        shift 2
    done
    write_crate new
    diff=$(verdict "$xtask" diff "$work/old/shop.json" "$work/new/shop.json")
    compiled=$(verdict cargo check --quiet --manifest-path "$work/consumer/Cargo.toml")
    # Only an error of rustc in the caller is a verdict.
    if [ "$compiled" = breaking ] && ! grep -q '^error: could not compile `consumer`' "$work/log"; then
        compiled=failed
    fi
    checked=$(verdict cargo semver-checks --baseline-rustdoc "$work/old.rustdoc.json" \
        --current-rustdoc "$work/new.rustdoc.json" --release-type minor)
    lints=$(sed -n 's/^--- failure \([a-z_]*\):.*/\1/p' "$work/log" | sort -u | tr '\n' ' ')
    # Without a lint it is not a verdict either.
    if [ "$checked" = breaking ] && [ -z "$lints" ]; then checked=failed; fi
    if [ "$diff" != "$compiled" ] || [[ $diff$checked = *failed* ]]; then
        agree=NO
    elif [ "$diff" != "$checked" ]; then
        agree=${argument:+"argued: $argument"}
        agree=${agree:-NO}
    elif [ -n "$argument" ]; then
        agree="NO: they do agree, and the argument is not needed"
    fi
    if [[ $agree = NO* ]]; then failed=1; fi
    changes=$((changes + 1))
    # shellcheck disable=SC2059
    printf "$row" "$what" "$diff" "$compiled" "$checked" "$agree${lints:+ ($(echo $lints))}"
}

types="it compares no types"
impls="it looks for no implementations of other crates' traits"
literals="a literal of all members is not promised"
change "nothing" "" '"version": "1"' '"version": "1"'
change "an operation is added" "" '{ "target": "a#List" }]' '{ "target": "a#List" }, { "target": "a#Gift" }]' \
    '"a#Spare":' '"a#Gift": { "type": "operation",
    "traits": { "smithy.api#http": { "method": "POST", "uri": "/gift" } } }, "a#Spare":'
change "an operation is removed" "" ', { "target": "a#List" }]' ']'
change "requests go to another path" "" '"uri": "/buy"' '"uri": "/order"'
change "an error is added" "" '"output": { "target": "a#ListOutput" },' \
    '"output": { "target": "a#ListOutput" }, "errors": [{ "target": "a#SoldOut" }],'
change "an error is removed" "" '"errors": [{ "target": "a#SoldOut" }], ' ''
change "pages are no more" "$impls" '"smithy.api#paginated": { "inputToken": "token", "outputToken": "next", "items": "skus" },' ''
change "a waiter is renamed" "" '"Listed": {' '"Filled": {'
change "a member of an input is added" "$literals" '"note": {' '"wrap": { "target": "smithy.api#Boolean" }, "note": {'
change "a member of an output is added" "$literals" '"at": {' '"cost": { "target": "smithy.api#Integer" }, "at": {'
change "a member is removed" "" ',
    "note": { "target": "smithy.api#String" }' ''
change "a member is renamed" "" '"note": {' '"remark": {'
change "a member has another simple type" "$types" '"note": { "target": "smithy.api#String"' '"note": { "target": "smithy.api#Integer"'
change "a member has another structure" "" '"bill": { "target": "a#Bill"' '"bill": { "target": "a#Parcel"'
change "elements of a list have another type" "$types" '"list", "member": { "target": "a#Sku"' '"list", "member": { "target": "a#Colour"'
change "a member of an input is required" "" '"note": { "target": "smithy.api#String"' \
    '"note": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} }'
change "a member of an input is no longer required" "" '"count": { "target": "smithy.api#Integer", "traits": { "smithy.api#required": {} } }' \
    '"count": { "target": "smithy.api#Integer" }'
change "a member of an output is required" "" '"at": { "target": "smithy.api#Timestamp"' \
    '"at": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#required": {} }'
change "a member of an output is no longer required" "" '"weight": { "target": "smithy.api#Double", "traits": { "smithy.api#required": {} } }' \
    '"weight": { "target": "smithy.api#Double" }'
change "a member has no default any more" "$types" '"floor": { "target": "smithy.api#Integer", "traits": { "smithy.api#default": 3 } }' \
    '"floor": { "target": "smithy.api#Integer" }'
change "a type comes to lie on a cycle" "$literals" '"number": {' '"pay": { "target": "a#Pay" }, "number": {'
change "a variant comes to need a box" "" '"number": {' \
    '"pay": { "target": "a#Pay", "traits": { "smithy.api#required": {} } }, "number": {'
change "a value of an enum is added" "" '"BLUE": {' '"GREEN": { "target": "smithy.api#Unit" }, "BLUE": {'
change "a value of an enum is removed" "" ',
    "BLUE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "blue" } }' ''
change "a value of an intEnum is removed" "" ',
    "HIGH": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 2 } }' ''
change "a variant of a union is added" "" '"cash": {' '"coin": { "target": "smithy.api#Integer" }, "cash": {'
change "a variant of a union is removed" "" '"cash": { "target": "smithy.api#Unit" },' ''
change "a structure becomes a union" "" '"a#Bill": { "type": "structure"' '"a#Bill": { "type": "union"'
change "a type is renamed" "" '"a#Bill": {' '"a#Invoice": {' '"bill": { "target": "a#Bill"' '"bill": { "target": "a#Invoice"'
change "a member is deprecated" "" '"note": { "target": "smithy.api#String"' \
    '"note": { "target": "smithy.api#String", "traits": { "smithy.api#deprecated": {} }'
echo "$changes changes"
exit "$failed"
