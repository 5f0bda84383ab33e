//! Attributes: doc lines, `#[smithy(…)]`, `#[deprecated]`.
use crate::plan::{Deprecated, Fact};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// An identifier, also a raw one.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// One attribute a line: prettyplease makes `///` of it.
pub(super) fn docs(lines: &[String]) -> TokenStream {
    lines
        .iter()
        .map(|line| {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            quote!(#[doc = #line])
        })
        .collect()
}

pub(super) fn deprecated(deprecated: Option<&Deprecated>) -> TokenStream {
    match deprecated.map(|deprecated| &deprecated.note) {
        Some(Some(note)) => quote!(#[deprecated(note = #note)]),
        Some(None) => quote!(#[deprecated]),
        None => TokenStream::new(),
    }
}

/// The words of `#[smithy(…)]`.
pub(super) fn facts(facts: &[Fact]) -> impl Iterator<Item = TokenStream> {
    facts.iter().map(|fact| {
        let word = ident(fact.name);
        match &fact.argument {
            Some(argument) => quote!(#word(#argument)),
            None => quote!(#word),
        }
    })
}

/// The line of a shape's own facts, and of what its constructor takes.
pub(super) fn shape_facts(facts: &[Fact], required: Option<&String>) -> Option<TokenStream> {
    let required = required.map(|name| {
        let name = ident(name);
        quote!(required(#name))
    });
    let words: Vec<_> = self::facts(facts).chain(required).collect();
    (!words.is_empty()).then(|| quote!(#[smithy(#(#words),*)]))
}
