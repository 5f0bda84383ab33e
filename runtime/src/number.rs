//! Numbers of any size, kept as they are written.
use std::{fmt, str::FromStr};

/// Text that is no number.
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
            /// The number as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ParseNumberError;

            fn from_str(text: &str) -> Result<Self, ParseNumberError> {
                let is_number = serde_json::from_str::<serde_json::Number>(text).is_ok() || is_long_number(text);
                let is_allowed: fn(char) -> bool = $is_allowed;
                if is_number && text.chars().all(is_allowed) { Ok(Self(text.to_owned())) } else { Err(ParseNumberError) }
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
    /// A whole number of any size.
    BigInteger, |c| c.is_ascii_digit() || c == '-', i32, i64, u32, u64, i128, u128
);
big_number!(
    /// A number of any size and precision.
    BigDecimal, |_| true, i32, i64, u32, u64, BigInteger
);

/// Whether the text is a JSON number whose size is beyond what the machine counts with.
fn is_long_number(text: &str) -> bool {
    serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok_and(|raw| {
        raw.get().starts_with(|c: char| c == '-' || c.is_ascii_digit()) && raw.get().len() == text.len()
    })
}
