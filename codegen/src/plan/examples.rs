//! Converts the inputs of a model's examples (Smithy: `@examples`) to calls in Rust, for the operation's documentation.
//!
//! An example with a value that setters cannot take (a document, a nested list) is left out, because a partial example
//! misleads.
use super::{Example, Field, Sample, Structure, Type, TypeFile, Types, Value, types::Operation};
use crate::model::Model;
use heck::ToKebabCase as _;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// The path and the types of the service.
pub(super) struct Context<'a> {
    /// The path of its module, including the name of the crate.
    pub(super) path: &'a str,
    pub(super) types: &'a [TypeFile],
}

/// Returns the examples of an operation.
pub(super) fn plan(model: &Model, context: &Context<'_>, operation: &Operation) -> Vec<Example> {
    let examples = model.shape(&operation.shape).and_then(|shape| shape.traits.other.get("smithy.api#examples"));
    let examples = examples.and_then(Json::as_array).into_iter().flatten();
    let writer = Writer::new(context);
    let example = |example: &Json| {
        let empty = Map::new();
        let members = example.get("input").and_then(Json::as_object).unwrap_or(&empty);
        writer.example(context, operation, members)
    };
    examples.filter_map(example).collect()
}

/// Returns the prefix of a path: `types::` for `types::Tag`.
fn path_prefix(path: &str) -> &str {
    path.rfind("::").map_or("", |end| &path[..end + 2])
}

/// Returns a call for a first try, with placeholders for the required members. Prefers operations that are not
/// deprecated, that only read, and that have few required members.
pub(super) fn sample(model: &Model, context: &Context<'_>, operations: &[Operation]) -> Option<Sample> {
    let writer = Writer::new(context);
    let is_readonly = |operation: &Operation| {
        let shape = model.shape(&operation.shape);
        let name = operation.shape.name();
        shape.is_some_and(|shape| shape.traits.readonly)
            || ["List", "Describe", "Get"].iter().any(|verb| name.starts_with(verb))
    };
    let rank = |operation: &&Operation| {
        let required = operation.input.arguments().count();
        (writer.is_deprecated(&operation.input, 0), !is_readonly(operation), required)
    };
    let operation = operations.iter().min_by_key(rank)?;
    let members = writer.placeholders(&operation.input, 0);
    let example = members.and_then(|members| writer.example(context, operation, &members));
    let name = &operation.input.ident;
    let example = example.unwrap_or_else(|| Example {
        path: context.path.to_owned(),
        import: format!("use {}::operation::{name};", context.path),
        call: format!("{name}::default()"),
    });
    let path = context.path;
    let names = example.import.trim_start_matches("use ").trim_start_matches(path).trim_start_matches("::");
    let names = names.trim_end_matches(';');
    let names = names.strip_prefix('{').and_then(|names| names.strip_suffix('}')).unwrap_or(names);
    Some(Sample {
        operation: name.clone(),
        import: format!("use {path}::{{Client, Config, {names}}};"),
        call: example.call,
        is_deprecated: writer.is_deprecated(&operation.input, 0),
    })
}

/// A required list may contain its own structure.
const MAX_DEPTH: usize = 8;

struct Writer<'a> {
    types: BTreeMap<&'a str, &'a Types>,
}

impl<'a> Writer<'a> {
    fn new(context: &Context<'a>) -> Self {
        Self { types: context.types.iter().map(|file| (file.types.ident(), &file.types)).collect() }
    }

    fn example(&self, context: &Context<'_>, operation: &Operation, members: &Map<String, Json>) -> Option<Example> {
        let call = self.structure(&operation.input.ident, &operation.input, members)?;
        let types = call.contains("types::");
        let (path, name) = (context.path, &operation.input.ident);
        let names = match &operation.input.required {
            Some(required) => format!("{{{name}, {required}}}"),
            None => name.clone(),
        };
        let import = match types {
            true => format!("use {path}::{{operation::{names}, types}};"),
            false => format!("use {path}::operation::{names};"),
        };
        Some(Example { path: path.to_owned(), import, call })
    }

