//! Signature Version 4 for requests that no client sends: what [`Operation::to_request`] makes (feature `sign`).
//!
//! [The reference](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). There is no
//! clock, no network and no randomness in it, so that it works wherever the rest of the crate does.
mod canonical;
mod credentials;
mod keys;
mod presigned;
#[cfg(test)]
mod tests;

pub use credentials::Credentials;
#[cfg(feature = "transport")]
pub(crate) use keys::CONTENT_SHA_256;
pub(crate) use keys::{Scope, SigningKeys, payload_hash};
pub use presigned::Presigned;

use crate::{Auth, Operation, OperationSchema, Service, ServiceSchema};
use bytes::Bytes;
use http::Request;
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// Signs requests of operations, with the credentials of one caller for one Region.
///
/// ```
/// # use ferrosmith::sign::{Credentials, Signer};
/// let credentials = Credentials::new("AKIDEXAMPLE", "the secret").session_token("of a session");
/// let signer = Signer::new("eu-central-1", credentials);
/// // let request = signer.sign::<CreateBackup>(call.to_request(&endpoint)?, SystemTime::now())?;
/// ```
#[derive(Debug)]
pub struct Signer {
    region: String,
    credentials: Credentials,
    signing_name: Option<String>,
    keys: SigningKeys,
}

impl Signer {
    /// Signs for this Region with these credentials. Those of a session end: make another signer with the next.
    pub fn new(region: impl Into<String>, credentials: Credentials) -> Self {
        Self { region: region.into(), credentials, signing_name: None, keys: SigningKeys::default() }
    }

    /// The name of the service in signatures, where it is another than the model says (`aws.auth#sigv4`).
    #[must_use]
    pub fn signing_name(mut self, name: impl Into<String>) -> Self {
        self.signing_name = Some(name.into());
        self
    }

    /// Signs a request of the operation `O`: adds `Authorization`, `Host` and `X-Amz-…` headers. All headers that are there
    /// are signed and must arrive as they are, but for `User-Agent` and a few that proxies change; so sign last. Services
    /// take the signature for five minutes around `time`.
    ///
    /// A request of an operation that is never signed (`@auth([])`) stays as it is.
    ///
    /// # Errors
    /// The service signs nothing, or `time` or the credentials cannot stand in a signature.
    pub fn sign<O: Operation>(&self, request: Request<Bytes>, time: SystemTime) -> Result<Request<Bytes>, SignError> {
        if O::SCHEMA.auth == Auth::None {
            return Ok(request);
        }
        let scope = self.scope(O::Service::SCHEMA, O::SCHEMA)?;
        let (mut parts, body) = request.into_parts();
        let payload_hash = payload_hash((!O::SCHEMA.has_unsigned_payload).then_some(&body[..]));
        parts.headers.insert(keys::CONTENT_SHA_256, payload_hash.clone());
        self.keys.sign(&mut parts, &payload_hash, &self.credentials, &scope, time)?;
        Ok(Request::from_parts(parts, body))
    }

    /// A request of the operation `O` that whoever has it can send from `time` on: see [`Presigned`].
    ///
    /// # Errors
    /// As [`sign`](Self::sign); the operation is never signed; `expires_in` is less than a second or more than 7 days; the
    /// credentials have expired.
    pub fn presign<O: Operation>(
        &self,
        request: Request<Bytes>,
        time: SystemTime,
        expires_in: Duration,
    ) -> Result<Presigned, SignError> {
        let scope = self.scope(O::Service::SCHEMA, O::SCHEMA)?;
        let payload_hash = payload_hash((!O::SCHEMA.has_unsigned_payload).then_some(&request.body()[..]));
        Presigned::new(&self.keys, request, &payload_hash, &self.credentials, &scope, time, expires_in)
    }

    fn scope(&self, service: &ServiceSchema, operation: &OperationSchema) -> Result<Scope, SignError> {
        let name = self.signing_name.as_deref().or(service.signing_name).filter(|_| operation.auth != Auth::None);
        let service = name.ok_or(SignError::Unsigned(operation.name))?.to_owned();
        Ok(Scope { region: self.region.clone(), service, encodes_path_twice: true, normalizes_path: true })
    }
}

/// Why a request cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The clock tells a time that a signature cannot bear.
    Clock(SystemTime),
    /// A part of the credentials cannot stand in a header.
    Credentials(&'static str),
    /// Requests of this operation are not signed.
    Unsigned(&'static str),
    /// A presigned request cannot be valid for so long, or so short.
    Expiry(Duration),
    /// The credentials have expired.
    Expired,
    /// The signature makes the URI longer than one may be.
    Uri,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock(time) => {
                let (seconds, side) = match time.duration_since(SystemTime::UNIX_EPOCH) {
                    Ok(after) => (after.as_secs(), "after"),
                    Err(before) => (before.duration().as_secs(), "before"),
                };
                write!(f, "the clock is {seconds} seconds {side} 1970, and signatures bear the years 0 to 9999")
            }
            Self::Credentials(part) => write!(f, "the {part} has a character that cannot stand in a header"),
            Self::Unsigned(operation) => write!(f, "requests of {operation} are not signed"),
            Self::Expiry(asked) => {
                write!(f, "a presigned request is valid for 1 second to 7 days (604800 seconds), and not for {asked:?}")
            }
            Self::Expired => f.write_str("the credentials have expired"),
            Self::Uri => f.write_str("with its signature the URI is longer than one may be"),
        }
    }
}

impl std::error::Error for SignError {}
