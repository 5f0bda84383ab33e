//! A transport that responds from memory, for the tests of code that uses a client.
use super::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::{Request, Response, header};
use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

type Respond = dyn FnMut(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send;

/// Responds to requests without a network, records them, and never waits. Clones share the state.
///
/// ```
/// use ferrosmith::client::FakeTransport;
///
/// let fake = FakeTransport::new().reply(200, r#"{"Backup": {"BackupId": "backup-1"}}"#).reply(503, "");
/// // … give `fake.clone()` to a client, and after its calls:
/// assert_eq!(fake.requests().len(), 0);
/// ```
#[derive(Clone)]
pub struct FakeTransport(Arc<Mutex<State>>);

struct State {
    replies: VecDeque<Result<Response<Bytes>, TransportError>>,
    respond: Option<Box<Respond>>,
    requests: Vec<Request<Bytes>>,
    slept: Vec<Duration>,
}

impl Default for FakeTransport {
    fn default() -> Self {
        let state = State { replies: VecDeque::new(), respond: None, requests: Vec::new(), slept: Vec::new() };
        Self(Arc::new(Mutex::new(state)))
    }
}

impl FakeTransport {
    /// Creates a fake without replies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a fake whose replies come from a function.
    pub fn answering(
        respond: impl FnMut(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + 'static,
    ) -> Self {
        let fake = Self::new();
        fake.with(|state| state.respond = Some(Box::new(respond)));
        fake
    }

    /// Adds a reply after those added before: a status (500 if it is invalid) and a JSON body.
    #[must_use]
    pub fn reply(self, status: u16, body: impl Into<Bytes>) -> Self {
        let mut response = Response::new(body.into());
        *response.status_mut() = status.try_into().unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
        let json = http::HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        self.reply_with(Ok(response))
    }

    /// Adds a reply, or an error in its place.
    #[must_use]
    pub fn reply_with(self, reply: Result<Response<Bytes>, TransportError>) -> Self {
        self.with(|state| state.replies.push_back(reply));
        self
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.with(|state| state.requests.clone())
    }

    /// Returns the durations that the client asked to sleep, in order.
    pub fn slept(&self) -> Vec<Duration> {
        self.with(|state| state.slept.clone())
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn respond(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self.with(|state| {
            let reply = match (state.replies.pop_front(), &mut state.respond) {
                (Some(reply), _) => reply,
                (None, Some(respond)) => respond(&request),
                (None, None) => {
                    let text = format!("the fake has no reply left for {} {}", request.method(), request.uri());
                    Err(TransportError::new(TransportErrorKind::Request, text))
                }
            };
            state.requests.push(request);
            reply
        })
    }
}

impl fmt::Debug for FakeTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|state| {
            f.debug_struct("FakeTransport")
                .field("replies", &state.replies.len())
                .field("requests", &state.requests.len())
                .finish_non_exhaustive()
        })
    }
}

impl Transport for FakeTransport {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        _: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let respond = self.respond(request);
        Box::pin(async { respond })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.with(|state| state.slept.push(duration));
        Box::pin(async {})
    }

    /// Never completes: time does not pass in a fake.
    fn timer(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}
