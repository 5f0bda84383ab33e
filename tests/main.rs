//! Tests of generated code: its text (snapshots) and its behaviour.
//!
//! `cargo test` writes no files; `cargo insta review` shows changed snapshots. See CONTRIBUTING.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]
mod allocations;
mod bindings;
mod bounds;
mod cbor;
mod cbor_view;
mod checksums;
mod clients;
mod credentials;
mod determinism;
mod documentation;
mod errors;
mod every;
mod examples;
mod filling;
mod fixtures;
mod hooks;
mod json;
mod pages;
mod protocol_tests;
mod protocols;
mod reference;
mod round_trip;
mod serde_feature;
mod services;
mod shapes;
mod sigv4;
mod sizes;
mod support;
mod traits;
mod untyped;
mod waiting;
mod wire;
mod xml;
