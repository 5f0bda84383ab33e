//! The code of every fixture, compiled, and the examples of the README and the guide.
include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The examples of the guide are tests, a module a page.
#[cfg(doctest)]
pub mod guide {
    #[doc = include_str!("../docs/guide/src/setup.md")]
    pub mod setup {}
    #[doc = include_str!("../docs/guide/src/calling.md")]
    pub mod calling {}
    #[doc = include_str!("../docs/guide/src/errors.md")]
    pub mod errors {}
    #[doc = include_str!("../docs/guide/src/waiting.md")]
    pub mod waiting {}
    #[doc = include_str!("../docs/guide/src/paging.md")]
    pub mod paging {}
    #[doc = include_str!("../docs/guide/src/testing.md")]
    pub mod testing {}
    #[doc = include_str!("../docs/guide/src/credentials.md")]
    pub mod credentials {}
    #[doc = include_str!("../docs/guide/src/networks.md")]
    pub mod networks {}
}
