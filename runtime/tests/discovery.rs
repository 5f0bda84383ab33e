//! Endpoint discovery, with both clients over a transport in memory. The operations are written as the generator does.
#![allow(clippy::unwrap_used, reason = "that is how a test fails")]
use ferrosmith::{
    Bytes, Discovery, Error, Operation, OperationError, OperationSchema, Service, ServiceSchema, Structure, Unhandled,
    client::{
        self, BoxFuture, Config, Credentials, EndpointDiscovery, Environment, FakeTransport, ProvideCredentials,
        Settings, TransportError, TransportErrorKind, blocking,
    },
    error::BoxError,
    http::{Request, Response},
    protocol,
};
use std::{
    collections::BTreeMap,
    future::Future,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, SystemTime},
};

struct Shop;

impl Service for Shop {
    type Error = ShopError;
    const SCHEMA: &'static ServiceSchema = &ServiceSchema {
        name: "Shop",
        version: "1",
        protocols: protocol::Protocols::new(protocol::AWS_JSON_1_0, &[]),
        signing_name: Some("shop"),
        endpoint_prefix: "shop",
        sdk_id: "Shop",
        rules: None,
    };
}

#[derive(OperationError)]
#[non_exhaustive]
enum ShopError {
    Unhandled(Unhandled),
}

#[derive(OperationError)]
#[smithy(ShopError)]
#[non_exhaustive]
enum CallError {
    Unhandled(Unhandled),
}

#[derive(Clone, Structure)]
struct DescribeEndpoints {
    #[smithy("Operation")]
    operation: Option<String>,
    #[smithy("Identifiers")]
    identifiers: Option<BTreeMap<String, String>>,
}

#[derive(Clone, Structure)]
struct DescribeEndpointsOutput {
    #[smithy("Endpoints")]
    endpoints: Option<Vec<Found>>,
}

#[derive(Clone, Structure)]
struct Found {
    #[smithy("Address")]
    address: Option<String>,
    #[smithy("CachePeriodInMinutes")]
    cache_period_in_minutes: Option<i64>,
}

#[derive(Clone, Structure)]
struct Nothing {}

/// Declares an operation with the input member `Table`.
macro_rules! operation {
    ($name:ident, $schema:expr) => {
        #[derive(Clone, Structure)]
        struct $name {
            #[smithy("Table")]
            table: Option<String>,
        }

        impl Operation for $name {
            type Service = Shop;
            type Output = Nothing;
            type Error = CallError;
            const SCHEMA: &'static OperationSchema = &$schema;
        }
    };
}

impl Operation for DescribeEndpoints {
    type Service = Shop;
    type Output = DescribeEndpointsOutput;
    type Error = CallError;
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("DescribeEndpoints");
}

operation!(
    Write,
    OperationSchema::new("Write").discovery(
        &Discovery::by::<DescribeEndpoints>().required().by_operation().identifiers(&["Table"]).error("StaleEndpoint")
    )
);
operation!(
    Erase,
    OperationSchema::new("Erase")
        .discovery(&Discovery::by::<DescribeEndpoints>().required().by_operation().identifiers(&["Table"]))
);
operation!(Read, OperationSchema::new("Read").discovery(&Discovery::by::<DescribeEndpoints>()));
operation!(Look, OperationSchema::new("Look").discovery(&Discovery::by::<DescribeEndpoints>().required()));
operation!(Plain, OperationSchema::new("Plain"));

enum Client {
    Async(client::Client<Shop>),
    Blocking(blocking::Client<Shop>),
}

/// A client, its transport, and its clock.
struct World {
    client: Client,
    transport: FakeTransport,
    clock: Arc<AtomicU64>,
}

fn config() -> Config {
    Config::default().credentials(Credentials::new("AKID", "hush"))
}

/// How the service answers: to discoveries in order (the last again and again), and to other requests.
type Answer = (u16, String);

