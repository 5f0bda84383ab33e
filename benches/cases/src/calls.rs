//! Clients whose calls are answered from memory.
use ferrosmith_aws::{
    backup,
    ferrosmith::{
        Bytes,
        client::{BoxFuture, Credentials, Limits, Transport, TransportError},
        http::{Request, Response},
    },
    fsx,
};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

/// Returns the responses in turn, and begins again after the last one.
#[derive(Debug)]
pub struct Memory {
    status: u16,
    responses: Vec<Bytes>,
    next: AtomicUsize,
}

impl Memory {
    /// Creates a transport from its responses.
    pub fn new(status: u16, responses: Vec<Bytes>) -> Self {
        Self { status, responses, next: AtomicUsize::new(0) }
    }

    /// Returns the next response.
    pub fn respond(&self) -> Response<Bytes> {
        let index = self.next.fetch_add(1, Ordering::Relaxed) % self.responses.len();
        let mut response = Response::new(self.responses[index].clone());
        *response.status_mut() = self.status.try_into().expect("a status");
        response
    }
}

impl Transport for Memory {
    fn send<'a>(&'a self, _: Request<Bytes>, _: &'a Limits) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let response = self.respond();
        Box::pin(async { Ok(response) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

/// A client of FSx.
pub fn fsx(responses: Vec<Bytes>) -> fsx::Client {
    fsx_with_status(200, responses)
}

/// A client of FSx; all responses have this status.
pub fn fsx_with_status(status: u16, responses: Vec<Bytes>) -> fsx::Client {
    let config = fsx::Config::new("us-east-1").credentials(Credentials::new("AKIDEXAMPLE", "secret"));
    fsx::Client::with_transport(config, Memory::new(status, responses))
}

/// A client of AWS Backup.
pub fn backup(responses: Vec<Bytes>) -> backup::Client {
    let config = backup::Config::new("us-east-1").credentials(Credentials::new("AKIDEXAMPLE", "secret"));
    backup::Client::with_transport(config, Memory::new(200, responses))
}

/// 100 pages of one job each.
pub fn pages() -> Vec<Bytes> {
    (1..=100).map(|page| crate::responses::backup_jobs(1, (page < 100).then_some(page))).collect()
}
