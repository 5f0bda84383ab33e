//! The code of every fixture, compiled, and the examples of the README.
include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
