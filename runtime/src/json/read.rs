//! The reader: fills in slots in place, so that nothing large is moved.
use super::{
    Dialect,
    cursor::{Cursor, is_key},
    error::{Fault, PathSegment, Read},
};
use crate::{
    Blob, Document, List, Map, Slot, Structure, Timestamp, TimestampFormat, Union,
    schema::{Location, Member, Schema},
    shape::SeenMembers,
};
use std::str::FromStr;

pub(super) struct Reader<'a> {
    cursor: Cursor<'a>,
    dialect: Dialect,
}

impl<'a> Reader<'a> {
    /// Refuses what is not JSON, and what is not of the slots' types.
    pub(super) fn strict(text: &'a str, dialect: Dialect) -> Self {
        Self { cursor: Cursor::new(text, false), dialect }
    }

    /// Reads what can be read; a member whose value cannot be read is absent.
    pub(super) fn lenient(text: &'a str, dialect: Dialect) -> Self {
        Self { cursor: Cursor::new(text, true), dialect }
    }

    /// The whole text, or nothing where it is `null`.
    pub(super) fn whole(&mut self, slot: Slot<'_>) -> Read<()> {
        if !self.cursor.is_null()? {
            self.fill(slot, super::TOP)?;
        }
        self.cursor.end()
    }

    /// The whole text as a document.
    pub(super) fn whole_document(&mut self) -> Read<Document> {
        let document = self.document()?;
        self.cursor.end()?;
        Ok(document)
    }

    /// A value, which is not `null`. The member knows the format of timestamps.
    fn fill(&mut self, slot: Slot<'_>, member: &'static Member) -> Read<()> {
        let cursor = &mut self.cursor;
        match slot {
            Slot::Structure(value) => self.structure(value)?,
            Slot::String(place) => *place = cursor.owned_string("a string")?,
            Slot::Enum(place) => place.set(&cursor.string("a string")?),
            Slot::List(list) => self.list(list, member)?,
            Slot::Map(map) => self.map(map, member)?,
            Slot::Union(value) => self.union(value)?,
            Slot::Timestamp(place) => *place = self.timestamp(member)?,
            Slot::Boolean(place) => *place = self.boolean()?,
            Slot::Byte(place) => *place = self.number("a byte")?,
            Slot::Short(place) => *place = self.number("a short")?,
            Slot::Integer(place) => *place = self.number("an integer")?,
            Slot::Long(place) => *place = self.number("a long")?,
            Slot::IntEnum(place) => place.set(self.number("an integer")?),
            Slot::Float(place) => *place = self.float(f32::is_finite)?,
            Slot::Double(place) => *place = self.float(f64::is_finite)?,
            Slot::Blob(place) => *place = self.text("base64", |text| Blob::from_base64(text).ok())?,
            Slot::BigInteger(place) => *place = self.number("a whole number")?,
            Slot::BigDecimal(place) => *place = self.number("a number")?,
            Slot::Document(place) => *place = self.document()?,
            Slot::Skip => cursor.skip()?,
        }
        Ok(())
    }

    #[inline(never)]
    fn structure(&mut self, value: &mut dyn Structure) -> Read<()> {
        self.cursor.open(b'{', "an object")?;
        let schema = value.schema();
        let mut hint = 0;
        let mut is_first = true;
        let mut seen = SeenMembers::default();
        while self.cursor.has_next(&mut is_first, b'}')? {
            let Some((index, member)) = self.next_member(schema, hint)? else {
                self.cursor.skip()?;
                continue;
            };
            hint = index.saturating_add(1);
            // The last of several values counts, and it alone.
            if seen.was(index) {
                value.clear(index);
            }
            let (at, depth) = (self.cursor.at, self.cursor.depth);
            if let Err(fault) = self.member(value, index, member) {
                if !self.cursor.is_lenient {
                    return Err(fault.inside(PathSegment::Member(self.dialect.key(member))));
                }
                value.clear(index);
                (self.cursor.at, self.cursor.depth) = (at, depth);
                self.cursor.skip()?;
            }
        }
        Ok(())
    }

