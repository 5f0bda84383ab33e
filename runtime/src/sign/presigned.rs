//! Presigned requests, which contain their signature in the query.
use super::{Credentials, Scope, SignError, keys::SigningKeys};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// The maximum validity of a signature.
const MAX_VALIDITY: Duration = Duration::from_secs(7 * 24 * 3600);

/// A presigned request. Anyone who has it can send it until it expires, so treat it as a secret: its query contains the
/// signature.
///
/// If there are no headers and no body, as for most reading operations of REST protocols, the URI is sufficient, for
/// example for a browser. Otherwise headers and body are signed and must be sent unchanged; S3 excludes the body from the
/// signature. Every HTTP stack adds `Host`, `Content-Length` and `User-Agent` itself.
#[derive(Clone)]
pub struct Presigned {
    request: Request<Bytes>,
    expires_at: SystemTime,
}

impl Presigned {
    pub(crate) fn new(
        keys: &SigningKeys,
        request: Request<Bytes>,
        payload_hash: &HeaderValue,
        credentials: &Credentials,
        scope: &Scope,
        time: SystemTime,
        expires_in: Duration,
    ) -> Result<Self, SignError> {
        let time = whole_seconds(time);
        let valid_for = validity(credentials, time, expires_in)?;
        let expires_at = time.checked_add(valid_for).ok_or(SignError::Clock(time))?;
        let (mut parts, body) = request.into_parts();
        keys.presign(&mut parts, payload_hash, credentials, scope, time, valid_for)?;
        Ok(Self { request: Request::from_parts(parts, body), expires_at })
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the URI, with the signature.
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// Returns the headers that must be sent.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the body that must be sent.
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// Returns the expiry: the end of the requested validity, or the expiry of the credentials if that is earlier.
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// Converts it to a request.
    pub fn into_request(self) -> Request<Bytes> {
        self.request
    }
}

/// Omits path, query, header values and body, which may be secret.
impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigned")
            .field("method", self.method())
            .field("host", &self.uri().host())
            .field("headers", &self.headers().keys())
            .field("body", &format_args!("{} bytes", self.body().len()))
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// Returns the validity of a presigned request: the requested one in whole seconds, limited by the expiry of the
/// credentials.
fn validity(credentials: &Credentials, time: SystemTime, expires_in: Duration) -> Result<Duration, SignError> {
    if expires_in < Duration::from_secs(1) || expires_in > MAX_VALIDITY {
        return Err(SignError::Expiry(expires_in));
    }
    let requested = expires_in.as_secs();
    let remaining = credentials.expires_at.map(|end| end.duration_since(time).unwrap_or_default().as_secs());
    let valid_for = remaining.map_or(requested, |remaining| remaining.min(requested));
    if valid_for == 0 {
        return Err(SignError::Expired);
    }
    #[cfg(feature = "tracing")]
    if valid_for < requested {
        tracing::warn!(
            requested,
            valid_for,
            "the presigned request expires with its credentials, sooner than requested"
        );
    }
    Ok(Duration::from_secs(valid_for))
}

/// Rounds down to whole seconds, as in signatures.
fn whole_seconds(time: SystemTime) -> SystemTime {
    let fraction = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => Duration::from_nanos(since.subsec_nanos().into()),
        Err(_) => Duration::ZERO,
    };
    time.checked_sub(fraction).unwrap_or(time)
}
