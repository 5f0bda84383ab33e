//! Checks that examples match their operation: Smithy 2.0 § "examples trait".

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
    let check_part = |id: &Option<ShapeId>, name: &str| match (id, part(name)?) {
        (Some(id), value) => type_mismatch(model, id, value, name),
        (None, value) => has_members(value).then(|| format!("has an {name}, which the operation does not have")),
    };
    let check_error = || {
        let error = error?;
        let id = error.get("shapeId").and_then(Value::as_str).unwrap_or_default();
        let service_errors = model.services().flat_map(|(_, service)| &service.errors);
        match operation.errors.iter().chain(service_errors).find(|error| error.as_str() == id) {
            None => Some(format!("ends with the error {id:?}, which the operation does not have")),
            Some(id) => type_mismatch(model, id, error.get("content")?, "error"),
        }
    };
    check_part(&operation.input, "input").or_else(|| check_part(&operation.output, "output")).or_else(check_error)
}

fn has_members(value: &Value) -> bool {
    value.as_object().is_none_or(|members| !members.is_empty())
}

/// Returns why a value does not match a shape. The depth of recursion is that of the value, which serde_json limits.
fn type_mismatch(model: &Model, id: &ShapeId, value: &Value, path: &str) -> Option<String> {
    let kind = &model.shape(id)?.kind;
    let require =
        |fits: bool, expected: &str| (!fits).then(|| format!("has {value} as {path}, and {expected} is needed"));
    let integer = |min: i64, max: i64| {
        require(
            value.as_i64().is_some_and(|number| (min..=max).contains(&number)),
            "a whole number in the range of its type",
        )
    };
    match kind {
        // Null means that there is no value.
        _ if value.is_null() => None,
        ShapeKind::Boolean => require(value.is_boolean(), "a boolean"),
        ShapeKind::String | ShapeKind::Enum(_) | ShapeKind::Blob => require(value.is_string(), "a string"),
        ShapeKind::Byte => integer(i8::MIN.into(), i8::MAX.into()),
        ShapeKind::Short => integer(i16::MIN.into(), i16::MAX.into()),
        ShapeKind::Integer | ShapeKind::IntEnum(_) => integer(i32::MIN.into(), i32::MAX.into()),
        ShapeKind::Long => integer(i64::MIN, i64::MAX),
        ShapeKind::Float | ShapeKind::Double => {
            let is_special = matches!(value.as_str(), Some("NaN" | "Infinity" | "-Infinity"));
            require(value.is_number() || is_special, "a number")
        }
        ShapeKind::BigInteger | ShapeKind::BigDecimal => require(value.is_number() || value.is_string(), "a number"),
        ShapeKind::Timestamp => require(value.is_number() || value.is_string(), "a timestamp, as a number or a string"),
        ShapeKind::Document => None,
        ShapeKind::List(member) => match value.as_array() {
            Some(items) => {
                items.iter().find_map(|item| type_mismatch(model, &member.target, item, &format!("{path}[]")))
            }
            None => require(false, "an array"),
        },
        ShapeKind::Map { value: member, .. } => match value.as_object() {
            Some(entries) => entries
                .iter()
                .find_map(|(key, item)| type_mismatch(model, &member.target, item, &format!("{path}.{key}"))),
            None => require(false, "an object"),
        },
        ShapeKind::Structure(members) | ShapeKind::Union(members) => match value.as_object() {
            Some(_) => members.iter().find_map(|member| {
                type_mismatch(model, &member.target, value.get(member.name())?, &format!("{path}.{}", member.name()))
            }),
            None => require(false, "an object"),
        },
        ShapeKind::Service(_) | ShapeKind::Resource(_) | ShapeKind::Operation(_) => None,
    }
}
