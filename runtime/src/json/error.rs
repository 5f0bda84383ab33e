//! What is wrong with a text that is not the JSON that was expected, and where.
use std::fmt;

/// Reading is refused for one reason at a time; it is boxed, so that success costs a pointer.
pub(super) type Read<T> = Result<T, Box<Fault>>;

/// What was expected, what kind of thing stands there, and where. It holds nothing of the text itself, which may be
/// secret.
#[derive(Debug)]
pub(super) struct Fault {
    /// The offset in bytes.
    at: usize,
    expected: &'static str,
    found: &'static str,
    /// From the inside out.
    path: Vec<PathSegment>,
}

/// One step of the way to a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum PathSegment {
    /// A member, by its key.
    Member(&'static str),
    /// An element of a list, or an entry of a map, whose key may be secret; counted from 0.
    Index(usize),
}

impl Fault {
    pub(super) fn new(at: usize, expected: &'static str, found: &'static str) -> Box<Self> {
        Box::new(Self { at, expected, found, path: Vec::new() })
    }

    /// The same fault, in a value that stands there.
    #[cold]
    pub(super) fn inside(mut self: Box<Self>, step: PathSegment) -> Box<Self> {
        self.path.push(step);
        self
    }

    /// The error that a person reads. Lines and columns are counted only now: most faults of an error's body are passed
    /// over.
    pub(super) fn locate(self, text: &str) -> JsonError {
        let before = text.get(..self.at).unwrap_or(text);
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()).saturating_add(1);
        let mut path = String::new();
        for step in self.path.iter().rev() {
            match step {
                PathSegment::Member(name) if path.is_empty() => path.push_str(name),
                PathSegment::Member(name) => path.extend([".", name]),
                PathSegment::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        JsonError { path, expected: self.expected, found: self.found, line, column }
    }
}

/// Why a body cannot be read: `Backups[3].Tags[0].Key: expected a string, found a number at line 1, column 873`.
#[derive(Debug)]
pub(crate) struct JsonError {
    path: String,
    expected: &'static str,
    found: &'static str,
    line: usize,
    column: usize,
}

impl JsonError {
    /// A text that is not UTF-8, which JSON has to be (RFC 8259, section 8.1).
    pub(super) fn not_utf8(body: &[u8], error: std::str::Utf8Error) -> Self {
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
