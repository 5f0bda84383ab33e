//! JMESPath on shapes, for waiters and endpoint parameters.
//!
//! Smithy 2.0, "Waiters", § "Waiter matcher"; [JMESPath specification](https://jmespath.org/specification.html).
use crate::Ref;
use serde_core::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// Returns the result of the expression on a value whose members have their names in the model; null if there is none.
///
/// # Errors
/// Returns an error if the expression is invalid, or if it calls a function with an argument of the wrong type. The
/// generator compiles every expression of a model, so only the latter happens.
pub(crate) fn search(expression: &str, value: Ref<'_>) -> Result<Value, jmespath::JmespathError> {
    find(expression, Shape(value))
}

/// Like [`search`], on the input and output of a call: `{"input": …, "output": …}`.
///
/// # Errors
/// The same as for [`search`].
pub(crate) fn search_both(expression: &str, input: Ref<'_>, output: Ref<'_>) -> Result<Value, jmespath::JmespathError> {
    find(expression, BTreeMap::from([("input", Shape(input)), ("output", Shape(output))]))
}

fn find(expression: &str, value: impl Serialize) -> Result<Value, jmespath::JmespathError> {
    let found = jmespath::compile(expression)?.search(value)?;
    // This cannot fail: the results of JMESPath are JSON.
    Ok(serde_json::to_value(&*found).unwrap_or_default())
}

/// A shape that serializes to JSON, with the names of members in the model.
pub(crate) struct Shape<'a>(pub(crate) Ref<'a>);

impl Serialize for Shape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::data_model::serialize(self.0, serializer)
    }
}
