//! Credentials and their providers.
use super::{
    BoxFuture, Config, Transport,
    assume_role::{AssumeRole, Role},
    chain::Chain,
};
use crate::error::{BoxError, SharedError};
pub use crate::sign::Credentials;
use std::{fmt, sync::Arc, time::SystemTime};

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

impl Source {
    /// Whether both are the same provider, not only equal ones.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Chain, Self::Chain) | (Self::Anonymous, Self::Anonymous) => true,
            (Self::Fixed(one), Self::Fixed(other)) => Arc::ptr_eq(one, other),
            (Self::User(one), Self::User(other)) => Arc::ptr_eq(one, other),
            (Self::Role(one, by), Self::Role(other, from)) => Arc::ptr_eq(one, other) && Arc::ptr_eq(by, from),
            _ => false,
        }
    }
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
                Self::Chain(chain) => chain.find(now).await,
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
