//! The hash of the canonical request. Its parts are hashed directly, without building the text.
use super::{Scope, keys::SignedHeaders};
use http::{HeaderValue, request::Parts};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;

/// All characters except the slash and the unreserved ones of RFC 3986, section 2.3.
const RESERVED_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Returns the hash of the canonical request.
pub(super) fn canonical_request(
    request: &Parts,
    payload_hash: &HeaderValue,
    signed: &SignedHeaders<'_>,
    scope: &Scope,
) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| hash.update(part);
    add(request.method.as_str().as_bytes());
    add(b"\n");
    add(canonical_path(request.uri.path(), scope).as_bytes());
    add(b"\n");
    add(canonical_query(request.uri.query()).as_bytes());
    add(b"\n");
    // The values of one header are joined by commas.
    for values in signed.headers.chunk_by(|(name, _), (next, _)| name == next) {
        for (index, (name, value)) in values.iter().enumerate() {
            if index == 0 {
                add(name.as_bytes());
                add(b":");
            } else {
                add(b",");
            }
            canonical_value(value.as_bytes(), &mut add);
        }
        add(b"\n");
    }
    add(b"\n");
    add(signed.names.as_bytes());
    add(b"\n");
    add(payload_hash.as_bytes());
    hash.finalize().into()
}

/// Returns the canonical path.
fn canonical_path<'a>(path: &'a str, scope: &Scope) -> Cow<'a, str> {
    let mut canonical = Cow::Borrowed(path);
    if path == "/" {
        return canonical;
    }
    if scope.normalizes_path {
        let mut segments = Vec::new();
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." => drop(segments.pop()),
                segment => segments.push(segment),
            }
        }
        let suffix = if path.ends_with('/') && !segments.is_empty() { "/" } else { "" };
        canonical = Cow::Owned(format!("/{}{suffix}", segments.join("/")));
    }
    if scope.encodes_path_twice {
        canonical = Cow::Owned(utf8_percent_encode(&canonical, RESERVED_IN_PATH).to_string());
    }
    canonical
}

/// Returns the canonical query: the parameters, sorted, each with a `=`. They are already encoded.
fn canonical_query(query: Option<&str>) -> String {
    let mut pairs: Vec<(&str, &str)> = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
}

/// Adds the value of a header, without surrounding white space. Consecutive white space becomes one space.
fn canonical_value(value: &[u8], add: &mut impl FnMut(&[u8])) {
    let words = value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            add(b" ");
        }
        add(word);
    }
}
