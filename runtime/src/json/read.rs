//! The JSON reader: fills in slots in place, so that large values are not moved.
use super::{
    Dialect,
    cursor::{Cursor, is_key},
    error::{Fault, PathSegment, Read},
};
use crate::{
    Blob, Document, List, Map, Slot, Structure, Timestamp, TimestampFormat, Union,
    schema::{Member, Schema},
    shape::SeenMembers,
};
use serde_json::Number;
use std::str::FromStr;

pub(super) struct Reader<'a> {
    cursor: Cursor<'a>,
    dialect: Dialect,
}

impl<'a> Reader<'a> {
    /// Creates a reader that rejects invalid JSON and values of the wrong type.
    pub(super) fn strict(text: &'a str, dialect: Dialect) -> Self {
        Self { cursor: Cursor::new(text, false), dialect }
    }

    /// Creates a reader that ignores errors: a member whose value cannot be read stays unset.
    pub(super) fn lenient(text: &'a str, dialect: Dialect) -> Self {
        Self { cursor: Cursor::new(text, true), dialect }
    }

    /// Reads the entire text into the slot, unless it is `null`.
    pub(super) fn root(&mut self, slot: Slot<'_>) -> Read<()> {
        if !self.cursor.is_null()? {
            self.fill(slot, super::TOP)?;
        }
        self.cursor.end()
    }

    /// Reads the entire text as a document.
    pub(super) fn root_document(&mut self) -> Read<Document> {
        let document = self.document()?;
        self.cursor.end()?;
        Ok(document)
    }

    /// Reads a value that is not `null`. The member has the timestamp format.
    fn fill(&mut self, slot: Slot<'_>, member: &'static Member) -> Read<()> {
        let cursor = &mut self.cursor;
        match slot {
            Slot::Structure(value) => self.structure(value)?,
            Slot::String(destination) => *destination = cursor.owned_string("a string")?,
            Slot::Enum(destination) => destination.set(&cursor.string("a string")?),
            Slot::List(list) => self.list(list, member)?,
            Slot::Map(map) => self.map(map, member)?,
            Slot::Union(value) => self.union(value)?,
            Slot::Timestamp(destination) => *destination = self.timestamp(member)?,
            Slot::Boolean(destination) => *destination = self.boolean()?,
            Slot::Byte(destination) => *destination = self.number("a byte")?,
            Slot::Short(destination) => *destination = self.number("a short")?,
            Slot::Integer(destination) => *destination = self.number("an integer")?,
            Slot::Long(destination) => *destination = self.number("a long")?,
            Slot::IntEnum(destination) => destination.set(self.number("an integer")?),
            Slot::Float(destination) => *destination = self.float(f32::is_finite)?,
            Slot::Double(destination) => *destination = self.float(f64::is_finite)?,
            Slot::Blob(destination) => *destination = self.text("base64", |text| Blob::from_base64(text).ok())?,
            Slot::BigInteger(destination) => *destination = self.big_number("a whole number")?,
            Slot::BigDecimal(destination) => *destination = self.big_number("a number")?,
            Slot::Document(destination) => *destination = self.document()?,
            Slot::Skip => cursor.skip()?,
        }
        Ok(())
    }

