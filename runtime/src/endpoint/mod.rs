//! Endpoints, and the endpoint rules of services.
//!
//! Generated code contains the rules as constant data ([`rules`]); with the feature `transport`, `resolve` evaluates
//! them.
#[cfg(feature = "transport")]
mod bdd;
mod context;
#[cfg(feature = "transport")]
mod evaluate;
#[cfg(feature = "transport")]
mod functions;
#[cfg(feature = "transport")]
pub(crate) mod partition;
#[cfg(feature = "transport")]
mod resolve;
pub mod rules;
#[cfg(feature = "transport")]
mod values;

pub use context::{Constant, Context, ContextSource};
#[cfg(feature = "transport")]
pub(crate) use resolve::parameter;
#[cfg(feature = "transport")]
pub use {
    evaluate::{EndpointAuthScheme, EndpointError, ResolvedEndpoint},
    resolve::resolve,
    values::{EndpointParameters, ParameterValue},
};

use http::{Uri, uri::PathAndQuery};
use std::{fmt, str::FromStr};

/// Where requests are sent: scheme, host, and a base path for all operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    uri: Uri,
    /// Whether it contains the first label of the operation's path: the bucket, for example.
    has_label: bool,
}

/// A text that is not a valid endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidEndpoint {
    /// Redacted: without user and password.
    text: String,
    expected_form: &'static str,
}

impl InvalidEndpoint {
    /// Describes the expected form.
    #[cfg(feature = "transport")]
    pub(crate) fn expected_form(&self) -> &'static str {
        self.expected_form
    }
}

impl fmt::Display for InvalidEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an endpoint: {}", self.text, self.expected_form)
    }
}

impl std::error::Error for InvalidEndpoint {}

impl FromStr for Endpoint {
    type Err = InvalidEndpoint;

    fn from_str(text: &str) -> Result<Self, InvalidEndpoint> {
        let invalid = |expected_form| InvalidEndpoint { text: without_user(text), expected_form };
        let form = "an endpoint looks like `https://host` or `https://host:port/path`";
        let uri: Uri = text.parse().map_err(|_| invalid(form))?;
        let (Some("http" | "https"), Some(authority), None) = (uri.scheme_str(), uri.authority(), uri.query()) else {
            return Err(invalid(form));
        };
        if authority.as_str().contains('@') {
            return Err(invalid("an endpoint has no user and no password"));
        }
        if authority.host().is_empty() {
            return Err(invalid("an endpoint has a host"));
        }
        // Only a colon and a port may follow the host.
        let port = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
        if !port.is_empty() && authority.port_u16().is_none_or(|port| port == 0) {
            return Err(invalid("the port of an endpoint is a number from 1 to 65535"));
        }
        Ok(Self { uri, has_label: false })
    }
}

/// Redacts what precedes the `@` of a URI, which may be a password.
pub(crate) fn without_user(text: &str) -> String {
    let Some((before, rest)) = text.rsplit_once('@') else { return text.to_owned() };
    let scheme = before.split_once("://").map(|(scheme, _)| scheme);
    // A later `://` is not a scheme, so the text before it could be secret.
    match scheme.filter(|scheme| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
        Some(scheme) => format!("{scheme}://…@{rest}"),
        None => format!("…@{rest}"),
    }
}

impl Endpoint {
    /// Returns the scheme, host and base path as a URI.
    pub fn as_uri(&self) -> &Uri {
        &self.uri
    }

    /// Whether it contains the first label of the operation's path.
    pub(crate) fn has_label(&self) -> bool {
        self.has_label
    }

    /// Marks the endpoint as one that contains the first label of the operation's path.
    #[cfg(feature = "transport")]
    pub(crate) fn set_label(&mut self) {
        self.has_label = true;
    }

    /// Returns the URI of a path and query relative to the endpoint, with `prefix` before the host.
    pub(crate) fn join(&self, prefix: &str, path_and_query: &str) -> Result<Uri, http::Error> {
        let mut parts = self.uri.clone().into_parts();
        if let Some(authority) = parts.authority.as_mut().filter(|_| !prefix.is_empty()) {
            *authority = format!("{prefix}{authority}").parse()?;
        }
        let base = self.uri.path().trim_end_matches('/');
        let slash = if base.is_empty() && !path_and_query.starts_with('/') { "/" } else { "" };
        parts.path_and_query = Some(match (base, path_and_query) {
            ("", "/") => PathAndQuery::from_static("/"),
            _ => PathAndQuery::try_from([base, slash, path_and_query].concat())?,
        });
        Ok(Uri::from_parts(parts)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_endpoints_are_rejected_with_a_reason() {
        let form = "an endpoint looks like `https://host` or `https://host:port/path`";
        let port = "the port of an endpoint is a number from 1 to 65535";
        let table = [
            ("localhost:5000", "localhost:5000", form),
            ("ftp://host", "ftp://host", form),
            ("https://host/?a=b", "https://host/?a=b", form),
            ("", "", form),
            ("https://me:hush@host/", "https://…@host/", "an endpoint has no user and no password"),
            ("https://me:hu@sh@host/", "https://…@host/", "an endpoint has no user and no password"),
            ("me:hush@", "…@", form),
            ("https:/me:hush@host://me:hush@host", "…@host", form),
            ("https://:8080/", "https://:8080/", "an endpoint has a host"),
            ("https://host:65536", "https://host:65536", port),
            ("https://host:0", "https://host:0", port),
            ("https://host:/", "https://host:/", port),
            ("https://[::1]:70000", "https://[::1]:70000", port),
        ];
        for (text, redacted, expected_form) in table {
            let error = text.parse::<Endpoint>().unwrap_err();
            assert_eq!(error.to_string(), format!("`{redacted}` is not an endpoint: {expected_form}"), "{text}");
        }
        for text in ["http://host", "https://host:1/a/b", "https://[::1]", "http://[::1]:65535/", "http://127.0.0.1:80"]
        {
            assert!(text.parse::<Endpoint>().is_ok(), "{text}");
        }
    }
}
