//! The arguments of setters and constructors, which depend on the member's type.
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

/// Returns the generic arguments of `name<…>`.
fn generic_argument(tokens: &TokenStream, name: &str) -> Option<TokenStream> {
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
