//! Processing of serialized bodies, the same for all protocols. Smithy: `@requestCompression`, `@httpChecksumRequired`.
use crate::{OperationSchema, error::ConstructionError};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};

const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

/// Compresses a body of `compress_from` bytes or more and adds its checksum, as far as the operation asks for it. The checksum
/// is that of the bytes sent.
pub(crate) fn finish(
    operation: &OperationSchema,
    request: &mut Request<Bytes>,
    compress_from: Option<usize>,
) -> Result<(), ConstructionError> {
    let length = request.body().len();
    let is_large = length > 0 && compress_from.is_some_and(|size| length >= size);
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

    #[test]
    fn a_checksum_of_the_caller_is_kept() {
        const OPERATION: OperationSchema = OperationSchema::new("Put").md5();
        let mut request = Request::new(Bytes::from_static(b"hello"));
        finish(&OPERATION, &mut request, Some(MIN_COMPRESSION_SIZE)).unwrap();
        assert_eq!(request.headers()[CONTENT_MD5], "XUFAKrxLKna5cZ2REBfFkg==");
        request.headers_mut().insert(CONTENT_MD5, HeaderValue::from_static("mine"));
        finish(&OPERATION, &mut request, Some(MIN_COMPRESSION_SIZE)).unwrap();
        assert_eq!(request.headers()[CONTENT_MD5], "mine");
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn another_bound_or_none() {
        const OPERATION: OperationSchema = OperationSchema::new("Put").gzip();
        for (bound, is_compressed) in [(None, false), (Some(5), true), (Some(6), false), (Some(0), true)] {
            let mut request = Request::new(Bytes::from_static(b"hello"));
            finish(&OPERATION, &mut request, bound).unwrap();
            assert_eq!(request.headers().contains_key("content-encoding"), is_compressed, "{bound:?}");
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
            finish(&OPERATION, &mut request, Some(MIN_COMPRESSION_SIZE)).unwrap();
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
