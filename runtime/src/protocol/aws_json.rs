//! awsJson1_0 and awsJson1_1: every request is `POST /`, with the operation in a header and all members in a JSON body.
//! Smithy: "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol".
use super::{Call, ErrorDescription, Protocol, error_code, uri};
use crate::{
    Slot, Structure,
    error::{BoxError, ConstructionError},
    json::Dialect,
};
use bytes::Bytes;
use http::{Method, Request, Response, header};

const JSON: Dialect = Dialect::AWS_JSON;

/// Both versions of the protocol, which differ only in the content type.
#[derive(Debug)]
pub struct AwsJson {
    id: &'static str,
    content_type: &'static str,
    is_query_compatible: bool,
}

impl AwsJson {
    pub(super) const fn new(id: &'static str, content_type: &'static str) -> Self {
        Self { id, content_type, is_query_compatible: false }
    }

    /// `aws.protocols#awsQueryCompatible`: the service used awsQuery before, and callers know its errors by the
    /// awsQuery codes.
    #[must_use]
    pub const fn query_compatible(&self) -> Self {
        Self { is_query_compatible: true, ..*self }
    }
}

impl Protocol for AwsJson {
    fn id(&self) -> &'static str {
        self.id
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        let body = JSON.write_body(call.input, call.token)?;
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(call.endpoint.join(&uri::host_prefix(call)?, "/")?)
            .header(header::CONTENT_TYPE, self.content_type)
            .header(header::CONTENT_LENGTH, body.len())
            .header("x-amz-target", format!("{}.{}", call.service.name, call.operation.name));
        if self.is_query_compatible {
            request = request.header("x-amzn-query-mode", "true");
        }
        Ok(request.body(body.into())?)
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        Ok(JSON.read(response.body(), Slot::Structure(output))?)
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        JSON.read_leniently(response.body(), Slot::Structure(error));
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        let alias = error_code::query_code(response).filter(|_| self.is_query_compatible);
        ErrorDescription { alias, ..error_code::describe(response) }
    }
}
