//! What carries a request to a service and brings its response back.
use crate::error::BoxError;
use bytes::Bytes;
use http::{Request, Response};
use std::{fmt, future::Future, pin::Pin, time::Duration};

/// How many bytes the head of a response may have, and how many headers: what both clients take.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(super) const MAX_HEAD: usize = 128 << 10;
#[cfg(feature = "client")]
pub(super) const MAX_HEADERS: usize = 128;

/// Marks a request to an instance's metadata or a container's credentials, which goes past proxies.
#[derive(Clone, Copy)]
pub(super) struct Direct;

/// A future on the heap: what makes [`Transport`] usable behind a pointer.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries requests: an HTTP stack, a proxy of one, or a [fake](super::FakeTransport).
///
/// A transport for [`blocking`](super::blocking) clients does its work before it returns, in a future that is ready at
/// once.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends a request, which is signed already, and reads the response whole. Redirects are not followed.
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>>;

    /// Waits between two attempts.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// Is ready after this time, and so ends the search for credentials of an async client. It is
    /// [`sleep`](Self::sleep), unless that lets no time pass or blocks.
    fn timer(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.sleep(duration)
    }
}

/// How long an attempt may take, and how much it may bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long nothing may arrive: neither the response's head, nor more of its body.
    pub read: Duration,
    /// How long all of it may take.
    pub total: Duration,
    /// How many bytes the body may have.
    pub response_bytes: usize,
}

/// Why a transport brought no response.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) kind: TransportErrorKind,
    pub(crate) source: BoxError,
}

/// What became of a request that has no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// It took longer than it may. The service may have done what it was asked.
    Timeout,
    /// The connection was not made or broke. The service may have done what it was asked.
    Connection,
    /// The response is larger than it may be.
    TooLarge {
        /// The HTTP status.
        status: u16,
    },
    /// The request cannot be sent at all, or not to whom it was meant for, whose certificate nobody vouches for;
    /// sending it again is of no use.
    Request,
}

impl TransportError {
    /// An error of this kind, and what caused it.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into() }
    }

    /// What became of the request.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) fn too_large(status: http::StatusCode, limit: usize) -> Self {
        let kind = TransportErrorKind::TooLarge { status: status.as_u16() };
        Self::new(kind, format!("it has more than {limit} bytes, which is `Settings::max_response_bytes`"))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // What it prints is its source's own sentence.
        self.source.source()
    }
}
