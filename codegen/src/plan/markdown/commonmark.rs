//! Parses the CommonMark that documentation uses: lists, headings, fences, code spans, links, emphasis.
use super::Scanner;
use super::html;
use super::inline::Span;

/// A span that ends when `remaining` bytes of the text remain, with the length of its closing delimiter.
pub(super) struct Ahead {
    remaining: usize,
    delimiter: usize,
    span: Option<Span>,
}

impl Scanner<'_> {
    pub(super) fn is_verbatim_line(&self) -> bool {
        // An empty line ends an unclosed `<code>`.
        self.pre.is_some() || (self.page.inline.in_code() && !self.rest.trim_start_matches(' ').starts_with('\n'))
    }

    /// Handles the CommonMark syntax that depends on a whole line. Returns true if it consumed text.
    pub(super) fn line_start(&mut self) -> bool {
        let line = self.rest.split('\n').next().unwrap_or_default();
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if std::mem::take(&mut self.heading) {
            self.page.end_block();
        }
        if trimmed.is_empty() {
            self.page.end_block();
            (self.html, self.after_blank) = (false, true);
            self.skip(line.len() + 1);
            return true;
        }
        // A list starts with the number 1. Another number may be a year at the end of a sentence.
        let starts = |number: Option<u32>| matches!(number, None | Some(1)) || self.page.in_numbered_list();
        let marker = bullet(trimmed).filter(|(_, number)| !self.html && starts(*number));
        if std::mem::take(&mut self.after_blank) && marker.is_none() {
            self.page.end_markdown_lists(indent);
        }
        if let Some(fence) = fence(trimmed) {
            self.fenced(fence, indent);
            return true;
        }
        if self.html {
            return false;
        }
        let hashes = trimmed.len() - trimmed.trim_start_matches('#').len();
        if (1..=6).contains(&hashes) && trimmed.trim_start_matches('#').starts_with(' ') {
            self.page.end_block();
            self.page.inline.open(Span::Bold);
            self.heading = true;
            self.skip(indent + hashes);
            return true;
        }
        let Some((marker, number)) = marker else { return false };
        self.page.markdown_item(indent, number.is_some());
        self.skip(indent + marker);
        true
    }

    fn fenced(&mut self, fence: &str, indent: usize) {
        let mut lines = Vec::new();
        let mut source = self.rest.split_inclusive('\n');
        let mut length = source.next().map_or(0, str::len);
        for line in source {
            length += line.len();
            if line.trim().starts_with(fence) && line.trim().chars().all(|c| fence.starts_with(c)) {
                break;
            }
            let dedented = line.len() - line.trim_start_matches(' ').len();
            lines.push(line.get(dedented.min(indent)..).unwrap_or_default());
        }
        self.page.verbatim(lines.into_iter());
        self.skip(length);
        self.previous = '\n';
    }

    pub(super) fn escape(&mut self) -> bool {
        let Some(c) = self.rest.chars().nth(1).filter(char::is_ascii_punctuation) else { return false };
        self.skip(2);
        self.text(c);
        true
    }

    pub(super) fn code_span(&mut self) -> bool {
        /// The maximum length of a code span, to limit the search for its end.
        const MAX_LENGTH: usize = 1000;
        let content = self.rest.trim_start_matches('`');
        let delimiter = self.rest.len() - content.len();
        let mut run = 0;
        for (at, c) in content.char_indices().chain([(content.len(), ' ')]).take(MAX_LENGTH) {
            if c != '`' && run == delimiter {
                let code = content.get(..at - run).unwrap_or_default();
                // A backtick does not pair with another one in the next paragraph.
                if ["\n\n", "</p>", "</li>", "</dd>"].iter().any(|end| code.contains(end)) {
                    break;
                }
                self.page.inline.code(code);
                self.skip(delimiter + at);
                return true;
            }
            run = if c == '`' { run + 1 } else { 0 };
        }
        self.delimiters(delimiter, '`')
    }

    /// Writes a whole run of delimiters as text, because the rest of it would otherwise be a shorter delimiter.
    fn delimiters(&mut self, run: usize, c: char) -> bool {
        for _ in 0..run {
            self.skip(c.len_utf8());
            self.text(c);
        }
        true
    }

    /// Handles `[text](href)`. `delimiter` is 1 for an image, which starts with `!`, and 0 for a link.
    pub(super) fn link(&mut self, delimiter: usize) -> bool {
        let inner = self.rest.get(delimiter + 1..).unwrap_or_default();
        let Some((text, after)) = inner.find(['[', ']']).and_then(|end| inner.split_at_checked(end)) else {
            return false;
        };
        let Some(destination) = after.strip_prefix("](").filter(|_| !text.contains("\n\n")) else { return false };
        let mut depth = 0;
        let end = destination.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth < 0 || matches!(c, '[' | '\n')
        });
        let Some((href, _)) = end.and_then(|end| destination.split_at_checked(end)).filter(|_| depth < 0) else {
            return false;
        };
        // The title follows a space.
        let target = href.split(' ').next().and_then(html::target).filter(|_| delimiter == 0);
        self.open(delimiter + 1, text.len(), href.len() + 3, target.map(Span::Link))
    }

    /// Handles `*text*` and `**text**` around whole words, without another delimiter inside.
    pub(super) fn emphasis(&mut self, c: char) -> bool {
        let content = self.rest.trim_start_matches(c);
        let delimiter = self.rest.len() - content.len();
        let (inside, after) = content.split_at_checked(content.find(c).unwrap_or(0)).unwrap_or_default();
        let follows = after.trim_start_matches(c);
        let whole = !self.previous.is_alphanumeric() && !follows.starts_with(char::is_alphanumeric);
        // CommonMark would parse `*/ and /*` as emphasis.
        let starts = inside.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '`' | '['));
        let tight = starts && inside.trim_end() == inside && !inside.contains("\n\n");
        let span = if delimiter == 1 { Span::Italic } else { Span::Bold };
        let paired = delimiter <= 2 && after.len() - follows.len() == delimiter;
        (whole && tight && paired && self.open(delimiter, inside.len(), delimiter, Some(span)))
            || self.delimiters(delimiter, c)
    }

    pub(super) fn end_spans(&mut self) {
        while let Some(Ahead { remaining, delimiter, span }) =
            self.ahead.pop_if(|ahead| self.rest.len() <= ahead.remaining)
        {
            // The closing delimiter may have been part of a tag.
            if self.rest.len() == remaining {
                self.skip(delimiter);
            }
            if let Some(span) = span {
                self.page.inline.close(&span);
            }
        }
    }

    /// Opens `span` after a delimiter of `delimiter` bytes, if it ends inside the surrounding span.
    fn open(&mut self, delimiter: usize, content: usize, closing: usize, span: Option<Span>) -> bool {
        let Some(remaining) = self.rest.len().checked_sub(delimiter + content) else { return false };
        if self.ahead.last().is_some_and(|outer| remaining < outer.remaining + closing) {
            return false;
        }
        self.skip(delimiter);
        if let Some(span) = &span {
            self.page.inline.open(span.clone());
        }
        self.ahead.push(Ahead { remaining, delimiter: closing, span });
        true
    }
}

/// Returns the opening fence of a code block, if `line` is one.
fn fence(line: &str) -> Option<&str> {
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let (delimiters, info) = line.split_at_checked(line.len() - line.trim_start_matches(c).len())?;
    (delimiters.len() >= 3 && !info.contains('`')).then_some(delimiters)
}

/// Returns the length of the list marker at the start of `line`, and its number.
fn bullet(line: &str) -> Option<(usize, Option<u32>)> {
    let (marker, text) = line.split_once(' ').filter(|(_, text)| !text.trim().is_empty())?;
    let number = match marker {
        "-" | "*" | "+" => None,
        _ => Some(marker.strip_suffix(['.', ')'])?.parse().ok()?),
    };
    Some((line.len() - text.len(), number))
}
