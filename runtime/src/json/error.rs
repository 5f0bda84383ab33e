//! Errors in reading JSON, with their position. CBOR shares the faults.
use std::fmt;

/// The result of a reader. The error is boxed, so that a success has the size of a pointer.
pub(crate) type Read<T> = Result<T, Box<Fault>>;

/// A mismatch: what was expected, what kind of value was found, and where. It contains nothing of the text itself,
/// which may be secret.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The offset in bytes.
    pub(crate) offset: usize,
    pub(crate) expected: &'static str,
    pub(crate) found: &'static str,
    /// From the innermost segment to the outermost.
    path: Vec<PathSegment>,
}

/// A segment of the path to a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PathSegment {
    /// A member, by its key.
    Member(&'static str),
    /// The index of a list element or a map entry, from 0. Map keys are left out, since they may be secret.
    Index(usize),
}

impl Fault {
    pub(crate) fn new(offset: usize, expected: &'static str, found: &'static str) -> Box<Self> {
        Box::new(Self { offset, expected, found, path: Vec::new() })
    }

    /// Adds the path segment of an enclosing value.
    #[cold]
    pub(crate) fn inside(mut self: Box<Self>, segment: PathSegment) -> Box<Self> {
        self.path.push(segment);
        self
    }

    /// Returns the path to the value: `Backups[3].Tags[0].Key`.
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.path.iter().rev() {
            match segment {
                PathSegment::Member(name) if path.is_empty() => path.push_str(name),
                PathSegment::Member(name) => path.extend([".", name]),
                PathSegment::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }

    /// Converts it to the error that users see. Lines and columns are counted only here, because most faults in error
    /// bodies are ignored.
    pub(crate) fn locate(self, text: &str) -> JsonError {
        let before = text.get(..self.offset).unwrap_or(text);
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()).saturating_add(1);
        JsonError { path: self.path(), expected: self.expected, found: self.found, line, column }
    }
}

/// Why a body could not be read: `Backups[3].Tags[0].Key: expected a string, found a number offset line 1, column 873`.
#[derive(Debug)]
pub(crate) struct JsonError {
    path: String,
    expected: &'static str,
    found: &'static str,
    line: usize,
    column: usize,
}

impl JsonError {
    /// Creates an error for a text that is not UTF-8, which RFC 8259, section 8.1 requires.
    pub(crate) fn not_utf8(body: &[u8], error: std::str::Utf8Error) -> Self {
        let valid = body.get(..error.valid_up_to()).unwrap_or_default();
        Fault::new(valid.len(), "UTF-8", "other bytes").locate(&String::from_utf8_lossy(valid))
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, expected, found, line, column } = self;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        write!(f, "expected {expected}, found {found} at line {line}, column {column}")
    }
}

impl std::error::Error for JsonError {}
