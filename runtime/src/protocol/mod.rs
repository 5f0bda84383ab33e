//! The wire protocols: each turns an operation's data and members into an HTTP request, and back.
mod aws_json;
pub(crate) mod content;
mod error_code;
mod header;
mod rest_json;
mod text;
mod uri;

pub use aws_json::AwsJson;
pub use rest_json::RestJson1;

use crate::{
    Endpoint, OperationSchema, ServiceSchema, Structure,
    error::{BoxError, ConstructionError},
};
use bytes::Bytes;
use http::{Request, Response};
use std::fmt;

/// `aws.protocols#awsJson1_0`
pub const AWS_JSON_1_0: &AwsJson = &AwsJson::new("application/x-amz-json-1.0");
/// `aws.protocols#awsJson1_1`
pub const AWS_JSON_1_1: &AwsJson = &AwsJson::new("application/x-amz-json-1.1");
/// `aws.protocols#restJson1`
pub const REST_JSON_1: &RestJson1 = &RestJson1;

/// How a service writes and reads messages. Another protocol is another implementation; generated code only names one.
pub trait Protocol: fmt::Debug + Sync {
    /// The request of a call, unsigned.
    ///
    /// # Errors
    /// A member that the request cannot do without is absent, or has a value that it cannot hold.
    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError>;

    /// Fills in the output of a successful response.
    ///
    /// # Errors
    /// The response is not what the protocol writes.
    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError>;

    /// Fills in the members of a declared error, as far as the response can be read: an oddity of one costs no other.
    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure);

    /// What a response says of an error, whichever it is, and whatever else it holds.
    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription;
}

/// What a response says of an error, whichever it is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ErrorDescription {
    /// The name of its shape, without namespace.
    pub name: Option<String>,
    /// The code by which callers know it, where that is not the name (`@awsQueryCompatible`).
    pub alias: Option<String>,
    /// The service's sentence about it.
    pub message: Option<String>,
}

/// All that a request is made of.
pub struct Call<'a> {
    /// The facts of the service.
    pub service: &'static ServiceSchema,
    /// The facts of the operation.
    pub operation: &'static OperationSchema,
    /// The members.
    pub input: &'a dyn Structure,
    /// Where it goes.
    pub endpoint: &'a Endpoint,
    /// What stands for an idempotency token that is absent.
    pub token: &'a dyn Fn() -> String,
}
