//! Macros for crates that include the generated code of a service: see `ferrosmith-build`.

/// Includes the module of a service that the build script generated with `ferrosmith-build`.
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

/// Defines `Config`, `Client` and `blocking::Client` of a service. They depend on the feature of this crate, because
/// the crate that includes the code does not have the same features.
#[cfg(feature = "transport")]
#[doc(hidden)]
#[macro_export]
macro_rules! __clients {
    ($service:ident) => {
        pub use $crate::client::Config;

        #[doc = concat!(" Sends the operations of [`", stringify!($service), "`].")]
        pub type Client = $crate::client::Client<$service>;

        /// Clients that block the current thread until a call ends.
        pub mod blocking {
            #[doc = concat!(" Sends the operations of [`", stringify!($service), "`](super::", stringify!($service), "), and waits for what they return.")]
            pub type Client = $crate::client::blocking::Client<super::$service>;
        }
    };
}

/// Defines nothing: without the feature, this crate has no clients.
#[cfg(not(feature = "transport"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __clients {
    ($service:ident) => {};
}
