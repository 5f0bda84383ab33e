//! The names of the functions of a union's variant, which depend on the variant's name.
use crate::{
    item::Row,
    setter::{generic_argument, plain},
};
use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// `is_name as_name [type] { attributes } { type }`: the type is without its box; the last is there where the union is made from
/// such a value. Of a variant that holds nothing, `is_name`.
pub(crate) fn tokens(row: &Row) -> TokenStream {
    let name = snake(&plain(&row.name));
    let ident = |prefix: &str| TokenTree::from(Ident::new(&format!("{prefix}_{name}"), Span::call_site()));
    let group = |delimiter, tokens| TokenTree::from(Group::new(delimiter, tokens));
    if row.body.is_empty() {
        return ident("is").into();
    }
    let value = generic_argument(&row.body, "Box").unwrap_or_else(|| row.body.clone());
    let converted = if row.is_converted { value.clone() } else { TokenStream::new() };
    let tokens = [
        ident("is"),
        ident("as"),
        group(Delimiter::Bracket, value),
        group(Delimiter::Brace, row.attributes.clone()),
        group(Delimiter::Brace, converted),
    ];
    tokens.into_iter().collect()
}

/// `FileSystemId` as `file_system_id`. Variants are written so that each capital letter begins a word.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len());
    for character in name.trim_start_matches('_').chars() {
        if character.is_ascii_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}
