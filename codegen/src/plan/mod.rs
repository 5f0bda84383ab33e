//! The Rust vocabulary: every name, type, optionality, box, binding and doc line, decided once.
//!
//! A [`Plan`] is plain owned data. Its `Debug` form is short enough to review; `emit` only writes it down.
mod boxing;
mod cases;
mod constructors;
mod docs;
mod endpoint;
mod examples;
mod facts;
mod items;
mod layout;
mod limits;
mod markdown;
mod names;
mod operations;
mod optionality;
mod overview;
mod pages;
mod protocol;
mod shapes;
mod target;
mod themes;
mod types;
mod waiters;
mod write;

pub use docs::constraints;
pub use endpoint::{Constant, Context, ContextSource, Expression, Function, Kind, Outcome, Parameter, Rule, RuleSet};
pub use items::{Items, Submodule};
pub use layout::{Layout, is_header};
pub use limits::Limit;
pub use names::is_module_name;
pub use overview::{CrateLine, of_crate, of_service_crate};
pub use pages::{PageItems, Pages, Step};
pub use protocol::Protocol;
pub use types::{
    Auth, Case, CaseKind, Default, Deprecated, EndpointCase, Enum, ErrorEnum, ErrorVariant, Example, Fact, Field,
    IntEnum, Operation, Plan, Sample, Service, Skipped, Structure, Type, TypeFile, Types, Union, Value, Variant,
};
pub use waiters::{Acceptor, ExpectedValue, Matcher, State, Waiter};

use crate::model::{Diagnostics, Model};
use operations::Operations;
use shapes::Shapes;

/// What to generate of a model.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The module of the service in the generated crate.
    pub module: String,
    /// The service, by id or name; needed where the model has several.
    pub service: Option<String>,
    /// The operations, by name; empty for all.
    pub operations: Vec<String>,
    /// The generated crate, as its examples name it; without it there are none.
    pub crate_name: Option<String>,
    /// Whether the service is a feature of the generated crate, of the module's name.
    pub is_feature: bool,
    /// Where its code stands.
    pub layout: Layout,
}

/// Decides all that the generated code of a service says.
///
/// # Errors
/// The service or an operation is not in the model, or the service speaks no protocol that the runtime has.
pub fn plan(model: &Model, selection: &Selection) -> Result<Plan, Diagnostics> {
    let target = target::Target::new(model, selection)?;
    let shapes = Shapes::new(model, &target);
    let Operations { service, mut operations, error } = operations::plan(&target, &shapes);
    let rules = endpoint::plan(&target, &mut operations)?;
    let (mut types, mut errors) = (shapes.types(), shapes.errors());
    constructors::plan(&mut operations, &mut types, &mut errors, &error);
    let mut sample = None;
    let path = selection.crate_name.as_ref().map(|name| match selection.layout {
        Layout::Module => format!("{name}::{}", selection.module),
        Layout::Crate | Layout::Inline => name.clone(),
    });
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
        module: selection.module.clone(),
        is_feature: selection.is_feature,
        layout: selection.layout,
        sample,
        service,
        operations,
        types,
        errors,
        error,
        skipped: target.skipped,
    })
}
