//! XML as the protocols serialize it: one writer and one reader over untyped values. Smithy: "XML bindings".
mod cursor;
mod error;
mod read;
mod write;

pub(crate) use error::{Description, describe, is_error, read as read_error};

use crate::{
    Ref, Slot, Structure,
    error::ConstructionError,
    json::{JsonError, Read, TokenSource, is_blank, utf8},
    schema::{Location, Member, Names},
};
use cursor::{Cursor, Element};
use read::Reader;
use write::Writer;

/// The default names of what lists and maps contain.
const ITEM: &str = "member";
const ENTRY: &str = "entry";
const KEY: &str = "key";
const VALUE: &str = "value";

/// The names of a value without traits.
const DEFAULT: &Names = &Names::new();

/// The member for a value that is not a member itself.
const TOP: &Member = &Member::new("the body");

fn names(member: &Member) -> &'static Names {
    part(member.names)
}

fn part(names: Option<&'static Names>) -> &'static Names {
    names.unwrap_or(DEFAULT)
}

/// Returns the name of a member's element or attribute.
fn element_name(member: &Member) -> &'static str {
    names(member).name.unwrap_or(member.name)
}

/// Writes the body members of a structure. `service` has the namespace of the service.
pub(crate) fn write_body(
    value: &dyn Structure,
    service: &Names,
    token: TokenSource<'_>,
) -> Result<Vec<u8>, ConstructionError> {
    let schema = value.schema();
    let names = root_names(part(schema.names), service);
    let mut writer = Writer::new();
    writer.root(names.name.unwrap_or(schema.name), &names, Ref::Structure(value), TOP, Some(token))?;
    Ok(writer.output.into_bytes())
}

/// Writes the value of a payload member.
pub(crate) fn write_payload(value: Ref<'_>, member: &Member, service: &Names) -> Result<Vec<u8>, ConstructionError> {
    let names = root_names(names(member), service);
    let mut writer = Writer::new();
    writer.root(element_name(member), &names, value, member, None)?;
    Ok(writer.output.into_bytes())
}

/// The namespace of the service is that of root elements that have none of their own.
fn root_names(names: &Names, service: &Names) -> Names {
    match names.namespace {
        Some(_) => *names,
        None => Names { namespace: service.namespace, prefix: service.prefix, ..*names },
    }
}

/// Reads the root element into a structure or union. A blank body changes nothing. With `has_bindings`, members that are
/// bound to headers are no elements.
pub(crate) fn read(body: &[u8], slot: Slot<'_>, has_bindings: bool) -> Result<(), JsonError> {
    read_root(body, has_bindings, |reader, root| reader.fill(slot, TOP, DEFAULT, &root))
}

/// Reads an output whose root element is its member, not the output itself. An empty element leaves text unset.
pub(crate) fn read_unwrapped(body: &[u8], output: &mut dyn Structure) -> Result<(), JsonError> {
    let is_body = |member: &Member| member.location == Location::Body;
    let Some((index, member)) = output.schema().find(0, is_body) else { return Ok(()) };
    read_root(body, true, |reader, root| reader.fill(output.slot(index), member, names(member), &root))?;
    if matches!(output.get(index), Ref::String("")) {
        output.clear(index);
    }
    Ok(())
}

/// Reads the result of awsQuery: the child of the root whose name ends with `Result`. Operations without output have
/// none.
#[cfg(any(feature = "query", feature = "transport"))]
pub(crate) fn read_result(body: &[u8], output: &mut dyn Structure) -> Result<(), JsonError> {
    read_root(body, false, |reader, _| {
        while let Some(child) = reader.cursor.child()? {
            if child.name().ends_with("Result") {
                reader.structure(output, &child)?;
            } else {
                reader.cursor.skip()?;
            }
        }
        Ok(())
    })
}

/// Reads a document, unless it is blank.
fn read_root(
    body: &[u8],
    has_bindings: bool,
    read: impl for<'a> FnOnce(&mut Reader<'a>, Element<'a>) -> Read<()>,
) -> Result<(), JsonError> {
    if is_blank(body) {
        return Ok(());
    }
    let text = utf8(body)?;
    let mut reader = Reader { cursor: Cursor::new(text, false), has_bindings };
    let result = reader.cursor.root().and_then(|root| read(&mut reader, root)).and_then(|()| reader.cursor.end());
    result.map_err(|fault| fault.locate(text))
}
