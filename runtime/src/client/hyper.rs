//! The async HTTP transport: hyper with rustls, on tokio.
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

/// Services close connections that are idle for longer.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);
const READ_TIMED_OUT: &str = "nothing arrived";

/// The HTTP transport of [`Client::new`](super::Client::new), which runs on tokio. It is public for transports that
/// wrap it. Connections are pooled.
#[derive(Debug)]
pub struct Hyper {
    clients: Option<Clients>,
    proxies: Proxies,
    connect_timeout: Duration,
}

type HttpClient = Client<HttpsConnector<Connector>, FullBody>;

/// Two connection pools, so that a request that bypasses the proxy never uses a connection through the proxy.
#[derive(Debug)]
struct Clients {
    direct: HttpClient,
    proxied: HttpClient,
}

impl Hyper {
    /// Creates a transport with the proxies, root certificates and connect timeout of a configuration.
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
            builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE_TIMEOUT);
            Some(builder.build(connector.wrap_connector(Connector::new(http, proxies))))
        };
        let clients = client(Proxies::default()).zip(client(config.proxies.clone()));
        let clients = clients.map(|(direct, proxied)| Clients { direct, proxied });
        Self { clients, proxies: config.proxies.clone(), connect_timeout }
    }

    async fn exchange(&self, request: Request<Bytes>, limits: &Limits) -> Result<Response<Bytes>, TransportError> {
        let clients = self
            .clients
            .as_ref()
            .ok_or_else(|| TransportError::new(TransportErrorKind::Request, "rustls supports no version of TLS"))?;
        if self.connect_timeout.is_zero() {
            return Err(TransportError::new(TransportErrorKind::Timeout, "no connection for 0 ms"));
        }
        let mut request = request.map(|bytes| FullBody(Some(bytes)));
        let proxy = self.proxies.for_request(&request);
        let client = if proxy.is_some() { &clients.proxied } else { &clients.direct };
        #[cfg(feature = "http2")]
        remove_default_host(&mut request);
        // For a tunnel, the `CONNECT` request contains the credentials.
        if let Some(authorization) = proxy.filter(|_| !is_https(request.uri())).and_then(authorization) {
            request.headers_mut().insert(header::PROXY_AUTHORIZATION, authorization);
        }
        let mut connected = capture_connection(&mut request);
        let mut head = pin!(client.request(request));
        // A new connection has a timeout of its own.
        let started = first(head.as_mut(), connected.wait_for_connection_metadata());
        let response = match within(self.connect_timeout, "no connection", started).await? {
            Some(response) => response,
            None => within(limits.read, READ_TIMED_OUT, head).await?,
        };
        let response = response.map_err(exchange_error)?;
        let (parts, body) = response.into_parts();
        let body = read(parts.status, body, limits).await?;
        Ok(Response::from_parts(parts, body))
    }
}

/// Removes `Host`, unless the URI contains the default port. HTTP/2 uses `:authority` instead (RFC 9113, section
/// 8.3.1), and the version is known only when there is a connection. hyper then adds either one from the URI, but it
/// omits a default port, which is part of the signature.
#[cfg(feature = "http2")]
fn remove_default_host<B>(request: &mut Request<B>) {
    let default_port = if is_https(request.uri()) { 443 } else { 80 };
    if request.uri().port_u16() != Some(default_port) {
        request.headers_mut().remove(header::HOST);
    }
}

/// Returns `None` if rustls supports no version of TLS, which its enabled features rule out.
fn tls_config(config: &Config) -> Option<ClientConfig> {
    // Set explicitly, because another crate may have installed another default provider.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    let builder = match &config.roots {
        Some(roots) => builder.with_root_certificates(roots.to_store()),
        None => builder.with_webpki_roots(),
    };
    Some(builder.with_no_client_auth())
}

async fn read(status: StatusCode, mut body: Incoming, limits: &Limits) -> Result<Bytes, TransportError> {
    // The head announces a body that is too large, so do not read it.
    if body.size_hint().lower() > limits.response_bytes as u64 {
        return Err(TransportError::too_large(status, limits.response_bytes));
    }
    let mut bytes = BytesMut::new();
    loop {
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let Some(frame) = within(limits.read, READ_TIMED_OUT, frame).await? else { return Ok(bytes.freeze()) };
        // Trailers are ignored.
        let Ok(data) = frame.map_err(exchange_error)?.into_data() else { continue };
        if bytes.len().saturating_add(data.len()) > limits.response_bytes {
            return Err(TransportError::too_large(status, limits.response_bytes));
        }
        bytes.extend_from_slice(&data);
    }
}

/// The complete body of a request.
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

/// Returns the output of the future, or an error after the timeout.
async fn within<F: Future>(duration: Duration, what: &str, future: F) -> Result<F::Output, TransportError> {
    timeout(duration, future).await.map_err(|_| {
        TransportError::new(TransportErrorKind::Timeout, format!("{what} for {} ms", duration.as_millis()))
    })
}

/// Converts an error of hyper.
fn exchange_error(error: impl Into<BoxError>) -> TransportError {
    let error = error.into();
    let is_timeout = sources(&*error).any(|error| {
        error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
    });
    let is_rejected = sources(&*error).any(|error| error.downcast_ref().is_some_and(tls::contains_certificate_error));
    let is_rejected =
        is_rejected || sources(&*error).any(|error| error.downcast_ref().is_some_and(ProxyRefused::is_permanent));
    let kind = match () {
        () if is_timeout => TransportErrorKind::Timeout,
        () if is_rejected => TransportErrorKind::Request,
        () => TransportErrorKind::Connection,
    };
    TransportError::new(kind, error)
}

/// Returns an error and its chain of sources.
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