fn endpoints(list: &[(&str, i64)]) -> Answer {
    let list: Vec<_> = list
        .iter()
        .map(|(address, minutes)| format!(r#"{{"Address": {address:?}, "CachePeriodInMinutes": {minutes}}}"#))
        .collect();
    (200, format!(r#"{{"Endpoints": [{}]}}"#, list.join(", ")))
}

fn response((status, body): Answer) -> Result<Response<Bytes>, TransportError> {
    if status == 0 {
        return Err(TransportError::new(TransportErrorKind::Connection, "it is gone"));
    }
    Ok(Response::builder().status(status).body(body.into()).unwrap())
}

fn is_discovery(request: &Request<Bytes>) -> bool {
    request.headers()["x-amz-target"].to_str().unwrap().ends_with(".DescribeEndpoints")
}

impl World {
    fn new(
        blocking: bool,
        config: Config,
        discoveries: &[Answer],
        other: impl Fn(&str) -> Answer + Send + 'static,
    ) -> Self {
        let clock = Arc::new(AtomicU64::new(1_700_000_000));
        let seconds = Arc::clone(&clock);
        let now = move || SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.load(Ordering::SeqCst));
        let config = config.region("eu-west-1").settings(Settings::default().attempts(1)).clock(now);
        let mut discoveries: Vec<Answer> = discoveries.to_vec();
        let transport = FakeTransport::answering(move |request| {
            if !is_discovery(request) {
                return response(other(request.uri().host().unwrap()));
            }
            response(if discoveries.len() > 1 { discoveries.remove(0) } else { discoveries[0].clone() })
        });
        let client = match blocking {
            true => Client::Blocking(blocking::Client::with_transport(config, transport.clone())),
            false => Client::Async(client::Client::with_transport(config, transport.clone())),
        };
        Self { client, transport, clock }
    }

    fn send<O: Operation<Service = Shop>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        match &self.client {
            Client::Async(client) => wait(client.send(operation)),
            Client::Blocking(client) => client.send(operation),
        }
    }

    fn advance(&self, seconds: u64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Returns the operations and hosts of the requests since the last call of this function.
    fn sent(&self, from: &mut usize) -> Vec<String> {
        let requests = self.transport.requests();
        let new = requests.get(*from..).unwrap_or_default();
        *from = requests.len();
        let line = |request: &Request<Bytes>| {
            let target = request.headers()["x-amz-target"].to_str().unwrap();
            let operation = target.split_once('.').unwrap().1.replace("DescribeEndpoints", "?");
            format!("{operation} {}", request.uri().host().unwrap())
        };
        new.iter().map(line).collect()
    }
}

/// Polls a future whose transport never waits.
fn wait<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
        thread::yield_now();
    }
}

const REGULAR: &str = "shop.eu-west-1.amazonaws.com";

fn success(_: &str) -> Answer {
    (200, "{}".to_owned())
}

fn discovery_of(host: &str) -> String {
    format!("? {host}")
}

fn table(name: &str) -> Option<String> {
    Some(name.to_owned())
}

fn report<T: std::fmt::Debug>(result: Result<T, Error<CallError>>) -> String {
    result.unwrap_err().report().to_string()
}

#[test]
fn a_required_endpoint_is_discovered_once_for_what_it_depends_on() {
    for blocking in [false, true] {
        let world = World::new(blocking, config(), &[endpoints(&[("one.example", 10), ("two.example", 60)])], success);
        let mut from = 0;
        world.send(Write { table: table("a") }).unwrap();
        assert_eq!(world.sent(&mut from), [discovery_of(REGULAR), "Write one.example".to_owned()]);
        let requests = world.transport.requests();
        assert_eq!(*requests[0].body(), r#"{"Operation":"Write","Identifiers":{"Table":"a"}}"#);
        assert_eq!(requests[1].uri().scheme_str(), Some("https"));
        let authorization = requests[1].headers()["authorization"].to_str().unwrap();
        assert!(authorization.contains("/eu-west-1/shop/aws4_request"), "{authorization}");

        world.send(Write { table: table("a") }).unwrap();
        assert_eq!(world.sent(&mut from), ["Write one.example"]);
        world.send(Write { table: table("b") }).unwrap();
        assert_eq!(world.sent(&mut from), [discovery_of(REGULAR), "Write one.example".to_owned()]);
        world.send(Erase { table: table("a") }).unwrap();
        assert_eq!(world.sent(&mut from), [discovery_of(REGULAR), "Erase one.example".to_owned()]);
        world.send(Look { table: table("a") }).unwrap();
        assert_eq!(world.transport.requests()[from].body(), "{}");
        assert_eq!(world.sent(&mut from), [discovery_of(REGULAR), "Look one.example".to_owned()]);
        world.send(Look { table: table("b") }).unwrap();
        world.send(Plain { table: None }).unwrap();
        assert_eq!(world.sent(&mut from), ["Look one.example".to_owned(), format!("Plain {REGULAR}")]);
    }
}

#[test]
fn endpoints_expire_in_their_order_and_stay_while_discovery_fails() {
    for blocking in [false, true] {
        let first = endpoints(&[("one.example", 1), ("two.example", 2)]);
        let discoveries = [first, (500, String::new()), endpoints(&[("three.example", 0)])];
        let world = World::new(blocking, config(), &discoveries, success);
        let mut from = 0;
        let mut hosts = |seconds| {
            world.advance(seconds);
            world.send(Look { table: None }).unwrap();
            world.sent(&mut from)
        };
        assert_eq!(hosts(0), [discovery_of(REGULAR), "Look one.example".to_owned()]);
        assert_eq!(hosts(59), ["Look one.example"]);
        assert_eq!(hosts(1), ["Look two.example"]);
        // Discovery fails: an expired endpoint is better than none, and the next attempt is a minute away.
        assert_eq!(hosts(60), [discovery_of(REGULAR), "Look one.example".to_owned()]);
        assert_eq!(hosts(59), ["Look one.example"]);
        assert_eq!(hosts(1), [discovery_of(REGULAR), "Look three.example".to_owned()]);
        // An endpoint that says to be valid for no time is valid for a minute.
        assert_eq!(hosts(59), ["Look three.example"]);
        assert_eq!(hosts(1), [discovery_of(REGULAR), "Look three.example".to_owned()]);
    }
}

#[test]
fn a_refused_endpoint_is_discovered_again_once() {
    let stale = |code: &str| (400, format!(r#"{{"__type": "com.example#{code}", "message": "elsewhere"}}"#));
    let refusals = [stale("StaleEndpoint"), stale("InvalidEndpointException"), (421, String::new())];
    for (blocking, refusal) in
        [false, true].into_iter().flat_map(|kind| refusals.clone().map(|refusal| (kind, refusal)))
    {
        let discoveries = [endpoints(&[("old.example", 60)]), endpoints(&[("new.example", 60)])];
        let answer = refusal.clone();
        let other = move |host: &str| if host == "new.example" { success(host) } else { answer.clone() };
        let world = World::new(blocking, config(), &discoveries, other);
        let mut from = 0;
        world.send(Write { table: table("a") }).unwrap();
        let expected = [
            discovery_of(REGULAR),
            "Write old.example".to_owned(),
            discovery_of(REGULAR),
            "Write new.example".to_owned(),
        ];
        assert_eq!(world.sent(&mut from), expected);
        world.send(Write { table: table("a") }).unwrap();
        assert_eq!(world.sent(&mut from), ["Write new.example"]);

        // It is refused again: that is the error of the call.
        let answer = refusal.clone();
        let world = World::new(blocking, config(), &discoveries, move |_| answer.clone());
        let error = world.send(Write { table: table("a") }).unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(refusal.0), 2));
        assert_eq!(world.transport.requests().len(), 4);

        // Discovery fails: the error of the service says more.
        let answer = refusal.clone();
        let discoveries = [endpoints(&[("old.example", 60)]), (500, String::new())];
        let world = World::new(blocking, config(), &discoveries, move |_| answer.clone());
        let error = world.send(Write { table: table("a") }).unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(refusal.0), 1));
    }
    // Another error is no reason.
    let world = World::new(true, config(), &[endpoints(&[("old.example", 60)])], move |_| stale("Full"));
    assert_eq!(world.send(Write { table: table("a") }).unwrap_err().code(), Some("Full"));
    assert_eq!(world.transport.requests().len(), 2);
}

