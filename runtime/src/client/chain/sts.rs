//! Roles assumed through STS, with other credentials or with the token of an identity provider.
use super::{
    Chain, SourceError, fetch,
    services::{
        missing, required,
        sts::{Sts, operation, types},
    },
};
use crate::{
    Endpoint, InvalidEndpoint, Service, Timestamp,
    client::{Credentials, assume_role::AssumeRole, shared_files::Section},
    sign::Signer,
};
use std::time::{Duration, SystemTime};

const DEFAULT_SESSION_NAME: &str = "ferrosmith";
/// The global endpoint, for roles assumed without a Region, and the Region that signs for it.
const GLOBAL: (&str, &str) = ("https://sts.amazonaws.com", "us-east-1");

impl Chain {
    /// Assumes a role with the credentials of another source.
    pub(in crate::client) async fn assume(
        &self,
        role: &AssumeRole,
        credentials: Credentials,
        now: SystemTime,
    ) -> Result<Credentials, SourceError> {
        let region = role.region.as_deref().or(self.region.as_deref());
        let mut call =
            operation::AssumeRole::new(&*role.arn, role.session_name.as_deref().unwrap_or(DEFAULT_SESSION_NAME));
        call.external_id.clone_from(&role.external_id);
        call.duration_seconds = role.duration.map(|duration| i32::try_from(duration.as_secs()).unwrap_or(i32::MAX));
        let signer = Signer::new(region.unwrap_or(GLOBAL.1), credentials);
        let found = async {
            let assumed = self.call(call, self.sts_endpoint(region)?, Some((signer, now))).await?;
            temporary_credentials(assumed.credentials)
        };
        found.await.map_err(|error| error.with_source(&format!("the role `{}`", fetch::excerpt(&role.arn))))
    }

    /// Assumes the role of a profile.
    /// [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html)
    pub(super) async fn profile_role(
        &self,
        name: &str,
        section: &Section,
        credentials: Credentials,
        now: SystemTime,
    ) -> Result<Credentials, SourceError> {
        let source = format!("the role of the profile `{name}`");
        if section.get("mfa_serial").is_some() {
            let hint = "assume it with a command (`credential_process`) that does";
            return Err(SourceError(format!(
                "{source} has an `mfa_serial`, but this program cannot ask for its code: {hint}"
            )));
        }
        let duration = section.property("duration_seconds").map(|seconds| {
            seconds.value.parse().map(Duration::from_secs).map_err(|_| {
                let text = format!("duration_seconds is `{}`, but it is a whole number", seconds.value);
                SourceError(format!("{}: {text}", seconds.location))
            })
        });
        let role = AssumeRole {
            arn: section.get("role_arn").unwrap_or_default().to_owned(),
            session_name: section.get("role_session_name").map(str::to_owned),
            external_id: section.get("external_id").map(str::to_owned),
            duration: duration.transpose()?,
            region: section.get("region").map(str::to_owned),
        };
        self.assume(&role, credentials, now).await.map_err(|error| error.with_source(&source))
    }

    /// Assumes the role of a profile with the token of an identity provider.
    pub(super) async fn profile_web_identity(&self, name: &str, section: &Section) -> Result<Credentials, SourceError> {
        let [role, file] = ["role_arn", "web_identity_token_file"].map(|key| section.get(key).unwrap_or_default());
        let region = section.get("region").or(self.region.as_deref());
        let found = self.web_identity(role, file, section.get("role_session_name"), region).await;
        found.map_err(|error| error.with_source(&format!("the role of the profile `{name}`")))
    }

    /// Assumes the role of the environment with the token of an identity provider.
    pub(super) async fn environment_web_identity(&self, file: &str) -> Result<Credentials, SourceError> {
        let source = "the web identity (`AWS_WEB_IDENTITY_TOKEN_FILE`)";
        let role = self.environment.var("AWS_ROLE_ARN").ok_or_else(|| {
            let text = "`AWS_WEB_IDENTITY_TOKEN_FILE` is set, but `AWS_ROLE_ARN`, the role that it is for, is not";
            SourceError(text.to_owned())
        })?;
        let session = self.environment.var("AWS_ROLE_SESSION_NAME");
        let found = self.web_identity(&role, file, session.as_deref(), self.region.as_deref()).await;
        found.map_err(|error| error.with_source(source))
    }

    async fn web_identity(
        &self,
        role: &str,
        file: &str,
        session: Option<&str>,
        region: Option<&str>,
    ) -> Result<Credentials, SourceError> {
        let token = self.read(file)?;
        let call = operation::AssumeRoleWithWebIdentity::new(operation::AssumeRoleWithWebIdentityRequired {
            role_arn: role,
            role_session_name: session.unwrap_or(DEFAULT_SESSION_NAME),
            web_identity_token: token.trim_end(),
        });
        let assumed = self.call(call, self.sts_endpoint(region)?, None).await?;
        temporary_credentials(assumed.credentials)
    }

    fn sts_endpoint(&self, region: Option<&str>) -> Result<Endpoint, SourceError> {
        match region {
            Some(region) => self.endpoint(Sts::SCHEMA, region),
            None => GLOBAL.0.parse().map_err(|error: InvalidEndpoint| SourceError(error.to_string())),
        }
    }
}

/// Returns the credentials in a response. What is not in it is empty.
fn temporary_credentials(response: Option<Box<types::Credentials>>) -> Result<Credentials, SourceError> {
    let found = response.unwrap_or_default();
    let get = |name, text: String| required(Sts::SCHEMA, name, text);
    let keys =
        Credentials::new(get("AccessKeyId", found.access_key_id)?, get("SecretAccessKey", found.secret_access_key)?);
    let keys = keys.session_token(get("SessionToken", found.session_token)?);
    let expires_at = Some(found.expiration).filter(|time| *time != Timestamp::default());
    let expires_at = expires_at.and_then(|time| SystemTime::try_from(time).ok());
    Ok(keys.expires_at(expires_at.ok_or_else(|| missing(Sts::SCHEMA, "Expiration"))?))
}
