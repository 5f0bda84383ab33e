//! Signatures and signing keys.
#[cfg(feature = "sigv4a")]
use super::sigv4a::{self, EcdsaKey, EcdsaKeys};
use super::{Credentials, SignError, canonical::canonical_request};
use crate::{Timestamp, calendar::DateTime};
use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderName, HeaderValue, Uri, header, request::Parts, uri::PathAndQuery};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// All characters except the unreserved ones of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
#[cfg(feature = "sigv4a")]
const REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
/// The header with the token of the scheme `sigv4-s3express`.
const S3_SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-s3session-token");
/// The header with the payload hash.
pub(crate) const CONTENT_SHA_256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const UNSIGNED_PAYLOAD: HeaderValue = HeaderValue::from_static("UNSIGNED-PAYLOAD");
/// Headers that are not signed. Proxies and load balancers change them (botocore does not sign them either), and
/// `authorization` is replaced by the signature.
const UNSIGNED_HEADERS: &[&str] = &["authorization", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"];

/// The scope of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Whether the signature is of Version 4A.
    #[cfg(feature = "sigv4a")]
    pub(crate) is_asymmetric: bool,
    /// The Region; for Version 4A the Region set, separated by commas.
    pub(crate) region: String,
    /// The signing name, which may differ from the name in the host.
    pub(crate) service: String,
    /// The resource whose session signs, in the scheme `sigv4-s3express`; `None` if the credentials of the client do.
    pub(crate) session: Option<String>,
    /// Whether the path of the canonical request is encoded twice, as all services but S3 require.
    pub(crate) encodes_path_twice: bool,
    /// Whether segments that are empty, `.` or `..` are removed from the path of the canonical request, as the same
    /// services require.
    pub(crate) normalizes_path: bool,
    /// Whether the signature of a presigned request covers the body, as the same services require.
    pub(crate) presigns_body: bool,
}

/// Returns the payload hash of a body for the signature and the header `x-amz-content-sha256`, or the value for an
/// unsigned body.
pub(crate) fn payload_hash(body: Option<&[u8]>) -> HeaderValue {
    // Hexadecimal digits are always valid in a header.
    let hash = body.and_then(|body| HeaderValue::from_bytes(&hex(&Sha256::digest(body).into())).ok());
    hash.unwrap_or(UNSIGNED_PAYLOAD)
}

/// Signs requests, and caches the last signing key of each kind.
#[derive(Default)]
pub(crate) struct SigningKeys {
    last: Mutex<Option<Arc<SigningKey>>>,
    #[cfg(feature = "sigv4a")]
    pub(super) ecdsa: EcdsaKeys,
}

/// The key of a request.
enum Key {
    Symmetric(Arc<SigningKey>),
    /// The key pair, and the credential scope.
    #[cfg(feature = "sigv4a")]
    Asymmetric(Arc<EcdsaKey>, String),
}

/// The hexadecimal digits of a signature.
enum Signature {
    Mac([u8; 64]),
    #[cfg(feature = "sigv4a")]
    Ecdsa(String),
}

/// The signing key for a day, a Region and a service.
pub(super) struct SigningKey {
    secret: String,
    date: String,
    region: String,
    service: String,
    /// `20150830/us-east-1/iam/aws4_request`
    credential_scope: String,
    mac: Hmac<Sha256>,
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys")
    }
}

impl SigningKeys {
    /// Adds a signature as headers. All present headers are signed and must not be changed afterwards, except for those
    /// that proxies change.
    pub(crate) fn sign(
        &self,
        request: &mut Parts,
        payload_hash: &HeaderValue,
        credentials: &Credentials,
        scope: &Scope,
        time: SystemTime,
    ) -> Result<(), SignError> {
        let now = timestamp(time).ok_or(SignError::Clock(time))?;
        insert_host(request);
        let headers = &mut request.headers;
        headers.insert(DATE, header_value(&now, "date")?);
        if let Some(token) = &credentials.session_token {
            let mut token = header_value(token, "session token")?;
            token.set_sensitive(true);
            headers.insert(if scope.session.is_some() { S3_SESSION_TOKEN } else { SECURITY_TOKEN }, token);
        }
        #[cfg(feature = "sigv4a")]
        if scope.is_asymmetric {
            headers.insert(REGION_SET, header_value(&scope.region, "Region set")?);
        }
        let key = self.key_of(credentials, date(&now), scope)?;
        let headers = SignedHeaders::new(request);
        let signature = key.signature(&canonical_request(request, payload_hash, &headers, scope), &now)?;
        let names = headers.names.as_bytes();
        let id = credentials.access_key_id.as_bytes();
        let credential_scope = key.credential_scope().as_bytes();
        let authorization: &[&[u8]] = &[
            key.algorithm().as_bytes(),
            b" Credential=",
            id,
            b"/",
            credential_scope,
            b", SignedHeaders=",
            names,
            b", Signature=",
            signature.as_bytes(),
        ];
        let invalid = |_| SignError::Credentials("access key id");
        let mut authorization = HeaderValue::from_maybe_shared(Bytes::from(authorization.concat())).map_err(invalid)?;
        authorization.set_sensitive(true);
        request.headers.insert(header::AUTHORIZATION, authorization);
        Ok(())
    }

