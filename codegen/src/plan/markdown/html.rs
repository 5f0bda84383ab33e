//! Parses the HTML that documentation uses: tags, entities, link targets.

pub(super) enum Tag {
    Paragraph,
    Break,
    Cell,
    List {
        ordered: bool,
    },
    Item,
    Heading,
    /// A box with a label, such as `<note>`.
    Label(&'static str),
    Bold,
    Italic,
    Link,
    Code,
    Pre,
    /// Superscript, written as an exponent.
    Power,
    /// A tag that is dropped with its content.
    Dropped(&'static str),
    /// A tag that is dropped without its content.
    Neutral,
}

impl Tag {
    /// Returns the tag with this name, of HTML or of DocBook, from which some of AWS's documentation was converted; `None`
    /// for other names, because `arn:<partition>:iam` in AWS models is text.
    fn named(name: &str) -> Option<Tag> {
        Some(match name.to_ascii_lowercase().as_str() {
            "p" | "para" | "simpara" | "div" | "section" | "article" | "blockquote" | "center" | "fullname" | "dd"
            | "hr" | "table" | "thead" | "tbody" | "tfoot" | "tr" | "caption" | "figure" | "figcaption" | "details"
            | "summary" => Tag::Paragraph,
            "br" => Tag::Break,
            "td" | "th" => Tag::Cell,
            "ul" | "dl" | "itemizedlist" | "variablelist" => Tag::List { ordered: false },
            "ol" | "orderedlist" => Tag::List { ordered: true },
            "li" | "dt" | "listitem" => Tag::Item,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Tag::Heading,
            "note" => Tag::Label("**Note:**"),
            "important" => Tag::Label("**Important:**"),
            "warning" => Tag::Label("**Warning:**"),
            "caution" => Tag::Label("**Caution:**"),
            "tip" => Tag::Label("**Tip:**"),
            "b" | "strong" | "guilabel" | "uicontrol" => Tag::Bold,
            "i" | "em" | "cite" | "dfn" | "var" | "emphasis" | "replaceable" => Tag::Italic,
            "a" => Tag::Link,
            "code" | "kbd" | "samp" | "tt" | "literal" | "userinput" | "computeroutput" => Tag::Code,
            "pre" | "programlisting" => Tag::Pre,
            "sup" => Tag::Power,
            "script" => Tag::Dropped("script"),
            "style" => Tag::Dropped("style"),
            "span" | "font" | "img" | "sub" | "u" | "s" | "small" | "big" | "abbr" | "mark" | "q" | "del" | "ins"
            | "wbr" | "acronym" | "bdi" | "bdo" | "col" | "colgroup" | "iframe" | "nobr" | "noscript" | "rp" | "rt"
            | "ruby" | "strike" | "ulink" | "xref" => Tag::Neutral,
            _ => return None,
        })
    }

    /// Whether the tag ends the paragraph before it.
    pub(super) fn is_block(&self) -> bool {
        match self {
            Tag::Paragraph | Tag::List { .. } | Tag::Item | Tag::Heading | Tag::Label(_) | Tag::Pre => true,
            Tag::Break
            | Tag::Cell
            | Tag::Bold
            | Tag::Italic
            | Tag::Link
            | Tag::Code
            | Tag::Power
            | Tag::Dropped(_)
            | Tag::Neutral => false,
        }
    }
}

pub(super) struct Markup<'a> {
    pub(super) tag: Tag,
    pub(super) closing: bool,
    pub(super) attributes: &'a str,
    pub(super) length: usize,
}

/// Parses the tag at the start of `text`.
pub(super) fn markup(text: &str) -> Option<Markup<'_>> {
    let inner = text.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let (name, attributes) = name.split_at_checked(name.find(|c: char| !c.is_ascii_alphanumeric())?)?;
    let tag =
        Tag::named(name).filter(|_| attributes.starts_with(|c: char| c.is_whitespace() || c == '/' || c == '>'))?;
    let mut quote = None;
    let end = attributes.find(|c| match (quote, c) {
        (None, '"' | '\'') => {
            quote = Some(c);
            false
        }
        (None, c) => c == '>' || c == '<',
        (Some(open), c) => {
            quote = quote.filter(|_| open != c);
            false
        }
    })?;
    let (attributes, after) = attributes.split_at_checked(end)?;
    let length = text.len() - after.strip_prefix('>')?.len();
    Some(Markup { tag, closing: inner.starts_with('/'), attributes, length })
}