    #[inline(never)]
    fn structure(&mut self, value: &mut dyn Structure) -> Read<()> {
        self.cursor.begin(b'{', "an object")?;
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
            // If a key repeats, the last value wins, without remains of the others.
            if !seen.insert(index) {
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

    /// Reads a key and returns its member and index. Most often the members are in order.
    #[inline]
    fn next_member(&mut self, schema: &Schema, expected: usize) -> Read<Option<(usize, &'static Member)>> {
        let quoted = self.cursor.quoted();
        let mut index = expected;
        while let Some(member) = schema.members.get(index) {
            let key = self.dialect.key(member);
            if is_key(quoted, key) && self.dialect.is_in_body(member) {
                self.cursor.advance_past_key(key);
                return Ok(Some((index, member)));
            }
            index = index.saturating_add(1);
        }
        self.find_member(schema)
    }

    /// The slow path: members out of order, keys with escapes or white space, and unknown members.
    #[inline(never)]
    fn find_member(&mut self, schema: &Schema) -> Read<Option<(usize, &'static Member)>> {
        let key = self.cursor.key()?;
        Ok(self.dialect.position(schema, 0, &key))
    }

    /// A union has exactly one member; nulls, and `__type`, which some servers add, are ignored.
    #[inline(never)]
    fn union(&mut self, value: &mut dyn Union) -> Read<()> {
        const EXPECTED: &str = "an object with one member that is set";
        let schema = value.schema();
        self.cursor.token();
        let start = self.cursor.at;
        self.cursor.begin(b'{', EXPECTED)?;
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
        self.cursor.begin(b'[', "an array")?;
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
        self.cursor.begin(b'{', "an object")?;
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

    /// Reads a number of type `T`.
    fn number<T: FromStr>(&mut self, expected: &'static str) -> Read<T> {
        self.cursor.token();
        let start = self.cursor.at;
        let number = self.cursor.number(expected)?.parse();
        number.map_err(|_| Fault::new(start, expected, "a number out of its range or with a fraction"))
    }

    /// Reads a number of any size. In rpcv2Json it is a string.
    fn big_number<T: FromStr>(&mut self, expected: &'static str) -> Read<T> {
        if self.dialect.is_rpc_v2 && self.cursor.token() == b'"' {
            return self.text(expected, |text| text.parse().ok());
        }
        self.number(expected)
    }

    /// Reads a number, or the text of a value that JSON numbers cannot express. Numbers out of range are errors.
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

    /// Reads text that `parse` accepts.
    fn text<T>(&mut self, expected: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Read<T> {
        self.cursor.token();
        let start = self.cursor.at;
        let text = self.cursor.string(expected)?;
        parse(&text).ok_or_else(|| Fault::new(start, expected, "other text"))
    }

    /// Reads a timestamp: epoch seconds are a number, the other formats are text.
    fn timestamp(&mut self, member: &Member) -> Read<Timestamp> {
        match self.dialect.timestamp_format(member) {
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
                cursor.begin(b'[', "an array")?;
                let mut list = Vec::new();
                let mut is_first = true;
                while self.cursor.has_next(&mut is_first, b']')? {
                    list.push(self.document()?);
                }
                Document::Array(list)
            }
            b'{' => {
                cursor.begin(b'{', "an object")?;
                let mut map = serde_json::Map::new();
                let mut is_first = true;
                while let Some(key) = self.cursor.next_key(&mut is_first)? {
                    map.insert(key.into_owned(), self.document()?);
                }
                Document::Object(map)
            }
            _ => {
                let start = cursor.at;
                let number = document_number(cursor.number("a value")?);
                Document::Number(
                    number.ok_or_else(|| Fault::new(start, "a value", "a number beyond those of doubles"))?,
                )
            }
        })
    }

    /// Reads the strings of an object that have these keys.
    ///
    /// # Errors
    /// Returns an error if the text ends within a string.
    pub(super) fn strings(&mut self, keys: &[&str], found: &mut [Option<String>]) -> Read<()> {
        self.cursor.begin(b'{', "an object")?;
        let mut is_first = true;
        while let Ok(Some(key)) = self.cursor.next_key(&mut is_first) {
            let index = keys.iter().position(|requested| *requested == key);
            let Some(destination) = index.and_then(|index| found.get_mut(index)) else {
                self.cursor.skip()?;
                continue;
            };
            *destination = None;
            if self.cursor.token() == b'"' {
                *destination = Some(self.cursor.owned_string("a string")?);
            } else {
                self.cursor.skip()?;
            }
        }
        Ok(())
    }
}

/// Returns the number of a document; `None` if it is beyond those of doubles.
fn document_number(text: &str) -> Option<Number> {
    let natural = || text.parse::<u64>().ok().map(Number::from);
    // `-0` is a double: it has no other form.
    let negative = || text.parse::<i64>().ok().filter(|number| *number < 0).map(Number::from);
    natural().or_else(negative).or_else(|| Number::from_f64(text.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use crate::{Document, json};

    #[test]
    fn documents_are_those_of_serde_json() {
        let numbers = [
            "0",
            "-0",
            "-0.0",
            "1",
            "-1",
            "1.0",
            "1e2",
            "1E-2",
            "0.1",
            "2.5e-324",
            "1e-400",
            "123456789012345680000",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "-9223372036854775809",
            "1.7976931348623157e308",
            "0.30000000000000004",
            "9007199254740993",
            "5e-324",
        ];
        let texts = [r#"{"a": [null, true, false, "\u00e9\n", {}], "b": {"c": []}, "a": 1}"#, "[]", " \"x\" ", "null"];
        for text in numbers.into_iter().chain(texts) {
            let (document, expected) = (json::document(text.as_bytes()).unwrap(), serde_json::from_str(text).unwrap());
            assert_eq!(document, expected, "{text}");
            assert_eq!(document.to_string(), Document::to_string(&expected), "{text}");
        }
        for text in
            ["", "1e400", "-1e400", "01", "1.", ".5", "+1", "NaN", "{}x", "[1,]", "{\"a\":}", "\u{feff}1", "'a'"]
        {
            assert!(
                json::document(text.as_bytes()).is_err() && serde_json::from_str::<Document>(text).is_err(),
                "{text}"
            );
        }
    }
}
