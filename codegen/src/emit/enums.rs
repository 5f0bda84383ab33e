//! Enums, intEnums and unions: a variant for each value or member, and one for values that the model does not know.
use super::{
    rows::{deprecated, docs, facts, ident, shape_facts},
    value::{self, Imports},
};
use crate::plan::{Enum, IntEnum, Plan, Union};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Returns a file with one enum.
pub(super) fn enum_file(shape: &Enum) -> TokenStream {
    let name = ident(&shape.ident);
    let docs_ = docs(&shape.docs);
    let deprecated = deprecated(shape.deprecated.as_ref());
    let variants = shape.variants.iter().map(|variant| {
        let (docs, wire, name) = (docs(&variant.docs), &variant.wire, ident(&variant.ident));
        quote!(#docs #[smithy(#wire)] #name,)
    });
    quote! {
        use ferrosmith::{Enumeration, UnknownValue};

        #docs_
        #deprecated
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Enumeration)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the model does not know.
            Unknown(UnknownValue),
        }
    }
}

/// Returns a file with one intEnum.
pub(super) fn int_enum_file(shape: &IntEnum) -> TokenStream {
    let name = ident(&shape.ident);
    let docs_ = docs(&shape.docs);
    let deprecated = deprecated(shape.deprecated.as_ref());
    let variants = shape.variants.iter().map(|variant| {
        let (docs, name) = (docs(&variant.docs), ident(&variant.ident));
        let number = Literal::i32_unsuffixed(variant.payload);
        quote!(#docs #[smithy(#number)] #name,)
    });
    quote! {
        use ferrosmith::{IntEnumeration, UnknownNumber};

        #docs_
        #deprecated
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntEnumeration)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the model does not know.
            Unknown(UnknownNumber),
        }
    }
}

/// Returns a file with one union.
pub(super) fn union_file(plan: &Plan, union: &Union) -> TokenStream {
    let mut imports = Imports::new(["Union", "UnknownValue"]);
    union.variants.iter().filter_map(|variant| variant.payload.as_ref()).for_each(|payload| imports.value(payload));
    let imports = imports.tokens(plan, 2);
    let name = ident(&union.ident);
    let docs_ = docs(&union.docs);
    let deprecated = deprecated(union.deprecated.as_ref());
    let smithy = shape_facts(&union.facts, None);
    let variants = union.variants.iter().map(|variant| {
        let (docs, wire, name) = (docs(&variant.docs), &variant.wire, ident(&variant.ident));
        let arguments = facts(&variant.facts);
        let payload = variant.payload.as_ref().map(value::value).map(|payload| quote!((#payload)));
        quote!(#docs #[smithy(#wire #(, #arguments)*)] #name #payload,)
    });
    quote! {
        #imports

        #docs_
        #deprecated
        #[derive(Clone, Union)]
        #smithy
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A member that the model does not know, by its name.
            Unknown(UnknownValue),
        }
    }
}
