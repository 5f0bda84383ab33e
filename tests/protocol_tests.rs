//! How protocol tests read, once they are Rust: `conformance/` compiles and runs them.
use crate::support::root;
use ferrosmith_codegen::{Source, Target, conformance};
use std::fs;

/// Cases for servers and of other protocols, which the model has too, are left out.
#[test]
fn cases_become_tests() {
    let path = root().join("tests/conformance/models/awsJson1_0.json");
    let source = Source { path: "awsJson1_0.json".to_owned(), text: fs::read_to_string(path).unwrap() };
    let files = conformance(&[Target { module: "rpc".to_owned(), sources: vec![source], ..Target::default() }]);
    insta::assert_snapshot!(files.unwrap()["rpc_cases.rs"]);
}
