//! Writes a plan down as Rust. `quote!` only: what is written was decided in the plan, and nothing here can fail.
mod cases;
mod endpoint;
mod enums;
mod errors;
mod operation;
mod pages;
mod rows;
mod service;
mod structure;
mod value;
mod waiters;

use crate::plan::{Plan, TypeFile, Types};
use proc_macro2::TokenStream;

/// A path below `src/`, with `/` between its parts.
pub type RelPath = String;

/// The files of a crate of these services.
pub fn emit(plans: &[Plan]) -> Vec<(RelPath, TokenStream)> {
    let mut files = vec![("lib.rs".to_owned(), service::library(plans))];
    for plan in plans {
        let mut add = |path: &str, tokens| files.push((format!("{}/{path}", plan.module), tokens));
        add("mod.rs", service::service(plan));
        if let Some(rules) = &plan.rules {
            add("endpoint.rs", endpoint::file(plan, rules));
        }
        add("error.rs", errors::module(plan));
        add("operation/mod.rs", operation::module(plan));
        for operation in &plan.operations {
            add(&format!("operation/{}.rs", operation.module), operation::file(plan, operation));
        }
        if !plan.waiters.is_empty() {
            add("waiter.rs", waiters::module(plan));
        }
        add("types/mod.rs", service::types(plan));
        for file in &plan.types {
            add(&format!("types/{}.rs", file.module), type_file(plan, file));
        }
    }
    files
}

/// The protocol tests of these services, a file each. They need the service's module and a module `harness` at the root
/// of the crate that includes them.
pub fn conformance(plans: &[Plan]) -> Vec<(RelPath, TokenStream)> {
    plans.iter().map(|plan| (format!("{}_cases.rs", plan.module), cases::file(plan))).collect()
}

fn type_file(plan: &Plan, file: &TypeFile) -> TokenStream {
    match &file.types {
        Types::Structure(structure) => structure::file(plan, structure),
        Types::Union(union) => enums::union_file(plan, union),
        Types::Enum(shape) => enums::enum_file(shape),
        Types::IntEnum(shape) => enums::int_enum_file(shape),
    }
}
