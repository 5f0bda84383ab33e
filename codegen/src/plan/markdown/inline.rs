//! The text of one block: escapes it, pairs its delimiters, and splits it into words that a line break may separate.

#[derive(Clone)]
pub(super) enum Span {
    Bold,
    Italic,
    /// The destination, escaped.
    Link(String),
}

impl Span {
    /// Whether one span cannot be inside the other. Emphasis is not nested, because nested delimiters are ambiguous in
    /// Markdown.
    fn excludes(&self, other: &Span) -> bool {
        matches!(self, Span::Link(_)) == matches!(other, Span::Link(_))
    }

    fn opening(&self) -> &'static str {
        match self {
            Span::Bold => "**",
            Span::Italic => "*",
            Span::Link(_) => "[",
        }
    }
}

#[derive(Default)]
pub(super) struct Inline {
    /// Words, whole code spans and whole links.
    words: Vec<String>,
    word: String,
    /// Whether a space precedes the next text.
    space: bool,
    /// Open spans. The opening delimiters of the first `written` spans are in the text. The others are written before
    /// the next text, so that no span is empty or starts with a space.
    spans: Vec<Span>,
    written: usize,
    /// Whether `word` ends with a closing delimiter of emphasis.
    closed: bool,
    in_code: bool,
    /// Code that is not written yet, because adjacent code spans are merged.
    code: String,
}

impl Inline {
    /// Ends the block and returns its words: words, code spans and links.
    pub(super) fn take(&mut self) -> Vec<String> {
        self.flush_code();
        self.close_from(0);
        let Inline { mut words, word, .. } = std::mem::take(self);
        if !word.is_empty() {
            words.push(word);
        }
        words
    }

    pub(super) fn in_code(&self) -> bool {
        self.in_code
    }

    pub(super) fn in_link(&self) -> bool {
        self.spans.iter().any(|span| matches!(span, Span::Link(_)))
    }

    pub(super) fn set_code(&mut self, on: bool) {
        self.in_code = on;
    }

    pub(super) fn space(&mut self) {
        self.flush_code();
        self.space = true;
    }

    pub(super) fn open(&mut self, span: Span) {
        if !self.in_code && !self.spans.iter().any(|open| open.excludes(&span)) {
            self.flush_code();
            self.spans.push(span);
        }
    }

    /// Closes the open span of the same kind as `span`, and the spans inside it.
    pub(super) fn close(&mut self, span: &Span) {
        let is_same_kind = |open: &Span| open.opening() == span.opening();
        if let Some(at) = self.spans.iter().position(is_same_kind).filter(|_| !self.in_code) {
            self.flush_code();
            self.close_from(at);
        }
    }

    fn close_from(&mut self, at: usize) {
        let written = self.written.saturating_sub(at);
        for span in self.spans.split_off(at).iter().take(written).rev() {
            match span {
                Span::Bold | Span::Italic => self.word.push_str(span.opening()),
                Span::Link(target) => self.word.extend(["](", target, ")"]),
            }
            self.closed = !matches!(span, Span::Link(_));
        }
        self.written = self.written.min(at);
    }

    /// Adds one character. `next` is the character after it in the source.
    pub(super) fn text(&mut self, c: char, next: char) {
        if self.in_code {
            return self.code.push(c);
        }
        if c.is_whitespace() {
            return self.space();
        }
        self.flush_code();
        let word = if self.space { "" } else { self.word.as_str() };
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => self.written < self.spans.len() || !word.ends_with(char::is_alphanumeric) || !next.is_alphanumeric(),
            // The end of an unintended entity.
            ';' => word.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#').ends_with('&'),
            // rustdoc would convert it to a dash.
            '-' => word.ends_with('-'),
            // Text that is not a URL in the source must not become one.
            '/' if word.ends_with("http:/") || word.ends_with("https:/") => {
                !self.in_link() && !next.is_whitespace() && !matches!(next, '"' | '\'' | ')' | ',' | '{')
            }
            _ => false,
        };
        if escaped { self.write(&format!("\\{c}")) } else { self.write(c.encode_utf8(&mut [0; 4])) }
    }

    pub(super) fn code(&mut self, code: &str) {
        self.code.push_str(code);
    }

    pub(super) fn url(&mut self, url: &str) {
        self.flush_code();
        self.write(&format!("<{url}>"));
    }

    /// Adds a whole link, in Markdown.
    pub(super) fn link(&mut self, link: &str) {
        self.flush_code();
        if self.word.ends_with('!') && !self.space {
            self.word.pop();
            // `![` would be an image.
            self.word.push_str("\\!");
        }
        self.write(link);
    }

    fn flush_code(&mut self) {
        if self.code.is_empty() {
            return;
        }
        let code = std::mem::take(&mut self.code);
        self.space |= code.starts_with(char::is_whitespace);
        let words = code.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            let marks = "`".repeat(longest_run(&words) + 1);
            let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
            self.write(&format!("{marks}{pad}{words}{pad}{marks}"));
        }
        self.space |= code.ends_with(char::is_whitespace);
    }

    /// Adds escaped Markdown, after the pending space and the pending opening delimiters.
    fn write(&mut self, markdown: &str) {
        // Between punctuation and a letter, `**` is not a closing delimiter. Before a space it is.
        let inside = self.word.trim_end_matches('*');
        self.space |=
            self.closed && markdown.starts_with(char::is_alphanumeric) && !inside.ends_with(char::is_alphanumeric);
        if std::mem::take(&mut self.space) && !self.word.is_empty() {
            if self.spans.iter().take(self.written).any(|span| matches!(span, Span::Link(_))) {
                self.word.push(' ');
            } else {
                self.words.push(std::mem::take(&mut self.word));
            }
            self.closed = false;
        }
        self.write_openings(markdown);
        self.word.push_str(markdown);
        self.closed = false;
    }

    fn write_openings(&mut self, markdown: &str) {
        let pending = self.spans.split_off(self.written);
        let link_follows = pending.iter().any(|span| matches!(span, Span::Link(_)));
        let letter_follows = !link_follows && markdown.starts_with(char::is_alphanumeric);
        // `*` is not an opening delimiter between a letter and punctuation, and ambiguous after another `*`.
        let opens = match self.word.chars().next_back() {
            None | Some(' ') => true,
            Some(before) => before != '*' && (letter_follows || before.is_ascii_punctuation()),
        };
        for span in pending {
            match &span {
                Span::Bold | Span::Italic if !opens => continue,
                Span::Bold | Span::Italic => {}
                // `![` would be an image.
                Span::Link(_) if self.word.ends_with('!') => {
                    self.word.pop();
                    self.word.push_str("\\!");
                }
                Span::Link(_) => {}
            }
            self.word.push_str(span.opening());
            self.closed = false;
            self.spans.push(span);
        }
        self.written = self.spans.len();
    }
}

/// Returns the length of the longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
