//! HTTP on tokio: hyper with rustls.
use super::{
    BoxFuture, Config, Limits, Transport, TransportError, TransportErrorKind,
    connector::{Connector, ProxyRefused, authorization},
    deadline::first,
    proxy::{Proxies, is_https},
    settings::MAX_TIMEOUT,
    tls,
    transport::{MAX_HEAD, MAX_HEADERS},
};
use crate::error::BoxError;
use ::hyper::body::Incoming;
use bytes::{Bytes, BytesMut};
use http::{Request, Response, StatusCode, header};
use http_body::{Body, Frame, SizeHint};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{HttpConnector, capture_connection},
    },
    rt::{TokioExecutor, TokioTimer},
};
use rustls::ClientConfig;
use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::timeout;

/// Services close connections that idle for longer.
const IDLE: Duration = Duration::from_secs(50);
const READ_TIMED_OUT: &str = "nothing arrived";

/// HTTP on tokio: what [`Client::new`](super::Client::new) brings, for transports that wrap it. Connections are kept
/// and used again.
#[derive(Debug)]
pub struct Hyper {
    clients: Option<Clients>,
    proxies: Proxies,
    connect_timeout: Duration,
}

type HttpClient = Client<HttpsConnector<Connector>, FullBody>;

/// They keep the connections apart, so that none of a proxy serves a request that goes past it.
#[derive(Debug)]
struct Clients {
    direct: HttpClient,
    proxied: HttpClient,
}

impl Hyper {
    /// Connections as the configuration wants them: its proxies, certificates and patience.
    pub fn new(config: &Config) -> Self {
        let connect_timeout = config.connect_timeout.min(MAX_TIMEOUT);
        let client = |proxies| {
            let mut http = HttpConnector::new();
            http.enforce_http(false);
            http.set_nodelay(true);
            http.set_connect_timeout(Some(connect_timeout));
            let tls = tls_config(config)?;
            let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
            #[cfg(feature = "http2")]
            let connector = connector.enable_http2();
            let mut builder = Client::builder(TokioExecutor::new());
            #[cfg(feature = "http2")]
            builder.http2_max_header_list_size(MAX_HEAD as u32);
            builder.http1_max_buf_size(MAX_HEAD).http1_max_headers(MAX_HEADERS);
            builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE);
            Some(builder.build(connector.wrap_connector(Connector::new(http, proxies))))
        };
        let clients = client(Proxies::default()).zip(client(config.proxies.clone()));
        let clients = clients.map(|(direct, proxied)| Clients { direct, proxied });
        Self { clients, proxies: config.proxies.clone(), connect_timeout }
    }

    async fn exchange(&self, request: Request<Bytes>, limits: &Limits) -> Result<Response<Bytes>, TransportError> {
        let clients = self.clients.as_ref().ok_or_else(|| {
            TransportError::new(TransportErrorKind::Request, "rustls has no version of TLS that it could speak")
        })?;
        if self.connect_timeout.is_zero() {
            return Err(TransportError::new(TransportErrorKind::Timeout, "no connection for 0 ms"));
        }
        let mut request = request.map(|bytes| FullBody(Some(bytes)));
        let proxy = self.proxies.for_request(&request);
        let client = if proxy.is_some() { &clients.proxied } else { &clients.direct };
        #[cfg(feature = "http2")]
        leave_host_to_the_protocol(&mut request);
        // To a tunnel they were said as it was made.
        if let Some(authorization) = proxy.filter(|_| !is_https(request.uri())).and_then(authorization) {
            request.headers_mut().insert(header::PROXY_AUTHORIZATION, authorization);
        }
        let mut connected = capture_connection(&mut request);
        let mut head = pin!(client.request(request));
        // A connection may have to be made first, which has a time of its own.
        let started = first(head.as_mut(), connected.wait_for_connection_metadata());
        let response = match within(self.connect_timeout, "no connection", started).await? {
            Some(response) => response,
            None => within(limits.read, READ_TIMED_OUT, head).await?,
        };
        let response = response.map_err(connection)?;
        let (parts, body) = response.into_parts();
        let body = read(parts.status, body, limits).await?;
        Ok(Response::from_parts(parts, body))
    }
}

/// HTTP/2 has `:authority` instead of `Host` (RFC 9113, section 8.3.1), and which of both it is shows only with the
/// connection: hyper says what the URI does, but for a port that goes without saying, and that was signed.
#[cfg(feature = "http2")]
fn leave_host_to_the_protocol<B>(request: &mut Request<B>) {
    let default = if is_https(request.uri()) { 443 } else { 80 };
    if request.uri().port_u16() != Some(default) {
        request.headers_mut().remove(header::HOST);
    }
}

/// Nothing where rustls lacks what it needs, which its own features exclude.
fn tls_config(config: &Config) -> Option<ClientConfig> {
    // Named, because another crate in the program may have chosen another provider.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    let builder = match &config.roots {
        Some(roots) => builder.with_root_certificates(roots.to_store()),
        None => builder.with_webpki_roots(),
    };
    Some(builder.with_no_client_auth())
}

async fn read(status: StatusCode, mut body: Incoming, limits: &Limits) -> Result<Bytes, TransportError> {
    // What the head announces need not be waited for.
    if body.size_hint().lower() > limits.response_bytes as u64 {
        return Err(TransportError::too_large(status, limits.response_bytes));
    }
    let mut bytes = BytesMut::new();
    loop {
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let Some(frame) = within(limits.read, READ_TIMED_OUT, frame).await? else { return Ok(bytes.freeze()) };
        // Trailers are of no use here.
        let Ok(data) = frame.map_err(connection)?.into_data() else { continue };
        if bytes.len().saturating_add(data.len()) > limits.response_bytes {
            return Err(TransportError::too_large(status, limits.response_bytes));
        }
        bytes.extend_from_slice(&data);
    }
}

/// The body of a request, whole.
#[derive(Debug)]
pub(super) struct FullBody(pub(super) Option<Bytes>);

impl Body for FullBody {
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
    let is_refused =
        is_refused || sources(&*error).any(|error| error.downcast_ref().is_some_and(ProxyRefused::is_final));
    let kind = match () {
        () if is_timeout => TransportErrorKind::Timeout,
        () if is_refused => TransportErrorKind::Request,
        () => TransportErrorKind::Connection,
    };
    TransportError::new(kind, error)
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
