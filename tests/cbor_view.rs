//! CBOR as JSON, read by another library, to compare messages by value.
use ciborium::Value as Cbor;
use ferrosmith::Blob;
use serde_json::{Map, Value as Json, json};

/// Byte strings become `{"$bytes": base64}`, timestamps (tag 1) `{"$epoch": seconds}`, and floats that are not finite
/// their text. All forms of a number are equal.
pub(crate) fn view(bytes: &[u8]) -> Result<Json, String> {
    let mut rest = bytes;
    let value = ciborium::from_reader(&mut rest).map_err(|error| format!("{error:?}"))?;
    if rest.is_empty() { json(value) } else { Err(format!("{} bytes follow", rest.len())) }
}

fn json(value: Cbor) -> Result<Json, String> {
    Ok(match value {
        Cbor::Null => Json::Null,
        Cbor::Bool(value) => json!(value),
        Cbor::Integer(number) => {
            let number = i128::from(number);
            let json = i64::try_from(number).map(Json::from).or_else(|_| u64::try_from(number).map(Json::from));
            json.unwrap_or_else(|_| json!(number.to_string()))
        }
        Cbor::Float(number) if number.is_finite() => json!(number),
        Cbor::Float(number) if number.is_nan() => json!("NaN"),
        Cbor::Float(number) => json!(if number > 0.0 { "Infinity" } else { "-Infinity" }),
        Cbor::Text(text) => json!(text),
        Cbor::Bytes(bytes) => json!({ "$bytes": Blob::new(bytes).to_base64() }),
        Cbor::Tag(1, value) => json!({ "$epoch": json(*value)? }),
        Cbor::Array(list) => list.into_iter().map(json).collect::<Result<_, _>>()?,
        Cbor::Map(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let Cbor::Text(key) = key else { return Err(format!("the key {key:?} is no text")) };
                if let Some(other) = map.insert(key.clone(), json(value)?) {
                    return Err(format!("the key {key} occurs twice: {other}"));
                }
            }
            Json::Object(map)
        }
        // Numbers of any size.
        Cbor::Tag(tag, value) => json!({ "$tag": tag, "value": json(*value)? }),
        other => return Err(format!("unexpected {other:?}")),
    })
}
