//! Signatures are those of botocore, which `vectors.py` writes into `vectors.jsonl`; it says how.
mod presigned;

use ferrosmith::{
    Bytes, Operation, Service, Timestamp,
    client::{Config, Credentials, FakeTransport, blocking::Client},
    http::Request,
};
use ferrosmith_aws::{
    backup::operation as b,
    fsx::{operation as f, types::Tag},
};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

/// 2015-08-30T12:36:00Z
const TIME: Duration = Duration::from_secs(1_440_938_160);
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE//token+with=signs";

/// What stands in paths, queries and bodies.
const TEXTS: [&str; 14] = [
    "arn:aws:backup:eu-central-1:123456789012:recovery-point:1EB3B5E7",
    "two words",
    " space ",
    "a/b//c",
    "a+b=c&d",
    "~tilde.dot-dash_line",
    "%41%2F",
    "ä-é-日本-🦀",
    "a?b#c",
    "!$'()*,;@[]",
    "\"quote\\back\"",
    "..a..",
    "line\nbreak\ttab",
    "A",
];

/// Requests as they were signed.
#[derive(Default)]
struct Signed(Vec<(Value, String)>);

impl Signed {
    /// Makes a call and keeps its request: what was signed, and the signature.
    fn add<O: Operation>(&mut self, region: &str, endpoint: &str, operation: O) {
        let token = (self.0.len() % 2 == 1).then_some(TOKEN);
        let keys = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        let keys = token.into_iter().fold(keys, |keys, token| keys.session_token(token));
        let config = Config::new(region).credentials(keys).clock(|| SystemTime::UNIX_EPOCH + TIME);
        let config = config.endpoint(endpoint.parse().unwrap());
        let transport = FakeTransport::new().reply(200, "{}");
        let outcome = Client::<O::Service>::with_transport(config, transport.clone()).send(operation);
        let requests = transport.requests();
        let [request] = &requests[..] else { panic!("{:?}", outcome.err().map(|error| error.to_string())) };
        let service = <O::Service as Service>::SCHEMA.signing_name.unwrap();
        self.0.push(facts(region, service, token, request));
    }
}

/// What was signed, as `vectors.py` reads it, and the signature.
fn facts(region: &str, service: &str, token: Option<&str>, request: &Request<Bytes>) -> (Value, String) {
    let mut headers = request.headers().clone();
    let authorization = headers.remove("authorization").unwrap().to_str().unwrap().to_owned();
    // botocore adds what belongs to signing itself, and signs no user agent.
    assert_eq!(headers.remove("x-amz-date").unwrap(), "20150830T123600Z");
    assert_eq!(headers.remove("x-amz-security-token").as_ref().map(|value| value.to_str().unwrap()), token);
    headers.remove("user-agent").unwrap();
    assert_eq!(headers.remove("host").unwrap(), request.uri().authority().unwrap().as_str());
    let headers: Value = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    let facts = json!({
        "region": region, "service": service, "token": token, "method": request.method().as_str(),
        "url": request.uri().to_string(), "headers": headers, "body": std::str::from_utf8(request.body()).unwrap(),
    });
    (facts, authorization)
}

fn calls() -> Vec<(Value, String)> {
    let mut signed = Signed::default();
    let (backup, fsx) = ("https://backup.eu-central-1.amazonaws.com", "https://fsx.eu-central-1.amazonaws.com");
    for text in TEXTS {
        signed.add("eu-central-1", backup, b::ListTags::new(text).next_token(""));
        signed.add("eu-central-1", backup, b::DescribeRecoveryPoint::new("vault", text).backup_vault_account_id(text));
        signed.add("eu-central-1", fsx, f::TagResource::new(text, [Tag::new("Name", text)]));
    }
    let time = Timestamp::new(1_440_938_160, 500_000_000);
    let jobs = || {
        let jobs = b::ListBackupJobs::new().max_results(7).by_state("RUNNING").by_created_before(time);
        jobs.by_resource_type("").next_token("b a").by_account_id("*").by_backup_vault_name("a~b")
    };
    let endpoints = [
        ("eu-central-1", "https://backup.eu-central-1.api.aws"),
        ("us-gov-west-1", "https://backup-fips.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "https://backup.cn-north-1.amazonaws.com.cn"),
        ("us-iso-east-1", "https://backup.us-iso-east-1.c2s.ic.gov"),
        ("eu-west-1", "https://backup.us-east-1.amazonaws.com"),
        ("us-east-1", "http://localhost:5000"),
        ("us-east-1", "http://127.0.0.1:8080/base/path"),
        ("us-east-1", "https://[::1]:8443//twice//"),
        ("us-east-1", "https://vpce-1.example.com/with%20space"),
    ];
    for (region, endpoint) in endpoints {
        signed.add(region, endpoint, jobs());
        signed.add(region, endpoint, b::DisassociateBackupVaultMpaApprovalTeam::new("my vault"));
        signed.add(region, endpoint, f::DescribeFileSystems::new());
    }
    signed.add("eu-central-1", backup, b::GetSupportedResourceTypes::new());
    signed.add("eu-central-1", backup, b::StopBackupJob::new("job"));
    signed.add(
        "eu-central-1",
        backup,
        b::CreateBackupVault::new("v").creator_request_id("").encryption_key_arn("ä\u{1f}"),
    );
    signed.add("eu-central-1", backup, b::PutBackupVaultAccessPolicy::new("v").policy("{\"a\": [1, 2]}".repeat(50)));
    signed.0
}

#[test]
#[ignore = "prints what `vectors.py` signs"]
fn print_requests() {
    for (facts, _) in calls() {
        println!("\n{facts}");
    }
}

#[test]
fn signatures_are_those_of_botocore() {
    let vectors: Vec<Value> =
        include_str!("vectors.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let calls = calls();
    assert!(calls.len() >= 50 && calls.len() == vectors.len(), "{} calls, {} vectors", calls.len(), vectors.len());
    for ((facts, authorization), mut vector) in calls.into_iter().zip(vectors) {
        let expected = vector.as_object_mut().unwrap().remove("authorization").unwrap();
        assert_eq!(facts, vector, "another request than the one that botocore signed: see vectors.py");
        assert_eq!(authorization, expected, "{facts}");
    }
}
