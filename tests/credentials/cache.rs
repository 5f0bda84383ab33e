//! Caching of credentials, and refreshes that fail or take too long.
use super::world::{environment, respond};
use ferrosmith::{
    Bytes, Error, ErrorKind, Timestamp, TimestampFormat,
    client::{BoxFuture, Config, Credentials, FakeTransport, ProvideCredentials, Settings},
    error::BoxError,
    http::{Request, Response},
};
use ferrosmith_aws::fsx::{self, operation::DescribeFileSystems};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

/// 2026-01-01T00:00:00Z.
const START: u64 = 1_767_225_600;

/// A clock that advances only when a test says so.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicU64>);

impl Clock {
    fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(START + self.0.load(Ordering::SeqCst))
    }

    fn set(&self, config: Config) -> Config {
        let clock = self.clone();
        config.clock(move || clock.now())
    }
}

/// Returns scripted results, one per call, and counts its calls.
#[derive(Clone, Debug, Default)]
struct Scripted {
    results: Arc<Mutex<VecDeque<Result<Credentials, &'static str>>>>,
    calls: Arc<AtomicUsize>,
}

impl ProvideCredentials for Scripted {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let result = self.results.lock().unwrap().pop_front().unwrap_or(Err("nothing is left"));
        Box::pin(async move { result.map_err(BoxError::from) })
    }
}

fn ids(transport: &FakeTransport) -> Vec<String> {
    let requests = transport.requests();
    let ids = requests.iter().filter_map(|request| request.headers().get("authorization")?.to_str().ok());
    ids.map(|text| text.split_once("Credential=").unwrap().1.split_once('/').unwrap().0.to_owned()).collect()
}

#[test]
fn valid_credentials_stay_in_use_if_a_refresh_fails() {
    let clock = Clock::default();
    let keys =
        |id: &str, seconds| Credentials::new(id, "secret").expires_at(clock.now() + Duration::from_secs(seconds));
    let results = [Ok(keys("AKIDONE", 3600)), Err("the vault is locked")];
    let provider = Scripted { results: Arc::new(Mutex::new(results.into())), ..Scripted::default() };
    let transport = FakeTransport::answering(respond);
    let config = clock.set(Config::new("eu-central-1").credentials(provider.clone()));
    let client = fsx::blocking::Client::with_transport(config, transport.clone());
    let send = |seconds| {
        clock.advance(seconds);
        let outcome = client.send(DescribeFileSystems::new()).map(drop);
        (outcome.is_ok(), provider.calls.load(Ordering::SeqCst))
    };
    assert_eq!(send(0), (true, 1));
    assert_eq!(send(3200), (true, 1), "there is time enough");
    assert_eq!(send(200), (true, 2), "they expire in less than five minutes");
    assert_eq!(send(60), (true, 2), "the next refresh comes seconds later at the earliest");
    assert_eq!(send(200), (false, 3), "they have expired");
    assert_eq!(ids(&transport), ["AKIDONE"; 4]);
}

#[test]
fn refreshed_credentials_are_used() {
    let clock = Clock::default();
    let keys =
        |id: &str, seconds| Ok(Credentials::new(id, "secret").expires_at(clock.now() + Duration::from_secs(seconds)));
    let results = [keys("AKIDONE", 3600), keys("AKIDTWO", 7200)];
    let provider = Scripted { results: Arc::new(Mutex::new(results.into())), ..Scripted::default() };
    let transport = FakeTransport::answering(respond);
    let config = clock.set(Config::new("eu-central-1").credentials(provider));
    let client = fsx::blocking::Client::with_transport(config, transport.clone());
    for seconds in [0, 3000, 500, 3000] {
        clock.advance(seconds);
        client.send(DescribeFileSystems::new()).unwrap();
    }
    assert_eq!(ids(&transport), ["AKIDONE", "AKIDONE", "AKIDTWO", "AKIDTWO"]);
}

