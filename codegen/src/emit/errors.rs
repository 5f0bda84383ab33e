//! The errors of a service and of its operations.
use super::{
    rows::{docs, ident},
    structure,
    value::Imports,
};
use crate::plan::{ErrorEnum, Plan};
use proc_macro2::TokenStream;
use quote::quote;

/// Returns `error.rs`: the error of the service, and the error structures.
pub(super) fn module(plan: &Plan) -> TokenStream {
    let mut imports = Imports::new(["OperationError", "Unhandled"]);
    plan.errors.iter().for_each(|error| structure::import(error, &mut imports));
    if !plan.errors.is_empty() {
        imports.runtime("Structure");
    }
    let uses_itself = imports.remove_service("error").then(|| {
        quote!(
            use super::error;
        )
    });
    let imports = imports.tokens(plan, 1);
    let service = item(&plan.error, None, None);
    let errors = plan.errors.iter().map(structure::item);
    let doc = format!(" The errors of [`{0}`](super::{0}).", plan.service.ident);
    quote! {
        #![doc = #doc]
        #uses_itself
        #imports
        #service
        #(#errors)*
    }
}

/// Returns the error enum of an operation, which converts to that of the service, or the error enum of the service
/// itself.
pub(super) fn item(error: &ErrorEnum, module: Option<&str>, service: Option<TokenStream>) -> TokenStream {
    let name = ident(&error.ident);
    let docs_ = docs(&error.docs);
    let service = service.map(|service| quote!(#[smithy(#service)]));
    let module = module.map(ident).into_iter().collect::<Vec<_>>();
    let variants = error.variants.iter().map(|variant| {
        let (docs, name, payload) =
            (docs(std::slice::from_ref(&variant.doc)), ident(&variant.ident), ident(&variant.payload));
        let code = variant.code.as_ref().map(|code| quote!(#[smithy(#code)]));
        quote!(#docs #code #name(#(#module::)*#payload),)
    });
    quote! {
        #docs_
        #[derive(OperationError)]
        #service
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// An error that the model does not declare here.
            Unhandled(Unhandled),
        }
    }
}
