//! Safe printing of untrusted text.
use std::fmt::{self, Write as _};

/// The maximum number of characters.
const MAX_CHARS: usize = 1024;

/// Untrusted text, safe to print: one line of at most 1,024 characters. Escapes control characters, and characters that
/// reorder or hide the text around them.
pub(crate) struct Printable<'a>(pub(crate) &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(MAX_CHARS) {
            if is_plain(character) {
                f.write_char(character)?;
            } else {
                write!(f, "{}", character.escape_debug())?;
            }
        }
        if characters.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// Whether a character is neither a control character nor a formatting character without use in a sentence: line
/// separators, bidirectional controls, tags and zero-width characters. Characters that join letters are allowed.
fn is_plain(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        let cases = [
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{1b}[31mred\u{7}", r"\u{1b}[31mred\u{7}"),
            ("\u{9b}2J\u{7f}\0", r"\u{9b}2J\u{7f}\0"),
            ("a\u{202e}b\u{2066}c\u{200f}\u{2028}", r"a\u{202e}b\u{2066}c\u{200f}\u{2028}"),
            ("tag\u{e0041}\u{feff}", r"tag\u{e0041}\u{feff}"),
            ("\"Zoë\" 'x' \\ नमस्ते 👩\u{200d}🚀 e\u{301}", "\"Zoë\" 'x' \\ नमस्ते 👩\u{200d}🚀 e\u{301}"),
        ];
        for (text, printed) in cases {
            assert_eq!(Printable(text).to_string(), printed);
        }
    }

    #[test]
    fn long_text_is_truncated() {
        let text = "ä".repeat(MAX_CHARS);
        assert_eq!(Printable(&text).to_string(), text);
        assert_eq!(Printable(&format!("{text}b")).to_string(), format!("{text}…"));
    }
}
