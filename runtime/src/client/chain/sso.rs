//! Credentials of IAM Identity Center (SSO), with the token that `aws sso login` cached in a file.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html)
use super::{
    Chain, SourceError, fetch,
    services::{
        missing, required,
        sso::{Sso, operation::*},
        sso_oidc::{SsoOidc, operation::*},
    },
};
use crate::{
    Service, Timestamp, TimestampFormat,
    client::{
        Credentials,
        setting_values::region,
        shared_files::{Section, SharedFiles},
    },
};
use serde_json::Value;
use sha1::{Digest as _, Sha1};
use std::time::{Duration, SystemTime};

/// How long before its expiry a token is refreshed.
const REFRESH_BEFORE: Duration = Duration::from_secs(300);

impl Chain {
    pub(super) async fn sso(
        &self,
        files: &SharedFiles,
        name: &str,
        section: &Section,
        now: SystemTime,
    ) -> Result<Credentials, SourceError> {
        let session = match section.get("sso_session") {
            None => None,
            Some(session) => Some(files.sso_session(session).ok_or_else(|| {
                let path = &files.paths[0];
                let text = format!("the profile `{name}` names `[sso-session {session}]`, which is not in {path}");
                SourceError(text)
            })?),
        };
        let get = |key: &str| {
            let value = session.and_then(|session| session.get(key)).or_else(|| section.get(key));
            value.ok_or_else(|| SourceError(format!("the profile `{name}` has no `{key}`, which a login needs")))
        };
        let [account, role] = [get("sso_account_id")?, get("sso_role_name")?];
        let region = region(get("sso_region")?).map_err(|expected_form| {
            SourceError(format!("the `sso_region` of the profile `{name}` is invalid: {expected_form}"))
        })?;
        // The cached file is named after the session or, in the legacy configuration, after the start URL.
        let key = section.get("sso_session").map_or_else(|| get("sso_start_url"), Ok)?;
        let credentials = async {
            let token = self.token(key, &region, now).await?;
            self.role_credentials(&token, &region, account, role).await
        };
        let source = format!("the login of the profile `{name}` (renew it: `aws sso login --profile {name}`)");
        credentials.await.map_err(|error: SourceError| error.with_source(&source))
    }

    async fn role_credentials(
        &self,
        token: &str,
        region: &str,
        account: &str,
        role: &str,
    ) -> Result<Credentials, SourceError> {
        let call = GetRoleCredentials::new(GetRoleCredentialsRequired {
            role_name: role,
            account_id: account,
            access_token: token,
        });
        let response = self.call(call, self.endpoint(Sso::SCHEMA, region)?, None).await?;
        let found = response.role_credentials.unwrap_or_default();
        let get = |name, text| required(Sso::SCHEMA, name, text);
        let keys = Credentials::new(
            get("accessKeyId", found.access_key_id)?,
            get("secretAccessKey", found.secret_access_key)?,
        );
        let keys = keys.session_token(get("sessionToken", found.session_token)?);
        let expires_at = found.expiration.and_then(|milliseconds| u64::try_from(milliseconds).ok());
        let expires_at = expires_at.map(Duration::from_millis);
        let expires_at = expires_at.and_then(|expires_at| SystemTime::UNIX_EPOCH.checked_add(expires_at));
        Ok(keys.expires_at(expires_at.ok_or_else(|| missing(Sso::SCHEMA, "expiration"))?))
    }

    /// Returns the access token, refreshed if it is about to expire and can be refreshed.
    async fn token(&self, key: &str, region: &str, now: SystemTime) -> Result<String, SourceError> {
        let home = self.environment.home().ok_or_else(|| SourceError("there is no home directory".to_owned()))?;
        let hash: String = Sha1::digest(key).iter().map(|byte| format!("{byte:02x}")).collect();
        let path = home.join(".aws/sso/cache").join(format!("{hash}.json")).to_string_lossy().into_owned();
        let contents = self.environment.read(&path).map_err(|_| SourceError("there is no login".to_owned()))?;
        let login = fetch::object(&contents).map_err(|error| error.with_source(&path))?;
        let text = |key| fetch::text(&login, key);
        let token = text("accessToken").ok_or_else(|| SourceError(format!("{path} has no `accessToken`")))?;
        let expires_at = text("expiresAt").ok_or_else(|| SourceError(format!("{path} has no `expiresAt`")))?;
        let expires_at = fetch::parse_time(expires_at).map_err(|error| error.with_source(&path))?;
        if expires_at.duration_since(now).is_ok_and(|remaining| remaining > REFRESH_BEFORE) {
            return Ok(token.to_owned());
        }
        match self.refreshed(&login, region, now).await {
            Ok(refreshed) => {
                let token = fetch::text(&refreshed, "accessToken").unwrap_or_default().to_owned();
                // The service accepts a refresh token once, so the next program needs the new one. If the file cannot
                // be written, the token still serves this program.
                _ = self.environment.write(&path, refreshed.to_string().as_bytes());
                Ok(token)
            }
            // The present token is still valid for a while.
            Err(_) if expires_at > now => Ok(token.to_owned()),
            Err(error) => Err(error.with_source("it has expired")),
        }
    }

    /// Refreshes the token. Returns the new contents of the cached file.
    async fn refreshed(&self, login: &Value, region: &str, now: SystemTime) -> Result<Value, SourceError> {
        let text = |key| fetch::text(login, key);
        let (Some(id), Some(secret), Some(refresh)) = (text("clientId"), text("clientSecret"), text("refreshToken"))
        else {
            return Err(SourceError("it cannot be renewed".to_owned()));
        };
        let registration = text("registrationExpiresAt").map(fetch::parse_time).transpose()?;
        if registration.is_some_and(|expires_at| expires_at <= now) {
            return Err(SourceError("its registration has expired too".to_owned()));
        }
        let call =
            CreateToken::new(CreateTokenRequired { client_id: id, client_secret: secret, grant_type: "refresh_token" });
        let response = self.call(call.refresh_token(refresh), self.endpoint(SsoOidc::SCHEMA, region)?, None).await?;
        let token = required(SsoOidc::SCHEMA, "accessToken", response.access_token)?;
        let lifetime = u64::try_from(response.expires_in).unwrap_or_default();
        let expires_at =
            now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs().saturating_add(lifetime);
        let expires_at = Timestamp::from_seconds(i64::try_from(expires_at).unwrap_or(i64::MAX));
        let mut refreshed = login.as_object().cloned().unwrap_or_default();
        refreshed.insert("accessToken".to_owned(), token.into());
        refreshed.insert("expiresAt".to_owned(), expires_at.format(TimestampFormat::DateTime).into());
        if let Some(next) = response.refresh_token.filter(|next| !next.is_empty()) {
            refreshed.insert("refreshToken".to_owned(), next.into());
        }
        Ok(refreshed.into())
    }
}
