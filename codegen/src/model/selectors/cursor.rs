//! The text of a selector and the position in it.

use super::error::SelectorError;
use crate::model::shape_id::is_identifier;

/// A position in a selector. White space before each token is skipped.
pub(super) struct Cursor<'t> {
    text: &'t str,
    position: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, position: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// Skips white space and returns the position of the next token.
    pub(super) fn position(&mut self) -> usize {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.position += rest.len() - trimmed.len();
        self.position
    }

    /// Returns the next character that is not white space.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.position();
        self.rest().chars().next()
    }

    /// Skips `token` if it is next.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        self.position();
        let is_next = self.rest().starts_with(token);
        if is_next {
            self.position += token.len();
        }
        is_next
    }

    /// Skips `token`, which has to be next.
    pub(super) fn expect(&mut self, token: &str) -> Result<(), SelectorError> {
        if self.eat(token) { Ok(()) } else { Err(self.expected(&format!("`{token}`"))) }
    }

    /// Returns an error at the next token.
    pub(super) fn expected(&mut self, what: &str) -> SelectorError {
        let found = match self.peek() {
            Some(found) => format!("`{found}`"),
            None => "the end".to_owned(),
        };
        self.error(format!("{what} is expected here, not {found}"))
    }

    /// Returns an error at the next token.
    pub(super) fn error(&mut self, message: impl Into<String>) -> SelectorError {
        let position = self.position();
        self.error_at(position, message)
    }

    pub(super) fn error_at(&self, position: usize, message: impl Into<String>) -> SelectorError {
        SelectorError::new(self.text, position, message)
    }

    /// Reads an identifier. `what` says in errors what it names.
    pub(super) fn identifier(&mut self, what: &str) -> Result<&'t str, SelectorError> {
        self.position();
        let name = self.while_matches(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_identifier(name) {
            return Ok(name);
        }
        self.position -= name.len();
        Err(self.expected(what))
    }

    /// Reads a value: quoted text, a number, or a shape id without a member.
    pub(super) fn value(&mut self) -> Result<&'t str, SelectorError> {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            Some('-' | '0'..='9') => self.number(),
            Some(first) if first.is_ascii_alphabetic() || first == '_' => self.shape_id(),
            _ => Err(self.expected("a name, a number or quoted text")),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<&'t str, SelectorError> {
        let start = self.position;
        let inner = self.rest().get(1..).unwrap_or_default();
        match inner.split_once(quote) {
            Some((text, _)) => {
                self.position += text.len() + 2;
                Ok(text)
            }
            None => Err(self.error_at(start, format!("the quote {quote} is never closed"))),
        }
    }

    /// Reads a number as JSON spells it.
    fn number(&mut self) -> Result<&'t str, SelectorError> {
        let start = self.position;
        let text = self.while_matches(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'));
        // serde_json checks the grammar only: a large exponent is valid.
        match serde_json::from_str::<&serde_json::value::RawValue>(text) {
            Ok(_) => Ok(text),
            Err(_) => Err(self
                .error_at(start, format!("{text:?} is no number"))
                .hint("numbers are written as in JSON; put other text in quotes".to_owned())),
        }
    }

    /// Reads a shape id, absolute or relative, or a namespace.
    fn shape_id(&mut self) -> Result<&'t str, SelectorError> {
        let start = self.position;
        let text = self.while_matches(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '#'));
        let (namespace, name) = text.split_once('#').map_or((text, None), |(namespace, name)| (namespace, Some(name)));
        if namespace.split('.').all(is_identifier) && name.is_none_or(is_identifier) {
            return Ok(text);
        }
        let error = self.error_at(start, format!("{text:?} is neither a name nor a shape id"));
        Err(error.hint("an id is written as com.example#Name; put other text in quotes".to_owned()))
    }

    fn while_matches(&mut self, matches: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !matches(c)).unwrap_or(rest.len());
        self.position += end;
        rest.get(..end).unwrap_or_default()
    }
}
