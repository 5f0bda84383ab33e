//! Inputs at random: what must never panic does not, and what must hold for all inputs holds.
//!
//! `cargo test` takes a few thousand inputs, the same each time; `tests/fuzz.sh` takes other ones for as long as one likes
//! (docs/decisions/fuzzing.md). Seeds are the fixtures of this project, and the official models where they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]
mod cbor;
mod credentials;
mod diff;
mod differential;
mod endpoints;
mod engine;
mod entropy;
#[path = "../filling.rs"]
#[expect(dead_code, reason = "other tests fill in otherwise")]
mod filling;
mod generate;
mod loader;
mod models;
mod mutate;
mod recordings;
mod requests;
mod responses;
mod seeds;
mod shared_files;
mod timestamps;
mod xml;
