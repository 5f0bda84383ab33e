//! Signature Version 4.
//!
//! [The reference](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). The canonical
//! request is never built as text: its parts go straight into the hash.
use super::Credentials;
use crate::{Timestamp, calendar::DateTime};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

/// All but what RFC 3986, section 2.3 calls unreserved, and the slash.
const RESERVED_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
/// The header that says what the body is.
pub(super) const CONTENT_SHA_256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const UNSIGNED_PAYLOAD: HeaderValue = HeaderValue::from_static("UNSIGNED-PAYLOAD");

/// What a signature is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) region: String,
    /// The name in signatures, which need not be the one in the host.
    pub(super) service: String,
    /// Whether the path of the canonical request is encoded once more: all services but S3 want it so.
    pub(super) encodes_path_twice: bool,
    /// Whether the path of the canonical request has no segments that are empty, `.` or `..`: the same services want it so.
    pub(super) normalizes_path: bool,
}

/// Why a request cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SignError {
    /// The clock tells a time that a signature cannot bear.
    Clock(SystemTime),
    /// A part of the credentials cannot stand in a header.
    Credentials(&'static str),
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
        }
    }
}

impl std::error::Error for SignError {}

/// What signatures say of a body, and the header `x-amz-content-sha256`: its hash, or that it is not signed.
pub(super) fn payload_hash(body: Option<&[u8]>) -> HeaderValue {
    // Hexadecimal digits always make a header.
    let hash = body.and_then(|body| HeaderValue::try_from(hex(Sha256::digest(body).as_slice())).ok());
    hash.unwrap_or(UNSIGNED_PAYLOAD)
}

/// Signs requests, and keeps the key of the day.
#[derive(Default)]
pub(super) struct Signer(Mutex<Option<Arc<SigningKey>>>);

/// What all requests of a day, a Region and a service are signed with.
struct SigningKey {
    secret: String,
    date: String,
    region: String,
    service: String,
    mac: Hmac<Sha256>,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

impl Signer {
    /// Signs with headers. Every header that is there by now is signed, and so must arrive as it is.
    pub(super) fn sign(
        &self,
        request: &mut Parts,
        payload_hash: &HeaderValue,
        credentials: &Credentials,
        scope: &Scope,
        time: SystemTime,
    ) -> Result<(), SignError> {
        let now = timestamp(time).ok_or(SignError::Clock(time))?;
        let (date, _) = now.split_at(8);
        let headers = &mut request.headers;
        if let Some(host) = request.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
            headers.insert(header::HOST, host);
        }
        headers.insert(DATE, header_value(&now, "date")?);
        if let Some(token) = &credentials.session_token {
            let mut token = header_value(token, "session token")?;
            token.set_sensitive(true);
            headers.insert(SECURITY_TOKEN, token);
        }

        let mut names: Vec<&str> = request.headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        let signed_headers = names.join(";");
        let hash = canonical_request(request, payload_hash, &names, &signed_headers, scope);
        let credential_scope = format!("{date}/{}/{}/aws4_request", scope.region, scope.service);
        let mut mac = self.key(&credentials.secret_access_key, date, scope).mac.clone();
        for part in [ALGORITHM, "\n", &now, "\n", &credential_scope, "\n", &hex(&hash)] {
            mac.update(part.as_bytes());
        }
        let signature = hex(mac.finalize().as_bytes().as_slice());
        let id = &credentials.access_key_id;
        let authorization = format!(
            "{ALGORITHM} Credential={id}/{credential_scope}, SignedHeaders={signed_headers}, Signature={signature}"
        );
        let mut authorization = header_value(&authorization, "access key id")?;
        authorization.set_sensitive(true);
        request.headers.insert(header::AUTHORIZATION, authorization);
        Ok(())
    }

    /// The key of this secret, day, Region and service: the last one again, where it is the same.
    fn key(&self, secret: &str, date: &str, scope: &Scope) -> Arc<SigningKey> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(key)
                if key.secret == secret
                    && key.date == date
                    && key.region == scope.region
                    && key.service == scope.service =>
            {
                Arc::clone(key)
            }
            _ => Arc::clone(kept.insert(Arc::new(SigningKey::new(secret, date, scope)))),
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

/// HMAC with this key. RFC 2104 takes keys of every length.
fn mac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

/// The hash of the canonical request.
fn canonical_request(
    request: &Parts,
    payload_hash: &HeaderValue,
    names: &[&str],
    signed_headers: &str,
    scope: &Scope,
) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| hash.update(part);
    add(request.method.as_str().as_bytes());
    add(b"\n");
    add(canonical_path(request.uri.path(), scope).as_bytes());
    add(b"\n");
    add(canonical_query(request.uri.query()).as_bytes());
    add(b"\n");
    for name in names {
        add(name.as_bytes());
        add(b":");
        canonical_value(&request.headers, name, &mut add);
        add(b"\n");
    }
    add(b"\n");
    add(signed_headers.as_bytes());
    add(b"\n");
    add(payload_hash.as_bytes());
    hash.finalize().into()
}

/// The path as the service computes it.
fn canonical_path<'a>(path: &'a str, scope: &Scope) -> Cow<'a, str> {
    let mut canonical = Cow::Borrowed(path);
    if scope.normalizes_path {
        let mut segments = Vec::new();
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." => drop(segments.pop()),
                segment => segments.push(segment),
            }
        }
        let end = if path.ends_with('/') && !segments.is_empty() { "/" } else { "" };
        canonical = Cow::Owned(format!("/{}{end}", segments.join("/")));
    }
    if scope.encodes_path_twice {
        canonical = Cow::Owned(utf8_percent_encode(&canonical, RESERVED_IN_PATH).to_string());
    }
    canonical
}

/// The parameters of the query, sorted, each with a `=`. They are encoded already.
fn canonical_query(query: Option<&str>) -> String {
    let mut pairs: Vec<(&str, &str)> = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
}

/// The values of a header, joined by commas, with one space for each run of blanks.
fn canonical_value(headers: &HeaderMap, name: &str, add: &mut impl FnMut(&[u8])) {
    for (index, value) in headers.get_all(name).iter().enumerate() {
        if index > 0 {
            add(b",");
        }
        let words = value.as_bytes().split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        for (index, word) in words.enumerate() {
            if index > 0 {
                add(b" ");
            }
            add(word);
        }
    }
}

/// `20150830T123600Z`
fn timestamp(time: SystemTime) -> Option<String> {
    let DateTime { year, month, day, hour, minute, second } = DateTime::from_unix(Timestamp::from(time).seconds())?;
    Some(format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z"))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS.get(usize::from(half & 15)).copied().unwrap_or_default());
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

fn header_value(text: &str, what: &'static str) -> Result<HeaderValue, SignError> {
    HeaderValue::from_str(text).map_err(|_| SignError::Credentials(what))
}

#[cfg(test)]
mod tests;
