//! The default credentials provider chain: tries one source after the other, up to the first that is configured.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html). The order is that of the
//! AWS SDK for Rust: environment, profile, web identity, container, instance. If a configured source fails, the chain
//! stops: the next source could have a different identity.
mod container;
mod fetch;
mod instance;
mod process;
mod profile;
mod services;
mod sso;
mod sts;

pub(super) use fetch::ForCredentials;

use super::{
    Config, ConfigError, Credentials, Environment, Transport, credentials::Resolved, from_env::Sources,
    shared_files::SharedFiles,
};
use crate::{Endpoint, InvalidEndpoint, ServiceSchema, endpoint::partition, error::SharedError};
use fetch::Http;
use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// The timeout for services on the network.
const SERVICE_TIMEOUT: Duration = Duration::from_secs(10);
/// The timeout for the instance metadata service, which responds at once or, on a laptop, never.
const METADATA_TIMEOUT: Duration = Duration::from_secs(1);

/// The default credentials provider chain.
pub(super) struct Chain {
    environment: Environment,
    /// The profile that the program named; it takes precedence over the environment.
    profile: Option<String>,
    region: Option<String>,
    use_fips: bool,
    use_dual_stack: bool,
    services: Http,
    metadata_service: Http,
}

/// Why a source has no credentials: a sentence without secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SourceError(String);

/// No source is configured. It says which ones were tried.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NoSource(String);

impl fmt::Display for NoSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoSource {}

/// Whether there are no credentials, rather than a source of credentials that fails.
pub(super) fn is_absent(error: &SharedError) -> bool {
    error.is::<NoSource>()
}

impl SourceError {
    /// Prefixes the message with the source that failed.
    fn with_source(self, source: &str) -> Self {
        Self(format!("{source}: {}", self.0))
    }

