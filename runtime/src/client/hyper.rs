//! HTTP on tokio: hyper with rustls.
use super::{
    BoxFuture, Limits, Transport, TransportError, TransportErrorKind,
    deadline::first,
    settings::LONGEST,
    tls,
    transport::{MAX_HEAD, MAX_HEADERS},
};
use crate::error::BoxError;
use ::hyper::body::Incoming;
use bytes::{Bytes, BytesMut};
use http::{Request, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{HttpConnector, capture_connection},
    },
    rt::{TokioExecutor, TokioTimer},
};
use std::{
    convert::Infallible,
    fmt,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::timeout;

/// Services close connections that idle for longer.
const IDLE: Duration = Duration::from_secs(50);
const SILENCE: &str = "nothing arrived";

/// HTTP on tokio: what [`Client::new`](super::Client::new) brings, for transports that wrap it. Connections are kept and
/// used again.
#[derive(Debug)]
pub struct Hyper {
    /// None where rustls lacks what it needs, which its own features exclude.
    client: Option<Client<HttpsConnector<HttpConnector>, Whole>>,
    connect_timeout: Duration,
}

impl Hyper {
    /// Making a connection, TLS included, may take so long.
    pub fn new(connect_timeout: Duration) -> Self {
        let connect_timeout = connect_timeout.min(LONGEST);
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(connect_timeout));
        // Named, because another crate in the program may have chosen another provider.
        let provider = rustls::crypto::ring::default_provider();
        let builder = HttpsConnectorBuilder::new().with_provider_and_webpki_roots(provider).ok();
        let connector = builder.map(|builder| builder.https_or_http().enable_http1().wrap_connector(connector));
        let client = connector.map(|connector| {
            let mut builder = Client::builder(TokioExecutor::new());
            builder.http1_max_buf_size(MAX_HEAD).http1_max_headers(MAX_HEADERS);
            builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE).build(connector)
        });
        Self { client, connect_timeout }
    }

    async fn exchange(&self, request: Request<Bytes>, limits: &Limits) -> Result<Response<Bytes>, TransportError> {
        let client = self.client.as_ref().ok_or_else(|| {
            TransportError::new(TransportErrorKind::Request, "rustls has no version of TLS that it could speak")
        })?;
        if self.connect_timeout.is_zero() {
            return Err(TransportError::new(TransportErrorKind::Timeout, "no connection for 0 ms"));
        }
        let mut request = request.map(|bytes| Whole(Some(bytes)));
        let mut connected = capture_connection(&mut request);
        let mut head = pin!(client.request(request));
        // A connection may have to be made first, which has a time of its own.
        let started = first(head.as_mut(), connected.wait_for_connection_metadata());
        let response = match within(self.connect_timeout, "no connection", started).await? {
            Some(response) => response,
            None => within(limits.read, SILENCE, head).await?,
        };
        let response = response.map_err(connection)?;
        let (parts, body) = response.into_parts();
        let body = read(parts.status, body, limits).await?;
        Ok(Response::from_parts(parts, body))
    }
}

async fn read(status: StatusCode, mut body: Incoming, limits: &Limits) -> Result<Bytes, TransportError> {
    // What the head announces need not be waited for.
    if body.size_hint().lower() > limits.response_bytes as u64 {
        return Err(TransportError::too_large(status, limits.response_bytes));
    }
    let mut bytes = BytesMut::new();
    loop {
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let Some(frame) = within(limits.read, SILENCE, frame).await? else { return Ok(bytes.freeze()) };
        // Trailers are of no use here.
        let Ok(data) = frame.map_err(connection)?.into_data() else { continue };
        if bytes.len() + data.len() > limits.response_bytes {
            return Err(TransportError::too_large(status, limits.response_bytes));
        }
        bytes.extend_from_slice(&data);
    }
}

/// The body of a request, whole.
#[derive(Debug)]
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().filter(|bytes| !bytes.is_empty()).map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, Bytes::len) as u64)
    }
}

/// The future's output, unless it takes longer.
async fn within<F: Future>(duration: Duration, what: &str, future: F) -> Result<F::Output, TransportError> {
    timeout(duration, future).await.map_err(|_| {
        TransportError::new(TransportErrorKind::Timeout, format!("{what} for {} ms", duration.as_millis()))
    })
}

fn connection(error: impl Into<BoxError>) -> TransportError {
    let error = error.into();
    let is_timeout = sources(&*error).any(|error| {
        error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
    });
    let is_refused = sources(&*error).any(|error| error.downcast_ref().is_some_and(tls::is_refused));
    let kind = match () {
        () if is_timeout => TransportErrorKind::Timeout,
        () if is_refused => TransportErrorKind::Request,
        () => TransportErrorKind::Connection,
    };
    TransportError::new(kind, Chain(error))
}

/// An error of hyper's, whose own text ("client error (Connect)") leaves to its sources what happened.
#[derive(Debug)]
struct Chain(BoxError);

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        sources(&*self.0).skip(1).try_for_each(|source| write!(f, ": {source}"))
    }
}

impl std::error::Error for Chain {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// An error, its source, the source of that, and so on.
fn sources<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}

impl Transport for Hyper {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move { within(limits.total, "not done", self.exchange(request, limits)).await? })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
