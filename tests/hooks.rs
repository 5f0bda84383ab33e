//! Hooks that are called for every attempt, and clients with a changed configuration.
use crate::clients::{Client, Kind};
use ferrosmith::{
    Bytes, ErrorKind,
    client::{
        AssumeRole, BoxFuture, Config, Credentials, FakeTransport, ProvideCredentials, Settings, TransportError,
        TransportErrorKind,
    },
    error::BoxError,
    http::{HeaderValue, Request, Response},
};
use ferrosmith_aws::fsx::{Fsx, operation::DescribeBackups};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

fn config() -> Config {
    // 2015-08-30T12:36:00Z
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
    Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "hush")).clock(move || now)
}

fn client(kind: Kind, config: Config, transport: &FakeTransport) -> Client<Fsx> {
    kind.client_over(config, transport.clone())
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[test]
fn changes_of_a_hook_are_signed_in_every_attempt() {
    for kind in Kind::BOTH {
        let fake = FakeTransport::new().reply(500, "").reply(200, "{}");
        let config = config().modify_before_signing(|request, attempt| {
            assert!(!request.headers().contains_key("authorization"), "it sees the signature");
            let trace = format!("{}/{}/{}", attempt.service, attempt.operation, attempt.number);
            request.headers_mut().insert("traceparent", HeaderValue::try_from(trace)?);
            request.headers_mut().insert("x-amzn-trace-id", HeaderValue::from_static("Root=1"));
            request.headers_mut().insert("user-agent", HeaderValue::from_static("mine"));
            Ok(())
        });
        client(kind, config, &fake).send(DescribeBackups::new()).unwrap();
        let requests = fake.requests();
        let seen: Vec<_> = requests.iter().map(|request| header(request, "traceparent")).collect();
        assert_eq!(seen, ["FSx/DescribeBackups/1", "FSx/DescribeBackups/2"]);
        let signatures = [0, 1].map(|index: usize| header(&requests[index], "authorization"));
        let names = "SignedHeaders=content-length;content-type;host;traceparent;x-amz-content-sha256;x-amz-date;\
            x-amz-target,";
        assert!(signatures.iter().all(|signature| signature.contains(names)), "{signatures:?}");
        assert_ne!(signatures[0], signatures[1]);
        assert!(requests.iter().all(|request| header(request, "user-agent") == "mine"));
    }
}

#[test]
fn a_body_changed_by_a_hook_is_signed() {
    let bodies: [&'static [u8]; 2] = [b"{\"MaxResults\": 1234}", b"[]"];
    for body in bodies {
        let fake = FakeTransport::new().reply(200, "{}").reply(200, "{}");
        let config = config().modify_before_signing(move |request, _| {
            *request.body_mut() = Bytes::from_static(body);
            Ok(())
        });
        client(Kind::Blocking, config, &fake).send(DescribeBackups::new()).unwrap();
        let changed = &fake.requests()[0];
        assert_eq!(header(changed, "content-length"), changed.body().len().to_string());
        // `Signer` computes the same signature for the changed request.
        let mut unsigned = changed.clone();
        for name in ["authorization", "x-amz-content-sha256", "x-amz-date", "host"] {
            unsigned.headers_mut().remove(name);
        }
        let signer = ferrosmith::sign::Signer::new("eu-central-1", Credentials::new("AKIDEXAMPLE", "hush"));
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
        let signed = signer.sign::<DescribeBackups>(unsigned, now).unwrap();
        assert_eq!(header(changed, "authorization"), header(&signed, "authorization"));
        assert_eq!(header(changed, "x-amz-content-sha256"), header(&signed, "x-amz-content-sha256"));
    }
}

#[test]
fn hooks_receive_the_result_of_every_attempt() {
    for kind in Kind::BOTH {
        let broken = TransportError::new(TransportErrorKind::Connection, "the line is dead");
        let fake = FakeTransport::new().reply(503, "").reply_with(Err(broken)).reply(200, r#"{"Backups": []}"#);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        let config = config().read_after_attempt(move |answer, attempt| {
            let end = match answer {
                Ok(response) => format!("{} {}", response.status(), response.headers().len()),
                Err(failure) => failure.to_string(),
            };
            log.lock().unwrap().push((attempt.number, end));
            Ok(())
        });
        client(kind, config, &fake).send(DescribeBackups::new()).unwrap();
        let ends = ["503 Service Unavailable 1", "the line is dead", "200 OK 1"];
        let ends: Vec<_> = (1..).zip(ends.map(str::to_owned)).collect();
        assert_eq!(*seen.lock().unwrap(), ends);
    }
}

#[test]
fn an_error_of_a_hook_ends_the_call() {
    let refuse = |text: &str| -> Result<(), BoxError> { Err(text.into()) };
    for kind in Kind::BOTH {
        let fake = FakeTransport::new().reply(500, "").reply(200, "{}");
        let before = config().modify_before_signing(move |_, _| refuse("not on Sundays"));
        let seen = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&seen);
        let before = before.read_after_attempt(move |_, _| {
            count.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        let error = client(kind, before, &fake).send(DescribeBackups::new()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Hook(_)) && !error.is_retryable(), "{error:?}");
        assert_eq!(
            error.report().to_string(),
            "FSx DescribeBackups: a hook of the configuration ended the call: not on Sundays"
        );
        // The hook after attempts is not called for an error of the hook before signing.
        assert_eq!((fake.requests().len(), seen.load(Ordering::Relaxed)), (0, 0));

        let after =
            config().read_after_attempt(move |_, attempt| if attempt.number > 1 { refuse("full") } else { Ok(()) });
        let error = client(kind, after, &fake).send(DescribeBackups::new()).unwrap_err();
        assert_eq!(
            error.report().to_string(),
            "FSx DescribeBackups: a hook of the configuration ended the call (2 attempts): full"
        );
    }
}

#[test]
fn config_override_changes_region_and_credentials() {
    for kind in Kind::BOTH {
        let fake = FakeTransport::new().reply(200, "{}").reply(200, "{}").reply(200, "{}");
        let settings = Settings::default().attempts(1);
        let here = client(kind, config(), &fake).with(settings.clone());
        here.send(DescribeBackups::new()).unwrap();
        let there = here.config_override(|config| {
            assert!(format!("{config:?}").contains("attempts: 1"), "{config:?}");
            config.region("us-east-1").credentials(Credentials::new("AKIDOTHER", "hush"))
        });
        there.send(DescribeBackups::new()).unwrap();
        let local = there.config_override(|config| config.endpoint("http://localhost:1".parse().unwrap()));
        local.send(DescribeBackups::new()).unwrap();
        let seen: Vec<_> = fake
            .requests()
            .iter()
            .map(|request| {
                let scope = header(request, "authorization").split_once("Credential=").unwrap().1;
                (request.uri().host().unwrap().to_owned(), scope.split_once("/fsx/").unwrap().0.to_owned())
            })
            .collect();
        let expected = [
            ("fsx.eu-central-1.amazonaws.com", "AKIDEXAMPLE/20150830/eu-central-1"),
            ("fsx.us-east-1.amazonaws.com", "AKIDOTHER/20150830/us-east-1"),
            ("localhost", "AKIDOTHER/20150830/us-east-1"),
        ];
        assert_eq!(seen, expected.map(|(host, scope)| (host.to_owned(), scope.to_owned())));
    }
}

/// Counts its calls.
#[derive(Debug)]
struct Counting(Arc<AtomicU32>);

impl ProvideCredentials for Counting {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(Credentials::new("AKIDEXAMPLE", "hush")) })
    }
}

