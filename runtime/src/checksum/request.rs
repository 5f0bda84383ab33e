//! The checksums of requests.
use super::{RequestChecksum, algorithm::Algorithm, member};
use crate::{OperationSchema, Structure, error::ConstructionError, schema::Location};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request};

const PREFIX: &str = "x-amz-checksum-";
/// Headers that begin like checksums and are none: what kind of checksum an object is to have, or a response.
const NO_CHECKSUMS: [&str; 3] = ["algorithm", "mode", "type"];
const CONTENT_MD5: &str = "content-md5";

/// Adds the checksum of the body, in the algorithm that the input chooses. Without a choice it is added if the operation
/// requires one, or if `is_wanted`. A request that has a checksum of the caller is left as it is.
pub(crate) fn add(
    operation: &OperationSchema,
    input: &dyn Structure,
    request: &mut Request<Bytes>,
    is_wanted: bool,
) -> Result<(), ConstructionError> {
    let Some(RequestChecksum { member: name, default, is_required }) = operation.request_checksum else {
        return Ok(());
    };
    if request.headers().keys().any(is_checksum) {
        return Ok(());
    }
    let (member, chosen) = member(input, name).unzip();
    let chosen = chosen.flatten();
    let is_default = chosen.is_none();
    // `Content-MD5` of the caller is what the service requires, too.
    if is_default && (!(is_required || is_wanted) || request.headers().contains_key(CONTENT_MD5)) {
        return Ok(());
    }
    let requested = chosen.unwrap_or(default);
    let algorithm = Algorithm::from_name(requested).ok_or_else(|| unknown(name, requested))?;
    let checksum = STANDARD.encode(algorithm.digest(request.body()));
    let checksum = HeaderValue::try_from(checksum).map_err(|_| ConstructionError::InvalidHeader(name))?;
    let headers = request.headers_mut();
    headers.insert(algorithm.header(), checksum);
    if is_default {
        name_algorithm(headers, member.map(|member| member.location), default);
    }
    Ok(())
}

/// Sends the algorithm in the header of the member that could have chosen it.
fn name_algorithm(headers: &mut HeaderMap, location: Option<Location>, algorithm: &'static str) {
    if let Some(Location::Header(name)) = location
        && let Ok(name) = HeaderName::try_from(name)
        && let Ok(value) = HeaderValue::try_from(algorithm)
    {
        headers.insert(name, value);
    }
}

fn is_checksum(name: &HeaderName) -> bool {
    name.as_str().strip_prefix(PREFIX).is_some_and(|algorithm| !NO_CHECKSUMS.contains(&algorithm))
}

fn unknown(member: &'static str, requested: &str) -> ConstructionError {
    let known = Algorithm::ALL.map(Algorithm::name).join(", ");
    ConstructionError::UnknownChecksum { member, requested: requested.to_owned(), known }
}