#[test]
fn a_required_discovery_that_fails_is_an_error_that_says_so() {
    let prefix = "Shop Look: the request cannot be made: it has no endpoint: DescribeEndpoints did not discover it: ";
    let called = "Shop DescribeEndpoints: ";
    let table = [
        ((403, r#"{"__type": "Denied"}"#.to_owned()), format!("{called}Denied (status 403)")),
        ((0, String::new()), format!("{called}no response from {REGULAR}: it is gone")),
        ((200, "{}".to_owned()), "the response has no endpoints".to_owned()),
        (endpoints(&[]), "the response has no endpoint".to_owned()),
        ((200, r#"{"Endpoints": [{}]}"#.to_owned()), "an endpoint has no address".to_owned()),
        (
            endpoints(&[("me:hush@one.example", 1)]),
            "`https://…@one.example` is not an endpoint: an endpoint has no user and no password".to_owned(),
        ),
        (
            endpoints(&[("a b", 1)]),
            "`https://a b` is not an endpoint: an endpoint looks like `https://host` or `https://host:port/path`"
                .to_owned(),
        ),
    ];
    for (answer, expected) in table {
        for blocking in [false, true] {
            let world = World::new(blocking, config(), std::slice::from_ref(&answer), success);
            for _ in 0..2 {
                assert_eq!(report(world.send(Look { table: None })), format!("{prefix}{expected}"));
            }
            // Each call tries.
            assert_eq!(world.transport.requests().len(), 2);
        }
    }
}

#[test]
fn addresses_may_be_urls_and_the_first_usable_one_counts() {
    for (list, expected) in [
        (&[("http://127.0.0.1:4566", 1)][..], "http://127.0.0.1:4566/"),
        (&[("https://one.example/base", 1)], "https://one.example/base/"),
        (&[("", 1), ("a b", 1), ("httpd.example:8443", i64::MAX)], "https://httpd.example:8443/"),
    ] {
        let world = World::new(true, config(), &[endpoints(list)], success);
        world.send(Look { table: None }).unwrap();
        assert_eq!(world.transport.requests()[1].uri().to_string(), expected);
    }
}

#[test]
fn settings_decide_about_operations_that_do_not_require_it() {
    let read = |value: &str| {
        let environment = Environment::empty().variable("AWS_ENABLE_ENDPOINT_DISCOVERY", value);
        Config::from_environment(environment).map(|config| config.credentials(Credentials::new("AKID", "hush")))
    };
    let error = read("often").unwrap_err().to_string();
    assert_eq!(error, "AWS_ENABLE_ENDPOINT_DISCOVERY is `often`, but it is `true`, `false` or `auto`");
    let file = Environment::empty().file("~/.aws/config", "[default]\nendpoint_discovery_enabled = true\n");
    let profile = Config::from_environment(file).unwrap().credentials(Credentials::new("AKID", "hush"));
    let table = [
        (config(), EndpointDiscovery::Auto),
        (config().endpoint_discovery(EndpointDiscovery::Enabled), EndpointDiscovery::Enabled),
        (config().endpoint_discovery(EndpointDiscovery::Disabled), EndpointDiscovery::Disabled),
        (read("").unwrap(), EndpointDiscovery::Auto),
        (read("auto").unwrap(), EndpointDiscovery::Auto),
        (read("True").unwrap(), EndpointDiscovery::Enabled),
        (read("false").unwrap(), EndpointDiscovery::Disabled),
        (profile, EndpointDiscovery::Enabled),
    ];
    for (config, discovery) in table {
        for blocking in [false, true] {
            let world = World::new(blocking, config.clone(), &[endpoints(&[("one.example", 1)])], success);
            let mut from = 0;
            world.send(Read { table: None }).unwrap();
            let expected = match discovery {
                EndpointDiscovery::Enabled => vec![discovery_of(REGULAR), "Read one.example".to_owned()],
                _ => vec![format!("Read {REGULAR}")],
            };
            assert_eq!(world.sent(&mut from), expected, "{discovery:?}");
            let result = world.send(Look { table: None });
            if discovery == EndpointDiscovery::Disabled {
                let expected = "it has no endpoint: it has to be discovered, which `Config::endpoint_discovery` or \
                                AWS_ENABLE_ENDPOINT_DISCOVERY turns off";
                assert!(report(result).ends_with(expected));
                assert!(world.sent(&mut from).is_empty());
            } else {
                assert_eq!(world.sent(&mut from).last().unwrap(), "Look one.example");
            }
        }
    }
}

#[test]
fn an_optional_discovery_that_fails_leaves_the_regional_endpoint() {
    for blocking in [false, true] {
        let config = config().endpoint_discovery(EndpointDiscovery::Enabled);
        let discoveries = [(500, String::new()), endpoints(&[("one.example", 60)])];
        let stale = r#"{"__type": "InvalidEndpointException"}"#;
        let other = |host: &str| if host == REGULAR { success(host) } else { (400, stale.to_owned()) };
        let world = World::new(blocking, config, &discoveries, other);
        let mut from = 0;
        let mut sent = |seconds| {
            world.advance(seconds);
            world.send(Read { table: None }).unwrap();
            world.sent(&mut from)
        };
        assert_eq!(sent(0), [discovery_of(REGULAR), format!("Read {REGULAR}")]);
        assert_eq!(sent(59), [format!("Read {REGULAR}")]);
        // A minute later there is one, which the service refuses.
        let expected =
            ["? ", "Read one.example", "? ", "Read one.example"].map(|line| line.replace("? ", &discovery_of(REGULAR)));
        world.advance(1);
        assert_eq!(
            report(world.send(Read { table: None })),
            "Shop Read: InvalidEndpointException (status 400, 2 attempts)"
        );
        assert_eq!(world.sent(&mut from), expected);
    }
}

#[test]
fn an_endpoint_of_the_configuration_is_used_as_it_is() {
    let own = config().endpoint("https://own.example".parse().unwrap());
    let world = World::new(
        true,
        own.endpoint_discovery(EndpointDiscovery::Enabled),
        &[endpoints(&[("one.example", 1)])],
        success,
    );
    world.send(Look { table: None }).unwrap();
    world.send(Read { table: None }).unwrap();
    assert_eq!(world.sent(&mut 0), ["Look own.example", "Read own.example"]);
}

/// The discovery takes long enough that all calls wait for it.
#[test]
fn many_calls_wait_for_one_discovery() {
    for fails in [false, true] {
        let transport = FakeTransport::answering(move |request| {
            if !is_discovery(request) {
                return response(success(""));
            }
            thread::sleep(Duration::from_millis(200));
            response(if fails { (403, "{}".to_owned()) } else { endpoints(&[("one.example", 1)]) })
        });
        let config = config().region("eu-west-1");
        let client: blocking::Client<Shop> = blocking::Client::with_transport(config, transport.clone());
        thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| assert_eq!(client.send(Look { table: None }).is_err(), fails));
            }
        });
        let discoveries = transport.requests().iter().filter(|request| is_discovery(request)).count();
        assert_eq!(discoveries, 1);
    }
}

