//! JSON as the protocols serialize it: one writer and one reader over untyped values.
mod cursor;
pub(crate) mod error;
mod read;
mod write;

pub(crate) use cursor::is_number;
pub(crate) use error::JsonError;
#[cfg(any(feature = "xml", feature = "transport"))]
pub(crate) use error::{Fault, PathSegment, Read};
pub(crate) use write::not_finite;

use crate::{
    Document, Ref, Slot, Structure, TimestampFormat,
    error::ConstructionError,
    schema::{Location, Member, Schema},
};
use read::Reader;
use std::borrow::Cow;
use write::Writer;

/// The differences between the protocols.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    /// Whether `@jsonName` and the HTTP bindings of members apply.
    is_rest: bool,
    /// Whether numbers of any size are strings, and `@timestampFormat` does not apply.
    is_rpc_v2: bool,
}

/// The member for a value that is not a member itself.
const TOP: &Member = &Member::new("the body");

/// Generates the value of an idempotency token that is not set.
pub(crate) type TokenSource<'a> = &'a dyn Fn() -> String;

impl Dialect {
    /// awsJson1_0 and awsJson1_1
    pub(crate) const AWS_JSON: Self = Self { is_rest: false, is_rpc_v2: false };
    /// restJson1
    pub(crate) const REST_JSON: Self = Self { is_rest: true, is_rpc_v2: false };

    /// rpcv2Json
    pub(crate) const RPC_V2_JSON: Self = Self { is_rest: false, is_rpc_v2: true };

    /// Returns the format of the timestamps in a member.
    fn timestamp_format(self, member: &Member) -> TimestampFormat {
        member.timestamp_format.filter(|_| !self.is_rpc_v2).unwrap_or(TimestampFormat::EpochSeconds)
    }

    fn key(self, member: &Member) -> &'static str {
        match member.json_name {
            Some(name) if self.is_rest => name,
            _ => member.name,
        }
    }

    /// Whether a member is part of the body.
    #[inline]
    fn is_in_body(self, member: &Member) -> bool {
        member.location == Location::Body || !self.is_rest
    }

    /// Returns the body member with this key and its index; the search starts at `hint`.
    fn position(self, schema: &Schema, hint: usize, key: &str) -> Option<(usize, &'static Member)> {
        schema.find(hint, |member| self.key(member) == key && self.is_in_body(member))
    }

    /// Writes the body members of a structure.
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

    /// Reads a union, or the body members of a structure. A blank body or `null` changes nothing.
    pub(crate) fn read(self, body: &[u8], slot: Slot<'_>) -> Result<(), JsonError> {
        if is_blank(body) {
            return Ok(());
        }
        let text = utf8(body)?;
        Reader::strict(text, self).root(slot).map_err(|error| error.locate(text))
    }

    /// Like [`read`](Self::read), but skips what cannot be read.
    pub(crate) fn read_leniently(self, body: &[u8], slot: Slot<'_>) {
        _ = Reader::lenient(&lossy(body), self).root(slot);
    }
}

/// Reads a document, which looks the same in all protocols.
pub(crate) fn document(text: &[u8]) -> Result<Document, JsonError> {
    let text = utf8(text)?;
    Reader::strict(text, Dialect::AWS_JSON).root_document().map_err(|error| error.locate(text))
}

/// Returns the strings with these keys in the object of a body. The text need not be valid JSON, but it must not end
/// within a string.
pub(crate) fn strings<const N: usize>(body: &[u8], keys: [&str; N]) -> [Option<String>; N] {
    let mut strings = [const { None }; N];
    match Reader::lenient(&lossy(body), Dialect::AWS_JSON).strings(&keys, &mut strings) {
        Ok(()) => strings,
        Err(_) => [const { None }; N],
    }
}

pub(crate) fn is_blank(body: &[u8]) -> bool {
    body.iter().all(u8::is_ascii_whitespace)
}

pub(crate) fn utf8(body: &[u8]) -> Result<&str, JsonError> {
    std::str::from_utf8(body).map_err(|error| JsonError::not_utf8(body, error))
}

/// Decodes bytes lossily, without a leading byte order mark.
pub(crate) fn lossy(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}
