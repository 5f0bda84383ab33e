//! Text of a service as it may be printed.
use std::fmt::{self, Write as _};

/// How many characters of it are printed.
const LIMIT: usize = 1024;

/// Text that another wrote, as a person may see it: on one line and at most 1,024 characters long, with escapes for
/// whatever a terminal would obey and whatever would change the order or hide parts of the text around it.
pub(crate) struct Printable<'a>(pub(crate) &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(LIMIT) {
            if is_plain(character) {
                f.write_char(character)?;
            } else {
                write!(f, "{}", character.escape_debug())?;
            }
        }
        if characters.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// Neither a control character nor one of the formatting characters of Unicode that are of no use in a sentence:
/// separators of lines, the bidirectional controls, tags, what has no width. Those that join letters stay.
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
    fn nothing_that_a_terminal_obeys_is_printed() {
        let cases = [
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{1b}[31mred\u{7}", r"\u{1b}[31mred\u{7}"),
            ("\u{9b}2J\u{7f}\0", r"\u{9b}2J\u{7f}\0"),
            ("a\u{202e}b\u{2066}c\u{200f}\u{2028}", r"a\u{202e}b\u{2066}c\u{200f}\u{2028}"),
            ("tag\u{e0041}\u{feff}", r"tag\u{e0041}\u{feff}"),
            ("\"Zoë\" 'x' \\ नमस्ते 👩\u{200d}🚀 e\u{301}", "\"Zoë\" 'x' \\ नमस्ते 👩\u{200d}🚀 e\u{301}"),
        ];
        for (text, shown) in cases {
            assert_eq!(Printable(text).to_string(), shown);
        }
    }

    #[test]
    fn long_text_is_cut() {
        let text = "ä".repeat(LIMIT);
        assert_eq!(Printable(&text).to_string(), text);
        assert_eq!(Printable(&format!("{text}b")).to_string(), format!("{text}…"));
    }
}