/// Returns the length of `text` up to and including the closing tag `</name>`, or the whole length.
pub(super) fn end_of(name: &str, text: &str) -> usize {
    let is_end = |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
    let Some(end) = text.match_indices("</").map(|(at, _)| at).find(is_end) else { return text.len() };
    text.get(end..).and_then(|tag| tag.find('>')).map_or(text.len(), |length| end + length + 1)
}

pub(super) fn href(attributes: &str) -> Option<&str> {
    let names = attributes.to_ascii_lowercase();
    let is_name = |at: &usize| names.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace));
    let at = names.match_indices("href").map(|(at, _)| at).find(is_name)?;
    let value = attributes.get(at + 4..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split(value.chars().next()?).next(),
        None => value.split_whitespace().next(),
    }
}

/// Returns the Markdown link destination for `href`, if it is an HTTP or HTTPS URL.
pub(super) fn target(href: &str) -> Option<String> {
    let mut url = String::new();
    let mut rest = href.trim();
    while let Some(c) = rest.chars().next() {
        let (c, length) = entity(rest).unwrap_or((c, c.len_utf8()));
        rest = rest.get(length..)?;
        match c {
            '&' => url.push_str(if is_plain_ampersand(rest) { "&" } else { "\\&" }),
            c if c.is_control() => {}
            c if c.is_whitespace() => url.push_str("%20"),
            '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '`' | '"' | '|' | '*' => {
                url.push_str(&format!("%{:02X}", c as u32))
            }
            c => url.extend(visible(c)),
        }
    }
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    host.starts_with(|c: char| c.is_alphanumeric()).then_some(url)
}

/// Whether `&` before `rest` does not start an entity in Markdown.
fn is_plain_ampersand(rest: &str) -> bool {
    !rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#').starts_with(';')
}

/// Returns the length of the URL at the start of `text`, without trailing punctuation of the sentence.
pub(super) fn url(text: &str) -> Option<usize> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    if !host.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let is_end = |(at, c): &(usize, char)| match c {
        '<' | '>' | '"' | '`' | '\\' | '|' | '[' | ']' | '*' => true,
        '&' => text.get(*at..).and_then(entity).is_some(),
        c => c.is_whitespace(),
    };
    let mut url = text.get(..text.char_indices().find(is_end).map_or(text.len(), |(at, _)| at))?;
    let mut surplus = url.matches(')').count().saturating_sub(url.matches('(').count());
    while let Some(shorter) =
        url.strip_suffix(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'') || (c == ')' && surplus > 0))
    {
        surplus -= usize::from(url.ends_with(')'));
        url = shorter;
    }
    Some(url.len())
}

/// Returns the character of the entity at the start of `text`, and the length of the entity.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    const MAX_LENGTH: usize = 10;
    let end = text.bytes().take(MAX_LENGTH).position(|byte| byte == b';')?;
    let name = text.get(..end)?.strip_prefix('&')?;
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "middot" => '·',
        "times" => '×',
        "deg" => '°',
        "micro" => 'µ',
        "le" => '≤',
        "ge" => '≥',
        "rarr" => '→',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c, end + 1))
}

/// Converts other line breaks to `\n` and drops invisible characters.
///
/// rustc rejects characters that change the text direction in comments, and clippy rejects invisible ones. Joiners are
/// kept, because emoji and Persian need them.
pub(super) fn visible(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}
