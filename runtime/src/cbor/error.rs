//! Errors in reading CBOR, with their position.
use crate::json::error::Fault;
use std::fmt;

/// Why a body could not be read: `Backups[3].Tags[0].Key: expected a string, found an integer at byte 873`.
#[derive(Debug)]
pub(crate) struct CborError(Fault);

impl From<Fault> for CborError {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl fmt::Display for CborError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { offset, expected, found, .. } = &self.0;
        let path = self.0.path();
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        write!(f, "expected {expected}, found {found} at byte {offset}")
    }
}

impl std::error::Error for CborError {}
