//! The generated Rust code of protocol tests. `conformance/` compiles and runs it.
use crate::support::root;
use ferrosmith_codegen::{Source, Target, conformance};
use std::fs;

/// The model also has cases for servers and for other protocols, which are left out.
#[test]
fn cases_become_tests() {
    let path = root().join("tests/conformance/models/awsJson1_0.json");
    let source = Source { path: "awsJson1_0.json".to_owned(), text: fs::read_to_string(path).unwrap() };
    let files = conformance(&[Target { module: "rpc".to_owned(), sources: vec![source], ..Target::default() }]);
    insta::assert_snapshot!(files.unwrap()["rpc_cases.rs"]);
}
