//! A tokenizer for JSON (RFC 8259), without knowledge of shapes.
use super::error::{Fault, Read};
use std::{borrow::Cow, mem};

/// The maximum depth of objects and arrays in values that are read; skipped values may be deeper.
const MAX_DEPTH: usize = 128;

/// A position in a text.
///
/// A lenient cursor accepts invalid JSON: control characters in strings, missing commas, missing closing brackets. It
/// reads the error responses of services.
pub(super) struct Cursor<'a> {
    text: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) is_lenient: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, is_lenient: bool) -> Self {
        Self { text, at: 0, depth: 0, is_lenient }
    }

    /// Returns the current byte, or 0 at the end, which is not valid in JSON.
    #[inline]
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Advances by this many bytes.
    #[inline(always)]
    fn advance(&mut self, bytes: usize) {
        self.at = offset_after(self.at, bytes);
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Skips white space and returns the next byte.
    #[inline]
    pub(super) fn token(&mut self) -> u8 {
        loop {
            match self.byte() {
                b' ' | b'\n' | b'\r' | b'\t' => self.advance(1),
                byte => return byte,
            }
        }
    }

    /// Creates a fault: something else than `expected` was found here.
    #[cold]
    #[inline(never)]
    pub(super) fn fault(&self, expected: &'static str) -> Box<Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let found = match self.byte() {
            b'{' => "an object",
            b'[' => "an array",
            b'"' => "a string",
            b'-' | b'0'..=b'9' => "a number",
            _ if rest.is_empty() => "the end of the text",
            _ if rest.starts_with("true") || rest.starts_with("false") => "a boolean",
            _ if rest.starts_with("null") => "null",
            _ => "something else",
        };
        Fault::new(self.at, expected, found)
    }

    /// Consumes this literal.
    pub(super) fn literal(&mut self, word: &'static str) -> Read<()> {
        match self.text.get(self.at..) {
            Some(rest) if rest.starts_with(word) => {
                self.advance(word.len());
                Ok(())
            }
            _ => Err(self.fault("a value")),
        }
    }

    /// Consumes `null`, if it is next. Returns whether it was.
    #[inline]
    pub(super) fn is_null(&mut self) -> Read<bool> {
        if self.token() == b'n' { self.literal("null").map(|()| true) } else { Ok(false) }
    }

    /// Begins an object or an array.
    #[inline]
    pub(super) fn begin(&mut self, bracket: u8, expected: &'static str) -> Read<()> {
        if self.token() != bracket {
            return Err(self.fault(expected));
        }
        if self.depth == MAX_DEPTH {
            return Err(Fault::new(self.at, "at most 128 objects and arrays in each other", "one more"));
        }
        self.depth = self.depth.saturating_add(1);
        self.advance(1);
        Ok(())
    }

    /// Advances to the next element or member. Returns `false` after the last one, and ends the array or object.
    #[inline]
    pub(super) fn has_next(&mut self, is_first: &mut bool, end: u8) -> Read<bool> {
        let was_first = mem::take(is_first);
        match self.token() {
            byte if byte == end => {
                self.advance(1);
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            _ if self.is_lenient => Ok(self.find_next(was_first, end)),
            b',' if !was_first => {
                self.advance(1);
                Ok(true)
            }
            byte if was_first && byte != 0 => Ok(true),
            _ => Err(self.missing_separator(end)),
        }
    }

    /// The lenient form of [`has_next`](Self::has_next). The end of the text ends all arrays and objects.
    #[cold]
    fn find_next(&mut self, was_first: bool, end: u8) -> bool {
        let mut has_comma = was_first;
        loop {
            match self.token() {
                byte if byte == end => self.advance(1),
                0 if self.is_at_end() => {}
                b'"' => return true,
                b',' => {
                    has_comma = true;
                    self.advance(1);
                    continue;
                }
                _ if has_comma => return true,
                _ => {
                    self.advance(1);
                    continue;
                }
            }
            self.depth = self.depth.saturating_sub(1);
            return false;
        }
    }

    /// Creates a fault for a missing comma or closing bracket.
    #[cold]
    fn missing_separator(&self, end: u8) -> Box<Fault> {
        self.fault(if end == b'}' { "`,` or `}`" } else { "`,` or `]`" })
    }

    /// Reads the next key of an object; `None` at its end.
    #[inline]
    pub(super) fn next_key(&mut self, is_first: &mut bool) -> Read<Option<Cow<'a, str>>> {
        if self.has_next(is_first, b'}')? { self.key().map(Some) } else { Ok(None) }
    }

    /// Reads a key and the colon.
    pub(super) fn key(&mut self) -> Read<Cow<'a, str>> {
        let key = self.string("a key")?;
        self.colon()?;
        Ok(key)
    }

    /// Returns the bytes after the opening quotation mark of a string; empty if there is no string here.
    #[inline]
    pub(super) fn quoted(&self) -> &'a [u8] {
        match self.text.as_bytes().get(self.at..) {
            Some([b'"', rest @ ..]) => rest,
            _ => &[],
        }
    }

    /// Advances past a key for which [`is_key`] is true.
    #[inline]
    pub(super) fn advance_past_key(&mut self, key: &str) {
        self.advance(offset_after(key.len(), 3));
    }

    #[inline]
    fn colon(&mut self) -> Read<()> {
        if self.token() != b':' {
            return Err(self.fault("`:`"));
        }
        self.advance(1);
        Ok(())
    }

    /// Reads a string; borrows it if it has no escapes.
    #[inline]
    pub(super) fn string(&mut self, expected: &'static str) -> Read<Cow<'a, str>> {
        self.plain_string().map_or_else(|| self.escaped_string(expected), |text| Ok(Cow::Borrowed(text)))
    }

    /// Like [`string`](Self::string), for the most frequent slots, which own their strings.
    #[inline]
    pub(super) fn owned_string(&mut self, expected: &'static str) -> Read<String> {
        self.plain_string()
            .map_or_else(|| self.escaped_string(expected).map(Cow::into_owned), |text| Ok(text.to_owned()))
    }

    /// Reads a string without escapes. Returns `None` for any other, and consumes only white space.
    #[inline(always)]
    fn plain_string(&mut self) -> Option<&'a str> {
        if self.token() != b'"' {
            return None;
        }
        let bytes = self.text.as_bytes();
        let start = offset_after(self.at, 1);
        let end = plain_end(bytes, start);
        if *bytes.get(end)? != b'"' {
            return None;
        }
        self.at = offset_after(end, 1);
        self.text.get(start..end)
    }

    #[cold]
    #[inline(never)]
    fn escaped_string(&mut self, expected: &'static str) -> Read<Cow<'a, str>> {
        if self.byte() != b'"' {
            return Err(self.fault(expected));
        }
        self.advance(1);
        let mut text = self.run().to_owned();
        self.rest_of_string(Some(&mut text))?;
        Ok(Cow::Owned(text))
    }

    /// Reads up to the next byte that ends a string or needs processing.
    fn run(&mut self) -> &'a str {
        let start = self.at;
        self.at = plain_end(self.text.as_bytes(), start);
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Reads the rest of a string from its first escape.
    #[cold]
    fn rest_of_string(&mut self, mut output: Option<&mut String>) -> Read<()> {
        let mut push = |text: &str| output.as_deref_mut().map_or((), |output| output.push_str(text));
        loop {
            match self.byte() {
                b'"' => {
                    self.advance(1);
                    return Ok(());
                }
                b'\\' => push(self.escape()?.encode_utf8(&mut [0; 4])),
                0 if self.is_at_end() => return Err(self.fault("the end of a string")),
                control if self.is_lenient => {
                    push(char::from(control).encode_utf8(&mut [0; 4]));
                    self.advance(1);
                }
                _ => return Err(Fault::new(self.at, "a string", "one with a control character")),
            }
            push(self.run());
        }
    }

    fn escape(&mut self) -> Read<char> {
        let start = self.at;
        self.advance(1);
        let character = match self.byte() {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => match self.unicode_escape() {
                Some(character) => return Ok(character),
                None if self.is_lenient => char::REPLACEMENT_CHARACTER,
                None => return Err(Fault::new(start, "four hexadecimal digits", "others")),
            },
            _ if self.is_lenient => return Ok(char::REPLACEMENT_CHARACTER),
            _ => return Err(Fault::new(start, "a string", "one with an escape that JSON does not have")),
        };
        self.advance(1);
        Ok(character)
    }

    /// Reads `u` and its digits, and a second escape if the first is a high surrogate. An unpaired surrogate, which
    /// servers produce when they truncate text, becomes U+FFFD.
    fn unicode_escape(&mut self) -> Option<char> {
        let first = self.digits("u")?;
        self.advance(5);
        if let 0xd800..0xdc00 = first
            && let Some(second @ 0xdc00..0xe000) = self.digits(r"\u")
        {
            self.advance(6);
            return char::decode_utf16([first, second]).next()?.ok();
        }
        Some(char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Returns the four hexadecimal digits after `prefix`, which must be next.
    fn digits(&self, prefix: &str) -> Option<u16> {
        let digits = self.text.get(self.at..)?.strip_prefix(prefix)?.get(..4)?;
        digits
            .bytes()
            .try_fold(0, |number, byte| Some(number << 4 | u16::try_from(char::from(byte).to_digit(16)?).ok()?))
    }

    /// Reads a number and returns its text.
    pub(super) fn number(&mut self, expected: &'static str) -> Read<&'a str> {
        let start = self.at;
        self.advance(usize::from(self.byte() == b'-'));
        let mut is_number = if self.byte() == b'0' {
            self.advance(1);
            true
        } else {
            self.skip_digits()
        };
        if is_number && self.byte() == b'.' {
            self.advance(1);
            is_number = self.skip_digits();
        }
        if is_number && matches!(self.byte(), b'e' | b'E') {
            self.advance(1);
            self.advance(usize::from(matches!(self.byte(), b'+' | b'-')));
            is_number = self.skip_digits();
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        if is_number {
            return Ok(text);
        }
        self.at = start;
        Err(if text.is_empty() { self.fault(expected) } else { Fault::new(start, expected, "half a number") })
    }

    #[inline]
    fn skip_digits(&mut self) -> bool {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.advance(1);
        }
        self.at > start
    }

    /// Skips a value of any depth without recursion. It must be valid JSON.
    pub(super) fn skip(&mut self) -> Read<()> {
        if self.is_lenient {
            self.skip_anything();
            return Ok(());
        }
        // The closing brackets of the open objects and arrays.
        let mut ends = Vec::new();
        loop {
            match self.token() {
                b'"' => self.skip_string()?,
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                bracket @ (b'{' | b'[') => {
                    let end = if bracket == b'{' { b'}' } else { b']' };
                    self.advance(1);
                    ends.push(end);
                    if self.token() != end {
                        self.skip_key(end)?;
                        continue;
                    }
                }
                _ => _ = self.number("a value")?,
            }
            loop {
                let Some(&end) = ends.last() else { return Ok(()) };
                match self.token() {
                    b',' => {
                        self.advance(1);
                        self.skip_key(end)?;
                        break;
                    }
                    byte if byte == end => {
                        self.advance(1);
                        ends.pop();
                    }
                    _ => return Err(self.missing_separator(end)),
                }
            }
        }
    }

    /// Skips a key if `end` is the closing bracket of an object.
    fn skip_key(&mut self, end: u8) -> Read<()> {
        if end == b'}' {
            self.token();
            self.skip_string()?;
            self.colon()?;
        }
        Ok(())
    }

    fn skip_string(&mut self) -> Read<()> {
        if self.token() != b'"' {
            return Err(self.fault("a key"));
        }
        self.advance(1);
        self.run();
        self.rest_of_string(None)
    }

    /// Skips a value that may be invalid: up to a comma, or to a closing bracket without an opening one.
    fn skip_anything(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.token() {
                0 if self.is_at_end() => return,
                // The only possible error is the end of the text.
                b'"' => _ = self.skip_string(),
                b'{' | b'[' => {
                    self.advance(1);
                    depth = depth.saturating_add(1);
                }
                b'}' | b']' | b',' if depth == 0 => return,
                b'}' | b']' => {
                    self.advance(1);
                    depth = depth.saturating_sub(1);
                }
                _ => {
                    self.advance(1);
                    while !matches!(self.byte(), 0..=b' ' | b'"' | b',' | b'{' | b'}' | b'[' | b']') {
                        self.advance(1);
                    }
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Expects the end of the text.
    pub(super) fn end(&mut self) -> Read<()> {
        self.token();
        if self.is_at_end() { Ok(()) } else { Err(self.fault("the end of the text")) }
    }
}

/// Adds to an offset without a check, because this is the hot path of the reader.
#[inline(always)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "offsets are within a text or a few bytes past it; no text is that long"
)]
fn offset_after(offset: usize, bytes: usize) -> usize {
    offset + bytes
}

/// Whether the entire text is a JSON number.
pub(crate) fn is_number(text: &str) -> bool {
    let mut cursor = Cursor::new(text, false);
    cursor.number("a number").is_ok() && cursor.is_at_end()
}

/// Whether `quoted` begins with this key, without escapes and followed by a colon: a fast path for [`Cursor::key`]. The
/// length differs most often, so it is compared first.
#[inline]
pub(super) fn is_key(quoted: &[u8], key: &str) -> bool {
    match quoted.split_at_checked(key.len()) {
        Some((text, [b'"', b':', ..])) => text == key.as_bytes(),
        _ => false,
    }
}

/// Returns the position of the first byte from `start` that ends a string or needs processing: a quotation mark, a
/// backslash or a control character. Compares eight bytes at a time.
#[inline]
#[expect(clippy::arithmetic_side_effects, reason = "constants that fit, and places in a slice")]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = ONES << 7;
    let mut at = start;
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let word = u64::from_le_bytes(*word);
        // A subtraction that underflows sets the high bit of a byte. Bytes after the first match may be wrong, by a
        // borrow. With its second bit toggled, a quotation mark is less than 0x21, as control characters are; a space
        // is not.
        let quotes_and_controls = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
        let backslashes = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
        let found = (quotes_and_controls | backslashes) & !word & HIGHS;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at)
        && !matches!(byte, b'"' | b'\\' | 0..0x20)
    {
        at += 1;
    }
    at
}
