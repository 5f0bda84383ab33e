//! Protocol tests (`smithy.test`) and tests of endpoint rules (`smithy.rules`), generated from the project's own models
//! and from the official ones.
//!
//! Each case is a `#[test]` that the generator wrote: one call of [`harness`] with the case as JSON. The table of what
//! passed: `cargo test -p ferrosmith-tests --test conformance summary -- --nocapture`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#[path = "../cbor_view.rs"]
mod cbor_view;
mod complete;
mod endpoints;
mod expected;
mod harness;
mod message;
mod params;
mod refused;
mod shown;
mod skips;
mod summary;
mod times;
#[path = "../xml_tree.rs"]
mod xml_tree;

/// What a model brings.
struct Suite {
    name: &'static str,
    model: &'static str,
    /// Its cases by id.
    cases: &'static [(&'static str, fn())],
}

include!(concat!(env!("OUT_DIR"), "/conformance.rs"));

/// Stands for the endpoint tests of official models where they cannot run.
#[cfg(not(endpoint_corpus))]
#[test]
#[ignore = "no official models at ../shared/corpus; set FERROSMITH_CORPUS to where they are"]
fn official_endpoints() {
    panic!("the official models are not there");
}

/// Stands for the official suites where they cannot run.
#[cfg(not(corpus))]
#[test]
#[ignore = "no official protocol tests at ../shared/corpus; set FERROSMITH_CORPUS to where they are"]
fn official_suites() {
    panic!("the official protocol tests are not there");
}
