//! Credentials of a container, from the endpoint of ECS, EKS or a compatible service.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html)
use super::{Chain, SourceError, fetch};
use crate::client::{Credentials, transport::Direct};
use bytes::Bytes;
use http::{HeaderValue, Request, Uri, header};
use std::net::IpAddr;

const RELATIVE_URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
/// The host of relative URIs, and all hosts that provide credentials to containers.
const HOST: &str = "169.254.170.2";
const HOSTS: [&str; 3] = [HOST, "169.254.170.23", "fd00:ec2::23"];

impl Chain {
    /// Returns `None` if no endpoint is configured.
    pub(super) async fn container(&self) -> Result<Option<Credentials>, SourceError> {
        let uri = if let Some(path) = self.environment.var(RELATIVE_URI) {
            // Any other character would extend the host: `@evil.example.com/`, for example.
            if !path.starts_with('/') {
                return Err(SourceError(format!("`{RELATIVE_URI}` is not a path: it does not begin with `/`")));
            }
            uri(RELATIVE_URI, &format!("http://{HOST}{path}"))?
        } else if let Some(text) = self.environment.var(FULL_URI) {
            let uri = uri(FULL_URI, &text)?;
            // The request may contain an authorization token, which must not be sent in plain text over a network.
            if !is_confidential(&uri) {
                let host = uri.host().unwrap_or_default();
                return Err(SourceError(format!(
                    "`{FULL_URI}` is on `{host}`, but it is `https://…`, or `http://…` of this machine or of its container \
                     service"
                )));
            }
            uri
        } else {
            return Ok(None);
        };
        let failed = |error: SourceError| error.with_source("the container's credentials");
        self.container_at(uri).await.map(Some).map_err(failed)
    }

    async fn container_at(&self, uri: Uri) -> Result<Credentials, SourceError> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri;
        request.extensions_mut().insert(Direct);
        if let Some(token) = self.container_token()? {
            let invalid =
                |_| SourceError("the authorization token has a character that is not valid in a header".to_owned());
            let mut token = HeaderValue::from_str(token.trim_end_matches(['\r', '\n'])).map_err(invalid)?;
            token.set_sensitive(true);
            request.headers_mut().insert(header::AUTHORIZATION, token);
        }
        let response = self.services.send(&request, true).await?;
        if !response.status().is_success() {
            return Err(fetch::refused(&response));
        }
        fetch::credentials(&fetch::object(response.body())?, "Token")
    }

    fn container_token(&self) -> Result<Option<String>, SourceError> {
        match self.environment.var("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            Some(path) => self.read(&path).map(Some),
            None => Ok(self.environment.var("AWS_CONTAINER_AUTHORIZATION_TOKEN")),
        }
    }
}

fn uri(variable: &str, text: &str) -> Result<Uri, SourceError> {
    let invalid = || SourceError(format!("`{variable}` is not a URI such as `http://localhost:1234/credentials`"));
    let uri: Uri = text.parse().map_err(|_| invalid())?;
    // User information in the authority could disguise the host.
    let has_no_user = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    if uri.host().is_some_and(|host| !host.is_empty()) && has_no_user { Ok(uri) } else { Err(invalid()) }
}

/// Whether nobody else can read a request to this URI.
fn is_confidential(uri: &Uri) -> bool {
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => address.is_loopback() || HOSTS.iter().any(|allowed| allowed.parse() == Ok(address)),
            Err(_) => host.eq_ignore_ascii_case("localhost"),
        },
        _ => false,
    }
}
