//! The values of attributes, § "Attributes".

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::attributes::Key;
use super::budget::Budget;
use super::graph::Graph;
use crate::model::json::entries;

/// The value of an attribute.
#[derive(Clone)]
pub(super) enum Value<'g> {
    /// An attribute that does not exist.
    Empty,
    Text(Cow<'g, str>),
    /// A part of the value of a trait.
    Json(&'g RawValue),
    /// A shape id, of a shape or of a trait.
    Id(&'g str),
    /// A shape by its number.
    Shape(usize),
    Service(usize),
    /// The traits of a shape.
    Traits(usize),
    Variables,
    Projection(Vec<Value<'g>>),
}

/// What values are read from.
pub(super) struct Scope<'s, 'g> {
    pub(super) graph: &'g Graph<'g>,
    pub(super) budget: &'s Budget,
    /// Returns the shapes of a variable that is set.
    pub(super) variable: &'s dyn Fn(usize) -> Option<&'s [usize]>,
}

impl<'g> Scope<'_, 'g> {
    /// Follows a path.
    pub(super) fn resolve(&self, from: Value<'g>, path: &[Key]) -> Value<'g> {
        path.iter().fold(from, |value, key| self.property(value, key))
    }

    fn property(&self, value: Value<'g>, key: &Key) -> Value<'g> {
        match (value, key) {
            (Value::Projection(values), Key::First) => flatten(values).into_iter().next().unwrap_or(Value::Empty),
            (Value::Projection(values), _) if self.budget.spend(values.len()).is_ok() => {
                let values = values.into_iter().map(|value| self.property(value, key));
                Value::Projection(values.filter(Value::exists).collect())
            }
            (Value::Shape(shape), Key::Id) => self.id(shape),
            (Value::Shape(shape), Key::Traits) => Value::Traits(shape),
            (Value::Shape(shape), Key::Service) => match self.graph.nodes.get(shape).and_then(|node| node.version) {
                Some(_) => Value::Service(shape),
                None => Value::Empty,
            },
            (Value::Shape(_), Key::Variables) => Value::Variables,
            (Value::Service(service), Key::Id) => self.id(service),
            (Value::Service(service), Key::Version) => {
                let version = self.graph.nodes.get(service).and_then(|node| node.version);
                version.map_or(Value::Empty, |version| Value::Text(Cow::Borrowed(version)))
            }
            (Value::Variables, Key::Variable(variable)) => match (self.variable)(*variable) {
                Some(shapes) if self.budget.spend(shapes.len()).is_ok() => {
                    Value::Projection(shapes.iter().map(|shape| Value::Shape(*shape)).collect())
                }
                _ => Value::Empty,
            },
            (Value::Traits(shape), _) => self.of_traits(shape, key),
            (Value::Id(id), _) => of_id(id, key),
            (Value::Json(json), _) => {
                // Parsing takes about as long as this many steps.
                match self.budget.spend(json.get().len() / 64) {
                    Ok(()) => of_json(json, key),
                    Err(_) => Value::Empty,
                }
            }
            (Value::Text(text), Key::Length) => length(text.chars().count()),
            _ => Value::Empty,
        }
    }

    fn id(&self, shape: usize) -> Value<'g> {
        let node = self.graph.nodes.get(shape);
        node.map_or(Value::Empty, |node| Value::Id(node.id.as_str()))
    }

    fn of_traits(&self, shape: usize, key: &Key) -> Value<'g> {
        let Some(node) = self.graph.nodes.get(shape) else { return Value::Empty };
        match key {
            Key::Keys => Value::Projection(node.traits.keys().map(|id| Value::Id(id)).collect()),
            Key::Values => Value::Projection(node.traits.values().map(|json| Value::Json(json)).collect()),
            Key::Length => length(node.traits.len()),
            Key::Trait(id) => node.traits.get(id.as_str()).map_or(Value::Empty, |json| Value::Json(json)),
            _ => Value::Empty,
        }
    }

    /// Returns the text that string comparators use, § "String comparators"; an empty one if the value has none.
    pub(super) fn text(&self, value: &Value<'g>) -> String {
        match value {
            Value::Text(text) => text.to_string(),
            Value::Id(id) => (*id).to_owned(),
            Value::Shape(shape) | Value::Service(shape) => {
                self.graph.nodes.get(*shape).map(|node| node.id.to_string()).unwrap_or_default()
            }
            Value::Json(json) => match json.get().as_bytes().first() {
                Some(b'"') => serde_json::from_str(json.get()).unwrap_or_default(),
                Some(b'{' | b'[' | b'n') => String::new(),
                _ => json.get().to_owned(),
            },
            Value::Empty | Value::Traits(_) | Value::Variables | Value::Projection(_) => String::new(),
        }
    }
}

impl Value<'_> {
    /// Whether the attribute exists: a projection does if it has values, and `null` does not.
    pub(super) fn exists(&self) -> bool {
        match self {
            Self::Empty => false,
            Self::Json(json) => json.get() != "null",
            Self::Projection(values) => !values.is_empty(),
            _ => true,
        }
    }

    /// Returns the values of a projection and of the projections in it; any other value itself.
    pub(super) fn flattened(self) -> Vec<Self> {
        match self {
            Self::Projection(values) => flatten(values),
            value => vec![value],
        }
    }
}

/// Recursion is as deep as a path is long, which the parser limits.
fn flatten(values: Vec<Value<'_>>) -> Vec<Value<'_>> {
    values.into_iter().flat_map(Value::flattened).collect()
}

fn length<'g>(length: usize) -> Value<'g> {
    Value::Text(Cow::Owned(length.to_string()))
}

fn of_id<'g>(id: &'g str, key: &Key) -> Value<'g> {
    let (namespace, name) = id.split_once('#').unwrap_or_default();
    let (name, member) = name.split_once('$').map_or((name, None), |(name, member)| (name, Some(member)));
    let text = match key {
        Key::Namespace => Some(namespace),
        Key::Name => Some(name),
        Key::Member => member,
        Key::Length => return length(id.chars().count()),
        _ => None,
    };
    text.map_or(Value::Empty, |text| Value::Text(Cow::Borrowed(text)))
}

/// Returns a property of a part of the value of a trait, § "Node attribute".
fn of_json<'g>(json: &'g RawValue, key: &Key) -> Value<'g> {
    let items = || serde_json::from_str::<Vec<&'g RawValue>>(json.get()).unwrap_or_default();
    match (json.get().as_bytes().first(), key) {
        (Some(b'{'), Key::Keys) => {
            Value::Projection(entries(json).into_iter().map(|(key, _)| Value::Text(key)).collect())
        }
        (Some(b'{'), Key::Values) => {
            Value::Projection(entries(json).into_iter().map(|(_, value)| Value::Json(value)).collect())
        }
        (Some(b'{'), Key::Length) => length(entries(json).len()),
        (Some(b'{'), Key::Property(name)) => {
            let property = entries(json).into_iter().find(|(key, _)| key == name);
            property.map_or(Value::Empty, |(_, value)| Value::Json(value))
        }
        (Some(b'['), Key::Values) => Value::Projection(items().into_iter().map(Value::Json).collect()),
        (Some(b'['), Key::Length) => length(items().len()),
        (Some(b'"'), Key::Length) => {
            length(serde_json::from_str::<Cow<'_, str>>(json.get()).unwrap_or_default().chars().count())
        }
        _ => Value::Empty,
    }
}
