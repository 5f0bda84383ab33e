//! JSON values with line numbers, parsed one level at a time into borrowed slices of the source text.
//!
//! Nothing here recurses. The parser descends a fixed number of levels (shapes, members, traits), and serde_json skips
//! values that are not read, such as ignored traits, without recursion. Deep nesting therefore cannot overflow the
//! stack.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::diagnostics::{Diagnostic, Diagnostics};
use super::source::{Location, SourceFile};

/// A JSON value and the file that contains it.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    raw: &'a RawValue,
    file: &'a SourceFile<'a>,
}

impl<'a> Node<'a> {
    /// Returns the text of the file as one value, after checking that it is JSON.
    pub(super) fn document(file: &'a SourceFile<'a>) -> Result<Self, Diagnostic> {
        match serde_json::from_str(file.text()) {
            Ok(raw) => Ok(Self { raw, file }),
            Err(error) => Err(not_json(file, &error)),
        }
    }

    pub(super) fn raw(self) -> &'a RawValue {
        self.raw
    }

    pub(super) fn location(self) -> Location {
        self.file.locate(self.raw.get())
    }

    /// Returns the type of the value, with an article.
    pub(super) fn kind(self) -> &'static str {
        kind(self.raw)
    }

    pub(super) fn string(self) -> Result<Cow<'a, str>, Diagnostic> {
        let text: Result<Text<'a>, _> = serde_json::from_str(self.raw.get());
        text.map(|text| text.0).map_err(|_| self.expected("a string"))
    }

    pub(super) fn items(self) -> Result<Vec<Self>, Diagnostic> {
        let items: Result<Vec<&'a RawValue>, _> = serde_json::from_str(self.raw.get());
        let items = items.map_err(|_| self.expected("an array"))?;
        Ok(items.into_iter().map(|raw| Self { raw, file: self.file }).collect())
    }

    /// Returns the object's fields. If a key occurs twice, the first value is used and an error is added to `problems`.
    pub(super) fn fields(self, problems: &mut Diagnostics) -> Result<Fields<'a>, Diagnostic> {
        let entries: Result<Entries<'a>, _> = serde_json::from_str(self.raw.get());
        let entries = entries.map_err(|_| self.expected("an object"))?.0;
        let mut first: HashMap<Cow<'a, str>, Node<'a>> = HashMap::with_capacity(entries.len());
        let mut fields = Vec::with_capacity(entries.len());
        for (key, raw) in entries {
            let node = Self { raw, file: self.file };
            match first.get(&key) {
                Some(earlier) => problems.push(
                    Diagnostic::new(format!("the key {key:?} is given twice"))
                        .at(&node.location())
                        .hint(format!("it was given at line {} already", earlier.location().line)),
                ),
                None => {
                    first.insert(key.clone(), node);
                    fields.push((key, node));
                }
            }
        }
        Ok(Fields(fields))
    }

    pub(super) fn expected(self, what: &str) -> Diagnostic {
        Diagnostic::new(format!("{what} is expected here, not {}", self.kind())).at(&self.location())
    }
}

/// The fields of an object in source order, with unique keys.
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, Node<'a>)>);

impl<'a> Fields<'a> {
    pub(super) fn get(&self, key: &str) -> Option<Node<'a>> {
        self.0.iter().find(|(other, _)| other == key).map(|(_, node)| *node)
    }
}

impl<'a> IntoIterator for Fields<'a> {
    type Item = (Cow<'a, str>, Node<'a>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Returns the fields of an object that was parsed before; none if the value is no object.
pub(super) fn entries(raw: &RawValue) -> Vec<(Cow<'_, str>, &RawValue)> {
    serde_json::from_str(raw.get()).map_or_else(|_| Vec::new(), |entries: Entries<'_>| entries.0)
}

/// Returns the type of a value, with an article. The first byte is enough to determine it.
pub(super) fn kind(raw: &RawValue) -> &'static str {
    match raw.get().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// A string, borrowed if it contains no escapes.
#[derive(Deserialize, PartialEq, Eq, Hash)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

struct Entries<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    entries.push((key.0, value));
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

fn not_json(file: &SourceFile<'_>, error: &serde_json::Error) -> Diagnostic {
    let text = file.text().trim_start();
    if text.is_empty() {
        return Diagnostic::new("the file is empty").at(&file.line(1)).hint("a Smithy JSON AST is expected".to_owned());
    }
    let message = error.to_string();
    let what = message.split_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let hint = if ["$version", "namespace ", "//"].iter().any(|start| text.starts_with(start)) {
        Some("this looks like Smithy IDL; `smithy ast` turns it into a JSON AST")
    } else if error.is_eof() {
        Some("the file seems to be cut off")
    } else {
        None
    };
    Diagnostic::new(format!("not JSON: {what} at column {}", error.column()))
        .at(&file.line(error.line()))
        .hint(hint.map(str::to_owned))
}
