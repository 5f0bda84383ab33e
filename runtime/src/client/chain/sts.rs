//! Roles assumed through STS, with other credentials or with the token of an identity provider.
//!
//! [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html),
//! [AssumeRoleWithWebIdentity](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html)
use super::{Chain, SourceError, fetch};
use crate::{
    client::{Credentials, assume_role::AssumeRole, shared_files::Section},
    sign::{self, Scope, SigningKeys},
};
use bytes::Bytes;
use http::{HeaderValue, Request, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::{Reader, escape::unescape, events::Event};
use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

/// The default session name.
const SESSION: &str = "ferrosmith";
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
        let failed = |error: SourceError| error.with_source(&format!("the role `{}`", fetch::excerpt(&role.arn)));
        let seconds = role.duration.map(|duration| duration.as_secs().to_string());
        let parameters = [
            ("Action", Some("AssumeRole")),
            ("RoleArn", Some(&*role.arn)),
            ("RoleSessionName", Some(role.session_name.as_deref().unwrap_or(SESSION))),
            ("ExternalId", role.external_id.as_deref()),
            ("DurationSeconds", seconds.as_deref()),
        ];
        let region = role.region.as_deref().or(self.region.as_deref());
        self.call(&parameters, region, Some((&credentials, now))).await.map_err(failed)
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
        let parameters = [
            ("Action", Some("AssumeRoleWithWebIdentity")),
            ("RoleArn", Some(role)),
            ("RoleSessionName", Some(session.unwrap_or(SESSION))),
            ("WebIdentityToken", Some(token.trim_end())),
        ];
        self.call(&parameters, region, None).await
    }

    /// Calls STS (protocol awsQuery), with a signature if the call needs one.
    async fn call(
        &self,
        parameters: &[(&str, Option<&str>)],
        region: Option<&str>,
        signed: Option<(&Credentials, SystemTime)>,
    ) -> Result<Credentials, SourceError> {
        let endpoint = match region {
            Some(region) => self.endpoint("STS", "sts", region)?,
            None => GLOBAL.0.to_owned(),
        };
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let pairs = parameters.iter().filter_map(|(name, value)| Some(format!("{name}={}", encode((*value)?))));
        let body: Vec<String> = pairs.chain(["Version=2011-06-15".to_owned()]).collect();
        let request = Request::post(format!("{endpoint}/"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(body.join("&")));
        let request =
            request.map_err(|error| SourceError(format!("the endpoint `{endpoint}` of STS is invalid: {error}")))?;
        let (mut parts, body) = request.into_parts();
        if let Some((credentials, now)) = signed {
            let hash = sign::payload_hash(Some(&body));
            parts.headers.insert(sign::CONTENT_SHA_256, hash.clone());
            let scope = Scope {
                #[cfg(feature = "sigv4a")]
                is_asymmetric: false,
                region: region.unwrap_or(GLOBAL.1).to_owned(),
                service: "sts".to_owned(),
                session: None,
                encodes_path_twice: true,
                normalizes_path: true,
                presigns_body: true,
            };
            let signed = SigningKeys::default().sign(&mut parts, &hash, credentials, &scope, now);
            signed.map_err(|error| SourceError(error.to_string()))?;
        }
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        let response = self.services.send(&Request::from_parts(parts, body), true).await?;
        let fields = elements(response.body());
        if !response.status().is_success() {
            let details: Vec<_> =
                ["Code", "Message"].iter().filter_map(|name| Some(fetch::excerpt(fields.get(*name)?))).collect();
            let status = response.status().as_u16();
            return Err(SourceError(format!("STS refuses it (status {status}): {}", details.join(": "))));
        }
        let get = |name: &str| {
            let text = fields.get(name).filter(|text| !text.is_empty());
            text.ok_or_else(|| SourceError(format!("the response of STS has no `{name}`")))
        };
        let keys = Credentials::new(get("AccessKeyId")?, get("SecretAccessKey")?).session_token(get("SessionToken")?);
        Ok(keys.expires_at(fetch::parse_time(get("Expiration")?)?))
    }
}

/// Returns the texts of all elements that contain only text, by local name; the first if a name repeats. Stops at the
/// first error.
fn elements(xml: &[u8]) -> BTreeMap<String, String> {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    let mut elements = BTreeMap::new();
    let mut current: Option<(String, String)> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => current = Some((start.local_name().as_ref().to_owned(), String::new())),
            Ok(Event::Text(text)) => {
                if let Some((_, content)) = &mut current {
                    content.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                if let Some((_, content)) = &mut current {
                    content.push_str(&unescape(&format!("&{};", &*reference)).unwrap_or_default());
                }
            }
            Ok(Event::CData(text)) => {
                if let Some((_, content)) = &mut current {
                    content.push_str(&text);
                }
            }
            Ok(Event::End(_)) => {
                if let Some((name, content)) = current.take() {
                    elements.entry(name).or_insert_with(|| content.trim().to_owned());
                }
            }
            Ok(Event::Eof) | Err(_) => return elements,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::elements;

    #[test]
    fn texts_are_read_by_name() {
        let xml = "<?xml version='1.0'?><a:R xmlns:a='b'><!-- c --><Credentials><Id> A&amp;B&#67;<![CDATA[<]]> </Id>\
            <Empty/><Id>other</Id></Credentials><Cut>x";
        let elements = elements(xml.as_bytes());
        assert_eq!(elements.into_iter().collect::<Vec<_>>(), [("Id".to_owned(), "A&BC<".to_owned())]);
    }
}
