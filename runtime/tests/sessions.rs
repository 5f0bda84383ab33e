//! Sessions of clients, with a service of our own: `GET /{bucket}?session` creates one, and `GET /{bucket}/{key}` is signed
//! with it.
#![cfg(feature = "transport")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "these are tests")]
use ferrosmith::{
    AuthScheme, Bytes, Operation, OperationError, OperationSchema, Service, ServiceSchema, SessionOperation, Structure,
    Timestamp, Unhandled,
    client::{
        BoxFuture, Client, Config, Credentials, FakeTransport, ProvideCredentials, Recorder, Transport, TransportError,
        blocking,
    },
    endpoint::{Constant, Context, rules::*},
    error::BoxError,
    http::{Request, Response},
    protocol,
};
use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Poll, Wake, Waker},
    thread,
    time::{Duration, SystemTime},
};

const SCHEME: &[(&str, Expression)] = &[
    ("name", text("sigv4-s3express")),
    ("signingName", text("express")),
    ("signingRegion", text("{Region}-zone")),
    ("disableDoubleEncoding", Expression::Boolean(true)),
];

const RULES: &RuleSet = &RuleSet::new(
    &[
        Parameter::new("Region").built_in("AWS::Region"),
        Parameter::new("Bucket"),
        Parameter::new("DisableSessions").default(Constant::Boolean(false)),
    ],
    &[
        endpoint(&[boolean_equals(&[var("DisableSessions"), Expression::Boolean(true)])], "https://plain.example"),
        endpoint_with(&[], text("https://session.example"), &[("authSchemes", list(&[object(SCHEME)]))], &[]),
    ],
);

struct Store;

impl Service for Store {
    type Error = Error;
    const SCHEMA: &'static ServiceSchema = &ServiceSchema {
        name: "Store",
        version: "1",
        protocols: protocol::Protocols::new(protocol::REST_JSON_1, &[]),
        signing_name: Some("store"),
        endpoint_prefix: "store",
        sdk_id: "Store",
        rules: Some(RULES),
    };
    const SESSIONS: Option<SessionOperation> = Some(SessionOperation::new::<Open>("Bucket", "bucket", "made.keys"));
}

#[derive(OperationError)]
enum Error {
    Unhandled(Unhandled),
}

#[derive(Clone, Structure)]
struct Open {
    #[smithy("bucket", required, label)]
    bucket: Option<String>,
}

#[derive(Clone, Structure)]
struct Opened {
    #[smithy("made")]
    made: Option<Box<Made>>,
}

#[derive(Clone, Structure)]
struct Made {
    #[smithy("keys")]
    keys: Option<Box<Keys>>,
}

#[derive(Clone, Structure)]
struct Keys {
    #[smithy("AccessKeyId")]
    access_key_id: Option<String>,
    #[smithy("SecretAccessKey", sensitive)]
    secret_access_key: Option<String>,
    #[smithy("SessionToken", sensitive)]
    session_token: Option<String>,
    #[smithy("Expiration")]
    expiration: Option<Timestamp>,
}

impl Operation for Open {
    type Service = Store;
    type Output = Opened;
    type Error = Error;
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Open")
        .http("GET", "/{bucket}?session", 200)
        .context(&[Context::fixed("DisableSessions", Constant::Boolean(true)), Context::member("Bucket", "bucket")]);
}

#[derive(Clone, Structure)]
struct Get {
    #[smithy("bucket", required, label)]
    bucket: Option<String>,
}

#[derive(Clone, Structure)]
struct Got {}

impl Operation for Get {
    type Service = Store;
    type Output = Got;
    type Error = Error;
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("Get").http("GET", "/{bucket}/key", 200).context(&[Context::member("Bucket", "bucket")]);
}

/// An operation without a bucket.
#[derive(Clone, Structure)]
struct List {}

impl Operation for List {
    type Service = Store;
    type Output = Got;
    type Error = Error;
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("List").http("GET", "/", 200).auth(&[AuthScheme::SigV4]);
}

fn get(bucket: &str) -> Get {
    Get { bucket: Some(bucket.to_owned()) }
}

/// A service whose sessions last five minutes, and its clock, in seconds.
#[derive(Clone, Default)]
struct Server {
    time: Arc<AtomicU64>,
    sessions: Arc<AtomicUsize>,
}

impl Server {
    fn new() -> Self {
        let server = Self::default();
        server.time.store(1_700_000_000, Ordering::SeqCst);
        server
    }

