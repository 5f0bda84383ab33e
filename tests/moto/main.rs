//! Every operation that moto has, through both clients: signatures, paging, waiting and errors against a server that
//! nobody here wrote. Where moto differs from AWS, a test says how.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]
mod backup;
#[path = "../clients.rs"]
mod clients;
mod examples;
mod fsx;
mod harness;
mod operations;
mod server;

use clients::{Client, Kind};
use ferrosmith::{
    Error, Operation, Paginated, PaginatedItems, Service,
    client::{Config, Credentials, Settings},
};
use ferrosmith_aws::{backup::operation::ListBackupVaults, fsx::operation::DescribeBackups};
use harness::Test;
use server::Server;
use std::{
    process::ExitCode,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

static MOTO: LazyLock<Server> = LazyLock::new(|| Server::start(&server::find().unwrap()));

/// moto keeps what it is told by Region, so every test has one of its own, and runs beside the others.
const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// A test, which fails by a panic.
type Run = fn(Moto);

/// moto as one test sees it.
#[derive(Clone, Copy)]
struct Moto {
    kind: Kind,
    region: &'static str,
}

impl Moto {
    fn new(kind: Kind) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { kind, region: REGIONS.get(number).expect("there are more tests than Regions") }
    }

    /// A client that remembers which operations worked.
    fn client<S: Service>(self) -> Remembering<S> {
        let config = Config::new(self.region)
            .endpoint(MOTO.endpoint.parse().unwrap())
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            // What moto cannot do it cannot do later either.
            .settings(Settings::default().attempts(1).timeout(Duration::from_secs(60)));
        Remembering { kind: self.kind, client: self.kind.client(config) }
    }
}

struct Remembering<S> {
    kind: Kind,
    client: Client<S>,
}

impl<S: Service> Remembering<S> {
    fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        let result = self.client.send(operation);
        if result.is_ok() {
            operations::worked(self.kind, S::SCHEMA.endpoint_prefix, O::SCHEMA.name);
        }
        result
    }

    fn pages<O: Paginated<Service = S>>(&self, operation: O) -> Result<Vec<O::Output>, Error<O::Error>> {
        self.client.pages(operation)
    }

    fn items<O: PaginatedItems<Service = S>>(&self, operation: O) -> Result<Vec<O::Item>, Error<O::Error>> {
        self.client.items(operation)
    }
}

/// moto prepares a service at its first call, by code that Python 3.11 cannot compile on two threads at a time.
fn warm_up() {
    let moto = Moto { kind: Kind::Blocking, region: "us-east-1" };
    moto.client().client.send(DescribeBackups::new()).unwrap();
    moto.client().client.send(ListBackupVaults::new()).unwrap();
}

fn main() -> ExitCode {
    let tests: Vec<_> = [fsx::TESTS, backup::TESTS, examples::TESTS]
        .concat()
        .into_iter()
        .flat_map(|(name, test)| {
            Kind::BOTH.map(|kind| {
                let moto = Moto::new(kind);
                Test { name: format!("{name} ({kind:?})"), run: Box::new(move || test(moto)) }
            })
        })
        .collect();
    if let Err(reason) = server::find() {
        harness::ignore(&tests, reason);
        return ExitCode::SUCCESS;
    }
    warm_up();
    match harness::run(&tests) {
        Ok(is_all) => {
            if is_all {
                operations::all_worked();
            }
            ExitCode::SUCCESS
        }
        Err(failure) => failure,
    }
}
