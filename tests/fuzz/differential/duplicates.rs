//! Whether a key stands twice in an object of a JSON text.
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{collections::HashSet, fmt};

pub(super) fn are_in(body: &[u8]) -> bool {
    serde_json::from_slice::<Duplicates>(body).is_ok_and(|found| found.0)
}

struct Duplicates(bool);

impl<'de> Deserialize<'de> for Duplicates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Finder).map(Self)
    }
}

struct Finder;

impl<'de> Visitor<'de> for Finder {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<bool, A::Error> {
        let mut are_there = false;
        while let Some(element) = elements.next_element::<Duplicates>()? {
            are_there |= element.0;
        }
        Ok(are_there)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        let mut keys = HashSet::new();
        let mut are_there = false;
        while let Some((key, value)) = entries.next_entry::<String, Duplicates>()? {
            are_there |= value.0 | !keys.insert(key);
        }
        Ok(are_there)
    }
}
