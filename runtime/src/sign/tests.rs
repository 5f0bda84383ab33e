use super::{
    keys::{SigningKeys, timestamp},
    *,
};
use http::{HeaderValue, request::Parts};
use serde_json::Value;
use std::sync::Arc;

/// 2015-08-30T12:36:00Z
const TIME: Duration = Duration::from_secs(1_440_938_160);

fn credentials(token: Option<&str>) -> Credentials {
    let keys = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    token.into_iter().fold(keys, |keys, token| keys.session_token(token))
}

fn scope(service: &str) -> Scope {
    let is_plain = service == "s3";
    let (region, service) = ("us-east-1".to_owned(), service.to_owned());
    Scope {
        #[cfg(feature = "sigv4a")]
        is_asymmetric: false,
        region,
        service,
        session: None,
        encodes_path_twice: !is_plain,
        normalizes_path: !is_plain,
        presigns_body: true,
    }
}

fn authorization(parts: &Parts) -> &str {
    parts.headers["authorization"].to_str().unwrap()
}

/// Returns the request of a case of the official suite, its payload hash and scope.
fn official(case: &Value) -> (Parts, HeaderValue, Scope) {
    let text = |key: &str| case[key].as_str();
    let mut request =
        Request::builder().method(text("method").unwrap()).uri(format!("https://host{}", text("uri").unwrap()));
    for header in case["headers"].as_array().unwrap() {
        // A value of several lines is sent as one line.
        let value = header[1].as_str().unwrap().replace('\n', " ");
        request = request.header(header[0].as_str().unwrap(), value);
    }
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    let host = parts.headers["host"].to_str().unwrap();
    parts.uri = format!("https://{host}{}", text("uri").unwrap()).parse().unwrap();
    let payload_hash = payload_hash(text("body").map(str::as_bytes));
    let scope = Scope { encodes_path_twice: false, normalizes_path: case["normalizes"] == true, ..scope("service") };
    (parts, payload_hash, scope)
}

/// `official.py` documents their origin.
#[test]
fn signatures_of_the_official_suite() {
    let signer = SigningKeys::default();
    let cases = include_str!("official.jsonl").lines();
    assert_eq!(cases.clone().count(), 38);
    for case in cases {
        let case: Value = serde_json::from_str(case).unwrap();
        let text = |key: &str| case[key].as_str();
        let (mut parts, payload_hash, scope) = official(&case);
        if case["signs_body"] == true {
            parts.headers.insert(keys::CONTENT_SHA_256, payload_hash.clone());
        }
        let credentials = credentials(text("token"));
        signer.sign(&mut parts, &payload_hash, &credentials, &scope, SystemTime::UNIX_EPOCH + TIME).unwrap();
        assert_eq!(Some(authorization(&parts)), text("authorization"), "{}", case["name"]);
    }
}

/// As `official.py` reads them: our signatures fit the public key and the texts of AWS, with the signature in the header and
/// in the query. So do those of AWS, which shows that the check can tell.
#[cfg(feature = "sigv4a")]
#[test]
fn asymmetric_signatures_of_the_official_suite() {
    use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
    const PUBLIC: &str = "04b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1865ed22a7eadc9c5cb9d2cbaca1b3699\
        139fedc5043dc6661864218330c8e518";
    let bytes = |hex: &str| -> Vec<u8> {
        (0..hex.len() / 2).map(|index| u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).unwrap()).collect()
    };
    let public = VerifyingKey::from_sec1_bytes(&bytes(PUBLIC)).unwrap();
    let fits = |text: &str, signature: &str| {
        public.verify(text.as_bytes(), &Signature::from_der(&bytes(signature)).unwrap()).is_ok()
    };
    let signer = SigningKeys::default();
    let (time, hour) = (SystemTime::UNIX_EPOCH + TIME, Duration::from_secs(3600));
    let cases = include_str!("sigv4a.jsonl").lines();
    assert_eq!(cases.clone().count(), 38);
    let mut presigned = 0;
    for case in cases {
        let case: Value = serde_json::from_str(case).unwrap();
        let text = |key: &str| case[key].as_str().unwrap();
        let credentials = credentials(case["token"].as_str());
        let (mut parts, payload_hash, scope) = official(&case);
        let scope = Scope { is_asymmetric: true, ..scope };
        // We leave out the length, which HTTP stacks add. AWS signs it.
        if !parts.headers.contains_key("content-length") {
            let mut parts = parts.clone();
            signer.presign(&mut parts, &payload_hash, &credentials, &scope, time, hour).unwrap();
            let uri = parts.uri.to_string();
            let (before, signature) = uri.split_once("&X-Amz-Signature=").unwrap();
            assert!(
                before.contains("X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256")
                    && before.contains("&X-Amz-Region-Set=us-east-1")
            );
            assert!(fits(text("query_string_to_sign"), signature), "{}: {uri}", case["name"]);
            presigned += 1;
        }
        if case["signs_body"] == true {
            parts.headers.insert(keys::CONTENT_SHA_256, payload_hash.clone());
        }
        signer.sign(&mut parts, &payload_hash, &credentials, &scope, time).unwrap();
        assert_eq!(parts.headers["x-amz-region-set"], "us-east-1");
        let (head, signature) = authorization(&parts).split_once(", Signature=").unwrap();
        let start = "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20150830/service/aws4_request, SignedHeaders=";
        assert!(head.starts_with(start), "{head}");
        assert!(fits(text("header_string_to_sign"), signature), "{}", case["name"]);
        assert!(fits(text("header_string_to_sign"), text("header_signature")), "{}", case["name"]);
        assert!(!fits(text("query_string_to_sign"), signature), "{}", case["name"]);
    }
    assert_eq!(presigned, 36);
}

