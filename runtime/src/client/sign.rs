//! Signature Version 4.
//!
//! [The reference](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). reqsign makes the
//! canonical request; what it lacks is added here: the path encoded twice, headers with several values or spaces, and a clock that can be
//! set.
use super::credentials::timestamp;
use http::{HeaderMap, HeaderValue, Request, Uri, header, request::Parts, uri::PathAndQuery};
use reqsign_aws_core::{
    Credential,
    constants::X_AMZ_CONTENT_SHA_256,
    signing::{canonical_request_string, canonicalize_headers_with_standard_session_token, canonicalize_query},
};
use reqsign_core::{
    Context, Error, Result, SignRequest, SigningRequest,
    hash::{hex_hmac_sha256, hex_sha256, hmac_sha256},
};
use std::{
    mem,
    time::{Duration, SystemTime},
};

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

/// Signs with headers: for the scope and the time that it was given, else for those in the request's extensions.
#[derive(Debug, Default)]
pub(super) struct SigV4(pub(super) Option<(Scope, SystemTime)>);

impl SignRequest for SigV4 {
    type Credential = Credential;

    async fn sign_request(
        &self,
        _: &Context,
        request: &mut Parts,
        credential: Option<&Credential>,
        _: Option<Duration>,
    ) -> Result<()> {
        let given = self.0.clone().or_else(|| request.extensions.get().cloned());
        match (credential, given) {
            (Some(credential), Some((scope, time))) => sign(request, credential, &scope, time),
            _ => Err(Error::request_invalid("a request needs credentials and a scope to be signed")),
        }
    }
}

fn sign(request: &mut Parts, credential: &Credential, scope: &Scope, time: SystemTime) -> Result<()> {
    let now = timestamp(time)?;
    let (mut view, ()) = Request::new(()).into_parts();
    view.method = request.method.clone();
    view.uri = canonical(&request.uri, scope.encodes_path_twice)?;
    view.headers = mem::take(&mut request.headers);
    let mut signed = SigningRequest::build(&mut view)?;
    canonicalize_headers_with_standard_session_token(&mut signed, credential, None, now)?;
    let sent = canonicalize_values(&mut signed.headers)?;
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
    request.headers = sent.unwrap_or(signed.headers);
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

/// What reqsign leaves as it is: several values of a name are one, and so are several spaces. Gives the headers as they
/// were, where they have any of that.
fn canonicalize_values(headers: &mut HeaderMap) -> Result<Option<HeaderMap>> {
    let has_run = |value: &HeaderValue| {
        value.as_bytes().windows(2).any(|pair| pair == b"  ") || value.as_bytes().contains(&b'\t')
    };
    if headers.len() == headers.keys_len() && !headers.values().any(has_run) {
        return Ok(None);
    }
    let sent = headers.clone();
    for name in headers.keys().cloned().collect::<Vec<_>>() {
        let mut values = Vec::new();
        for value in headers.get_all(&name) {
            let text = value.to_str().map_err(|error| Error::request_invalid(format!("{name}: {error}")))?;
            values.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        headers.insert(name, header_value(&values.join(","))?);
    }
    Ok(Some(sent))
}

fn header_value(text: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(text).map_err(|error| Error::request_invalid(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Posts have a body, and a header twice.
    fn signature(method: &str, path: &str, service: &str, token: Option<&str>) -> String {
        let credential = Credential {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
            session_token: token.map(str::to_owned),
            expires_in: None,
        };
        let mut request = Request::builder().method(method).uri(format!("https://example.amazonaws.com{path}"));
        let mut body = "";
        if method == "POST" {
            body = "Param1=value1";
            let form = "application/x-www-form-urlencoded";
            request = request.header("content-type", form).header("my-header", "  a   b  ").header("my-header", "c");
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        set_payload_hash(&mut parts, Some(body.as_bytes()));
        let encodes_path_twice = service != "s3";
        let scope = Scope { region: "us-east-1".to_owned(), service: service.to_owned(), encodes_path_twice };
        let before = parts.clone();
        sign(&mut parts, &credential, &scope, SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)).unwrap();
        assert_eq!(parts.uri, before.uri);
        assert!(before.headers.keys().all(|name| parts.headers.get_all(name) == before.headers.get_all(name)));
        let authorization = parts.headers["authorization"].to_str().unwrap();
        authorization.split_once("Signature=").unwrap().1.to_owned()
    }

    /// As botocore signs them (`tests/sigv4/vectors.py`). More, with all that surrounds a signature, are in
    /// `tests/sigv4/vectors.jsonl`.
    #[test]
    fn signatures_of_botocore() {
        let query = "/?Param2=value2&Param1=value1&Param1=Value1&delete";
        let table = [
            (("GET", "/", "service", None), "726c5c4879a6b4ccbbd3b24edbd6b8826d34f87450fbbf4e85546fc7ba9c1642"),
            (("GET", query, "service", None), "da4d05c5ef7f761401f10169530d40b8cf4cc1a891b1ffc2391555597bcd2d8f"),
            (
                ("GET", "/%E1%88%B4", "service", None),
                "e8d0afeb43859f03b95a6a0ab436c3ab9bd0e5b3075cca811d9d206eb31db401",
            ),
            (
                ("GET", "//example//", "service", None),
                "d498b01479d020f37c5fe17c61b07748c3d3f51e1a9bf4d43e1061b324daf1b2",
            ),
            (("POST", "/", "service", None), "58a25f56b7a6e4ab8fa2823f929ef3eb71848331d0f5b741482d73f976d048e8"),
            (
                ("GET", "/", "service", Some("token")),
                "c6e6e2f77ff7d49ed10b37ec0911412406a8857403fe9fc67a440cbeaf1d4564",
            ),
            (
                ("GET", "/photos//a%20b%2Bc", "s3", None),
                "f82b4677a0d3c4557093a6b8e5b2113ca05469947976293294b1e5751668cb42",
            ),
        ];
        for ((method, path, service, token), expected) in table {
            assert_eq!(signature(method, path, service, token), expected, "{method} {path}");
        }
    }
}
