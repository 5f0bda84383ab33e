//! Colours terminal output, and escapes control characters in text from models.

use std::env;
use std::io::{self, IsTerminal};

/// The meaning of a text, which determines its colour.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Strong,
    Dim,
    Good,
    Bad,
    Warning,
}

/// Whether to colour.
#[derive(Clone, Copy)]
pub(crate) struct Paint(bool);

impl Paint {
    #[cfg(test)]
    pub(crate) const PLAIN: Self = Self(false);

    /// Colours if stdout is a terminal or `CLICOLOR_FORCE` is set, unless `NO_COLOR` is: <https://no-color.org>,
    /// <https://bixense.com/clicolors>.
    pub(crate) fn for_stdout() -> Self {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let is_disabled = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self(!is_disabled && (is_set("CLICOLOR_FORCE") || (io::stdout().is_terminal() && !is_dumb)))
    }

    pub(crate) fn paint(self, style: Style, text: &str) -> String {
        if !self.0 {
            return text.to_owned();
        }
        let code = match style {
            Style::Strong => 1,
            Style::Dim => 2,
            Style::Bad => 31,
            Style::Good => 32,
            Style::Warning => 33,
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// Returns text from a model on one line with control characters escaped, so that a model cannot send terminal
/// sequences.
pub(crate) fn escape(text: &str) -> String {
    let escape_char = |c: char| match c {
        '\'' | '"' | '\\' => c.to_string(),
        c => c.escape_debug().to_string(),
    };
    text.chars().map(escape_char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_optional_and_escape_sequences_of_models_are_escaped() {
        assert_eq!(Paint::PLAIN.paint(Style::Bad, "x"), "x");
        assert_eq!(Paint(true).paint(Style::Bad, "x"), "\x1b[31mx\x1b[0m");
        assert_eq!(escape("a\x1b[2Jb\n\"c\" → \\d"), "a\\u{1b}[2Jb\\n\"c\" → \\d");
    }
}
