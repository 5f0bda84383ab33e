//! Derive macros for generated shapes.
//!
//! A derive macro here only parses an item into rows, `index name …`, and passes them to a `macro_rules!` template of
//! the runtime (`ferrosmith::templates`), which contains the code of the shape as plain Rust. This keeps the macros
//! free of dependencies and the templates free of parsing. Why there are derive macros at all:
//! `docs/decisions/derive.md`.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects))]
mod item;
mod names;
mod setter;
mod variant;

use item::{Item, Row};
use proc_macro::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};

/// Derives the schema, untyped access to members, `Debug`, `Default`, `PartialEq`, a constructor and setters of a
/// structure.
///
/// The arguments of `new` are the members that are `required`. With `#[smithy(required(Name))]` on the structure, `new`
/// takes one structure of that name, which has a field for each of them.
#[proc_macro_derive(Structure, attributes(smithy))]
pub fn structure(input: TokenStream) -> TokenStream {
    expand("__structure", input, |item| {
        let rows = item.rows.iter().enumerate();
        let members = rows.map(|(index, row)| {
            let rest = [setter::tokens(&row.body), brace(row.attributes.clone())];
            numbered(index, row, rest.into_iter().collect())
        });
        let required: Vec<&Row> = item.rows.iter().filter(|row| row.has_fact("required")).collect();
        let argument = |row: &&Row| brace([ident(&row.name), setter::tokens(&row.body)].into_iter().collect());
        let (arguments, named) = match item.required.is_empty() {
            true => (required.iter().map(argument).collect(), TokenStream::new()),
            false => {
                let generics = setter::generics(&required);
                let members = required.iter().zip(generics).map(|(row, generic)| {
                    let rest =
                        [generic.into(), brace(row.attributes.clone()), ident(&row.name), setter::tokens(&row.body)];
                    brace(rest.into_iter().collect())
                });
                (
                    TokenStream::new(),
                    item.required.clone().into_iter().chain([brace(members.collect())].into_iter().flatten()).collect(),
                )
            }
        };
        vec![
            group(Delimiter::Bracket, item.facts.clone()).into(),
            brace(members.collect()),
            brace(arguments),
            brace(named),
        ]
    })
}

/// Derives the schema, untyped access, `Debug`, `Default`, `PartialEq`, `is_…`, `as_…` and `From` of a union. The variant
/// without `#[smithy]` is for unknown members.
#[proc_macro_derive(Union, attributes(smithy))]
pub fn union(input: TokenStream) -> TokenStream {
    expand("__union", input, |item| {
        let (unit, data): (Vec<_>, Vec<_>) = item.known_rows().enumerate().partition(|(_, row)| row.body.is_empty());
        let rows = |rows: Vec<(usize, &Row)>| -> TokenStream {
            rows.into_iter().map(|(index, row)| numbered(index, row, variant::tokens(row))).collect()
        };
        let all = item.known_rows().map(|row| TokenStream::from(group(Delimiter::Parenthesis, row.facts.clone())));
        let facts = group(Delimiter::Bracket, item.facts.clone());
        vec![facts.into(), brace(all.collect()), brace(rows(data)), brace(rows(unit))]
    })
}

/// Derives conversions between text and an enum. The variant without `#[smithy]` is for unknown values.
#[proc_macro_derive(Enumeration, attributes(smithy))]
pub fn enumeration(input: TokenStream) -> TokenStream {
    expand("__enumeration", input, |item| vec![brace(variants_with_values(item))])
}

/// Derives conversions between `i32` and an intEnum. The variant without `#[smithy]` is for unknown values.
#[proc_macro_derive(IntEnumeration, attributes(smithy))]
pub fn int_enumeration(input: TokenStream) -> TokenStream {
    expand("__int_enumeration", input, |item| vec![brace(variants_with_values(item))])
}

/// Derives codes, payloads, `Debug`, `Display` and the conversion to the service's error, for the error enum of an
/// operation or a service.
///
/// `#[smithy(path)]` on the enum is the path of the service's error; `#[smithy("Code")]` on a variant is the code on
/// the wire, if it is not the variant's name.
#[proc_macro_derive(OperationError, attributes(smithy))]
pub fn operation_error(input: TokenStream) -> TokenStream {
    expand("__operation_error", input, |item| {
        let rows = item.rows.iter().filter(|row| row.name.to_string() != "Unhandled");
        let rows = rows.enumerate().map(|(index, row)| {
            let index = TokenTree::from(Literal::usize_unsuffixed(index));
            let code = Literal::string(&row.name.to_string());
            let code = if row.facts.is_empty() { TokenTree::from(code).into() } else { row.facts.clone() };
            brace([index.into(), ident(&row.name), code].into_iter().collect())
        });
        let service = group(Delimiter::Bracket, item.facts.clone());
        vec![service.into(), brace(rows.collect())]
    })
}

/// Parses the item and passes the result of `rows` to the template of the runtime.
fn expand(template: &str, input: TokenStream, rows: impl Fn(&Item) -> Vec<TokenStream>) -> TokenStream {
    let item = match Item::parse(input) {
        Ok(item) => item,
        Err(message) => return call("::core::compile_error!", TokenTree::from(Literal::string(&message)).into()),
    };
    let body = std::iter::once(ident(&item.name)).chain(rows(&item)).collect();
    call(&format!("::ferrosmith::{template}!"), body)
}

/// Calls the macro at `path`, with `body` in braces.
fn call(path: &str, body: TokenStream) -> TokenStream {
    self::path(path).into_iter().chain([group(Delimiter::Brace, body)]).collect()
}

fn path(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// Formats a row: `{ index name (facts) [default] rest… }`.
fn numbered(index: usize, row: &Row, rest: TokenStream) -> TokenStream {
    let tokens = [
        TokenTree::from(Literal::usize_unsuffixed(index)),
        row.name.clone().into(),
        group(Delimiter::Parenthesis, row.facts.clone()),
        group(Delimiter::Bracket, default(row)),
    ];
    brace(tokens.into_iter().chain(rest).collect())
}

/// Returns the value of `default(…)`, or the default of the type.
fn default(row: &Row) -> TokenStream {
    match row.default.is_empty() {
        true => path("::core::default::Default::default()"),
        false => path("::core::convert::Into::into")
            .into_iter()
            .chain([group(Delimiter::Parenthesis, row.default.clone())])
            .collect(),
    }
}

/// Returns `{ Name value }` for each variant with a value.
fn variants_with_values(item: &Item) -> TokenStream {
    item.known_rows().map(|row| brace([ident(&row.name), row.facts.clone()].into_iter().collect())).collect()
}

fn ident(name: &Ident) -> TokenStream {
    TokenTree::from(name.clone()).into()
}

fn brace(tokens: TokenStream) -> TokenStream {
    group(Delimiter::Brace, tokens).into()
}

fn group(delimiter: Delimiter, tokens: TokenStream) -> TokenTree {
    let mut group = Group::new(delimiter, tokens);
    group.set_span(Span::call_site());
    group.into()
}
