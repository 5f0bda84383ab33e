//! JSON as the protocols write and read it: one writer and one reader over values without types.
mod read;
mod write;

pub(crate) use write::not_finite;

use crate::{Document, Slot, Structure, Union, schema::Member};
use serde_core::de::DeserializeSeed as _;

/// What differs between the protocols.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    /// Whether `@jsonName` counts (it does in REST protocols only).
    pub(crate) uses_json_names: bool,
}

impl Dialect {
    fn key(self, member: &Member) -> &'static str {
        match member.json_name {
            Some(name) if self.uses_json_names => name,
            _ => member.name,
        }
    }
}

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
        const WHOLE: &Member = &Member::new("the body");
        let mut reader = serde_json::Deserializer::from_slice(body);
        read::Seed { place: read::Place::Whole(slot), member: WHOLE, dialect: self }.deserialize(&mut reader)?;
        reader.end()
    }

    /// Reads a document; an empty body is `null`.
    pub(crate) fn read_document(body: &[u8]) -> serde_json::Result<Document> {
        if body.is_empty() { Ok(Document::Null) } else { serde_json::from_slice(body) }
    }
}
