//! STS, SSO and SSO OIDC: the operations that provide credentials, as `cargo xtask codegen` writes them (`[private]` in
//! `codegen.toml`), and calls of them.
//!
//! [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html),
//! [AssumeRoleWithWebIdentity](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html),
//! [GetRoleCredentials](https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html),
//! [CreateToken](https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html)
use super::{Chain, SourceError};
use crate::{
    Endpoint, Error, Operation, ServiceSchema,
    error::{ConstructionError, ErrorKind},
    sign::Signer,
};
use bytes::Bytes;
use http::Request;
use std::time::SystemTime;

include!("services/sts.rs");
include!("services/sso.rs");
include!("services/sso_oidc.rs");

impl Chain {
    /// Sends the call of an operation, with a signature if there is a signer.
    pub(super) async fn call<O: Operation>(
        &self,
        input: O,
        endpoint: Endpoint,
        signer: Option<(Signer, SystemTime)>,
    ) -> Result<O::Output, SourceError> {
        let request = request(&input, &endpoint, signer).map_err(failed::<O>)?;
        let response = self.services.send(&request, true).await?;
        O::from_response(response).map_err(|error| SourceError(error.report().to_string()))
    }
}

fn request<O: Operation>(
    input: &O,
    endpoint: &Endpoint,
    signer: Option<(Signer, SystemTime)>,
) -> Result<Request<Bytes>, ConstructionError> {
    let request = input.to_request(endpoint)?;
    match signer {
        None => Ok(request),
        Some((signer, now)) => {
            signer.sign::<O>(request, now).map_err(|error| ConstructionError::Signature(error.into()))
        }
    }
}

fn failed<O: Operation>(error: ConstructionError) -> SourceError {
    SourceError(Error::<O::Error>::for_operation::<O>(ErrorKind::Construction(error)).report().to_string())
}

/// Returns a text of a response, which must not be absent or empty.
pub(super) fn required(
    service: &ServiceSchema,
    name: &'static str,
    text: impl Into<Option<String>>,
) -> Result<String, SourceError> {
    text.into().filter(|text| !text.is_empty()).ok_or_else(|| missing(service, name))
}

pub(super) fn missing(service: &ServiceSchema, name: &'static str) -> SourceError {
    SourceError(format!("the response of {} has no `{name}`", service.sdk_id))
}
