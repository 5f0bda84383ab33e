//! The serializer, for any format.
use crate::{List, Map, Ref, Structure, Timestamp, TimestampFormat, Union, json::not_finite};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_core::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use std::collections::BTreeMap;

/// Serializes a value.
pub(crate) fn serialize<S: Serializer>(value: Ref<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Ref::Null => serializer.serialize_unit(),
        Ref::Boolean(value) => serializer.serialize_bool(value),
        Ref::Integer(value) => serializer.serialize_i64(value),
        Ref::Float(value) if value.is_finite() => serializer.serialize_f32(value),
        Ref::Float(value) => serializer.serialize_str(not_finite(value.into())),
        Ref::Double(value) if value.is_finite() => serializer.serialize_f64(value),
        Ref::Double(value) => serializer.serialize_str(not_finite(value)),
        Ref::String(value) => serializer.serialize_str(value),
        Ref::Blob(value) => serializer.serialize_str(&STANDARD.encode(value)),
        Ref::Timestamp(value) => serialize_timestamp(value, serializer),
        // Only JSON has numbers of any size.
        Ref::BigInteger(value) => serializer.serialize_str(value.as_str()),
        Ref::BigDecimal(value) => serializer.serialize_str(value.as_str()),
        Ref::Document(value) => value.serialize(serializer),
        Ref::List(value) => list(value, serializer),
        Ref::Map(value) => map(value, serializer),
        Ref::Structure(value) => structure(value, serializer),
        Ref::Union(value) => union(value, serializer),
    }
}

/// A nested value.
struct Item<'a>(Ref<'a>);

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

fn structure<S: Serializer>(value: &dyn Structure, serializer: S) -> Result<S::Ok, S::Error> {
    let mut output = serializer.serialize_map(None)?;
    for (index, member) in value.schema().members.iter().enumerate() {
        match value.get(index) {
            Ref::Null => {}
            value => output.serialize_entry(member.name, &Item(value))?,
        }
    }
    output.end()
}

/// Serializes a union as an object with one key. The value of an unknown member is an empty object.
fn union<S: Serializer>(value: &dyn Union, serializer: S) -> Result<S::Ok, S::Error> {
    let mut output = serializer.serialize_map(Some(1))?;
    let known = value.get().and_then(|(index, member)| Some((value.schema().members.get(index)?, member)));
    match known {
        Some((member, value)) => output.serialize_entry(member.name, &Item(value))?,
        None => output.serialize_entry(value.unknown(), &BTreeMap::<&str, ()>::new())?,
    }
    output.end()
}

fn list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut output = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        output.serialize_element(&Item(list.get(index)))?;
    }
    output.end()
}

fn map<S: Serializer>(map: &dyn Map, serializer: S) -> Result<S::Ok, S::Error> {
    let mut output = serializer.serialize_map(Some(map.len()))?;
    let mut result = Ok(());
    map.visit(&mut |key, value| {
        result = output.serialize_entry(key, &Item(value));
        result.is_ok()
    });
    result?;
    output.end()
}

/// Serializes a timestamp as epoch seconds, without a fraction if possible.
fn serialize_timestamp<S: Serializer>(timestamp: Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    if timestamp.nanoseconds() == 0 {
        return serializer.serialize_i64(timestamp.seconds());
    }
    let text = timestamp.format(TimestampFormat::EpochSeconds);
    serializer.serialize_f64(text.parse().map_err(S::Error::custom)?)
}
