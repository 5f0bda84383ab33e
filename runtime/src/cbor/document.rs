//! Documents. The protocol has none, but the generator uses them for members without a type of their own, such as those
//! that target `smithy.api#Unit`.
use super::{
    cursor::{Cursor, Head},
    number::Number,
    read::Reader,
    write::Writer,
};
use crate::{Document, json::error::Read};
use serde_json::Number as JsonNumber;

impl Reader<'_> {
    pub(super) fn document(&mut self) -> Read<Document> {
        let cursor = &mut self.cursor;
        let start = cursor.at;
        Ok(match cursor.untagged()? {
            Head::Null => Document::Null,
            Head::Boolean(value) => Document::Bool(value),
            Head::Text(length) => Document::String(cursor.text(start, length)?.into_owned()),
            Head::Array(length) => {
                let mut remaining = cursor.begin(start, length)?;
                let mut list = Vec::new();
                while self.cursor.has_next(&mut remaining)? {
                    list.push(self.document()?);
                }
                Document::Array(list)
            }
            Head::Map(length) => {
                let mut remaining = cursor.begin(start, length)?;
                let mut map = serde_json::Map::new();
                while self.cursor.has_next(&mut remaining)? {
                    let key = self.cursor.string("a key")?.into_owned();
                    map.insert(key, self.document()?);
                }
                Document::Object(map)
            }
            Head::Unsigned(_) | Head::Negative(_) | Head::Float(_) => {
                cursor.at = start;
                Document::Number(number(&cursor.number("a number")?).unwrap_or_else(|| JsonNumber::from(0)))
            }
            other @ (Head::Bytes(_) | Head::Tag(_) | Head::Simple | Head::Break) => {
                return Err(Cursor::fault(start, "a value that JSON has", other));
            }
        })
    }
}

/// Returns the number of a document; `None` if JSON cannot express it.
fn number(number: &Number) -> Option<JsonNumber> {
    let integer = || number.to_integer().map(|number: i64| number.into());
    let natural = || number.to_integer().map(|number: u64| number.into());
    match number {
        Number::Float(float) => JsonNumber::from_f64(*float),
        number => integer().or_else(natural).or_else(|| JsonNumber::from_f64(number.to_f64()?)),
    }
}

impl Writer {
    pub(super) fn document(&mut self, document: &Document) {
        match document {
            Document::Null => self.null(),
            Document::Bool(value) => self.boolean(*value),
            Document::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) => self.integer(integer),
                (None, Some(natural)) => self.unsigned(natural),
                (None, None) => self.double(number.as_f64().unwrap_or_default()),
            },
            Document::String(text) => self.string(text),
            Document::Array(list) => {
                self.array(list.len());
                list.iter().for_each(|element| self.document(element));
            }
            Document::Object(map) => {
                self.map_of(map.len());
                for (key, value) in map {
                    self.string(key);
                    self.document(value);
                }
            }
        }
    }
}