    /// Returns JSON of the required members. `None` if setters cannot take one of them.
    fn placeholders(&self, structure: &Structure, depth: usize) -> Option<Map<String, Json>> {
        let required = structure.arguments();
        let member =
            |field: &Field| Some((field.name.clone(), self.placeholder(&field.value, &field.name, depth + 1)?));
        if depth > MAX_DEPTH { None } else { required.map(member).collect() }
    }

    fn placeholder(&self, value: &Value, name: &str, depth: usize) -> Option<Json> {
        match value {
            Value::Optional(inner) | Value::Boxed(inner) => self.placeholder(inner, name, depth),
            Value::List(inner) => Some(Json::from(vec![self.placeholder(inner, name, depth)?])),
            Value::Map(inner) => {
                Some(Json::from(Map::from_iter([("key".to_owned(), self.placeholder(inner, name, depth)?)])))
            }
            Value::Plain(Type::Boolean) => Some(Json::from(true)),
            Value::Plain(Type::Integer | Type::Long) => Some(Json::from(1)),
            Value::Plain(Type::String) => Some(Json::from(name.to_kebab_case())),
            Value::Plain(Type::Shared(shape)) => match *self.types.get(shape.as_str())? {
                Types::Structure(structure) => Some(Json::from(self.placeholders(structure, depth)?)),
                Types::Enum(shape) => Some(Json::from(shape.variants.first()?.wire.clone())),
                Types::Union(_) | Types::IntEnum(_) => None,
            },
            Value::Plain(_) => None,
        }
    }

    /// Whether a call with placeholders names something deprecated: the operation, a required member, their types.
    fn is_deprecated(&self, structure: &Structure, depth: usize) -> bool {
        let is_deprecated =
            |field: &Field| field.deprecated.is_some() || self.is_value_deprecated(&field.value, depth + 1);
        depth <= MAX_DEPTH && (structure.deprecated.is_some() || structure.arguments().any(is_deprecated))
    }

    fn is_value_deprecated(&self, value: &Value, depth: usize) -> bool {
        match value {
            Value::Optional(inner) | Value::Boxed(inner) | Value::List(inner) | Value::Map(inner) => {
                self.is_value_deprecated(inner, depth)
            }
            Value::Plain(Type::Shared(shape)) => match self.types.get(shape.as_str()) {
                Some(Types::Structure(structure)) => self.is_deprecated(structure, depth),
                Some(Types::Enum(shape)) => shape.deprecated.is_some(),
                Some(Types::Union(_) | Types::IntEnum(_)) | None => false,
            },
            Value::Plain(_) => false,
        }
    }

    /// Returns the constructor with the required members, and a setter for each other member.
    fn structure(&self, path: &str, structure: &Structure, members: &Map<String, Json>) -> Option<String> {
        if members.keys().any(|name| !structure.fields.iter().any(|field| field.name == *name)) {
            return None;
        }
        let (required, others): (Vec<_>, Vec<_>) = structure.fields.iter().partition(|field| field.is_argument());
        let arguments = required.into_iter().map(|field| {
            let value = self.value(&field.value, members.get(&field.name)?)?;
            Some(if structure.required.is_some() { format!("{}: {value}", field.ident) } else { value })
        });
        let arguments = arguments.collect::<Option<Vec<_>>>()?.join(", ");
        let mut call = match &structure.required {
            Some(name) => format!("{path}::new({}{name} {{ {arguments} }})", path_prefix(path)),
            None => format!("{path}::new({arguments})"),
        };
        for field in others {
            if let Some(json) = members.get(&field.name) {
                call += &format!(".{}({})", field.ident, self.value(&field.value, json)?);
            }
        }
        Some(call)
    }

    /// Returns a value as an expression that setters take.
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

    /// Returns the elements of a list or map. They have to be plain, because setters only convert one level.
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
