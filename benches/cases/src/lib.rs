//! The messages, clients and calls that all benchmarks share.
pub mod calls;
pub mod paths;
pub mod responses;
pub mod run;
