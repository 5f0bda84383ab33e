//! Errors in selectors.

use std::fmt;

/// An error in a selector, or a warning about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) struct SelectorError {
    /// Where in the text it is.
    pub(in crate::model) position: String,
    /// What is wrong, and what was expected.
    pub(in crate::model) message: String,
    /// How to fix it, if that is not clear from the message.
    pub(in crate::model) hint: Option<String>,
}

impl SelectorError {
    /// Returns an error at the byte `offset` of the selector.
    pub(super) fn new(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        let position = match text.contains('\n') {
            true => format!("line {}, column {column}", before.matches('\n').count() + 1),
            false => format!("column {column}"),
        };
        Self { position, message: message.into(), hint: None }
    }

    /// Sets the hint.
    pub(super) fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// `column 7: message; hint`, on one line. In a selector of several lines it starts with `line 2, column 7`.
impl fmt::Display for SelectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}
