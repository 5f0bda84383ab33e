//! Converts the documentation of a model to Markdown that rustdoc accepts without warnings.
//!
//! A `smithy.api#documentation` trait is CommonMark, which may contain HTML. Models of AWS contain mostly HTML,
//! indented by a tool and with unclosed tags. The converter therefore works as a browser does: one pass over the text,
//! no syntax tree, no recursion, and no errors. Every lookahead ends at a character that would start the next one, so
//! that the run time is linear.
mod commonmark;
mod html;
mod inline;
mod page;
#[cfg(test)]
mod tests;

use super::links::Links;
use commonmark::Ahead;
use html::Tag;
use inline::Span;
use page::Page;

/// Renders the value of a `smithy.api#documentation` trait as the lines of a doc comment, without `///`.
///
/// No line contains a line break, ends with a space or starts a doctest. Blocks are separated by one empty line.
pub(crate) fn render(documentation: &str) -> Vec<String> {
    scan(documentation, None)
}

/// Like [`render`]; names of shapes in `<a>` become links to their items.
pub(super) fn render_with(documentation: &str, links: &Links) -> Vec<String> {
    scan(documentation, Some(links))
}

fn scan(documentation: &str, links: Option<&Links>) -> Vec<String> {
    let text = documentation.replace("\r\n", "\n").replace('\t', "    ");
    let text: String = text.chars().filter_map(html::visible).collect();
    Scanner { rest: &text, previous: '\n', links, ..Scanner::default() }.run()
}

#[derive(Default)]
struct Scanner<'a> {
    rest: &'a str,
    links: Option<&'a Links>,
    /// The character before `rest`; a line break at the start of the text.
    previous: char,
    /// Whether this is inside an HTML block as CommonMark defines it: from a block tag to an empty line. There, `*`,
    /// `#`, `-` and `\` are literal, which wildcards in the documentation of AWS depend on.
    html: bool,
    after_blank: bool,
    heading: bool,
    /// The content of an open `<pre>`.
    pre: Option<String>,
    /// CommonMark links and emphasis whose end is already found.
    ahead: Vec<Ahead>,
    page: Page,
}

impl<'a> Scanner<'a> {
    fn run(mut self) -> Vec<String> {
        loop {
            self.end_spans();
            let Some(c) = self.rest.chars().next() else { break };
            let verbatim = self.pre.is_some() || self.page.inline.in_code();
            if self.previous == '\n' && !self.is_verbatim_line() && self.line_start() {
                continue;
            }
            let consumed = match c {
                '<' => self.angle(),
                '&' => self.entity(),
                _ if verbatim => false,
                '`' => self.code_span(),
                '[' => self.link(0),
                '!' => self.rest.starts_with("![") && self.link(1),
                '*' | '_' => !self.html && self.emphasis(c),
                '\\' => !self.html && self.escape(),
                'h' => self.bare_url(),
                _ => false,
            };
            if !consumed {
                self.skip(c.len_utf8());
                self.text(c);
            }
        }
        self.end_pre();
        self.page.finish()
    }

    fn skip(&mut self, bytes: usize) {
        let (skipped, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.previous = skipped.chars().next_back().unwrap_or(self.previous);
        self.rest = rest;
    }

    /// Writes `c`, the character before `rest`.
    fn text(&mut self, c: char) {
        match &mut self.pre {
            Some(pre) => pre.push(c),
            None => self.page.inline.text(c, self.rest.chars().next().unwrap_or(' ')),
        }
    }

    fn end_pre(&mut self) {
        if let Some(pre) = self.pre.take() {
            self.page.verbatim(pre.lines());
        }
    }

    fn entity(&mut self) -> bool {
        let Some((c, length)) = html::entity(self.rest) else { return false };
        self.skip(length);
        if let Some(c) = html::visible(c) {
            self.text(c);
        }
        true
    }

    /// Writes a link to the shape that an `<a>` without a target names, and skips its text.
    fn named_link(&mut self) {
        let length = self.rest.find('<').unwrap_or(self.rest.len());
        let (name, after) = self.rest.split_at_checked(length).unwrap_or_default();
        let link = self.links.filter(|_| after.starts_with("</a>") && !self.page.inline.in_code());
        if let Some(link) = link.and_then(|links| links.link(name.trim())) {
            self.page.inline.link(&link);
            self.skip(length);
        }
    }

    fn bare_url(&mut self) -> bool {
        let Some(length) = html::url(self.rest).filter(|_| !self.page.inline.in_link()) else { return false };
        self.page.inline.url(self.rest.get(..length).unwrap_or_default());
        self.skip(length);
        true
    }

    /// Handles a tag, a comment or an autolink. Returns false for a literal `<`.
    fn angle(&mut self) -> bool {
        if self.rest.starts_with("<!--") {
            self.skip(self.rest.find("-->").map_or(self.rest.len(), |end| end + 3));
            return true;
        }
        let inner = self.rest.get(1..).unwrap_or_default();
        let verbatim = self.pre.is_some() || self.page.inline.in_code() || self.page.inline.in_link();
        if let Some(length) = html::url(inner)
            .filter(|length| !verbatim && inner.get(*length..).is_some_and(|after| after.starts_with('>')))
        {
            self.page.inline.url(inner.get(..length).unwrap_or_default());
            self.skip(length + 2);
            return true;
        }
        let Some(markup) = html::markup(self.rest) else { return false };
        self.skip(markup.length);
        self.tag(&markup.tag, markup.closing, markup.attributes);
        true
    }

    fn tag(&mut self, tag: &Tag, closing: bool, attributes: &'a str) {
        match (tag, closing) {
            (Tag::Pre, true) => return self.end_pre(),
            // Tags inside `<pre>` only affect the appearance of the text.
            _ if self.pre.is_some() => return,
            _ => {}
        }
        if tag.is_block() {
            self.html = true;
            self.page.end_block();
        }
        match (tag, closing) {
            (Tag::Paragraph | Tag::Neutral, _)
            | (Tag::Heading | Tag::Item | Tag::Pre | Tag::Power | Tag::Dropped(_), true) => {}
            (Tag::Break, _) => self.page.end_block(),
            (Tag::Cell, _) => self.page.inline.space(),
            (Tag::List { ordered }, false) => self.page.open_list(*ordered),
            (Tag::List { .. }, true) => self.page.close_list(),
            (Tag::Item, false) => self.page.item(),
            (Tag::Heading, false) => self.page.inline.open(Span::Bold),
            (Tag::Label(label), false) => self.page.label(Some(label)),
            (Tag::Label(_), true) => self.page.label(None),
            (Tag::Bold, false) => self.page.inline.open(Span::Bold),
            (Tag::Bold, true) => self.page.inline.close(&Span::Bold),
            (Tag::Italic, false) => self.page.inline.open(Span::Italic),
            (Tag::Italic, true) => self.page.inline.close(&Span::Italic),
            (Tag::Link, closing) => {
                self.page.inline.close(&Span::Link(String::new()));
                let target = html::href(attributes).and_then(html::target).filter(|_| !closing);
                match target {
                    Some(target) => self.page.inline.open(Span::Link(target)),
                    None if !closing => self.named_link(),
                    None => {}
                }
            }
            (Tag::Code, closing) => self.page.inline.set_code(!closing),
            (Tag::Power, false) => self.text('^'),
            (Tag::Pre, false) => self.pre = Some(String::new()),
            (Tag::Dropped(name), false) => self.skip(html::end_of(name, self.rest)),
        }
    }
}
