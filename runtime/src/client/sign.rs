//! Signature Version 4.
//!
//! [The reference](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). reqsign makes the
//! canonical request; what it lacks is added here: the path encoded twice, and a clock that can be set.
use super::credentials::timestamp;
use http::{HeaderValue, Uri, header, request::Parts, uri::PathAndQuery};
use reqsign_aws_core::{
    Credential,
    constants::X_AMZ_CONTENT_SHA_256,
    signing::{canonical_request_string, canonicalize_headers_with_standard_session_token, canonicalize_query},
};
use reqsign_core::{
    Context, Error, Result, SignRequest, SigningRequest,
    hash::{hex_hmac_sha256, hex_sha256, hmac_sha256},
};
use std::time::{Duration, SystemTime};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What a signature is made for. With the time it travels in the extensions of the request.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) region: String,
    /// The name in signatures, which need not be the one in the host.
    pub(super) service: String,
    /// All services but S3 want the path of the canonical request encoded twice.
    pub(super) encodes_path_twice: bool,
}

/// The header that says what the body is, which is signed with the others.
pub(super) fn set_payload_hash(request: &mut Parts, body: Option<&[u8]>) {
    let unsigned = HeaderValue::from_static("UNSIGNED-PAYLOAD");
    // Hexadecimal digits always make a header.
    let hash = body.and_then(|body| HeaderValue::try_from(hex_sha256(body)).ok()).unwrap_or(unsigned);
    request.headers.insert(X_AMZ_CONTENT_SHA_256, hash);
}

/// Signs with headers, for the [`Scope`] and the time in the request's extensions.
#[derive(Debug)]
pub(super) struct SigV4;

impl SignRequest for SigV4 {
    type Credential = Credential;

    async fn sign_request(
        &self,
        _: &Context,
        request: &mut Parts,
        credential: Option<&Credential>,
        _: Option<Duration>,
    ) -> Result<()> {
        match (credential, request.extensions.get::<(Scope, SystemTime)>().cloned()) {
            (Some(credential), Some((scope, time))) => sign(request, credential, &scope, time),
            _ => Err(Error::request_invalid("a request without a scope cannot be signed")),
        }
    }
}

/// Signs with headers.
pub(super) fn sign(request: &mut Parts, credential: &Credential, scope: &Scope, time: SystemTime) -> Result<()> {
    let now = timestamp(time)?;
    let mut view = request.clone();
    view.uri = canonical(&request.uri, scope.encodes_path_twice)?;
    let mut signed = SigningRequest::build(&mut view)?;
    canonicalize_headers_with_standard_session_token(&mut signed, credential, None, now)?;
    let query = canonicalize_query(&signed, &[]);
    let canonical_request = canonical_request_string(&signed, &query)?;

    let date = now.format_date();
    let region_scope = format!("{date}/{}/{}/aws4_request", scope.region, scope.service);
    let string_to_sign =
        [ALGORITHM, &now.format_iso8601(), &region_scope, &hex_sha256(canonical_request.as_bytes())].join("\n");
    let first_key = format!("AWS4{}", credential.secret_access_key).into_bytes();
    let key = [&date, &scope.region, &scope.service, "aws4_request"]
        .iter()
        .fold(first_key, |key, part| hmac_sha256(&key, part.as_bytes()));
    let authorization = format!(
        "{ALGORITHM} Credential={}/{region_scope}, SignedHeaders={}, Signature={}",
        credential.access_key_id,
        signed.header_name_to_vec_sorted().join(";"),
        hex_hmac_sha256(&key, string_to_sign.as_bytes()),
    );
    let mut authorization = header_value(&authorization)?;
    authorization.set_sensitive(true);
    request.headers = signed.headers;
    request.headers.insert(header::AUTHORIZATION, authorization);
    Ok(())
}

/// The URI whose path, taken as it is sent, has the canonical form that the service computes: empty segments left out,
/// percent signs encoded once more.
fn canonical(uri: &Uri, encodes_path_twice: bool) -> Result<Uri> {
    if !encodes_path_twice {
        return Ok(uri.clone());
    }
    let mut path = uri.path().replace('%', "%25");
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    let path_and_query = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    let invalid = |error: http::Error| Error::request_invalid(error.to_string());
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path_and_query).map_err(|error| invalid(error.into()))?);
    Uri::from_parts(parts).map_err(|error| invalid(error.into()))
}

fn header_value(text: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(text).map_err(|error| Error::request_invalid(error.to_string()))
}
