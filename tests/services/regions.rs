//! Endpoints that serve several Regions: the rules of S3 ask for Signature Version 4A, which the model of S3 does not name.
use crate::service_s3::operation::GetObject;
use ferrosmith::{
    Operation,
    client::{Config, Credentials, FakeTransport, blocking::Client},
    http::HeaderMap,
};
use std::time::Duration;

type S3 = <GetObject as Operation>::Service;

/// A multi-Region access point.
const ACCESS_POINT: &str = "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap";
const HOST: &str = "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a%20b";

fn config() -> Config {
    let config = Config::new("eu-west-1").credentials(Credentials::new("AKIDEXAMPLE", "hush").session_token("token"));
    config.clock(|| std::time::SystemTime::UNIX_EPOCH)
}

/// Returns the URI and the headers of a request.
fn sent(config: Config, bucket: &str) -> (String, HeaderMap) {
    let fake = FakeTransport::new().reply(200, "");
    Client::<S3>::with_transport(config, fake.clone()).send(GetObject::new(bucket, "a b")).unwrap();
    let request = fake.requests().remove(0);
    (request.uri().to_string(), request.headers().clone())
}

#[test]
fn a_request_to_an_access_point_of_several_regions_is_signed_for_them() {
    let text = |headers: &HeaderMap, name: &str| headers[name].to_str().unwrap().to_owned();
    let (uri, headers) = sent(config(), ACCESS_POINT);
    assert_eq!(uri, format!("{HOST}?x-id=GetObject"));
    assert_eq!(text(&headers, "x-amz-region-set"), "*");
    let authorization = text(&headers, "authorization");
    let start = "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/19700101/s3/aws4_request, \
                 SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-region-set;x-amz-security-token, Signature=30";
    assert!(authorization.starts_with(start), "{authorization}");
    let (_, headers) = sent(config().sigv4a_signing_region_set(["eu-west-1"]), ACCESS_POINT);
    assert_eq!(text(&headers, "x-amz-region-set"), "eu-west-1");

    let (uri, headers) = sent(config(), "my-bucket");
    assert_eq!(uri, "https://my-bucket.s3.eu-west-1.amazonaws.com/a%20b?x-id=GetObject");
    assert!(
        text(&headers, "authorization").starts_with("AWS4-HMAC-SHA256 ") && !headers.contains_key("x-amz-region-set")
    );
}

#[test]
fn so_is_a_presigned_request() {
    let client = Client::<S3>::with_transport(config(), FakeTransport::new());
    let presigned = client.presign(GetObject::new(ACCESS_POINT, "a b"), Duration::from_secs(60)).unwrap();
    let uri = presigned.uri().to_string();
    let start = format!(
        "{HOST}?x-id=GetObject&X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F19700101%2Fs3%2Faws4_request"
    );
    assert!(uri.starts_with(&start), "{uri}");
    assert!(uri.contains("&X-Amz-Region-Set=%2A&") && uri.contains("&X-Amz-Signature=30"), "{uri}");
}
