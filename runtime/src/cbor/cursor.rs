//! A tokenizer for CBOR, without knowledge of shapes. RFC 8949, section 3.
use crate::json::error::{Fault, Read};
use std::borrow::Cow;

/// The maximum depth of arrays and maps in values that are read; skipped values may be deeper.
const MAX_DEPTH: usize = 128;

/// The initial byte that ends an item of indefinite length.
const BREAK: u8 = 0xff;

/// The head of a data item: its type, and the argument that follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    Unsigned(u64),
    /// The number −1 − n.
    Negative(u64),
    /// The length; `None` if it is indefinite.
    Bytes(Option<u64>),
    Text(Option<u64>),
    Array(Option<u64>),
    Map(Option<u64>),
    Tag(u64),
    Boolean(bool),
    /// `null` or `undefined`.
    Null,
    /// Half, single or double precision.
    Float(f64),
    /// A simple value without a meaning here.
    Simple,
    Break,
}

/// A position in a body.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) is_lenient: bool,
}

/// What remains of an array or a map.
#[derive(Clone, Copy)]
pub(super) struct Remaining(Option<u64>);

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8], is_lenient: bool) -> Self {
        Self { bytes, at: 0, depth: 0, is_lenient }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Consumes this many bytes.
    fn take(&mut self, count: u64) -> Read<&'a [u8]> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        match self.rest().split_at_checked(count) {
            Some((taken, _)) => {
                self.at = self.at.saturating_add(count);
                Ok(taken)
            }
            None => Err(self.end_fault()),
        }
    }

    fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        match self.rest().first_chunk() {
            Some(chunk) => {
                self.at = self.at.saturating_add(N);
                Ok(*chunk)
            }
            None => Err(self.end_fault()),
        }
    }

    #[cold]
    fn end_fault(&self) -> Box<Fault> {
        Fault::new(self.bytes.len(), "more bytes", "the end of the body")
    }

    /// Consumes the head of the next data item.
    pub(super) fn head(&mut self) -> Read<Head> {
        let start = self.at;
        let [initial] = self.array()?;
        let (major, additional) = (initial >> 5, initial & 0x1f);
        if major == 7 {
            return self.simple(start, additional);
        }
        let argument = match additional {
            0..24 => Some(u64::from(additional)),
            24 => Some(self.array().map(u8::from_be_bytes)?.into()),
            25 => Some(self.array().map(u16::from_be_bytes)?.into()),
            26 => Some(self.array().map(u32::from_be_bytes)?.into()),
            27 => Some(self.array().map(u64::from_be_bytes)?),
            31 => None,
            _ => return Err(Fault::new(start, "a CBOR data item", "a reserved initial byte")),
        };
        match (major, argument) {
            (0, Some(number)) => Ok(Head::Unsigned(number)),
            (1, Some(number)) => Ok(Head::Negative(number)),
            (2, length) => Ok(Head::Bytes(length)),
            (3, length) => Ok(Head::Text(length)),
            (4, length) => Ok(Head::Array(length)),
            (5, length) => Ok(Head::Map(length)),
            (6, Some(tag)) => Ok(Head::Tag(tag)),
            _ => Err(Fault::new(start, "a CBOR data item", "a number of indefinite length")),
        }
    }

    /// Major type 7.
    fn simple(&mut self, start: usize, additional: u8) -> Read<Head> {
        Ok(match additional {
            20 => Head::Boolean(false),
            21 => Head::Boolean(true),
            22 | 23 => Head::Null,
            0..20 => Head::Simple,
            24 => {
                let [value] = self.array()?;
                if value < 32 {
                    return Err(Fault::new(start, "a CBOR data item", "an invalid simple value"));
                }
                Head::Simple
            }
            25 => Head::Float(half(self.array().map(u16::from_be_bytes)?)),
            26 => Head::Float(self.array().map(f32::from_be_bytes)?.into()),
            27 => Head::Float(self.array().map(f64::from_be_bytes)?),
            31 => Head::Break,
            _ => return Err(Fault::new(start, "a CBOR data item", "a reserved initial byte")),
        })
    }

    /// Creates a fault: something else than `expected` was found at `start`.
    #[cold]
    pub(super) fn fault(start: usize, expected: &'static str, found: Head) -> Box<Fault> {
        let found = match found {
            Head::Unsigned(_) | Head::Negative(_) => "an integer",
            Head::Bytes(_) => "a byte string",
            Head::Text(_) => "a string",
            Head::Array(_) => "an array",
            Head::Map(_) => "a map",
            Head::Tag(_) => "another tag",
            Head::Boolean(_) => "a boolean",
            Head::Null => "null",
            Head::Float(_) => "a float",
            Head::Simple => "a simple value",
            Head::Break => "the end of a list or map",
        };
        Fault::new(start, expected, found)
    }

    /// Consumes the head of the next data item, and the tags before it, which are ignored.
    pub(super) fn untagged(&mut self) -> Read<Head> {
        loop {
            match self.head()? {
                Head::Tag(_) => {}
                head => return Ok(head),
            }
        }
    }

    /// Consumes `null` or `undefined`, if it is next. Returns whether it was.
    pub(super) fn is_null(&mut self) -> bool {
        let is_null = matches!(self.rest().first(), Some(0xf6 | 0xf7));
        self.at = self.at.saturating_add(usize::from(is_null));
        is_null
    }

    /// Begins a map.
    pub(super) fn begin_map(&mut self, expected: &'static str) -> Read<Remaining> {
        let start = self.at;
        match self.untagged()? {
            Head::Map(length) => self.begin(start, length),
            other => Err(Self::fault(start, expected, other)),
        }
    }

    /// Begins an array.
    pub(super) fn begin_array(&mut self, expected: &'static str) -> Read<Remaining> {
        let start = self.at;
        match self.untagged()? {
            Head::Array(length) => self.begin(start, length),
            other => Err(Self::fault(start, expected, other)),
        }
    }

    /// Begins an array or a map whose head was consumed.
    pub(super) fn begin(&mut self, start: usize, length: Option<u64>) -> Read<Remaining> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::new(start, "at most 128 arrays and maps in each other", "one more"));
        }
        self.depth = self.depth.saturating_add(1);
        Ok(Remaining(length))
    }

    /// Returns whether another element or entry follows. After the last one, the array or map is ended.
    pub(super) fn has_next(&mut self, remaining: &mut Remaining) -> Read<bool> {
        let has_next = match &mut remaining.0 {
            Some(0) => false,
            Some(count) => {
                *count = count.saturating_sub(1);
                true
            }
            None if self.rest().is_empty() => return Err(self.end_fault()),
            None => {
                let is_end = self.rest().first() == Some(&BREAK);
                self.at = self.at.saturating_add(usize::from(is_end));
                !is_end
            }
        };
        if !has_next {
            self.depth = self.depth.saturating_sub(1);
        }
        Ok(has_next)
    }

    /// Reads the key of a map entry; `None` if it is not a string.
    pub(super) fn key(&mut self) -> Read<Option<Cow<'a, str>>> {
        let start = self.at;
        match self.head()? {
            Head::Text(length) => self.text(start, length).map(Some),
            _ => {
                self.at = start;
                self.skip()?;
                Ok(None)
            }
        }
    }

    /// Reads a string; borrows it unless it comes in chunks.
    pub(super) fn string(&mut self, expected: &'static str) -> Read<Cow<'a, str>> {
        let start = self.at;
        match self.untagged()? {
            Head::Text(length) => self.text(start, length),
            other => Err(Self::fault(start, expected, other)),
        }
    }

    /// Reads the rest of a string after its head.
    pub(super) fn text(&mut self, start: usize, length: Option<u64>) -> Read<Cow<'a, str>> {
        let not_utf8 = |_| Fault::new(start, "UTF-8", "other bytes");
        let Some(length) = length else {
            // A character must not be split between chunks, but servers that do so mean what they say.
            let bytes = self.chunks(|head| if let Head::Text(Some(length)) = head { Some(length) } else { None })?;
            return match String::from_utf8(bytes) {
                Ok(text) => Ok(text.into()),
                Err(error) if self.is_lenient => Ok(String::from_utf8_lossy(error.as_bytes()).into_owned().into()),
                Err(error) => Err(not_utf8(error.utf8_error())),
            };
        };
        let bytes = self.take(length)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.into()),
            Err(_) if self.is_lenient => Ok(String::from_utf8_lossy(bytes)),
            Err(error) => Err(not_utf8(error)),
        }
    }

    /// Reads the rest of a byte string after its head.
    pub(super) fn bytes(&mut self, length: Option<u64>) -> Read<Cow<'a, [u8]>> {
        match length {
            Some(length) => self.take(length).map(Cow::Borrowed),
            None => {
                let length = |head| if let Head::Bytes(Some(length)) = head { Some(length) } else { None };
                self.chunks(length).map(Cow::Owned)
            }
        }
    }

    /// Reads the chunks of a string of indefinite length. Section 3.2.3: each has a definite length and the same type.
    fn chunks(&mut self, length: fn(Head) -> Option<u64>) -> Read<Vec<u8>> {
        let mut bytes = Vec::new();
        loop {
            let start = self.at;
            match self.head()? {
                Head::Break => return Ok(bytes),
                head => match length(head) {
                    Some(length) => bytes.extend_from_slice(self.take(length)?),
                    None => return Err(Self::fault(start, "a chunk of a string", head)),
                },
            }
        }
    }

    /// Consumes this many bytes without looking at them.
    pub(super) fn pass(&mut self, count: u64) -> Read<()> {
        self.take(count).map(drop)
    }

    /// Expects the end of the body.
    pub(super) fn end(&mut self) -> Read<()> {
        if self.rest().is_empty() { Ok(()) } else { Err(Fault::new(self.at, "the end of the body", "more bytes")) }
    }

    /// The number of bytes that follow.
    pub(super) fn len(&self) -> u64 {
        u64::try_from(self.rest().len()).unwrap_or(u64::MAX)
    }
}

/// Converts a float of half precision. RFC 8949, appendix D.
fn half(bits: u16) -> f64 {
    let (exponent, mantissa) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let value = match exponent {
        0 => mantissa * 2_f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (mantissa + 1024.0) * 2_f64.powi(exponent.saturating_sub(25)),
    };
    if bits & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_of_the_specification() {
        // RFC 8949, appendix A.
        for (bits, expected) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0x3e00, 1.5),
            (0x7bff, 65504.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x0400, 0.000_061_035_156_25),
            (0xc400, -4.0),
            (0x7c00, f64::INFINITY),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), expected, "{bits:x}");
        }
        assert!(half(0x7e00).is_nan() && half(0x7c01).is_nan());
        assert!(half(0x8000).is_sign_negative());
    }
}
