//! The request of each operation of both services with all members set. The effect of a model change on requests is
//! visible as a diff of these snapshots.
use crate::every::operations;
use ferrosmith::{Bytes, http::Request};
use serde_json::Value as Json;
use std::fmt::Write as _;

#[test]
fn requests_of_fsx() {
    insta::assert_snapshot!(requests("fsx"));
}

#[test]
fn requests_of_backup() {
    insta::assert_snapshot!(requests("backup"));
}

fn requests(module: &str) -> String {
    let mut text = String::new();
    for operation in operations().iter().filter(|operation| operation.module == module) {
        let name = operation.schema.name;
        let request = (operation.full_request)().unwrap_or_else(|error| panic!("{name}: {error}"));
        writeln!(text, "──── {name}\n{}", written(&request)).unwrap();
    }
    text
}

/// Returns method, URI, headers and body as text. The length is omitted, because it follows from the body.
fn written(request: &Request<Bytes>) -> String {
    let uri = request.uri().path_and_query().unwrap();
    let mut text = format!("{} {uri}\n", request.method());
    for (name, value) in request.headers().iter().filter(|(name, _)| *name != "content-length") {
        writeln!(text, "{name}: {}", value.to_str().unwrap()).unwrap();
    }
    if !request.body().is_empty() {
        let body: Json = serde_json::from_slice(request.body()).unwrap();
        writeln!(text, "{}", serde_json::to_string_pretty(&body).unwrap()).unwrap();
    }
    text
}
