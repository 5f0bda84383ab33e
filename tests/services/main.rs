//! The reference cases of further services (`oracle-more`): the requests and parsed responses of another client.
//!
//! `build.rs` generates the services, with the operations that have cases, and a test for each file of cases. The corpus
//! is not part of the project; if it is missing, one test is reported as ignored.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(deprecated, reason = "deprecated operations have cases too")]
#![cfg_attr(not(reference_more), allow(dead_code, unused_imports, reason = "there are no cases"))]
#[cfg(reference_more)]
mod addressing;
mod cases;
#[path = "../cbor_view.rs"]
mod cbor_view;
mod check;
mod documents;
mod operation;
#[cfg(reference_more)]
mod regions;
#[cfg(reference_more)]
mod sessions;
#[path = "../untyped.rs"]
#[allow(dead_code, reason = "other suites compare more")]
mod untyped;
#[path = "../xml_tree.rs"]
mod xml_tree;

use operation::Operation;

/// A service, and what is generated of it.
struct Service {
    name: &'static str,
    operations: fn() -> Vec<Operation>,
}

include!(concat!(env!("OUT_DIR"), "/services.rs"));

/// Stands for the cases where they are missing.
#[cfg(not(reference_more))]
#[test]
#[ignore = "no reference cases at ../shared/corpus; FERROSMITH_CORPUS says where the corpus is"]
fn reference_cases() {
    panic!("the reference cases are not there");
}
