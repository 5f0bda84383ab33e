//! Pagination: the members of an operation that hold the tokens, and those that hold the items.
use super::{
    rows::ident,
    value::{self, Imports},
};
use crate::plan::{Operation, PageItems, Pages, Step, Value};
use proc_macro2::TokenStream;
use quote::quote;

/// Imports everything that [`item`] requires.
pub(super) fn import(operation: &Operation, imports: &mut Imports) {
    let Some(pages) = &operation.pages else { return };
    imports.runtime("Pages");
    imports.runtime("Paginated");
    if let Some(items) = &pages.items {
        imports.runtime("PaginatedItems");
        if let Value::List(inner) | Value::Map(inner) = &items.value {
            imports.value(inner);
        }
    }
}

/// Returns the implementations of `Paginated` and `PaginatedItems`.
pub(super) fn item(operation: &Operation) -> Option<TokenStream> {
    let Pages { input_token, output_token, more_results, items } = operation.pages.as_ref()?;
    let input = ident(&operation.input.ident);
    let items = items.as_ref().map(|PageItems { value, path }| {
        let (item, collected) = match value {
            Value::Map(inner) => {
                let inner = value::value(inner);
                (quote!((String, #inner)), quote!(.into_iter().collect()))
            }
            Value::List(inner) => (value::value(inner), TokenStream::new()),
            Value::Optional(_) | Value::Boxed(_) | Value::Plain(_) => (value::value(value), TokenStream::new()),
        };
        let items = member_access(path);
        quote! {
            impl PaginatedItems for #input {
                type Item = #item;
                #[inline]
                fn items(output: Self::Output) -> Vec<Self::Item> {
                    #items #collected
                }
            }
        }
    });
    let more_results = more_results.as_ref().map(|name| quote!(.more_results(#name)));
    Some(quote! {
        impl Paginated for #input {
            const PAGES: Pages = Pages::new(#input_token, #output_token)#more_results;
        }
        #items
    })
}

/// Returns the access to a nested member: `output.page.and_then(|page| page.books).unwrap_or_default()`.
fn member_access(path: &[Step]) -> TokenStream {
    let mut tokens = quote!(output);
    let mut owner: Option<&Step> = None;
    let mut is_optional = false;
    for step in path {
        let field = ident(&step.ident);
        tokens = match owner.filter(|_| is_optional) {
            None => quote!(#tokens.#field),
            Some(owner) => {
                let (owner, method) = (ident(&owner.ident), ident(if step.is_optional { "and_then" } else { "map" }));
                quote!(#tokens.#method(|#owner| #owner.#field))
            }
        };
        is_optional |= step.is_optional;
        owner = Some(step);
    }
    if is_optional { quote!(#tokens.unwrap_or_default()) } else { tokens }
}