    /// Adds a signature as query parameters. Headers that HTTP stacks add themselves are removed; all remaining ones
    /// are signed.
    pub(super) fn presign(
        &self,
        request: &mut Parts,
        payload_hash: &HeaderValue,
        credentials: &Credentials,
        scope: &Scope,
        time: SystemTime,
        valid_for: Duration,
    ) -> Result<(), SignError> {
        let now = timestamp(time).ok_or(SignError::Clock(time))?;
        let tokens = [SECURITY_TOKEN, S3_SESSION_TOKEN];
        let others = [header::CONTENT_LENGTH, header::USER_AGENT, header::AUTHORIZATION, DATE];
        for name in others.into_iter().chain(tokens) {
            request.headers.remove(name);
        }
        // The service computes the hash of the body itself, unless the header says that it is unsigned.
        if !scope.presigns_body || *payload_hash != UNSIGNED_PAYLOAD {
            request.headers.remove(CONTENT_SHA_256);
        }
        let payload_hash = if scope.presigns_body { payload_hash } else { &UNSIGNED_PAYLOAD };
        insert_host(request);
        let key = self.key_of(credentials, date(&now), scope)?;
        let signed_headers = SignedHeaders::new(request).names;
        let encode = |text| utf8_percent_encode(text, RESERVED);
        let credential = format!("{}/{}", credentials.access_key_id, key.credential_scope());
        let mut query = format!(
            "X-Amz-Algorithm={}&X-Amz-Credential={}&X-Amz-Date={now}&X-Amz-Expires={}&X-Amz-SignedHeaders={}",
            key.algorithm(),
            encode(&credential),
            valid_for.as_secs(),
            encode(&signed_headers),
        );
        if let Some(token) = &credentials.session_token {
            let name = if scope.session.is_some() { "X-Amz-S3session-Token" } else { "X-Amz-Security-Token" };
            query.push_str(&format!("&{name}={}", encode(token)));
        }
        #[cfg(feature = "sigv4a")]
        if scope.is_asymmetric {
            query.push_str(&format!("&X-Amz-Region-Set={}", encode(&scope.region)));
        }
        let present = request.uri.query().filter(|query| !query.is_empty());
        let present = present.map(|query| format!("{query}&")).unwrap_or_default();
        let unsigned = format!("{present}{query}");
        request.uri = with_query(&request.uri, &unsigned).ok_or(SignError::Uri)?;
        let hash = canonical_request(request, payload_hash, &SignedHeaders::new(request), scope);
        let signature = key.signature(&hash, &now)?;
        let signature = String::from_utf8_lossy(signature.as_bytes());
        request.uri =
            with_query(&request.uri, &format!("{unsigned}&X-Amz-Signature={signature}")).ok_or(SignError::Uri)?;
        request.headers.remove(header::HOST);
        Ok(())
    }

    /// Returns the key of a request.
    fn key_of(&self, credentials: &Credentials, date: &str, scope: &Scope) -> Result<Key, SignError> {
        #[cfg(feature = "sigv4a")]
        if scope.is_asymmetric {
            let credential_scope = format!("{date}/{}/aws4_request", scope.service);
            return Ok(Key::Asymmetric(self.ecdsa.get(credentials)?, credential_scope));
        }
        Ok(Key::Symmetric(self.key(&credentials.secret_access_key, date, scope)))
    }

    /// Returns the key for this secret, day, Region and service, from the cache if it is the last one used.
    pub(super) fn key(&self, secret: &str, date: &str, scope: &Scope) -> Arc<SigningKey> {
        let mut cached = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*cached {
            Some(key)
                if key.secret == secret
                    && key.date == date
                    && key.region == scope.region
                    && key.service == scope.service =>
            {
                Arc::clone(key)
            }
            _ => Arc::clone(cached.insert(Arc::new(SigningKey::new(secret, date, scope)))),
        }
    }
}

