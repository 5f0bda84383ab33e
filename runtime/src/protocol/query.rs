//! awsQuery and ec2Query: every request is a form that is posted to `/`, every response is XML. Smithy: "AWS query
//! protocol" and "AWS EC2 query protocol".
use super::{Call, ErrorDescription, Protocol, describe_xml_error, uri};
use crate::{
    Structure,
    error::{BoxError, ConstructionError},
    form::Dialect,
    xml,
};
use bytes::Bytes;
use http::{Method, Request, Response, header};

/// The awsQuery protocol.
#[derive(Debug)]
pub struct AwsQuery;

/// The ec2Query protocol.
#[cfg(feature = "query")]
#[derive(Debug)]
pub struct Ec2Query;

fn request(dialect: Dialect, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
    let body = dialect.write(call.operation.name, call.service.version, call.input, call.token)?;
    let request = Request::builder()
        .method(Method::POST)
        .uri(call.endpoint.join(&uri::host_prefix(call)?, "/")?)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, body.len());
    Ok(request.body(body.into())?)
}

/// Describes an error. The code is that of `@awsQueryError`, or the name of the shape.
fn describe(response: &Response<Bytes>) -> ErrorDescription {
    let description = describe_xml_error(response);
    ErrorDescription { query_code: description.name.clone(), ..description }
}

impl Protocol for AwsQuery {
    fn id(&self) -> &'static str {
        "aws.protocols#awsQuery"
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        request(Dialect::AwsQuery, call)
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        Ok(xml::read_result(response.body(), output)?)
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        xml::read_error(response.body(), error, false);
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        describe(response)
    }
}

#[cfg(feature = "query")]
impl Protocol for Ec2Query {
    fn id(&self) -> &'static str {
        "aws.protocols#ec2Query"
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        request(Dialect::Ec2Query, call)
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        Ok(xml::read(response.body(), crate::Slot::Structure(output), false)?)
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        xml::read_error(response.body(), error, false);
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        describe(response)
    }
}
