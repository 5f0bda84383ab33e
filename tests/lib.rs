//! The code of every fixture, compiled, and the examples of the README.
include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
