//! The endpoint of a call, and what its request is signed for.
use super::bearer;
use super::call::{Call, Classified, Shared};
use crate::{
    Auth, OperationSchema, Structure,
    endpoint::{self, EndpointError, EndpointParameters, ResolvedEndpoint},
    error::ConstructionError,
    sign,
};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, header};

impl Shared {
    /// Returns the endpoint of a call. It is resolved once for all operations whose input does not affect it.
    pub(super) fn resolve_endpoint(
        &self,
        operation: &'static OperationSchema,
        input: &dyn Structure,
    ) -> Result<ResolvedEndpoint, ConstructionError> {
        if let Some(endpoint) = self.endpoint.get().filter(|_| operation.context.is_empty()) {
            return Ok(endpoint.clone());
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
        if operation.context.is_empty() {
            return Ok(self.endpoint.get_or_init(|| resolved).clone());
        }
        Ok(resolved)
    }

    /// Builds the call that sends a request to an endpoint.
    pub(super) fn call(
        &self,
        operation: &'static OperationSchema,
        request: Request<Bytes>,
        endpoint: ResolvedEndpoint,
        classify: fn(&Response<Bytes>) -> Classified,
    ) -> Result<Call, ConstructionError> {
        let (mut parts, body) = request.into_parts();
        parts.headers.extend(endpoint.headers.clone());
        // RFC 9110 § 8.6: methods that define a meaning for a body announce an empty one too.
        if body.is_empty() && matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
            parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(0));
        }
        if let Some(agent) = &self.user_agent {
            parts.headers.insert(header::USER_AGENT, agent.clone());
        }
        let bearer = bearer::for_call(self.bearer.as_ref(), self.service, operation)?;
        let scope = if bearer.is_some() { None } else { self.scope(operation, endpoint)? };
        let signing = scope.map(|scope| {
            let payload_hash = sign::payload_hash((!operation.has_unsigned_payload).then_some(&body[..]));
            parts.headers.insert(sign::CONTENT_SHA_256, payload_hash.clone());
            (scope, payload_hash)
        });
        Ok(Call { operation, request: Request::from_parts(parts, body), signing, bearer, classify })
    }

    fn scope(
        &self,
        operation: &OperationSchema,
        endpoint: ResolvedEndpoint,
    ) -> Result<Option<sign::Scope>, ConstructionError> {
        let unsupported = endpoint.unsupported_schemes();
        let name = endpoint.signing_name.or_else(|| self.service.signing_name.map(str::to_owned));
        let Some(service) = name.filter(|_| operation.auth != Auth::None && self.credentials.is_some()) else {
            return Ok(None);
        };
        if let Some(schemes) = unsupported {
            let text = format!("it asks for signatures of the kind {schemes}, and this client makes sigv4 alone");
            return Err(ConstructionError::Endpoint(text.into()));
        }
        let region = endpoint.signing_region.or_else(|| self.config.region.clone());
        let missing = EndpointError::Missing { name: "Region", built_in: Some("AWS::Region") };
        let region = region.ok_or_else(|| endpoint_error(missing))?;
        let encodes_path_twice = !endpoint.disable_double_encoding;
        Ok(Some(sign::Scope { region, service, encodes_path_twice, normalizes_path: encodes_path_twice }))
    }
}

fn endpoint_error(error: EndpointError) -> ConstructionError {
    ConstructionError::Endpoint(error.into())
}
