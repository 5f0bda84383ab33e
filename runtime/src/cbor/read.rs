//! The CBOR reader: fills in slots in place, so that large values are not moved.
use super::{
    cursor::{Cursor, Head},
    number::Number,
    tag,
};
use crate::{
    Blob, List, Map, Slot, Structure, Timestamp, Union,
    json::error::{Fault, PathSegment, Read},
    schema::{Member, Schema},
    shape::SeenMembers,
};

pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
}

impl<'a> Reader<'a> {
    /// Creates a reader that rejects invalid CBOR and values of the wrong type.
    pub(super) fn strict(body: &'a [u8]) -> Self {
        Self { cursor: Cursor::new(body, false) }
    }

    /// Creates a reader that ignores errors: a member whose value cannot be read stays unset.
    pub(super) fn lenient(body: &'a [u8]) -> Self {
        Self { cursor: Cursor::new(body, true) }
    }

    /// Reads the entire body into the slot, unless it is `null`.
    pub(super) fn root(&mut self, slot: Slot<'_>) -> Read<()> {
        if !self.cursor.is_null() {
            self.fill(slot)?;
        }
        self.cursor.end()
    }

    /// Reads a value that is not `null`.
    fn fill(&mut self, slot: Slot<'_>) -> Read<()> {
        let cursor = &mut self.cursor;
        match slot {
            Slot::Structure(value) => self.structure(value)?,
            Slot::String(destination) => *destination = cursor.string("a string")?.into_owned(),
            Slot::Enum(destination) => destination.set(&cursor.string("a string")?),
            Slot::List(list) => self.list(list)?,
            Slot::Map(map) => self.map(map)?,
            Slot::Union(value) => self.union(value)?,
            Slot::Timestamp(destination) => *destination = self.timestamp()?,
            Slot::Boolean(destination) => *destination = self.boolean()?,
            Slot::Byte(destination) => *destination = self.integer("a byte")?,
            Slot::Short(destination) => *destination = self.integer("a short")?,
            Slot::Integer(destination) => *destination = self.integer("an integer")?,
            Slot::Long(destination) => *destination = self.integer("a long")?,
            Slot::IntEnum(destination) => destination.set(self.integer("an integer")?),
            Slot::Float(destination) => *destination = self.float()?,
            Slot::Double(destination) => *destination = self.number("a number", Number::to_f64)?,
            Slot::Blob(destination) => *destination = self.blob()?,
            Slot::BigInteger(destination) => {
                *destination =
                    self.number("a whole number", |number| number.to_big_integer().and_then(|text| text.parse().ok()))?;
            }
            Slot::BigDecimal(destination) => {
                *destination =
                    self.number("a decimal number", |number| number.to_decimal().and_then(|text| text.parse().ok()))?;
            }
            Slot::Document(destination) => *destination = self.document()?,
            Slot::Skip => cursor.skip()?,
        }
        Ok(())
    }

    #[inline(never)]
    fn structure(&mut self, value: &mut dyn Structure) -> Read<()> {
        let mut remaining = self.cursor.begin_map("a map")?;
        let schema = value.schema();
        let mut hint = 0;
        let mut seen = SeenMembers::default();
        while self.cursor.has_next(&mut remaining)? {
            let key = self.cursor.key()?;
            let Some((index, member)) = key.and_then(|key| position(schema, hint, &key)) else {
                self.cursor.skip()?;
                continue;
            };
            hint = index.saturating_add(1);
            // If a key repeats, the last value wins, without remains of the others.
            if !seen.insert(index) {
                value.clear(index);
            }
            let (at, depth) = (self.cursor.at, self.cursor.depth);
            if self.cursor.is_null() {
                continue;
            }
            if let Err(fault) = self.fill(value.slot(index)) {
                if !self.cursor.is_lenient {
                    return Err(fault.inside(PathSegment::Member(member.name)));
                }
                value.clear(index);
                (self.cursor.at, self.cursor.depth) = (at, depth);
                self.cursor.skip()?;
            }
        }
        Ok(())
    }

    /// A union has exactly one member; nulls, and `__type`, which some servers add, are ignored.
    #[inline(never)]
    fn union(&mut self, value: &mut dyn Union) -> Read<()> {
        const EXPECTED: &str = "a map with one member that is set";
        let schema = value.schema();
        let start = self.cursor.at;
        let mut remaining = self.cursor.begin_map(EXPECTED)?;
        let mut set = None;
        while self.cursor.has_next(&mut remaining)? {
            let Some(key) = self.cursor.key()? else {
                self.cursor.skip()?;
                continue;
            };
            let found = position(schema, 0, &key);
            if self.cursor.is_null() {
                set = set.filter(|set| *set != key);
                continue;
            }
            if found.is_none() && key == "__type" {
                self.cursor.skip()?;
                continue;
            }
            if set.as_ref().is_some_and(|set| *set != key) {
                return Err(Fault::new(start, EXPECTED, "one with several"));
            }
            if let Some((index, member)) = found {
                let read = self.fill(value.slot(index));
                read.map_err(|fault| fault.inside(PathSegment::Member(member.name)))?;
            } else {
                self.cursor.skip()?;
                value.set_unknown(&key);
            }
            set = Some(key);
        }
        set.map(drop).ok_or_else(|| Fault::new(start, EXPECTED, "one with none"))
    }

