//! Colour on a terminal, and text from models that cannot play with one.

use std::env;
use std::io::{self, IsTerminal};

/// What a text is, which decides how it looks.
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

    /// As stdout is, and as the user wants it: <https://no-color.org>, <https://bixense.com/clicolors>.
    pub(crate) fn of_stdout() -> Self {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self(!refused && (is_set("CLICOLOR_FORCE") || (io::stdout().is_terminal() && !is_dumb)))
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

/// Text from a model on one line: what cannot be seen is escaped, so that no model moves the cursor.
pub(crate) fn visible(text: &str) -> String {
    let escape = |c: char| match c {
        '\'' | '"' | '\\' => c.to_string(),
        c => c.escape_debug().to_string(),
    };
    text.chars().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_asked_for_and_models_bring_none() {
        assert_eq!(Paint::PLAIN.paint(Style::Bad, "x"), "x");
        assert_eq!(Paint(true).paint(Style::Bad, "x"), "\x1b[31mx\x1b[0m");
        assert_eq!(visible("a\x1b[2Jb\n\"c\" → \\d"), "a\\u{1b}[2Jb\\n\"c\" → \\d");
    }
}
