//! Presigned requests are those of botocore's `SigV4QueryAuth`, and what they refuse.
use super::{TEXTS, TIME, TOKEN};
use crate::clients::{self, Kind};
use ferrosmith::{
    ErrorKind, Operation, Service, Timestamp,
    client::{Config, FakeTransport},
    sign::{Credentials, Presigned, SignError, Signer},
};
use ferrosmith_aws::{
    backup::{self, operation as b},
    fsx::{self, operation as f, types::Tag},
};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

const HOUR: Duration = Duration::from_secs(3600);

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + TIME
}

fn keys() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

fn config(keys: Credentials) -> Config {
    Config::new("eu-central-1").credentials(keys).clock(now)
}

/// A client that sends nothing.
fn client<S: Service>(kind: Kind, config: Config) -> clients::Client<S> {
    kind.client_over(config, FakeTransport::new())
}

/// What was signed, as `vectors.py` reads it, and the URL.
fn presigned<O: Operation + Clone>(number: usize, region: &str, endpoint: &str, operation: O) -> (Value, String) {
    let token = (number % 2 == 1).then_some(TOKEN);
    let keys = token.into_iter().fold(keys(), |keys, token| keys.session_token(token));
    let expires_in = Duration::from_secs([1, 900, 3600, 604_800][number % 4]);
    let config = config(keys.clone()).region(region).endpoint(endpoint.parse().unwrap());
    let by_kind = Kind::BOTH.map(|kind| {
        let client: clients::Client<O::Service> = client(kind, config.clone());
        client.presign(operation.clone(), expires_in).map_err(|error| error.to_string()).unwrap()
    });
    let [presigned, blocking] = &by_kind;
    assert_eq!(presigned.uri(), blocking.uri());
    // Without a client.
    let request = operation.to_request_with(&endpoint.parse().unwrap(), &|| "token".to_owned()).unwrap();
    let signer = Signer::new(region, keys);
    let without = signer.presign::<O>(request, now() + Duration::from_millis(999), expires_in).unwrap();
    assert_eq!((without.uri(), without.headers()), (presigned.uri(), presigned.headers()));
    assert_eq!(without.expires_at(), now() + expires_in);

    let url = presigned.uri().to_string();
    let (unsigned, _) = url.split_once("X-Amz-Algorithm=").unwrap();
    let headers: Value =
        presigned.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    let facts = json!({
        "region": region, "service": <O::Service as Service>::SCHEMA.signing_name.unwrap(), "token": token,
        "method": presigned.method().as_str(), "url": unsigned.trim_end_matches(['?', '&']), "headers": headers,
        "body": std::str::from_utf8(presigned.body()).unwrap(), "expires_in": expires_in.as_secs(),
    });
    (facts, url)
}

