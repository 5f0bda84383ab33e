//! The deserializer: fills in slots in place, so that large values are not moved.
use super::scalar::{DoubleVisitor, EpochVisitor, NumberVisitor, TextVisitor, text};
use crate::{List, Map, Slot, Structure, Union, schema::Member, shape::SeenMembers};
use serde_core::de::{
    Deserialize as _, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::{borrow::Cow, fmt};

/// Where a value is stored. The slot is created only if there is a value: `null` is the same as absence.
enum Destination<'a> {
    Member(&'a mut dyn Structure, usize),
    Variant(&'a mut dyn Union, usize),
    Element(&'a mut dyn List),
    Entry(&'a mut dyn Map, String),
}

impl<'a> Destination<'a> {
    fn slot(self) -> Slot<'a> {
        match self {
            Self::Member(structure, index) => structure.slot(index),
            Self::Variant(union, index) => union.slot(index),
            Self::Element(list) => list.push(),
            Self::Entry(map, key) => map.insert(key),
        }
    }

    fn set_null(self) {
        match self {
            Self::Member(..) | Self::Variant(..) => {}
            Self::Element(list) => list.push_null(),
            Self::Entry(map, key) => map.insert_null(key),
        }
    }
}

/// Deserializes a value into its destination, and returns whether there was one. The member knows whether it is
/// sensitive.
struct Seed<'a> {
    destination: Destination<'a>,
    member: &'static Member,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<bool, E> {
        self.destination.set_null();
        Ok(false)
    }

    fn visit_unit<E: serde_core::de::Error>(self) -> Result<bool, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        fill(self.destination.slot(), self.member, deserializer)?;
        Ok(true)
    }
}

/// Deserializes a value.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(slot: Slot<'_>, from: D) -> Result<(), D::Error> {
    const TOP: &Member = &Member::new("the value");
    fill(slot, TOP, from)
}

/// The errors of formats may quote the input, so the errors of sensitive values are replaced.
fn fill<'de, D: Deserializer<'de>>(slot: Slot<'_>, member: &'static Member, from: D) -> Result<(), D::Error> {
    let is_sensitive = member.is_sensitive
        || match &slot {
            Slot::Structure(value) => value.schema().is_sensitive,
            Slot::Union(value) => value.schema().is_sensitive,
            _ => false,
        };
    match fill_in(slot, member, from) {
        Err(_) if is_sensitive => {
            Err(D::Error::custom(format_args!("`{}` cannot be read; it is sensitive and not shown", member.name)))
        }
        result => result,
    }
}

fn fill_in<'de, D: Deserializer<'de>>(
    slot: Slot<'_>,
    member: &'static Member,
    deserializer: D,
) -> Result<(), D::Error> {
    match slot {
        Slot::Boolean(destination) => *destination = bool::deserialize(deserializer)?,
        Slot::Byte(destination) => *destination = i8::deserialize(deserializer)?,
        Slot::Short(destination) => *destination = i16::deserialize(deserializer)?,
        Slot::Integer(destination) => *destination = i32::deserialize(deserializer)?,
        Slot::Long(destination) => *destination = i64::deserialize(deserializer)?,
        #[expect(clippy::cast_possible_truncation, reason = "the nearest float is intended")]
        Slot::Float(destination) => *destination = deserializer.deserialize_any(DoubleVisitor)? as f32,
        Slot::Double(destination) => *destination = deserializer.deserialize_any(DoubleVisitor)?,
        Slot::String(destination) => *destination = String::deserialize(deserializer)?,
        Slot::Enum(destination) => deserializer.deserialize_string(TextVisitor(|text: &str| destination.set(text)))?,
        Slot::IntEnum(destination) => destination.set(i32::deserialize(deserializer)?),
        Slot::Blob(destination) => {
            *destination = text(deserializer, "base64", |text| crate::Blob::from_base64(text).ok())?
        }
        Slot::Timestamp(destination) => *destination = deserializer.deserialize_any(EpochVisitor)?,
        Slot::BigInteger(destination) => {
            *destination = deserializer.deserialize_any(NumberVisitor::new("a whole number"))?
        }
        Slot::BigDecimal(destination) => *destination = deserializer.deserialize_any(NumberVisitor::new("a number"))?,
        Slot::Document(destination) => *destination = crate::Document::deserialize(deserializer)?,
        Slot::List(list) => deserializer.deserialize_seq(ListVisitor(list, member))?,
        Slot::Map(map) => deserializer.deserialize_map(MapVisitor(map, member))?,
        Slot::Structure(value) => deserializer.deserialize_map(StructureVisitor(value))?,
        Slot::Union(value) => deserializer.deserialize_map(UnionVisitor(value))?,
        Slot::Skip => _ = IgnoredAny::deserialize(deserializer)?,
    }
    Ok(())
}

struct StructureVisitor<'a>(&'a mut dyn Structure);

impl<'de> Visitor<'de> for StructureVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object for the structure {}", self.0.schema().name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self(value) = self;
        let schema = value.schema();
        let mut hint = 0;
        let mut seen = SeenMembers::default();
        while let Some(key) = entries.next_key_seed(Key)? {
            let Some((index, member)) = schema.find(hint, |member| member.name == key) else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            if !seen.insert(index) {
                value.clear(index);
            }
            entries.next_value_seed(Seed { destination: Destination::Member(value, index), member })?;
            hint = index.saturating_add(1);
        }
        Ok(())
    }
}

struct UnionVisitor<'a>(&'a mut dyn Union);

impl<'de> Visitor<'de> for UnionVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with one member for the union {}", self.0.schema().name)
    }

    /// A union has exactly one member; nulls, and `__type`, which some servers add, are ignored.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self(value) = self;
        let schema = value.schema();
        let mut found = 0_usize;
        while let Some(key) = entries.next_key_seed(Key)? {
            if let Some((index, member)) = schema.find(0, |member| member.name == key) {
                let seed = Seed { destination: Destination::Variant(value, index), member };
                found = found.saturating_add(entries.next_value_seed(seed)?.into());
            } else if entries.next_value::<Option<IgnoredAny>>()?.is_some() && key != "__type" {
                value.set_unknown(&key);
                found = found.saturating_add(1);
            }
        }
        if found == 1 { Ok(()) } else { Err(A::Error::invalid_length(found, &"exactly one member of the union")) }
    }
}

struct ListVisitor<'a>(&'a mut dyn List, &'static Member);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array for `{}`", self.1.name)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Self(list, member) = self;
        while elements.next_element_seed(Seed { destination: Destination::Element(list), member })?.is_some() {}
        Ok(())
    }
}

struct MapVisitor<'a>(&'a mut dyn Map, &'static Member);

impl<'de> Visitor<'de> for MapVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object for `{}`", self.1.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self(map, member) = self;
        while let Some(key) = entries.next_key::<String>()? {
            entries.next_value_seed(Seed { destination: Destination::Entry(map, key), member })?;
        }
        Ok(())
    }
}

/// A key, borrowed if it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
