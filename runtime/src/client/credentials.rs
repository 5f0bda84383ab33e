//! Who makes a call.
use super::BoxFuture;
use crate::error::BoxError;
use reqsign_aws_core::Credential;
use reqsign_core::{Context, ProvideCredential, time::Timestamp};
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
    /// The credentials. The error becomes that of the call, [`Error::Credentials`](crate::Error::Credentials).
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
    /// A provider of the user's.
    Provider(Arc<dyn ProvideCredentials>),
    /// Nowhere: requests are not signed.
    Anonymous,
}

/// A provider of the user's, as the cache of credentials takes it.
#[derive(Debug)]
pub(super) struct Provider(pub(super) Arc<dyn ProvideCredentials>);

impl ProvideCredential for Provider {
    type Credential = Credential;

    async fn provide_credential(&self, _: &Context) -> reqsign_core::Result<Option<Credential>> {
        let failed =
            |error: BoxError| reqsign_core::Error::credential_invalid(error.to_string()).with_source(Failed(error));
        let Credentials { access_key_id, secret_access_key, session_token, expires_at } =
            self.0.credentials().await.map_err(failed)?;
        let expires_in = expires_at.map(timestamp).transpose()?;
        Ok(Some(Credential { access_key_id, secret_access_key, session_token, expires_in }))
    }
}

/// What a provider failed of, so that its own error can be found among the sources.
#[derive(Debug)]
struct Failed(BoxError);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

/// A moment, rounded down to seconds.
pub(super) fn timestamp(time: SystemTime) -> reqsign_core::Result<Timestamp> {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    Timestamp::from_second(i64::try_from(seconds).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_printed() {
        let credentials = Credentials::new("AKIDEXAMPLE", "hush").session_token("hush-hush");
        let printed = format!("{credentials:?} {:?}", Source::Provider(Arc::new(credentials.clone())));
        assert!(printed.contains("AKIDEXAMPLE") && !printed.contains("hush"), "{printed}");
    }
}
