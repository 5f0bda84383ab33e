//! Credentials of the role of an EC2 instance, from the instance metadata service (IMDSv2).
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html)
use super::{Chain, SourceError, fetch, variable_is};
use crate::client::{credentials::Resolved, transport::Direct};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};

const ENDPOINT: &str = "http://169.254.169.254";
const ENDPOINT_IPV6: &str = "http://[fd00:ec2::254]";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

impl Chain {
    /// Returns `None` if the instance has no role.
    pub(super) async fn instance(&self) -> Result<Option<Resolved>, SourceError> {
        // Timeouts of the first request are not retried: without a metadata service, as on a laptop, nothing responds.
        let request = Request::builder().method(Method::PUT).header("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        let token = self.metadata(request, "/latest/api/token", false).await?;
        let invalid = |_| SourceError("the token of the metadata service is not valid in a header".to_owned());
        let mut token = HeaderValue::from_maybe_shared(require_success(token)?.into_body()).map_err(invalid)?;
        token.set_sensitive(true);
        let get = || Request::builder().header("x-aws-ec2-metadata-token", token.clone());

        let roles = self.metadata(get(), ROLES, true).await?;
        if roles.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let roles = require_success(roles)?.into_body();
        let Some(role) =
            str::from_utf8(&roles).ok().and_then(|text| text.lines().next()).filter(|role| !role.is_empty())
        else {
            return Ok(None);
        };
        let object = self.metadata(get(), &format!("{ROLES}{}", role.trim()), true).await?;
        let object = fetch::object(require_success(object)?.body())?;
        match fetch::text(&object, "Code") {
            None | Some("Success") => {
                Ok(Some(Resolved { credentials: fetch::credentials(&object, "Token")?, is_statically_stable: true }))
            }
            Some(code) => Err(SourceError(format!("the metadata service reports `{}`", fetch::excerpt(code)))),
        }
    }

    async fn metadata(
        &self,
        request: http::request::Builder,
        path: &str,
        retries_timeouts: bool,
    ) -> Result<Response<Bytes>, SourceError> {
        let endpoint = match self.environment.var("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
            Some(endpoint) => endpoint,
            None if variable_is(&self.environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv6") => {
                ENDPOINT_IPV6.to_owned()
            }
            None => ENDPOINT.to_owned(),
        };
        let request =
            request.extension(Direct).uri(format!("{}{path}", endpoint.trim_end_matches('/'))).body(Bytes::new());
        let request = request
            .map_err(|error| SourceError(format!("the endpoint of the metadata service is invalid: {error}")))?;
        self.metadata_service.send(&request, retries_timeouts).await
    }
}

fn require_success(response: Response<Bytes>) -> Result<Response<Bytes>, SourceError> {
    if response.status().is_success() { Ok(response) } else { Err(fetch::refused(&response)) }
}
