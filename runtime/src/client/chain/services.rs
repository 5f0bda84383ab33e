//! STS, SSO and SSO OIDC: the operations that provide credentials, as `cargo xtask codegen` writes them (`[private]` in
//! `codegen.toml`), and calls of them.
//!
//! [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html),
//! [AssumeRoleWithWebIdentity](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html),
//! [GetRoleCredentials](https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html),
//! [CreateToken](https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html)
use super::{Chain, SourceError};
use crate::{
    Endpoint, Error, Operation, OperationSchema, Service, ServiceSchema, Structure,
    error::{ConstructionError, ErrorKind, Report, ResponseError},
    operation::read_error,
    protocol::{
        Call,
        content::{self, BodySettings},
    },
    sign::Signer,
};
use bytes::Bytes;
use http::{Request, Response};
use std::{error::Error as _, time::SystemTime};

include!("services/sts.rs");
include!("services/sso.rs");
include!("services/sso_oidc.rs");

/// What a call failed with. The models declare no errors, because nobody reads their members: one type does for all
/// operations, which keeps programs small.
type Failure = ErrorKind<sts::Error>;

impl Chain {
    /// Sends the call of an operation, with a signature if there is a signer.
    pub(super) async fn call<O: Operation>(
        &self,
        input: O,
        endpoint: Endpoint,
        signer: Option<(Signer, SystemTime)>,
    ) -> Result<O::Output, SourceError> {
        let request = request(O::Service::SCHEMA, O::SCHEMA, &input, &endpoint, signer)?;
        let response = self.services.send(&request, true).await?;
        let mut output = O::Output::default();
        read(O::Service::SCHEMA, O::SCHEMA, &response, &mut output).map(|()| output)
    }
}

fn request(
    service: &'static ServiceSchema,
    operation: &'static OperationSchema,
    input: &dyn Structure,
    endpoint: &Endpoint,
    signer: Option<(Signer, SystemTime)>,
) -> Result<Request<Bytes>, SourceError> {
    let token = || uuid::Uuid::new_v4().to_string();
    let request = service.protocols.first().request(&Call { service, operation, input, endpoint, token: &token });
    let request = request.and_then(|mut request| {
        content::finish(operation, input, &mut request, &BodySettings::new(None))?;
        let Some((signer, now)) = signer else { return Ok(request) };
        let signed = signer.sign_call(service, operation, request, now);
        signed.map_err(|error| ConstructionError::Signature(error.into()))
    });
    request.map_err(|error| failed(service, operation, Failure::Construction(error)))
}

fn read(
    service: &'static ServiceSchema,
    operation: &'static OperationSchema,
    response: &Response<Bytes>,
    output: &mut dyn Structure,
) -> Result<(), SourceError> {
    let protocol = service.protocols.first();
    let failure = if protocol.is_error(response, operation) {
        let mut error = read_error(protocol, response);
        // A body that is no error of the protocol may be anything, credentials too.
        error.metadata.excerpt = None;
        Failure::Service(error)
    } else {
        match protocol.read_output(response, output) {
            Ok(()) => return Ok(()),
            Err(source) => Failure::Response(ResponseError::new(response, source)),
        }
    };
    Err(failed(service, operation, failure))
}

fn failed(service: &'static ServiceSchema, operation: &'static OperationSchema, failure: Failure) -> SourceError {
    let error = Error::of_call(service, operation, failure);
    let causes = error.source().map(|source| format!(": {}", Report(source))).unwrap_or_default();
    SourceError(format!("{error}{causes}"))
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
