//! The writer: `serde` decides how JSON looks, this decides what is in it.
use super::{Dialect, TokenSource};
use crate::{List, Map, Ref, Structure, Timestamp, TimestampFormat, Union, schema::Member};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_core::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A structure's members that stand in the body.
pub(super) struct Body<'a> {
    pub(super) value: &'a dyn Structure,
    pub(super) token: Option<TokenSource<'a>>,
    pub(super) dialect: Dialect,
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut output = serializer.serialize_map(None)?;
        for (index, member) in self.value.schema().members.iter().enumerate() {
            if !self.dialect.has(member) {
                continue;
            }
            let key = self.dialect.key(member);
            match (self.value.get(index), self.token) {
                (Ref::Null, Some(token)) if member.is_idempotency_token => output.serialize_entry(key, &token())?,
                (Ref::Null, _) => {}
                (value, _) => output.serialize_entry(key, &Item { value, member, dialect: self.dialect })?,
            }
        }
        output.end()
    }
}

/// A union: an object with one key.
pub(super) struct Variant<'a> {
    pub(super) value: &'a dyn Union,
    pub(super) dialect: Dialect,
}

impl Serialize for Variant<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let schema = self.value.schema();
        let known = self.value.get().and_then(|(index, value)| Some((schema.members.get(index)?, value)));
        let mut output = serializer.serialize_map(Some(1))?;
        let Some((member, value)) = known else {
            if self.dialect.is_whole {
                output.serialize_entry(self.value.unknown(), &BTreeMap::<&str, ()>::new())?;
                return output.end();
            }
            return Err(S::Error::custom(format!(
                "a member of the union {} that is not known cannot be sent",
                schema.name
            )));
        };
        output.serialize_entry(self.dialect.key(member), &Item { value, member, dialect: self.dialect })?;
        output.end()
    }
}

/// A value, and the member in which it stands: that one knows the format of timestamps in it.
pub(super) struct Item<'a> {
    pub(super) value: Ref<'a>,
    pub(super) member: &'static Member,
    pub(super) dialect: Dialect,
}

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Ref::Null => serializer.serialize_unit(),
            Ref::Boolean(value) => serializer.serialize_bool(value),
            Ref::Integer(value) => serializer.serialize_i64(value),
            Ref::Float(value) if value.is_finite() => serializer.serialize_f32(value),
            Ref::Float(value) => serializer.serialize_str(not_finite(value.into())),
            Ref::Double(value) if value.is_finite() => serializer.serialize_f64(value),
            Ref::Double(value) => serializer.serialize_str(not_finite(value)),
            Ref::String(value) => serializer.serialize_str(value),
            Ref::Blob(value) => serializer.serialize_str(&STANDARD.encode(value)),
            Ref::Timestamp(value) => self.timestamp(value, serializer),
            Ref::BigInteger(value) => self.number(value.as_str(), serializer),
            Ref::BigDecimal(value) => self.number(value.as_str(), serializer),
            Ref::Document(value) => value.serialize(serializer),
            Ref::List(value) => self.list(value, serializer),
            Ref::Map(value) => self.map(value, serializer),
            Ref::Structure(value) => Body { value, token: None, dialect: self.dialect }.serialize(serializer),
            Ref::Union(value) => Variant { value, dialect: self.dialect }.serialize(serializer),
        }
    }
}

impl Item<'_> {
    fn inside<'a>(&self, value: Ref<'a>) -> Item<'a> {
        Item { value, member: self.member, dialect: self.dialect }
    }

    fn list<S: Serializer>(&self, list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
        let mut output = serializer.serialize_seq(Some(list.len()))?;
        for index in 0..list.len() {
            output.serialize_element(&self.inside(list.get(index)))?;
        }
        output.end()
    }

    fn map<S: Serializer>(&self, map: &dyn Map, serializer: S) -> Result<S::Ok, S::Error> {
        let mut output = serializer.serialize_map(Some(map.len()))?;
        let mut result = Ok(());
        map.visit(&mut |key, value| {
            result = output.serialize_entry(key, &self.inside(value));
            result.is_ok()
        });
        result?;
        output.end()
    }

    /// Epoch seconds are a number, a whole one where they can be; the other formats are text.
    fn timestamp<S: Serializer>(&self, moment: Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        let format = self.dialect.timestamp_format(self.member);
        let text = || moment.format(format);
        match format {
            TimestampFormat::EpochSeconds if moment.nanoseconds() == 0 => serializer.serialize_i64(moment.seconds()),
            TimestampFormat::EpochSeconds if self.dialect.is_whole => {
                serializer.serialize_f64(text().parse().map_err(S::Error::custom)?)
            }
            TimestampFormat::EpochSeconds => self.number(&text(), serializer),
            TimestampFormat::DateTime | TimestampFormat::HttpDate => serializer.serialize_str(&text()),
        }
    }

    /// A number as it is written already, of any size. Formats other than JSON have no raw numbers, so that it is text
    /// in `serde`.
    fn number<S: Serializer>(&self, text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        if self.dialect.is_whole {
            return serializer.serialize_str(text);
        }
        RawValue::from_string(text.to_owned()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// How Smithy's JSON protocols write what JSON's numbers do not have.
pub(crate) fn not_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}
