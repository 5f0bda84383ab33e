//! Defaults that a model gives, as generated code writes them down.
//!
//! The generator proves these texts; one that cannot be read all the same is the default of its type.
use crate::{BigDecimal, BigInteger, Blob, Document, Timestamp};

/// Base64.
pub fn blob(text: &str) -> Blob {
    Blob::from_base64(text).unwrap_or_default()
}

/// A moment in any of Smithy's formats.
pub fn timestamp(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_default()
}

/// JSON.
pub fn document(text: &str) -> Document {
    serde_json::from_str(text).unwrap_or_default()
}

/// A whole number of any size.
pub fn big_integer(text: &str) -> BigInteger {
    text.parse().unwrap_or_default()
}

/// A number of any size.
pub fn big_decimal(text: &str) -> BigDecimal {
    text.parse().unwrap_or_default()
}
