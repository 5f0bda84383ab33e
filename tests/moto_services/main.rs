//! Nine services, one story or more each, through both clients, against moto: a server that nobody here wrote. The
//! clients are generated at build time from official models, with the operations that are called alone.
//!
//! The models are not part of the project; without them, and without moto, the tests are reported as ignored.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]
#![cfg_attr(not(models), allow(dead_code, unused_imports, reason = "there is nothing to call"))]
#[path = "../clients.rs"]
mod clients;
#[cfg(models)]
mod cloudformation;
#[cfg(models)]
mod dynamodb;
#[cfg(models)]
mod ec2;
#[path = "../moto/harness.rs"]
mod harness;
#[cfg(models)]
mod iam;
#[cfg(models)]
mod lambda;
#[cfg(models)]
mod models;
mod operations;
#[cfg(models)]
mod s3;
#[path = "../moto/server.rs"]
mod server;
#[cfg(models)]
mod sns;
#[cfg(models)]
mod sqs;
#[cfg(models)]
mod sts;

use clients::{Client, Kind};
use ferrosmith::{
    Error, Operation, Paginated, PaginatedItems, Service, Waiter,
    client::{Config, Credentials, Settings},
};
use harness::Test;
use server::Server;
use std::{
    collections::BTreeSet,
    process::ExitCode,
    sync::{LazyLock, Mutex},
    time::Duration,
};

static MOTO: LazyLock<Server> = LazyLock::new(|| Server::start(&server::find().unwrap()));

/// A test, which fails by a panic.
type Run = fn(Moto);

/// A service: its tests, and a call that does nothing.
struct Suite {
    tests: &'static [(&'static str, Run)],
    warm_up: Run,
}

#[cfg(models)]
const SUITES: &[Suite] = &[
    cloudformation::SUITE,
    dynamodb::SUITE,
    ec2::SUITE,
    iam::SUITE,
    lambda::SUITE,
    s3::SUITE,
    sns::SUITE,
    sqs::SUITE,
    sts::SUITE,
];
#[cfg(not(models))]
const SUITES: &[Suite] = &[Suite { tests: &[("services of the corpus", |_| ())], warm_up: |_| () }];

/// moto as one test sees it. moto keeps most things by Region, so each client has one of its own; what is global has
/// the client in its name.
#[derive(Clone, Copy)]
struct Moto {
    kind: Kind,
}

impl Moto {
    fn region(self) -> &'static str {
        match self.kind {
            Kind::Async => "eu-central-1",
            Kind::Blocking => "us-west-2",
        }
    }

    /// Returns a name that the tests of the other client do not use.
    fn name(self, name: &str) -> String {
        match self.kind {
            Kind::Async => format!("{name}-async"),
            Kind::Blocking => format!("{name}-blocking"),
        }
    }

    fn config(self) -> Config {
        Config::new(self.region())
            .endpoint(MOTO.endpoint.parse().unwrap())
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            // What moto cannot do it cannot do later either.
            .settings(Settings::default().attempts(1).timeout(Duration::from_secs(60)))
    }

    fn client<S: Service>(self) -> Remembering<S> {
        self.client_with(self.config())
    }

    fn client_with<S: Service>(self, config: Config) -> Remembering<S> {
        Remembering { kind: self.kind, client: self.kind.client(config) }
    }
}

/// A client that remembers which operations worked.
struct Remembering<S> {
    kind: Kind,
    client: Client<S>,
}

/// The operations that worked: client, service, operation.
static WORKED: Mutex<BTreeSet<(Kind, &str, &str)>> = Mutex::new(BTreeSet::new());

impl<S: Service> Remembering<S> {
    fn remember<O: Operation<Service = S>>(&self) {
        WORKED.lock().unwrap().insert((self.kind, S::SCHEMA.endpoint_prefix, O::SCHEMA.name));
    }

    fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        let result = self.client.send(operation);
        if result.is_ok() {
            self.remember::<O>();
        }
        result
    }

    fn pages<O: Paginated<Service = S>>(&self, operation: O) -> Vec<O::Output> {
        let pages = self.client.pages(operation).unwrap_or_else(|error| panic!("{}", error.report()));
        self.remember::<O>();
        pages
    }

    fn items<O: PaginatedItems<Service = S>>(&self, operation: O) -> Vec<O::Item> {
        let items = self.client.items(operation).unwrap_or_else(|error| panic!("{}", error.report()));
        self.remember::<O>();
        items
    }

    /// Waits until moto, which is never slow, has reached the state.
    fn wait_until<O: Operation<Service = S> + 'static>(&self, waiter: &Waiter<O>, operation: O) -> Option<O::Output> {
        let waited = self.client.wait_until(waiter, operation, Duration::from_secs(60));
        self.remember::<O>();
        waited.unwrap_or_else(|error| panic!("{}", error.report())).output
    }
}

/// Checks that everything that was generated worked through both clients.
fn all_worked() {
    let worked = WORKED.lock().unwrap();
    for kind in Kind::BOTH {
        let operations: BTreeSet<_> = worked.iter().filter(|it| it.0 == kind).map(|it| it.2).collect();
        let expected: BTreeSet<_> =
            operations::SERVICES.iter().flat_map(|(_, operations)| *operations).copied().collect();
        let missing: Vec<_> = expected.difference(&operations).collect();
        assert!(missing.is_empty(), "these did not work ({kind:?}): {missing:?}");
    }
    let services: Vec<_> =
        operations::SERVICES.iter().map(|(name, operations)| format!("{} of {name}", operations.len())).collect();
    println!("operations through both clients: {}\n", services.join(", "));
}

fn main() -> ExitCode {
    let tests: Vec<_> = SUITES
        .iter()
        .flat_map(|suite| suite.tests)
        .flat_map(|&(name, test)| {
            Kind::BOTH
                .map(|kind| Test { name: format!("{name} ({kind:?})"), run: Box::new(move || test(Moto { kind })) })
        })
        .collect();
    if cfg!(not(models)) {
        harness::ignore(&tests, "no models at ../shared/corpus; FERROSMITH_CORPUS says where the corpus is");
        return ExitCode::SUCCESS;
    }
    if let Err(reason) = server::find() {
        harness::ignore(&tests, reason);
        return ExitCode::SUCCESS;
    }
    // moto prepares a service at its first call, by code that Python 3.11 cannot compile on two threads at a time.
    SUITES.iter().for_each(|suite| (suite.warm_up)(Moto { kind: Kind::Blocking }));
    match harness::run(&tests) {
        Ok(is_all) => {
            if is_all {
                all_worked();
            }
            ExitCode::SUCCESS
        }
        Err(failure) => failure,
    }
}
