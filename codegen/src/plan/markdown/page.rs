//! Lays out blocks as lines: wraps paragraphs, indents lists and separates blocks.
use super::inline::{Inline, longest_run};

/// The maximum width of a line in characters, so that `///` in an `impl` stays within 120 columns.
const MAX_WIDTH: usize = 96;
/// The maximum depth of lists. Deeper lists are flattened, because the indentation of ten thousand nested lists would
/// take quadratic space.
const MAX_DEPTH: usize = 8;

struct List {
    /// The last number used, in an ordered list.
    number: Option<usize>,
    /// Whether the next block starts an item.
    pending: bool,
    started: bool,
    /// The indentation of the current item's text relative to the list.
    width: usize,
    /// The column of the marker in the source, for a list written in CommonMark.
    indent: Option<usize>,
}

#[derive(Default)]
pub(super) struct Page {
    /// The text of the current block.
    pub(super) inline: Inline,
    lines: Vec<String>,
    lists: Vec<List>,
    /// The number of open lists that are not in `lists`.
    flattened: usize,
    label: Option<&'static str>,
}

impl Page {
    pub(super) fn finish(mut self) -> Vec<String> {
        self.end_block();
        self.lines
    }

    /// Sets the label of the next paragraph.
    pub(super) fn label(&mut self, label: Option<&'static str>) {
        self.label = label;
    }

    pub(super) fn end_block(&mut self) {
        let words = self.inline.take();
        if words.is_empty() {
            return;
        }
        let label = self.label.take().map(str::to_owned);
        let (mut line, indent) = self.start_block();
        let (mut width, mut empty) = (0, true);
        for word in label.into_iter().chain(words) {
            let length = word.chars().count();
            if !empty && width + 1 + length > MAX_WIDTH {
                self.lines.push(std::mem::replace(&mut line, indent.clone()));
                empty = true;
            }
            if std::mem::take(&mut empty) {
                line.push_str(&escape_at_line_start(&word));
                width = line.chars().count();
            } else {
                line.extend([" ", &word]);
                width += 1 + length;
            }
        }
        self.lines.push(line);
    }

    /// Writes a fenced block with preserved spaces, marked as `text` so that it is not a doctest.
    pub(super) fn verbatim<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        self.end_block();
        let lines: Vec<&str> = lines.map(str::trim_end).skip_while(|line| line.is_empty()).collect();
        let Some(last) = lines.iter().rposition(|line| !line.is_empty()) else { return };
        let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        let (first, indent) = self.start_block();
        self.lines.push(format!("{first}{fence}text"));
        self.lines.extend(lines.iter().take(last + 1).map(|line| format!("{indent}{line}").trim_end().to_owned()));
        self.lines.push(format!("{indent}{fence}"));
    }

    /// Separates a block from the previous one. Returns the prefixes of its first line and of its other lines.
    fn start_block(&mut self) -> (String, String) {
        let item = self.lists.iter().enumerate().find(|(_, list)| list.pending);
        let is_tight = item.is_some_and(|(depth, list)| depth > 0 || list.started);
        if !is_tight && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        let (mut first, mut others) = (String::new(), String::new());
        for list in &mut self.lists {
            if std::mem::take(&mut list.pending) {
                list.number = list.number.map(|number| number + 1);
                let marker = list.number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                (list.started, list.width) = (true, marker.len());
                first.push_str(&marker);
            } else {
                first.push_str(&" ".repeat(list.width));
            }
            others.push_str(&" ".repeat(list.width));
        }
        (first, others)
    }

    pub(super) fn open_list(&mut self, ordered: bool) {
        self.push_list(ordered, None);
    }

    fn push_list(&mut self, ordered: bool, indent: Option<usize>) {
        if self.lists.len() == MAX_DEPTH {
            self.flattened += 1;
            return self.item();
        }
        self.lists.push(List { number: ordered.then_some(0), pending: true, started: false, width: 0, indent });
    }

    pub(super) fn close_list(&mut self) {
        match self.flattened.checked_sub(1) {
            Some(flattened) => self.flattened = flattened,
            None => drop(self.lists.pop()),
        }
    }

    pub(super) fn item(&mut self) {
        match self.lists.last_mut() {
            Some(list) => list.pending = true,
            None => self.push_list(false, None),
        }
    }

    pub(super) fn in_numbered_list(&self) -> bool {
        self.lists.last().is_some_and(|list| list.indent.is_some() && list.number.is_some())
    }

    /// Starts an item of a list written in CommonMark, with the marker at column `indent`.
    pub(super) fn markdown_item(&mut self, indent: usize, ordered: bool) {
        self.end_block();
        self.end_markdown_lists(indent + 1);
        match self.lists.last() {
            Some(list) if list.indent == Some(indent) && list.number.is_some() == ordered => {}
            Some(list) if list.indent == Some(indent) => {
                self.close_list();
                self.push_list(ordered, Some(indent));
            }
            Some(_) | None => self.push_list(ordered, Some(indent)),
        }
        self.item();
    }

    /// Ends the CommonMark lists that do not contain text at column `indent`.
    pub(super) fn end_markdown_lists(&mut self, indent: usize) {
        while self.lists.pop_if(|list| list.indent.is_some_and(|column| column >= indent)).is_some() {
            self.flattened = 0;
        }
    }
}

/// Escapes a word that would start a heading, a list item, a quotation, an underline of a heading or a table row.
fn escape_at_line_start(word: &str) -> String {
    let has_letters = || word.contains(char::is_alphanumeric);
    match word.chars().next() {
        Some('#' | '>') => format!("\\{word}"),
        Some('-' | '+' | '=' | ':' | '|') if !has_letters() => format!("\\{word}"),
        Some('0'..='9') => match word.strip_suffix(['.', ')']) {
            Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("{number}\\{}", word.trim_start_matches(number))
            }
            Some(_) | None => word.to_owned(),
        },
        Some(_) | None => word.to_owned(),
    }
}
