//! Credentials of a login (`aws sso login`), by the token that it left in a file.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html)
use super::{Chain, SourceError, fetch};
use crate::Timestamp;
use crate::client::{
    Credentials,
    from_env::region,
    shared_files::{Section, SharedFiles},
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};
use std::time::{Duration, SystemTime};

/// How long before it expires a token is renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(300);

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
            Some(session) => Some(files.sso_sessions.get(session).ok_or_else(|| {
                let path = &files.paths[0];
                let text =
                    format!("the profile `{name}` names `[sso-session {session}]`, which stands nowhere in {path}");
                SourceError(text)
            })?),
        };
        let get = |key: &str| {
            let value = session.and_then(|session| session.get(key)).or_else(|| section.get(key));
            value.ok_or_else(|| SourceError(format!("the profile `{name}` has no `{key}`, which a login needs")))
        };
        let [account, role] = [get("sso_account_id")?, get("sso_role_name")?];
        let region = region(get("sso_region")?).map_err(|expected_form| {
            SourceError(format!("the `sso_region` of the profile `{name}` is none: {expected_form}"))
        })?;
        // The file of the token is named after the session, or after the address of an older kind of login.
        let key = section.get("sso_session").map_or_else(|| get("sso_start_url"), Ok)?;
        let found = async {
            let token = self.token(key, &region, now).await?;
            self.role_credentials(&token, &region, account, role).await
        };
        let source = format!("the login of the profile `{name}` (renew it: `aws sso login --profile {name}`)");
        found.await.map_err(|error: SourceError| error.of(&source))
    }

    /// [Reference](https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html)
    async fn role_credentials(
        &self,
        token: &str,
        region: &str,
        account: &str,
        role: &str,
    ) -> Result<Credentials, SourceError> {
        let endpoint = self.endpoint("SSO", "portal.sso", region)?;
        let [account, role] = [account, role].map(|text| utf8_percent_encode(text, NON_ALPHANUMERIC));
        let mut token = HeaderValue::from_str(token).map_err(|_| SourceError("its token is none".to_owned()))?;
        token.set_sensitive(true);
        let request = Request::get(format!("{endpoint}/federation/credentials?role_name={role}&account_id={account}"))
            .header("x-amz-sso_bearer_token", token);
        let response = self.fetch_from(&endpoint, request, Bytes::new()).await?;
        if !response.status().is_success() {
            return Err(fetch::refused(&response));
        }
        let answer = fetch::object(response.body())?;
        let found = answer.get("roleCredentials").unwrap_or(&Value::Null);
        let keys = fetch::keys(found, ["accessKeyId", "secretAccessKey", "sessionToken"])?;
        let end = found.get("expiration").and_then(Value::as_u64).map(Duration::from_millis);
        let end = end.and_then(|end| SystemTime::UNIX_EPOCH.checked_add(end));
        Ok(keys.expires_at(end.ok_or_else(|| SourceError("`expiration` is no number of milliseconds".to_owned()))?))
    }

    /// The token of the login; renewed, where it is about to expire and can be.
    async fn token(&self, key: &str, region: &str, now: SystemTime) -> Result<String, SourceError> {
        let home = self.environment.home().ok_or_else(|| SourceError("there is no home directory".to_owned()))?;
        let hash: String = Sha1::digest(key).iter().map(|byte| format!("{byte:02x}")).collect();
        let path = home.join(".aws/sso/cache").join(format!("{hash}.json")).to_string_lossy().into_owned();
        let contents = self.environment.read(&path).map_err(|_| SourceError("there is no login".to_owned()))?;
        let login = fetch::object(&contents).map_err(|error| error.of(&path))?;
        let text = |key| fetch::text(&login, key);
        let token = text("accessToken").ok_or_else(|| SourceError(format!("{path} has no `accessToken`")))?;
        let end = text("expiresAt").ok_or_else(|| SourceError(format!("{path} has no `expiresAt`")))?;
        let end = fetch::parse_time(end).map_err(|error| error.of(&path))?;
        if end.duration_since(now).is_ok_and(|left| left > RENEW_BEFORE) {
            return Ok(token.to_owned());
        }
        match self.renewed(&login, region, now).await {
            Ok(renewed) => {
                let token = fetch::text(&renewed, "accessToken").unwrap_or_default().to_owned();
                // The service takes a refresh token once, so the next program needs the new one. One that cannot be
                // written down still serves this program.
                _ = self.environment.write(&path, renewed.to_string().as_bytes());
                Ok(token)
            }
            // It is still good for a while.
            Err(_) if end > now => Ok(token.to_owned()),
            Err(error) => Err(error.of("it has expired")),
        }
    }

    /// The login with a new token, by its refresh token.
    /// [Reference](https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html)
    async fn renewed(&self, login: &Value, region: &str, now: SystemTime) -> Result<Value, SourceError> {
        let text = |key| fetch::text(login, key);
        let (Some(id), Some(secret), Some(refresh)) = (text("clientId"), text("clientSecret"), text("refreshToken"))
        else {
            return Err(SourceError("it cannot be renewed".to_owned()));
        };
        let registration = text("registrationExpiresAt").map(fetch::parse_time).transpose()?;
        if registration.is_some_and(|end| end <= now) {
            return Err(SourceError("its registration has expired too".to_owned()));
        }
        let endpoint = self.endpoint("SSO OIDC", "oidc", region)?;
        let body =
            json!({ "clientId": id, "clientSecret": secret, "grantType": "refresh_token", "refreshToken": refresh });
        let request = Request::post(format!("{endpoint}/token")).header(header::CONTENT_TYPE, "application/json");
        let body = Bytes::from(body.to_string());
        let request = request.header(header::CONTENT_LENGTH, body.len());
        let response = self.fetch_from(&endpoint, request, body).await?;
        if !response.status().is_success() {
            return Err(fetch::refused(&response));
        }
        let answer = fetch::object(response.body())?;
        let token = fetch::text(&answer, "accessToken");
        let token = token.ok_or_else(|| SourceError("the answer has no `accessToken`".to_owned()))?;
        let lifetime = answer.get("expiresIn").and_then(Value::as_u64).unwrap_or_default();
        let end = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs().saturating_add(lifetime);
        let end = Timestamp::from_seconds(i64::try_from(end).unwrap_or(i64::MAX));
        let mut renewed = login.as_object().cloned().unwrap_or_default();
        renewed.insert("accessToken".to_owned(), token.into());
        renewed.insert("expiresAt".to_owned(), end.format(crate::TimestampFormat::DateTime).into());
        if let Some(next) = fetch::text(&answer, "refreshToken") {
            renewed.insert("refreshToken".to_owned(), next.into());
        }
        Ok(renewed.into())
    }

    async fn fetch_from(
        &self,
        endpoint: &str,
        request: http::request::Builder,
        body: Bytes,
    ) -> Result<Response<Bytes>, SourceError> {
        let request = request.body(body);
        let request = request.map_err(|error| SourceError(format!("`{endpoint}` is no address: {error}")))?;
        self.services.send(&request, true).await
    }
}
