//! Credentials of the role of an EC2 instance, from its metadata service (IMDSv2).
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html)
use super::{Chain, SourceError, fetch, is};
use crate::client::{credentials::Resolved, transport::Direct};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};

const ENDPOINT: &str = "http://169.254.169.254";
const ENDPOINT_IPV6: &str = "http://[fd00:ec2::254]";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

impl Chain {
    /// None where the instance has no role.
    pub(super) async fn instance(&self) -> Result<Option<Resolved>, SourceError> {
        // Where nobody is, as on a laptop, one silence is enough.
        let request = Request::builder().method(Method::PUT).header("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        let token = self.metadata(request, "/latest/api/token", false).await?;
        let wrong = |_| SourceError("the token of the metadata cannot stand in a header".to_owned());
        let mut token = HeaderValue::from_maybe_shared(checked(token)?.into_body()).map_err(wrong)?;
        token.set_sensitive(true);
        let get = || Request::builder().header("x-aws-ec2-metadata-token", token.clone());

        let roles = self.metadata(get(), ROLES, true).await?;
        if roles.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let roles = checked(roles)?.into_body();
        let Some(role) =
            str::from_utf8(&roles).ok().and_then(|text| text.lines().next()).filter(|role| !role.is_empty())
        else {
            return Ok(None);
        };
        let answer = self.metadata(get(), &format!("{ROLES}{}", role.trim()), true).await?;
        let answer = fetch::object(checked(answer)?.body())?;
        match fetch::text(&answer, "Code") {
            None | Some("Success") => {
                Ok(Some(Resolved { credentials: fetch::credentials(&answer, "Token")?, is_statically_stable: true }))
            }
            Some(code) => Err(SourceError(format!("the metadata say `{}`", fetch::excerpt(code)))),
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
            None if is(&self.environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv6") => ENDPOINT_IPV6.to_owned(),
            None => ENDPOINT.to_owned(),
        };
        let request =
            request.extension(Direct).uri(format!("{}{path}", endpoint.trim_end_matches('/'))).body(Bytes::new());
        let request = request.map_err(|error| SourceError(format!("the address of the metadata is none: {error}")))?;
        self.metadata_service.send(&request, retries_timeouts).await
    }
}

fn checked(response: Response<Bytes>) -> Result<Response<Bytes>, SourceError> {
    if response.status().is_success() { Ok(response) } else { Err(fetch::refused(&response)) }
}