/// Provides another access key each time, for a day.
#[derive(Debug)]
struct Rotating(Mutex<u64>, Arc<AtomicU64>);

impl ProvideCredentials for Rotating {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        let mut number = self.0.lock().unwrap();
        *number += 1;
        let end = SystemTime::UNIX_EPOCH + Duration::from_secs(self.1.load(Ordering::SeqCst) + 24 * 3600);
        let credentials = Credentials::new(format!("AKID{number}"), "hush").expires_at(end);
        Box::pin(async move { Ok(credentials) })
    }
}

#[test]
fn other_keys_have_other_endpoints() {
    let clock = Arc::new(AtomicU64::new(1_700_000_000));
    let provider = Rotating(Mutex::new(0), Arc::clone(&clock));
    let config = Config::default().credentials(provider);
    let world = World::new(true, config, &[endpoints(&[("one.example", 100_000)])], success);
    let mut from = 0;
    world.send(Look { table: None }).unwrap();
    assert_eq!(world.sent(&mut from).len(), 2);
    world.advance(20 * 3600);
    world.send(Look { table: None }).unwrap();
    assert_eq!(world.sent(&mut from), ["Look one.example"]);
    world.advance(4 * 3600);
    clock.fetch_add(24 * 3600, Ordering::SeqCst);
    world.send(Look { table: None }).unwrap();
    assert_eq!(world.sent(&mut from), [discovery_of(REGULAR), "Look one.example".to_owned()]);
}

