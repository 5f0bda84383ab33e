//! Parses the parts of a struct or an enum that the derive macros need: names, types and `#[smithy(…)]`.
use crate::setter::without_comma;
use proc_macro::{Delimiter, Ident, TokenStream, TokenTree};

/// A struct or an enum without generics.
pub(crate) struct Item {
    pub(crate) name: Ident,
    /// The contents of `#[smithy(…)]` on the item itself.
    pub(crate) facts: TokenStream,
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
    /// `[deprecated(…)]`, for the setter.
    pub(crate) deprecated: Option<TokenTree>,
}

impl Item {
    pub(crate) fn parse(input: TokenStream) -> Result<Self, String> {
        let mut tokens = input.into_iter().peekable();
        let (facts, _) = split_default(attributes(&mut tokens).0);
        let mut name = None;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => name = Some(ident),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let name = name.ok_or("expected a name before the members")?;
                    return Ok(Self { name, facts, rows: rows(group.stream())? });
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => {
                    let name = name.ok_or("expected a name before `;`")?;
                    return Ok(Self { name, facts, rows: Vec::new() });
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
        let (facts, deprecated) = attributes(&mut tokens);
        let (facts, default) = split_default(facts);
        rows.push(Row { name: name(&mut tokens)?, body: body(&mut tokens), facts, default, deprecated });
    }
    Ok(rows)
}

/// Parses the attributes before an item or a row. Returns the contents of `#[smithy(…)]`, and `[deprecated(…)]`.
fn attributes(tokens: &mut Tokens) -> (TokenStream, Option<TokenTree>) {
    let mut facts = TokenStream::new();
    let mut deprecated = None;
    while tokens.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#')).is_some() {
        let Some(TokenTree::Group(attribute)) = tokens.next() else { break };
        let mut inside = attribute.stream().into_iter();
        let path = inside.next().map(|path| path.to_string());
        match (path.as_deref(), inside.next()) {
            (Some("smithy"), Some(TokenTree::Group(arguments))) => facts = arguments.stream(),
            (Some("deprecated"), _) => deprecated = Some(attribute.into()),
            _ => {}
        }
    }
    (facts, deprecated)
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

/// Separates `, default(…)` from the facts of a member.
fn split_default(facts: TokenStream) -> (TokenStream, TokenStream) {
    let mut kept = Vec::new();
    let mut default = TokenStream::new();
    let mut tokens = facts.into_iter();
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Ident(ident) if ident.to_string() == "default") {
            if let Some(TokenTree::Group(group)) = tokens.next() {
                default = group.stream();
            }
            kept.pop();
        } else {
            kept.push(token);
        }
    }
    (kept.into_iter().collect(), default)
}
