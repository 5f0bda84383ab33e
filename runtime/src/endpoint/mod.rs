//! Where requests go, and the rules that a service has for it.
//!
//! Generated code holds the rules as constant data ([`rules`]); with the feature `transport`, `resolve` follows them.
mod context;
#[cfg(feature = "transport")]
mod evaluate;
#[cfg(feature = "transport")]
mod functions;
#[cfg(feature = "transport")]
mod partition;
#[cfg(feature = "transport")]
mod resolve;
pub mod rules;
#[cfg(feature = "transport")]
mod values;

pub use context::{Constant, Context, ContextSource};
#[cfg(feature = "transport")]
pub use {
    evaluate::{EndpointError, ResolvedEndpoint},
    resolve::resolve,
    values::{EndpointParameters, ParameterValue},
};

use http::{Uri, uri::PathAndQuery};
use std::{fmt, str::FromStr};

/// Where requests go: scheme, host and a path before every operation's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(Uri);

/// Text that is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidEndpoint(String);

impl fmt::Display for InvalidEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an endpoint; write it as https://host or https://host:port/path", self.0)
    }
}

impl std::error::Error for InvalidEndpoint {}

impl FromStr for Endpoint {
    type Err = InvalidEndpoint;

    fn from_str(text: &str) -> Result<Self, InvalidEndpoint> {
        let uri: Uri = text.parse().map_err(|_| InvalidEndpoint(text.to_owned()))?;
        match (uri.scheme_str(), uri.host(), uri.query()) {
            (Some("http" | "https"), Some(_), None) => Ok(Self(uri)),
            _ => Err(InvalidEndpoint(text.to_owned())),
        }
    }
}

impl Endpoint {
    /// The scheme, host and path as a URI.
    pub fn as_uri(&self) -> &Uri {
        &self.0
    }

    /// The URI of this path and query below the endpoint, with `prefix` before the host.
    pub(crate) fn join(&self, prefix: &str, path_and_query: &str) -> Result<Uri, http::Error> {
        let base = self.0.path().trim_end_matches('/');
        let path_and_query: PathAndQuery = format!("{base}{path_and_query}").parse()?;
        let mut parts = self.0.clone().into_parts();
        if let Some(authority) = parts.authority.take() {
            parts.authority = Some(format!("{prefix}{authority}").parse()?);
        }
        parts.path_and_query = Some(path_and_query);
        Ok(Uri::from_parts(parts)?)
    }
}
