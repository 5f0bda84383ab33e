//! Where a call goes, and what it is signed for.
use super::{
    call::{Call, Judged, Shared},
    sign,
};
use crate::{Auth, Endpoint, OperationSchema, ServiceSchema, Structure, error::ConstructionError};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, header};

/// Where a call goes.
pub(super) struct Place {
    pub(super) endpoint: Endpoint,
    signing_name: Option<String>,
    signing_region: Option<String>,
    encodes_path_twice: bool,
}

impl Shared {
    pub(super) fn place(
        &self,
        service: &'static ServiceSchema,
        _: &'static OperationSchema,
        _: &dyn Structure,
    ) -> Result<Place, ConstructionError> {
        let config = &self.config;
        let region = config.region.clone().unwrap_or_default();
        let default = || format!("https://{}.{region}.amazonaws.com", service.endpoint_prefix).parse();
        let endpoint = match config.endpoint_of(service) {
            Some(endpoint) => endpoint.clone(),
            None => default().map_err(|error: crate::InvalidEndpoint| ConstructionError::Endpoint(error.into()))?,
        };
        Ok(Place { endpoint, signing_name: None, signing_region: None, encodes_path_twice: true })
    }

    pub(super) fn call(
        &self,
        service: &'static ServiceSchema,
        operation: &'static OperationSchema,
        request: Request<Bytes>,
        place: Place,
        judge: fn(&Response<Bytes>) -> Judged,
    ) -> Result<Call, ConstructionError> {
        let Place { signing_name, signing_region, encodes_path_twice, .. } = place;
        let name = signing_name.or_else(|| service.signing_name.map(str::to_owned));
        let scope = name.filter(|_| operation.auth != Auth::None && self.signer.is_some()).map(|service| sign::Scope {
            region: signing_region.or_else(|| self.config.region.clone()).unwrap_or_default(),
            service,
            encodes_path_twice,
        });
        let (mut parts, body) = request.into_parts();
        // RFC 9110 § 8.6: where a method has a body, an empty one is announced too.
        if body.is_empty() && matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
            parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(0));
        }
        if scope.is_some() {
            let signed_body = (!operation.has_unsigned_payload).then_some(&body[..]);
            sign::set_payload_hash(&mut parts, signed_body);
        }
        Ok(Call { service, operation, request: Request::from_parts(parts, body), scope, judge })
    }
}
