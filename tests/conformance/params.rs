//! Fills in structures from the `params` of a case: by the names of the model, not as any protocol writes them.
use ferrosmith::{Blob, Slot, Structure, Timestamp};
use serde_json::{Map, Value};

/// Members that are null stay absent.
pub(crate) fn fill_structure(structure: &mut dyn Structure, params: &Map<String, Value>) {
    let schema = structure.schema();
    for (name, value) in params.iter().filter(|(_, value)| !value.is_null()) {
        let index = schema.members.iter().position(|member| member.name == name);
        let index = index.unwrap_or_else(|| panic!("{} has no member {name}", schema.name));
        fill(structure.slot(index), value);
    }
}

fn fill(slot: Slot<'_>, value: &Value) {
    match slot {
        Slot::Skip => {}
        Slot::Boolean(place) => *place = value.as_bool().expect("a boolean"),
        Slot::Byte(place) => *place = integer(value).try_into().expect("a byte"),
        Slot::Short(place) => *place = integer(value).try_into().expect("a short"),
        Slot::Integer(place) => *place = integer(value).try_into().expect("an integer"),
        Slot::IntEnum(place) => place.set(integer(value).try_into().expect("an integer")),
        Slot::Long(place) => *place = integer(value),
        #[expect(clippy::cast_possible_truncation, reason = "the nearest float is what is wanted")]
        Slot::Float(place) => *place = double(value) as f32,
        Slot::Double(place) => *place = double(value),
        Slot::String(place) => text(value).clone_into(place),
        Slot::Enum(place) => place.set(text(value)),
        Slot::Blob(place) => *place = Blob::new(text(value)),
        Slot::Timestamp(place) => *place = timestamp(value),
        Slot::BigInteger(place) => *place = number(value).parse().expect("a whole number"),
        Slot::BigDecimal(place) => *place = number(value).parse().expect("a number"),
        Slot::Document(place) => *place = value.clone(),
        Slot::List(list) => {
            for element in value.as_array().expect("a list") {
                if element.is_null() { list.push_null() } else { fill(list.push(), element) }
            }
        }
        Slot::Map(map) => {
            for (key, value) in value.as_object().expect("a map") {
                if value.is_null() { map.insert_null(key.clone()) } else { fill(map.insert(key.clone()), value) }
            }
        }
        Slot::Structure(structure) => fill_structure(structure, value.as_object().expect("a structure")),
        Slot::Union(union) => {
            let (name, value) = value.as_object().and_then(|members| members.iter().next()).expect("a union");
            match union.schema().members.iter().position(|member| member.name == name) {
                Some(index) => fill(union.slot(index), value),
                None => union.set_unknown(name),
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn integer(value: &Value) -> i64 {
    value.as_i64().expect("a whole number")
}

fn number(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn double(value: &Value) -> f64 {
    match value.as_str() {
        None => value.as_f64().expect("a number"),
        Some("NaN") => f64::NAN,
        Some("Infinity") => f64::INFINITY,
        Some("-Infinity") => f64::NEG_INFINITY,
        Some(other) => panic!("{other} is no number"),
    }
}

/// Epoch seconds, perhaps with a fraction.
fn timestamp(value: &Value) -> Timestamp {
    let text = value.to_string();
    let (seconds, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let nanoseconds = format!("{fraction:0<9}").parse().expect("nanoseconds");
    Timestamp::new(seconds.parse().expect("epoch seconds"), nanoseconds)
}
