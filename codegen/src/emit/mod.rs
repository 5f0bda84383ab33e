//! Converts a plan to Rust tokens with `quote!`. All decisions are made in the plan, and nothing here can fail.
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

/// A path relative to `src/`, with `/` as separator.
pub type RelPath = String;

/// A file to write. Its tokens are generated on demand, because those of all files together would take too much memory.
pub struct File<'p> {
    /// Its path.
    pub path: RelPath,
    /// The layout, which determines its header.
    pub layout: Layout,
    tokens: Box<dyn Fn() -> TokenStream + Send + Sync + 'p>,
}

impl<'p> File<'p> {
    pub(crate) fn new(path: RelPath, layout: Layout, tokens: impl Fn() -> TokenStream + Send + Sync + 'p) -> Self {
        Self { path, layout, tokens: Box::new(tokens) }
    }

    /// Generates its content.
    pub fn tokens(&self) -> TokenStream {
        (self.tokens)()
    }
}

/// Returns the files of these services.
pub fn emit(plans: &[Plan]) -> Vec<File<'_>> {
    let mut files = Vec::new();
    if plans.iter().any(|plan| plan.layout == Layout::Module) {
        files.push(File::new("lib.rs".to_owned(), Layout::Module, || service::library(plans)));
    }
    for plan in plans {
        match plan.layout {
            Layout::Module => files.extend(service_files(plan, &format!("{}/", plan.module), "mod.rs")),
            Layout::Crate => files.extend(service_files(plan, "", "lib.rs")),
            Layout::Inline | Layout::Private => {
                files.push(File::new(format!("{}.rs", plan.module), plan.layout, || service::inline(plan)));
            }
        }
    }
    files
}

/// Returns the files of a service in a folder. `root` is the name of the file of its own module.
fn service_files<'p>(plan: &'p Plan, folder: &str, root: &str) -> Vec<File<'p>> {
    let file = |path: &str, tokens: Box<dyn Fn() -> TokenStream + Send + Sync + 'p>| File {
        path: format!("{folder}{path}"),
        layout: plan.layout,
        tokens,
    };
    let mut files = vec![match plan.layout {
        Layout::Crate => file(root, Box::new(|| service::service_library(plan))),
        Layout::Module | Layout::Inline | Layout::Private => file(root, Box::new(|| service::service(plan))),
    }];
    if let Some(rules) = &plan.rules {
        files.push(file("endpoint.rs", Box::new(|| endpoint::file(plan, rules))));
    }
    if !plan.is_types_only {
        files.push(file("error.rs", Box::new(|| errors::module(plan))));
        files.push(file("operation/mod.rs", Box::new(|| operation::module(plan))));
    }
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

/// Returns a program that makes one call, as the example of a generated crate.
pub fn program(plan: &Plan) -> Option<TokenStream> {
    plan.sample.as_ref().map(program::program)
}

/// Returns the protocol tests of these services, a file each. They require the service's module and a module `harness`
/// at the root of the crate that includes them.
pub fn conformance(plans: &[Plan]) -> Vec<File<'_>> {
    plans.iter().map(|plan| File::new(format!("{}_cases.rs", plan.module), plan.layout, || cases::file(plan))).collect()
}

/// Returns a submodule of the service: its declaration, or its whole content for the layouts of one file.
fn submodule(plan: &Plan, name: &Ident, tokens: impl FnOnce() -> TokenStream) -> TokenStream {
    match plan.layout {
        Layout::Module | Layout::Crate => quote!(mod #name;),
        Layout::Inline | Layout::Private => {
            let tokens = tokens();
            quote!(mod #name { #tokens })
        }
    }
}

/// Returns the path of the service's module, for use in a module `levels` below it.
fn service_path(plan: &Plan, levels: usize) -> TokenStream {
    match plan.layout {
        Layout::Module => {
            let module = rows::ident(&plan.module);
            quote!(crate::#module)
        }
        Layout::Crate => quote!(crate),
        Layout::Inline | Layout::Private => {
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
