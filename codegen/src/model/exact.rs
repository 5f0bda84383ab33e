//! Numbers of any size in the JSON of protocol tests, which `serde_json` would round.
use serde::Deserialize as _;
use serde_json::{Map, Value, value::RawValue};
use std::collections::BTreeMap;

/// The most digits that a double needs to be written.
const MAX_DIGITS: usize = 17;

/// Parses a value. A number that `serde_json` would round becomes a string of its digits. The nesting must have been
/// checked.
pub(super) fn parse(raw: &RawValue) -> serde_json::Result<Value> {
    let text = raw.get();
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
            let fields: serde_json::Result<Map<_, _>> =
                fields.into_iter().map(|(key, raw)| Ok((key, parse(raw)?))).collect();
            Value::Object(fields?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text)?;
            Value::Array(items.into_iter().map(parse).collect::<Result<_, _>>()?)
        }
        _ => match Value::deserialize(raw)? {
            Value::Number(number) if number.is_f64() && digits(text) > MAX_DIGITS => Value::String(text.to_owned()),
            value => value,
        },
    })
}

/// The number of significant digits of a number.
fn digits(text: &str) -> usize {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    mantissa.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_would_be_rounded_become_strings() {
        let text = r#"{"a": [1, -0.5, 18446744073709551615, 0.00001234567890123456, "x", null, true],
            "b": [18446744073709551616, -0.100000000000000000000001, 100000000000000000000001.0]}"#;
        let raw: Box<RawValue> = serde_json::from_str(text).unwrap();
        let expected = serde_json::json!({
            "a": [1, -0.5, 18_446_744_073_709_551_615_u64, 0.00001234567890123456, "x", null, true],
            "b": ["18446744073709551616", "-0.100000000000000000000001", "100000000000000000000001.0"],
        });
        assert_eq!(parse(&raw).unwrap(), expected);
    }
}
