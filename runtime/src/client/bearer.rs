//! Bearer tokens. RFC 6750; Smithy 2.0, "Authentication traits", § `httpBearerAuth`.
use super::{Config, config::ConfigError, credentials::Source};
use crate::{ServiceSchema, error::ConstructionError};
use bytes::Bytes;
use http::{HeaderValue, Request, header, uri::Scheme};
use std::{fmt, net::IpAddr};

/// The value of `Authorization`. It is never printed.
#[derive(Clone)]
pub(super) struct BearerToken(HeaderValue);

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A text that is no token. Only its source is known.
#[derive(Clone, Debug)]
pub(super) struct InvalidToken(pub(super) String);

impl BearerToken {
    /// Creates a token from a text that `source` provides.
    pub(super) fn new(token: &str, source: &str) -> Result<Self, ConfigError> {
        let token = token.trim();
        // RFC 6750 § 2.1: `b64token`.
        let is_token = !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic());
        let value = HeaderValue::try_from(format!("Bearer {token}")).ok().filter(|_| is_token);
        let mut value = value.ok_or_else(|| {
            ConfigError(format!("{source}: this is not a bearer token, which is one word of visible characters"))
        })?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// Adds the token to a request.
    ///
    /// # Errors
    /// Returns an error if the request would be sent without TLS to another machine: whoever reads a token can use it (RFC
    /// 6750 § 5.3).
    pub(super) fn insert_into(&self, request: &mut Request<Bytes>) -> Result<(), ConstructionError> {
        let uri = request.uri();
        if uri.scheme() != Some(&Scheme::HTTPS) && !uri.host().is_some_and(is_loopback) {
            let text = "a bearer token is not sent over plain http: give the endpoint as https";
            return Err(ConstructionError::Signature(text.into()));
        }
        request.headers_mut().insert(header::AUTHORIZATION, self.0.clone());
        Ok(())
    }
}

/// Whether a host is this machine.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse().map(|address: IpAddr| address.is_loopback());
    address.unwrap_or_else(|_| host.eq_ignore_ascii_case("localhost"))
}

/// Returns the token of a client: that of its configuration, else that of the variable for this service.
pub(super) fn of_service(service: &ServiceSchema, config: &Config) -> Option<Result<BearerToken, InvalidToken>> {
    if let Some(token) = &config.bearer_token {
        return Some(Ok(token.clone()));
    }
    if matches!(config.credentials, Source::Anonymous) {
        return None;
    }
    let name = variable(service);
    let token = config.environment.var(&name)?;
    Some(BearerToken::new(&token, &name).map_err(|error| InvalidToken(error.to_string())))
}

/// The variable of a token, before the signing name of the service.
const VARIABLE: &str = "AWS_BEARER_TOKEN_";

/// `AWS_BEARER_TOKEN_BEDROCK`
fn variable(service: &ServiceSchema) -> String {
    let name = service.signing_name.unwrap_or(service.endpoint_prefix);
    let upper = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    format!("{VARIABLE}{}", name.chars().map(upper).collect::<String>())
}

/// Whether the environment has a token for this service.
pub(super) fn is_in_environment(service: &ServiceSchema, config: &Config) -> bool {
    !matches!(config.credentials, Source::Anonymous) && config.environment.var(&variable(service)).is_some()
}

/// The error of an operation that takes a token alone.
pub(super) fn missing(service: &ServiceSchema) -> ConstructionError {
    let name = variable(service);
    let text = format!("there is no bearer token: set `Config::bearer_token` or the variable {name}");
    ConstructionError::Signature(text.into())
}