    #[inline]
    fn member(&mut self, value: &mut dyn Structure, index: usize, member: &'static Member) -> Read<()> {
        if self.cursor.is_null()? { Ok(()) } else { self.fill(value.slot(index), member) }
    }

    /// The member whose key stands here, with its index; mostly it is the one that is expected.
    #[inline]
    fn next_member(&mut self, schema: &Schema, expected: usize) -> Read<Option<(usize, &'static Member)>> {
        let quoted = self.cursor.quoted();
        let members = schema.members.iter().enumerate();
        for (index, member) in members.skip(expected) {
            let key = self.dialect.key(member);
            if is_key(quoted, key) && member.location == Location::Body {
                self.cursor.pass_key(key);
                return Ok(Some((index, member)));
            }
        }
        self.odd_member(schema)
    }

    /// A member that comes before the others, or is written in another way, or is not known.
    #[inline(never)]
    fn odd_member(&mut self, schema: &Schema) -> Read<Option<(usize, &'static Member)>> {
        let key = self.cursor.key()?;
        Ok(self.dialect.position(schema, 0, &key))
    }

    /// Exactly one member is set; nulls and `__type`, which some servers add, do not count.
    #[inline(never)]
    fn union(&mut self, value: &mut dyn Union) -> Read<()> {
        const EXPECTED: &str = "an object with one member that is set";
        let schema = value.schema();
        self.cursor.token();
        let start = self.cursor.at;
        self.cursor.open(b'{', EXPECTED)?;
        let mut set = None;
        let mut is_first = true;
        while let Some(key) = self.cursor.next_key(&mut is_first)? {
            let found = self.dialect.position(schema, 0, &key);
            if self.cursor.is_null()? {
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
                let read = self.fill(value.slot(index), member);
                read.map_err(|fault| fault.inside(PathSegment::Member(self.dialect.key(member))))?;
            } else {
                self.cursor.skip()?;
                value.set_unknown(&key);
            }
            set = Some(key);
        }
        set.map(drop).ok_or_else(|| Fault::new(start, EXPECTED, "one with none"))
    }

    #[inline(never)]
    fn list(&mut self, list: &mut dyn List, member: &'static Member) -> Read<()> {
        self.cursor.open(b'[', "an array")?;
        let mut is_first = true;
        let mut index = 0;
        while self.cursor.has_next(&mut is_first, b']')? {
            if self.cursor.is_null()? {
                list.push_null();
            } else {
                self.fill(list.push(), member).map_err(|fault| fault.inside(PathSegment::Index(index)))?;
            }
            index = index.saturating_add(1);
        }
        Ok(())
    }

    #[inline(never)]
    fn map(&mut self, map: &mut dyn Map, member: &'static Member) -> Read<()> {
        self.cursor.open(b'{', "an object")?;
        let mut is_first = true;
        let mut index = 0;
        while let Some(key) = self.cursor.next_key(&mut is_first)? {
            if self.cursor.is_null()? {
                map.insert_null(key.into_owned());
            } else {
                let slot = map.insert(key.into_owned());
                self.fill(slot, member).map_err(|fault| fault.inside(PathSegment::Index(index)))?;
            }
            index = index.saturating_add(1);
        }
        Ok(())
    }

    fn boolean(&mut self) -> Read<bool> {
        match self.cursor.token() {
            b't' => self.cursor.literal("true").map(|()| true),
            b'f' => self.cursor.literal("false").map(|()| false),
            _ => Err(self.cursor.fault("a boolean")),
        }
    }

    /// A number of this type, as it is written.
    fn number<T: FromStr>(&mut self, expected: &'static str) -> Read<T> {
        self.cursor.token();
        let start = self.cursor.at;
        let number = self.cursor.number(expected)?.parse();
        number.map_err(|_| Fault::new(start, expected, "a number out of its range or with a fraction"))
    }