    #[inline(never)]
    fn list(&mut self, list: &mut dyn List) -> Read<()> {
        let mut remaining = self.cursor.begin_array("an array")?;
        let mut index = 0;
        while self.cursor.has_next(&mut remaining)? {
            if self.cursor.is_null() {
                list.push_null();
            } else {
                self.fill(list.push()).map_err(|fault| fault.inside(PathSegment::Index(index)))?;
            }
            index = index.saturating_add(1);
        }
        Ok(())
    }

    #[inline(never)]
    fn map(&mut self, map: &mut dyn Map) -> Read<()> {
        let mut remaining = self.cursor.begin_map("a map")?;
        let mut index = 0;
        while self.cursor.has_next(&mut remaining)? {
            let inside = |fault: Box<Fault>| fault.inside(PathSegment::Index(index));
            let key = self.cursor.string("a key").map_err(inside)?.into_owned();
            if self.cursor.is_null() {
                map.insert_null(key);
            } else {
                self.fill(map.insert(key)).map_err(inside)?;
            }
            index = index.saturating_add(1);
        }
        Ok(())
    }

    fn boolean(&mut self) -> Read<bool> {
        let start = self.cursor.at;
        match self.cursor.untagged()? {
            Head::Boolean(value) => Ok(value),
            other => Err(Cursor::fault(start, "a boolean", other)),
        }
    }

    fn blob(&mut self) -> Read<Blob> {
        let start = self.cursor.at;
        match self.cursor.untagged()? {
            Head::Bytes(length) => Ok(Blob::new(self.cursor.bytes(length)?)),
            other => Err(Cursor::fault(start, "a byte string", other)),
        }
    }

    /// Reads a number that `convert` accepts.
    fn number<T>(&mut self, expected: &'static str, convert: impl FnOnce(&Number) -> Option<T>) -> Read<T> {
        let start = self.cursor.at;
        let number = self.cursor.number(expected)?;
        convert(&number).ok_or_else(|| Fault::new(start, expected, "a number out of its range or with a fraction"))
    }

    fn integer<T: TryFrom<i128>>(&mut self, expected: &'static str) -> Read<T> {
        self.number(expected, Number::to_integer)
    }

    /// Reads a float. A number that is too large for one is an error, not infinity.
    fn float(&mut self) -> Read<f32> {
        self.number("a float", |number| {
            let double = number.to_f64()?;
            #[expect(clippy::cast_possible_truncation, reason = "the closest float is requested")]
            let float = double as f32;
            (float.is_finite() == double.is_finite()).then_some(float)
        })
    }

    /// Reads seconds since 1970, with tag 1 or without. The text of a date (tag 0) is accepted too.
    fn timestamp(&mut self) -> Read<Timestamp> {
        const EXPECTED: &str = "seconds since 1970";
        let start = self.cursor.at;
        match self.cursor.head()? {
            Head::Tag(tag::DATE_TIME) => {
                let text = self.cursor.string("the text of a timestamp")?;
                return Timestamp::parse(&text).map_err(|_| Fault::new(start, "a timestamp", "other text"));
            }
            Head::Tag(tag::EPOCH_SECONDS) => {}
            _ => self.cursor.at = start,
        }
        let number = self.cursor.number(EXPECTED)?;
        let timestamp = match number {
            Number::Integer(seconds) => i64::try_from(seconds).ok().map(Timestamp::from_seconds),
            number => number.to_f64().and_then(Timestamp::from_seconds_f64),
        };
        timestamp.ok_or_else(|| Fault::new(start, EXPECTED, "more of them than a timestamp holds"))
    }

    /// Reads the strings of a map that have these keys.
    pub(super) fn strings(&mut self, keys: &[&str], found: &mut [Option<String>]) -> Read<()> {
        let mut remaining = self.cursor.begin_map("a map")?;
        while self.cursor.has_next(&mut remaining)? {
            let key = self.cursor.key()?;
            let index = key.and_then(|key| keys.iter().position(|requested| *requested == key));
            let start = self.cursor.at;
            if let Some(destination) = index.and_then(|index| found.get_mut(index)) {
                match self.cursor.string("a string") {
                    Ok(text) => {
                        *destination = Some(text.into_owned());
                        continue;
                    }
                    Err(_) => *destination = None,
                }
            }
            self.cursor.at = start;
            self.cursor.skip()?;
        }
        Ok(())
    }
}

/// Returns the member with this name and its index; the search starts at `hint`.
fn position(schema: &Schema, hint: usize, key: &str) -> Option<(usize, &'static Member)> {
    schema.find(hint, |member| member.name == key)
}
