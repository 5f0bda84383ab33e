//! Who makes a call.
use super::{
    BoxFuture, Config, Transport,
    assume_role::{AssumeRole, Role},
    chain::{Chain, SourceError},
};
use crate::error::{BoxError, SharedError};
use std::{fmt, sync::Arc, time::SystemTime};

/// What proves who makes a call: the keys of a user, or those of a session with its token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The id of the key, which is no secret.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: String,
    /// The token, for the keys of a session.
    pub session_token: Option<String>,
    /// When they end, for the keys of a session; they are asked for anew before.
    pub expires_at: Option<SystemTime>,
}

impl Credentials {
    /// The keys of a user.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            expires_at: None,
        }
    }

    /// The token that belongs to the keys of a session.
    #[must_use]
    pub fn session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = Some(token.into());
        self
    }

    /// When the keys end.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("secret_access_key", &"[redacted]")
            .field("session_token", &self.session_token.as_ref().map(|_| "[redacted]"))
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// Gives credentials when a client asks: for its first call, and again shortly before they end.
pub trait ProvideCredentials: fmt::Debug + Send + Sync + 'static {
    /// The credentials. The error becomes that of the call, [`ErrorKind::Credentials`](crate::ErrorKind::Credentials).
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>>;
}

impl ProvideCredentials for Credentials {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        let credentials = self.clone();
        Box::pin(async { Ok(credentials) })
    }
}

/// Where a client has its credentials from.
#[derive(Clone, Debug, Default)]
pub(super) enum Source {
    /// The environment, profiles, and whatever else the machine offers.
    #[default]
    Chain,
    /// These, as long as they are valid.
    Fixed(Arc<Credentials>),
    /// A provider of the user's.
    User(Arc<dyn ProvideCredentials>),
    /// A role, assumed with the credentials of another source.
    Role(Arc<AssumeRole>, Arc<Self>),
    /// Nowhere: requests are not signed.
    Anonymous,
}

/// What gives the credentials of a client.
#[derive(Debug)]
pub(super) enum Provider {
    Chain(Box<Chain>),
    Fixed(Arc<Credentials>),
    User(Arc<dyn ProvideCredentials>),
    Role(Box<Role>),
}

/// What a provider gave.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) credentials: Credentials,
    /// Whether they are used after they have expired, where there are no others.
    pub(super) is_statically_stable: bool,
}

impl From<Credentials> for Resolved {
    fn from(credentials: Credentials) -> Self {
        Self { credentials, is_statically_stable: false }
    }
}

impl Provider {
    /// None where requests are not signed.
    pub(super) fn new(source: &Source, config: &Config, transport: &Arc<dyn Transport>) -> Option<Self> {
        Some(match source {
            Source::Chain => Self::Chain(Box::new(Chain::new(config, transport))),
            Source::Fixed(credentials) => Self::Fixed(Arc::clone(credentials)),
            Source::User(provider) => Self::User(Arc::clone(provider)),
            Source::Role(role, source) => {
                let source = Self::new(source, config, transport)?;
                Self::Role(Box::new(Role { role: Arc::clone(role), source, chain: Chain::new(config, transport) }))
            }
            Source::Anonymous => return None,
        })
    }

    /// Looks for credentials. `now` is the time as services have it.
    pub(super) fn find(&self, now: SystemTime) -> BoxFuture<'_, Result<Resolved, SharedError>> {
        Box::pin(async move {
            match self {
                Self::Chain(chain) => chain.find(now).await.map_err(SourceError::shared),
                Self::Fixed(credentials) => Ok(Credentials::clone(credentials).into()),
                Self::User(provider) => Ok(provider.credentials().await?.into()),
                Self::Role(role) => role.find(now).await,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_printed() {
        let credentials = Credentials::new("AKIDEXAMPLE", "hush").session_token("hush-hush");
        let printed = format!("{credentials:?} {:?}", Source::User(Arc::new(credentials.clone())));
        assert!(printed.contains("AKIDEXAMPLE") && !printed.contains("hush"), "{printed}");
    }
}
