//! Checks that defaults are values of their type: Smithy 2.0 § "default trait", "Default value constraints".

use serde_json::{Number, Value};

use super::super::shapes::Member;
use super::super::source::Location;
use super::super::traits::Traits;
use super::{Diagnostic, Diagnostics, Model, Shape, ShapeId, ShapeKind};

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    for shape in model.shapes.values() {
        check_one(&shape.traits, &shape.kind, &shape.id, &shape.location, problems);
        for member in shape.kind.members() {
            if let Some(target) = model.shape(&member.target) {
                check_one(&member.traits, &target.kind, &member.id, &member.location, problems);
                if matches!(shape.kind, ShapeKind::Structure(_)) {
                    check_agreement(member, target, problems);
                }
                if let Some(default) = &member.traits.default
                    && !matches!(target.kind, ShapeKind::Blob)
                {
                    check_constraints(
                        default,
                        &[&member.traits, &target.traits],
                        (&member.id, &member.location),
                        problems,
                    );
                }
            }
        }
    }
}

/// Checks that a member has the default of its target, or the default null.
fn check_agreement(member: &Member, target: &Shape, problems: &mut Diagnostics) {
    let Some(default) = target.traits.default.as_ref().filter(|default| !default.is_null()) else {
        return;
    };
    let message = match &member.traits.default {
        None => format!("targets {}, whose smithy.api#default is {default}, but has none itself", target.id),
        Some(own) if own.is_null() || own == default || (own.is_number() && own.as_f64() == default.as_f64()) => return,
        Some(own) => {
            format!("has the smithy.api#default {own}, but that of its target {} is {default}", target.id)
        }
    };
    let hint = "a member repeats the default of its target, or has the default null";
    problems.push(Diagnostic::new(message).at(&member.location).on(&member.id).hint(hint.to_owned()));
}

/// Checks a default against the constraint traits. Zero is accepted, because Smithy 1.0 implied it.
fn check_constraints(
    default: &Value,
    traits: &[&Traits],
    (id, location): (&ShapeId, &Location),
    problems: &mut Diagnostics,
) {
    let mut report = |constraint: String| {
        let message = format!("has the smithy.api#default {default}, which {constraint}");
        problems.push(Diagnostic::new(message).at(location).on(id));
    };
    for traits in traits {
        if let (Some(range), Some(number)) = (&traits.range, default.as_f64().filter(|number| *number != 0.0)) {
            let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
            if bound(&range.min).is_some_and(|min| number < min) || bound(&range.max).is_some_and(|max| number > max) {
                report("lies outside of its smithy.api#range".to_owned());
            }
        }
        if let (Some(length), Some(text)) = (&traits.length, default.as_str().filter(|text| !text.is_empty())) {
            let char_count = text.chars().count() as u64;
            if length.min.is_some_and(|min| char_count < min) || length.max.is_some_and(|max| char_count > max) {
                report("is of another length than smithy.api#length says".to_owned());
            }
        }
    }
}

fn check_one(traits: &Traits, kind: &ShapeKind, id: &ShapeId, location: &Location, problems: &mut Diagnostics) {
    let Some(default) = &traits.default else {
        return;
    };
    if default.is_null() && id.member().is_none() {
        let problem = Diagnostic::new("has the smithy.api#default null, which only a member can have");
        problems.push(problem.at(location).on(id));
    }
    let expected = match kind {
        ShapeKind::Boolean => "a boolean",
        ShapeKind::Enum(values) if default.is_string() && !values.is_empty() => "one of its values",
        ShapeKind::IntEnum(_) if default.is_i64() => "one of its values",
        ShapeKind::Blob => "a string in base64",
        ShapeKind::String | ShapeKind::Enum(_) => "a string",
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
    if !is_value_of(default, kind) {
        let what = if id.member().is_some() { "target" } else { "shape" };
        let message = format!("smithy.api#default has to be {expected}, because the {what} is of type {}", kind.name());
        problems.push(Diagnostic::new(message).at(location).on(id));
    }
}

/// RFC 4648 § 4.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/".contains(&b))
}

fn is_value_of(default: &Value, kind: &ShapeKind) -> bool {
    let integer = |min: i64, max: i64| default.as_i64().is_some_and(|number| (min..=max).contains(&number));
    if default.is_null() {
        return true;
    }
    match kind {
        ShapeKind::Boolean => default.is_boolean(),
        ShapeKind::Enum(values) => {
            default.as_str().is_some_and(|text| values.is_empty() || values.iter().any(|value| value.value == text))
        }
        ShapeKind::IntEnum(values) => default
            .as_i64()
            .is_some_and(|number| values.is_empty() || values.iter().any(|value| i64::from(value.value) == number)),
        ShapeKind::String => default.is_string(),
        ShapeKind::Blob => default.as_str().is_some_and(is_base64),
        ShapeKind::Byte => integer(i8::MIN.into(), i8::MAX.into()),
        ShapeKind::Short => integer(i16::MIN.into(), i16::MAX.into()),
        ShapeKind::Integer => integer(i32::MIN.into(), i32::MAX.into()),
        ShapeKind::Long => integer(i64::MIN, i64::MAX),
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
