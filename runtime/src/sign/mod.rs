//! Signature Version 4 for requests that are sent without a client, from [`Operation::to_request_with`] (feature
//! `sign`).
//!
//! See the [AWS reference](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
//! Signing needs no clock, no network and no randomness, so it works on all platforms of this crate.
mod canonical;
mod credentials;
mod keys;
mod presigned;
#[cfg(feature = "sigv4a")]
mod sigv4a;
#[cfg(test)]
mod tests;

pub use credentials::Credentials;
#[cfg(feature = "transport")]
pub(crate) use keys::CONTENT_SHA_256;
pub(crate) use keys::{Scope, SigningKeys, payload_hash};
pub use presigned::Presigned;

use crate::{AuthScheme, Operation, OperationSchema, Service, ServiceSchema};
use bytes::Bytes;
use http::Request;
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// Signs requests with fixed credentials for one Region.
///
/// ```
/// # use ferrosmith::sign::{Credentials, Signer};
/// let credentials = Credentials::new("AKIDEXAMPLE", "the secret").session_token("the token");
/// let signer = Signer::new("eu-central-1", credentials);
/// // let request = signer.sign::<CreateBackup>(call.to_request(&endpoint)?, SystemTime::now())?;
/// ```
#[derive(Debug)]
pub struct Signer {
    region: String,
    credentials: Credentials,
    signing_name: Option<String>,
    #[cfg(feature = "sigv4a")]
    is_asymmetric: bool,
    keys: SigningKeys,
}

impl Signer {
    /// Creates a signer. When temporary credentials expire, create a new signer.
    pub fn new(region: impl Into<String>, credentials: Credentials) -> Self {
        Self {
            region: region.into(),
            credentials,
            signing_name: None,
            #[cfg(feature = "sigv4a")]
            is_asymmetric: false,
            keys: SigningKeys::default(),
        }
    }

    /// Creates a signer of Signature Version 4A, whose signatures are valid in several Regions: a list separated by
    /// commas, where `*` stands for any text (`*`, `us-*,eu-west-1`).
    #[cfg(feature = "sigv4a")]
    pub fn asymmetric(region_set: impl Into<String>, credentials: Credentials) -> Self {
        Self { is_asymmetric: true, ..Self::new(region_set, credentials) }
    }

    /// Sets the signing name of the service, which replaces the one in the model (`aws.auth#sigv4`).
    #[must_use]
    pub fn signing_name(mut self, name: impl Into<String>) -> Self {
        self.signing_name = Some(name.into());
        self
    }

    /// Signs a request of the operation `O`: adds `Authorization`, `Host` and `X-Amz-…` headers. All present headers
    /// are signed and must not be changed afterwards, except for `User-Agent` and a few that proxies change. Services
    /// accept the signature for five minutes before and after `time`.
    ///
    /// A request of an operation that is never signed, for example with `@auth([])`, is returned unchanged.
    ///
    /// # Errors
    /// The service does not sign requests, or `time` or the credentials contain a value that signatures cannot express.
    pub fn sign<O: Operation>(&self, request: Request<Bytes>, time: SystemTime) -> Result<Request<Bytes>, SignError> {
        self.sign_call(O::Service::SCHEMA, O::SCHEMA, request, time)
    }

    pub(crate) fn sign_call(
        &self,
        service: &ServiceSchema,
        operation: &OperationSchema,
        request: Request<Bytes>,
        time: SystemTime,
    ) -> Result<Request<Bytes>, SignError> {
        if !is_signed(operation) {
            return Ok(request);
        }
        let scope = self.scope(service, operation)?;
        let (mut parts, body) = request.into_parts();
        let payload_hash = payload_hash((!operation.has_unsigned_payload).then_some(&body[..]));
        parts.headers.insert(keys::CONTENT_SHA_256, payload_hash.clone());
        self.keys.sign(&mut parts, &payload_hash, &self.credentials, &scope, time)?;
        Ok(Request::from_parts(parts, body))
    }

    /// Presigns a request of the operation `O`, which anyone who has it can send from `time` on: see [`Presigned`].
    ///
    /// # Errors
    /// Same as [`sign`](Self::sign). Additionally: the operation is never signed, `expires_in` is less than a second or
    /// more than 7 days, or the credentials have expired.
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
        let name = self.signing_name.as_deref().or(service.signing_name).filter(|_| is_signed(operation));
        let service = name.ok_or(SignError::Unsigned(operation.name))?.to_owned();
        Ok(Scope {
            #[cfg(feature = "sigv4a")]
            is_asymmetric: self.is_asymmetric,
            region: self.region.clone(),
            service,
            session: None,
            encodes_path_twice: true,
            normalizes_path: true,
            presigns_body: true,
        })
    }
}

fn is_signed(operation: &OperationSchema) -> bool {
    operation.auth.iter().copied().any(AuthScheme::is_signature)
}

/// The reason why a request cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The time is outside of the range that signatures can express.
    Clock(SystemTime),
    /// A part of the credentials contains a character that is invalid in a header.
    Credentials(&'static str),
    /// Requests of this operation are not signed.
    Unsigned(&'static str),
    /// The requested validity of a presigned request is too short or too long.
    Expiry(Duration),
    /// The credentials have expired.
    Expired,
    /// With the signature, the URI is too long.
    Uri,
    /// No key for Signature Version 4A can be derived from the access key, which is as good as impossible.
    Key,
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
            Self::Expiry(requested) => {
                write!(
                    f,
                    "a presigned request is valid for 1 second to 7 days (604800 seconds), and not for {requested:?}"
                )
            }
            Self::Expired => f.write_str("the credentials have expired"),
            Self::Uri => f.write_str("with its signature the URI is longer than one may be"),
            Self::Key => f.write_str("no key for SigV4A can be derived from the credentials; use another access key"),
        }
    }
}

impl std::error::Error for SignError {}