#[test]
fn only_unchanged_credentials_are_shared() {
    for kind in Kind::BOTH {
        let calls = Arc::new(AtomicU32::new(0));
        let config = config().credentials(Counting(Arc::clone(&calls)));
        let fake = FakeTransport::answering(|request| {
            let body = match request.uri().host() {
                Some(host) if host.starts_with("sts.") => {
                    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
                     <SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>\
                     </AssumeRoleResponse>"
                }
                _ => "{}",
            };
            Ok(Response::new(Bytes::from_static(body.as_bytes())))
        });
        let here = client(kind, config, &fake);
        here.send(DescribeBackups::new()).unwrap();
        let there = here.config_override(|config| config.region("us-east-1"));
        there.send(DescribeBackups::new()).unwrap();
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        let role = AssumeRole::new("arn:aws:iam::123456789012:role/other");
        there.config_override(|config| config.assume_role(role)).send(DescribeBackups::new()).unwrap();
        assert_eq!(calls.load(Ordering::Relaxed), 2);
        assert!(header(fake.requests().last().unwrap(), "authorization").contains("Credential=ROLE/"));
    }
}

#[test]
fn the_retry_quota_is_shared() {
    let fake = FakeTransport::answering(|_| {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = ferrosmith::http::StatusCode::SERVICE_UNAVAILABLE;
        Ok(response)
    });
    let mut client = client(Kind::Blocking, config(), &fake);
    let mut attempts = 0;
    for _ in 0..100 {
        client = client.config_override(|config| config.region("us-east-1"));
        attempts += client.send(DescribeBackups::new()).unwrap_err().attempts();
    }
    // There are 500 tokens, and a retry acquires 5.
    assert_eq!(attempts, 200);
}
