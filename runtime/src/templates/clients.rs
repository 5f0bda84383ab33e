//! What a crate needs that includes the code of a service: see `ferrosmith-build`.

/// Includes the module of a service that the build script has generated with `ferrosmith-build`.
///
/// ```ignore
/// ferrosmith::include_service!("sqs"); // pub mod sqs { … }
/// ```
#[macro_export]
macro_rules! include_service {
    ($module:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $module, ".rs"));
    };
}

/// `Config`, `Client` and `blocking::Client` of a service. They come with the feature of this crate, because the crate that includes
/// the code has features of its own.
#[cfg(feature = "transport")]
#[doc(hidden)]
#[macro_export]
macro_rules! __clients {
    ($service:ident) => {
        pub use $crate::client::Config;

        #[doc = concat!(" Sends the operations of [`", stringify!($service), "`].")]
        pub type Client = $crate::client::Client<$service>;

        /// Clients that block the thread until a call ends.
        pub mod blocking {
            #[doc = concat!(" Sends the operations of [`", stringify!($service), "`](super::", stringify!($service), "), and waits for what they return.")]
            pub type Client = $crate::client::blocking::Client<super::$service>;
        }
    };
}

/// Nothing: this crate has no clients without the feature.
#[cfg(not(feature = "transport"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __clients {
    ($service:ident) => {};
}
