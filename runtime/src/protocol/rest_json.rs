//! restJson1: members in the path, the query, headers and a JSON body. Smithy: "AWS REST JSON 1.0 protocol".
use super::{Call, ErrorDescription, Protocol, error_code, rest};
use crate::{
    Ref, Slot, Structure,
    error::{BoxError, ConstructionError},
    json::{self, Dialect, TokenSource},
    schema::{Location, Member},
};
use bytes::Bytes;
use http::{Request, Response};

const JSON: Dialect = Dialect::REST_JSON;

/// The restJson1 protocol.
#[derive(Debug)]
pub struct RestJson1;

impl Protocol for RestJson1 {
    fn id(&self) -> &'static str {
        "aws.protocols#restJson1"
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        rest::request(self, call)
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        rest::read_output(self, response, output)
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        rest::read_error(self, response, error);
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        error_code::describe(response)
    }
}

impl rest::Format for RestJson1 {
    const MEDIA_TYPE: &'static str = "application/json";
    const KEEPS_DOTS: bool = false;

    fn write_body(&self, input: &dyn Structure, token: TokenSource<'_>) -> Result<Vec<u8>, ConstructionError> {
        JSON.write_body(input, token)
    }

    fn write_payload(&self, value: Ref<'_>, _: &'static Member) -> Result<Vec<u8>, ConstructionError> {
        JSON.write_value(value)
    }

    fn unset_payload(&self, member: &'static Member) -> Option<Vec<u8>> {
        (member.location == Location::StructurePayload).then(|| b"{}".to_vec())
    }

    fn read(&self, body: &[u8], slot: Slot<'_>) -> Result<(), BoxError> {
        match slot {
            Slot::Document(destination) => *destination = json::document(body)?,
            slot => JSON.read(body, slot)?,
        }
        Ok(())
    }

    fn read_error(&self, body: &[u8], error: &mut dyn Structure) {
        JSON.read_leniently(body, Slot::Structure(error));
    }
}