    pub(super) fn shared(self) -> SharedError {
        Arc::new(self)
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SourceError {}

impl From<ConfigError> for SourceError {
    fn from(error: ConfigError) -> Self {
        Self(error.to_string())
    }
}

impl Chain {
    pub(super) fn new(config: &Config, transport: &Arc<dyn Transport>) -> Self {
        let Config { environment, profile, region, use_fips, use_dual_stack, .. } = config.clone();
        let [services, metadata_service] = [SERVICE_TIMEOUT, METADATA_TIMEOUT].map(|limit| Http::new(transport, limit));
        Self { environment, profile, region, use_fips, use_dual_stack, services, metadata_service }
    }

    /// Resolves credentials. `now` is the current time according to the services' clock.
    pub(super) async fn find(&self, now: SystemTime) -> Result<Resolved, SharedError> {
        let found = self.search(now).await.map_err(SourceError::shared)?;
        found.map_err(|tried| -> SharedError { Arc::new(tried) })
    }

    async fn search(&self, now: SystemTime) -> Result<Result<Resolved, NoSource>, SourceError> {
        let mut tried = Vec::new();
        if self.profile.is_none() {
            match self.environment()? {
                None => tried.push("`AWS_ACCESS_KEY_ID` is not set".to_owned()),
                Some(keys) => return Ok(Ok(keys.into())),
            }
        }

        let files = SharedFiles::read(&self.environment)?;
        let profile_name = self.profile.clone().or_else(|| self.environment.var("AWS_PROFILE"));
        let name = profile_name.as_deref().unwrap_or("default");
        match files.profile(profile_name.as_deref())? {
            None => tried
                .push(format!("there is neither {} nor {} with a profile `{name}`", files.paths[0], files.paths[1])),
            Some(section) => match self.profile(&files, name, section, now).await? {
                None => tried.push(format!("the profile `{name}` has no credentials")),
                Some(found) => return Ok(Ok(found)),
            },
        }

        match self.environment.var("AWS_WEB_IDENTITY_TOKEN_FILE") {
            None => tried.push("`AWS_WEB_IDENTITY_TOKEN_FILE` is not set".to_owned()),
            Some(file) => return Ok(Ok(self.environment_web_identity(&file).await?.into())),
        }

        match self.container().await? {
            None => tried.push("`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` and `…_FULL_URI` are not set".to_owned()),
            Some(credentials) => return Ok(Ok(credentials.into())),
        }

        if variable_is(&self.environment, "AWS_EC2_METADATA_DISABLED", "true") {
            tried.push("`AWS_EC2_METADATA_DISABLED` is set".to_owned());
        } else {
            match self.instance().await {
                Ok(Some(found)) => return Ok(Ok(found)),
                Ok(None) => tried.push("this machine has no instance role".to_owned()),
                Err(error) => tried.push(format!("this machine has no instance role ({error})")),
            }
        }
        Ok(Err(NoSource(format!(
            "{}. Set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, name a profile (`AWS_PROFILE`, \
             `Config::profile`), or give some (`Config::credentials`)",
            tried.join("; ")
        ))))
    }

    fn environment(&self) -> Result<Option<Credentials>, SourceError> {
        let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
        key_pair(names, "the environment", |name| self.environment.var(name))
    }

    /// Reads a setting of the environment, else of the profile. `parse` returns what is expected of an invalid value.
    fn setting<T>(
        &self,
        variable: &str,
        name: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, SourceError> {
        let files = SharedFiles::read(&self.environment)?;
        let named = self.profile.clone().or_else(|| self.environment.var("AWS_PROFILE"));
        let profile = files.profile(named.as_deref())?;
        Ok(Sources { environment: &self.environment, files: &files, profile }.read(&[variable], name, parse)?)
    }

    /// Reads a text file.
    fn read(&self, path: &str) -> Result<String, SourceError> {
        let contents = self.environment.read(path).map_err(|error| format!("{path} cannot be read: {error}"));
        let text = contents.and_then(|text| String::from_utf8(text).map_err(|_| format!("{path} is not UTF-8")));
        text.map_err(SourceError)
    }

    /// Returns the endpoint of a service that provides credentials: from the environment or the profile, otherwise the
    /// regional endpoint. All of these services have endpoints of the same form.
    fn endpoint(&self, service: &ServiceSchema, region: &str) -> Result<Endpoint, SourceError> {
        let files = SharedFiles::read(&self.environment)?;
        let profile_name = self.profile.clone().or_else(|| self.environment.var("AWS_PROFILE"));
        let profile = files.profile(profile_name.as_deref())?;
        let sources = Sources { environment: &self.environment, files: &files, profile };
        if let Some(endpoint) = sources.endpoint_of(service.sdk_id)? {
            return Ok(endpoint);
        }
        let partition_data = partition::for_region(region).unwrap_or(&serde_json::Value::Null);
        // In this partition all Regions are FIPS validated, without separate host names.
        let fips = if self.use_fips && partition_data["name"] != "aws-us-gov" { "-fips" } else { "" };
        let suffix =
            if self.use_dual_stack { &partition_data["dualStackDnsSuffix"] } else { &partition_data["dnsSuffix"] };
        let suffix = suffix.as_str().unwrap_or("amazonaws.com");
        let endpoint = format!("https://{}{fips}.{region}.{suffix}", service.endpoint_prefix).parse();
        endpoint.map_err(|error: InvalidEndpoint| SourceError(format!("the endpoint of {}: {error}", service.sdk_id)))
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chain").field("environment", &self.environment).finish_non_exhaustive()
    }
}

/// Returns an access key, with a session token if there is one. A key id without its secret, or the reverse, is an
/// error.
fn key_pair(
    names: [&str; 3],
    source: &str,
    get: impl Fn(&str) -> Option<String>,
) -> Result<Option<Credentials>, SourceError> {
    let [id, secret, token] = names;
    match (get(id), get(secret)) {
        (Some(key), Some(secret)) => {
            let keys = Credentials::new(key, secret);
            Ok(Some(get(token).into_iter().fold(keys, |keys, token| keys.session_token(token))))
        }
        (None, None) => Ok(None),
        (Some(_), None) => Err(SourceError(format!("{source} has `{id}`, but no `{secret}`"))),
        (None, Some(_)) => Err(SourceError(format!("{source} has `{secret}`, but no `{id}`"))),
    }
}

fn variable_is(environment: &Environment, variable: &str, value: &str) -> bool {
    environment.var(variable).is_some_and(|text| text.eq_ignore_ascii_case(value))
}

#[cfg(test)]
mod tests;
