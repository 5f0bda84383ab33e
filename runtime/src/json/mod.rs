//! JSON as the protocols write and read it: one writer and one reader over values without types.
mod cursor;
mod error;
mod read;
mod write;

pub(crate) use cursor::is_number;
pub(crate) use error::JsonError;
pub(crate) use write::not_finite;

use crate::{
    Document, Ref, Slot, Structure,
    error::ConstructionError,
    schema::{Location, Member, Schema},
};
use read::Reader;
use std::borrow::Cow;
use write::Writer;

/// What differs between the protocols.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    /// Whether `@jsonName` counts.
    uses_json_names: bool,
}

/// What a value that is no member stands in.
const TOP: &Member = &Member::new("the body");

/// What stands for an absent member that is an idempotency token.
pub(crate) type TokenSource<'a> = &'a dyn Fn() -> String;

impl Dialect {
    /// awsJson1_0 and awsJson1_1
    pub(crate) const AWS_JSON: Self = Self { uses_json_names: false };
    /// restJson1
    pub(crate) const REST_JSON: Self = Self { uses_json_names: true };

    fn key(self, member: &Member) -> &'static str {
        match member.json_name {
            Some(name) if self.uses_json_names => name,
            _ => member.name,
        }
    }

    /// The member of this key that stands in the body, with its index, looked for from `hint` on.
    fn position(self, schema: &Schema, hint: usize, key: &str) -> Option<(usize, &'static Member)> {
        schema.find(hint, |member| self.key(member) == key && member.location == Location::Body)
    }

    /// Writes the members of a structure that stand in the body.
    pub(crate) fn write_body(
        self,
        value: &dyn Structure,
        token: TokenSource<'_>,
    ) -> Result<Vec<u8>, ConstructionError> {
        let mut writer = Writer::new(self);
        writer.structure(value, Some(token))?;
        Ok(writer.output)
    }

    /// Writes a value.
    pub(crate) fn write_value(self, value: Ref<'_>) -> Result<Vec<u8>, ConstructionError> {
        let mut writer = Writer::new(self);
        writer.value(value, TOP)?;
        Ok(writer.output)
    }

    /// Fills in the members of a structure that stand in the body, or a union. Blank bodies and `null` leave it as it is.
    pub(crate) fn read(self, body: &[u8], slot: Slot<'_>) -> Result<(), JsonError> {
        if is_blank(body) {
            return Ok(());
        }
        let text = utf8(body)?;
        Reader::strict(text, self).whole(slot).map_err(|fault| fault.locate(text))
    }

    /// As [`read`](Self::read), but what cannot be read is left out.
    pub(crate) fn read_leniently(self, body: &[u8], slot: Slot<'_>) {
        _ = Reader::lenient(&lossy(body), self).whole(slot);
    }

    /// Reads a document.
    pub(crate) fn read_document(self, body: &[u8]) -> Result<Document, JsonError> {
        let text = utf8(body)?;
        Reader::strict(text, self).whole_document().map_err(|fault| fault.locate(text))
    }
}

/// The strings of these keys in the object that a body is or was meant to be; none where it ends within one of them.
pub(crate) fn strings<const N: usize>(body: &[u8], keys: [&str; N]) -> [Option<String>; N] {
    let mut found = [const { None }; N];
    match Reader::lenient(&lossy(body), Dialect::AWS_JSON).strings(&keys, &mut found) {
        Ok(()) => found,
        Err(_) => [const { None }; N],
    }
}

fn is_blank(body: &[u8]) -> bool {
    body.iter().all(u8::is_ascii_whitespace)
}

fn utf8(body: &[u8]) -> Result<&str, JsonError> {
    std::str::from_utf8(body).map_err(|error| JsonError::not_utf8(body, error))
}

/// Text, whatever the bytes are, without the mark that some put before it.
fn lossy(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}
