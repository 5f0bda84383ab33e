//! HTTP on tokio: hyper with rustls.
use super::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
use crate::error::BoxError;
use ::hyper::body::Incoming;
use bytes::{Bytes, BytesMut};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use std::{future::Future, time::Duration};
use tokio::time::timeout;

/// Services close connections that idle for longer.
const IDLE: Duration = Duration::from_secs(50);

/// See the module. Connections are kept and used again.
#[derive(Debug)]
pub(super) struct Hyper {
    /// None where rustls lacks what it needs, which its own features exclude.
    client: Option<Client<HttpsConnector<HttpConnector>, Full<Bytes>>>,
    connect_timeout: Duration,
}

impl Hyper {
    pub(super) fn new(connect_timeout: Duration) -> Self {
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
            builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE).build(connector)
        });
        Self { client, connect_timeout }
    }

    async fn exchange(&self, request: Request<Bytes>, limits: &Limits) -> Result<Response<Bytes>, TransportError> {
        let client = self.client.as_ref().ok_or_else(|| {
            TransportError::new(TransportErrorKind::Request, "rustls has no version of TLS that it could speak")
        })?;
        let head = client.request(request.map(Full::new));
        // Until the head arrives a connection may have to be made first.
        let response = within(limits.read.saturating_add(self.connect_timeout), head).await?.map_err(connection)?;
        let (parts, body) = response.into_parts();
        let body = read(parts.status, body, limits).await?;
        Ok(Response::from_parts(parts, body))
    }
}

async fn read(status: StatusCode, mut body: Incoming, limits: &Limits) -> Result<Bytes, TransportError> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = within(limits.read, body.frame()).await? {
        // Trailers are of no use here.
        let Ok(data) = frame.map_err(connection)?.into_data() else { continue };
        if bytes.len() + data.len() > limits.response_bytes {
            return Err(TransportError::too_large(status, limits.response_bytes));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

/// The future's output, unless it takes longer.
async fn within<F: Future>(duration: Duration, future: F) -> Result<F::Output, TransportError> {
    timeout(duration, future).await.map_err(|_| {
        TransportError::new(TransportErrorKind::Timeout, format!("nothing arrived for {} ms", duration.as_millis()))
    })
}

fn connection(error: impl Into<BoxError>) -> TransportError {
    let error = error.into();
    let mut sources =
        std::iter::successors(Some(&*error as &(dyn std::error::Error + 'static)), |error| error.source());
    let is_timeout = sources.any(|error| {
        error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
    });
    let kind = if is_timeout { TransportErrorKind::Timeout } else { TransportErrorKind::Connection };
    TransportError::new(kind, error)
}

impl Transport for Hyper {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move { within(limits.total, self.exchange(request, limits)).await? })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
