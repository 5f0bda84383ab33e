//! Compares a request with what a case says of it.
use crate::{cbor_view, expected::Case, shown, xml_tree};
use ferrosmith::{Bytes, http::Request};
use serde_json::Value;

/// Every difference at once, so that one run tells all.
pub(crate) fn check(case: &Case, request: &Request<Bytes>) {
    let mut problems = Vec::new();
    let mut expect = |what: &str, found: &str, expected: Option<&str>| {
        if expected.is_some_and(|expected| expected != found) {
            problems.push(format!("{what} is {found:?}, expected {:?}", expected.unwrap_or_default()));
        }
    };
    let uri = request.uri();
    expect("the method", request.method().as_str(), case.method.as_deref());
    expect("the path", uri.path(), case.uri.as_deref());
    expect("the host", uri.host().unwrap_or_default(), case.resolved_host.as_deref());
    query(case, uri.query().unwrap_or_default(), &mut problems);
    headers(case, request, &mut problems);
    body(case, request.body(), &mut problems);
    assert!(problems.is_empty(), "\n{}\nin {request:#?}", problems.join("\n"));
}

/// All values of a key that the case names, in its order, are those that it gives.
fn query(case: &Case, query: &str, problems: &mut Vec<String>) {
    fn key(pair: &str) -> &str {
        pair.split_once('=').map_or(pair, |(key, _)| key)
    }
    let pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    let has = |name: &String| pairs.iter().any(|pair| key(pair) == name);
    for expected in &case.query_params {
        let of_key = |pair: &&str| key(pair) == key(expected);
        let found: Vec<&str> = pairs.iter().copied().filter(of_key).collect();
        let all: Vec<&str> = case.query_params.iter().map(String::as_str).filter(of_key).collect();
        if found != all {
            problems.push(format!("the query has {found:?}, expected {all:?}"));
        }
    }
    for name in case.forbid_query_params.iter().filter(|name| has(name)) {
        problems.push(format!("the query {query:?} has {name:?}"));
    }
    for name in case.require_query_params.iter().filter(|name| !has(name)) {
        problems.push(format!("the query {query:?} lacks {name:?}"));
    }
}

/// Several headers of one name are the same as one with commas (RFC 9110, section 5.3).
fn headers(case: &Case, request: &Request<Bytes>, problems: &mut Vec<String>) {
    let found = |name: &str| {
        let values = request.headers().get_all(name).iter();
        let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    };
    for (name, expected) in &case.headers {
        if found(name).as_ref() != Some(expected) {
            problems.push(format!("the header {name} is {:?}, expected {expected:?}", found(name)));
        }
    }
    for name in &case.forbid_headers {
        problems.extend(found(name).map(|value| format!("there is a header {name}: {value}")));
    }
    for name in case.require_headers.iter().filter(|name| found(name).is_none()) {
        problems.push(format!("there is no header {name}"));
    }
}

/// JSON, CBOR, XML and forms are compared by value, everything else byte for byte.
fn body(case: &Case, body: &[u8], problems: &mut Vec<String>) {
    let Some(expected) = &case.body else { return };
    if case.is_cbor() && !expected.is_empty() {
        let expected = cbor_view::view(&case.body()).expect("the case's body is CBOR");
        match cbor_view::view(body) {
            Ok(found) => problems.extend(shown::differences(&found, &expected)),
            Err(error) => problems.push(format!("the body {body:?} is no CBOR: {error}")),
        }
        return;
    }
    let text = String::from_utf8_lossy(body);
    match case.body_media_type.as_deref().filter(|_| !expected.is_empty()) {
        Some("application/json") => {
            let expected: Value = serde_json::from_str(expected).expect("the case's body is JSON");
            match serde_json::from_slice(body) {
                Ok(found) => problems.extend(shown::differences(&found, &expected)),
                Err(error) => problems.push(format!("the body {text:?} is no JSON: {error}")),
            }
        }
        Some("application/xml") => {
            problems.extend(xml_tree::difference(&text, expected, &|_, found, expected| found == expected));
        }
        Some("application/x-www-form-urlencoded") => {
            let sorted = |text: &str| {
                let mut pairs: Vec<String> = text.split('&').map(|pair| pair.trim().to_owned()).collect();
                pairs.sort();
                pairs
            };
            if sorted(&text) != sorted(expected) {
                problems.push(format!("the form is {text:?}, expected {expected:?}"));
            }
        }
        _ if body == expected.as_bytes() => {}
        _ => problems.push(format!("the body is {text:?}, expected {expected:?}")),
    }
}
