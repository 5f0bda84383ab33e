//! Traits that change how a client behaves: bearer tokens, long polls, goals that are reached already.
use crate::clients::{Client, Kind};
use ferrosmith::{
    AuthScheme, Bytes, Operation,
    client::{BoxFuture, Config, Credentials, Environment, FakeTransport, Limits, Settings, Transport, TransportError},
    http::{Request, Response},
};
use ferrosmith_tests::schemes_and_polls::{
    SchemesAndPolls,
    operation::{AwaitBook, DeleteBook, GetBook, LendBook, ShareBook},
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

fn config() -> Config {
    Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "hush"))
}

/// Sends a call, and returns its `Authorization` header, or why there is none.
fn authorization<O: Operation<Service = SchemesAndPolls>>(config: &Config, call: O) -> String {
    let fake = FakeTransport::new().reply(200, "{}");
    match Kind::Async.client_over(config.clone(), fake.clone()).send(call) {
        Ok(_) => {
            let header = fake.requests()[0].headers().get("authorization").cloned();
            let header = header.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
            header.split(" Credential=").next().unwrap_or_default().to_owned()
        }
        Err(error) => error.report().to_string(),
    }
}

#[test]
fn a_token_authenticates_the_operations_that_take_one() {
    let signed = "AWS4-HMAC-SHA256";
    let without = config();
    let with = config().bearer_token(" t0ken ").unwrap();
    let missing = "Library LendBook: the request cannot be made: it cannot be signed: there is no bearer token: set \
                   `Config::bearer_token` or the variable AWS_BEARER_TOKEN_MY_LIBRARY";
    assert_eq!(authorization(&without, GetBook::new()), signed);
    assert_eq!(authorization(&without, LendBook::new()), missing);
    assert_eq!(authorization(&without, DeleteBook::new()), signed);
    // The order is that of `@auth`, else of the ids of the schemes.
    let preferred = with.clone().auth_scheme_preference([AuthScheme::HttpBearer]);
    for (found, expected) in [
        (authorization(&with, GetBook::new()), signed),
        (authorization(&with, LendBook::new()), "Bearer t0ken"),
        (authorization(&with, DeleteBook::new()), signed),
        (authorization(&with, AwaitBook::new()), signed),
        (authorization(&with, ShareBook::new()), "Bearer t0ken"),
        (authorization(&without, ShareBook::new()), "AWS4-ECDSA-P256-SHA256"),
        (authorization(&Config::new("eu-central-1").anonymous(), ShareBook::new()), ""),
        (authorization(&preferred, GetBook::new()), "Bearer t0ken"),
        (authorization(&preferred, DeleteBook::new()), "Bearer t0ken"),
        (authorization(&preferred, AwaitBook::new()), signed),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn a_token_does_not_leave_the_machine_without_tls() {
    let at = |endpoint: &str| {
        let config = config().bearer_token("t0ken").unwrap().endpoint(endpoint.parse().unwrap());
        authorization(&config, LendBook::new())
    };
    for endpoint in ["https://library.example", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:80"] {
        assert_eq!(at(endpoint), "Bearer t0ken", "{endpoint}");
    }
    for endpoint in ["http://library.example", "http://localhost.example", "http://10.0.0.1"] {
        let error = at(endpoint);
        assert!(error.contains("a bearer token is not sent over plain http") && !error.contains("t0ken"), "{error}");
    }
}

#[test]
fn a_token_comes_from_the_environment() {
    let environment = |token: &str| Environment::empty().variable("AWS_BEARER_TOKEN_MY_LIBRARY", token);
    let from = |environment| Config::from_environment(environment).unwrap().region("eu-central-1");
    assert_eq!(authorization(&from(environment("abc")), LendBook::new()), "Bearer abc");
    let both = from(environment("abc")).bearer_token("def").unwrap();
    assert_eq!(authorization(&both, LendBook::new()), "Bearer def");
    let text = authorization(&from(environment("se cret")), LendBook::new());
    assert!(
        text.contains("AWS_BEARER_TOKEN_MY_LIBRARY: this is not a bearer token") && !text.contains("cret"),
        "{text}"
    );
    let anonymous = from(environment("abc")).anonymous();
    assert!(authorization(&anonymous, LendBook::new()).contains("there is no bearer token"));
}

#[test]
fn a_token_is_never_printed_and_no_hook_sees_it() {
    for token in ["", "a b", "a\nb"] {
        let error = config().bearer_token(token).unwrap_err().to_string();
        assert!(error.starts_with("Config::bearer_token: this is not a bearer token"), "{error}");
    }
    let config = config().bearer_token("t0ken").unwrap().modify_before_signing(|request, _| {
        assert!(!request.headers().contains_key("authorization"), "it sees the token");
        Ok(())
    });
    assert!(!format!("{config:?}").contains("t0ken"));
    let fake = FakeTransport::new().reply(200, "{}");
    Kind::Blocking.client_over::<SchemesAndPolls>(config, fake.clone()).send(LendBook::new()).unwrap();
    assert!(!format!("{:?}", fake.requests()).contains("t0ken"));
}

/// Records how long each attempt may wait for a response.
#[derive(Clone, Debug, Default)]
struct Patience(Arc<Mutex<Vec<Duration>>>);

impl Transport for Patience {
    fn send<'a>(
        &'a self,
        _: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        self.0.lock().unwrap().push(limits.read);
        Box::pin(async { Ok(Response::new("{}".into())) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }

    fn timer(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn a_long_poll_may_take_its_time() {
    fn read_timeout<O: Operation<Service = SchemesAndPolls>>(settings: Settings, call: O) -> Duration {
        let patience = Patience::default();
        let client: Client<SchemesAndPolls> = Kind::Async.client_over(config().settings(settings), patience.clone());
        client.send(call).unwrap();
        patience.0.lock().unwrap()[0]
    }
    let seconds = Duration::from_secs;
    assert_eq!(AwaitBook::SCHEMA.long_poll, Some(90_000));
    assert_eq!(read_timeout(Settings::default(), AwaitBook::new()), seconds(90));
    assert_eq!(read_timeout(Settings::default(), GetBook::new()), seconds(30));
    assert_eq!(read_timeout(Settings::default().read_timeout(seconds(100)), AwaitBook::new()), seconds(100));
    let short = read_timeout(Settings::default().timeout(seconds(20)), AwaitBook::new());
    assert!(short <= seconds(20), "{short:?}");
}

#[test]
fn what_is_already_so_can_be_a_success() {
    let missing = r#"{ "__type": "MissingBook", "message": "no such book" }"#;
    let other = r#"{ "__type": "BusyException" }"#;
    let send = |body: &'static str, is_success| {
        let config = config().settings(Settings::default().already_so(is_success));
        let fake = FakeTransport::new().reply(400, body);
        Kind::Blocking.client_over::<SchemesAndPolls>(config, fake).send(DeleteBook::new())
    };
    assert!(send(missing, false).unwrap_err().is_already_so());
    assert!(!send(other, false).unwrap_err().is_already_so());
    assert_eq!(send(missing, true).unwrap().title, None);
    assert!(send(other, true).is_err());
    // Another operation may have the same error for another reason.
    let fake = FakeTransport::new().reply(400, missing);
    let error = Kind::Async.client_over::<SchemesAndPolls>(config(), fake).send(GetBook::new()).unwrap_err();
    assert!(!error.is_already_so());
}