    fn pass(&self, seconds: u64) {
        self.time.fetch_add(seconds, Ordering::SeqCst);
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.time.load(Ordering::SeqCst))
    }

    /// Answers with a new session, if that is what is asked for.
    fn respond(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if request.uri().query() != Some("session") {
            return Ok(Response::new(Bytes::from("{}")));
        }
        let number = self.sessions.fetch_add(1, Ordering::SeqCst) + 1;
        let expiration = self.time.load(Ordering::SeqCst) + 300;
        Ok(Response::new(Bytes::from(format!(
            r#"{{"made": {{"keys": {{"AccessKeyId": "ASIA{number}", "SecretAccessKey": "hush{number}",
                "SessionToken": "token{number}", "Expiration": {expiration}}}}}}}"#
        ))))
    }

    fn transport(&self) -> FakeTransport {
        let server = self.clone();
        FakeTransport::answering(move |request| server.respond(request))
    }

    fn config(&self) -> Config {
        let server = self.clone();
        let config = Config::new("eu-west-1").clock(move || server.now());
        config.credentials(Credentials::new("AKIDCLIENT", "hush").session_token("client-token"))
    }
}

/// Describes how a request is signed: the access key, the scope, and the tokens.
fn signed(request: &Request<Bytes>) -> String {
    let header = |name: &str| request.headers().get(name).map_or("-", |value| value.to_str().unwrap());
    let authorization = header("authorization");
    let credential = authorization.split_once("Credential=").map_or("-", |(_, rest)| rest.split_once(',').unwrap().0);
    let parts: Vec<&str> = credential.split('/').collect();
    let tokens = [header("x-amz-security-token"), header("x-amz-s3session-token")];
    for name in ["x-amz-security-token", "x-amz-s3session-token"] {
        assert_eq!(request.headers().contains_key(name), authorization.contains(name), "{authorization}");
    }
    format!("{} {} {} {}", request.uri(), [parts[0], parts[2], parts[3]].join("/"), tokens[0], tokens[1])
}

fn all_signed(fake: &FakeTransport) -> Vec<String> {
    fake.requests().iter().map(signed).collect()
}

const OPEN: &str = "https://plain.example/one?session AKIDCLIENT/eu-west-1/store client-token -";
const GET: &str = "https://session.example/one/key ASIA1/eu-west-1-zone/express - token1";

#[test]
fn the_first_call_creates_a_session() {
    let server = Server::new();
    let fake = server.transport();
    let client = blocking::Client::<Store>::with_transport(server.config(), fake.clone());
    client.send(get("one")).unwrap();
    client.clone().send(get("one")).unwrap();
    client.send(get("two")).unwrap();
    client.send(get("one")).unwrap();
    let open_two = OPEN.replace("/one", "/two");
    let get_two = "https://session.example/two/key ASIA2/eu-west-1-zone/express - token2";
    assert_eq!(all_signed(&fake), [OPEN, GET, GET, &open_two, get_two, GET]);
}

#[test]
fn an_async_client_does_the_same() {
    let server = Server::new();
    let fake = server.transport();
    let client = Client::<Store>::with_transport(server.config(), fake.clone());
    block_on(client.send(get("one"))).unwrap();
    block_on(client.send(get("one"))).unwrap();
    assert_eq!(all_signed(&fake), [OPEN, GET, GET]);
}

#[test]
fn sessions_are_renewed_a_minute_before_they_end() {
    let server = Server::new();
    let fake = server.transport();
    let client = blocking::Client::<Store>::with_transport(server.config(), fake.clone());
    for (seconds, sessions) in [(0, 1), (235, 1), (10, 2), (230, 2), (1000, 3)] {
        server.pass(seconds);
        client.send(get("one")).unwrap();
        assert_eq!(server.sessions.load(Ordering::SeqCst), sessions, "after {seconds} s");
        assert!(signed(fake.requests().last().unwrap()).ends_with(&format!(" token{sessions}")));
    }
}

#[test]
fn calls_at_once_share_a_session() {
    let slow = |server: &Server| {
        let server = server.clone();
        FakeTransport::answering(move |request| {
            if request.uri().query() == Some("session") {
                thread::sleep(Duration::from_millis(50));
            }
            server.respond(request)
        })
    };
    let server = Server::new();
    let client = blocking::Client::<Store>::with_transport(server.config(), slow(&server));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.send(get("one")).unwrap());
        }
    });
    assert_eq!(server.sessions.load(Ordering::SeqCst), 1);
    let server = Server::new();
    let client = Client::<Store>::with_transport(server.config(), slow(&server));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| block_on(client.send(get("one"))).unwrap());
        }
    });
    assert_eq!(server.sessions.load(Ordering::SeqCst), 1);
}

