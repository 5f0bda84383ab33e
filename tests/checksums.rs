//! Checksums of requests and responses, as clients send and check them (`aws.protocols#httpChecksum`).
use crate::clients::Kind;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ferrosmith::{
    Bytes, ErrorKind, Operation,
    checksum::{ChecksumMismatch, validate_response},
    client::{ChecksumPolicy, Config, Credentials, Environment, FakeTransport, Settings},
    error::ConstructionError,
    http::{Request, Response},
};
use ferrosmith_tests::checksums::{
    Checksums,
    operation::{GetObject, HeadObject, PutAcl, PutObject, PutPolicy, PutTags},
    types::{Algorithm, Mode},
};
use std::time::Duration;

fn config() -> Config {
    let config = Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "hush"));
    config.endpoint("https://store.example.com".parse().unwrap())
}

fn supported() -> Config {
    config()
        .request_checksum_calculation(ChecksumPolicy::WhenSupported)
        .response_checksum_validation(ChecksumPolicy::WhenSupported)
}

/// Returns the headers about checksums, sorted.
fn checksums(request: &Request<Bytes>) -> Vec<String> {
    let is_about = |name: &str| name.contains("checksum") || name == "content-md5" || name == "x-algorithm";
    let headers = request.headers().iter().filter(|(name, _)| is_about(name.as_str()));
    let mut headers: Vec<String> =
        headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    headers
}

/// Returns what both clients send.
fn sent<O>(config: &Config, call: &O) -> Vec<String>
where
    O: Operation<Service = Checksums> + Clone,
{
    let [one, other] = Kind::BOTH.map(|kind| {
        let fake = FakeTransport::new().reply(200, "{}");
        let client = kind.client_over(config.clone(), fake.clone());
        assert!(client.send(call.clone()).is_ok());
        let request = &fake.requests()[0];
        let signature = request.headers()["authorization"].to_str().unwrap();
        let names = checksums(request);
        for name in names.iter().filter_map(|line| line.split(':').next()) {
            assert!(signature.contains(name), "{name} is not signed: {signature}");
        }
        names
    });
    assert_eq!(one, other);
    one
}

fn put() -> PutObject {
    PutObject::new("key").body("Hello world".as_bytes())
}

const CRC32: [&str; 2] = ["x-amz-checksum-crc32: i9aeUg==", "x-amz-sdk-checksum-algorithm: CRC32"];

#[test]
fn each_algorithm_is_sent_where_the_call_chooses_it() {
    let table = [
        (Algorithm::Crc32, CRC32),
        (Algorithm::Crc32c, ["x-amz-checksum-crc32c: crUfeA==", "x-amz-sdk-checksum-algorithm: CRC32C"]),
        (Algorithm::Crc64nvme, ["x-amz-checksum-crc64nvme: OOJZ0D8xKts=", "x-amz-sdk-checksum-algorithm: CRC64NVME"]),
        (Algorithm::Sha1, ["x-amz-checksum-sha1: e1AsOh9IyGCa4hLN+2Od7jlnP14=", "x-amz-sdk-checksum-algorithm: SHA1"]),
        (
            Algorithm::Sha256,
            [
                "x-amz-checksum-sha256: ZOyIygCyaOW6GjVnihtTFtIS9PNmskdyMlNKiuyjfzw=",
                "x-amz-sdk-checksum-algorithm: SHA256",
            ],
        ),
        // The runtime knows more than the model.
        ("MD5".into(), ["x-amz-checksum-md5: PiWWCnnbxptnTNTsZ6csYg==", "x-amz-sdk-checksum-algorithm: MD5"]),
    ];
    for (algorithm, expected) in table {
        for config in [config(), supported()] {
            assert_eq!(sent(&config, &put().checksum_algorithm(algorithm.clone())), expected);
        }
    }
}

