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
//! [`Readable`] writes for people and other programs: timestamps as RFC 3339 has them, members by their names in Rust. [`rfc3339`] does the
//! first for a single timestamp in a type of your own.
//!
//! The format must describe itself, as JSON, YAML, CBOR and MessagePack do and bincode does not.
use crate::{BigDecimal, BigInteger, Blob, Ref, Slot, Timestamp, Value, data_model::Style};
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes a value.
///
/// # Errors
/// The serializer's own.
pub fn serialize<S: Serializer>(value: Ref<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    crate::data_model::serialize(value, Style::Model, serializer)
}

/// Fills in a value.
///
/// # Errors
/// What stands there is not of the value's type, or cannot be read at all.
pub fn deserialize<'de, D: Deserializer<'de>>(slot: Slot<'_>, deserializer: D) -> Result<(), D::Error> {
    crate::data_model::deserialize(slot, deserializer)
}

/// A shape, or a list, a map or an option of shapes, as people read it: timestamps as RFC 3339 writes them (`2026-01-31T07:30:00Z`), members by
/// their names in Rust (`creation_time`). All else is as the [module](self) says, sensitive members included. It is for reports and is not read
/// back.
///
/// ```
/// use ferrosmith::{Timestamp, serde::Readable};
///
/// # fn main() -> serde_json::Result<()> {
/// let times = vec![Timestamp::from_seconds(1_769_844_600)];
/// assert_eq!(serde_json::to_string(&times)?, "[1769844600]");
/// assert_eq!(serde_json::to_string(&Readable(&times))?, r#"["2026-01-31T07:30:00Z"]"#);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Readable<'a, T>(pub &'a T);

impl<T: Value> Serialize for Readable<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::data_model::serialize(self.0.get(), Style::Readable, serializer)
    }
}

/// `#[serde(with = "ferrosmith::serde::rfc3339")]` on a [`Timestamp`] of your own types: `2026-01-31T07:30:00Z`.
///
/// Of an `Option`, with `#[serde(default)]` beside it, `with = "ferrosmith::serde::rfc3339::option"`. A date beyond the years 0 to 9999 has no
/// such text, and is written as seconds since 1970.
pub mod rfc3339 {
    use super::{Deserialize, Deserializer, Serializer, Timestamp};
    use serde_core::de::Error as _;
    use std::borrow::Cow;

    /// Writes it.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(time)
    }

    /// Reads it, or another text that [`Timestamp::parse`] reads.
    ///
    /// # Errors
    /// The deserializer's own, or the text is no timestamp.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }

    /// The same of an `Option`.
    pub mod option {
        use super::{Cow, Deserialize, Deserializer, Serializer, Timestamp};
        use serde_core::de::Error as _;

        /// Writes it, or nothing.
        ///
        /// # Errors
        /// The serializer's own.
        pub fn serialize<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
            match time {
                Some(time) => serializer.serialize_some(&time.to_string()),
                None => serializer.serialize_none(),
            }
        }

        /// Reads it, or nothing.
        ///
        /// # Errors
        /// The deserializer's own, or the text is no timestamp.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
            let text = Option::<Cow<'_, str>>::deserialize(deserializer)?;
            text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
        }
    }
}

crate::__serde!(Timestamp);
crate::__serde!(Blob);
crate::__serde!(BigInteger);
crate::__serde!(BigDecimal);
