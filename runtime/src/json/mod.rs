//! JSON as the protocols write and read it, and what `serde` makes of shapes: one writer and one reader over values
//! without types.
mod read;
mod scalar;
mod write;

pub(crate) use write::not_finite;

use crate::{
    Document, Slot, Structure, TimestampFormat, Union,
    schema::{Location, Member},
};
use serde_core::de::DeserializeSeed as _;

/// What differs between the protocols.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    /// Whether `@jsonName` counts.
    uses_json_names: bool,
    /// Whether this is no message but the shape itself, as the feature `serde` has it: all members, wherever they are
    /// bound, in any format that describes itself, and so without [`RawValue`](serde_json::value::RawValue).
    is_whole: bool,
}

impl Dialect {
    /// awsJson1_0 and awsJson1_1
    pub(crate) const AWS_JSON: Self = Self { uses_json_names: false, is_whole: false };
    /// restJson1
    pub(crate) const REST_JSON: Self = Self { uses_json_names: true, is_whole: false };
    /// The features `serde` and `transport`.
    #[cfg(any(feature = "serde", feature = "transport"))]
    const WHOLE: Self = Self { uses_json_names: false, is_whole: true };

    /// Whether a member stands among the others.
    fn has(self, member: &Member) -> bool {
        self.is_whole || member.location == Location::Body
    }

    fn timestamp_format(self, member: &Member) -> TimestampFormat {
        match member.timestamp_format {
            Some(format) if !self.is_whole => format,
            _ => TimestampFormat::EpochSeconds,
        }
    }

    fn key(self, member: &Member) -> &'static str {
        match member.json_name {
            Some(name) if self.uses_json_names => name,
            _ => member.name,
        }
    }
}

/// What a value that is no member stands in.
const TOP: &Member = &Member::new("the body");

/// What stands for an absent member that is an idempotency token.
pub(crate) type TokenSource<'a> = &'a dyn Fn() -> String;

impl Dialect {
    /// Writes the members of a structure that stand in the body.
    pub(crate) fn write_body(self, value: &dyn Structure, token: TokenSource<'_>) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&write::Body { value, token: Some(token), dialect: self })
    }

    /// Writes a structure whole.
    pub(crate) fn write_structure(self, value: &dyn Structure) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&write::Body { value, token: None, dialect: self })
    }

    /// Writes a union.
    pub(crate) fn write_union(self, value: &dyn Union) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&write::Variant { value, dialect: self })
    }

    /// Fills in the members of a structure that stand in the body. An empty body and `null` leave them as they are.
    pub(crate) fn read_structure(self, body: &[u8], target: &mut dyn Structure) -> serde_json::Result<()> {
        if body.iter().all(u8::is_ascii_whitespace) { Ok(()) } else { self.read(body, Slot::Structure(target)) }
    }

    /// Fills in a union.
    pub(crate) fn read_union(self, body: &[u8], target: &mut dyn Union) -> serde_json::Result<()> {
        self.read(body, Slot::Union(target))
    }

    fn read(self, body: &[u8], slot: Slot<'_>) -> serde_json::Result<()> {
        let mut reader = serde_json::Deserializer::from_slice(body);
        read::Seed { place: read::Place::Whole(slot), member: TOP, dialect: self }.deserialize(&mut reader)?;
        reader.end()
    }

    /// Reads a document; an empty body is `null`.
    pub(crate) fn read_document(body: &[u8]) -> serde_json::Result<Document> {
        if body.is_empty() { Ok(Document::Null) } else { serde_json::from_slice(body) }
    }
}

/// A value as the feature `serde` writes it, and as JMESPath sees it.
#[cfg(any(feature = "serde", feature = "transport"))]
pub(crate) fn serialize<S: serde_core::Serializer>(value: crate::Ref<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serde_core::Serialize::serialize(&write::Item { value, member: TOP, dialect: Dialect::WHOLE }, serializer)
}

/// Fills in a value as the feature `serde` writes it.
#[cfg(feature = "serde")]
pub(crate) fn deserialize<'de, D: serde_core::Deserializer<'de>>(slot: Slot<'_>, from: D) -> Result<(), D::Error> {
    read::fill(slot, TOP, Dialect::WHOLE, from)
}
