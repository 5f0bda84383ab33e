//! JMESPath over shapes: waiters and endpoint parameters ask for parts of inputs and outputs with it.
//!
//! Smithy 2.0, "Waiters", § "Waiter matcher"; [the language](https://jmespath.org/specification.html).
use crate::Ref;
use serde_core::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the expression finds in a value, whose members have the names of the model; null where it finds nothing.
///
/// # Errors
/// The expression is none, or asks a function for what it cannot do. The generator has compiled every expression of a
/// model once, so that only the second can happen.
pub(crate) fn search(expression: &str, value: Ref<'_>) -> Result<Value, jmespath::JmespathError> {
    find(expression, Shape(value))
}

/// As [`search`], in both sides of a call: `{"input": …, "output": …}`.
///
/// # Errors
/// As [`search`].
pub(crate) fn search_both(expression: &str, input: Ref<'_>, output: Ref<'_>) -> Result<Value, jmespath::JmespathError> {
    find(expression, BTreeMap::from([("input", Shape(input)), ("output", Shape(output))]))
}

fn find(expression: &str, value: impl Serialize) -> Result<Value, jmespath::JmespathError> {
    let found = jmespath::compile(expression)?.search(value)?;
    // Not an error: what JMESPath finds is JSON.
    Ok(serde_json::to_value(&*found).unwrap_or_default())
}

/// A value as JSON, its members with the names of the model.
pub(crate) struct Shape<'a>(pub(crate) Ref<'a>);

impl Serialize for Shape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::data_model::serialize(self.0, serializer)
    }
}