#[test]
fn a_failure_names_the_operation_and_is_not_kept() {
    let server = Server::new();
    let body = r#"{"__type": "AccessDenied", "message": "not yours"}"#;
    let fake = server.transport().reply(403, body);
    let client = blocking::Client::<Store>::with_transport(server.config(), fake.clone());
    let error = client.send(get("one")).unwrap_err();
    assert_eq!(
        error.report().to_string(),
        "Store Get: no usable credentials: Store Open: AccessDenied: not yours (status 403)"
    );
    assert!(!format!("{error:?}").contains("hush"));
    client.send(get("one")).unwrap();
    assert_eq!(all_signed(&fake), [OPEN, OPEN, GET]);

    // It is retried as any other call.
    let fake = server.transport().reply(503, "{}").reply(500, "{}");
    blocking::Client::<Store>::with_transport(server.config(), fake.clone()).send(get("one")).unwrap();
    assert_eq!((fake.requests().len(), fake.slept().len()), (4, 2));
}

#[test]
fn a_session_without_credentials_is_an_error() {
    let keys = |keys: &str| format!(r#"{{"made": {{"keys": {{{keys}}}}}}}"#);
    let all = r#""AccessKeyId": "a", "SecretAccessKey": "hush", "SessionToken": "hush""#;
    for (body, expected) in [
        ("{}".to_owned(), "the response has no `made.keys`"),
        (r#"{"made": {"keys": null}}"#.to_owned(), "the response has no `made.keys`"),
        (keys(all), "the response has no `made.keys.Expiration`"),
        (keys(r#""AccessKeyId": "a", "Expiration": 1900000000"#), "the response has no `made.keys.SecretAccessKey`"),
        (
            keys(r#""AccessKeyId": "a", "SecretAccessKey": "hush", "SessionToken": "", "Expiration": 1900000000"#),
            "the response has no `made.keys.SessionToken`",
        ),
        (
            keys(&format!(r#"{all}, "Expiration": 1000000000"#)),
            "the session has expired before its first use; is the clock of this machine right?",
        ),
    ] {
        let server = Server::new();
        let client = blocking::Client::<Store>::with_transport(server.config(), server.transport().reply(200, body));
        let error = client.send(get("one")).unwrap_err().report().to_string();
        assert_eq!(error, format!("Store Get: no usable credentials: Store Open: {expected}"));
    }
}

#[test]
fn renewals_that_fail_leave_the_session_in_use() {
    let server = Server::new();
    let fake = server.transport();
    let client = blocking::Client::<Store>::with_transport(server.config(), fake.clone());
    client.send(get("one")).unwrap();
    server.pass(250);
    let fake = fake.reply(403, "{}");
    client.send(get("one")).unwrap();
    assert!(signed(fake.requests().last().unwrap()).ends_with(" token1"));
}

/// Other credentials each time, which have expired soon.
#[derive(Debug)]
struct Changing(Arc<AtomicU64>, AtomicUsize);

impl ProvideCredentials for Changing {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        let number = self.1.fetch_add(1, Ordering::SeqCst) + 1;
        let end = SystemTime::UNIX_EPOCH + Duration::from_secs(self.0.load(Ordering::SeqCst) + 100);
        Box::pin(async move { Ok(Credentials::new(format!("AKID{number}"), "hush").expires_at(end)) })
    }
}

#[test]
fn other_credentials_get_another_session() {
    let server = Server::new();
    let fake = server.transport();
    let config = server.config().credentials(Changing(Arc::clone(&server.time), AtomicUsize::new(0)));
    let client = blocking::Client::<Store>::with_transport(config, fake.clone());
    client.send(get("one")).unwrap();
    server.pass(150);
    client.send(get("one")).unwrap();
    let expected = ["AKID1/eu-west-1/store", "ASIA1", "AKID2/eu-west-1/store", "ASIA2"];
    for (signed, expected) in all_signed(&fake).iter().zip(expected) {
        assert!(signed.contains(&format!(" {expected}")), "{signed}");
    }
    // So does a client with another configuration.
    let other = client.config_override(|config| config.credentials(Credentials::new("AKIDOTHER", "hush")));
    other.send(get("one")).unwrap();
    let signed = all_signed(&fake);
    assert!(signed[4].contains(" AKIDOTHER/") && signed[5].contains(" ASIA3/"), "{signed:?}");
}

#[test]
fn the_sessions_of_a_client_are_bounded() {
    let server = Server::new();
    let client = blocking::Client::<Store>::with_transport(server.config(), server.transport());
    let created = |bucket: usize| {
        let before = server.sessions.load(Ordering::SeqCst);
        client.send(get(&format!("bucket-{bucket}"))).unwrap();
        server.sessions.load(Ordering::SeqCst) > before
    };
    assert!((0..100).all(created));
    // The last use counts.
    assert!(!created(0) && created(100));
    assert!(!created(0) && created(1));
}

#[test]
fn a_presigned_request_has_the_token_in_its_query() {
    let server = Server::new();
    let fake = server.transport();
    let client = blocking::Client::<Store>::with_transport(server.config(), fake.clone());
    let presigned = client.presign(get("one"), Duration::from_secs(3600)).unwrap();
    let query = presigned.uri().query().unwrap();
    assert!(query.contains("&X-Amz-S3session-Token=token1&") && !query.contains("Security-Token"), "{query}");
    assert!(query.contains("Credential=ASIA1%2F") && query.contains("%2Feu-west-1-zone%2Fexpress%2F"), "{query}");
    // Not longer than the session.
    assert!(query.contains("&X-Amz-Expires=300&"), "{query}");
    assert!(presigned.headers().is_empty());
    assert_eq!(all_signed(&fake), [OPEN]);
}

/// The responses that create sessions are secret.
#[test]
fn recordings_have_no_sessions() {
    let server = Server::new();
    let recorder = Recorder::new(server.transport());
    blocking::Client::<Store>::with_transport(server.config(), recorder.clone()).send(get("one")).unwrap();
    let recording = recorder.recording();
    assert!(
        recording.lines().count() == 1 && recording.contains("/one/key") && !recording.contains("hush"),
        "{recording}"
    );
    let config = server.config().endpoint_parameter("DisableSessions", true.into());
    let fake = FakeTransport::replaying(&recording).unwrap();
    blocking::Client::<Store>::with_transport(config, fake).send(get("one")).unwrap();
}

#[test]
fn without_sessions_calls_are_signed_with_the_clients_credentials() {
    let server = Server::new();
    let fake = server.transport();
    let config = server.config().endpoint_parameter("DisableSessions", true.into());
    blocking::Client::<Store>::with_transport(config, fake.clone()).send(get("one")).unwrap();
    let anonymous = blocking::Client::<Store>::with_transport(server.config().anonymous(), fake.clone());
    anonymous.send(get("one")).unwrap();
    assert_eq!(signed(&fake.requests()[0]), "https://plain.example/one/key AKIDCLIENT/eu-west-1/store client-token -");
    assert_eq!((fake.requests().len(), fake.requests()[1].headers().contains_key("authorization")), (2, false));
}

#[test]
fn a_call_without_a_bucket_says_so() {
    let server = Server::new();
    let fake = server.transport();
    let error = blocking::Client::<Store>::with_transport(server.config(), fake.clone()).send(List {}).unwrap_err();
    assert!(
        error.report().to_string().ends_with("Open needs a value of `Bucket`, which this call has not"),
        "{error:?}"
    );
    assert!(fake.requests().is_empty());
}

#[test]
fn a_call_waits_for_a_session_as_long_as_it_may_take() {
    /// Never answers.
    #[derive(Debug)]
    struct Silent(Mutex<u32>);
    impl Transport for Silent {
        fn send<'a>(
            &'a self,
            _: Request<Bytes>,
            _: &'a ferrosmith::client::Limits,
        ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
            *self.0.lock().unwrap() += 1;
            Box::pin(std::future::pending())
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
            Box::pin(async {})
        }

        fn timer(&self, duration: Duration) -> BoxFuture<'_, ()> {
            thread::sleep(duration);
            Box::pin(async {})
        }
    }
    let server = Server::new();
    let mut settings = ferrosmith::client::Settings::default();
    settings.timeout = Duration::from_millis(20);
    settings.attempts = 1;
    let config = server.config().settings(settings);
    let client = Client::<Store>::with_transport(config, Silent(Mutex::new(0)));
    let error = block_on(client.send(get("one"))).unwrap_err();
    assert!(matches!(error.kind(), ferrosmith::ErrorKind::Timeout(_)), "{error:?}");
}

/// Runs a future on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut std::task::Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}
