//! Where credentials come from when a program gives none: one source after the other, up to the first that is configured.
//!
//! [The reference](https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html). The order is that of the
//! AWS SDK for Rust: environment, profile, web identity, container, instance. A source that is configured and fails ends
//! the search: going on would make the call as somebody else.
mod context;
mod profile;
mod role;

use super::{Config, Environment, Transport, shared_files::SharedFiles};
use context::{Http, context};
use reqsign_aws_core::{Credential, ECSCredentialProvider, IMDSv2CredentialProvider};
use reqsign_core::{Context, Error, ProvideCredential, Result};
use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// A service on the other side of the network.
const FAR: Duration = Duration::from_secs(10);
/// The instance's metadata, which answers at once or, on a laptop, never.
const NEAR: Duration = Duration::from_secs(1);

/// See the module.
pub(super) struct Chain {
    environment: Environment,
    /// The one that the program named: it comes before the environment.
    profile: Option<String>,
    region: Option<String>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    far: Context,
    near: Context,
    /// It keeps the token of the instance's metadata.
    instance: IMDSv2CredentialProvider,
}

impl Chain {
    pub(super) fn new(config: &Config, transport: &Arc<dyn Transport>) -> Self {
        let Config { environment, profile, region, clock, .. } = config.clone();
        let context = |limit| context(&environment, Http::new(Arc::clone(transport), limit));
        let mut instance = IMDSv2CredentialProvider::new();
        if let Some(endpoint) = environment.var("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
            instance = instance.with_endpoint(endpoint.trim_end_matches('/'));
        } else if is(&environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv6") {
            instance = instance.with_endpoint("http://[fd00:ec2::254]");
        }
        Self { far: context(FAR), near: context(NEAR), environment, profile, region, clock, instance }
    }

    async fn find(&self) -> Result<Credential> {
        let mut seen = Vec::new();
        if self.profile.is_none() {
            match self.environment() {
                Ok(None) => seen.push("`AWS_ACCESS_KEY_ID` is not set".to_owned()),
                found => return found.and_then(present),
            }
        }

        let files = SharedFiles::read(&self.environment).map_err(|error| invalid(error.to_string()))?;
        let named = self.profile.clone().or_else(|| self.environment.var("AWS_PROFILE"));
        let profile = files.profile(named.as_deref()).map_err(|error| invalid(error.to_string()))?;
        let name = named.as_deref().unwrap_or("default");
        match profile {
            None => {
                seen.push(format!("there is neither {} nor {} with a profile `{name}`", files.paths[0], files.paths[1]))
            }
            Some(section) => match self.profile(&files, name, section).await? {
                None => seen.push(format!("the profile `{name}` has no credentials")),
                Some(credential) => return Ok(credential),
            },
        }

        match self.environment.var("AWS_WEB_IDENTITY_TOKEN_FILE") {
            None => seen.push("`AWS_WEB_IDENTITY_TOKEN_FILE` is not set".to_owned()),
            Some(file) => return self.environment_web_identity(&file).await,
        }

        match self.container().await {
            Ok(None) => seen.push("`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` and `…_FULL_URI` are not set".to_owned()),
            found => return found.and_then(present),
        }

        if is(&self.environment, "AWS_EC2_METADATA_DISABLED", "true") {
            seen.push("`AWS_EC2_METADATA_DISABLED` is set".to_owned());
        } else {
            match self.instance.provide_credential(&self.near).await {
                Ok(Some(credential)) => return Ok(credential),
                Ok(None) => seen.push("this machine has no instance role".to_owned()),
                Err(error) => seen.push(format!("this machine has no instance role ({})", told(&error))),
            }
        }
        Err(invalid(format!(
            "{}. Set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, name a profile (`AWS_PROFILE`, \
             `Config::profile`), or give some (`Config::credentials`)",
            seen.join("; ")
        )))
    }

    fn environment(&self) -> Result<Option<Credential>> {
        let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
        keys(names, "the environment", |name| self.environment.var(name))
    }

    /// [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html)
    async fn container(&self) -> Result<Option<Credential>> {
        let mut provider = ECSCredentialProvider::new();
        if let Some(path) = self.environment.var("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            provider = provider.with_relative_uri(path);
        } else if let Some(uri) = self.environment.var("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            // The token that goes with the request is not for everyone to read.
            if !is_confidential(&uri) {
                return Err(invalid(format!(
                    "`AWS_CONTAINER_CREDENTIALS_FULL_URI` is `{uri}`, but it is `https://…`, or `http://…` of this machine or \
                     of its container service"
                )));
            }
            provider = provider.with_endpoint(uri);
        }
        provider.provide_credential(&self.far).await.map_err(|error| failed("the container's credentials", &error))
    }
}

impl ProvideCredential for Chain {
    type Credential = Credential;

    async fn provide_credential(&self, _: &Context) -> Result<Option<Credential>> {
        self.find().await.map(Some)
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chain").field("environment", &self.environment).finish_non_exhaustive()
    }
}

/// A pair of keys, with or without a session's token; half a pair is an error.
fn keys(names: [&str; 3], place: &str, get: impl Fn(&str) -> Option<String>) -> Result<Option<Credential>> {
    let [id, secret, token] = names;
    match (get(id), get(secret)) {
        (Some(access_key_id), Some(secret_access_key)) => {
            Ok(Some(Credential { access_key_id, secret_access_key, session_token: get(token), expires_in: None }))
        }
        (None, None) => Ok(None),
        (Some(_), None) => Err(invalid(format!("{place} has `{id}`, but no `{secret}`"))),
        (None, Some(_)) => Err(invalid(format!("{place} has `{secret}`, but no `{id}`"))),
    }
}

fn is(environment: &Environment, variable: &str, value: &str) -> bool {
    environment.var(variable).is_some_and(|text| text.eq_ignore_ascii_case(value))
}

/// Whether a request to this URI is read by nobody else.
fn is_confidential(uri: &str) -> bool {
    let Ok(uri) = uri.parse::<http::Uri>() else { return false };
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => match host.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
            Ok(address) => {
                address.is_loopback()
                    || ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]
                        .iter()
                        .any(|known| known.parse() == Ok(address))
            }
            Err(_) => host == "localhost",
        },
        _ => false,
    }
}

fn invalid(text: String) -> Error {
    Error::credential_invalid(text)
}

/// What a source failed of.
fn failed(source: &str, error: &Error) -> Error {
    invalid(format!("{source}: {}", told(error)))
}

/// An error with all that caused it.
fn told(error: &Error) -> String {
    let sources = std::iter::successors(std::error::Error::source(error), |error| error.source());
    sources.fold(error.to_string(), |text, source| format!("{text}: {source}"))
}

/// reqsign's providers say "nothing" where they are not configured; those asked for it are.
fn present(credential: Option<Credential>) -> Result<Credential> {
    credential.ok_or_else(|| invalid("the source gives none".to_owned()))
}
