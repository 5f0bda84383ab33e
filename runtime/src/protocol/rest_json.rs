//! restJson1: members in the path, the query, headers and a JSON body. Smithy: "AWS REST JSON 1.0 protocol".
use super::{Call, ErrorDescription, Protocol, error_code, header, text, uri};
use crate::{
    Blob, Ref, Slot, Structure,
    error::{BoxError, ConstructionError},
    json::Dialect,
    schema::{Location, Member},
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header::CONTENT_LENGTH, header::CONTENT_TYPE};

const JSON: Dialect = Dialect::REST_JSON;

/// The restJson1 protocol.
#[derive(Debug)]
pub struct RestJson1;

impl Protocol for RestJson1 {
    fn id(&self) -> &'static str {
        "aws.protocols#restJson1"
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        let uri = call.endpoint.join(&uri::host_prefix(call)?, &uri::path_and_query(call)?)?;
        let body = body(call)?;
        let length = body.as_ref().map_or(0, |body| body.bytes.len());
        let mut request = Request::builder().method(call.operation.method).uri(uri);
        if let Some(body) = &body {
            request = request.header(CONTENT_TYPE, body.content_type);
        }
        let mut request = request.body(body.map(|body| body.bytes.into()).unwrap_or_default())?;
        header::write(call.input, call.token, request.headers_mut())?;
        if length > 0 {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        Ok(request)
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        header::read(response.headers(), output)?;
        read_response_code(response, output)?;
        match output.schema().payload() {
            Some((index, _)) => read_payload(response.body(), output, index),
            None => Ok(JSON.read(response.body(), Slot::Structure(output))?),
        }
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        header::read_leniently(response.headers(), error);
        // A status is three digits, so this cannot fail for an integer.
        _ = read_response_code(response, error);
        match error.schema().payload() {
            Some((index, _)) => {
                if read_payload(response.body(), error, index).is_err() {
                    error.clear(index);
                }
            }
            None => JSON.read_leniently(response.body(), Slot::Structure(error)),
        }
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        error_code::describe(response)
    }
}

struct Body {
    content_type: &'static str,
    bytes: Vec<u8>,
}

impl Body {
    fn json(bytes: Vec<u8>) -> Self {
        Self { content_type: "application/json", bytes }
    }
}

/// Returns the payload member, or the body members; `None` if the model has neither, so that the request has no body.
fn body(call: &Call<'_>) -> Result<Option<Body>, ConstructionError> {
    let schema = call.input.schema();
    match schema.payload() {
        Some((index, member)) => payload(call.input.get(index), member),
        None if schema.has_body_members() => Ok(Some(Body::json(JSON.write_body(call.input, call.token)?))),
        None => Ok(None),
    }
}

fn payload(value: Ref<'_>, member: &'static Member) -> Result<Option<Body>, ConstructionError> {
    let content_type = |default| member.media_type.unwrap_or(default);
    Ok(Some(match value {
        Ref::Structure(_) | Ref::Union(_) | Ref::Document(_) => Body::json(JSON.write_value(value)?),
        Ref::String(value) => Body { content_type: content_type("text/plain"), bytes: value.into() },
        Ref::Blob(value) => Body { content_type: content_type("application/octet-stream"), bytes: value.to_vec() },
        Ref::Null if member.location == Location::StructurePayload => Body::json(b"{}".to_vec()),
        _ => return Ok(None),
    }))
}

fn read_response_code(response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
    let members = output.schema().members;
    let index = members.iter().position(|member| member.location == Location::ResponseCode);
    Ok(index.map_or(Ok(()), |index| text::read(output.slot(index), response.status().as_str()))?)
}

/// Reads a payload. An empty body leaves it unset.
fn read_payload(body: &[u8], output: &mut dyn Structure, index: usize) -> Result<(), BoxError> {
    if body.is_empty() {
        return Ok(());
    }
    match output.slot(index) {
        slot @ (Slot::Structure(_) | Slot::Union(_)) => JSON.read(body, slot)?,
        Slot::Document(destination) => *destination = JSON.read_document(body)?,
        Slot::Blob(destination) => *destination = Blob::new(body),
        slot => text::read(slot, std::str::from_utf8(body)?)?,
    }
    Ok(())
}
