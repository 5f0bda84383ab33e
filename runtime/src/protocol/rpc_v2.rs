//! What the RPC v2 protocols share, and rpcv2Json. Smithy: "Smithy RPC v2 JSON protocol".
//!
//! Every request is a `POST` to a path with the names of the service and the operation. HTTP bindings do not apply.
use super::{Call, ErrorDescription, Protocol, error_code, uri};
use crate::{
    Slot, Structure,
    error::{BoxError, ConstructionError},
    json::{self, Dialect},
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response, header};
use std::fmt;

const JSON: Dialect = Dialect::RPC_V2_JSON;

/// The header that names the protocol, in requests and responses.
const SMITHY_PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");

/// The differences between the RPC v2 protocols, except for the format.
#[derive(Debug, Clone, Copy)]
pub(super) struct RpcV2 {
    /// The value of the header `smithy-protocol`.
    pub(super) name: &'static str,
    pub(super) media_type: &'static str,
    pub(super) is_query_compatible: bool,
}

impl RpcV2 {
    /// Builds a request. Operations without an input shape have no body.
    pub(super) fn request(
        &self,
        call: &Call<'_>,
        write: impl FnOnce() -> Result<Vec<u8>, ConstructionError>,
    ) -> Result<Request<Bytes>, ConstructionError> {
        let path = format!("/service/{}/operation/{}", call.service.name, call.operation.name);
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(call.endpoint.join(&uri::host_prefix(call)?, &path)?)
            .header(SMITHY_PROTOCOL, self.name)
            .header(header::ACCEPT, self.media_type);
        if self.is_query_compatible {
            request = request.header("x-amzn-query-mode", "true");
        }
        if !call.operation.has_input {
            return Ok(request.body(Bytes::new())?);
        }
        let body = write()?;
        request = request.header(header::CONTENT_TYPE, self.media_type).header(header::CONTENT_LENGTH, body.len());
        Ok(request.body(body.into())?)
    }

    /// Whether the response is one of the protocol. Nothing of another one may be read, except its status.
    pub(super) fn check(&self, response: &Response<Bytes>) -> Result<(), WrongProtocol> {
        let name = response.headers().get(SMITHY_PROTOCOL).map(HeaderValue::as_bytes);
        if name == Some(self.name.as_bytes()) { Ok(()) } else { Err(WrongProtocol(self.name)) }
    }

    /// Describes an error by the strings `__type` and `message` of its body; all other headers and members that name
    /// errors are ignored.
    pub(super) fn describe_error(
        &self,
        response: &Response<Bytes>,
        strings: fn(&[u8], [&str; 4]) -> [Option<String>; 4],
    ) -> ErrorDescription {
        if self.check(response).is_err() {
            return ErrorDescription::default();
        }
        let keys = ["__type", "message", "Message", "errorMessage"];
        let [kind, message, capital, error_message] = strings(response.body(), keys);
        ErrorDescription {
            name: kind.as_deref().and_then(error_code::sanitize),
            alias: error_code::query_code(response).filter(|_| self.is_query_compatible),
            message: message.or(capital).or(error_message),
            ..ErrorDescription::default()
        }
    }
}

/// A response without the header that the protocol requires.
#[derive(Debug)]
pub(super) struct WrongProtocol(&'static str);

impl fmt::Display for WrongProtocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it lacks the header `smithy-protocol: {}`, so it is no response in this protocol", self.0)
    }
}

impl std::error::Error for WrongProtocol {}

/// The rpcv2Json protocol.
#[derive(Debug)]
pub struct RpcV2Json(RpcV2);

impl RpcV2Json {
    pub(super) const fn new() -> Self {
        Self(RpcV2 { name: "rpc-v2-json", media_type: "application/json", is_query_compatible: false })
    }

    /// `aws.protocols#awsQueryCompatible`: the service used awsQuery before, and callers know its errors by the
    /// awsQuery codes.
    #[must_use]
    pub const fn query_compatible(&self) -> Self {
        Self(RpcV2 { is_query_compatible: true, ..self.0 })
    }
}

impl Protocol for RpcV2Json {
    fn id(&self) -> &'static str {
        "smithy.protocols#rpcv2Json"
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        self.0.request(call, || JSON.write_body(call.input, call.token))
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        self.0.check(response)?;
        Ok(JSON.read(response.body(), Slot::Structure(output))?)
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        JSON.read_leniently(response.body(), Slot::Structure(error));
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        self.0.describe_error(response, json::strings)
    }
}
