//! awsJson1_0 and awsJson1_1: every request is `POST /`, with the operation in a header and all members in a JSON body.
//! Smithy: "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol".
use super::{Call, ErrorDescription, Protocol, error_code, uri};
use crate::{
    Slot, Structure,
    error::{BoxError, ConstructionError},
    json::Dialect,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response, header};

const JSON: Dialect = Dialect::AWS_JSON;
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");
const QUERY_MODE: HeaderName = HeaderName::from_static("x-amzn-query-mode");

/// Both versions of the protocol, which differ only in the content type.
#[derive(Debug)]
pub struct AwsJson {
    content_type: &'static str,
    is_query_compatible: bool,
}

impl AwsJson {
    pub(super) const fn new(content_type: &'static str) -> Self {
        Self { content_type, is_query_compatible: false }
    }

    /// `aws.protocols#awsQueryCompatible`: the service used awsQuery before, and callers know its errors by the
    /// awsQuery codes.
    #[must_use]
    pub const fn query_compatible(&self) -> Self {
        Self { is_query_compatible: true, ..*self }
    }
}

impl Protocol for AwsJson {
    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        let body = JSON.write_body(call.input, call.token)?;
        let target = [call.service.name, ".", call.operation.name].concat();
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = call.endpoint.join(&uri::host_prefix(call)?, "/")?;
        let headers = request.headers_mut();
        // With room for what clients add.
        headers.reserve(12);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        headers.insert(TARGET, HeaderValue::from_maybe_shared(Bytes::from(target)).map_err(http::Error::from)?);
        if self.is_query_compatible {
            headers.insert(QUERY_MODE, HeaderValue::from_static("true"));
        }
        *request.body_mut() = body.into();
        Ok(request)
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        Ok(JSON.read(response.body(), Slot::Structure(output))?)
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        JSON.read_leniently(response.body(), Slot::Structure(error));
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        ErrorDescription { alias: self.error_alias(response), ..error_code::describe(response) }
    }
}

impl AwsJson {
    /// Parses the header `x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender`.
    fn error_alias(&self, response: &Response<Bytes>) -> Option<String> {
        let header = response.headers().get("x-amzn-query-error").filter(|_| self.is_query_compatible)?;
        let code = header.to_str().ok()?.split(';').next()?.trim();
        (!code.is_empty()).then(|| code.to_owned())
    }
}
