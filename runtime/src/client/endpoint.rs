//! The endpoint of a call, and what its request is signed for.
use super::auth::{Authentication, Scopes};
use super::call::{Call, Classify, Shared};
use crate::{
    AuthScheme, OperationSchema, Structure,
    endpoint::{self, EndpointError, EndpointParameters, ParameterValue, ResolvedEndpoint},
    error::ConstructionError,
    protocol::Protocol,
    sign,
};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};
use std::sync::Arc;

/// The endpoint of a call, and what requests to it are signed for.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) resolved: ResolvedEndpoint,
    pub(super) scopes: Scopes,
    /// The resource whose session signs requests, if the endpoint asks for it.
    pub(super) session: Option<String>,
}

impl Target {
    pub(super) fn new(resolved: ResolvedEndpoint, session: Option<String>) -> Arc<Self> {
        Arc::new(Self { resolved, scopes: Scopes::default(), session })
    }
}

impl Shared {
    /// Returns the endpoint of a call. It is resolved once for all operations whose input does not affect it.
    pub(super) fn resolve_endpoint(
        &self,
        operation: &'static OperationSchema,
        input: &dyn Structure,
    ) -> Result<Arc<Target>, ConstructionError> {
        if let Some(target) = self.target.get().filter(|_| operation.context.is_empty()) {
            return Ok(Arc::clone(target));
        }
        let config = &self.config;
        let mut other = config.endpoint_parameters.clone();
        if let Some(id) = &config.account_id {
            other.entry("AWS::Auth::AccountId".to_owned()).or_insert_with(|| id.clone().into());
        }
        let parameters = EndpointParameters {
            region: config.region.clone(),
            endpoint: config.endpoint_of(self.service).map(|endpoint| endpoint.as_uri().to_string()),
            use_fips: config.use_fips,
            use_dual_stack: config.use_dual_stack,
            other,
        };
        let resolved = endpoint::resolve(self.service, operation, input, &parameters).map_err(endpoint_error)?;
        let session = match &self.sessions {
            Some(sessions) if resolved.accepts(AuthScheme::SigV4S3Express) => {
                let name = sessions.operation.parameter;
                match endpoint::parameter(self.service, name, operation, input, &parameters).map_err(endpoint_error)? {
                    Some(ParameterValue::String(resource)) => Some(resource),
                    _ => None,
                }
            }
            _ => None,
        };
        let target = Target::new(resolved, session);
        if operation.context.is_empty() {
            return Ok(Arc::clone(self.target.get_or_init(|| target)));
        }
        Ok(target)
    }

    /// Builds the call that sends a request to an endpoint.
    pub(super) fn call(
        &self,
        operation: &'static OperationSchema,
        request: Request<Bytes>,
        target: &Target,
        protocol: &'static dyn Protocol,
        classify: Classify,
    ) -> Result<Call, ConstructionError> {
        let (mut parts, body) = request.into_parts();
        parts.headers.extend(target.resolved.headers.clone());
        // RFC 9110 § 8.6: methods that define a meaning for a body announce an empty one too.
        if body.is_empty() && matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
            parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(0));
        }
        if let Some(agent) = &self.user_agent {
            parts.headers.insert(header::USER_AGENT, agent.clone());
        }
        let Authentication { scope, token } = self.authenticate(operation, target)?;
        let signing = scope.map(|scope| {
            let payload_hash = sign::payload_hash((!operation.has_unsigned_payload).then_some(&body[..]));
            parts.headers.insert(sign::CONTENT_SHA_256, payload_hash.clone());
            (scope, payload_hash)
        });
        Ok(Call { operation, request: Request::from_parts(parts, body), signing, token, protocol, classify })
    }
}

pub(super) fn endpoint_error(error: EndpointError) -> ConstructionError {
    ConstructionError::Endpoint(error.into())
}
