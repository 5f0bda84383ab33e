//! Protocol tests: one `#[test]` a case, which hands the case to the harness of the crate that includes the file.
use super::rows::ident;
use crate::plan::{Case, CaseKind, Plan};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The tests of a service, and the table of them all for the harness to count.
pub(super) fn file(plan: &Plan) -> TokenStream {
    let module = ident(&plan.module);
    let doc = format!(" The protocol tests of `{}`.", plan.service.shape);
    let tests = plan.cases.iter().map(test);
    let rows = plan.cases.iter().map(|case| {
        let (id, name) = (&case.id, ident(&case.ident));
        quote!((#id, #name),)
    });
    quote! {
        #![doc = #doc]
        use crate::{harness, #module::operation};

        /// The cases by id.
        pub(crate) const CASES: &[(&str, fn())] = &[#(#rows)*];

        #(#tests)*
    }
}

fn test(case: &Case) -> TokenStream {
    let name = ident(&case.ident);
    let doc = format!(" `{}` of `{}`", case.id, case.shape);
    let (operation, json) = (ident(&case.operation), raw(&case.json));
    let check = match case.kind {
        CaseKind::Request => quote!(request::<operation::#operation>(case)),
        CaseKind::Response => quote!(response::<operation::#operation>(case)),
        CaseKind::Error => {
            let code = case.shape.name();
            quote!(error::<operation::#operation>(#code, case))
        }
    };
    quote! {
        #[doc = #doc]
        #[test]
        fn #name() {
            let case = #json;
            harness::#check;
        }
    }
}

/// JSON as a raw string, which reads as it stands in the model.
fn raw(json: &str) -> Literal {
    let mut hashes = "#".to_owned();
    while json.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{json}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(json))
}