/// Requests with `POST` have a body and a repeated header.
fn signature(method: &str, path: &str, service: &str, token: Option<&str>) -> String {
    let mut request = Request::builder().method(method).uri(format!("https://example.amazonaws.com{path}"));
    let mut body = "";
    if method == "POST" {
        body = "Param1=value1";
        let form = "application/x-www-form-urlencoded";
        request = request.header("content-type", form).header("my-header", "  a   b  ").header("my-header", "c");
    }
    let payload_hash = payload_hash(Some(body.as_bytes()));
    let request = request.header(keys::CONTENT_SHA_256, &payload_hash);
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    let before = parts.clone();
    let time = SystemTime::UNIX_EPOCH + TIME;
    SigningKeys::default().sign(&mut parts, &payload_hash, &credentials(token), &scope(service), time).unwrap();
    assert_eq!(parts.uri, before.uri);
    assert!(before.headers.keys().all(|name| parts.headers.get_all(name) == before.headers.get_all(name)));
    authorization(&parts).split_once("Signature=").unwrap().1.to_owned()
}

/// As botocore signs them (`tests/sigv4/vectors.py`). More, with all that surrounds a signature, are in
/// `tests/sigv4/vectors.jsonl`.
#[test]
fn signatures_of_botocore() {
    let query = "/?Param2=value2&Param1=value1&Param1=Value1&delete";
    let table = [
        (("GET", "/", "service", None), "726c5c4879a6b4ccbbd3b24edbd6b8826d34f87450fbbf4e85546fc7ba9c1642"),
        (("GET", query, "service", None), "da4d05c5ef7f761401f10169530d40b8cf4cc1a891b1ffc2391555597bcd2d8f"),
        (("GET", "/%E1%88%B4", "service", None), "e8d0afeb43859f03b95a6a0ab436c3ab9bd0e5b3075cca811d9d206eb31db401"),
        (("GET", "//example//", "service", None), "d498b01479d020f37c5fe17c61b07748c3d3f51e1a9bf4d43e1061b324daf1b2"),
        (("POST", "/", "service", None), "58a25f56b7a6e4ab8fa2823f929ef3eb71848331d0f5b741482d73f976d048e8"),
        (("GET", "/", "service", Some("token")), "c6e6e2f77ff7d49ed10b37ec0911412406a8857403fe9fc67a440cbeaf1d4564"),
        (("GET", "/photos//a%20b%2Bc", "s3", None), "f82b4677a0d3c4557093a6b8e5b2113ca05469947976293294b1e5751668cb42"),
    ];
    for ((method, path, service, token), expected) in table {
        assert_eq!(signature(method, path, service, token), expected, "{method} {path}");
    }
}

