//! Parses the parts of a struct or an enum that the derive macros need: names, types and `#[smithy(…)]`.
use crate::{names, setter::without_comma};
use proc_macro::{Delimiter, Ident, TokenStream, TokenTree};

/// A struct or an enum without generics.
pub(crate) struct Item {
    pub(crate) name: Ident,
    /// The contents of `#[smithy(…)]` on the item itself, without `required(…)`.
    pub(crate) facts: TokenStream,
    /// The contents of `required(…)`: the name of the structure of the required members.
    pub(crate) required: TokenStream,
    pub(crate) rows: Vec<Row>,
}

/// A field of a struct or a variant of an enum.
pub(crate) struct Row {
    pub(crate) name: Ident,
    /// The type of a field, or the contents of a variant's parentheses.
    pub(crate) body: TokenStream,
    /// The contents of `#[smithy(…)]`, without `default(…)`.
    pub(crate) facts: TokenStream,
    /// The contents of `default(…)`.
    pub(crate) default: TokenStream,
    /// The attributes of the setter: `[doc = "…"]` of the first paragraph, and `[deprecated(…)]`.
    pub(crate) attributes: TokenStream,
    /// Whether `#[smithy(…)]` contains `from`: the union implements `From` for the type of the variant.
    pub(crate) is_converted: bool,
}

impl Item {
    pub(crate) fn parse(input: TokenStream) -> Result<Self, String> {
        let mut tokens = input.into_iter().peekable();
        let (facts, required) = split(attributes(&mut tokens).0, "required");
        let facts = names::collect(facts);
        let mut name = None;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => name = Some(ident),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let name = name.ok_or("expected a name before the members")?;
                    return Ok(Self {
                        name,
                        facts,
                        required: required.unwrap_or_default(),
                        rows: rows(group.stream())?,
                    });
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => {
                    let name = name.ok_or("expected a name before `;`")?;
                    return Ok(Self { name, facts, required: TokenStream::new(), rows: Vec::new() });
                }
                // The parentheses of `pub(crate)`.
                TokenTree::Group(_) => {}
                other => return Err(format!("expected a struct or an enum without generics, found `{other}`")),
            }
        }
        Err("expected the members in braces".to_owned())
    }

    /// Returns the rows with a `#[smithy(…)]`; the others are for unknown values.
    pub(crate) fn known_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.facts.is_empty())
    }
}

impl Row {
    /// Whether `#[smithy(…)]` contains this word.
    pub(crate) fn has_fact(&self, word: &str) -> bool {
        self.facts
            .clone()
            .into_iter()
            .any(|token| matches!(token, TokenTree::Ident(ident) if ident.to_string() == word))
    }
}

type Tokens = std::iter::Peekable<proc_macro::token_stream::IntoIter>;

fn rows(members: TokenStream) -> Result<Vec<Row>, String> {
    let mut tokens = members.into_iter().peekable();
    let mut rows = Vec::new();
    while tokens.peek().is_some() {
        let (facts, attributes) = attributes(&mut tokens);
        let (facts, default) = split(facts, "default");
        let (facts, from) = split(facts, "from");
        let facts = names::collect(facts);
        rows.push(Row {
            name: name(&mut tokens)?,
            body: body(&mut tokens),
            facts,
            default: default.unwrap_or_default(),
            attributes,
            is_converted: from.is_some(),
        });
    }
    Ok(rows)
}

/// Parses the attributes before an item or a row. Returns the contents of `#[smithy(…)]`, and the attributes of the
/// setter.
fn attributes(tokens: &mut Tokens) -> (TokenStream, TokenStream) {
    let mut facts = TokenStream::new();
    let mut kept = Vec::new();
    let mut is_first_paragraph = true;
    let mut has_doc = false;
    while tokens.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#')).is_some() {
        let Some(TokenTree::Group(attribute)) = tokens.next() else { break };
        let mut inside = attribute.stream().into_iter();
        let path = inside.next().map(|path| path.to_string());
        match (path.as_deref(), inside.next()) {
            (Some("smithy"), Some(TokenTree::Group(arguments))) => facts = arguments.stream(),
            (Some("deprecated"), _) => kept.push(TokenTree::from(attribute)),
            (Some("doc"), _) => {
                is_first_paragraph &= inside.next().is_some_and(|line| is_text(&line.to_string()));
                if is_first_paragraph {
                    has_doc = true;
                    kept.push(attribute.into());
                }
            }
            _ => {}
        }
    }
    if !has_doc {
        kept.extend("[doc = \"Sets the member of this name.\"]".parse::<TokenStream>().unwrap_or_default());
    }
    (facts, kept.into_iter().collect())
}

/// Whether a line of documentation, as a literal, continues a paragraph. A fenced block does not: it may contain blank lines.
fn is_text(literal: &str) -> bool {
    let line = literal.trim_start_matches(['r', '#', '"']).trim_end_matches(['#', '"']).trim();
    !line.is_empty() && !line.starts_with("```")
}

/// Parses the name of a variant, or of a field after its visibility.
fn name(tokens: &mut Tokens) -> Result<Ident, String> {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident.to_string() != "pub" => return Ok(ident),
            TokenTree::Ident(_) | TokenTree::Group(_) => {}
            other => return Err(format!("expected a member's name, found `{other}`")),
        }
    }
    Err("expected a member's name".to_owned())
}

/// Parses the rest of a row up to its comma: `: Type` of a field, `(Type)` of a variant, or nothing.
fn body(tokens: &mut Tokens) -> TokenStream {
    let mut depth = 0_i32;
    let mut body = Vec::new();
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' if depth == 0 => break,
                ':' if body.is_empty() => continue,
                '<' => depth = depth.saturating_add(1),
                '>' => depth = depth.saturating_sub(1),
                _ => {}
            },
            TokenTree::Group(group) if body.is_empty() && group.delimiter() == Delimiter::Parenthesis => {
                body.extend(group.stream());
                continue;
            }
            _ => {}
        }
        body.push(token);
    }
    without_comma(body)
}

/// Separates `, word` or `, word(…)` from the facts. Returns the contents of its parentheses, if the word is there.
fn split(facts: TokenStream, word: &str) -> (TokenStream, Option<TokenStream>) {
    let mut kept = Vec::new();
    let mut found = None;
    let mut tokens = facts.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if !matches!(&token, TokenTree::Ident(ident) if ident.to_string() == word) {
            kept.push(token);
            continue;
        }
        let group = tokens.next_if(|token| matches!(token, TokenTree::Group(_)));
        found = Some(match group {
            Some(TokenTree::Group(group)) => group.stream(),
            _ => TokenStream::new(),
        });
        // The comma before it, or behind it where it is the first.
        if kept.pop().is_none() {
            tokens.next();
        }
    }
    (kept.into_iter().collect(), found)
}
