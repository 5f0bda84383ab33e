//! Examples show values of their operation: Smithy 2.0 § "examples trait".

use serde_json::Value;

use super::super::specification::of_trait;
use super::{Diagnostics, Model, Operation, ShapeId, ShapeKind, UnvalidatedModel, diagnostic};

const EXAMPLES: &str = "smithy.api#examples";

pub(super) fn check(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    let model = &unvalidated.model;
    for (shape, operation) in unvalidated.operations() {
        let examples = shape.traits.other.get(EXAMPLES).and_then(Value::as_array);
        for (number, example) in examples.into_iter().flatten().enumerate() {
            if let Some(what) = problem_with(model, operation, example) {
                let problem = diagnostic(shape, format!("has the example {}, which {what}", number + 1));
                problems.push(problem.see(of_trait(EXAMPLES)));
            }
        }
    }
}

fn problem_with(model: &Model, operation: &Operation, example: &Value) -> Option<String> {
    let part = |name: &str| example.get(name).filter(|part| !part.is_null());
    if part("title").is_none_or(|title| !title.is_string()) {
        return Some("has no \"title\"".to_owned());
    }
    let error = part("error");
    if error.is_some() && part("output").is_some() {
        return Some("has an output and an error, and a call ends with one of them".to_owned());
    }
    let fails = |id: &Option<ShapeId>, name: &str| match (id, part(name)?) {
        (Some(id), value) => type_mismatch(model, id, value, name),
        (None, value) => has_members(value).then(|| format!("has an {name}, which the operation has not")),
    };
    let of_error = || {
        let error = error?;
        let id = error.get("shapeId").and_then(Value::as_str).unwrap_or_default();
        let of_services = model.services().flat_map(|(_, service)| &service.errors);
        match operation.errors.iter().chain(of_services).find(|error| error.as_str() == id) {
            None => Some(format!("ends with the error {id:?}, which the operation has not")),
            Some(id) => type_mismatch(model, id, error.get("content")?, "error"),
        }
    };
    fails(&operation.input, "input").or_else(|| fails(&operation.output, "output")).or_else(of_error)
}

fn has_members(value: &Value) -> bool {
    value.as_object().is_none_or(|members| !members.is_empty())
}

/// Why a value is none of this shape. Recursion ends with the value, which nests no deeper than the JSON reader allows.
fn type_mismatch(model: &Model, id: &ShapeId, value: &Value, path: &str) -> Option<String> {
    let kind = &model.shape(id)?.kind;
    let is = |fits: bool, expected: &str| (!fits).then(|| format!("has {value} as {path}, and {expected} is needed"));
    let whole = |min: i64, max: i64| {
        is(
            value.as_i64().is_some_and(|number| (min..=max).contains(&number)),
            "a whole number in the range of its type",
        )
    };
    match kind {
        // Null stands for nothing at all.
        _ if value.is_null() => None,
        ShapeKind::Boolean => is(value.is_boolean(), "a boolean"),
        ShapeKind::String | ShapeKind::Enum(_) | ShapeKind::Blob => is(value.is_string(), "a string"),
        ShapeKind::Byte => whole(i8::MIN.into(), i8::MAX.into()),
        ShapeKind::Short => whole(i16::MIN.into(), i16::MAX.into()),
        ShapeKind::Integer | ShapeKind::IntEnum(_) => whole(i32::MIN.into(), i32::MAX.into()),
        ShapeKind::Long => whole(i64::MIN, i64::MAX),
        ShapeKind::Float | ShapeKind::Double => {
            let is_odd = matches!(value.as_str(), Some("NaN" | "Infinity" | "-Infinity"));
            is(value.is_number() || is_odd, "a number")
        }
        ShapeKind::BigInteger | ShapeKind::BigDecimal => is(value.is_number() || value.is_string(), "a number"),
        ShapeKind::Timestamp => is(value.is_number() || value.is_string(), "a timestamp, as a number or a string"),
        ShapeKind::Document => None,
        ShapeKind::List(member) => match value.as_array() {
            Some(items) => {
                items.iter().find_map(|item| type_mismatch(model, &member.target, item, &format!("{path}[]")))
            }
            None => is(false, "an array"),
        },
        ShapeKind::Map { value: member, .. } => match value.as_object() {
            Some(entries) => entries
                .iter()
                .find_map(|(key, item)| type_mismatch(model, &member.target, item, &format!("{path}.{key}"))),
            None => is(false, "an object"),
        },
        ShapeKind::Structure(members) | ShapeKind::Union(members) => match value.as_object() {
            Some(_) => members.iter().find_map(|member| {
                type_mismatch(model, &member.target, value.get(member.name())?, &format!("{path}.{}", member.name()))
            }),
            None => is(false, "an object"),
        },
        ShapeKind::Service(_) | ShapeKind::Resource(_) | ShapeKind::Operation(_) => None,
    }
}
