//! The arguments of setters and constructors, which depend on the member's type.
use crate::item::Row;
use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// Returns `kind [value type] (argument type)`, where `kind` is a function of `ferrosmith::convert`.
///
/// Lists and maps accept any iterator, all other types `impl Into<…>`.
pub(crate) fn tokens(member_type: &TokenStream) -> TokenStream {
    let value = generic_argument(member_type, "Option").unwrap_or_else(|| member_type.clone());
    if let Some(element) = generic_argument(&value, "Vec") {
        let argument = format!("impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<{element}>>");
        row("list", element, &argument)
    } else if let Some(arguments) = generic_argument(&value, "BTreeMap") {
        let element: TokenStream = arguments.into_iter().skip(2).collect();
        let argument = format!(
            "impl ::core::iter::IntoIterator<Item = (impl ::core::convert::Into<String>, impl ::core::convert::Into<{element}>)>"
        );
        row("map", element, &argument)
    } else {
        let argument = format!("impl ::core::convert::Into<{value}>");
        row("value", value, &argument)
    }
}

fn row(kind: &str, value: TokenStream, argument: &str) -> TokenStream {
    [
        TokenTree::from(Ident::new(kind, Span::call_site())),
        Group::new(Delimiter::Bracket, value).into(),
        Group::new(Delimiter::Parenthesis, argument.parse().unwrap_or_default()).into(),
    ]
    .into_iter()
    .collect()
}

/// Returns a type parameter for each member, named after it: `IamRoleArn`.
pub(crate) fn generics(rows: &[&Row]) -> Vec<TokenTree> {
    let mut names: Vec<String> = Vec::with_capacity(rows.len());
    for row in rows {
        let words = plain(&row.name);
        let mut name: String = words.split('_').flat_map(capitalized).collect();
        // No two members have the same name, but `a_1` and `a1` become the same here.
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            name.insert(0, '_');
        }
        while name == "Self" || names.contains(&name) {
            name.push('_');
        }
        names.push(name);
    }
    names.into_iter().map(|name| Ident::new(&name, Span::call_site()).into()).collect()
}

fn capitalized(word: &str) -> impl Iterator<Item = char> {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters)
}

/// Returns the name without `r#`.
pub(crate) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(ToOwned::to_owned).unwrap_or(name)
}

/// Returns the generic arguments of `name<…>`.
pub(crate) fn generic_argument(tokens: &TokenStream, name: &str) -> Option<TokenStream> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(ident), TokenTree::Punct(punct)) if ident.to_string() == name && punct.as_char() == '<' => {}
        _ => return None,
    }
    let mut rest: Vec<_> = tokens.collect();
    rest.pop();
    Some(without_comma(rest))
}

/// Removes a trailing comma, which types that are formatted on several lines have.
pub(crate) fn without_comma(mut tokens: Vec<TokenTree>) -> TokenStream {
    tokens.pop_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','));
    tokens.into_iter().collect()
}
