use super::{ChecksumMismatch, RequestChecksum, ResponseChecksum};
use crate::{
    Member, OperationSchema, Ref, Schema, Slot, Structure,
    error::ConstructionError,
    protocol::content::{BodySettings, finish},
};
use bytes::Bytes;
use http::{Request, Response};

/// An input like those of Amazon S3.
#[derive(Debug, Default)]
struct Input {
    algorithm: Option<&'static str>,
    mode: Option<&'static str>,
}

impl Structure for Input {
    fn schema(&self) -> &'static Schema {
        const SCHEMA: Schema = Schema::new(
            "Input",
            &[Member::new("Algorithm").header("x-amz-sdk-checksum-algorithm"), Member::new("Mode").header("x-mode")],
        );
        &SCHEMA
    }

    fn get(&self, index: usize) -> Ref<'_> {
        let text = if index == 0 { self.algorithm } else { self.mode };
        text.map_or(Ref::Null, Ref::String)
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }

    fn clear(&mut self, _: usize) {}
}

const PLAIN: OperationSchema = OperationSchema::new("Plain");
const PUT: OperationSchema = OperationSchema::new("Put").request_checksum(RequestChecksum::new("Algorithm", "CRC32"));
const ACL: OperationSchema =
    OperationSchema::new("Acl").request_checksum(RequestChecksum::new("Algorithm", "CRC32").required());
const GET: OperationSchema = OperationSchema::new("Get")
    .http("GET", "/", 200)
    .response_checksum(ResponseChecksum::new("Mode", &["SHA256", "CRC32", "NEXT", "SHA1"]));
/// Its input has no such members, and its service does not have CRC32.
const ODD: OperationSchema = OperationSchema::new("Odd")
    .request_checksum(RequestChecksum::new("None", "SHA1").required())
    .response_checksum(ResponseChecksum::new("None", &["SHA1"]));

const WHEN_REQUIRED: BodySettings =
    BodySettings { compress_from: None, adds_checksums: false, validates_responses: false };
const WHEN_SUPPORTED: BodySettings =
    BodySettings { compress_from: None, adds_checksums: true, validates_responses: true };