/// With the credentials of a session, as botocore 1.44 signs `put_object` and presigns `head_object` for a directory bucket.
#[test]
fn signatures_with_a_session_of_botocore() {
    let host = "https://bucket--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/a%20b/c%2Bd";
    let scope = Scope {
        region: "us-west-2".to_owned(),
        service: "s3express".to_owned(),
        session: Some("b".to_owned()),
        presigns_body: false,
        ..scope("s3")
    };
    let credentials = Credentials::new("ASIASESSION", "sessionSecret/Key").session_token("session/token+=");
    // 2026-01-31T12:00:00Z
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_769_860_800);
    let hash = payload_hash(Some(b"hello"));
    let request = Request::put(host).header(keys::CONTENT_SHA_256, &hash);
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    SigningKeys::default().sign(&mut parts, &hash, &credentials, &scope, time).unwrap();
    assert_eq!(
        authorization(&parts),
        "AWS4-HMAC-SHA256 Credential=ASIASESSION/20260131/us-west-2/s3express/aws4_request, \
         SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-s3session-token, \
         Signature=0c3d98607dc7a24cf6f707880df3b5a8db7d6f7e5d1be39df10796b0667e376f"
    );
    assert_eq!(parts.headers["x-amz-s3session-token"], "session/token+=");
    assert!(parts.headers["x-amz-s3session-token"].is_sensitive());

    let hash = payload_hash(Some(b""));
    let request = Request::head(host).header(keys::CONTENT_SHA_256, &hash).header("x-amz-s3session-token", "another");
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    let minute = Duration::from_secs(60);
    SigningKeys::default().presign(&mut parts, &hash, &credentials, &scope, time, minute).unwrap();
    let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIASESSION%2F20260131%2Fus-west-2%2Fs3express%2F\
                 aws4_request&X-Amz-Date=20260131T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-S3session-Token=\
                 session%2Ftoken%2B%3D&X-Amz-Signature=bf09208c5a9f12e59906a30cc340a694a1d54e898bad78fed5ed41ed853d6233";
    assert_eq!(parts.uri.query(), Some(query));
    assert!(parts.headers.is_empty(), "{:?}", parts.headers);
}

#[test]
fn keys_are_cached_by_day_region_and_service() {
    let signer = SigningKeys::default();
    let key = |secret, date, region: &str, service: &str| {
        let scope = Scope { region: region.to_owned(), ..scope(service) };
        signer.key(secret, date, &scope)
    };
    let first = key("a", "20150830", "b", "c");
    assert!(Arc::ptr_eq(&first, &key("a", "20150830", "b", "c")));
    for other in [("z", "20150830", "b", "c"), ("a", "20150831", "b", "c"), ("a", "20150830", "z", "c")] {
        assert!(!Arc::ptr_eq(&first, &key(other.0, other.1, other.2, other.3)), "{other:?}");
        assert!(!Arc::ptr_eq(&first, &key("a", "20150830", "b", "z")));
    }
}

#[test]
fn times_out_of_range_are_errors() {
    let epoch = SystemTime::UNIX_EPOCH;
    let table = [
        (epoch + TIME, Some("20150830T123600Z")),
        (epoch, Some("19700101T000000Z")),
        (epoch - Duration::from_millis(1), Some("19691231T235959Z")),
        (epoch + Duration::from_secs(253_402_300_799), Some("99991231T235959Z")),
        (epoch + Duration::from_secs(253_402_300_800), None),
        (epoch - Duration::from_secs(62_167_219_200), Some("00000101T000000Z")),
        (epoch - Duration::from_secs(62_167_219_201), None),
    ];
    for (time, text) in table {
        assert_eq!(timestamp(time).as_deref(), text);
    }
    let error = SignError::Clock(epoch + Duration::from_secs(253_402_300_800)).to_string();
    assert_eq!(error, "the clock is 253402300800 seconds after 1970, and signatures bear the years 0 to 9999");
}

#[test]
fn errors_name_invalid_credentials_without_printing_them() {
    let (mut parts, ()) = Request::get("https://example.com/").body(()).unwrap().into_parts();
    for (keys, part) in [
        (Credentials::new("AKID\n", "secret"), "access key id"),
        (Credentials::new("AKID", "secret").session_token("to\nken"), "session token"),
    ] {
        let (hash, time) = (payload_hash(None), SystemTime::UNIX_EPOCH);
        let error = SigningKeys::default().sign(&mut parts, &hash, &keys, &scope("s"), time).unwrap_err();
        assert_eq!(error.to_string(), format!("the {part} has a character that cannot stand in a header"));
    }
}
