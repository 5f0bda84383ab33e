//! The serializer, for any format.
use crate::{List, Map, Ref, Structure, Timestamp, TimestampFormat, Union, json::not_finite};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_core::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use std::collections::BTreeMap;

/// The names of members and the format of timestamps.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    /// Names of the model, timestamps as numbers.
    Model,
    /// Names in Rust, timestamps as RFC 3339 writes them.
    #[cfg(feature = "serde")]
    Readable,
}

impl Style {
    #[cfg_attr(not(feature = "serde"), expect(unused_variables, reason = "all names are those of the model"))]
    fn key(self, name: &'static str, rust_name: &'static str) -> &'static str {
        match self {
            Self::Model => name,
            #[cfg(feature = "serde")]
            Self::Readable => rust_name.strip_prefix("r#").unwrap_or(rust_name),
        }
    }
}

/// Serializes a value.
pub(crate) fn serialize<S: Serializer>(value: Ref<'_>, style: Style, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        #[cfg(feature = "serde")]
        Ref::Timestamp(value) if matches!(style, Style::Readable) => serializer.collect_str(&value),
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
        Ref::List(value) => list(value, style, serializer),
        Ref::Map(value) => map(value, style, serializer),
        Ref::Structure(value) => structure(value, style, serializer),
        Ref::Union(value) => union(value, style, serializer),
    }
}

/// A nested value.
struct Item<'a>(Ref<'a>, Style);

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, self.1, serializer)
    }
}

fn structure<S: Serializer>(value: &dyn Structure, style: Style, serializer: S) -> Result<S::Ok, S::Error> {
    let mut output = serializer.serialize_map(None)?;
    for (index, member) in value.schema().members.iter().enumerate() {
        match value.get(index) {
            Ref::Null => {}
            item => output.serialize_entry(style.key(member.name, value.rust_name(index)), &Item(item, style))?,
        }
    }
    output.end()
}

/// Serializes a union as an object with one key. The value of an unknown member is an empty object.
fn union<S: Serializer>(value: &dyn Union, style: Style, serializer: S) -> Result<S::Ok, S::Error> {
    let mut output = serializer.serialize_map(Some(1))?;
    // `as_title`, `is_title`
    let rust_name = |index: usize| value.rust_name(index).get(3..).unwrap_or_default();
    let key = |index: usize| Some(style.key(value.schema().members.get(index)?.name, rust_name(index)));
    let known = value.get().and_then(|(index, member)| Some((key(index)?, member)));
    match known {
        Some((key, value)) => output.serialize_entry(key, &Item(value, style))?,
        None => output.serialize_entry(value.unknown(), &BTreeMap::<&str, ()>::new())?,
    }
    output.end()
}

fn list<S: Serializer>(list: &dyn List, style: Style, serializer: S) -> Result<S::Ok, S::Error> {
    let mut output = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        output.serialize_element(&Item(list.get(index), style))?;
    }
    output.end()
}

fn map<S: Serializer>(map: &dyn Map, style: Style, serializer: S) -> Result<S::Ok, S::Error> {
    let mut output = serializer.serialize_map(Some(map.len()))?;
    let mut result = Ok(());
    map.visit(&mut |key, value| {
        result = output.serialize_entry(key, &Item(value, style));
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
