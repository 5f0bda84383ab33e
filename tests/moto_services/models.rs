//! The generated services.
#![allow(dead_code, reason = "of what an operation brings, the tests use a part")]
#![allow(deprecated, reason = "deprecated members are still read and written")]
include!(concat!(env!("OUT_DIR"), "/models.rs"));