impl Key {
    fn algorithm(&self) -> &'static str {
        match self {
            Self::Symmetric(_) => ALGORITHM,
            #[cfg(feature = "sigv4a")]
            Self::Asymmetric(..) => sigv4a::ALGORITHM,
        }
    }

    fn credential_scope(&self) -> &str {
        match self {
            Self::Symmetric(key) => &key.credential_scope,
            #[cfg(feature = "sigv4a")]
            Self::Asymmetric(_, credential_scope) => credential_scope,
        }
    }

    /// Signs the hash of a canonical request.
    fn signature(&self, canonical_request: &[u8; 32], now: &str) -> Result<Signature, SignError> {
        let (algorithm, scope) = (self.algorithm().as_bytes(), self.credential_scope().as_bytes());
        let digits = hex(canonical_request);
        let parts = [algorithm, b"\n", now.as_bytes(), b"\n", scope, b"\n", &digits];
        match self {
            Self::Symmetric(key) => Ok(Signature::Mac(key.sign(&parts))),
            #[cfg(feature = "sigv4a")]
            Self::Asymmetric(key, _) => key.sign(&parts).map(Signature::Ecdsa),
        }
    }
}

impl Signature {
    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Mac(digits) => digits,
            #[cfg(feature = "sigv4a")]
            Self::Ecdsa(digits) => digits.as_bytes(),
        }
    }
}

impl SigningKey {
    fn new(secret: &str, date: &str, scope: &Scope) -> Self {
        let first = mac(format!("AWS4{secret}").as_bytes());
        let mac = [date, &scope.region, &scope.service, "aws4_request"].iter().fold(first, |mut key, part| {
            key.update(part.as_bytes());
            mac(key.finalize().as_bytes().as_slice())
        });
        Self {
            secret: secret.to_owned(),
            date: date.to_owned(),
            region: scope.region.clone(),
            service: scope.service.clone(),
            credential_scope: format!("{date}/{}/{}/aws4_request", scope.region, scope.service),
            mac,
        }
    }

    /// Signs a text, which is given in parts.
    fn sign(&self, parts: &[&[u8]]) -> [u8; 64] {
        let mut mac = self.mac.clone();
        parts.iter().for_each(|part| mac.update(part));
        hex(&mac.finalize().into_bytes().into())
    }
}

/// Creates an HMAC. RFC 2104 allows keys of any length.
pub(super) fn mac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

fn insert_host(request: &mut Parts) {
    if let Some(host) = request.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
        request.headers.insert(header::HOST, host);
    }
}

/// The headers that are signed.
pub(super) struct SignedHeaders<'a> {
    /// In the order of their names.
    pub(super) headers: Vec<(&'a str, &'a HeaderValue)>,
    /// Their names as a list in the form of signatures.
    pub(super) names: String,
}

impl<'a> SignedHeaders<'a> {
    fn new(request: &'a Parts) -> Self {
        let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value));
        let mut headers: Vec<_> = headers.filter(|(name, _)| !UNSIGNED_HEADERS.contains(name)).collect();
        // Stable: the values of one header keep their order.
        headers.sort_by_key(|(name, _)| *name);
        let mut names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        names.dedup();
        let names = names.join(";");
        Self { headers, names }
    }
}

/// Returns the date of a timestamp.
fn date(now: &str) -> &str {
    now.split_once('T').map_or(now, |(date, _)| date)
}

/// Replaces the query of a URI.
fn with_query(uri: &Uri, query: &str) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{}?{query}", uri.path())).ok()?);
    Uri::from_parts(parts).ok()
}

/// `20150830T123600Z`
pub(super) fn timestamp(time: SystemTime) -> Option<String> {
    let DateTime { year, month, day, hour, minute, second } = DateTime::from_unix(Timestamp::from(time).seconds())?;
    let (century, year) = (year.div_euclid(100), year.rem_euclid(100));
    let two_digits = |number: u8| [number / 10, number % 10].map(|digit| char::from(b'0' | digit));
    let mut text = String::with_capacity(16);
    for (number, separator) in [
        (u8::try_from(century).ok()?, ""),
        (u8::try_from(year).ok()?, ""),
        (month, ""),
        (day, "T"),
        (hour, ""),
        (minute, ""),
        (second, "Z"),
    ] {
        text.extend(two_digits(number));
        text.push_str(separator);
    }
    Some(text)
}

/// Returns the hexadecimal digits of a hash.
fn hex(hash: &[u8; 32]) -> [u8; 64] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble & 15)).copied().unwrap_or_default();
    let mut digits = [0; 64];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(hash) {
        pair.copy_from_slice(&[digit(byte >> 4), digit(*byte)]);
    }
    digits
}

fn header_value(text: &str, what: &'static str) -> Result<HeaderValue, SignError> {
    HeaderValue::from_str(text).map_err(|_| SignError::Credentials(what))
}
