#!/usr/bin/env bash
# Breaks one rule of the runtime at a time and checks that a test fails: tests/mutations.sh
# Works on a copy, with the project's own tests only (no corpus). Takes some minutes; exits 1 where a mutation survives.
# tests/mutations.sh --applies checks only that every mutation still applies to the code; takes a second.
set -euo pipefail
cd -P "$(dirname "$0")/.."

mode=${1:-}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git archive HEAD | tar -x -C "$copy"
export CARGO_TARGET_DIR=$copy/target FERROSMITH_CORPUS=$copy/none CARGO_INCREMENTAL=1 INSTA_UPDATE=no
survived=0

run_tests() {
    cargo test --quiet --package ferrosmith --package ferrosmith-tests >"$copy/log" 2>&1
}

# mutate WHAT FILE FROM TO: both texts as they stand in the file.
mutate() {
    local what=$1 file=$copy/runtime/src/$2
    cp "$file" "$copy/original"
    if ! FROM=$3 TO=$4 perl -0pi -e 's/\Q$ENV{FROM}\E/$ENV{TO}/ or exit 3' "$file"; then
        echo "not applied: $what"
        survived=1
    elif [ "$mode" = --applies ]; then
        :
    elif run_tests; then
        echo "SURVIVED: $what"
        survived=1
    elif grep -q '^error: could not compile' "$copy/log"; then
        echo "no longer compiles: $what"
        survived=1
    else
        echo "noticed: $what (by $(grep -m 1 '^    [a-z_0-9:]*$' "$copy/log" | tr -d ' ') and $(($(grep -c '^    [a-z_0-9:]*$' "$copy/log") - 1)) more)"
    fi
    cp "$copy/original" "$file"
}

cd "$copy"
[ "$mode" = --applies ] || run_tests || { tail -30 "$copy/log"; echo "the tests fail as they are"; exit 1; }
mutate "the target header is dropped" protocol/aws_json.rs '"x-amz-target"' '"x-amz-none"'
mutate "__type is not cut at #" protocol/error_code.rs "rsplit('#')" "rsplit('\\\\')"
mutate "__type is not cut at :" protocol/error_code.rs "split(':')" "split(';')"
mutate "the error header is not read" protocol/error_code.rs '"x-amzn-errortype"' '"x-amzn-none"'
mutate "a label is left unescaped" protocol/uri.rs 'map(encode)' 'map(ToOwned::to_owned)'
mutate "a timestamp in the query is epoch seconds" protocol/uri.rs \
    'from_value(value, member.timestamp_format.unwrap_or(TimestampFormat::DateTime))' \
    'from_value(value, member.timestamp_format.unwrap_or(TimestampFormat::EpochSeconds))'
mutate "an absent token is not filled in" json/write.rs 'if member.is_idempotency_token =>' 'if member.is_host_label =>'
mutate "a header with a comma is not quoted" protocol/header.rs "contains([',', '\"'])" "contains(['\\\\', '\"'])"
mutate "sparse lists lose their nulls" collection.rs 'self.extend(T::null());' ''
mutate "secrets are printed" debug.rs '_ if member.is_sensitive =>' '_ if member.is_host_label =>'
mutate "what a failed rule assigned stays" endpoint/evaluate.rs 'self.0.truncate(outer);' ''
mutate "a condition that is false holds" endpoint/evaluate.rs 'Value::Null | Value::Bool(false)' 'Value::Null'
mutate "doubled braces stay doubled" endpoint/evaluate.rs 'text.push(one)' 'text.extend([one, one])'
mutate "the Region to sign for is not read" endpoint/evaluate.rs '"signingRegion"' '"signingregion"'
mutate "an operation's parameters are not asked" endpoint/values.rs '== parameter.name' '!= parameter.name'
mutate "an unknown Region has no partition" endpoint/partition.rs '.or_else(standard)' ''
mutate "substring counts from the wrong end" endpoint/functions.rs 'if is_reverse {' 'if !is_reverse {'
mutate "the path is signed encoded once" client/sign.rs 'if scope.encodes_path_twice {' 'if false {'
mutate "a key of yesterday signs" client/sign.rs '&& key.date == date' ''
mutate "credentials are searched for by each call" client/cache.rs 'state.refresh.take().filter(|refresh| refresh.is_running())' 'None'
mutate "a refresh that fails ends calls that need none" client/cache.rs '(Some(Outcome::Done(Err(_))), Some(credentials)) =>' '(Some(Outcome::Done(Err(_))), Some(credentials)) if false =>'
mutate "expired credentials of an instance are dropped" client/chain/instance.rs 'is_statically_stable: true' 'is_statically_stable: false'
mutate "a command outlives its call" client/chain/process.rs '_ = child.kill();' ''
mutate "a token goes to whatever host" client/chain/container.rs "if !path.starts_with('/')" 'if false'
mutate "any date is believed" client/clock.rs '!PLAUSIBLE.contains(&since_1970) || ' ''
mutate "a certificate is tried again" client/tls.rs 'rustls::Error::InvalidCertificate(_) | ' ''
mutate "a listing goes round in circles" client/pages.rs 'self.seen.add(O::PAGES.token(output)) && ' ''
mutate "keys of the environment come before the profile that a program names" client/chain/mod.rs \
    'if self.profile.is_none()' 'if self.profile.is_none() || true'
mutate "what a service asks to wait is not waited" client/call.rs 'requested.unwrap_or(delay)' 'delay'
mutate "metadata are asked through the proxy" client/proxy.rs 'is_direct || is_local(host)' 'is_local(host)'
mutate "a clock that is wrong stays so" client/call.rs 'RetryDecision::CorrectClock if correction.is_some()' 'RetryDecision::CorrectClock if false'
mutate "retries cost half" client/retry.rs 'available.checked_sub(cost)?' 'available.checked_sub(cost / 2)?'
mutate "a repeated token is followed" paginate.rs 'compare::values(self.input_token_of(input), token)' 'false'
mutate "an empty token is followed" paginate.rs 'text.is_empty()' 'text.is_ascii() && false'
mutate "what is no token is lost from page to page" paginate.rs 'compare::copy(value, next.slot(other))' 'drop(value)'
mutate "all of none are alike" waiter/matching.rs '!found.is_empty() && ' ''
mutate "the last acceptor counts" waiter/matching.rs 'self.acceptors.iter().find(' 'self.acceptors.iter().rfind('
mutate "an error that no acceptor takes is asked again" client/wait.rs '(None, Err(error)) =>' '(None, Err(error)) if attempts > 9 =>'
mutate "no last call when the time is over" waiter/delay.rs 'if rest <= min { remaining }' 'if rest.is_zero() { remaining }'
exit "$survived"
