//! JMESPath on shapes, for waiters and endpoint parameters.
//!
//! Smithy 2.0, "Waiters", § "Waiter matcher"; [JMESPath specification](https://jmespath.org/specification.html).
//!
//! Most expressions of models are paths such as `Backups[].Lifecycle`, or compare the length of what a path leads to, and are evaluated
//! here. All others are left to the crate `jmespath`, with the feature of that name: its parser and its functions are a tenth of what a client costs to compile.
use crate::Ref;
use serde_core::{Serialize, Serializer};
use serde_json::Value;
use std::{collections::BTreeMap, slice};

/// Returns the result of the expression on a value whose members have their names in the model; null if there is none.
///
/// # Errors
/// Returns an error if the expression is invalid, or if it calls a function with an argument of the wrong type. The
/// generator compiles every expression of a model, so only the latter happens. Without the feature `jmespath`, all other
/// expressions are errors; code generated from a model that has some does not compile without it.
pub(crate) fn search(expression: &str, value: Ref<'_>) -> Result<Value, String> {
    find(expression, Shape(value))
}

/// Like [`search`], on the input and output of a call: `{"input": …, "output": …}`.
///
/// # Errors
/// The same as for [`search`].
pub(crate) fn search_both(expression: &str, input: Ref<'_>, output: Ref<'_>) -> Result<Value, String> {
    find(expression, BTreeMap::from([("input", Shape(input)), ("output", Shape(output))]))
}

fn find(expression: &str, value: impl Serialize) -> Result<Value, String> {
    // This cannot fail: shapes are JSON.
    let json = |value| serde_json::to_value(value).unwrap_or_default();
    if is_path(expression) {
        return Ok(follow(expression, &json(value)));
    }
    match Length::parse(expression) {
        Some(length) => length.compare(&json(value)).map(Value::Bool),
        None => evaluate(expression, value),
    }
}

#[cfg(feature = "jmespath")]
fn evaluate(expression: &str, value: impl Serialize) -> Result<Value, String> {
    let found = jmespath::compile(expression).and_then(|expression| expression.search(value));
    // This cannot fail: the results of JMESPath are JSON.
    found.map(|found| serde_json::to_value(&*found).unwrap_or_default()).map_err(|error| error.to_string())
}

#[cfg(not(feature = "jmespath"))]
fn evaluate(_expression: &str, _value: impl Serialize) -> Result<Value, String> {
    Err("the feature `jmespath` of ferrosmith is needed for this expression".to_owned())
}

/// Whether an expression is a path: names joined by `.`, each of which `[]` and `[*]` may follow. The generator asks the same
/// (`codegen/src/plan/paths.rs`).
fn is_path(expression: &str) -> bool {
    expression.split('.').all(|part| {
        let mut part = part.split('[');
        let name = part.next().unwrap_or_default();
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && part.all(|bracket| matches!(bracket, "]" | "*]"))
    })
}

/// Follows a path; the result is null if there is nothing.
fn follow(path: &str, value: &Value) -> Value {
    // `[]` ends the projections to its left: it makes one list of all lists that they result in.
    let Some((left, right)) = path.rsplit_once("[]") else { return follow_names(path, value) };
    let Value::Array(elements) = follow(left, value) else { return Value::Null };
    let flat = elements.iter().flat_map(|element| match element {
        Value::Array(inner) => inner.as_slice(),
        other => slice::from_ref(other),
    });
    project(right, flat)
}

/// Follows a path without `[]`, or the rest of one.
fn follow_names(path: &str, value: &Value) -> Value {
    if path.is_empty() {
        return value.clone();
    }
    if let Some(rest) = path.strip_prefix("[*]") {
        return value.as_array().map_or(Value::Null, |elements| project(rest, elements));
    }
    let path = path.strip_prefix('.').unwrap_or(path);
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let member = path.split_at_checked(end).and_then(|(name, rest)| Some((rest, value.get(name)?)));
    member.map_or(Value::Null, |(rest, member)| follow_names(rest, member))
}

/// Follows a path from each element; those that lead to nothing are left out.
fn project<'a>(path: &str, elements: impl IntoIterator<Item = &'a Value>) -> Value {
    elements.into_iter().map(|element| follow_names(path, element)).filter(|found| !found.is_null()).collect()
}

/// A comparison such as ``length(Backups || `[]`) == `0` ``, in exactly this form.
struct Length<'a> {
    path: &'a str,
    /// Whether what is absent counts as an empty list, instead of an error.
    or_empty: bool,
    /// `==`, else `>`.
    is_equal: bool,
    number: usize,
}

