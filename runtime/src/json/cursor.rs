//! The text of JSON, token by token (RFC 8259): it knows nothing of shapes.
use super::error::{Fault, Read};
use std::{borrow::Cow, mem};

/// How many objects and arrays may stand in each other in what is held; what is passed over has no bound.
const MAX_DEPTH: usize = 128;

/// A place in a text.
///
/// Where it is lenient, it makes the best of what is not JSON: strings that hold what they must not, commas that are
/// missing, brackets that never close. Errors of services are read so.
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

    /// The byte here; 0, which has no place in JSON, at the end.
    #[inline]
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Passes over so many bytes.
    #[inline(always)]
    fn pass(&mut self, bytes: usize) {
        self.at = behind(self.at, bytes);
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Passes over white space and gives the byte behind it.
    #[inline]
    pub(super) fn token(&mut self) -> u8 {
        loop {
            match self.byte() {
                b' ' | b'\n' | b'\r' | b'\t' => self.pass(1),
                byte => return byte,
            }
        }
    }

    /// What was expected stands not here.
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

    /// Passes over this word.
    pub(super) fn literal(&mut self, word: &'static str) -> Read<()> {
        match self.text.get(self.at..) {
            Some(rest) if rest.starts_with(word) => {
                self.pass(word.len());
                Ok(())
            }
            _ => Err(self.fault("a value")),
        }
    }

    /// Passes over `null`, where it stands here.
    #[inline]
    pub(super) fn is_null(&mut self) -> Read<bool> {
        if self.token() == b'n' { self.literal("null").map(|()| true) } else { Ok(false) }
    }

    /// Enters an object or an array.
    #[inline]
    pub(super) fn open(&mut self, bracket: u8, expected: &'static str) -> Read<()> {
        if self.token() != bracket {
            return Err(self.fault(expected));
        }
        if self.depth == MAX_DEPTH {
            return Err(Fault::new(self.at, "at most 128 objects and arrays in each other", "one more"));
        }
        self.depth = self.depth.saturating_add(1);
        self.pass(1);
        Ok(())
    }

    /// Whether there is another element or member, and goes to it; else it leaves the array or object.
    #[inline]
    pub(super) fn has_next(&mut self, is_first: &mut bool, end: u8) -> Read<bool> {
        let was_first = mem::take(is_first);
        match self.token() {
            byte if byte == end => {
                self.pass(1);
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            _ if self.is_lenient => Ok(self.find_next(was_first, end)),
            b',' if !was_first => {
                self.pass(1);
                Ok(true)
            }
            byte if was_first && byte != 0 => Ok(true),
            _ => Err(self.unfinished(end)),
        }
    }

    /// The same, whatever stands here: the end of the text closes all that is open.
    #[cold]
    fn find_next(&mut self, was_first: bool, end: u8) -> bool {
        let mut has_comma = was_first;
        loop {
            match self.token() {
                byte if byte == end => self.pass(1),
                0 if self.is_at_end() => {}
                b'"' => return true,
                b',' => {
                    has_comma = true;
                    self.pass(1);
                    continue;
                }
                _ if has_comma => return true,
                _ => {
                    self.pass(1);
                    continue;
                }
            }
            self.depth = self.depth.saturating_sub(1);
            return false;
        }
    }

    /// Neither a comma nor the end stands where one has to.
    #[cold]
    fn unfinished(&self, end: u8) -> Box<Fault> {
        self.fault(if end == b'}' { "`,` or `}`" } else { "`,` or `]`" })
    }

    /// The next key of an object, in front of its value; nothing at its end.
    #[inline]
    pub(super) fn next_key(&mut self, is_first: &mut bool) -> Read<Option<Cow<'a, str>>> {
        if self.has_next(is_first, b'}')? { self.key().map(Some) } else { Ok(None) }
    }

    /// The key here, in front of its value.
    pub(super) fn key(&mut self) -> Read<Cow<'a, str>> {
        let key = self.string("a key")?;
        self.colon()?;
        Ok(key)
    }

    /// What follows the quotation mark that stands here; nothing where none does.
    #[inline]
    pub(super) fn quoted(&self) -> &'a [u8] {
        match self.text.as_bytes().get(self.at..) {
            Some([b'"', rest @ ..]) => rest,
            _ => &[],
        }
    }

    /// Passes over a key for which [`is_key`] holds.
    #[inline]
    pub(super) fn pass_key(&mut self, key: &str) {
        self.pass(behind(key.len(), 3));
    }

    #[inline]
    fn colon(&mut self) -> Read<()> {
        if self.token() != b':' {
            return Err(self.fault("`:`"));
        }
        self.pass(1);
        Ok(())
    }

    /// A string, borrowed where it holds no escapes.
    #[inline]
    pub(super) fn string(&mut self, expected: &'static str) -> Read<Cow<'a, str>> {
        self.plain_string().map_or_else(|| self.odd_string(expected), |text| Ok(Cow::Borrowed(text)))
    }

    /// A string, as [`string`](Self::string), for the slot that most values go to.
    #[inline]
    pub(super) fn owned_string(&mut self, expected: &'static str) -> Read<String> {
        self.plain_string().map_or_else(|| self.odd_string(expected).map(Cow::into_owned), |text| Ok(text.to_owned()))
    }

    /// A string without escapes; else it stays where it is, but for white space.
    #[inline(always)]
    fn plain_string(&mut self) -> Option<&'a str> {
        if self.token() != b'"' {
            return None;
        }
        let bytes = self.text.as_bytes();
        let start = behind(self.at, 1);
        let end = plain_end(bytes, start);
        if *bytes.get(end)? != b'"' {
            return None;
        }
        self.at = behind(end, 1);
        self.text.get(start..end)
    }

    #[cold]
    #[inline(never)]
    fn odd_string(&mut self, expected: &'static str) -> Read<Cow<'a, str>> {
        if self.byte() != b'"' {
            return Err(self.fault(expected));
        }
        self.pass(1);
        let mut text = self.run().to_owned();
        self.rest_of_string(Some(&mut text))?;
        Ok(Cow::Owned(text))
    }

    /// All up to what ends or changes a string.
    fn run(&mut self) -> &'a str {
        let start = self.at;
        self.at = plain_end(self.text.as_bytes(), start);
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The rest of a string, from the first escape on.
    #[cold]
    fn rest_of_string(&mut self, mut into: Option<&mut String>) -> Read<()> {
        let mut push = |text: &str| into.as_deref_mut().map_or((), |into| into.push_str(text));
        loop {
            match self.byte() {
                b'"' => {
                    self.pass(1);
                    return Ok(());
                }
                b'\\' => push(self.escape()?.encode_utf8(&mut [0; 4])),
                0 if self.is_at_end() => return Err(self.fault("the end of a string")),
                control if self.is_lenient => {
                    push(char::from(control).encode_utf8(&mut [0; 4]));
                    self.pass(1);
                }
                _ => return Err(Fault::new(self.at, "a string", "one with a control character")),
            }
            push(self.run());
        }
    }

    fn escape(&mut self) -> Read<char> {
        let start = self.at;
        self.pass(1);
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
        self.pass(1);
        Ok(character)
    }

    /// `u` and its digits, with those of the other half where it is one of a pair. A half alone, as servers leave it
    /// where they cut text, is U+FFFD.
    fn unicode_escape(&mut self) -> Option<char> {
        let first = self.digits("u")?;
        self.pass(5);
        if let 0xd800..0xdc00 = first
            && let Some(second @ 0xdc00..0xe000) = self.digits(r"\u")
        {
            self.pass(6);
            return char::decode_utf16([first, second]).next()?.ok();
        }
        Some(char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The four hexadecimal digits behind this text, which stands here.
    fn digits(&self, behind: &str) -> Option<u16> {
        let digits = self.text.get(self.at..)?.strip_prefix(behind)?.get(..4)?;
        digits
            .bytes()
            .try_fold(0, |number, byte| Some(number << 4 | u16::try_from(char::from(byte).to_digit(16)?).ok()?))
    }

    /// A number as it is written.
    pub(super) fn number(&mut self, expected: &'static str) -> Read<&'a str> {
        let start = self.at;
        self.pass(usize::from(self.byte() == b'-'));
        let mut is_number = if self.byte() == b'0' {
            self.pass(1);
            true
        } else {
            self.skip_digits()
        };
        if is_number && self.byte() == b'.' {
            self.pass(1);
            is_number = self.skip_digits();
        }
        if is_number && matches!(self.byte(), b'e' | b'E') {
            self.pass(1);
            self.pass(usize::from(matches!(self.byte(), b'+' | b'-')));
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
            self.pass(1);
        }
        self.at > start
    }

    /// Passes over a value, however deep it is, without calling itself. It must be JSON all the same.
    pub(super) fn skip(&mut self) -> Read<()> {
        if self.is_lenient {
            self.skip_anything();
            return Ok(());
        }
        // The brackets that will close what is open.
        let mut ends = Vec::new();
        loop {
            match self.token() {
                b'"' => self.skip_string()?,
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                bracket @ (b'{' | b'[') => {
                    let end = if bracket == b'{' { b'}' } else { b']' };
                    self.pass(1);
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
                        self.pass(1);
                        self.skip_key(end)?;
                        break;
                    }
                    byte if byte == end => {
                        self.pass(1);
                        ends.pop();
                    }
                    _ => return Err(self.unfinished(end)),
                }
            }
        }
    }

    /// The key in front of a value, where `end` is that of an object.
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
        self.pass(1);
        self.run();
        self.rest_of_string(None)
    }

    /// Passes over what may be a value: all up to a comma or a bracket that closes more than was opened here.
    fn skip_anything(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.token() {
                0 if self.is_at_end() => return,
                // The only error is the end of the text.
                b'"' => _ = self.skip_string(),
                b'{' | b'[' => {
                    self.pass(1);
                    depth = depth.saturating_add(1);
                }
                b'}' | b']' | b',' if depth == 0 => return,
                b'}' | b']' => {
                    self.pass(1);
                    depth = depth.saturating_sub(1);
                }
                _ => {
                    self.pass(1);
                    while !matches!(self.byte(), 0..=b' ' | b'"' | b',' | b'{' | b'}' | b'[' | b']') {
                        self.pass(1);
                    }
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Nothing but white space is left.
    pub(super) fn end(&mut self) -> Read<()> {
        self.token();
        if self.is_at_end() { Ok(()) } else { Err(self.fault("the end of the text")) }
    }
}

/// The place so many bytes behind this one. Nothing is checked: all that JSON is read with goes through here.
#[inline(always)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "places lie in a text or a few bytes behind it; no text is that long"
)]
fn behind(place: usize, bytes: usize) -> usize {
    place + bytes
}

/// Whether the text is a number, and nothing else.
pub(crate) fn is_number(text: &str) -> bool {
    let mut cursor = Cursor::new(text, false);
    cursor.number("a number").is_ok() && cursor.is_at_end()
}

/// Whether this key stands there as services write it, without escapes and white space: the way around [`Cursor::key`]
/// that needs no look at each byte. What differs mostly is the length, and that is cheaper to compare.
#[inline]
pub(super) fn is_key(quoted: &[u8], key: &str) -> bool {
    matches!(quoted.get(key.len()..), Some([b'"', b':', ..])) && quoted.starts_with(key.as_bytes())
}

/// Where the first byte from `start` on stands that ends or changes a string: a quotation mark, a backslash or a control
/// character. Eight are looked at at a time.
#[inline]
#[expect(clippy::arithmetic_side_effects, reason = "constants that fit, and places in a slice")]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = ONES << 7;
    let mut at = start;
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let word = u64::from_le_bytes(*word);
        // The high bit of a byte is set where it falls below zero; behind the first of them, that may be by a borrow.
        let quotes = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
        let backslashes = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
        let controls = word.wrapping_sub(ONES * 0x20);
        let found = (quotes | backslashes | controls) & !word & HIGHS;
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
