//! Roles that STS lends: to who has other credentials, or to who bears the token of an identity provider.
use super::{Chain, failed, invalid, present};
use crate::client::{
    shared_files::Section,
    sign::{Scope, SigV4},
};
use reqsign_aws_core::{
    AssumeRoleCredentialProvider, AssumeRoleWithWebIdentityCredentialProvider, Credential, StaticCredentialProvider,
};
use reqsign_core::{ProvideCredential as _, Result, Signer};

/// The name of sessions that nobody named.
const SESSION: &str = "ferrosmith";

impl Chain {
    /// [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html)
    pub(super) async fn assume(&self, name: &str, section: &Section, by: Credential) -> Result<Credential> {
        let place = format!("the role of the profile `{name}`");
        if section.get("mfa_serial").is_some() {
            let hint = "assume it by a command (`credential_process`) that asks";
            return Err(invalid(format!("{place} has an `mfa_serial`, but nobody is asked for its code: {hint}")));
        }
        let mut source = StaticCredentialProvider::new(&by.access_key_id, &by.secret_access_key);
        if let Some(token) = &by.session_token {
            source = source.with_session_token(token);
        }
        let role = section.get("role_arn").unwrap_or_default().to_owned();
        let region = section.get("region").or(self.region.as_deref()).map(str::to_owned);
        let scope = Scope {
            region: region.clone().unwrap_or_else(|| "us-east-1".to_owned()),
            service: "sts".to_owned(),
            encodes_path_twice: true,
        };
        let signer = Signer::new(self.far.clone(), source, SigV4(Some((scope, (self.clock)()))));
        let mut provider = AssumeRoleCredentialProvider::new(role, signer)
            .with_role_session_name(section.get("role_session_name").unwrap_or(SESSION).to_owned());
        if let Some(id) = section.get("external_id") {
            provider = provider.with_external_id(id.to_owned());
        }
        if let Some(seconds) = section.property("duration_seconds") {
            let parsed = seconds.value.parse().map_err(|_| {
                invalid(format!("{}: duration_seconds is `{}`, but it is a number", seconds.place, seconds.value))
            })?;
            provider = provider.with_duration_seconds(parsed);
        }
        if let Some(region) = region {
            provider = provider.with_region(region).with_regional_sts_endpoint();
        }
        provider.provide_credential(&self.far).await.map_err(|error| failed(&place, &error)).and_then(present)
    }

    pub(super) async fn profile_web_identity(&self, name: &str, section: &Section) -> Result<Credential> {
        let place = format!("the role of the profile `{name}`");
        let [role, file] = ["role_arn", "web_identity_token_file"].map(|key| section.get(key).unwrap_or_default());
        let region = section.get("region").or(self.region.as_deref());
        self.web_identity(&place, role, file, section.get("role_session_name"), region).await
    }

    pub(super) async fn environment_web_identity(&self, file: &str) -> Result<Credential> {
        let role = self.environment.var("AWS_ROLE_ARN");
        let role = role.ok_or_else(|| {
            invalid(
                "`AWS_WEB_IDENTITY_TOKEN_FILE` is set, but `AWS_ROLE_ARN`, the role that it is for, is not".to_owned(),
            )
        })?;
        let session = self.environment.var("AWS_ROLE_SESSION_NAME");
        let place = "the web identity (`AWS_WEB_IDENTITY_TOKEN_FILE`)";
        self.web_identity(place, &role, file, session.as_deref(), self.region.as_deref()).await
    }

    async fn web_identity(
        &self,
        place: &str,
        role: &str,
        file: &str,
        session: Option<&str>,
        region: Option<&str>,
    ) -> Result<Credential> {
        let mut provider = AssumeRoleWithWebIdentityCredentialProvider::new()
            .with_role_arn(role)
            .with_web_identity_token_file(file)
            .with_role_session_name(session.unwrap_or(SESSION).to_owned());
        if let Some(region) = region {
            provider = provider.with_region(region.to_owned()).with_regional_sts_endpoint();
        }
        provider.provide_credential(&self.far).await.map_err(|error| failed(place, &error)).and_then(present)
    }
}
