//! Plans the generated code: decides every name, type, optionality, box, binding and doc line once.
//!
//! A [`Plan`] is plain owned data. Its `Debug` output is short enough to review; `emit` only converts it to Rust.
mod auth;
mod boxing;
mod cases;
mod checksums;
mod constructors;
mod customizations;
mod discovery;
mod docs;
mod endpoint;
mod examples;
mod facts;
mod features;
mod items;
mod layout;
mod limits;
mod links;
mod markdown;
mod names;
mod operations;
mod optionality;
mod overview;
mod pages;
mod paths;
mod protocol;
mod sessions;
mod shapes;
mod target;
mod themes;
mod types;
mod waiters;
mod write;

pub use auth::AuthScheme;
pub use checksums::{RequestChecksum, ResponseChecksum};
pub use discovery::Discovery;
pub use docs::constraints;
pub use endpoint::{
    Bdd, Constant, Context, ContextSource, Expression, FIRST_RESULT, Function, Kind, Outcome, Parameter, Rule,
    RuleForm, RuleSet,
};
pub use features::{Feature, features};
pub use items::{Items, Submodule};
pub use layout::{Layout, is_header};
pub use limits::Limit;
pub use names::is_module_name;
pub use overview::{CrateLine, crate_docs, example_type, service_crate_docs};
pub use pages::{PageItems, Pages, Step};
pub use paths::JmesPath;
pub use protocol::Protocol;
pub use sessions::SessionOperation;
pub use types::{
    Case, CaseKind, Default, Deprecated, EndpointCase, Enum, ErrorEnum, ErrorVariant, Example, Fact, Field, IntEnum,
    Operation, Plan, Sample, Service, Skipped, Structure, Type, TypeFile, Types, Union, Value, Variant,
};
pub use waiters::{Acceptor, ExpectedValue, Matcher, State, Waiter};

use crate::model::{Diagnostics, Model};
use operations::Operations;
use shapes::Shapes;

/// The part of a model to generate, and where its code belongs.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The module of the service in the generated crate.
    pub module: String,
    /// The service, by shape id or name; required if the model has several.
    pub service: Option<String>,
    /// The shape closure, by id or name; required if the model has no service and several closures.
    pub closure: Option<String>,
    /// The names of the operations; empty for all.
    pub operations: Vec<String>,
    /// The protocols, by shape id or name, in order of preference; empty for all that the service and the runtime have.
    pub protocols: Vec<String>,
    /// The name of the generated crate, which examples use. `None` generates no examples.
    pub crate_name: Option<String>,
    /// Whether the generated crate has a Cargo feature for the service, with the name of the module.
    pub is_feature: bool,
    /// The layout of its code.
    pub layout: Layout,
}

/// Plans the generated code of a service, or the types of a shape closure.
///
/// # Errors
/// Returns an error if the service, the closure or an operation is not in the model, or if the runtime supports none of
/// the service's protocols.
pub fn plan(model: &Model, selection: &Selection) -> Result<Plan, Diagnostics> {
    let target = target::Target::new(model, selection)?;
    let shapes = Shapes::new(model, &target);
    let Operations { mut service, mut operations, error } = operations::plan(&target, &shapes);
    let rules = endpoint::plan(&target, &mut operations)?;
    service.sessions = sessions::plan(&target, &operations)?;
    let (mut types, mut errors) = (shapes.types(), shapes.errors());
    constructors::plan(&mut operations, &mut types, &mut errors, &error);
    let mut sample = None;
    let path = selection.crate_name.as_ref().map(|name| match selection.layout {
        Layout::Module => format!("{name}::{}", selection.module),
        Layout::Crate | Layout::Inline | Layout::Private => name.clone(),
    });
    if target.is_types_only {
        service.overview = overview::closure_docs(&service, &types, path.as_ref().unwrap_or(&selection.module));
    }
    if let Some(path) = &path {
        let context = examples::Context { path, types: &types };
        for operation in &mut operations {
            operation.examples = examples::plan(model, &context, operation);
        }
        if selection.layout == Layout::Crate {
            sample = examples::sample(model, &context, &operations);
        }
    }
    Ok(Plan {
        cases: cases::plan(&target, &operations),
        waiters: waiters::plan(&target, &operations),
        endpoint_cases: cases::endpoints(&target, &operations),
        rules,
        path,
        has_links: shapes.links().is_used(),
        module: selection.module.clone(),
        is_feature: selection.is_feature,
        layout: selection.layout,
        is_types_only: target.is_types_only,
        sample,
        service,
        operations,
        types,
        errors,
        error,
        skipped: target.skipped,
    })
}
