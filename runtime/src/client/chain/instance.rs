//! Credentials of the role of an EC2 instance, from the instance metadata service (IMDSv2).
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html)
use super::{
    Chain, SourceError,
    fetch::{self, Http},
};
use crate::client::{credentials::Resolved, setting_values::attempts, transport::Direct};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use std::time::Duration;

const ENDPOINT: &str = "http://169.254.169.254";
const ENDPOINT_IPV6: &str = "http://[fd00:ec2::254]";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

impl Chain {
    /// Returns `None` if the instance has no role.
    pub(super) async fn instance(&self) -> Result<Option<Resolved>, SourceError> {
        let service = self.metadata_service()?;
        // Timeouts of the first request are not retried: without a metadata service, as on a laptop, nothing responds.
        let request = Request::builder().method(Method::PUT).header("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        let token = service.send(request, "/latest/api/token", false).await?;
        let invalid = |_| SourceError("the token of the metadata service is not valid in a header".to_owned());
        let mut token = HeaderValue::from_maybe_shared(require_success(token)?.into_body()).map_err(invalid)?;
        token.set_sensitive(true);
        let get = || Request::builder().header("x-aws-ec2-metadata-token", token.clone());

        let roles = service.send(get(), ROLES, true).await?;
        if roles.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let roles = require_success(roles)?.into_body();
        let Some(role) =
            str::from_utf8(&roles).ok().and_then(|text| text.lines().next()).filter(|role| !role.is_empty())
        else {
            return Ok(None);
        };
        let object = service.send(get(), &format!("{ROLES}{}", role.trim()), true).await?;
        let object = fetch::object(require_success(object)?.body())?;
        match fetch::text(&object, "Code") {
            None | Some("Success") => {
                Ok(Some(Resolved { credentials: fetch::credentials(&object, "Token")?, is_statically_stable: true }))
            }
            Some(code) => Err(SourceError(format!("the metadata service reports `{}`", fetch::excerpt(code)))),
        }
    }

    fn metadata_service(&self) -> Result<MetadataService, SourceError> {
        let text = |text: &str| Ok(text.to_owned());
        let mode =
            self.setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode", is_ipv6)?;
        let own = if mode == Some(true) { ENDPOINT_IPV6 } else { ENDPOINT };
        let endpoint = self.setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint", text)?;
        let timeout = self.setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout", seconds)?;
        let attempts = self.setting("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts", attempts)?;
        Ok(MetadataService {
            endpoint: endpoint.unwrap_or_else(|| own.to_owned()),
            http: self.metadata_service.with(timeout, attempts),
        })
    }
}

/// The endpoint of the instance metadata service, with the timeout and the number of attempts.
struct MetadataService {
    endpoint: String,
    http: Http,
}

impl MetadataService {
    async fn send(
        &self,
        request: http::request::Builder,
        path: &str,
        retries_timeouts: bool,
    ) -> Result<Response<Bytes>, SourceError> {
        let uri = format!("{}{path}", self.endpoint.trim_end_matches('/'));
        let request = request.extension(Direct).uri(uri).body(Bytes::new());
        let request = request
            .map_err(|error| SourceError(format!("the endpoint of the metadata service is invalid: {error}")))?;
        self.http.send(&request, retries_timeouts).await
    }
}

fn is_ipv6(text: &str) -> Result<bool, String> {
    let modes = [("ipv4", false), ("ipv6", true)];
    let known = modes.into_iter().find(|(mode, _)| text.eq_ignore_ascii_case(mode));
    known.map(|(_, is_ipv6)| is_ipv6).ok_or_else(|| "it is `IPv4` or `IPv6`".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| *seconds > 0.0 && *seconds <= 3600.0);
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "it is a number of seconds above 0, up to 3600".to_owned())
}

fn require_success(response: Response<Bytes>) -> Result<Response<Bytes>, SourceError> {
    if response.status().is_success() { Ok(response) } else { Err(fetch::refused(&response)) }
}
