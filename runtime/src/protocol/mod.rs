//! The wire protocols, which convert between an operation's members and HTTP messages.
mod aws_json;
pub(crate) mod content;
mod error_code;
mod header;
mod protocols;
#[cfg(any(feature = "query", feature = "transport"))]
mod query;
mod rest;
mod rest_json;
#[cfg(feature = "xml")]
mod rest_xml;
mod rpc_v2;
#[cfg(feature = "cbor")]
mod rpc_v2_cbor;
pub(crate) mod text;
#[cfg(feature = "tree-hash")]
mod tree_hash;
pub(crate) mod uri;

pub use aws_json::AwsJson;
pub use protocols::Protocols;
#[cfg(any(feature = "query", feature = "transport"))]
pub use query::AwsQuery;
#[cfg(feature = "query")]
pub use query::Ec2Query;
pub use rest_json::RestJson1;
#[cfg(feature = "xml")]
pub use rest_xml::RestXml;
pub use rpc_v2::RpcV2Json;
#[cfg(feature = "cbor")]
pub use rpc_v2_cbor::RpcV2Cbor;

use crate::{
    Endpoint, OperationSchema, ServiceSchema, Structure,
    error::{BoxError, ConstructionError},
};
use bytes::Bytes;
use http::{Request, Response};
use std::fmt;

/// `aws.protocols#awsJson1_0`
pub const AWS_JSON_1_0: &AwsJson = &AwsJson::new("aws.protocols#awsJson1_0", "application/x-amz-json-1.0");
/// `aws.protocols#awsJson1_1`
pub const AWS_JSON_1_1: &AwsJson = &AwsJson::new("aws.protocols#awsJson1_1", "application/x-amz-json-1.1");
/// `aws.protocols#restJson1`
pub const REST_JSON_1: &RestJson1 = &RestJson1;
/// `aws.protocols#restXml`
#[cfg(feature = "xml")]
pub const REST_XML: &RestXml = &RestXml::new();
/// `aws.protocols#awsQuery`
#[cfg(any(feature = "query", feature = "transport"))]
pub const AWS_QUERY: &AwsQuery = &AwsQuery;
/// `aws.protocols#ec2Query`
#[cfg(feature = "query")]
pub const EC2_QUERY: &Ec2Query = &Ec2Query;
/// `smithy.protocols#rpcv2Cbor`
#[cfg(feature = "cbor")]
pub const RPC_V2_CBOR: &RpcV2Cbor = &RpcV2Cbor::new();
/// `smithy.protocols#rpcv2Json`
pub const RPC_V2_JSON: &RpcV2Json = &RpcV2Json::new();

/// How a service serializes messages. Each protocol is an implementation; generated code only names one.
pub trait Protocol: fmt::Debug + Sync {
    /// Returns the shape id of the protocol's trait, such as `aws.protocols#restJson1`.
    fn id(&self) -> &'static str;

    /// Builds the unsigned request of a call.
    ///
    /// # Errors
    /// Returns an error if a required member is missing, or if a member has a value that the request cannot contain.
    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError>;

    /// Whether a response is an error. Some services send the status before they know how the call ends.
    fn is_error(&self, response: &Response<Bytes>, operation: &OperationSchema) -> bool {
        _ = operation;
        !response.status().is_success()
    }

    /// Reads the output of a successful response.
    ///
    /// # Errors
    /// Returns an error if the response does not follow the protocol.
    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError>;

    /// Reads the members of a declared error as far as possible: an invalid member does not affect the others.
    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure);

    /// Reads the description that all errors have, whatever else the response contains.
    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription;
}

/// The description of an error in a response.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ErrorDescription {
    /// The name of the error's shape, without namespace.
    pub name: Option<String>,
    /// The code that callers know instead of the name (`@awsQueryCompatible`).
    pub alias: Option<String>,
    /// The code of awsQuery, which is that of `@awsQueryError` where the error has this trait, else its name.
    pub query_code: Option<String>,
    /// A name that counts only if the operation declares an error of this name.
    pub guess: Option<String>,
    /// The error message.
    pub message: Option<String>,
    /// The request id, where it is in the body.
    pub request_id: Option<String>,
}

/// Describes the error in an XML body. Where there is no body, as in responses to `HEAD`, the status may tell the error.
#[cfg(any(feature = "xml", feature = "transport"))]
fn describe_xml_error(response: &Response<Bytes>) -> ErrorDescription {
    let crate::xml::Description { code, message, request_id, root } = crate::xml::describe(response.body());
    let status = || {
        let reason = response.status().canonical_reason().filter(|_| response.body().is_empty())?;
        Some(reason.split(' ').collect())
    };
    ErrorDescription { name: code, guess: root.or_else(status), message, request_id, ..ErrorDescription::default() }
}

/// The inputs to a request.
pub struct Call<'a> {
    /// The service.
    pub service: &'static ServiceSchema,
    /// The operation.
    pub operation: &'static OperationSchema,
    /// The input of the operation.
    pub input: &'a dyn Structure,
    /// The endpoint.
    pub endpoint: &'a Endpoint,
    /// Generates the value of an idempotency token that is not set.
    pub token: &'a dyn Fn() -> String,
}
