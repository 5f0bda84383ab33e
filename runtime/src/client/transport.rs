//! The interface between clients and HTTP stacks.
use crate::error::BoxError;
use bytes::Bytes;
use http::{Request, Response};
use std::{fmt, future::Future, pin::Pin, time::Duration};

/// The maximum size in bytes of a response head, for both clients.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(super) const MAX_HEAD: usize = 128 << 10;
#[cfg(feature = "client")]
pub(super) const MAX_HEADERS: usize = 128;

/// Marks a request for instance metadata or container credentials, which bypasses proxies.
#[derive(Clone, Copy)]
pub(super) struct Direct;

/// A boxed future, which makes [`Transport`] usable as a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests: an HTTP stack, a wrapper around one, or a [fake](super::FakeTransport).
///
/// A transport for [`blocking`](super::blocking) clients does its work before it returns, in a future that is ready at
/// once.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends a signed request, and reads the complete response. Redirects are not followed.
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>>;

    /// Waits for the delay between two attempts.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// Completes after this time. Async clients use it to limit the resolution of credentials. The default is
    /// [`sleep`](Self::sleep); implement it if `sleep` returns immediately or blocks.
    fn timer(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.sleep(duration)
    }
}

/// The limits of an attempt: times, and the size of the response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The maximum time without any received data, while waiting for the head of the response or for more of its body.
    pub read: Duration,
    /// The maximum time of the attempt.
    pub total: Duration,
    /// The maximum size of the response body in bytes.
    pub response_bytes: usize,
}

/// The reason why a transport returned no response.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) kind: TransportErrorKind,
    pub(crate) source: BoxError,
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// A time limit was exceeded. The service may have executed the operation.
    Timeout,
    /// The connection could not be established, or broke. The service may have executed the operation.
    Connection,
    /// The response exceeds the size limit.
    TooLarge {
        /// The HTTP status.
        status: u16,
    },
    /// The request cannot be sent, or the certificate of the service is not trusted. It is not retried.
    Request,
}

impl TransportError {
    /// Creates an error from its kind and its cause.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into() }
    }

    /// Returns the kind of the error.
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
        // `Display` prints `self.source` already.
        self.source.source()
    }
}
