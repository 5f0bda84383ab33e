//! Establishes the connections of hyper, directly or through proxies.
use super::{
    BoxFuture,
    hyper::FullBody,
    proxy::{Proxies, Proxy, is_https},
};
use crate::error::BoxError;
use ::hyper::{
    client::conn::http1,
    rt::{Read, ReadBufCursor, Write},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderValue, Request, StatusCode, Uri, header, uri::Authority};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll},
};
use tower_service::Service;

/// Connects to a host, or to the proxy for its scheme.
#[derive(Clone, Debug)]
pub(super) struct Connector {
    http: HttpConnector,
    proxies: Proxies,
}

impl Connector {
    pub(super) fn new(http: HttpConnector, proxies: Proxies) -> Self {
        Self { http, proxies }
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Stream, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.http.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, destination: Uri) -> Self::Future {
        let is_https = is_https(&destination);
        let proxy = if is_https { &self.proxies.https } else { &self.proxies.http };
        let Some(proxy) = proxy.clone() else {
            let connecting = self.http.call(destination);
            return Box::pin(async { Ok(Stream { io: Box::new(connecting.await?), is_proxied: false }) });
        };
        let connecting = self.http.call(proxy.uri().clone());
        Box::pin(async move {
            let unreachable = |error| ProxyUnreachable { proxy: proxy.uri().clone(), error };
            let io: Box<dyn Io> = Box::new(connecting.await.map_err(|error| unreachable(error.into()))?);
            if is_https {
                Ok(Stream { io: tunnel(io, &proxy, &destination).await?, is_proxied: false })
            } else {
                Ok(Stream { io, is_proxied: true })
            }
        })
    }
}

/// Opens a tunnel through a proxy (`CONNECT`; RFC 9110, section 9.3.6).
async fn tunnel(io: Box<dyn Io>, proxy: &Proxy, destination: &Uri) -> Result<Box<dyn Io>, BoxError> {
    let host = destination.host().ok_or("there is no host to go to")?;
    let authority: Authority = format!("{host}:{}", destination.port_u16().unwrap_or(443)).parse()?;
    let mut request = Request::connect(authority.as_str()).header(header::HOST, authority.as_str());
    if let Some(authorization) = authorization(proxy) {
        request = request.header(header::PROXY_AUTHORIZATION, authorization);
    }
    // Of the type of the requests' connections, so that programs contain their code once.
    let io = MaybeHttpsStream::Http(Stream { io, is_proxied: false });
    let (mut sender, connection) = http1::handshake(io).await?;
    // The task ends when the tunnel is closed.
    tokio::spawn(connection.with_upgrades());
    let response = sender.send_request(request.body(FullBody(None))?).await?;
    if !response.status().is_success() {
        return Err(Box::new(ProxyRefused { proxy: proxy.uri().clone(), status: response.status() }));
    }
    Ok(Box::new(::hyper::upgrade::on(response).await?))
}

/// Returns the value of `Proxy-Authorization` (RFC 7617).
pub(super) fn authorization(proxy: &Proxy) -> Option<HeaderValue> {
    let (name, password) = proxy.user()?;
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(format!("{name}:{password}")))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A proxy to which no connection could be established.
#[derive(Debug)]
struct ProxyUnreachable {
    proxy: Uri,
    error: BoxError,
}

impl fmt::Display for ProxyUnreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy {} cannot be reached", self.proxy)
    }
}

impl std::error::Error for ProxyUnreachable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.error)
    }
}

/// A proxy that refused to open a tunnel.
#[derive(Debug)]
pub(super) struct ProxyRefused {
    proxy: Uri,
    status: StatusCode,
}

impl ProxyRefused {
    /// Whether the proxy would refuse again, for example because it requires a password or blocks the host.
    pub(super) fn is_permanent(&self) -> bool {
        self.status.is_client_error()
    }
}

impl fmt::Display for ProxyRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy {} makes no connection: {}", self.proxy, self.status)
    }
}

impl std::error::Error for ProxyRefused {}

/// A byte stream.
trait Io: Read + Write + Send + Unpin + 'static {}

impl<T: Read + Write + Send + Unpin + 'static> Io for T {}

/// A connection to a host, directly, through a tunnel, or to a proxy that receives absolute URIs.
pub(super) struct Stream {
    io: Box<dyn Io>,
    is_proxied: bool,
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        Connected::new().proxy(self.is_proxied)
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, buffer)
    }
}

impl Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
