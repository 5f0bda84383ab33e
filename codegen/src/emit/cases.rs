//! Protocol tests: one `#[test]` per case, which passes the case to the harness of the crate that includes the file.
use super::rows::ident;
use crate::plan::{Case, CaseKind, EndpointCase, Plan};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Returns the tests of a service, and a table of all of them for the harness.
pub(super) fn file(plan: &Plan) -> TokenStream {
    let module = ident(&plan.module);
    let doc = format!(" The protocol tests of `{}`.", plan.service.shape);
    let tests = plan.cases.iter().map(test).chain(plan.endpoint_cases.iter().map(|case| endpoint(plan, case)));
    let names = plan.cases.iter().map(|case| (&case.id, &case.ident));
    let rows = names.chain(plan.endpoint_cases.iter().map(|case| (&case.id, &case.ident))).map(|(id, name)| {
        let name = ident(name);
        quote!((#id, #name),)
    });
    let calls = plan.endpoint_cases.iter().any(|case| !case.operations.is_empty());
    let operation = (calls || !plan.cases.is_empty()).then(|| quote!(use crate::#module::operation;));
    quote! {
        #![doc = #doc]
        use crate::harness;
        #operation

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

/// Returns a test of the endpoint rules, first with the parameters of the case, then with those of each call.
fn endpoint(plan: &Plan, case: &EndpointCase) -> TokenStream {
    let (name, module, service) = (ident(&case.ident), ident(&plan.module), ident(&plan.service.ident));
    let doc = format!(" `{}` of `{}`", case.id, plan.service.shape);
    let json = raw(&case.json);
    let calls = case.operations.iter().map(|(row, operation)| {
        let (row, operation) = (Literal::usize_unsuffixed(*row), ident(operation));
        quote!(harness::endpoint_of_call::<operation::#operation>(case, #row);)
    });
    quote! {
        #[doc = #doc]
        #[test]
        fn #name() {
            let case = #json;
            harness::endpoint::<crate::#module::#service>(case);
            #(#calls)*
        }
    }
}

/// Returns JSON as a raw string literal, so that it looks as in the model.
fn raw(json: &str) -> Literal {
    let mut hashes = "#".to_owned();
    while json.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{json}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(json))
}