    /// A number, or the text for what JSON's numbers do not have. One that would become infinite is refused.
    fn float<T: FromStr + Copy>(&mut self, is_finite: fn(T) -> bool) -> Read<T> {
        const EXPECTED: &str = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";
        if self.cursor.token() == b'"' {
            return self.text(EXPECTED, |text| match text {
                "NaN" | "Infinity" | "-Infinity" => text.parse().ok(),
                _ => None,
            });
        }
        let start = self.cursor.at;
        let number = self.number(EXPECTED)?;
        if is_finite(number) { Ok(number) } else { Err(Fault::new(start, "a number", "one that is too large")) }
    }

    /// Text that `parse` understands.
    fn text<T>(&mut self, expected: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Read<T> {
        self.cursor.token();
        let start = self.cursor.at;
        let text = self.cursor.string(expected)?;
        parse(&text).ok_or_else(|| Fault::new(start, expected, "other text"))
    }

    /// A number is epoch seconds; text is whatever format the member has.
    fn timestamp(&mut self, member: &Member) -> Read<Timestamp> {
        match member.timestamp_format.unwrap_or(TimestampFormat::EpochSeconds) {
            TimestampFormat::EpochSeconds => self.epoch_seconds(),
            TimestampFormat::DateTime | TimestampFormat::HttpDate => {
                self.text("the text of a timestamp", |text| Timestamp::parse(text).ok())
            }
        }
    }

    fn epoch_seconds(&mut self) -> Read<Timestamp> {
        const EXPECTED: &str = "seconds since 1970";
        self.cursor.token();
        let start = self.cursor.at;
        let text = self.cursor.number(EXPECTED)?;
        let seconds = text.parse().ok().map(Timestamp::from_seconds);
        let seconds = seconds.or_else(|| Timestamp::from_seconds_f64(text.parse().ok()?));
        seconds.ok_or_else(|| Fault::new(start, EXPECTED, "more of them than a timestamp holds"))
    }

    fn document(&mut self) -> Read<Document> {
        let cursor = &mut self.cursor;
        Ok(match cursor.token() {
            b'n' => cursor.literal("null").map(|()| Document::Null)?,
            b't' | b'f' => Document::Bool(self.boolean()?),
            b'"' => Document::String(cursor.string("a string")?.into_owned()),
            b'[' => {
                cursor.open(b'[', "an array")?;
                let mut list = Vec::new();
                let mut is_first = true;
                while self.cursor.has_next(&mut is_first, b']')? {
                    list.push(self.document()?);
                }
                Document::Array(list)
            }
            b'{' => {
                cursor.open(b'{', "an object")?;
                let mut map = serde_json::Map::new();
                let mut is_first = true;
                while let Some(key) = self.cursor.next_key(&mut is_first)? {
                    map.insert(key.into_owned(), self.document()?);
                }
                Document::Object(map)
            }
            _ => Document::Number(self.number("a value")?),
        })
    }

    /// Finds the strings of these keys in the object that the text is.
    ///
    /// # Errors
    /// The text ends within one of them.
    pub(super) fn strings(&mut self, keys: &[&str], found: &mut [Option<String>]) -> Read<()> {
        self.cursor.open(b'{', "an object")?;
        let mut is_first = true;
        while let Ok(Some(key)) = self.cursor.next_key(&mut is_first) {
            let index = keys.iter().position(|wanted| *wanted == key);
            let Some(place) = index.and_then(|index| found.get_mut(index)) else {
                self.cursor.skip()?;
                continue;
            };
            *place = None;
            if self.cursor.token() == b'"' {
                *place = Some(self.cursor.owned_string("a string")?);
            } else {
                self.cursor.skip()?;
            }
        }
        Ok(())
    }
}
