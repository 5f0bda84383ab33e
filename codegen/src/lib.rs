//! Generates lean Rust clients from Smithy JSON models.
//!
//! This crate accesses no files, processes or network. Text goes in, and text comes out, in four stages.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`model::load`] | sources | a validated [`model::Model`], in the terms of Smithy |
//! | [`plan::plan`] | model, selection | a [`plan::Plan`], in the terms of Rust, with every decision made |
//! | [`emit::emit`] | plans | the tokens of each file |
//! | [`format::format`] | tokens | [`Files`] |
//!
//! In addition, [`diff::diff`] reports what a change of a model means for users of the generated code.
pub mod diff;
pub mod emit;
pub mod format;
pub mod model;
pub mod parallel;
pub mod plan;
pub mod report;

pub use format::Files;
pub use model::{Diagnostics, Source};
pub use plan::{Layout, Limit, Skipped};

use plan::{Plan, Selection, Types};

/// A service to generate, or the types of a shape closure.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The module of the service in the generated crate.
    pub module: String,
    /// Its model, in any number of files.
    pub sources: Vec<Source>,
    /// The service, by id or name; required if the model has more than one.
    pub service: Option<String>,
    /// The shape closure, by id or name, to generate types without a service; required if the model has no service and
    /// more than one closure.
    pub closure: Option<String>,
    /// The names of the operations; empty for all.
    pub operations: Vec<String>,
    /// The protocols, by shape id or name, in order of preference; empty for all that the service and the runtime have.
    pub protocols: Vec<String>,
    /// The name of the generated crate in examples (`ferrosmith_aws`); without it, no examples are generated.
    pub crate_name: Option<String>,
    /// Whether the service is behind a feature of the generated crate that has the name of the module.
    pub is_feature: bool,
    /// Where the generated code is placed.
    pub layout: Layout,
}

/// The result of [`generate`].
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files.
    pub files: Files,
    /// A program that makes one call, for a [`Layout::Crate`].
    pub example: Option<String>,
    /// A summary of each service.
    pub services: Vec<Summary>,
    /// Warnings about likely mistakes in the models.
    pub warnings: Diagnostics,
}

/// What was generated for a service or a shape closure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the counts explain them")]
pub struct Summary {
    pub module: String,
    /// The shape id of the service or of the closure.
    pub service: String,
    /// Whether it is a shape closure: types alone.
    pub is_types_only: bool,
    /// The name of a type to show in examples, for a shape closure.
    pub example_type: Option<String>,
    pub operations: usize,
    /// The operations, by name.
    pub selected: Vec<String>,
    /// The names of the protocols, in order of preference.
    pub protocols: Vec<&'static str>,
    /// The features of the runtime that the generated code needs.
    pub features: Vec<&'static str>,
    pub structures: usize,
    pub enums: usize,
    pub unions: usize,
    pub errors: usize,
    pub skipped: Vec<Skipped>,
    pub limits: Vec<Limit>,
    /// What the overlays that ship with the generator add, a phrase each.
    pub overlays: Vec<String>,
    /// Diagnostics about shapes that the operations do not reach. They do not affect the generated code.
    pub set_aside: Diagnostics,
}

/// Generates all services of a crate: runs the four stages. A service with [`Layout::Crate`] must be the only one.
///
/// # Errors
///
/// All errors in the models.
pub fn generate(targets: &[Target]) -> Result<Generated, Diagnostics> {
    if targets.len() > 1 && targets.iter().any(|target| target.layout == Layout::Crate) {
        return Err(model::Diagnostic::new("a crate of several services has a module for each").into());
    }
    let (planned, warnings) = plan_all(targets)?;
    let services = planned.iter().map(Summary::of).collect();
    let plans: Vec<Plan> = planned.into_iter().map(|planned| planned.plan).collect();
    let files = format_all(&emit::emit(&plans))?;
    let program = plans.first().and_then(emit::program).map(format::format_program);
    let example = program.transpose().map_err(|error| model::Diagnostic::new(error.to_string()))?;
    Ok(Generated { files, example, services, warnings })
}

/// Generates Rust tests of the code that [`generate`] returns, from the protocol tests of the models (`smithy.test`):
/// one file
/// `<module>_cases.rs` per service.
///
/// # Errors
///
/// All errors in the models.
pub fn conformance(targets: &[Target]) -> Result<Files, Diagnostics> {
    let plans: Vec<Plan> = plan_all(targets)?.0.into_iter().map(|planned| planned.plan).collect();
    format_all(&emit::conformance(&plans))
}

/// Returns the plans of all targets, and the warnings about their models.
fn plan_all(targets: &[Target]) -> Result<(Vec<Planned>, Diagnostics), Diagnostics> {
    let mut problems = Diagnostics::new();
    let mut plans = Vec::new();
    for (plan, more) in parallel::map(targets, parallel::cores(), plan_target) {
        plans.extend(plan);
        problems.extend(more);
    }
    problems.finish_with(|warnings| (plans, warnings))
}

fn format_all(files: &[emit::File<'_>]) -> Result<Files, Diagnostics> {
    Ok(format::format(files).map_err(|error| model::Diagnostic::new(error.to_string()))?)
}

/// A plan, and the diagnostics about shapes that are not part of it.
struct Planned {
    plan: Plan,
    overlays: Vec<String>,
    set_aside: Diagnostics,
}

/// Returns the plan of a target, and the diagnostics about its model: warnings, unless there is no plan.
fn plan_target(target: &Target) -> (Option<Planned>, Diagnostics) {
    let selection = model::ModelSelection {
        service: target.service.as_deref(),
        operations: &target.operations,
        closure: target.closure.as_deref(),
    };
    let (mut model, set_aside) = match model::load_for(&target.sources, selection) {
        Ok(loaded) => loaded,
        Err(problems) => return (None, problems),
    };
    let mut problems = std::mem::take(&mut model.warnings);
    let overlays = std::mem::take(&mut model.overlays);
    let selection = Selection {
        module: target.module.clone(),
        service: target.service.clone(),
        closure: target.closure.clone(),
        operations: target.operations.clone(),
        protocols: target.protocols.clone(),
        crate_name: target.crate_name.clone(),
        is_feature: target.is_feature,
        layout: target.layout,
    };
    let plan = plan::plan(&model, &selection);
    let planned = plan.map_err(|more| problems.extend(more)).ok().map(|plan| Planned { plan, overlays, set_aside });
    (planned, problems)
}

impl Summary {
    fn of(Planned { plan, overlays, set_aside }: &Planned) -> Self {
        let count = |is_selected: fn(&Types) -> bool| plan.types.iter().filter(|file| is_selected(&file.types)).count();
        Self {
            module: plan.module.clone(),
            service: plan.service.shape.to_string(),
            is_types_only: plan.is_types_only,
            example_type: plan.is_types_only.then(|| plan::example_type(&plan.types)).flatten().map(str::to_owned),
            operations: plan.operations.len(),
            selected: plan.operations.iter().map(|operation| operation.shape.name().to_owned()).collect(),
            protocols: plan.service.protocols.iter().map(|(protocol, _)| protocol.name()).collect(),
            features: plan.features(),
            structures: count(|types| matches!(types, Types::Structure(_))) + 2 * plan.operations.len(),
            enums: count(|types| matches!(types, Types::Enum(_) | Types::IntEnum(_))),
            unions: count(|types| matches!(types, Types::Union(_))),
            errors: plan.errors.len(),
            skipped: plan.skipped.clone(),
            limits: plan.operations.iter().flat_map(Limit::of).collect(),
            overlays: overlays.clone(),
            set_aside: set_aside.clone(),
        }
    }
}
