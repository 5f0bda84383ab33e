//! The checksums of responses.
use super::{ResponseChecksum, algorithm::Algorithm, member};
use crate::{Operation, OperationSchema, Structure, schema::Location};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use std::fmt;

/// The value of the member that asks for checksums.
const ENABLED: &str = "ENABLED";

/// The body of a response is not that of its checksum. It is the source of an
/// [`ErrorKind::Response`](crate::ErrorKind::Response).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChecksumMismatch {
    /// The name of the header with the checksum.
    pub header: HeaderName,
}

impl fmt::Display for ChecksumMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { header } = self;
        write!(f, "the checksum in `{header}` is not that of the body: the body is not what the service sent")
    }
}

impl std::error::Error for ChecksumMismatch {}

/// Asks the service for checksums of its response, unless the caller has said whether it should send them.
pub(crate) fn request_validation(operation: &OperationSchema, input: &dyn Structure, request: &mut Request<Bytes>) {
    let Some(ResponseChecksum { member: name, .. }) = operation.response_checksum else { return };
    if let Some((member, None)) = member(input, name)
        && let Location::Header(name) = member.location
        && let Ok(name) = HeaderName::try_from(name)
    {
        request.headers_mut().insert(name, HeaderValue::from_static(ENABLED));
    }
}

/// Checks the body of a successful response to a call that was sent without a client, if the call asks for that. Clients
/// do so themselves.
///
/// # Errors
/// Returns an error if the body is not that of its checksum.
pub fn validate_response<O: Operation>(call: &O, response: &Response<Bytes>) -> Result<(), ChecksumMismatch> {
    validate(O::SCHEMA, call, response, false)
}

/// Checks the body of a successful response, if the caller asked for that, or did not say and `is_wanted`.
///
/// The first algorithm with a checksum of the whole body is checked. A response without one is accepted, as the
/// specification says ("best-effort validation"): objects may have none, or one of the checksums of their parts.
pub(crate) fn validate(
    operation: &OperationSchema,
    input: &dyn Structure,
    response: &Response<Bytes>,
    is_wanted: bool,
) -> Result<(), ChecksumMismatch> {
    let Some(checksum) = operation.response_checksum else { return Ok(()) };
    let mode = member(input, checksum.member).and_then(|(_, mode)| mode);
    if !mode.map_or(is_wanted, |mode| mode == ENABLED) {
        return Ok(());
    }
    let found = if has_whole_body(operation, response) { find(&checksum, response.headers()) } else { None };
    let Some((algorithm, expected)) = found else {
        #[cfg(feature = "tracing")]
        tracing::debug!(operation = operation.name, "the response has no checksum of its body");
        return Ok(());
    };
    if algorithm.digest(response.body()) != expected {
        return Err(ChecksumMismatch { header: algorithm.header() });
    }
    #[cfg(feature = "tracing")]
    tracing::debug!(operation = operation.name, algorithm = algorithm.name(), "the checksum of the response is right");
    Ok(())
}

/// Returns the checksum that is fastest to check.
///
/// One that is not the base64 of such a digest is passed over. Those of objects that were uploaded in parts are not: they
/// end in a hyphen and the number of parts, and their digest is that of the digests of the parts.
fn find(checksum: &ResponseChecksum, headers: &HeaderMap) -> Option<(Algorithm, Vec<u8>)> {
    let is_listed =
        |algorithm: &Algorithm| checksum.algorithms.iter().any(|listed| listed.eq_ignore_ascii_case(algorithm.name()));
    Algorithm::ALL.into_iter().filter(is_listed).find_map(|algorithm| {
        let digest = STANDARD.decode(headers.get(algorithm.header())?.as_bytes()).ok()?;
        (digest.len() == algorithm.digest_len()).then_some((algorithm, digest))
    })
}

/// Whether the body is the one that checksums are of: a response to HEAD has none, and a part of an object is not the
/// object.
fn has_whole_body(operation: &OperationSchema, response: &Response<Bytes>) -> bool {
    match response.status() {
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => false,
        StatusCode::PARTIAL_CONTENT => {
            let range = response.headers().get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok());
            range.is_some_and(|range| covers_all(range, response.body().len()))
        }
        _ => operation.method != "HEAD",
    }
}

/// Whether a range such as `bytes 0-9/10` is the whole (RFC 9110, section 14.4).
fn covers_all(range: &str, length: usize) -> bool {
    let Some((range, total)) = range.trim().rsplit_once('/') else { return false };
    range.starts_with("bytes 0-") && total.parse() == Ok(length)
}
