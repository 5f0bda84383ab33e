//! `Serialize` and `Deserialize` of every generated shape (feature `serde`).
//!
//! This is the shape, not its message: for tests, logs, caches and configuration files.
//!
//! | what | how |
//! |---|---|
//! | structures | an object of all members, wherever they are bound, by their names in the model (not `@jsonName`) |
//! | absent members | left out; `null` is the same as absence |
//! | required and defaulted members of responses | always written; where they are missing, their default is read |
//! | members that the model does not know | passed over |
//! | unions | an object with one member; one that the model does not know keeps its name alone: `{"Name": {}}` |
//! | enums, known or not | text; intEnums are numbers |
//! | timestamps | seconds since 1970 as a number; microseconds are exact until the year 2242 |
//! | blobs | base64 |
//! | floats and doubles | numbers, or one of `"NaN"`, `"Infinity"`, `"-Infinity"` |
//! | numbers of any size | text, so that no digit is lost; numbers are read too |
//! | documents | as they are |
//! | `@sensitive` members | written like all others: what prints them is `Debug` alone |
//!
//! The format must describe itself, as JSON, YAML, CBOR and MessagePack do and bincode does not.
use crate::{BigDecimal, BigInteger, Blob, Ref, Slot, Timestamp};
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes a value.
///
/// # Errors
/// The serializer's own.
pub fn serialize<S: Serializer>(value: Ref<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    crate::data_model::serialize(value, serializer)
}

/// Fills in a value.
///
/// # Errors
/// What stands there is not of the value's type, or cannot be read at all.
pub fn deserialize<'de, D: Deserializer<'de>>(slot: Slot<'_>, deserializer: D) -> Result<(), D::Error> {
    crate::data_model::deserialize(slot, deserializer)
}

crate::__serde!(Timestamp);
crate::__serde!(Blob);
crate::__serde!(BigInteger);
crate::__serde!(BigDecimal);
