//! What restJson1 and restXml share: members in the path, the query, headers and a payload. Smithy: "HTTP bindings".
use super::{Call, header, text, uri};
use crate::{
    Blob, Ref, Slot, Structure,
    error::{BoxError, ConstructionError},
    json::TokenSource,
    schema::{Location, Member},
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header::CONTENT_LENGTH, header::CONTENT_TYPE};

/// The format of structured bodies.
pub(super) trait Format {
    /// The media type of structured bodies.
    const MEDIA_TYPE: &'static str;
    /// Whether greedy labels may contain the segments `.` and `..`, because services do not normalize paths.
    const KEEPS_DOTS: bool;

    /// Writes the body members of an input.
    fn write_body(&self, input: &dyn Structure, token: TokenSource<'_>) -> Result<Vec<u8>, ConstructionError>;

    /// Writes the structure, union or document of a payload member.
    fn write_payload(&self, value: Ref<'_>, member: &'static Member) -> Result<Vec<u8>, ConstructionError>;

    /// Returns the body of a payload member that is not set, if there is one.
    fn unset_payload(&self, member: &'static Member) -> Option<Vec<u8>>;

    /// Reads a structure, union or document.
    fn read(&self, body: &[u8], slot: Slot<'_>) -> Result<(), BoxError>;

    /// Reads the body members of an error as far as possible.
    fn read_error(&self, body: &[u8], error: &mut dyn Structure);
}

pub(super) fn request<F: Format>(format: &F, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
    let uri = call.endpoint.join(&uri::host_prefix(call)?, &uri::path_and_query(call, F::KEEPS_DOTS)?)?;
    let body = body(format, call)?;
    let length = body.as_ref().map_or(0, |(_, bytes)| bytes.len());
    let mut request = Request::builder().method(call.operation.method).uri(uri);
    if let Some((media_type, _)) = body {
        request = request.header(CONTENT_TYPE, media_type);
    }
    let mut request = request.body(body.map(|(_, bytes)| bytes.into()).unwrap_or_default())?;
    header::write(call.input, call.token, request.headers_mut())?;
    if length > 0 {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(request)
}

type Body = Option<(&'static str, Vec<u8>)>;

/// Returns the payload member, or the body members, with the media type; `None` if the model has neither, so that the
/// request has no body.
fn body<F: Format>(format: &F, call: &Call<'_>) -> Result<Body, ConstructionError> {
    let schema = call.input.schema();
    match schema.payload() {
        Some((index, member)) => payload(format, call.input.get(index), member),
        None if schema.has_body_members() => Ok(Some((F::MEDIA_TYPE, format.write_body(call.input, call.token)?))),
        None => Ok(None),
    }
}

fn payload<F: Format>(format: &F, value: Ref<'_>, member: &'static Member) -> Result<Body, ConstructionError> {
    let media_type = |default| member.media_type.unwrap_or(default);
    Ok(match value {
        Ref::Structure(_) | Ref::Union(_) | Ref::Document(_) => {
            Some((F::MEDIA_TYPE, format.write_payload(value, member)?))
        }
        Ref::String(value) => Some((media_type("text/plain"), value.into())),
        Ref::Blob(value) => Some((media_type("application/octet-stream"), value.to_vec())),
        _ => format.unset_payload(member).map(|body| (F::MEDIA_TYPE, body)),
    })
}

pub(super) fn read_output(
    format: &impl Format,
    response: &Response<Bytes>,
    output: &mut dyn Structure,
) -> Result<(), BoxError> {
    header::read(response.headers(), output)?;
    read_response_code(response, output)?;
    match output.schema().payload() {
        Some((index, _)) => read_payload(format, response.body(), output, index),
        None => format.read(response.body(), Slot::Structure(output)),
    }
}

pub(super) fn read_error(format: &impl Format, response: &Response<Bytes>, error: &mut dyn Structure) {
    header::read_leniently(response.headers(), error);
    // A status is three digits, so this cannot fail for an integer.
    _ = read_response_code(response, error);
    match error.schema().payload() {
        Some((index, _)) => {
            if read_payload(format, response.body(), error, index).is_err() {
                error.clear(index);
            }
        }
        None => format.read_error(response.body(), error),
    }
}

fn read_response_code(response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
    let members = output.schema().members;
    let index = members.iter().position(|member| member.location == Location::ResponseCode);
    Ok(index.map_or(Ok(()), |index| text::read(output.slot(index), response.status().as_str()))?)
}

/// Reads a payload. An empty body leaves it unset.
fn read_payload(format: &impl Format, body: &[u8], output: &mut dyn Structure, index: usize) -> Result<(), BoxError> {
    if body.is_empty() {
        return Ok(());
    }
    match output.slot(index) {
        slot @ (Slot::Structure(_) | Slot::Union(_) | Slot::Document(_)) => format.read(body, slot)?,
        Slot::Blob(destination) => *destination = Blob::new(body),
        slot => text::read(slot, std::str::from_utf8(body)?)?,
    }
    Ok(())
}
