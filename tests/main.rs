//! What ferrosmith generates: how it reads (snapshots), and what it does (behaviour).
//!
//! `cargo test` writes nothing; `cargo insta review` shows what changed. See CONTRIBUTING.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]
mod bindings;
mod bounds;
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
mod reference;
mod round_trip;
mod serde_feature;
mod services;
mod shapes;
mod sigv4;
mod sizes;
mod support;
mod waiting;
mod wire;
