//! Numbers of any size, stored as text.
use std::{fmt, str::FromStr};

/// A text that is not a valid number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParseNumberError;

impl fmt::Display for ParseNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number as JSON writes them (RFC 8259, section 6)")
    }
}

impl std::error::Error for ParseNumberError {}

macro_rules! big_number {
    ($(#[doc = $doc:literal])* $name:ident, $is_allowed:expr, $($from:ty),*) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Returns the number as it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ParseNumberError;

            fn from_str(text: &str) -> Result<Self, ParseNumberError> {
                let is_allowed: fn(char) -> bool = $is_allowed;
                if crate::json::is_number(text) && text.chars().all(is_allowed) { Ok(Self(text.to_owned())) } else { Err(ParseNumberError) }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self("0".to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        $(impl From<$from> for $name {
            fn from(number: $from) -> Self {
                Self(number.to_string())
            }
        })*
    };
}

big_number!(
    /// An integer of any size.
    BigInteger, |c| c.is_ascii_digit() || c == '-', i32, i64, u32, u64, i128, u128
);
big_number!(
    /// A decimal number of any size and precision.
    BigDecimal, |_| true, i32, i64, u32, u64, BigInteger
);
