//! `Debug` for all shapes: members that are not set are left out, sensitive ones are `[redacted]`.
use crate::{List, Map, OperationError, Ref, Structure, Union};
use std::fmt::{self, Debug, Formatter};

/// Formats a structure.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn structure(value: &dyn Structure, f: &mut Formatter<'_>) -> fmt::Result {
    let schema = value.schema();
    if schema.is_sensitive {
        return f.debug_tuple(schema.name).field(&Redacted).finish();
    }
    let mut output = f.debug_struct(schema.name);
    for (index, member) in schema.members.iter().enumerate() {
        match value.get(index) {
            Ref::Null => {}
            _ if member.is_sensitive => _ = output.field(member.name, &Redacted),
            member_value => _ = output.field(member.name, &DebugRef(member_value)),
        }
    }
    output.finish()
}

/// Formats a union as its member.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn union(value: &dyn Union, f: &mut Formatter<'_>) -> fmt::Result {
    let schema = value.schema();
    let known = value.get().and_then(|(index, member_value)| Some((schema.members.get(index)?, member_value)));
    match known {
        Some((member, _)) if member.is_sensitive || schema.is_sensitive => {
            f.debug_tuple(member.name).field(&Redacted).finish()
        }
        Some((member, member_value)) => f.debug_tuple(member.name).field(&DebugRef(member_value)).finish(),
        None => f.write_str("Unknown"),
    }
}

struct Redacted;

impl Debug for Redacted {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

struct DebugRef<'a>(Ref<'a>);

impl Debug for DebugRef<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ref::Null => f.write_str("null"),
            Ref::Boolean(value) => value.fmt(f),
            Ref::Integer(value) => value.fmt(f),
            Ref::Float(value) => value.fmt(f),
            Ref::Double(value) => value.fmt(f),
            Ref::String(value) => value.fmt(f),
            Ref::Blob(value) => write!(f, "Blob({} bytes)", value.len()),
            Ref::Timestamp(value) => value.fmt(f),
            Ref::BigInteger(value) => value.fmt(f),
            Ref::BigDecimal(value) => value.fmt(f),
            Ref::Document(value) => value.fmt(f),
            Ref::List(value) => list(value, f),
            Ref::Map(value) => map(value, f),
            Ref::Structure(value) => value.fmt(f),
            Ref::Union(value) => value.fmt(f),
        }
    }
}

fn list(value: &dyn List, f: &mut Formatter<'_>) -> fmt::Result {
    f.debug_list().entries((0..value.len()).map(|index| DebugRef(value.get(index)))).finish()
}

fn map(value: &dyn Map, f: &mut Formatter<'_>) -> fmt::Result {
    let mut output = f.debug_map();
    value.visit(&mut |key, entry| {
        output.entry(&key, &DebugRef(entry));
        true
    });
    output.finish()
}

/// Formats an error as its structure.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn error(value: &impl OperationError, f: &mut Formatter<'_>) -> fmt::Result {
    match value.payload() {
        Ok(payload) => payload.fmt(f),
        Err(unhandled) => unhandled.fmt(f),
    }
}
