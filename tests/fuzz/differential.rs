//! The JSON reader beside `serde_json`: the same bodies at random, equal or refused by both.
use crate::engine::{fuzz, show};
use ferrosmith::{
    Blob, Document, Structure, Timestamp,
    http::Response,
    protocol::{AWS_JSON_1_1, Protocol as _},
};
use ferrosmith_aws::fsx::types::BackupType;
use ferrosmith_tests::int_enums::types::Priority;
use serde_json::Value;
use std::collections::BTreeMap;

mod bodies;
mod duplicates;

/// A member of every type that `serde_json::Value` can hold: it has no numbers of any size, and rounds floats twice.
#[derive(Clone, Structure)]
struct Everything {
    #[smithy("boolean")]
    boolean: Option<bool>,
    #[smithy("byte")]
    byte: Option<i8>,
    #[smithy("short")]
    short: Option<i16>,
    #[smithy("integer")]
    integer: Option<i32>,
    #[smithy("long")]
    long: Option<i64>,
    #[smithy("double")]
    double: Option<f64>,
    #[smithy("text")]
    text: Option<String>,
    #[smithy("kind")]
    kind: Option<BackupType>,
    #[smithy("priority")]
    priority: Option<Priority>,
    #[smithy("blob")]
    blob: Option<Blob>,
    #[smithy("time")]
    time: Option<Timestamp>,
    #[smithy("document")]
    document: Option<Document>,
    #[smithy("required", required)]
    required: String,
    #[smithy("count", required, default(7))]
    count: i32,
    #[smithy("inner", required)]
    inner: Inner,
    #[smithy("list")]
    list: Option<Vec<i32>>,
    #[smithy("sparse")]
    sparse: Option<Vec<Option<String>>>,
    #[smithy("map")]
    map: Option<BTreeMap<String, Vec<String>>>,
    #[smithy("sparseMap")]
    sparse_map: Option<BTreeMap<String, Option<i64>>>,
    #[smithy("nested")]
    nested: Option<Box<Everything>>,
    #[smithy("all")]
    all: Option<Vec<Everything>>,
    #[smithy("choice")]
    choice: Option<Choice>,
}

#[derive(Clone, Structure)]
struct Inner {
    #[smithy("text")]
    text: Option<String>,
    #[smithy("list")]
    list: Option<Vec<i32>>,
}

#[derive(Clone, ferrosmith::Union)]
#[non_exhaustive]
enum Choice {
    #[smithy("text")]
    Text(String),
    #[smithy("list")]
    List(Vec<i32>),
    #[smithy("nested")]
    Nested(Box<Everything>),
    Unknown(ferrosmith::UnknownValue),
}

/// What the reader makes of a body, as JSON.
fn ours(body: &[u8]) -> Result<Value, String> {
    let mut read = Everything::default();
    let read_output = AWS_JSON_1_1.read_output(&Response::new(body.to_vec().into()), &mut read);
    read_output.map(|()| plain(&read)).map_err(|error| error.to_string())
}

/// What `serde_json` makes of it, which knows nothing of the reader.
fn theirs(tree: &Value) -> Result<Value, String> {
    let read = match tree {
        Value::Null => Ok(Everything::default()),
        tree => serde_json::from_value::<Everything>(integral_zeros(tree.clone())),
    };
    read.map(|read| plain(&read)).map_err(|error| error.to_string())
}

/// `-0` is a whole number to us, and -0.0 to `serde_json`; here they are alike.
fn integral_zeros(tree: Value) -> Value {
    map_zeros(tree, |zero| zero.is_sign_negative())
}

/// What was read, all zeros alike.
fn plain(read: &Everything) -> Value {
    map_zeros(serde_json::to_value(read).unwrap(), |_| true)
}

fn map_zeros(tree: Value, is_mapped: fn(f64) -> bool) -> Value {
    match tree {
        Value::Number(number) if number.as_f64().is_some_and(|value| value == 0.0 && is_mapped(value)) => 0.into(),
        Value::Array(list) => list.into_iter().map(|value| map_zeros(value, is_mapped)).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, map_zeros(value, is_mapped))).collect(),
        other => other,
    }
}

/// Equal, or refused by both; else why not. Where they differ on purpose stands in docs/decisions/wire.md.
fn compare(body: &[u8]) {
    let shown = String::from_utf8_lossy(body);
    let ours = ours(body);
    let tree = match serde_json::from_slice::<Value>(body) {
        Ok(tree) => tree,
        Err(error) => {
            let error = error.to_string();
            // What is passed over may be deeper and larger than what is held; a half of a character is replaced.
            let is_odd = ["recursion limit", "number out of range", "surrogate", "unexpected end of hex escape"]
                .iter()
                .any(|odd| error.contains(odd));
            assert!(ours.is_err() || is_odd || shown.trim().is_empty(), "{shown}\nonly serde_json refuses: {error}");
            return;
        }
    };
    match (ours, theirs(&tree)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{shown}"),
        (Err(_), Err(_)) => {}
        // No whole number, but for the zeros that were made alike here.
        (Err(_), Ok(_)) if ["-0.", "-0e", "-0E"].iter().any(|zero| shown.contains(zero)) => {}
        (Ok(ours), Err(theirs)) => panic!("{shown}\nours {ours}\ntheirs {theirs}"),
        // A value that another replaces has to be of the right type all the same.
        (Err(error), Ok(theirs)) => {
            assert!(duplicates::are_in(body), "{shown}\nonly we refuse: {error}");
            let once = integral_zeros(tree).to_string();
            assert_eq!(self::ours(once.as_bytes()).as_ref(), Ok(&theirs), "{shown}");
        }
    }
}

#[test]
fn any_bytes() {
    fuzz(2_000, 256, |entropy| compare(entropy.rest()));
}

#[test]
fn bodies_as_services_write_them_and_worse() {
    fuzz(4_000, 2_048, |entropy| compare(&bodies::body(entropy)));
}

#[test]
fn deep_bodies() {
    for depth in [1, 50, 120, 126, 127, 129, 130, 1_000, 100_000] {
        for (open, inner, close) in [
            (r#"{"nested":"#, "{}", "}"),
            (r#"{"all":["#, "{}", "]}"),
            (r#"{"document":["#, "1", "]}"),
            (r#"{"choice":{"nested":"#, "{}", "}}"),
            (r#"{"unknown":["#, "1", "]}"),
            ("[", "1", "]"),
        ] {
            let body = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            compare(body.as_bytes());
            compare(&body.as_bytes()[..body.len() - 1]);
            // An error is read whatever it is.
            AWS_JSON_1_1.read_error(&Response::new(body.into()), &mut Everything::default());
        }
    }
}

/// What a lenient reader finds in JSON is what a strict one finds; and nothing stops it.
#[test]
fn errors_are_read_as_anything_else() {
    fuzz(4_000, 2_048, |entropy| {
        let body = bodies::body(entropy);
        show(|| String::from_utf8_lossy(&body).into_owned());
        let mut error = Everything::default();
        let response = Response::new(body.clone().into());
        AWS_JSON_1_1.read_error(&response, &mut error);
        AWS_JSON_1_1.describe_error(&response);
        if let Ok(ours) = ours(&body) {
            assert_eq!(plain(&error), ours, "{}", String::from_utf8_lossy(&body));
        }
    });
}
