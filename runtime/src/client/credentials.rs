//! Credentials and their providers.
use super::{
    BoxFuture, Config, Transport,
    assume_role::{AssumeRole, Role},
    chain::{Chain, SourceError},
};
use crate::error::{BoxError, SharedError};
use std::{fmt, sync::Arc, time::SystemTime};

/// AWS credentials: the access key of a user, or that of a session with its token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The access key id, which is not secret.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: String,
    /// The session token, for temporary credentials.
    pub session_token: Option<String>,
    /// The expiry of temporary credentials; they are refreshed before it.
    pub expires_at: Option<SystemTime>,
}

impl Credentials {
    /// Creates long-term credentials, without token and expiry.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            expires_at: None,
        }
    }

    /// Sets the session token.
    #[must_use]
    pub fn session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = Some(token.into());
        self
    }

    /// Sets the expiry.
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

/// A credentials provider: a client calls it before its first call, and again shortly before the credentials expire.
pub trait ProvideCredentials: fmt::Debug + Send + Sync + 'static {
    /// Returns credentials. An error ends the call with [`ErrorKind::Credentials`](crate::ErrorKind::Credentials).
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>>;
}

impl ProvideCredentials for Credentials {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        let credentials = self.clone();
        Box::pin(async { Ok(credentials) })
    }
}

/// Where a client gets its credentials from.
#[derive(Clone, Debug, Default)]
pub(super) enum Source {
    /// The default credentials provider chain: the environment, profiles, and the other sources of this machine.
    #[default]
    Chain,
    /// Fixed credentials, as long as they are valid.
    Fixed(Arc<Credentials>),
    /// A provider of the user.
    User(Arc<dyn ProvideCredentials>),
    /// A role, assumed with the credentials of another source.
    Role(Arc<AssumeRole>, Arc<Self>),
    /// Nowhere: requests are not signed.
    Anonymous,
}

/// The credentials provider of a client.
#[derive(Debug)]
pub(super) enum Provider {
    Chain(Box<Chain>),
    Fixed(Arc<Credentials>),
    User(Arc<dyn ProvideCredentials>),
    Role(Box<Role>),
}

/// The result of a provider.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) credentials: Credentials,
    /// Whether these credentials stay in use after they have expired if a refresh fails.
    pub(super) is_statically_stable: bool,
}

impl From<Credentials> for Resolved {
    fn from(credentials: Credentials) -> Self {
        Self { credentials, is_statically_stable: false }
    }
}

impl Provider {
    /// Returns `None` if requests are not signed.
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

    /// Resolves credentials. `now` is the current time according to the services' clock.
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
