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

/// Gives the files of a crate of these services to `write`, one after the other: the tokens of all of them would take more
/// memory than anything else.
pub fn emit(plans: &[Plan], write: &mut dyn FnMut(RelPath, TokenStream)) {
    write("lib.rs".to_owned(), service::library(plans));
    for plan in plans {
        let mut add = |path: &str, tokens| write(format!("{}/{path}", plan.module), tokens);
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
}

/// The protocol tests of these services, a file each. They need the service's module and a module `harness` at the root
/// of the crate that includes them.
pub fn conformance(plans: &[Plan], write: &mut dyn FnMut(RelPath, TokenStream)) {
    plans.iter().for_each(|plan| write(format!("{}_cases.rs", plan.module), cases::file(plan)));
}

fn type_file(plan: &Plan, file: &TypeFile) -> TokenStream {
    match &file.types {
        Types::Structure(structure) => structure::file(plan, structure),
        Types::Union(union) => enums::union_file(plan, union),
        Types::Enum(shape) => enums::enum_file(shape),
        Types::IntEnum(shape) => enums::int_enum_file(shape),
    }
}
