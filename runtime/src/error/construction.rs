//! Errors in building a request.
use super::BoxError;
use crate::printable::Printable;
use std::{error::Error as StdError, fmt};

/// Why a request could not be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConstructionError {
    /// A member that is part of the path or the host name is missing or empty.
    MissingLabel(&'static str),
    /// A member that is part of the path or the host name has a value that would change its meaning (`.`, `..`, `/` in
    /// a host).
    InvalidLabel(&'static str),
    /// A member has a value that is invalid in a header.
    InvalidHeader(&'static str),
    /// The union of this name has a member that this version does not know.
    UnknownMember(&'static str),
    /// The client is configured for a protocol that the service's crate does not contain.
    UnknownProtocol {
        /// The protocol of the configuration.
        requested: String,
        /// The protocols of the crate.
        known: String,
    },
    /// A member chooses a checksum algorithm that this version cannot compute.
    UnknownChecksum {
        /// The member.
        member: &'static str,
        /// The algorithm.
        requested: String,
        /// The algorithms that can be computed.
        known: String,
    },
    /// The body could not be serialized.
    Body(BoxError),
    /// The body could not be compressed.
    Compression(std::io::Error),
    /// The parts do not form a valid HTTP request.
    Http(http::Error),
    /// The endpoint could not be resolved, for example because no Region is set.
    Endpoint(BoxError),
    /// The clock is outside of the range that a signature can express.
    Clock(BoxError),
    /// The request cannot be signed, or not with such an expiry.
    Signature(BoxError),
    /// The transport does not support such requests.
    Refused(BoxError),
}

impl fmt::Display for ConstructionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingLabel(member) => write!(f, "`{member}` is a part of the URI and must not be absent or empty"),
            Self::InvalidLabel(member) => write!(f, "`{member}` has a value that cannot be a part of the URI"),
            Self::InvalidHeader(member) => write!(f, "`{member}` has a value that a header cannot hold"),
            Self::UnknownMember(union) => {
                write!(f, "the body cannot be written: a member of the union {union} that is not known cannot be sent")
            }
            Self::UnknownProtocol { requested, known } => write!(
                f,
                "`Config::protocol` asks for {}, which the crate of this service does not contain; it has: {known}",
                Printable(requested)
            ),
            Self::UnknownChecksum { member, requested, known } => write!(
                f,
                "`{member}` asks for the checksum {}, which cannot be computed here; these can: {known}. For another one, set \
                 the member that holds the checksum itself",
                Printable(requested)
            ),
            Self::Body(_) => f.write_str("the body cannot be written"),
            Self::Compression(_) => f.write_str("the body cannot be compressed"),
            Self::Http(_) => f.write_str("its parts do not fit together"),
            Self::Endpoint(_) => f.write_str("it has no endpoint"),
            Self::Clock(_) | Self::Signature(_) => f.write_str("it cannot be signed"),
            Self::Refused(_) => f.write_str("the transport refuses it"),
        }
    }
}

impl StdError for ConstructionError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Compression(error) => Some(error),
            Self::Http(error) => Some(error),
            Self::Body(error) | Self::Endpoint(error) | Self::Clock(error) | Self::Signature(error) => Some(&**error),
            Self::Refused(error) => Some(&**error),
            _ => None,
        }
    }
}

impl From<http::Error> for ConstructionError {
    fn from(error: http::Error) -> Self {
        Self::Http(error)
    }
}
