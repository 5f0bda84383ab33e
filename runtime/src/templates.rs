//! The code of each generated shape, as macros that the derives call with one numbered row per member.
//!
//! All functions are `#[inline]`, so that a consumer compiles them only for the shapes it uses.
mod clients;
mod enumeration;
mod error;
mod requires;
mod structure;
mod union;

/// Implements `Serialize` and `Deserialize` if the feature `serde` is enabled: see the module `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {};
}

/// Implements `Serialize` and `Deserialize`: see the module `serde`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {
        impl $crate::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::serialize($crate::Value::get(self), serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let mut value = <Self as ::core::default::Default>::default();
                $crate::serde::deserialize($crate::Value::slot(&mut value), deserializer)?;
                ::core::result::Result::Ok(value)
            }
        }
    };
}

/// Returns the names of members in Rust, if the feature `serde` is enabled.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __rust_names {
    ($($names:tt)*) => {};
}

/// Returns the names of members in Rust.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __rust_names {
    ($($index:literal $name:ident)*) => {
        #[inline]
        fn rust_name(&self, index: usize) -> &'static str {
            match index {
                $($index => stringify!($name),)*
                _ => "",
            }
        }
    };
}
