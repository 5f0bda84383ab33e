//! Sessions: credentials that an operation of the service creates, each for one resource, such as a bucket. Requests to
//! endpoints with the authentication scheme `sigv4-s3express` are signed with them.
//!
//! A client keeps its sessions by the value of the endpoint parameter that they belong to. Each has a credentials cache of
//! its own, so that it is renewed in time, and created once for any number of waiting calls.
use super::{
    BoxFuture, Client, Credentials, Limits, ProvideCredentials, Transport, TransportError,
    cache::{CacheError, CredentialsCache},
    call::Shared,
    chain::ForCredentials,
    credentials::{Provider, Source},
};
use crate::{Operation, Ref, SessionOperation, Slot, Structure, error::BoxError};
use bytes::Bytes;
use std::{
    fmt,
    marker::PhantomData,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// How long before their end sessions are renewed. They last a few minutes.
const REFRESH_BEFORE: Duration = Duration::from_secs(60);
/// The number of sessions that a client keeps.
const MAX_SESSIONS: usize = 100;

/// The sessions of a client.
pub(crate) struct Sessions {
    pub(super) operation: SessionOperation,
    /// The least recently used first.
    sessions: Mutex<Vec<Session>>,
}

struct Session {
    resource: String,
    /// The credentials of the client with which it is created. Other credentials get another session.
    owner: Arc<Credentials>,
    cache: CredentialsCache,
}

/// A call that needs a session.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(super) resource: &'a str,
    pub(super) owner: &'a Arc<Credentials>,
    /// The current time according to the service's clock.
    pub(super) now: SystemTime,
    /// How long the call waits.
    pub(super) remaining: Duration,
}

/// [`get`] of an operation.
pub(crate) type Get =
    for<'a> fn(&'a Sessions, &'a Shared, Request<'a>) -> BoxFuture<'a, Result<Arc<Credentials>, CacheError>>;

/// [`create`] of an operation.
type Create = fn(Arc<Shared>, SessionOperation, String) -> BoxFuture<'static, Result<Credentials, BoxError>>;

/// Returns the credentials of a session, which the operation `O` creates if there is none.
pub(crate) fn get<'a, O: Operation + Default>(
    sessions: &'a Sessions,
    client: &'a Shared,
    request: Request<'a>,
) -> BoxFuture<'a, Result<Arc<Credentials>, CacheError>> {
    let cache = sessions.session(client, request, create::<O>);
    Box::pin(async move { cache.get(request.now, request.remaining).await })
}

/// Creates a session.
fn create<O: Operation + Default>(
    shared: Arc<Shared>,
    operation: SessionOperation,
    resource: String,
) -> BoxFuture<'static, Result<Credentials, BoxError>> {
    Box::pin(async move {
        let mut input = O::default();
        if let Some(Slot::String(slot)) = (&mut input as &mut dyn Structure).member_slot(operation.member) {
            resource.clone_into(slot);
        }
        let settings = shared.config.settings.clone();
        let client = Client::<O::Service> { shared, settings, service: PhantomData };
        let output = client.call(&input).await?;
        credentials(operation, &output, client.shared.clock.now()).map_err(|problem| {
            format!("{} {}: {problem}", client.shared.service.sdk_id, operation.operation.name).into()
        })
    })
}

impl Sessions {
    pub(super) fn new(operation: SessionOperation) -> Self {
        Self { operation, sessions: Mutex::default() }
    }

    /// Returns the cache of a session, and discards that which was not used for longest if there are too many.
    fn session(&self, client: &Shared, request: Request<'_>, create: Create) -> CredentialsCache {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let index = sessions.iter().rposition(|session| session.resource == request.resource);
        let known = index.map(|index| sessions.remove(index));
        let session = match known.filter(|session| is_same(&session.owner, request.owner)) {
            Some(session) => session,
            None => Session::new(self.operation, client, request, create),
        };
        if sessions.len() >= MAX_SESSIONS {
            sessions.remove(0);
        }
        let cache = session.cache.clone();
        sessions.push(session);
        cache
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("operation", &self.operation.operation.name).finish_non_exhaustive()
    }
}

impl Session {
    fn new(operation: SessionOperation, client: &Shared, request: Request<'_>, create: Create) -> Self {
        // Sessions belong to these very credentials, whose expiry is the business of the client's own cache.
        let owner = Credentials { expires_at: None, ..Credentials::clone(request.owner) };
        let mut config = client.config.clone();
        config.credentials = Source::Fixed(Arc::new(owner));
        let (transport, timer) = (Arc::new(SessionTransport(Arc::clone(&client.transport))), client.timer.clone());
        // This client has no sessions: a session is not created with another.
        let creator = Arc::new(Shared::new(client.service, config, transport, timer.clone(), Some(client)));
        let provider = SessionProvider { creator, create, operation, resource: request.resource.to_owned() };
        let provider = Provider::User(Arc::new(provider));
        let cache = CredentialsCache::refreshing_before(REFRESH_BEFORE, provider, timer);
        Self { resource: request.resource.to_owned(), owner: Arc::clone(request.owner), cache }
    }
}

/// Marks requests as those for credentials, whose responses are secret.
#[derive(Debug)]
struct SessionTransport(Arc<dyn Transport>);

impl Transport for SessionTransport {
    fn send<'a>(
        &'a self,
        mut request: http::Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        request.extensions_mut().insert(ForCredentials);
        self.0.send(request, limits)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.sleep(duration)
    }

    fn timer(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.timer(duration)
    }
}

/// Creates the session of a resource.
struct SessionProvider {
    creator: Arc<Shared>,
    create: Create,
    operation: SessionOperation,
    resource: String,
}

impl fmt::Debug for SessionProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionProvider").field("operation", &self.operation.operation.name).finish_non_exhaustive()
    }
}

impl ProvideCredentials for SessionProvider {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        (self.create)(Arc::clone(&self.creator), self.operation, self.resource.clone())
    }
}

/// Whether both are the same credentials, whenever they expire.
fn is_same(one: &Arc<Credentials>, other: &Arc<Credentials>) -> bool {
    let key = |credentials: &Credentials| {
        [Some(&credentials.access_key_id), Some(&credentials.secret_access_key), credentials.session_token.as_ref()]
            .map(|text| text.cloned())
    };
    Arc::ptr_eq(one, other) || key(one) == key(other)
}

/// Reads the credentials of a session.
fn credentials(operation: SessionOperation, output: &dyn Structure, now: SystemTime) -> Result<Credentials, String> {
    let path = operation.credentials;
    let mut structure = output;
    for name in path.split('.') {
        structure = match structure.member(name) {
            Ref::Structure(inner) => inner,
            _ => return Err(format!("the response has no `{path}`")),
        };
    }
    let text = |name: &str| match structure.member(name) {
        Ref::String(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(format!("the response has no `{path}.{name}`")),
    };
    let expires_at = match structure.member("Expiration") {
        Ref::Timestamp(time) => SystemTime::try_from(time).ok(),
        _ => None,
    };
    let expires_at = expires_at.ok_or_else(|| format!("the response has no `{path}.Expiration`"))?;
    if expires_at <= now {
        return Err("the session has expired before its first use; is the clock of this machine right?".to_owned());
    }
    let credentials = Credentials::new(text("AccessKeyId")?, text("SecretAccessKey")?);
    Ok(credentials.session_token(text("SessionToken")?).expires_at(expires_at))
}
