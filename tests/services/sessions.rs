//! Sessions: the rules of S3 ask for one where requests go to a directory bucket. The signatures are those that botocore
//! 1.44 makes of the same calls, with the same credentials, session and time.
use crate::service_s3::operation::{GetObject, HeadObject, PutObject};
use ferrosmith::{
    Bytes, Operation,
    client::{Config, Credentials, Environment, FakeTransport, TransportError, blocking::Client},
    http::{Request, Response},
};
use std::time::{Duration, SystemTime};

type S3 = <GetObject as Operation>::Service;

const BUCKET: &str = "bucket--usw2-az1--x-s3";
const KEY: &str = "a b/c+d";
const HOST: &str = "https://bucket--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com";

fn with_keys(config: Config) -> Config {
    let keys = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").session_token("the/token+");
    // 2026-01-31T12:00:00Z
    config.credentials(keys).clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_769_860_800))
}

fn config() -> Config {
    with_keys(Config::new("us-west-2"))
}

fn respond(request: &Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    let session = r#"<?xml version="1.0" encoding="UTF-8"?>
        <CreateSessionResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Credentials>
        <SessionToken>session/token+=</SessionToken><SecretAccessKey>sessionSecret/Key</SecretAccessKey>
        <AccessKeyId>ASIASESSION</AccessKeyId><Expiration>2026-01-31T12:05:00Z</Expiration>
        </Credentials></CreateSessionResult>"#;
    let is_session = request.uri().query() == Some("session");
    Ok(Response::new(Bytes::from(if is_session { session } else { "" })))
}

fn authorization(request: &Request<Bytes>) -> &str {
    request.headers()["authorization"].to_str().unwrap()
}

fn target(request: &Request<Bytes>) -> String {
    format!("{} {}", request.method(), request.uri())
}

#[test]
fn requests_to_directory_buckets_are_signed_with_a_session() {
    let fake = FakeTransport::answering(respond);
    let client = Client::<S3>::with_transport(config(), fake.clone());
    client.send(HeadObject::new(BUCKET, KEY)).unwrap();
    client.send(PutObject::new(BUCKET, KEY).body("hello")).unwrap();
    client.send(HeadObject::new("other--use1-az4--x-s3", KEY)).unwrap();
    let requests = fake.requests();
    let targets: Vec<String> = requests.iter().map(target).collect();
    let other = "https://other--use1-az4--x-s3.s3express-use1-az4.us-west-2.amazonaws.com";
    assert_eq!(
        targets,
        [
            format!("GET {HOST}/?session"),
            format!("HEAD {HOST}/a%20b/c%2Bd"),
            format!("PUT {HOST}/a%20b/c%2Bd?x-id=PutObject"),
            format!("GET {other}/?session"),
            format!("HEAD {other}/a%20b/c%2Bd"),
        ]
    );
    assert_eq!(
        authorization(&requests[0]),
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/us-west-2/s3express/aws4_request, \
         SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, \
         Signature=344c3598f2a35a099ec071069628b366331e252c722f68f1fbaa9e6f8138353c"
    );
    assert_eq!(
        authorization(&requests[1]),
        "AWS4-HMAC-SHA256 Credential=ASIASESSION/20260131/us-west-2/s3express/aws4_request, \
         SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-s3session-token, \
         Signature=497a60802691c280a21c1d38bb1154d36227512fa087a8df963ca9cf1e6fffcb"
    );
    let put = &requests[2];
    assert!(
        authorization(put).contains("Credential=ASIASESSION/")
            && authorization(put).contains(";x-amz-s3session-token,")
    );
    assert_eq!(put.headers()["x-amz-s3session-token"], "session/token+=");
    assert!(!put.headers().contains_key("x-amz-security-token"));
}

#[test]
fn presigned_requests_bear_the_session() {
    let fake = FakeTransport::answering(respond);
    let client = Client::<S3>::with_transport(config(), fake.clone());
    let presigned = client.presign(HeadObject::new(BUCKET, KEY), Duration::from_secs(60)).unwrap();
    assert_eq!(
        presigned.uri().to_string(),
        format!(
            "{HOST}/a%20b/c%2Bd?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIASESSION%2F20260131%2Fus-west-2%2Fs3express%2F\
             aws4_request&X-Amz-Date=20260131T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-S3session-Token=\
             session%2Ftoken%2B%3D&X-Amz-Signature=bf09208c5a9f12e59906a30cc340a694a1d54e898bad78fed5ed41ed853d6233"
        )
    );
    assert_eq!(fake.requests().len(), 1);
    // Of another bucket: what S3 verifies has no hash of the body.
    let presigned = client.presign(HeadObject::new("my-bucket", KEY), Duration::from_secs(60)).unwrap();
    assert_eq!(
        presigned.uri().to_string(),
        "https://my-bucket.s3.us-west-2.amazonaws.com/a%20b/c%2Bd?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE\
         %2F20260131%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20260131T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&\
         X-Amz-Security-Token=the%2Ftoken%2B&X-Amz-Signature=18b09dda757f726b04cebf680dd1857920a53461ddc2d3bdec5b995a8db5b68d"
    );
    assert_eq!(fake.requests().len(), 1);
}

#[test]
fn sessions_can_be_disabled() {
    let variable = Environment::empty().variable("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "true");
    let environment = with_keys(Config::from_environment(variable).unwrap().region("us-west-2"));
    let parameter = config().endpoint_parameter("DisableS3ExpressSessionAuth", true.into());
    for config in [environment, parameter] {
        let fake = FakeTransport::answering(respond);
        Client::<S3>::with_transport(config, fake.clone()).send(HeadObject::new(BUCKET, KEY)).unwrap();
        let requests = fake.requests();
        assert_eq!((requests.len(), target(&requests[0])), (1, format!("HEAD {HOST}/a%20b/c%2Bd")));
        let start = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/us-west-2/s3express/aws4_request, \
                     SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, ";
        assert!(authorization(&requests[0]).starts_with(start), "{}", authorization(&requests[0]));
    }
}

#[test]
fn a_session_that_is_refused_says_why() {
    let body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>7</RequestId></Error>";
    let fake = FakeTransport::new().reply(403, body);
    let error = Client::<S3>::with_transport(config(), fake).send(GetObject::new(BUCKET, KEY)).unwrap_err();
    assert_eq!(
        error.report().to_string(),
        "S3 GetObject: no usable credentials: S3 CreateSession: AccessDenied: Access Denied (status 403, request id 7)"
    );
}
