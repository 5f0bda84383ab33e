//! The credentials of a profile: access keys, a command, IAM Identity Center (SSO), or a role to assume.
use super::{Chain, SourceError, key_pair};
use crate::client::{
    Credentials,
    credentials::Resolved,
    shared_files::{Section, SharedFiles},
};
use std::time::SystemTime;

impl Chain {
    /// Returns `None` if the profile has no settings for credentials.
    pub(super) async fn profile(
        &self,
        files: &SharedFiles,
        mut name: &str,
        mut section: &Section,
        now: SystemTime,
    ) -> Result<Option<Resolved>, SourceError> {
        // The chain of profiles whose roles are assumed, each with the credentials of the next.
        let mut roles = Vec::new();
        let base = loop {
            if section.get("role_arn").is_none() {
                break self.own_credentials(files, name, section, now).await?.map(Resolved::from);
            }
            if section.get("web_identity_token_file").is_some() {
                break Some(self.profile_web_identity(name, section).await?.into());
            }
            roles.push((name, section));
            match (section.get("source_profile"), section.get("credential_source")) {
                (Some(source), None) if source == name => {
                    break profile_keys(name, section)?.map(Resolved::from);
                }
                (Some(source), None) => {
                    if roles.iter().any(|(visited, _)| *visited == source) {
                        return Err(SourceError(format!(
                            "the profile `{name}` leads back to itself by `source_profile`"
                        )));
                    }
                    (name, section) = (source, files.named(source)?);
                }
                (None, Some(source)) => break self.credential_source(name, source).await?,
                _ => {
                    let expected_form =
                        "it needs one of `source_profile`, `credential_source` and `web_identity_token_file`";
                    return Err(SourceError(format!("the profile `{name}` has a `role_arn`: {expected_form}")));
                }
            }
        };
        if let (None, Some((role, _))) = (&base, roles.last()) {
            return Err(SourceError(format!(
                "the profile `{name}` has no credentials to assume the role of `{role}` with"
            )));
        }
        let Some(mut found) = base else { return Ok(None) };
        for (name, section) in roles.into_iter().rev() {
            found = self.profile_role(name, section, found.credentials, now).await?.into();
        }
        Ok(Some(found))
    }

    /// Returns the credentials of the profile itself, in the order of the AWS SDKs: SSO, access keys, a command.
    async fn own_credentials(
        &self,
        files: &SharedFiles,
        name: &str,
        section: &Section,
        now: SystemTime,
    ) -> Result<Option<Credentials>, SourceError> {
        if section.get("sso_session").is_some() || section.get("sso_start_url").is_some() {
            return self.sso(files, name, section, now).await.map(Some);
        }
        if let Some(keys) = profile_keys(name, section)? {
            return Ok(Some(keys));
        }
        if let Some(command) = section.get("credential_process") {
            return self.process(name, command).await.map(Some);
        }
        if section.get("login_session").is_some() {
            return Err(SourceError(format!(
                "the profile `{name}` has a `login_session`, which is not supported: give another profile \
                 `credential_process = aws configure export-credentials --format process --profile {name}`"
            )));
        }
        Ok(None)
    }

    /// Returns the credentials of a `credential_source`.
    async fn credential_source(&self, name: &str, source: &str) -> Result<Option<Resolved>, SourceError> {
        match source {
            "Environment" => Ok(self.environment()?.map(Resolved::from)),
            "EcsContainer" => Ok(self.container().await?.map(Resolved::from)),
            "Ec2InstanceMetadata" => {
                self.instance().await.map_err(|error| error.with_source("the instance's credentials"))
            }
            _ => Err(SourceError(format!(
                "the profile `{name}` has the `credential_source` `{source}`, but it is `Environment`, `EcsContainer` or \
                 `Ec2InstanceMetadata`"
            ))),
        }
    }
}

fn profile_keys(name: &str, section: &Section) -> Result<Option<Credentials>, SourceError> {
    let names = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
    key_pair(names, &format!("the profile `{name}`"), |key| section.get(key).map(str::to_owned))
}