#[test]
fn the_policy_and_the_operation_decide_where_the_call_does_not_choose() {
    assert_eq!(sent(&config(), &put()), [""; 0]);
    assert_eq!(sent(&supported(), &put()), CRC32);
    let acl = sent(&config(), &PutAcl::new("key"));
    assert!(acl.len() == 2 && acl[0].starts_with("x-amz-checksum-crc32: ") && acl[1] == CRC32[1], "{acl:?}");
    assert_eq!(sent(&supported(), &PutAcl::new("key")), acl);
    // Nobody chooses the algorithm.
    for config in [config(), supported()] {
        let tags = sent(&config, &PutTags::new("key").tag("a"));
        assert!(tags.len() == 1 && tags[0].starts_with("content-md5: "), "{tags:?}");
    }
    // A service without CRC32.
    let policy = PutPolicy::new("key").policy("Hello world".as_bytes());
    let sha256 = ["x-algorithm: SHA256", "x-amz-checksum-sha256: ZOyIygCyaOW6GjVnihtTFtIS9PNmskdyMlNKiuyjfzw="];
    assert_eq!(sent(&supported(), &policy), sha256);
    // Bodies may be empty.
    let empty = ["x-amz-checksum-crc32: AAAAAA==", "x-amz-sdk-checksum-algorithm: CRC32"];
    assert_eq!(sent(&supported(), &PutObject::new("key")), empty);
}

#[test]
fn the_environment_sets_the_policy() {
    let environment = Environment::empty()
        .variable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .variable("AWS_SECRET_ACCESS_KEY", "hush")
        .variable("AWS_ENDPOINT_URL", "https://store.example.com")
        .variable("AWS_REGION", "eu-central-1")
        .variable("AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported");
    assert_eq!(sent(&Config::from_environment(environment).unwrap(), &put()), CRC32);
}

#[test]
fn a_checksum_of_the_caller_is_sent_alone() {
    let own = ["x-amz-checksum-sha256: mine"];
    for config in [config(), supported()] {
        assert_eq!(sent(&config, &put().checksum_sha256("mine")), own);
        let chosen = put().checksum_sha256("mine").checksum_algorithm(Algorithm::Crc32);
        assert_eq!(sent(&config, &chosen), [own[0], CRC32[1]]);
        assert_eq!(sent(&config, &put().content_md5("mine")), ["content-md5: mine"]);
        assert_eq!(sent(&config, &PutAcl::new("key").content_md5("mine")), ["content-md5: mine"]);
    }
}

#[test]
fn an_unknown_algorithm_is_refused_before_anything_is_sent() {
    for kind in Kind::BOTH {
        let fake = FakeTransport::new();
        let client = kind.client_over(config(), fake.clone());
        let error = client.send(put().checksum_algorithm(Algorithm::Next)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Construction(ConstructionError::UnknownChecksum { .. })), "{error}");
        let text = error.report().to_string();
        assert!(
            text.contains("`ChecksumAlgorithm` asks for the checksum NEXT, which cannot be computed here"),
            "{text}"
        );
        assert!(fake.requests().is_empty());
    }
}

#[test]
fn all_protocols_have_checksums_of_what_they_send() {
    for protocol in ["restJson1", "restXml", "awsQuery"] {
        let fake = FakeTransport::answering(|_| Ok(Response::new(Bytes::from_static(b"<a/>"))));
        let client = Kind::Blocking.client_over(config().protocol(protocol), fake.clone());
        // The fake answers none of them well.
        _ = client.send(PutAcl::new("key").owner("me").checksum_algorithm(Algorithm::Sha256));
        let request = &fake.requests()[0];
        assert!(!request.body().is_empty(), "{protocol}");
        // The signature has the same digest, in hexadecimal digits.
        let hex = request.headers()["x-amz-content-sha256"].to_str().unwrap();
        let digest: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect();
        let expected = STANDARD.encode(digest);
        assert_eq!(request.headers()["x-amz-checksum-sha256"], expected, "{protocol}");
    }
}

#[test]
fn requests_without_a_client_have_the_required_checksums() {
    let endpoint = "https://store.example.com".parse().unwrap();
    assert_eq!(checksums(&put().to_request(&endpoint).unwrap()), [""; 0]);
    assert_eq!(checksums(&put().checksum_algorithm(Algorithm::Crc32).to_request(&endpoint).unwrap()), CRC32);
    assert_eq!(checksums(&PutAcl::new("key").to_request(&endpoint).unwrap()).len(), 2);
    assert_eq!(checksums(&GetObject::new("key").to_request(&endpoint).unwrap()), [""; 0]);
}

#[test]
fn responses_without_a_client_are_checked_by_a_function() {
    let asked = GetObject::new("key").checksum_mode(Mode::Enabled);
    assert_eq!(validate_response(&asked, &response(200, &[WRONG])).unwrap_err().header, WRONG.0);
    assert!(validate_response(&asked, &response(200, &[("x-amz-checksum-crc32", "i9aeUg==")])).is_ok());
    assert!(validate_response(&GetObject::new("key"), &response(200, &[WRONG])).is_ok());
}