/// "Static stability" in the AWS SDK reference guide.
#[test]
fn expired_credentials_of_an_instance_stay_in_use() {
    let clock = Clock::default();
    let end = Timestamp::from_seconds(START.cast_signed() + 3600).format(TimestampFormat::DateTime);
    let is_failing = Arc::new(AtomicUsize::new(0));
    let failing = Arc::clone(&is_failing);
    let transport = FakeTransport::answering(move |request: &Request<Bytes>| {
        let is_metadata = request.uri().host() == Some("169.254.169.254");
        if is_metadata && failing.load(Ordering::SeqCst) > 0 {
            return Ok(Response::builder().status(500).body(Bytes::new()).unwrap());
        }
        let mut response = respond(request)?;
        if request.uri().path().ends_with("a-role") {
            let body = String::from_utf8_lossy(response.body()).replace("2999-01-01T00:00:00Z", &end);
            *response.body_mut() = body.into();
        }
        Ok(response)
    });
    let config = clock.set(Config::from_environment(environment(&[])).unwrap());
    let client = fsx::blocking::Client::with_transport(config, transport.clone());
    client.send(DescribeFileSystems::new()).unwrap();
    is_failing.store(1, Ordering::SeqCst);
    let calls = || {
        transport
            .requests()
            .iter()
            .filter(|request| request.uri().host() != Some("fsx.eu-central-1.amazonaws.com"))
            .count()
    };
    for (seconds, is_refresh_expected) in [(3700, true), (100, false), (700, true), (100_000, true)] {
        let before = calls();
        clock.advance(seconds);
        client.send(DescribeFileSystems::new()).unwrap();
        assert_eq!(calls() > before, is_refresh_expected, "after {seconds} s more");
    }
    assert_eq!(ids(&transport), ["AKIDINSTANCE"; 5]);
}

/// Never completes: it blocks the thread, or returns a pending future.
#[derive(Clone, Debug, Default)]
struct Slow {
    blocks: bool,
    calls: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
}

struct CountsDrop(Arc<AtomicUsize>);

impl Drop for CountsDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl ProvideCredentials for Slow {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let counts = CountsDrop(Arc::clone(&self.dropped));
        let blocks = self.blocks;
        Box::pin(async move {
            let _counts = counts;
            if blocks {
                std::thread::sleep(Duration::from_secs(600));
            }
            std::future::pending().await
        })
    }
}

fn is_timeout<T, E>(outcome: Result<T, Error<E>>) -> bool {
    matches!(outcome, Err(error) if matches!(error.kind(), ErrorKind::Timeout(_)))
}

#[test]
fn a_refresh_does_not_exceed_the_timeout_of_a_call() {
    let settings = Settings::default().timeout(Duration::from_millis(200));
    for blocks in [false, true] {
        let provider = Slow { blocks, ..Slow::default() };
        let config = Config::new("eu-central-1").credentials(provider.clone()).settings(settings.clone());
        let start = Instant::now();
        let blocking = fsx::blocking::Client::with_transport(config.clone(), FakeTransport::new());
        assert!(is_timeout(blocking.send(DescribeFileSystems::new())));
        if !blocks {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let http = ferrosmith::client::Hyper::new(&config.clone().connect_timeout(Duration::MAX));
            let client = fsx::Client::with_transport(config, http);
            assert!(is_timeout(runtime.block_on(client.send(DescribeFileSystems::new()))));
            assert_eq!(provider.calls.load(Ordering::SeqCst), 2);
        }
        assert!(start.elapsed() < Duration::from_secs(300));
    }
}

/// A cancelled refresh does not keep running, and the next call starts another.
#[test]
fn a_refresh_without_waiting_calls_is_cancelled() {
    let provider = Slow::default();
    let settings = Settings::default().timeout(Duration::from_millis(50));
    let config = Config::new("eu-central-1").credentials(provider.clone()).settings(settings);
    let client = fsx::blocking::Client::with_transport(config, FakeTransport::new());
    for count in 1..=3 {
        assert!(is_timeout(client.send(DescribeFileSystems::new())));
        assert_eq!(provider.calls.load(Ordering::SeqCst), count);
        let start = Instant::now();
        while provider.dropped.load(Ordering::SeqCst) < count {
            assert!(start.elapsed() < Duration::from_secs(300), "it still runs");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Panics.
#[derive(Debug)]
struct Panics;

impl ProvideCredentials for Panics {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        panic!("on purpose")
    }
}

#[test]
fn a_provider_that_panics_is_an_error() {
    let config = Config::new("eu-central-1").credentials(Panics);
    let client = fsx::blocking::Client::with_transport(config, FakeTransport::new());
    let error = client.send(DescribeFileSystems::new()).unwrap_err().report().to_string();
    assert_eq!(error, "FSx DescribeFileSystems: no usable credentials: the credentials provider panicked");
}
