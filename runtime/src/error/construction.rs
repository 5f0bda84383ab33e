//! Requests that cannot be made.
use super::BoxError;
use std::{error::Error as StdError, fmt};

/// Why a request could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConstructionError {
    /// A member that is a part of the path or the host name is absent or empty.
    MissingLabel(&'static str),
    /// A member that is a part of the path or the host name has a value that would change its meaning (`.`, `..`, `/` in a host).
    InvalidLabel(&'static str),
    /// A member has a value that its header cannot hold.
    InvalidHeader(&'static str),
    /// A union of this name has a member that this version does not know.
    UnknownMember(&'static str),
    /// The body could not be written.
    Body(BoxError),
    /// The body could not be compressed.
    Compression(std::io::Error),
    /// The parts do not make a request.
    Http(http::Error),
    /// There is nowhere to send it: no Region is set, say.
    Endpoint(BoxError),
    /// The clock tells a time that no signature can bear.
    Clock(BoxError),
    /// It cannot be signed, or not for so long.
    Signature(BoxError),
    /// The transport does not send such requests.
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