/// Whoever presigns a request need not know its body.
#[test]
fn presigned_requests_have_the_checksums_that_are_asked_for() {
    for kind in Kind::BOTH {
        let client = kind.client_over(supported(), FakeTransport::new());
        let minute = Duration::from_secs(60);
        let headers = |request: ferrosmith::sign::Presigned| checksums(&request.into_request());
        assert_eq!(headers(client.presign(put(), minute).unwrap()), [""; 0]);
        assert_eq!(headers(client.presign(GetObject::new("key"), minute).unwrap()), [""; 0]);
        let chosen = put().checksum_algorithm(Algorithm::Crc32);
        assert_eq!(headers(client.presign(chosen, minute).unwrap()), CRC32);
        assert_eq!(headers(client.presign(PutAcl::new("key"), minute).unwrap()).len(), 2);
    }
}

/// All attempts send the same checksum.
#[test]
fn retries_keep_the_checksum() {
    for kind in Kind::BOTH {
        let fake = FakeTransport::new().reply(503, "").reply(200, "{}");
        let client = kind.client_over(supported(), fake.clone());
        assert!(client.send(put()).is_ok());
        let all: Vec<_> = fake.requests().iter().map(checksums).collect();
        assert_eq!(all, [CRC32, CRC32]);
    }
}

fn response(status: u16, headers: &[(&'static str, &str)]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"Hello world"));
    *response.status_mut() = status.try_into().unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().unwrap());
    }
    response
}

const WRONG: (&str, &str) = ("x-amz-checksum-crc32", "AAAAAA==");

#[test]
fn a_response_is_checked_where_the_call_or_the_client_asks() {
    let asked = || GetObject::new("key").checksum_mode(Mode::Enabled);
    let table = [
        (config(), asked(), true),
        (supported(), GetObject::new("key"), true),
        (supported(), asked(), true),
        (config(), GetObject::new("key"), false),
    ];
    for kind in Kind::BOTH {
        for (config, call, is_checked) in &table {
            let headers: &[&[_]] = &[
                &[("x-amz-checksum-crc32", "i9aeUg==")],
                &[],
                &[("x-amz-checksum-crc32", "AAAAAA==-2")],
                &[("x-amz-checksum-crc32", "not base64")],
                &[("x-amz-checksum-crc32", "i9aeUg=="), ("content-encoding", "gzip")],
                &[WRONG],
            ];
            let replies = headers.iter().map(|headers| Ok(response(200, headers)));
            let fake = replies.fold(FakeTransport::new(), FakeTransport::reply_with);
            let client = kind.client_over(config.clone(), fake.clone());
            for headers in &headers[..5] {
                let output = client.send(call.clone());
                assert_eq!(output.unwrap().body.unwrap().as_ref(), b"Hello world", "{headers:?}");
            }
            let result = client.send(call.clone());
            let mode = fake.requests()[0].headers().get("x-amz-checksum-mode").cloned();
            assert_eq!(mode.is_some_and(|mode| mode == "ENABLED"), *is_checked);
            if !is_checked {
                assert!(result.is_ok());
                continue;
            }
            let error = result.unwrap_err();
            let ErrorKind::Response(failed) = error.kind() else { panic!("{error}") };
            assert_eq!(failed.source.downcast_ref::<ChecksumMismatch>().unwrap().header, WRONG.0);
            let text = error.report().to_string();
            assert!(text.contains("the checksum in `x-amz-checksum-crc32` is not that of the body"), "{text}");
            assert!(!format!("{text} {error:?}").contains("Hello"), "{error:?}");
            // As in the AWS SDKs, the body is not requested again.
            assert!(!error.is_retryable() && error.attempts() == 1 && fake.requests().len() == 6);
        }
    }
}

#[test]
fn what_is_no_whole_body_is_not_checked() {
    for kind in Kind::BOTH {
        let part = response(206, &[WRONG, ("content-range", "bytes 0-10/99")]);
        let failure = response(500, &[WRONG]);
        let mut head = response(200, &[WRONG]);
        head.body_mut().clear();
        let fake = FakeTransport::new().reply_with(Ok(part)).reply_with(Ok(head)).reply_with(Ok(failure));
        let client = kind.client_over(supported(), fake).with(Settings::default().attempts(1));
        assert!(client.send(GetObject::new("key")).is_ok());
        let output = client.send(HeadObject::new("key")).unwrap();
        assert_eq!(output.checksum_crc32.as_deref(), Some("AAAAAA=="));
        let error = client.send(GetObject::new("key")).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Service(_)), "{error}");
    }
}
