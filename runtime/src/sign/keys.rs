//! Signatures and signing keys.
use super::{Credentials, SignError, canonical::canonical_request};
use crate::{Timestamp, calendar::DateTime};
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
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
/// The header with the payload hash.
pub(crate) const CONTENT_SHA_256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const UNSIGNED_PAYLOAD: HeaderValue = HeaderValue::from_static("UNSIGNED-PAYLOAD");
/// Headers that are not signed. Proxies and load balancers change them (botocore does not sign them either), and
/// `authorization` is replaced by the signature.
const UNSIGNED_HEADERS: &[&str] = &["authorization", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"];

/// The scope of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) region: String,
    /// The signing name, which may differ from the name in the host.
    pub(crate) service: String,
    /// Whether the path of the canonical request is encoded twice, as all services but S3 require.
    pub(crate) encodes_path_twice: bool,
    /// Whether segments that are empty, `.` or `..` are removed from the path of the canonical request, as the same
    /// services require.
    pub(crate) normalizes_path: bool,
}

/// Returns the payload hash of a body for the signature and the header `x-amz-content-sha256`, or the value for an
/// unsigned body.
pub(crate) fn payload_hash(body: Option<&[u8]>) -> HeaderValue {
    // Hexadecimal digits are always valid in a header.
    let hash = body.and_then(|body| HeaderValue::try_from(hex(Sha256::digest(body).as_slice())).ok());
    hash.unwrap_or(UNSIGNED_PAYLOAD)
}

/// Signs requests, and caches the last signing key.
#[derive(Default)]
pub(crate) struct SigningKeys(Mutex<Option<Arc<SigningKey>>>);

/// The signing key for a day, a Region and a service.
pub(super) struct SigningKey {
    secret: String,
    date: String,
    region: String,
    service: String,
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
            headers.insert(SECURITY_TOKEN, token);
        }
        let (signed_headers, signature) = self.signature(request, payload_hash, credentials, scope, &now);
        let credential = credential(credentials, scope, &now);
        let authorization =
            format!("{ALGORITHM} Credential={credential}, SignedHeaders={signed_headers}, Signature={signature}");
        let mut authorization = header_value(&authorization, "access key id")?;
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
        for name in [header::CONTENT_LENGTH, header::USER_AGENT, header::AUTHORIZATION, DATE, SECURITY_TOKEN] {
            request.headers.remove(name);
        }
        // The service computes the hash of the body itself, unless the header says that it is unsigned.
        if *payload_hash != UNSIGNED_PAYLOAD {
            request.headers.remove(CONTENT_SHA_256);
        }
        insert_host(request);
        let (_, signed_headers) = signed_headers(request);
        let encode = |text| utf8_percent_encode(text, RESERVED);
        let credential = credential(credentials, scope, &now);
        let mut query = format!(
            "X-Amz-Algorithm={ALGORITHM}&X-Amz-Credential={}&X-Amz-Date={now}&X-Amz-Expires={}&X-Amz-SignedHeaders={}",
            encode(&credential),
            valid_for.as_secs(),
            encode(&signed_headers),
        );
        if let Some(token) = &credentials.session_token {
            query.push_str(&format!("&X-Amz-Security-Token={}", encode(token)));
        }
        let present = request.uri.query().filter(|query| !query.is_empty());
        let present = present.map(|query| format!("{query}&")).unwrap_or_default();
        let unsigned = format!("{present}{query}");
        request.uri = with_query(&request.uri, &unsigned).ok_or(SignError::Uri)?;
        let (_, signature) = self.signature(request, payload_hash, credentials, scope, &now);
        request.uri =
            with_query(&request.uri, &format!("{unsigned}&X-Amz-Signature={signature}")).ok_or(SignError::Uri)?;
        request.headers.remove(header::HOST);
        Ok(())
    }

    /// Returns the list of signed headers, and the signature.
    fn signature(
        &self,
        request: &Parts,
        payload_hash: &HeaderValue,
        credentials: &Credentials,
        scope: &Scope,
        now: &str,
    ) -> (String, String) {
        let (names, signed_headers) = signed_headers(request);
        let hash = canonical_request(request, payload_hash, &names, &signed_headers, scope);
        let date = date(now);
        let mut mac = self.key(&credentials.secret_access_key, date, scope).mac.clone();
        let credential_scope = credential_scope(scope, date);
        for part in [ALGORITHM, "\n", now, "\n", &credential_scope, "\n", &hex(&hash)] {
            mac.update(part.as_bytes());
        }
        (signed_headers, hex(mac.finalize().as_bytes().as_slice()))
    }

    /// Returns the key for this secret, day, Region and service, from the cache if it is the last one used.
    pub(super) fn key(&self, secret: &str, date: &str, scope: &Scope) -> Arc<SigningKey> {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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
            mac,
        }
    }
}

/// Creates an HMAC. RFC 2104 allows keys of any length.
fn mac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

fn insert_host(request: &mut Parts) {
    if let Some(host) = request.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
        request.headers.insert(header::HOST, host);
    }
}

/// Returns the names of the signed headers in order, and as a list in the form of signatures.
fn signed_headers(request: &Parts) -> (Vec<&str>, String) {
    let names = request.headers.keys().map(HeaderName::as_str);
    let mut names: Vec<&str> = names.filter(|name| !UNSIGNED_HEADERS.contains(name)).collect();
    names.sort_unstable();
    let list = names.join(";");
    (names, list)
}

/// Returns the access key id and the credential scope.
fn credential(credentials: &Credentials, scope: &Scope, now: &str) -> String {
    format!("{}/{}", credentials.access_key_id, credential_scope(scope, date(now)))
}

fn credential_scope(scope: &Scope, date: &str) -> String {
    format!("{date}/{}/{}/aws4_request", scope.region, scope.service)
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
    Some(format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z"))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS.get(usize::from(nibble & 15)).copied().unwrap_or_default());
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

fn header_value(text: &str, what: &'static str) -> Result<HeaderValue, SignError> {
    HeaderValue::from_str(text).map_err(|_| SignError::Credentials(what))
}
