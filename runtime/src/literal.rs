//! Constructors of default values, for generated code.
//!
//! The generator validates these texts; an invalid one would become the default of its type.
use crate::{BigDecimal, BigInteger, Blob, Document, Timestamp};

/// Parses base64.
pub fn blob(text: &str) -> Blob {
    Blob::from_base64(text).unwrap_or_default()
}

/// Parses a timestamp in any format of Smithy.
pub fn timestamp(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_default()
}

/// Parses JSON.
pub fn document(text: &str) -> Document {
    crate::json::document(text.as_bytes()).unwrap_or_default()
}

/// Parses an integer of any size.
pub fn big_integer(text: &str) -> BigInteger {
    text.parse().unwrap_or_default()
}

/// Parses a decimal number of any size.
pub fn big_decimal(text: &str) -> BigDecimal {
    text.parse().unwrap_or_default()
}
