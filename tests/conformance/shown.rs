//! Values as JSON, only to compare them and to print where they differ.
use ferrosmith::{Ref, TimestampFormat};
use serde_json::{Map, Value, json};

/// What is not finite is text, so that NaN equals NaN; what is absent is left out.
pub(crate) fn shown(value: Ref<'_>) -> Value {
    match value {
        Ref::Null => Value::Null,
        Ref::Boolean(value) => json!(value),
        Ref::Integer(value) => json!(value),
        Ref::Float(value) if value.is_finite() => json!(value),
        Ref::Float(value) => json!(value.to_string()),
        Ref::Double(value) if value.is_finite() => json!(value),
        Ref::Double(value) => json!(value.to_string()),
        Ref::String(value) => json!(value),
        Ref::Blob(value) => json!({ "bytes": value }),
        Ref::Timestamp(value) => json!(value.format(TimestampFormat::DateTime)),
        Ref::BigInteger(value) => json!(value.to_string()),
        Ref::BigDecimal(value) => json!(value.to_string()),
        Ref::Document(value) => json!({ "document": value }),
        Ref::List(list) => (0..list.len()).map(|index| shown(list.get(index))).collect(),
        Ref::Map(map) => {
            let mut entries = Map::new();
            map.visit(&mut |key, value| {
                entries.insert(key.to_owned(), shown(value));
                true
            });
            Value::Object(entries)
        }
        Ref::Structure(structure) => {
            let members = structure.schema().members.iter().enumerate();
            let members = members.map(|(index, member)| (member.name.to_owned(), shown(structure.get(index))));
            members.filter(|(_, value)| !value.is_null()).collect()
        }
        Ref::Union(union) => match union.get() {
            Some((index, value)) => json!({ union.schema().members[index].name: shown(value) }),
            None => json!({ "unknown": union.unknown() }),
        },
    }
}

/// Where two values differ, a line each. A whole number equals the fraction of the same size.
pub(crate) fn differences(found: &Value, expected: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    differ("", found, expected, &mut lines);
    lines
}

fn differ(path: &str, found: &Value, expected: &Value, lines: &mut Vec<String>) {
    match (found, expected) {
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in one {
                differ(&format!("{path}.{key}"), value, other.get(key).unwrap_or(&Value::from("nothing")), lines);
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                lines.push(format!("{path}.{key} is not there, expected {value}"));
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (one, other)) in one.iter().zip(other).enumerate() {
                differ(&format!("{path}[{index}]"), one, other, lines);
            }
        }
        (Value::Number(one), Value::Number(other)) if one == other || one.as_f64() == other.as_f64() => {}
        _ if found == expected => {}
        _ => lines.push(format!("{path} is {found}, expected {expected}")),
    }
}
