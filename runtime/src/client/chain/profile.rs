//! The credentials of a profile: keys, a command, a login (SSO), or a role that others may assume.
use super::{Chain, context::Shell, failed, invalid, keys, present};
use crate::client::shared_files::{Section, SharedFiles};
use reqsign_aws_core::{Credential, ProcessCredentialProvider, SSOCredentialProvider};
use reqsign_core::{ProvideCredential as _, Result};

impl Chain {
    /// `None` where the profile has settings, but no credentials.
    pub(super) async fn profile(
        &self,
        files: &SharedFiles,
        mut name: &str,
        mut section: &Section,
    ) -> Result<Option<Credential>> {
        // The profiles whose roles are assumed, each with the credentials of the next.
        let mut roles = Vec::new();
        let base = loop {
            if section.get("role_arn").is_none() {
                break self.own(files, name, section).await?;
            }
            if section.get("web_identity_token_file").is_some() {
                break Some(self.profile_web_identity(name, section).await?);
            }
            roles.push((name, section));
            match (section.get("source_profile"), section.get("credential_source")) {
                (Some(source), None) if source == name => break profile_keys(name, section)?,
                (Some(source), None) => {
                    if roles.iter().any(|(known, _)| *known == source) {
                        return Err(invalid(format!("the profile `{name}` leads back to itself by `source_profile`")));
                    }
                    (name, section) = (source, files.named(source).map_err(|error| invalid(error.to_string()))?);
                }
                (None, Some(source)) => break self.source(name, source).await?,
                _ => {
                    let wanted = "it needs one of `source_profile`, `credential_source` and `web_identity_token_file`";
                    return Err(invalid(format!("the profile `{name}` has a `role_arn`: {wanted}")));
                }
            }
        };
        if let (None, Some((role, _))) = (&base, roles.last()) {
            return Err(invalid(format!(
                "the profile `{name}` has no credentials to assume the role of `{role}` with"
            )));
        }
        let mut credential = base;
        for (name, section) in roles.into_iter().rev() {
            credential = Some(self.assume(name, section, present(credential)?).await?);
        }
        Ok(credential)
    }

    /// Those of the profile itself, in the order of AWS: a login, keys, a command.
    async fn own(&self, files: &SharedFiles, name: &str, section: &Section) -> Result<Option<Credential>> {
        if section.get("sso_session").is_some() || section.get("sso_start_url").is_some() {
            return self.sso(files, name, section).await.map(Some);
        }
        if let Some(credential) = profile_keys(name, section)? {
            return Ok(Some(credential));
        }
        if let Some(command) = section.get("credential_process") {
            return self.process(name, command).await.map(Some);
        }
        if section.get("login_session").is_some() {
            return Err(invalid(format!(
                "the profile `{name}` has a `login_session`, which is not supported: give another profile \
                 `credential_process = aws configure export-credentials --format process --profile {name}`"
            )));
        }
        Ok(None)
    }

    async fn sso(&self, files: &SharedFiles, name: &str, section: &Section) -> Result<Credential> {
        let session = match section.get("sso_session") {
            None => None,
            Some(session) => Some(files.sso_sessions.get(session).ok_or_else(|| {
                let path = &files.paths[0];
                invalid(format!("the profile `{name}` names `[sso-session {session}]`, which stands nowhere in {path}"))
            })?),
        };
        let get = |key: &str| {
            let value = session.and_then(|session| session.get(key)).or_else(|| section.get(key));
            value.ok_or_else(|| invalid(format!("the profile `{name}` has no `{key}`, which a login needs")))
        };
        let provider = SSOCredentialProvider::new()
            .with_account_id(get("sso_account_id")?)
            .with_role_name(get("sso_role_name")?)
            .with_region(get("sso_region")?)
            // Not sent: the file of the token is named after it, or after the session where there is one.
            .with_start_url(section.get("sso_session").map_or_else(|| get("sso_start_url"), Ok)?);
        let source = format!("the login of the profile `{name}` (renew it: `aws sso login --profile {name}`)");
        provider.provide_credential(&self.far).await.map_err(|error| failed(&source, &error)).and_then(present)
    }

    async fn process(&self, name: &str, command: &str) -> Result<Credential> {
        let context = self.far.clone().with_command_execute(Shell(command.to_owned()));
        let found = ProcessCredentialProvider::new().with_command(command).provide_credential(&context).await;
        let source = format!("the `credential_process` of the profile `{name}`, `{command}`");
        found.map_err(|error| failed(&source, &error)).and_then(present)
    }

    /// What `credential_source` names.
    async fn source(&self, name: &str, source: &str) -> Result<Option<Credential>> {
        match source {
            "Environment" => self.environment(),
            "EcsContainer" => self.container().await,
            "Ec2InstanceMetadata" => {
                let found = self.instance.provide_credential(&self.near).await;
                found.map_err(|error| failed("the instance's credentials", &error))
            }
            _ => Err(invalid(format!(
                "the profile `{name}` has the `credential_source` `{source}`, but it is `Environment`, `EcsContainer` or \
                 `Ec2InstanceMetadata`"
            ))),
        }
    }
}

fn profile_keys(name: &str, section: &Section) -> Result<Option<Credential>> {
    let names = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
    keys(names, &format!("the profile `{name}`"), |key| section.get(key).map(str::to_owned))
}
