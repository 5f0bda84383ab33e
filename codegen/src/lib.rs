//! Reads Smithy JSON models and emits lean Rust clients.
//!
//! No disk, no process, no network: text goes in, text comes out.
pub mod model;
pub mod plan;
