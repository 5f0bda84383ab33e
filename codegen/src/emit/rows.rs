//! Identifiers and attributes: doc lines, `#[smithy(…)]`, `#[deprecated]`.
use crate::plan::{Deprecated, Fact};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Returns an identifier, which may be raw.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Returns one attribute per line. prettyplease formats it as `///`.
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

/// Returns the arguments of `#[smithy(…)]`.
pub(super) fn facts(facts: &[Fact]) -> Vec<TokenStream> {
    let tokens = facts.iter().map(|fact| {
        let name = ident(fact.name);
        let arguments: Vec<_> =
            fact.argument.iter().map(|argument| quote!(#argument)).chain(self::facts(&fact.facts)).collect();
        if arguments.is_empty() { quote!(#name) } else { quote!(#name(#(#arguments),*)) }
    });
    tokens.collect()
}

/// Returns the attribute with the facts of a shape itself and the structure that its constructor takes.
pub(super) fn shape_facts(facts: &[Fact], required: Option<&String>) -> Option<TokenStream> {
    let required = required.map(|name| {
        let name = ident(name);
        quote!(required(#name))
    });
    let arguments: Vec<_> = self::facts(facts).into_iter().chain(required).collect();
    (!arguments.is_empty()).then(|| quote!(#[smithy(#(#arguments),*)]))
}
