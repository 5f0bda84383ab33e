//! Checksums of bodies (`aws.protocols#httpChecksum`), with the feature `checksum`.
//!
//! See "HTTP checksum trait" in the Smithy specification, and "Data Integrity Protections for Amazon S3" in the AWS SDKs
//! and Tools Reference Guide.
mod algorithm;
mod request;
mod response;

pub(crate) use request::add;
pub(crate) use response::request_validation;
#[cfg(feature = "transport")]
pub(crate) use response::validate;
pub use response::{ChecksumMismatch, validate_response};

use crate::{Member, Ref, Structure};

/// The checksum of an operation's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestChecksum {
    /// The input member that chooses the algorithm (`requestAlgorithmMember`).
    pub member: &'static str,
    /// The algorithm where the member is not set.
    pub default: &'static str,
    /// Whether requests must have a checksum (`requestChecksumRequired`).
    pub is_required: bool,
}

impl RequestChecksum {
    /// Creates a checksum that is not required.
    pub const fn new(member: &'static str, default: &'static str) -> Self {
        Self { member, default, is_required: false }
    }

    /// Applies `requestChecksumRequired`.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }
}

/// The checksums of an operation's responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseChecksum {
    /// The input member that asks for them with the value `ENABLED` (`requestValidationModeMember`).
    pub member: &'static str,
    /// The names of their algorithms (`responseAlgorithms`).
    pub algorithms: &'static [&'static str],
}

impl ResponseChecksum {
    /// Creates the checksums of these algorithms.
    pub const fn new(member: &'static str, algorithms: &'static [&'static str]) -> Self {
        Self { member, algorithms }
    }
}

/// Returns a member of an input by its name in the model, and its text if it is set.
fn member<'a>(input: &'a dyn Structure, name: &str) -> Option<(&'static Member, Option<&'a str>)> {
    let (index, member) = input.schema().find(0, |member| member.name == name)?;
    let text = match input.get(index) {
        Ref::String(text) if !text.is_empty() => Some(text),
        _ => None,
    };
    Some((member, text))
}

#[cfg(test)]
mod tests;
