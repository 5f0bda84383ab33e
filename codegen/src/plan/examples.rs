//! Smithy: `@examples`. The inputs of a model's examples as calls in Rust, for the operation's documentation.
//!
//! An example that says more than setters can (a document, a nested list) is left out: half an example misleads.
use super::{Example, Field, Structure, Type, TypeFile, Types, Value, types::Operation};
use crate::model::Model;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Where the items of the service stand.
pub(super) struct Context<'a> {
    /// The path of its module, from the name of the crate on.
    pub(super) path: &'a str,
    pub(super) types: &'a [TypeFile],
}

/// The examples of an operation.
pub(super) fn plan(model: &Model, context: &Context<'_>, operation: &Operation) -> Vec<Example> {
    let examples = model.shape(&operation.shape).and_then(|shape| shape.traits.other.get("smithy.api#examples"));
    let examples = examples.and_then(Json::as_array).into_iter().flatten();
    let writer = Writer { types: context.types.iter().filter_map(|file| Some((ident(file)?, &file.types))).collect() };
    let example = |example: &Json| {
        let empty = Map::new();
        let members = example.get("input").and_then(Json::as_object).unwrap_or(&empty);
        let call = writer.structure(&operation.input.ident, &operation.input, members)?;
        let types = call.contains("types::");
        let (path, name) = (context.path, &operation.input.ident);
        let import = match types {
            true => format!("use {path}::{{operation::{name}, types}};"),
            false => format!("use {path}::operation::{name};"),
        };
        Some(Example { import, call })
    };
    examples.filter_map(example).collect()
}

fn ident(file: &TypeFile) -> Option<&str> {
    match &file.types {
        Types::Structure(shape) => Some(&shape.ident),
        Types::Enum(shape) => Some(&shape.ident),
        Types::Union(_) | Types::IntEnum(_) => None,
    }
}

struct Writer<'a> {
    types: BTreeMap<&'a str, &'a Types>,
}

impl Writer<'_> {
    /// The constructor with what is required, and a setter for each other member.
    fn structure(&self, path: &str, structure: &Structure, members: &Map<String, Json>) -> Option<String> {
        if members.keys().any(|name| !structure.fields.iter().any(|field| field.name == *name)) {
            return None;
        }
        let is_required = |field: &&Field| field.facts.iter().any(|fact| fact.word == "required");
        let (required, others): (Vec<_>, Vec<_>) = structure.fields.iter().partition(is_required);
        let arguments = required.into_iter().map(|field| self.value(&field.value, members.get(&field.name)?));
        let mut call = format!("{path}::new({})", arguments.collect::<Option<Vec<_>>>()?.join(", "));
        for field in others {
            if let Some(json) = members.get(&field.name) {
                call += &format!(".{}({})", field.ident, self.value(&field.value, json)?);
            }
        }
        Some(call)
    }

    /// A value as setters take it.
    fn value(&self, value: &Value, json: &Json) -> Option<String> {
        match (value, json) {
            (Value::Optional(inner) | Value::Boxed(inner), json) => self.value(inner, json),
            (Value::List(inner), Json::Array(elements)) if !elements.is_empty() => {
                Some(format!("[{}]", self.elements(inner, elements.iter())?.join(", ")))
            }
            (Value::Map(inner), Json::Object(entries)) if !entries.is_empty() => {
                let values = self.elements(inner, entries.values())?;
                let pairs = entries.keys().zip(values).map(|(key, value)| format!("({key:?}, {value})"));
                Some(format!("[{}]", pairs.collect::<Vec<_>>().join(", ")))
            }
            (Value::Plain(Type::Boolean), Json::Bool(value)) => Some(value.to_string()),
            (Value::Plain(Type::Integer | Type::Long), Json::Number(number)) => {
                number.as_i64().and_then(|number| i32::try_from(number).ok()).map(|number| number.to_string())
            }
            (Value::Plain(Type::String), Json::String(text)) => Some(format!("{text:?}")),
            (Value::Plain(Type::Shared(name)), json) => self.shared(name, json),
            _ => None,
        }
    }

    /// Elements are converted one by one, so they have to be plain.
    fn elements<'j>(&self, inner: &Value, elements: impl Iterator<Item = &'j Json>) -> Option<Vec<String>> {
        let Value::Plain(_) = inner else { return None };
        elements.map(|element| self.value(inner, element)).collect()
    }

    fn shared(&self, name: &str, json: &Json) -> Option<String> {
        match (*self.types.get(name)?, json) {
            (Types::Structure(structure), Json::Object(members)) => {
                self.structure(&format!("types::{name}"), structure, members)
            }
            (Types::Enum(shape), Json::String(text)) => {
                let variant = shape.variants.iter().find(|variant| variant.wire == *text)?;
                Some(format!("types::{name}::{}", variant.ident))
            }
            _ => None,
        }
    }
}