#[test]
fn a_presigned_request_goes_to_the_discovered_endpoint() {
    for (answer, expected) in [
        (endpoints(&[("one.example", 1)]), "one.example"),
        ((403, "{}".to_owned()), "it has no endpoint: DescribeEndpoints did not discover it"),
    ] {
        let world = World::new(true, config(), &[answer], success);
        let Client::Blocking(client) = &world.client else { unreachable!("it is blocking") };
        match client.presign(Look { table: None }, Duration::from_secs(60)) {
            Ok(presigned) => assert_eq!(presigned.uri().host(), Some(expected)),
            Err(error) => assert!(error.report().to_string().contains(expected), "{}", error.report()),
        }
        assert_eq!(world.sent(&mut 0), [discovery_of(REGULAR)]);
    }
}

/// Credentials that fail are that error, and no discovery is tried.
#[test]
fn without_credentials_nothing_is_discovered() {
    let environment = Environment::empty().variable("AWS_EC2_METADATA_DISABLED", "true");
    let world = World::new(true, Config::from_environment(environment).unwrap(), &[endpoints(&[])], success);
    let error = report(world.send(Look { table: None }));
    assert!(error.starts_with("Shop Look: no usable credentials: "), "{error}");
    assert!(world.transport.requests().is_empty());
    let world = World::new(true, Config::default().anonymous(), &[endpoints(&[("one.example", 1)])], success);
    world.send(Look { table: None }).unwrap();
    assert!(world.transport.requests().iter().all(|request| !request.headers().contains_key("authorization")));
}
