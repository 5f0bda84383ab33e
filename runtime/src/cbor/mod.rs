//! CBOR as the protocol rpcv2Cbor serializes it: one writer and one reader over untyped values. RFC 8949.
mod big;
mod cursor;
mod document;
mod error;
mod number;
mod read;
mod skip;
mod write;

pub(crate) use error::CborError;

use crate::{Slot, Structure, error::ConstructionError};
use read::Reader;
use write::Writer;

/// Tags (RFC 8949, section 3.4).
mod tag {
    pub(super) const DATE_TIME: u64 = 0;
    pub(super) const EPOCH_SECONDS: u64 = 1;
    pub(super) const BIG_INTEGER: u64 = 2;
    pub(super) const NEGATIVE_BIG_INTEGER: u64 = 3;
    pub(super) const DECIMAL: u64 = 4;
}

/// Writes the members of a structure. `token` generates the value of an idempotency token that is not set.
pub(crate) fn write_body(value: &dyn Structure, token: &dyn Fn() -> String) -> Result<Vec<u8>, ConstructionError> {
    let mut writer = Writer::new();
    writer.structure(value, Some(token))?;
    Ok(writer.output)
}

/// Reads a structure. An empty body or `null` changes nothing.
pub(crate) fn read(body: &[u8], value: &mut dyn Structure) -> Result<(), CborError> {
    if body.is_empty() {
        return Ok(());
    }
    Reader::strict(body).root(Slot::Structure(value)).map_err(|fault| CborError::from(*fault))
}

/// Like [`read`], but skips what cannot be read.
pub(crate) fn read_leniently(body: &[u8], value: &mut dyn Structure) {
    _ = Reader::lenient(body).root(Slot::Structure(value));
}

/// Returns the strings with these keys in the map of a body, as far as it can be read.
pub(crate) fn strings<const N: usize>(body: &[u8], keys: [&str; N]) -> [Option<String>; N] {
    let mut strings = [const { None }; N];
    _ = Reader::lenient(body).strings(&keys, &mut strings);
    strings
}
