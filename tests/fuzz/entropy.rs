//! Choices from random bytes.
use crate::filling::Fill;
use ferrosmith::Timestamp;

/// Random bytes, used up from the front; zeros follow.
pub(crate) struct Entropy<'a>(&'a [u8]);

impl<'a> Entropy<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.bytes(1)[0]
    }

    /// So many bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let (first, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        let mut bytes = first.to_vec();
        bytes.resize(count, 0);
        bytes
    }

    /// What is left of them.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    pub(crate) fn flag(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    /// Less than the bound; 0 where it is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bytes = if bound <= 256 { 1 } else { 4 };
        let number = self.bytes(bytes).into_iter().fold(0, |number, byte| number << 8 | usize::from(byte));
        number % bound.max(1)
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Any number, small ones more often.
    pub(crate) fn number(&mut self) -> i64 {
        let bits = self.below(64);
        let number: [u8; 8] = self.bytes(8).try_into().unwrap();
        i64::from_le_bytes(number) >> bits
    }

    /// Words that mean something somewhere, and any characters.
    pub(crate) fn text(&mut self) -> String {
        const WORDS: &[&str] = &[
            "",
            "a",
            "/",
            "..",
            ".",
            "%2F",
            "%",
            "?",
            "#",
            "&",
            "=",
            "+",
            " ",
            ",",
            "\"",
            "\\",
            "\n",
            "\r",
            "\0",
            "é",
            "漢",
            "😀",
            "\u{2028}",
            "\u{feff}",
            "{a}",
            "~",
            "a b",
            "0",
            "-1",
            "true",
            "null",
            "NaN",
            "eu-central-1",
            "@evil.example.com",
            ":",
            "::",
            "[::1]",
            "[",
            "]",
            "arn:aws:s3:::a",
            "2014-04-29T18:30:38Z",
            ";",
        ];
        let mut text = String::new();
        for _ in 0..self.below(6) {
            match self.below(3) {
                0 => text.extend(char::from_u32(self.number().unsigned_abs() as u32 % 0x11_0000)),
                1 => text.push(char::from(self.byte() % 0x80)),
                _ => text.push_str(self.pick(WORDS)),
            }
        }
        text
    }
}

/// Values of shapes.
impl Fill for Entropy<'_> {
    fn wants(&mut self, depth: usize) -> bool {
        depth < 7 && self.below(depth + 3) < 2
    }

    fn count(&mut self, depth: usize) -> usize {
        if depth < 7 { self.below(4) } else { 0 }
    }

    fn choose(&mut self, count: usize) -> usize {
        self.below(count)
    }

    fn text(&mut self, _: &str) -> String {
        self.text()
    }

    fn integer(&mut self, bits: u32) -> i64 {
        self.number() >> (64 - bits)
    }

    fn double(&mut self) -> f64 {
        f64::from_bits(u64::from_le_bytes(self.bytes(8).try_into().unwrap()))
    }

    /// From the year 0 to 9999.
    fn timestamp(&mut self) -> Timestamp {
        let nanoseconds = if self.flag() { self.number().rem_euclid(1_000_000_000) } else { 0 };
        Timestamp::new(self.number().rem_euclid(315_569_520_000) - 62_167_219_200, nanoseconds.try_into().unwrap())
    }
}
