//! Roles that a program assumes with [`Config::assume_role`](super::Config::assume_role).
use super::{
    chain::{Chain, SourceError},
    credentials::{Provider, Resolved},
};
use crate::error::SharedError;
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

/// A role, for [`Config::assume_role`](super::Config::assume_role).
///
/// [Reference of the call](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html)
///
/// ```
/// use ferrosmith::client::{AssumeRole, Config};
/// use std::time::Duration;
///
/// let role = AssumeRole::new("arn:aws:iam::123456789012:role/backup").session_name("nightly").duration(Duration::from_secs(900));
/// let config = Config::new("eu-central-1").assume_role(role);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumeRole {
    pub(super) arn: String,
    pub(super) session_name: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) duration: Option<Duration>,
    pub(super) region: Option<String>,
}

impl AssumeRole {
    /// Creates a role from its ARN.
    pub fn new(arn: impl Into<String>) -> Self {
        Self { arn: arn.into(), session_name: None, external_id: None, duration: None, region: None }
    }

    /// Sets the session name, which appears in the logs of the account; `ferrosmith` by default.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Sets the external id, which the role's owner may require of those who assume it.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// Sets the lifetime of the session, in whole seconds; one hour by default, set by STS. Sessions are renewed in
    /// time.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// Sets the Region of the STS endpoint; that of the configuration by default.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }
}

/// A role, with the provider whose credentials assume it.
#[derive(Debug)]
pub(super) struct Role {
    pub(super) role: Arc<AssumeRole>,
    pub(super) source: Provider,
    pub(super) chain: Chain,
}

impl Role {
    pub(super) async fn find(&self, now: SystemTime) -> Result<Resolved, SharedError> {
        let source = self.source.find(now).await?.credentials;
        self.chain.assume(&self.role, source, now).await.map(Resolved::from).map_err(SourceError::shared)
    }
}