fn all() -> Vec<(Value, String)> {
    let (backup, fsx) = ("https://backup.eu-central-1.amazonaws.com", "https://fsx.eu-central-1.amazonaws.com");
    let here = "eu-central-1";
    let mut all = Vec::new();
    for text in TEXTS {
        all.push(presigned(all.len(), here, backup, b::ListTags::new(text).next_token("")));
        let point = b::DescribeRecoveryPoint::new("vault", text).backup_vault_account_id(text);
        all.push(presigned(all.len(), here, backup, point));
        all.push(presigned(all.len(), here, fsx, f::TagResource::new(text, [Tag::new("Name", text)])));
    }
    let jobs = b::ListBackupJobs::new().max_results(7).by_state("RUNNING").by_account_id("*");
    let jobs = jobs.by_created_before(Timestamp::new(1_440_938_160, 500_000_000)).next_token("b a");
    let endpoints = [
        ("us-gov-west-1", "https://backup-fips.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "https://backup.cn-north-1.amazonaws.com.cn"),
        ("us-east-1", "http://127.0.0.1:8080/base/path"),
        ("us-east-1", "https://[::1]:8443//twice//"),
        ("us-east-1", "https://vpce-1.example.com/with%20space"),
    ];
    for (region, endpoint) in endpoints {
        all.push(presigned(all.len(), region, endpoint, jobs.clone()));
        all.push(presigned(all.len(), region, endpoint, b::StopBackupJob::new("job")));
        all.push(presigned(all.len(), region, endpoint, f::DescribeFileSystems::new()));
    }
    all
}

#[test]
#[ignore = "prints what `vectors.py` signs"]
fn print_presigned() {
    for (facts, _) in all() {
        println!("\n{facts}");
    }
}

#[test]
fn presigned_requests_are_those_of_botocore() {
    let vectors: Vec<Value> =
        include_str!("presigned.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let all = all();
    assert!(all.len() >= 50 && all.len() == vectors.len(), "{} requests, {} vectors", all.len(), vectors.len());
    for ((facts, url), mut vector) in all.into_iter().zip(vectors) {
        let expected = vector.as_object_mut().unwrap().remove("presigned").unwrap();
        assert_eq!(facts, vector, "another request than the one that botocore signed: see vectors.py");
        assert_eq!(url, expected, "{facts}");
    }
}

#[test]
fn what_must_be_sent_is_there_and_nothing_else() {
    let read: Presigned = client(Kind::Async, config(keys())).presign(b::ListTags::new("arn"), HOUR).unwrap();
    assert!(read.method() == "GET" && read.headers().is_empty() && read.body().is_empty());
    let call = f::CreateBackup::new().file_system_id("fs-1");
    let written = client(Kind::Blocking, config(keys().session_token("hush"))).presign(call, HOUR).unwrap();
    let names: Vec<_> = written.headers().keys().map(|name| name.as_str()).collect();
    assert_eq!(names, ["content-type", "x-amz-target"]);
    // The token that stands for the call is there, so that it is made once, however often it is sent.
    assert!(std::str::from_utf8(written.body()).unwrap().contains(r#""ClientRequestToken":""#));
    let printed = format!("{written:?}");
    assert!(printed.contains("fsx.eu-central-1") && printed.contains("x-amz-target"), "{printed}");
    assert!(!printed.contains("hush") && !printed.contains("Signature") && !printed.contains("fs-1"), "{printed}");
    let (uri, body) = (written.uri().clone(), written.body().clone());
    let request = written.into_request();
    assert_eq!((request.uri(), request.body()), (&uri, &body));
}

#[test]
fn it_expires_no_later_than_its_credentials() {
    let keys = keys().expires_at(now() + Duration::from_secs(1200));
    for kind in Kind::BOTH {
        let presigned = client(kind, config(keys.clone())).presign(b::ListTags::new("arn"), HOUR).unwrap();
        assert_eq!(presigned.expires_at(), now() + Duration::from_secs(1200));
        assert!(presigned.uri().query().unwrap().contains("&X-Amz-Expires=1200&"), "{}", presigned.uri());
    }
    let signer = Signer::new("eu-central-1", keys);
    let request = b::ListTags::new("arn").to_request(&"https://host".parse().unwrap()).unwrap();
    let late = signer.presign::<b::ListTags>(request, now() + HOUR, HOUR).unwrap_err();
    assert_eq!((late.to_string(), late), ("the credentials have expired".to_owned(), SignError::Expired));
}

#[test]
fn what_cannot_be_presigned_says_why() {
    let refused = |config: Config, seconds: f64| {
        let [one, other] = Kind::BOTH.map(|kind| {
            let client: clients::Client<backup::Backup> = client(kind, config.clone());
            let error = client.presign(b::ListTags::new("arn"), Duration::from_secs_f64(seconds)).unwrap_err();
            assert_eq!(error.attempts(), 0);
            assert!(matches!(error.kind(), ErrorKind::Construction(_) | ErrorKind::Credentials(_)), "{error:?}");
            error.report().to_string()
        });
        assert_eq!(one, other);
        one
    };
    let made = "Backup ListTags: the request cannot be made: it cannot be signed: ";
    let days = "a presigned request is valid for 1 second to 7 days (604800 seconds), and not for ";
    assert_eq!(refused(config(keys()), 0.999), format!("{made}{days}999ms"));
    assert_eq!(refused(config(keys()), 604_801.0), format!("{made}{days}604801s"));
    assert_eq!(refused(config(keys()).anonymous(), 60.0), format!("{made}requests of ListTags are not signed"));
}

#[test]
fn a_signer_makes_the_signature_of_a_client() {
    let call = f::DeleteBackup::new("backup-1").client_request_token("token");
    let transport = FakeTransport::new().reply(200, "{}");
    let client: clients::Client<fsx::Fsx> = Kind::Blocking.client_over(config(keys()), transport.clone());
    client.send(call.clone()).unwrap();
    let sent = &transport.requests()[0];

    let endpoint = "https://fsx.eu-central-1.amazonaws.com".parse().unwrap();
    let signer = Signer::new("eu-central-1", keys());
    let signed = signer.sign::<f::DeleteBackup>(call.to_request(&endpoint).unwrap(), now()).unwrap();
    assert_eq!((signed.uri(), signed.body()), (sent.uri(), sent.body()));
    let mut headers = sent.headers().clone();
    headers.remove("user-agent");
    assert_eq!(*signed.headers(), headers);
    let other = signer.signing_name("other").sign::<f::DeleteBackup>(call.to_request(&endpoint).unwrap(), now());
    let other = other.unwrap().headers()["authorization"].clone();
    assert!(other.to_str().unwrap().contains("/eu-central-1/other/aws4_request"), "{other:?}");
}
