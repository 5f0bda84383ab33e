//! Writes a plan down as Rust. `quote!` only: what is written was decided in the plan, and nothing here can fail.
mod cases;
mod endpoint;
mod enums;
mod errors;
mod operation;
mod pages;
mod program;
mod rows;
mod service;
mod structure;
mod value;
mod waiters;

use crate::plan::{Layout, Plan, TypeFile, Types};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// A path below `src/`, with `/` between its parts.
pub type RelPath = String;

/// A file to be. Its tokens are made when they are wanted: those of all files would take more memory than anything else.
pub struct File<'p> {
    /// Where it will be.
    pub path: RelPath,
    /// What it is made for, which its first line says.
    pub layout: Layout,
    tokens: Box<dyn Fn() -> TokenStream + Send + Sync + 'p>,
}

impl<'p> File<'p> {
    pub(crate) fn new(path: RelPath, layout: Layout, tokens: impl Fn() -> TokenStream + Send + Sync + 'p) -> Self {
        Self { path, layout, tokens: Box::new(tokens) }
    }

    /// What will stand in it.
    pub fn tokens(&self) -> TokenStream {
        (self.tokens)()
    }
}

/// The files of these services.
pub fn emit(plans: &[Plan]) -> Vec<File<'_>> {
    let mut files = Vec::new();
    if plans.iter().any(|plan| plan.layout == Layout::Module) {
        files.push(File::new("lib.rs".to_owned(), Layout::Module, || service::library(plans)));
    }
    for plan in plans {
        match plan.layout {
            Layout::Module => files.extend(service_files(plan, &format!("{}/", plan.module), "mod.rs")),
            Layout::Crate => files.extend(service_files(plan, "", "lib.rs")),
            Layout::Inline => {
                files.push(File::new(format!("{}.rs", plan.module), plan.layout, || service::inline(plan)));
            }
        }
    }
    files
}

/// The files of a service in a folder; `root` is the one of its own module.
fn service_files<'p>(plan: &'p Plan, folder: &str, root: &str) -> Vec<File<'p>> {
    let file = |path: &str, tokens: Box<dyn Fn() -> TokenStream + Send + Sync + 'p>| File {
        path: format!("{folder}{path}"),
        layout: plan.layout,
        tokens,
    };
    let mut files = vec![match plan.layout {
        Layout::Crate => file(root, Box::new(|| service::krate(plan))),
        Layout::Module | Layout::Inline => file(root, Box::new(|| service::service(plan))),
    }];
    if let Some(rules) = &plan.rules {
        files.push(file("endpoint.rs", Box::new(|| endpoint::file(plan, rules))));
    }
    files.push(file("error.rs", Box::new(|| errors::module(plan))));
    files.push(file("operation/mod.rs", Box::new(|| operation::module(plan))));
    files.extend(plan.operations.iter().map(|operation| {
        file(&format!("operation/{}.rs", operation.module), Box::new(|| operation::file(plan, operation)))
    }));
    if !plan.waiters.is_empty() {
        files.push(file("waiter.rs", Box::new(|| waiters::module(plan))));
    }
    files.push(file("types/mod.rs", Box::new(|| service::types(plan))));
    let types = plan.types.iter();
    files.extend(types.map(|types| file(&format!("types/{}.rs", types.module), Box::new(|| type_file(plan, types)))));
    files
}

/// A program that makes one call, for a crate of its own.
pub fn program(plan: &Plan) -> Option<TokenStream> {
    plan.sample.as_ref().map(program::program)
}

/// The protocol tests of these services, a file each. They need the service's module and a module `harness` at the root
/// of the crate that includes them.
pub fn conformance(plans: &[Plan]) -> Vec<File<'_>> {
    plans.iter().map(|plan| File::new(format!("{}_cases.rs", plan.module), plan.layout, || cases::file(plan))).collect()
}

/// A module below that of the service: its declaration, or all of it where everything stands in one file.
fn submodule(plan: &Plan, name: &Ident, tokens: impl FnOnce() -> TokenStream) -> TokenStream {
    match plan.layout {
        Layout::Module | Layout::Crate => quote!(mod #name;),
        Layout::Inline => {
            let tokens = tokens();
            quote!(mod #name { #tokens })
        }
    }
}

/// The path of the service's own module, as one that lies so many levels below it writes it.
fn home(plan: &Plan, levels: usize) -> TokenStream {
    match plan.layout {
        Layout::Module => {
            let module = rows::ident(&plan.module);
            quote!(crate::#module)
        }
        Layout::Crate => quote!(crate),
        Layout::Inline => {
            let levels = std::iter::repeat_n(quote!(super), levels);
            quote!(#(#levels)::*)
        }
    }
}

fn type_file(plan: &Plan, file: &TypeFile) -> TokenStream {
    match &file.types {
        Types::Structure(structure) => structure::file(plan, structure),
        Types::Union(union) => enums::union_file(plan, union),
        Types::Enum(shape) => enums::enum_file(shape),
        Types::IntEnum(shape) => enums::int_enum_file(shape),
    }
}
