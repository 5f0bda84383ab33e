//! The clients of a service whose code is included (`ferrosmith-build`): there with the feature of this crate, since the
//! crate that includes it has features of its own.

/// `Config`, `Client` and `blocking::Client` of a service.
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
