//! Processing of serialized bodies, the same for all protocols. Smithy: `@requestCompression`, `@httpChecksumRequired`,
//! `aws.protocols#httpChecksum`.
#[cfg(feature = "transport")]
use crate::error::BoxError;
use crate::{OperationSchema, Structure, error::ConstructionError};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
#[cfg(feature = "transport")]
use http::Response;
use http::{HeaderName, HeaderValue, Request};

const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

/// What a client decides about bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BodySettings {
    /// The size in bytes from which bodies are compressed; `None` if they are never compressed.
    pub(crate) compress_from: Option<usize>,
    /// Whether requests have a checksum that their operation does not require.
    #[cfg(feature = "checksum")]
    pub(crate) adds_checksums: bool,
    /// Whether the checksums of responses are checked that the caller did not ask for.
    #[cfg(feature = "checksum")]
    pub(crate) validates_responses: bool,
}

impl BodySettings {
    /// Returns settings with which only those checksums are computed and checked that are required or asked for.
    pub(crate) fn new(compress_from: Option<usize>) -> Self {
        Self {
            compress_from,
            #[cfg(feature = "checksum")]
            adds_checksums: false,
            #[cfg(feature = "checksum")]
            validates_responses: false,
        }
    }
}

/// Compresses a large body and adds its checksum, as far as the operation asks for it. The checksum is that of the bytes
/// sent.
pub(crate) fn finish(
    operation: &OperationSchema,
    input: &dyn Structure,
    request: &mut Request<Bytes>,
    settings: &BodySettings,
) -> Result<(), ConstructionError> {
    let length = request.body().len();
    let is_large = length > 0 && settings.compress_from.is_some_and(|size| length >= size);
    if operation.takes_gzip && is_large {
        #[cfg(feature = "gzip")]
        compress(request)?;
    }
    for (name, value) in operation.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(http::Error::from)?;
        let value = HeaderValue::from_str(value).map_err(http::Error::from)?;
        request.headers_mut().entry(name).or_insert(value);
    }
    #[cfg(feature = "tree-hash")]
    if let Some((header, content_header)) = operation.tree_hash {
        super::tree_hash::add(header, content_header, request)?;
    }
    // A checksum that the caller set through a member is kept.
    if operation.needs_md5 && !request.headers().contains_key(CONTENT_MD5) {
        let checksum = STANDARD.encode(md5::compute(request.body()).0);
        let checksum = HeaderValue::from_str(&checksum).map_err(|_| ConstructionError::InvalidHeader("Content-MD5"))?;
        request.headers_mut().insert(CONTENT_MD5, checksum);
    }
    #[cfg(feature = "checksum")]
    {
        crate::checksum::add(operation, input, request, settings.adds_checksums)?;
        if settings.validates_responses {
            crate::checksum::request_validation(operation, input, request);
        }
    }
    #[cfg(not(feature = "checksum"))]
    let _ = input;
    Ok(())
}

/// Checks the body of a successful response, as far as the operation and the caller ask for it.
#[cfg(feature = "transport")]
pub(crate) fn validate(
    operation: &OperationSchema,
    input: &dyn Structure,
    response: &Response<Bytes>,
    settings: &BodySettings,
) -> Result<(), BoxError> {
    #[cfg(feature = "checksum")]
    crate::checksum::validate(operation, input, response, settings.validates_responses)?;
    #[cfg(not(feature = "checksum"))]
    let _ = (operation, input, response, settings);
    Ok(())
}

/// The minimum size for compression in bytes, the same as in the AWS SDKs. Smaller bodies gain nothing.
pub(crate) const MIN_COMPRESSION_SIZE: usize = 10_240;

#[cfg(feature = "gzip")]
fn compress(request: &mut Request<Bytes>) -> Result<(), ConstructionError> {
    use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
    use std::io::Write as _;

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let compressed = encoder.write_all(request.body()).and_then(|()| encoder.finish());
    *request.body_mut() = compressed.map_err(ConstructionError::Compression)?.into();
    let length = HeaderValue::from(request.body().len());
    let headers = request.headers_mut();
    headers.insert(CONTENT_LENGTH, length);
    // Encodings are listed in the order in which they were applied (RFC 9110, section 8.4): that of a member comes
    // first.
    let encoding = match headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
        Some(present) if !present.is_empty() => HeaderValue::from_bytes(&[present, b", gzip"].concat()),
        _ => Ok(HeaderValue::from_static("gzip")),
    };
    headers.insert(CONTENT_ENCODING, encoding.map_err(|_| ConstructionError::InvalidHeader("Content-Encoding"))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unit;

    #[test]
    fn a_checksum_of_the_caller_is_kept() {
        const OPERATION: OperationSchema = OperationSchema::new("Put").md5();
        let mut request = Request::new(Bytes::from_static(b"hello"));
        finish(&OPERATION, &Unit {}, &mut request, &BodySettings::new(Some(MIN_COMPRESSION_SIZE))).unwrap();
        assert_eq!(request.headers()[CONTENT_MD5], "XUFAKrxLKna5cZ2REBfFkg==");
        request.headers_mut().insert(CONTENT_MD5, HeaderValue::from_static("mine"));
        finish(&OPERATION, &Unit {}, &mut request, &BodySettings::new(Some(MIN_COMPRESSION_SIZE))).unwrap();
        assert_eq!(request.headers()[CONTENT_MD5], "mine");
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn another_bound_or_none() {
        const OPERATION: OperationSchema = OperationSchema::new("Put").gzip();
        for (compress_from, is_compressed) in [(None, false), (Some(5), true), (Some(6), false), (Some(0), true)] {
            let mut request = Request::new(Bytes::from_static(b"hello"));
            let settings = BodySettings::new(compress_from);
            finish(&OPERATION, &Unit {}, &mut request, &settings).unwrap();
            assert_eq!(request.headers().contains_key("content-encoding"), is_compressed, "{compress_from:?}");
        }
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn only_large_bodies_are_compressed() {
        use std::io::Read as _;

        const OPERATION: OperationSchema = OperationSchema::new("Put").gzip();
        for (size, is_compressed) in [(MIN_COMPRESSION_SIZE - 1, false), (MIN_COMPRESSION_SIZE, true)] {
            let body = vec![b'x'; size];
            let mut request = Request::new(Bytes::from(body.clone()));
            finish(&OPERATION, &Unit {}, &mut request, &BodySettings::new(Some(MIN_COMPRESSION_SIZE))).unwrap();
            assert_eq!(request.headers().contains_key("content-encoding"), is_compressed);
            if is_compressed {
                let mut decompressed = Vec::new();
                flate2::read::GzDecoder::new(&request.body()[..]).read_to_end(&mut decompressed).unwrap();
                assert_eq!(decompressed, body);
                assert_eq!(request.headers()["content-length"], request.body().len().to_string());
            }
        }
    }
}