impl<'a> Length<'a> {
    fn parse(expression: &'a str) -> Option<Self> {
        let (list, comparison) = expression.strip_prefix("length(")?.split_once(") ")?;
        let (path, or_empty) = list.strip_suffix(" || `[]`").map_or((list, false), |path| (path, true));
        let (operator, number) = comparison.split_once(' ')?;
        let is_equal = match operator {
            "==" => true,
            ">" => false,
            _ => return None,
        };
        let number = number.strip_prefix('`')?.strip_suffix('`')?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        (is_path(path) && is_number).then_some(())?;
        Some(Self { path, or_empty, is_equal, number: number.parse().ok()? })
    }

    fn compare(&self, value: &Value) -> Result<bool, String> {
        let length = match follow(self.path, value) {
            Value::Array(list) => list.len(),
            Value::Object(map) => map.len(),
            Value::String(text) => text.chars().count(),
            Value::Null | Value::Bool(false) if self.or_empty => 0,
            other => return Err(format!("length() needs a list, a map or a string, and {} is {other}", self.path)),
        };
        Ok(if self.is_equal { length == self.number } else { length > self.number })
    }
}

/// A shape that serializes to JSON, with the names of members in the model.
pub(crate) struct Shape<'a>(pub(crate) Ref<'a>);

impl Serialize for Shape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::data_model::serialize(self.0, crate::data_model::Style::Model, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::{Length, follow, is_path};
    use serde_json::json;

    #[test]
    fn a_path_leads_where_the_crate_leads() {
        let values = [
            json!({"A": {"B": {"C": "x"}}, "B": null}),
            json!({"A": [{"B": "x"}, {"B": null}, {}, 7, {"B": [1, [2, null]]}]}),
            json!({"A": [{"B": [{"C": 1}, {"C": null}]}, {"B": [{"C": [3]}]}, {"B": {"C": 4}}, [{"B": [5]}]]}),
            json!({"A": [[1, [2]], null, [[3], [[4]]], []]}),
            json!([{"A": [1]}]),
            json!(null),
            json!("A"),
        ];
        let paths = [
            "A",
            "A.B",
            "A.B.C",
            "A[]",
            "A[*]",
            "A[].B",
            "A[*].B",
            "A[].B[]",
            "A[*].B[*]",
            "A[].B[*].C",
            "A[*].B[].C",
            "A[].B[].C",
            "A[*].B[*].C[]",
            "A[][]",
            "A[*][*]",
            "A[][*]",
            "A[*][]",
            "A[*][*][]",
            "A[][][].B",
            "_1.A9",
        ];
        for path in paths {
            assert!(is_path(path), "{path}");
            for value in &values {
                let peer = jmespath::compile(path).unwrap().search(value).unwrap();
                assert_eq!(follow(path, value), serde_json::to_value(&*peer).unwrap(), "{path} of {value}");
            }
        }
    }

    #[test]
    fn a_length_is_what_the_crate_says() {
        let values =
            [json!({"A": []}), json!({"A": [1, null]}), json!({"A": "éa"}), json!({"A": ""}), json!({"A": {"B": 1}})];
        let errors = [json!({}), json!({"A": null}), json!({"A": 7}), json!({"A": false}), json!({"A": true})];
        for expression in
            ["length(A) == `0`", "length(A) > `0`", "length(A) == `2`", "length(A || `[]`) == `0`", "length(A[]) > `1`"]
        {
            for value in values.iter().chain(&errors) {
                let peer = jmespath::compile(expression).unwrap().search(value).ok().map(|found| found.as_boolean());
                let ours = Length::parse(expression).unwrap().compare(value).ok().map(Some);
                assert_eq!(ours, peer, "{expression} of {value}");
            }
        }
    }

    #[test]
    fn what_is_more_than_a_path_is_left_to_the_crate() {
        for expression in [
            "length(A[])",
            "length(A) >= `0`",
            "length(A) == `-1`",
            "length(A) == `+1`",
            "length(A.[B]) > `0`",
            "length(A) > `0` && B",
            "length(A) == ``",
            "A[0]",
            "A[?B]",
            "A | B",
            "A.[B, C]",
            "*.A",
            "\"A\"",
            "@",
            "A[1:2]",
            "A[].[B][]",
            "A.*",
            "A [*]",
            "",
            "A.",
            ".A",
            "A[",
            "A]",
            "[]",
            "[*].A",
            "A..B",
            "A[]B",
            "1A",
            "é",
        ] {
            assert!(!is_path(expression) && Length::parse(expression).is_none(), "{expression}");
        }
    }
}
