//! restXml: members in the path, the query, headers and an XML body. Smithy: "AWS REST XML protocol".
use super::{Call, ErrorDescription, Protocol, describe_xml_error, rest};
use crate::{
    OperationSchema, Ref, Slot, Structure,
    error::{BoxError, ConstructionError},
    json::TokenSource,
    schema::{Location, Member, Names},
    xml,
};
use bytes::Bytes;
use http::{Request, Response};

/// The restXml protocol.
///
/// Errors are read with and without the element `ErrorResponse` around them, whatever `noErrorWrapping` says.
#[derive(Debug)]
pub struct RestXml {
    /// The namespace of the service.
    names: Names,
}

impl RestXml {
    pub(super) const fn new() -> Self {
        Self { names: Names::new() }
    }

    /// `@xmlNamespace` of the service: the namespace of root elements that have none of their own.
    #[must_use]
    pub const fn namespace(&self, uri: &'static str) -> Self {
        Self { names: self.names.xml_namespace(uri) }
    }

    /// The prefix of the service's namespace.
    #[must_use]
    pub const fn prefix(&self, prefix: &'static str) -> Self {
        Self { names: self.names.prefix(prefix) }
    }
}

impl Protocol for RestXml {
    fn id(&self) -> &'static str {
        "aws.protocols#restXml"
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        rest::request(self, call)
    }

    fn is_error(&self, response: &Response<Bytes>, operation: &OperationSchema) -> bool {
        !response.status().is_success() || !operation.status_decides && xml::is_error(response.body())
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        rest::read_output(self, response, output)?;
        // Prefixed headers that are not there are an empty map, as the official suite has it for this protocol alone.
        for (index, member) in output.schema().members.iter().enumerate() {
            if matches!(member.location, Location::PrefixHeaders(_)) && matches!(output.get(index), Ref::Null) {
                _ = output.slot(index);
            }
        }
        Ok(())
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        rest::read_error(self, response, error);
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        describe_xml_error(response)
    }
}

impl rest::Format for RestXml {
    const MEDIA_TYPE: &'static str = "application/xml";
    // The keys of S3 are such.
    const KEEPS_DOTS: bool = true;

    fn write_body(&self, input: &dyn Structure, token: TokenSource<'_>) -> Result<Vec<u8>, ConstructionError> {
        xml::write_body(input, &self.names, token)
    }

    fn write_payload(&self, value: Ref<'_>, member: &'static Member) -> Result<Vec<u8>, ConstructionError> {
        xml::write_payload(value, member, &self.names)
    }

    fn unset_payload(&self, _: &'static Member) -> Option<Vec<u8>> {
        None
    }

    fn read(&self, body: &[u8], slot: Slot<'_>) -> Result<(), BoxError> {
        match slot {
            // A body that no member takes need not be XML.
            Slot::Structure(value) if !value.schema().has_body_members() => {}
            Slot::Structure(value) if value.schema().names.is_some_and(|names| names.is_unwrapped) => {
                xml::read_unwrapped(body, value)?;
            }
            slot => xml::read(body, slot, true)?,
        }
        Ok(())
    }

    fn read_error(&self, body: &[u8], error: &mut dyn Structure) {
        xml::read_error(body, error, true);
    }
}
