//! The blocking HTTP transport: ureq with rustls.
use super::{
    BoxFuture, Config, Limits, Transport, TransportError, TransportErrorKind,
    proxy::{Proxies, Proxy},
    settings::MAX_TIMEOUT,
    tls,
    transport::MAX_HEAD,
};
use crate::error::BoxError;
use bytes::Bytes;
use http::{Method, Request, Response, Uri};
use std::{fmt, time::Duration};
use ureq::{
    Agent, AsSendBody, Body,
    tls::{RootCerts, TlsConfig},
};

/// HTTP that blocks the thread: what [`blocking::Client::new`](super::blocking::Client::new) brings, for transports
/// that wrap it. Connections are kept and used again.
#[derive(Debug)]
pub struct Ureq {
    agent: Agent,
    proxies: Proxies,
    /// Whether the connect timeout is not zero. ureq does not apply a timeout of zero.
    may_connect: bool,
}

impl Ureq {
    /// Creates a transport with the proxies, root certificates and connect timeout of a configuration.
    ///
    /// Proxies are used through a tunnel (`CONNECT`), even for `http`. A proxy that needs absolute URIs in requests
    /// works only with the async client.
    pub fn new(config: &Config) -> Self {
        let roots = config.roots.as_ref().map_or(RootCerts::WebPki, tls::Roots::to_ureq);
        let built = Agent::config_builder()
            // The proxy is set for each request.
            .proxy(None)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .accept("")
            .accept_encoding("")
            .user_agent("")
            .max_response_header_size(MAX_HEAD)
            .timeout_connect(Some(config.connect_timeout.min(MAX_TIMEOUT)))
            .build();
        let may_connect = !config.connect_timeout.is_zero();
        Self { agent: built.new_agent(), proxies: config.proxies.clone(), may_connect }
    }

    fn send_with_limits(
        &self,
        request: Request<impl AsSendBody>,
        limits: &Limits,
    ) -> Result<Response<Body>, ureq::Error> {
        let proxy = self.proxies.for_request(&request).map(tunnel).transpose()?;
        let request = self.agent.configure_request(request).proxy(proxy);
        self.agent.run(request.timeout_global(Some(limits.total)).timeout_per_read(Some(limits.read)).build())
    }

    fn exchange(&self, request: Request<Bytes>, limits: &Limits) -> Result<Response<Bytes>, TransportError> {
        if !self.may_connect {
            return Err(TransportError::new(TransportErrorKind::Timeout, "no connection for 0 ms"));
        }
        let proxy = self.proxies.for_request(&request).map(|proxy| proxy.uri().clone());
        // An empty body is omitted, except for methods that need `Content-Length: 0`.
        let has_body =
            !request.body().is_empty() || matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
        let result = if has_body {
            let (parts, body) = request.into_parts();
            self.send_with_limits(Request::from_parts(parts, &body[..]), limits)
        } else {
            self.send_with_limits(request.map(|_| ()), limits)
        };
        let result = result.map_err(|failure| {
            let TransportError { kind, source } = exchange_error(failure);
            // The errors of ureq do not name the proxy.
            let source = match proxy {
                Some(proxy) => ThroughProxy { proxy, source }.into(),
                None => source,
            };
            TransportError { kind, source }
        });
        let (parts, body) = result?.into_parts();
        // Read one byte more than allowed, to distinguish a body that is too large from one of the maximum size.
        let limit = (limits.response_bytes as u64).saturating_add(1);
        if body.content_length().is_some_and(|length| length >= limit) {
            return Err(TransportError::too_large(parts.status, limits.response_bytes));
        }
        let body = match body.into_with_config().limit(limit).read_to_vec() {
            Ok(body) if body.len() <= limits.response_bytes => body,
            Ok(_) | Err(ureq::Error::BodyExceedsLimit(_)) => {
                return Err(TransportError::too_large(parts.status, limits.response_bytes));
            }
            Err(other) => return Err(exchange_error(other)),
        };
        Ok(Response::from_parts(parts, body.into()))
    }
}

impl Transport for Ureq {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let response = self.exchange(request, limits);
        Box::pin(async { response })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        std::thread::sleep(duration);
        Box::pin(async {})
    }

    /// Never completes: blocking clients wait on a thread with a timeout instead.
    fn timer(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

/// An error of a proxy, or of a request through it.
#[derive(Debug)]
struct ThroughProxy {
    proxy: Uri,
    source: BoxError,
}

impl fmt::Display for ThroughProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "through the proxy {}", self.proxy)
    }
}

impl std::error::Error for ThroughProxy {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

fn tunnel(proxy: &Proxy) -> Result<ureq::Proxy, ureq::Error> {
    let builder = ureq::Proxy::builder(ureq::ProxyProtocol::Http);
    let builder = builder.host(proxy.uri().host().unwrap_or_default()).port(proxy.uri().port_u16().unwrap_or(80));
    let builder =
        proxy.user().into_iter().fold(builder, |builder, (name, password)| builder.username(name).password(password));
    builder.build()
}

/// Converts an error of ureq.
fn exchange_error(error: ureq::Error) -> TransportError {
    use ureq::Error as E;
    let kind = match &error {
        E::Timeout(_) => TransportErrorKind::Timeout,
        E::Io(io) if io.kind() == std::io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
        E::Io(io) if tls::contains_certificate_error(io) => TransportErrorKind::Request,
        E::Rustls(error) if tls::is_certificate_error(error) => TransportErrorKind::Request,
        // The proxy would refuse again, for example because it requires a password or blocks the host.
        E::ConnectProxyFailed(reason) if reason.contains("responded 4") => TransportErrorKind::Request,
        // These errors occur before anything is sent.
        E::BadUri(_) | E::Http(_) | E::RequireHttpsOnly(_) | E::InvalidProxyUrl | E::Tls(_) => {
            TransportErrorKind::Request
        }
        // For all other errors, the service may have executed the operation.
        _ => TransportErrorKind::Connection,
    };
    TransportError::new(kind, error)
}
