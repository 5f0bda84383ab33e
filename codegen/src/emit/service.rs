//! The root module of the crate, of the service, and of its types.
use super::{endpoint, errors, operation, rows::ident, type_file, waiters};
use crate::plan::{self, Layout, Plan, SessionOperation, Structure, Types};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Returns `lib.rs` of a crate with a module for each service.
pub(super) fn library(plans: &[Plan]) -> TokenStream {
    let docs = plan::crate_docs(plans).into_iter().map(|line| {
        let Some(feature) = line.feature else { return inner_doc(line.text) };
        let text = format!(" {}", line.text);
        quote!(#![cfg_attr(feature = #feature, doc = #text)])
    });
    let is_types_only = plans.iter().all(|plan| plan.is_types_only);
    // In the order of rustfmt, which checks only this file: the output of prettyplease differs slightly from its style.
    let mut plans: Vec<&Plan> = plans.iter().collect();
    plans.sort_by_key(|plan| &plan.module);
    let modules = plans.into_iter().map(|plan| {
        let (name, module) = (&plan.module, ident(&plan.module));
        let feature = plan.is_feature.then(|| quote!(#[cfg(feature = #name)]));
        quote!(#feature #[rustfmt::skip] pub mod #module;)
    });
    let (attributes, uses) = (crate_attributes(), reexports(is_types_only, &quote!(Error, ErrorKind,)));
    quote! {
        #(#docs)*
        #attributes
        #(#modules)*
        #uses
    }
}

/// Returns `lib.rs` of a crate for one service.
pub(super) fn service_library(plan: &Plan) -> TokenStream {
    let service = module(plan, &quote!(#[rustfmt::skip]));
    let docs = plan::service_crate_docs(plan).into_iter().map(inner_doc);
    // `Error` is not exported from the runtime, because the error of the service has that name.
    let (attributes, uses) = (crate_attributes(), reexports(plan.is_types_only, &quote!(ErrorKind,)));
    let links = link_attribute(plan);
    quote! {
        #(#docs)*
        #attributes
        #links
        #![cfg_attr(rustfmt, rustfmt_skip)]
        #uses
        #service
    }
}

/// Returns the attributes of a generated crate.
fn crate_attributes() -> TokenStream {
    quote! {
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![allow(deprecated, reason = "deprecated members are still read and written")]
        #![allow(clippy::large_enum_variant, reason = "no type depends on the size of another")]
        #![allow(clippy::type_complexity, reason = "models nest as deep as they like")]
    }
}

/// Returns the items of the runtime that callers name most often, with these items about errors of services.
fn reexports(is_types_only: bool, errors: &TokenStream) -> TokenStream {
    if is_types_only {
        return quote!(
            pub use ferrosmith::{self, Blob, Document, Timestamp, WhenSome};
        );
    }
    quote! {
        #[cfg(feature = "transport")]
        pub use ferrosmith::client::{Settings, WaitError};
        pub use ferrosmith::{self, Blob, Document, Endpoint, Operation, Timestamp};
        pub use ferrosmith::{#errors WhenSome};
    }
}

/// Returns one module with all code, for `include!`. Unused code is allowed in it.
pub(super) fn inline(plan: &Plan) -> TokenStream {
    let (name, service) = (ident(&plan.module), service(plan));
    quote! {
        #[allow(deprecated, reason = "deprecated members are still read and written")]
        #[allow(unused, unreachable_pub, reason = "the crate that includes this decides what is used and visible")]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, reason = "nobody edits generated code")]
        pub mod #name { #service }
    }
}

/// Returns the file of the service's module, such as `fsx/mod.rs`.
pub(super) fn service(plan: &Plan) -> TokenStream {
    let docs = plan.service.overview.iter().cloned().map(inner_doc);
    let module = module(plan, &TokenStream::new());
    let links = link_attribute(plan);
    quote! {
        #(#docs)*
        #links
        #module
    }
}

/// Returns an attribute for links to items that are also imported where the link is.
fn link_attribute(plan: &Plan) -> Option<TokenStream> {
    plan.has_links.then(
        || quote!(#![allow(rustdoc::redundant_explicit_links, reason = "links do not depend on what a file imports")]),
    )
}

/// Returns a line of documentation for the enclosing module.
fn inner_doc(line: String) -> TokenStream {
    let line = if line.is_empty() { line } else { format!(" {line}") };
    quote!(#![doc = #line])
}

/// Returns the content of the service's module. Its submodules have the attribute.
fn module(plan: &Plan, attribute: &TokenStream) -> TokenStream {
    if plan.is_types_only {
        let types = super::submodule(plan, &ident("types"), || types(plan));
        return quote!(#attribute pub #types);
    }
    let service = &plan.service;
    let protocols = service.protocols.iter().map(|(protocol, is_query_compatible)| {
        let constant = ident(protocol.constant());
        let constant = quote!(protocol::#constant);
        match &service.namespace {
            _ if *is_query_compatible => quote!(&#constant.query_compatible()),
            Some((uri, None)) if protocol.has_root_elements() => quote!(&#constant.namespace(#uri)),
            Some((uri, Some(prefix))) if protocol.has_root_elements() => {
                quote!(&#constant.namespace(#uri).prefix(#prefix))
            }
            _ => constant,
        }
    });
    let protocols: Vec<_> = protocols.collect();
    let (first, others) = protocols.split_at(protocols.len().min(1));
    let ident = ident(&service.ident);
    let (name, version) = (service.shape.name(), &service.version);
    let signing_name = match &service.signing_name {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    };
    let endpoint_prefix = &service.endpoint_prefix;
    let sdk_id = &service.sdk_id;
    let rules = match &plan.rules {
        Some(_) => quote!(Some(endpoint::RULES)),
        None => quote!(None),
    };
    let sessions = service.sessions.as_ref().map(|sessions| {
        let SessionOperation { operation, parameter, member, credentials } = sessions;
        let operation = super::rows::ident(operation);
        quote! {
            const SESSIONS: Option<ferrosmith::SessionOperation> =
                Some(ferrosmith::SessionOperation::new::<operation::#operation>(#parameter, #member, #credentials));
        }
    });
    let (modules, clients) = (submodules(plan, attribute), clients(plan));
    let requires = plan.features().into_iter().map(|feature| {
        let requires = format_ident!("__requires_{}", feature.replace('-', "_"));
        quote!(ferrosmith::#requires!();)
    });
    quote! {
        #modules
        pub use self::error::Error;
        #clients
        #(#requires)*

        /// Identifies the service of [this module](self): the parameter of its clients.
        #[derive(Clone, Copy, Debug)]
        pub struct #ident;

        impl Service for #ident {
            type Error = Error;
            const SCHEMA: &'static ServiceSchema = &ServiceSchema {
                name: #name,
                version: #version,
                protocols: protocol::Protocols::new(#(#first,)* &[#(#others),*]),
                signing_name: #signing_name,
                endpoint_prefix: #endpoint_prefix,
                sdk_id: #sdk_id,
                rules: #rules,
            };
            #sessions
        }
    }
}

/// Returns the submodules of the service.
fn submodules(plan: &Plan, attribute: &TokenStream) -> TokenStream {
    let submodule = |name: &str, tokens: fn(&Plan) -> TokenStream| {
        let module = super::submodule(plan, &ident(name), || tokens(plan));
        quote!(#attribute pub #module)
    };
    let endpoint = plan.rules.as_ref().map(|rules| {
        let module = super::submodule(plan, &ident("endpoint"), || endpoint::file(plan, rules));
        quote!(#attribute #module)
    });
    let error = submodule("error", errors::module);
    let operation = submodule("operation", operation::module);
    let types = submodule("types", types);
    let waiter = (!plan.waiters.is_empty()).then(|| submodule("waiter", waiters::module));
    quote!(#endpoint #error #operation #types #waiter)
}

/// Returns the imports and the clients of the service. A generated crate has the feature `transport`; for included code,
/// a macro of the runtime checks that of the runtime.
fn clients(plan: &Plan) -> TokenStream {
    let name = &plan.service.ident;
    let ident = ident(name);
    let client = format!(" Sends the operations of [`{name}`].");
    let blocking = format!(" Sends the operations of [`{name}`](super::{name}), and waits for what they return.");
    let uses = quote!(
        use ferrosmith::{Service, ServiceSchema, protocol};
    );
    match plan.layout {
        Layout::Module | Layout::Crate => {}
        Layout::Inline => return quote!(#uses ferrosmith::__clients!(#ident);),
        Layout::Private => return uses,
    }
    quote! {
        #[cfg(feature = "transport")]
        pub use ferrosmith::client::Config;
        #uses

        #[doc = #client]
        #[cfg(feature = "transport")]
        pub type Client = ferrosmith::client::Client<#ident>;

        /// Clients that block the thread until a call ends.
        #[cfg(feature = "transport")]
        pub mod blocking {
            #[doc = #blocking]
            pub type Client = ferrosmith::client::blocking::Client<super::#ident>;
        }
    }
}

/// Returns the module of the types, such as `fsx/types/mod.rs`.
pub(super) fn types(plan: &Plan) -> TokenStream {
    let modules = plan.types.iter().map(|file| super::submodule(plan, &ident(&file.module), || type_file(plan, file)));
    let uses = plan.types.iter().map(|file| {
        let module = ident(&file.module);
        let name = ident(file.types.ident());
        match &file.types {
            Types::Structure(Structure { required: Some(required), .. }) => {
                let required = ident(required);
                quote!(pub use self::#module::{#name, #required};)
            }
            Types::Structure(_) | Types::Union(_) | Types::Enum(_) | Types::IntEnum(_) => {
                quote!(pub use self::#module::#name;)
            }
        }
    });
    let doc = match plan.is_types_only {
        true => format!(" The types of `{}`.", plan.service.shape),
        false => format!(" What the operations of [`{0}`](super::{0}) share.", plan.service.ident),
    };
    quote! {
        #![doc = #doc]
        #(#modules)*
        #(#uses)*
    }
}
