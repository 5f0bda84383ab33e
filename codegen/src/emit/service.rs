//! The modules above operations and types.
use super::rows::ident;
use crate::plan::{self, Plan, Structure, Types};
use proc_macro2::TokenStream;
use quote::quote;

/// `lib.rs`
pub(super) fn library(plans: &[Plan]) -> TokenStream {
    let docs = plan::of_crate(plans).into_iter().map(|line| {
        let text = if line.text.is_empty() { String::new() } else { format!(" {}", line.text) };
        match line.feature {
            Some(feature) => quote!(#![cfg_attr(feature = #feature, doc = #text)]),
            None => quote!(#![doc = #text]),
        }
    });
    // In the order of rustfmt, which checks this file and no other: what prettyplease writes is not quite its style.
    let mut plans: Vec<&Plan> = plans.iter().collect();
    plans.sort_by_key(|plan| &plan.module);
    let modules = plans.into_iter().map(|plan| {
        let (name, module) = (&plan.module, ident(&plan.module));
        let feature = plan.is_feature.then(|| quote!(#[cfg(feature = #name)]));
        quote!(#feature #[rustfmt::skip] pub mod #module;)
    });
    quote! {
        #(#docs)*
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![allow(deprecated, reason = "deprecated members are still read and written")]
        #![allow(clippy::large_enum_variant, reason = "no type depends on the size of another")]
        #![allow(clippy::type_complexity, reason = "models nest as deep as they like")]
        #(#modules)*
        #[cfg(feature = "transport")]
        pub use ferrosmith::client::{Settings, WaitError};
        pub use ferrosmith::{self, Blob, Document, Endpoint, Operation, Timestamp};
        pub use ferrosmith::{Error, ErrorKind, WhenSome};
    }
}

/// `fsx/mod.rs`
pub(super) fn service(plan: &Plan) -> TokenStream {
    let service = &plan.service;
    let protocol = ident(service.protocol.constant());
    let protocol = quote!(protocol::#protocol);
    let protocol = if service.is_query_compatible { quote!(&#protocol.query_compatible()) } else { protocol };
    let ident = ident(&service.ident);
    let overview = service.overview.iter().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#![doc = #line])
    });
    let (name, version) = (service.shape.name(), &service.version);
    let waiters = (!plan.waiters.is_empty()).then(|| {
        quote!(
            pub mod waiter;
        )
    });
    let signing_name = match &service.signing_name {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    };
    let endpoint_prefix = &service.endpoint_prefix;
    let client = format!(" Sends the operations of [`{}`].", service.ident);
    let blocking =
        format!(" Sends the operations of [`{0}`](super::{0}), and waits for what they return.", service.ident);
    let sdk_id = &service.sdk_id;
    let (module, rules) = match &plan.rules {
        Some(_) => (
            Some(quote!(
                mod endpoint;
            )),
            quote!(Some(endpoint::RULES)),
        ),
        None => (None, quote!(None)),
    };
    quote! {
        #(#overview)*
        #module
        pub mod error;
        pub mod operation;
        pub mod types;
        #waiters
        pub use error::Error;
        #[cfg(feature = "transport")]
        pub use ferrosmith::client::Config;
        use ferrosmith::{Service, ServiceSchema, protocol};

        #[doc = #client]
        #[cfg(feature = "transport")]
        pub type Client = ferrosmith::client::Client<#ident>;

        /// Clients that block the thread until a call ends.
        #[cfg(feature = "transport")]
        pub mod blocking {
            #[doc = #blocking]
            pub type Client = ferrosmith::client::blocking::Client<super::#ident>;
        }

        /// The service of [this module](self), for which its clients are.
        #[derive(Clone, Copy, Debug)]
        pub struct #ident;

        impl Service for #ident {
            type Error = Error;
            const SCHEMA: &'static ServiceSchema = &ServiceSchema {
                name: #name,
                version: #version,
                protocol: #protocol,
                signing_name: #signing_name,
                endpoint_prefix: #endpoint_prefix,
                sdk_id: #sdk_id,
                rules: #rules,
            };
        }
    }
}

/// `fsx/types/mod.rs`
pub(super) fn types(plan: &Plan) -> TokenStream {
    let modules = plan.types.iter().map(|file| ident(&file.module));
    let uses = plan.types.iter().map(|file| {
        let module = ident(&file.module);
        let name = ident(file.types.ident());
        match &file.types {
            Types::Structure(Structure { required: Some(required), .. }) => {
                let required = ident(required);
                quote!(pub use #module::{#name, #required};)
            }
            Types::Structure(_) | Types::Union(_) | Types::Enum(_) | Types::IntEnum(_) => {
                quote!(pub use #module::#name;)
            }
        }
    });
    let doc = format!(" What the operations of [`{0}`](super::{0}) share.", plan.service.ident);
    quote! {
        #![doc = #doc]
        #(mod #modules;)*
        #(#uses)*
    }
}
