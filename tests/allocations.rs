//! A call allocates little: what a client needs once is kept, and no text is built only to be hashed.
use allocation_counter::measure;
use ferrosmith::{
    Bytes,
    client::{BoxFuture, Config, Credentials, Limits, Transport, TransportError},
    http::{Request, Response},
};
use ferrosmith_aws::{
    backup::{self, operation::DescribeBackupJob},
    fsx::{self, operation::DescribeBackups},
};
use std::time::Duration;

/// The limit for a call with few members in request and response.
const MAX_ALLOCATIONS: u64 = 40;

/// Answers every request alike, and allocates only the future that its interface asks for.
#[derive(Debug)]
struct Memory(&'static str);

impl Transport for Memory {
    fn send<'a>(&'a self, _: Request<Bytes>, _: &'a Limits) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let response = Response::new(Bytes::from_static(self.0.as_bytes()));
        Box::pin(async { Ok(response) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

fn config() -> Config {
    Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "secret").session_token("token"))
}

#[test]
fn small_calls_allocate_little() {
    let client = fsx::blocking::Client::with_transport(config(), Memory(r#"{"Backups": []}"#));
    let fsx = || drop(client.send(DescribeBackups::new()).unwrap());
    let client = backup::blocking::Client::with_transport(config(), Memory(r#"{"State": "COMPLETED"}"#));
    let backup = || drop(client.send(DescribeBackupJob::new("job")).unwrap());
    for (protocol, call) in [("awsJson1_1", &fsx as &dyn Fn()), ("restJson1", &backup)] {
        // The first call resolves the endpoint and derives the signing key.
        call();
        let allocations = measure(call).count_total;
        println!("{protocol}: {allocations} allocations");
        assert!(allocations <= MAX_ALLOCATIONS, "{protocol}: {allocations} allocations");
    }
}
