//! Defaults are values of the type they stand for: Smithy 2.0 § "default trait", "Default value constraints".

use serde_json::Value;

use super::super::source::Location;
use super::super::traits::Traits;
use super::{Diagnostic, Diagnostics, Model, ShapeId, ShapeKind};

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    for shape in model.shapes.values() {
        check_one(&shape.traits, &shape.kind, &shape.id, &shape.location, problems);
        for member in shape.kind.members() {
            if let Some(target) = model.shape(&member.target) {
                check_one(&member.traits, &target.kind, &member.id, &member.location, problems);
            }
        }
    }
}

fn check_one(traits: &Traits, kind: &ShapeKind, id: &ShapeId, location: &Location, problems: &mut Diagnostics) {
    let Some(default) = &traits.default else {
        return;
    };
    let expected = match kind {
        ShapeKind::Boolean => "a boolean",
        ShapeKind::String | ShapeKind::Enum(_) | ShapeKind::Blob => "a string",
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long | ShapeKind::IntEnum(_) => {
            "a whole number in the range of its type"
        }
        ShapeKind::Float | ShapeKind::Double | ShapeKind::BigInteger | ShapeKind::BigDecimal => "a number",
        ShapeKind::Timestamp => "a timestamp, as a number or a string",
        ShapeKind::Document => "of a simple type, [] or {}",
        ShapeKind::List(_) => "[]",
        ShapeKind::Map { .. } => "{}",
        ShapeKind::Structure(_)
        | ShapeKind::Union(_)
        | ShapeKind::Service(_)
        | ShapeKind::Resource(_)
        | ShapeKind::Operation(_) => "absent",
    };
    if !fits(default, kind) {
        let what = if id.member().is_some() { "target" } else { "shape" };
        let message = format!("smithy.api#default has to be {expected}, because the {what} is of type {}", kind.name());
        problems.push(Diagnostic::new(message).at(location).on(id));
    }
}

fn fits(default: &Value, kind: &ShapeKind) -> bool {
    let whole = |min: i64, max: i64| default.as_i64().is_some_and(|number| (min..=max).contains(&number));
    if default.is_null() {
        return true;
    }
    match kind {
        ShapeKind::Boolean => default.is_boolean(),
        ShapeKind::String | ShapeKind::Enum(_) | ShapeKind::Blob => default.is_string(),
        ShapeKind::Byte => whole(i8::MIN.into(), i8::MAX.into()),
        ShapeKind::Short => whole(i16::MIN.into(), i16::MAX.into()),
        ShapeKind::Integer | ShapeKind::IntEnum(_) => whole(i32::MIN.into(), i32::MAX.into()),
        ShapeKind::Long => whole(i64::MIN, i64::MAX),
        ShapeKind::Float | ShapeKind::Double | ShapeKind::BigInteger | ShapeKind::BigDecimal => default.is_number(),
        ShapeKind::Timestamp => default.is_number() || default.is_string(),
        ShapeKind::Document => {
            default.as_array().is_none_or(Vec::is_empty) && default.as_object().is_none_or(serde_json::Map::is_empty)
        }
        ShapeKind::List(_) => default.as_array().is_some_and(Vec::is_empty),
        ShapeKind::Map { .. } => default.as_object().is_some_and(serde_json::Map::is_empty),
        ShapeKind::Structure(_)
        | ShapeKind::Union(_)
        | ShapeKind::Service(_)
        | ShapeKind::Resource(_)
        | ShapeKind::Operation(_) => false,
    }
}
