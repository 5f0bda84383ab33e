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

/// A file to be. Its tokens are made when they are wanted: those of all files would take more memory than anything else.
pub struct File<'p> {
    /// Where it will be.
    pub path: RelPath,
    tokens: Box<dyn Fn() -> TokenStream + Send + Sync + 'p>,
}

impl<'p> File<'p> {
    pub(crate) fn new(path: RelPath, tokens: impl Fn() -> TokenStream + Send + Sync + 'p) -> Self {
        Self { path, tokens: Box::new(tokens) }
    }

    /// What will stand in it.
    pub fn tokens(&self) -> TokenStream {
        (self.tokens)()
    }
}

/// The files of a crate of these services.
pub fn emit(plans: &[Plan]) -> Vec<File<'_>> {
    let mut files = vec![File::new("lib.rs".to_owned(), || service::library(plans))];
    for plan in plans {
        let path = |path: &str| format!("{}/{path}", plan.module);
        files.push(File::new(path("mod.rs"), || service::service(plan)));
        if let Some(rules) = &plan.rules {
            files.push(File::new(path("endpoint.rs"), || endpoint::file(plan, rules)));
        }
        files.push(File::new(path("error.rs"), || errors::module(plan)));
        files.push(File::new(path("operation/mod.rs"), || operation::module(plan)));
        files.extend(plan.operations.iter().map(|operation| {
            File::new(path(&format!("operation/{}.rs", operation.module)), || operation::file(plan, operation))
        }));
        if !plan.waiters.is_empty() {
            files.push(File::new(path("waiter.rs"), || waiters::module(plan)));
        }
        files.push(File::new(path("types/mod.rs"), || service::types(plan)));
        let types = plan.types.iter();
        files.extend(types.map(|file| File::new(path(&format!("types/{}.rs", file.module)), || type_file(plan, file))));
    }
    files
}

/// The protocol tests of these services, a file each. They need the service's module and a module `harness` at the root
/// of the crate that includes them.
pub fn conformance(plans: &[Plan]) -> Vec<File<'_>> {
    plans.iter().map(|plan| File::new(format!("{}_cases.rs", plan.module), || cases::file(plan))).collect()
}

fn type_file(plan: &Plan, file: &TypeFile) -> TokenStream {
    match &file.types {
        Types::Structure(structure) => structure::file(plan, structure),
        Types::Union(union) => enums::union_file(plan, union),
        Types::Enum(shape) => enums::enum_file(shape),
        Types::IntEnum(shape) => enums::int_enum_file(shape),
    }
}
