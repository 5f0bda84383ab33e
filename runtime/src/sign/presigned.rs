//! Requests that carry their signature in the query.
use super::{Credentials, Scope, SignError, keys::SigningKeys};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// What signatures may be valid for.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// A request that whoever has it can send, until it expires: its query bears the signature, so treat it as a secret.
///
/// Where there are no headers and no body, as for most operations of REST protocols that read, its URI alone will do, in a
/// browser say. Otherwise headers and body are signed, and must be sent as they are; `Host`, `Content-Length` and
/// `User-Agent` every HTTP stack adds itself.
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

    /// The method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The URI, with the signature.
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// The headers that must be sent.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The body that must be sent.
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// From when on services refuse it: after the time that was asked for, or as soon as the credentials expire.
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// The same as a request to send.
    pub fn into_request(self) -> Request<Bytes> {
        self.request
    }
}

/// Without path, query, values of headers and body, which may be secret.
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

/// How long a presigned request is valid: as asked, in whole seconds, but no longer than its credentials.
fn validity(credentials: &Credentials, time: SystemTime, expires_in: Duration) -> Result<Duration, SignError> {
    if expires_in < Duration::from_secs(1) || expires_in > LONGEST {
        return Err(SignError::Expiry(expires_in));
    }
    let asked = expires_in.as_secs();
    let left = credentials.expires_at.map(|end| end.duration_since(time).unwrap_or_default().as_secs());
    let valid_for = left.map_or(asked, |left| left.min(asked));
    if valid_for == 0 {
        return Err(SignError::Expired);
    }
    #[cfg(feature = "tracing")]
    if valid_for < asked {
        tracing::warn!(asked, valid_for, "the presigned request expires with its credentials, sooner than asked for");
    }
    Ok(Duration::from_secs(valid_for))
}

/// Signatures know no fractions of seconds.
fn whole_seconds(time: SystemTime) -> SystemTime {
    let fraction = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => Duration::from_nanos(since.subsec_nanos().into()),
        Err(_) => Duration::ZERO,
    };
    time.checked_sub(fraction).unwrap_or(time)
}
