//! Numbers of any size in the JSON of protocol tests, which `serde_json` would round.
use serde_json::{Value, value::RawValue};
use std::collections::HashMap;

/// The most digits that a double needs to be written.
const MAX_DIGITS: usize = 17;

/// Replaces numbers that were rounded by strings of their digits. `raw` is what the value was parsed from.
pub(super) fn restore(value: &mut Value, raw: &RawValue) {
    let text = raw.get();
    match value {
        Value::Number(number) if number.is_f64() && digits(text) > MAX_DIGITS => {
            *value = Value::String(text.to_owned())
        }
        Value::Object(fields) => {
            let raw: HashMap<String, &RawValue> = serde_json::from_str(text).unwrap_or_default();
            for (key, value) in fields {
                if let Some(raw) = raw.get(key) {
                    restore(value, raw);
                }
            }
        }
        Value::Array(items) => {
            let raw: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
            items.iter_mut().zip(raw).for_each(|(item, raw)| restore(item, raw));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
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
        let mut value = serde_json::from_str(raw.get()).unwrap();
        restore(&mut value, &raw);
        assert_eq!(value, expected);
    }
}