/// Returns the headers of a request with the body "Hello world" that has these already.
fn headers(
    operation: &OperationSchema,
    input: &Input,
    settings: &BodySettings,
    present: &[(&'static str, &'static str)],
) -> Result<Vec<String>, ConstructionError> {
    let mut request = Request::new(Bytes::from_static(b"Hello world"));
    for (name, value) in present {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    finish(operation, input, &mut request, settings)?;
    let headers = request.headers().iter();
    let mut headers: Vec<String> =
        headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    Ok(headers)
}

#[test]
fn a_chosen_algorithm_is_computed_whatever_the_policy() {
    let table = [
        ("CRC32", "x-amz-checksum-crc32: i9aeUg=="),
        ("crc32", "x-amz-checksum-crc32: i9aeUg=="),
        ("CRC32C", "x-amz-checksum-crc32c: crUfeA=="),
        ("CRC64NVME", "x-amz-checksum-crc64nvme: OOJZ0D8xKts="),
        ("SHA1", "x-amz-checksum-sha1: e1AsOh9IyGCa4hLN+2Od7jlnP14="),
        ("SHA256", "x-amz-checksum-sha256: ZOyIygCyaOW6GjVnihtTFtIS9PNmskdyMlNKiuyjfzw="),
        ("MD5", "x-amz-checksum-md5: PiWWCnnbxptnTNTsZ6csYg=="),
        ("XXHASH64", "x-amz-checksum-xxhash64: xQCwyRKzdtg="),
    ];
    for (algorithm, expected) in table {
        let input = Input { algorithm: Some(algorithm), ..Input::default() };
        for operation in [PUT, ACL] {
            for settings in [WHEN_REQUIRED, WHEN_SUPPORTED] {
                // The protocol writes the header of the member itself.
                assert_eq!(headers(&operation, &input, &settings, &[]).unwrap(), [expected]);
            }
        }
    }
}

#[test]
fn without_a_choice_the_policy_and_the_operation_decide() {
    let input = Input::default();
    let sent = |operation, settings| headers(operation, &input, settings, &[]).unwrap();
    let crc32 = ["x-amz-checksum-crc32: i9aeUg==", "x-amz-sdk-checksum-algorithm: CRC32"];
    assert_eq!(sent(&PUT, &WHEN_REQUIRED), [""; 0]);
    assert_eq!(sent(&PUT, &WHEN_SUPPORTED), crc32);
    assert_eq!(sent(&ACL, &WHEN_REQUIRED), crc32);
    assert_eq!(sent(&ACL, &WHEN_SUPPORTED), crc32);
    assert_eq!(sent(&PLAIN, &WHEN_SUPPORTED), [""; 0]);
    // Nothing says which header names the algorithm.
    assert_eq!(sent(&ODD, &WHEN_REQUIRED), ["x-amz-checksum-sha1: e1AsOh9IyGCa4hLN+2Od7jlnP14="]);
    // An empty value is none.
    let input = Input { algorithm: Some(""), mode: Some("") };
    assert_eq!(headers(&ACL, &input, &WHEN_REQUIRED, &[]).unwrap(), crc32);
}

#[test]
fn an_empty_body_has_a_checksum_too() {
    let mut request = Request::new(Bytes::new());
    finish(&ACL, &Input::default(), &mut request, &WHEN_REQUIRED).unwrap();
    assert_eq!(request.headers()["x-amz-checksum-crc32"], "AAAAAA==");
}

#[test]
fn a_checksum_of_the_caller_is_kept_alone() {
    let chosen = Input { algorithm: Some("SHA256"), ..Input::default() };
    let unknown = Input { algorithm: Some("BLAKE3"), ..Input::default() };
    for input in [Input::default(), chosen, unknown] {
        for header in ["x-amz-checksum-sha1", "x-amz-checksum-blake3"] {
            let sent = headers(&ACL, &input, &WHEN_SUPPORTED, &[(header, "mine")]).unwrap();
            assert_eq!(sent, [format!("{header}: mine")]);
        }
    }
    // Headers that only begin like one.
    for header in ["x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type"] {
        let sent = headers(&ACL, &Input::default(), &WHEN_REQUIRED, &[(header, "x")]).unwrap();
        assert_eq!(sent.len(), 3, "{sent:?}");
    }
}

/// It satisfies the service. Whoever chooses an algorithm as well gets both.
#[test]
fn content_md5_of_the_caller_is_enough() {
    let present = &[("content-md5", "mine")];
    assert_eq!(headers(&ACL, &Input::default(), &WHEN_SUPPORTED, present).unwrap(), ["content-md5: mine"]);
    let chosen = Input { algorithm: Some("CRC32"), ..Input::default() };
    let both = ["content-md5: mine", "x-amz-checksum-crc32: i9aeUg=="];
    assert_eq!(headers(&ACL, &chosen, &WHEN_REQUIRED, present).unwrap(), both);
}

#[test]
fn an_unknown_algorithm_is_explained() {
    let input = Input { algorithm: Some("BLAKE3\n"), ..Input::default() };
    let error = headers(&PUT, &input, &WHEN_REQUIRED, &[]).unwrap_err();
    assert!(matches!(&error, ConstructionError::UnknownChecksum { member: "Algorithm", .. }));
    let text = error.to_string();
    assert!(text.starts_with("`Algorithm` asks for the checksum BLAKE3"), "{text}");
    assert!(!text.contains('\n') && text.contains("these can: CRC64NVME, CRC32C, CRC32, "), "{text}");
}

#[cfg(feature = "gzip")]
#[test]
fn the_checksum_is_that_of_the_bytes_sent() {
    use super::algorithm::Algorithm;
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    let mut request = Request::new(Bytes::from_static(b"Hello world"));
    let settings = BodySettings { compress_from: Some(0), ..WHEN_REQUIRED };
    finish(&ACL.gzip(), &Input::default(), &mut request, &settings).unwrap();
    assert_eq!(request.headers()["content-encoding"], "gzip");
    let sent = STANDARD.encode(Algorithm::Crc32.digest(request.body()));
    assert_eq!(request.headers()["x-amz-checksum-crc32"], sent);
}

#[test]
fn responses_are_asked_for_their_checksums() {
    let mode = |mode, settings| headers(&GET, &Input { mode, ..Input::default() }, settings, &[]).unwrap();
    assert_eq!(mode(None, &WHEN_REQUIRED), [""; 0]);
    assert_eq!(mode(None, &WHEN_SUPPORTED), ["x-mode: ENABLED"]);
    // The protocol writes what the caller sets.
    assert_eq!(mode(Some("ENABLED"), &WHEN_SUPPORTED), [""; 0]);
    assert_eq!(mode(Some("DISABLED"), &WHEN_SUPPORTED), [""; 0]);
}

/// Returns the header of the checksum that a response with the body "Hello world" fails.
fn failed(
    operation: &OperationSchema,
    mode: Option<&'static str>,
    is_wanted: bool,
    status: u16,
    present: &[(&'static str, &str)],
) -> Option<String> {
    let mut response = Response::new(Bytes::from_static(b"Hello world"));
    *response.status_mut() = status.try_into().unwrap();
    for (name, value) in present {
        response.headers_mut().insert(*name, value.parse().unwrap());
    }
    let result = super::response::validate(operation, &Input { mode, ..Input::default() }, &response, is_wanted);
    result.err().map(|ChecksumMismatch { header }| header.to_string())
}

type Headers = &'static [(&'static str, &'static str)];

const CRC32: &str = "x-amz-checksum-crc32";
const SHA256: &str = "x-amz-checksum-sha256";
const ENABLED: Option<&str> = Some("ENABLED");

#[test]
fn the_body_is_that_of_the_first_checksum() {
    const RIGHT: &str = "ZOyIygCyaOW6GjVnihtTFtIS9PNmskdyMlNKiuyjfzw=";
    let table: &[(Headers, Option<&str>)] = &[
        (&[], None),
        (&[(CRC32, "i9aeUg==")], None),
        (&[(SHA256, RIGHT)], None),
        (&[(CRC32, "AAAAAA==")], Some(CRC32)),
        // The fastest is checked, and no other.
        (&[(SHA256, RIGHT), (CRC32, "AAAAAA==")], Some(CRC32)),
        (&[(SHA256, "wrong"), (CRC32, "i9aeUg==")], None),
        // Not in the list of the operation.
        (&[("x-amz-checksum-crc32c", "AAAAAA==")], None),
        (&[("x-amz-checksum-next", "AAAAAA==")], None),
        // Of parts, and not of the body.
        (&[(CRC32, "AAAAAA==-3")], None),
        (
            &[(CRC32, "AAAAAA==-3"), ("x-amz-checksum-sha1", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")],
            Some("x-amz-checksum-sha1"),
        ),
        // No checksums: not base64, of another length, hexadecimal digits.
        (&[(CRC32, "AAAA")], None),
        (&[(CRC32, "AAAAAA")], None),
        (&[(CRC32, "")], None),
        (&[(CRC32, "8bd69e52")], None),
    ];
    for (present, expected) in table {
        for (mode, is_wanted) in [(ENABLED, false), (ENABLED, true), (None, true)] {
            assert_eq!(failed(&GET, mode, is_wanted, 200, present).as_deref(), *expected, "{present:?}");
        }
        for (mode, is_wanted) in [(None, false), (Some("DISABLED"), true), (Some("NEXT"), false)] {
            assert_eq!(failed(&GET, mode, is_wanted, 200, present), None, "{present:?}");
        }
        assert_eq!(failed(&PLAIN, ENABLED, true, 200, present), None);
    }
    // The member may be missing from the input.
    assert!(failed(&ODD, None, true, 200, &[("x-amz-checksum-sha1", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]).is_some());
}

#[test]
fn only_whole_bodies_are_checked() {
    const WRONG: (&str, &str) = (CRC32, "AAAAAA==");
    let head = GET.http("HEAD", "/", 200);
    assert_eq!(failed(&head, ENABLED, true, 200, &[WRONG]), None);
    let ranges: [(&str, bool); 7] = [
        ("bytes 0-10/11", true),
        ("bytes 0-10/12", false),
        ("bytes 1-11/12", false),
        ("bytes 0-10/*", false),
        ("bytes */11", false),
        ("0-10/11", false),
        ("", false),
    ];
    for (range, is_checked) in ranges {
        let failed = failed(&GET, ENABLED, true, 206, &[WRONG, ("content-range", range)]);
        assert_eq!(failed.is_some(), is_checked, "{range}");
    }
    assert_eq!(failed(&GET, ENABLED, true, 206, &[WRONG]), None);
    for (status, is_checked) in [(201, true), (204, false), (304, false)] {
        assert_eq!(failed(&GET, ENABLED, true, status, &[WRONG]).is_some(), is_checked, "{status}");
    }
}

#[test]
fn a_mismatch_names_the_header_and_nothing_of_the_body() {
    let error = ChecksumMismatch { header: http::HeaderName::from_static(CRC32) };
    let expected =
        "the checksum in `x-amz-checksum-crc32` is not that of the body: the body is not what the service sent";
    assert_eq!(error.to_string(), expected);
}
