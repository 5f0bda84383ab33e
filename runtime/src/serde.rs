//! `Serialize` and `Deserialize` for every generated shape (feature `serde`).
//!
//! The form is that of the shape, not of its protocol message. It is meant for tests, logs, caches and configuration
//! files.
//!
//! | value | form |
//! |---|---|
//! | structures | an object of all members, whatever their HTTP binding, by their names in the model (not `@jsonName`) |
//! | absent members | omitted; `null` is read as absent |
//! | required and defaulted members of responses | always written; if missing, the default is read |
//! | unknown members | ignored |
//! | unions | an object with one member; of an unknown member, only the name is kept: `{"Name": {}}` |
//! | enums, known or unknown | text; intEnums are numbers |
//! | timestamps | seconds since 1970 as a number; microseconds are exact until the year 2242; RFC 3339 and other texts of times are read too |
//! | blobs | base64 |
//! | floats and doubles | numbers, or one of `"NaN"`, `"Infinity"`, `"-Infinity"` |
//! | bigIntegers and bigDecimals | text, so that no digit is lost; numbers are read too |
//! | documents | unchanged |
//! | `@sensitive` members | written like all others; only `Debug` redacts them |
//!
//! [`Readable`] serializes for people and other programs: timestamps as RFC 3339, members by their names in Rust.
//! [`rfc3339`] does the former for a single timestamp in your own type.
//!
//! The format must be self-describing, like JSON, YAML, CBOR and MessagePack, and unlike bincode.
use crate::{BigDecimal, BigInteger, Blob, Ref, Slot, Timestamp, Value, data_model::Style};
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// Serializes a value.
///
/// # Errors
/// The serializer fails.
pub fn serialize<S: Serializer>(value: Ref<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    crate::data_model::serialize(value, Style::Model, serializer)
}

/// Deserializes into a value.
///
/// # Errors
/// The input does not have the value's type, or the deserializer fails.
pub fn deserialize<'de, D: Deserializer<'de>>(slot: Slot<'_>, deserializer: D) -> Result<(), D::Error> {
    crate::data_model::deserialize(slot, deserializer)
}

/// Serializes a shape, or a list, a map or an option of shapes, in a readable form: timestamps as RFC 3339
/// (`2026-01-31T07:30:00Z`), members by their names in Rust (`creation_time`). Everything else has the form that the
/// [module](self) describes, including sensitive members. It is meant for reports; there is no `Deserialize`.
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

/// RFC 3339 for a [`Timestamp`] in your own types, by `#[serde(with = "ferrosmith::serde::rfc3339")]`:
/// `2026-01-31T07:30:00Z`.
///
/// For an `Option`, use `#[serde(default, with = "ferrosmith::serde::rfc3339::option")]`. A date outside of the years 0
/// to 9999 is written as seconds since 1970, because RFC 3339 cannot express it.
pub mod rfc3339 {
    use super::{Deserialize, Deserializer, Serializer, Timestamp};
    use serde_core::de::Error as _;
    use std::borrow::Cow;

    /// Serializes a timestamp.
    ///
    /// # Errors
    /// The serializer fails.
    pub fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(time)
    }

    /// Deserializes a timestamp, in any format that [`Timestamp::parse`] accepts.
    ///
    /// # Errors
    /// The deserializer fails, or the text is not a timestamp.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }

    /// The same for an `Option`.
    pub mod option {
        use super::{Cow, Deserialize, Deserializer, Serializer, Timestamp};
        use serde_core::de::Error as _;

        /// Serializes a timestamp or `None`.
        ///
        /// # Errors
        /// The serializer fails.
        pub fn serialize<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
            match time {
                Some(time) => serializer.serialize_some(&time.to_string()),
                None => serializer.serialize_none(),
            }
        }

        /// Deserializes a timestamp or `None`.
        ///
        /// # Errors
        /// The deserializer fails, or the text is not a timestamp.
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
