//! Structures: documentation, an attribute and a field for each member.
use super::{
    rows::{deprecated, docs, facts, ident, shape_facts},
    value::{self, Imports},
};
use crate::plan::{Field, Plan, Structure};
use proc_macro2::TokenStream;
use quote::quote;

/// Returns a file with one structure.
pub(super) fn file(plan: &Plan, structure: &Structure) -> TokenStream {
    let mut imports = Imports::new(["Structure"]);
    import(structure, &mut imports);
    let imports = imports.tokens(plan, 2);
    let item = item(structure);
    quote!(#imports #item)
}

/// Imports everything that the types of its members require.
pub(super) fn import(structure: &Structure, imports: &mut Imports) {
    structure.fields.iter().for_each(|field| imports.value(&field.value));
}

/// Returns the structure itself.
pub(super) fn item(structure: &Structure) -> TokenStream {
    let name = ident(&structure.ident);
    let docs = docs(&structure.docs);
    let deprecated = deprecated(structure.deprecated.as_ref());
    let smithy = shape_facts(&structure.facts, structure.required.as_ref());
    let fields = structure.fields.iter().map(field);
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Structure)]
        #smithy
        pub struct #name {
            #(#fields)*
        }
    }
}

fn field(field: &Field) -> TokenStream {
    let docs = docs(&field.docs);
    let deprecated = deprecated(field.deprecated.as_ref());
    let wire = &field.name;
    let arguments = facts(&field.facts);
    let default = field.default.as_ref().map(|default| {
        let default = value::default(default, &field.value);
        quote!(, default(#default))
    });
    let name = ident(&field.ident);
    let value = value::value(&field.value);
    quote! {
        #docs
        #deprecated
        #[smithy(#wire #(, #arguments)* #default)]
        pub #name: #value,
    }
}
