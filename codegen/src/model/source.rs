//! Source texts and locations in them.

use std::fmt;
use std::sync::Arc;

/// The path and text of a model file. The caller reads the file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path shown in messages. It is never opened.
    pub path: String,
    /// Its text: a Smithy JSON AST, version 1.0 or 2.0.
    pub text: String,
}

/// A line of a source. Ordered by file, then line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The path of the [`Source`].
    pub file: Arc<str>,
    /// The line, counted from 1.
    pub line: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// The same as `Display`, to keep `Debug` snapshots short: every member of a model has a location.
impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A source text with an index of its line breaks.
pub(super) struct SourceFile<'a> {
    path: Arc<str>,
    text: &'a str,
    newlines: Vec<usize>,
}

impl<'a> SourceFile<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        // JSON does not allow a byte order mark, but editors on Windows write one, and it has no meaning.
        let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(i, _)| i).collect();
        Self { path: source.path.as_str().into(), text, newlines }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Returns the location of `part`, a slice of this file's text.
    pub(super) fn locate(&self, part: &str) -> Location {
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        self.line(self.newlines.partition_point(|newline| *newline < offset) + 1)
    }

    pub(super) fn line(&self, line: usize) -> Location {
        Location { file: self.path.clone(), line: u32::try_from(line).unwrap_or(u32::MAX) }
    }
}
