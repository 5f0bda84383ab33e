//! Operations: one file each, with input, output, error and schema.
use super::{endpoint, errors, pages, rows::ident, structure, submodule, value::Imports};
use crate::{
    format,
    plan::{Discovery, Operation, Plan, RequestChecksum, ResponseChecksum},
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Returns `operation/mod.rs`.
pub(super) fn module(plan: &Plan) -> TokenStream {
    let modules =
        plan.operations.iter().map(|operation| submodule(plan, &ident(&operation.module), || file(plan, operation)));
    let uses = plan.operations.iter().map(|operation| {
        let module = ident(&operation.module);
        let required = [&operation.input.required, &operation.output.required];
        let names = [&operation.input.ident, &operation.error.ident, &operation.output.ident].into_iter();
        let mut names: Vec<&String> = names.chain(required.into_iter().flatten()).collect();
        names.sort();
        let names = names.into_iter().map(|name| ident(name));
        quote!(pub use self::#module::{#(#names),*};)
    });
    let doc = format!(" The operations of [`{0}`](super::{0}).", plan.service.ident);
    quote! {
        #![doc = #doc]
        #(#modules)*
        #(#uses)*
    }
}

/// Returns the file of an operation, such as `operation/create_backup.rs`.
pub(super) fn file(plan: &Plan, operation: &Operation) -> TokenStream {
    let mut imports = Imports::new(["Operation", "OperationError", "OperationSchema", "Structure", "Unhandled"]);
    if operation.auth.as_ref().is_some_and(|schemes| !schemes.is_empty()) {
        imports.runtime("AuthScheme");
    }
    imports.service("error");
    imports.service(&plan.service.ident);
    if !operation.context.is_empty() {
        imports.runtime("endpoint");
    }
    if operation.discovery.is_some() {
        imports.runtime("Discovery");
    }
    if operation.request_checksum.is_some() || operation.response_checksum.is_some() {
        imports.runtime("checksum");
    }
    structure::import(&operation.input, &mut imports);
    structure::import(&operation.output, &mut imports);
    pages::import(operation, &mut imports);
    let imports = imports.tokens(plan, 2);
    let input = input_with_examples(operation);
    let output = structure::item(&operation.output);
    let error = errors::item(&operation.error, Some("error"), Some(quote!(error::Error)));
    let operation_impl = operation_impl(plan, operation);
    let pages = pages::item(operation);
    quote!(#imports #input #output #error #operation_impl #pages)
}

/// Returns the input, with the examples in its documentation. They require the feature `transport`, because clients do.
fn input_with_examples(operation: &Operation) -> TokenStream {
    let mut input = operation.input.clone();
    for example in &operation.examples {
        let path = &example.path;
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        input.docs.extend(lines(&["", "```", "# #[cfg(feature = \"transport\")]"]));
        input.docs.push(format!("# async fn example(client: {path}::Client) -> Result<(), {path}::Error> {{"));
        input.docs.extend(lines(&[&example.import, ""]));
        input.docs.extend(format::statement("call", &example.call));
        input.docs.extend(lines(&["let output = client.send(call).await?;", "# Ok(()) }", "```"]));
    }
    structure::item(&input)
}

/// Returns the implementation of `Operation`, which holds the schema.
fn operation_impl(plan: &Plan, operation: &Operation) -> TokenStream {
    let service = ident(&plan.service.ident);
    let [input, output, error] =
        [&operation.input.ident, &operation.output.ident, &operation.error.ident].map(|name| ident(name));
    let name = operation.shape.name();
    let http = operation.http.as_ref().map(|(method, uri, status)| {
        let status = Literal::u16_unsuffixed(*status);
        quote!(.http(#method, #uri, #status))
    });
    let no_input = operation.omits_input.then(|| quote!(.no_input()));
    let idempotent = operation.is_idempotent.then(|| quote!(.idempotent()));
    let host_prefix = operation.host_prefix.as_ref().map(|prefix| quote!(.host_prefix(#prefix)));
    let gzip = operation.takes_gzip.then(|| quote!(.gzip()));
    let md5 = operation.needs_md5.then(|| quote!(.md5()));
    let request_checksum =
        operation.request_checksum.as_ref().map(|RequestChecksum { member, default, is_required }| {
            let required = is_required.then(|| quote!(.required()));
            quote!(.request_checksum(checksum::RequestChecksum::new(#member, #default) #required))
        });
    let response_checksum = operation.response_checksum.as_ref().map(|ResponseChecksum { member, algorithms }| {
        quote!(.response_checksum(checksum::ResponseChecksum::new(#member, &[#(#algorithms),*])))
    });
    let auth = operation.auth.as_ref().map(|schemes| {
        let schemes = schemes.iter().map(|scheme| ident(scheme.ident()));
        quote!(.auth(&[#(AuthScheme::#schemes),*]))
    });
    let long_poll = operation.long_poll.map(|millis| {
        let millis = Literal::u32_unsuffixed(millis);
        quote!(.long_poll(#millis))
    });
    let already_so = (!operation.already_so.is_empty()).then(|| {
        let codes = &operation.already_so;
        quote!(.already_so(&[#(#codes),*]))
    });
    let pairs = |pairs: &[(String, String)]| {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| quote!((#name, #value))).collect();
        (!pairs.is_empty()).then(|| quote!(&[#(#pairs),*]))
    };
    let headers = pairs(&operation.headers).map(|pairs| quote!(.headers(#pairs)));
    let label_defaults = pairs(&operation.label_defaults).map(|pairs| quote!(.label_defaults(#pairs)));
    let tree_hash = operation.tree_hash.as_ref().map(|[header, content]| quote!(.tree_hash(#header, #content)));
    let unsigned_payload = operation.has_unsigned_payload.then(|| quote!(.unsigned_payload()));
    let status_decides = operation.status_decides.then(|| quote!(.status_decides()));
    let label_in_endpoint = operation.has_label_in_endpoint.then(|| quote!(.label_in_endpoint()));
    let context = endpoint::contexts(&operation.context);
    let discovery = operation.discovery.as_ref().map(discovery);
    quote! {
        impl Operation for #input {
            type Service = #service;
            type Output = #output;
            type Error = #error;
            const SCHEMA: &'static OperationSchema = &OperationSchema::new(#name) #http #no_input #idempotent #host_prefix #gzip #md5
                #request_checksum #response_checksum #auth #unsigned_payload #status_decides #label_in_endpoint #long_poll #already_so
                #headers #label_defaults #tree_hash #context #discovery;
        }
    }
}

/// Returns how the endpoint of an operation is discovered, as a part of its schema.
fn discovery(discovery: &Discovery) -> TokenStream {
    let Discovery { operation, is_required, is_by_operation, identifiers, error } = discovery;
    let operation = ident(operation);
    let required = is_required.then(|| quote!(.required()));
    let by_operation = is_by_operation.then(|| quote!(.by_operation()));
    let identifiers = (!identifiers.is_empty()).then(|| quote!(.identifiers(&[#(#identifiers),*])));
    let error = error.as_ref().map(|code| quote!(.error(#code)));
    quote!(.discovery(&Discovery::by::<super::#operation>() #required #by_operation #identifiers #error))
}
