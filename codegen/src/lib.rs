//! Reads Smithy JSON models and emits lean Rust clients.
//!
//! No disk, no process, no network: text goes in, text comes out, in four stages.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`model::load`] | sources | a proven [`model::Model`]: Smithy's words |
//! | [`plan::plan`] | model, selection | a [`plan::Plan`]: Rust's words, every decision taken |
//! | [`emit::emit`] | plans | tokens a file |
//! | [`format::format`] | tokens | [`Files`] |
//!
//! Beside them, [`diff::diff`] says what a change of a model means for who calls the generated code.
pub mod diff;
pub mod emit;
pub mod format;
pub mod model;
pub mod plan;
pub mod report;

pub use format::Files;
pub use model::{Diagnostics, Source};
pub use plan::{Layout, Limit, Skipped};

use plan::{Plan, Selection, Types};

/// A service to generate.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The module of the service in the generated crate.
    pub module: String,
    /// Its model, in any number of files.
    pub sources: Vec<Source>,
    /// The service, by id or name; needed where the model has several.
    pub service: Option<String>,
    /// The operations, by name; empty for all.
    pub operations: Vec<String>,
    /// The generated crate, as its examples name it (`ferrosmith_aws`); without it there are none.
    pub crate_name: Option<String>,
    /// Whether the service is a feature of the generated crate, of the module's name.
    pub is_feature: bool,
    /// Where its code stands.
    pub layout: Layout,
}

/// What was generated.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files.
    pub files: Files,
    /// A program that makes a call, of a [`Layout::Crate`].
    pub example: Option<String>,
    /// What is in them, a row a service.
    pub services: Vec<Summary>,
    /// What is most likely a mistake in the models.
    pub warnings: Diagnostics,
}

/// How much was generated for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the counts say all in their names")]
pub struct Summary {
    pub module: String,
    pub service: String,
    pub operations: usize,
    /// The operations, by name.
    pub selected: Vec<String>,
    pub structures: usize,
    pub enums: usize,
    pub unions: usize,
    pub errors: usize,
    pub skipped: Vec<Skipped>,
    pub limits: Vec<Limit>,
    /// What is wrong with shapes that the operations do not reach. It changes nothing in what was generated.
    pub set_aside: Diagnostics,
}

/// All four stages, for all services of a crate. One of [`Layout::Crate`] has to be the only one.
///
/// # Errors
/// What is wrong with the models, all of it.
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

/// The protocol tests that the models bring (`smithy.test`), as Rust tests for what [`generate`] makes of them: one file
/// `<module>_cases.rs` a service.
///
/// # Errors
/// What is wrong with the models, all of it.
pub fn conformance(targets: &[Target]) -> Result<Files, Diagnostics> {
    let plans: Vec<Plan> = plan_all(targets)?.0.into_iter().map(|planned| planned.plan).collect();
    format_all(&emit::conformance(&plans))
}

/// The plans, and what the models are warned of.
fn plan_all(targets: &[Target]) -> Result<(Vec<Planned>, Diagnostics), Diagnostics> {
    let mut problems = Diagnostics::new();
    let mut plans = Vec::new();
    for target in targets {
        match plan_target(target, &mut problems) {
            Ok(plan) => plans.push(plan),
            Err(more) => problems.extend(more),
        }
    }
    problems.finish_with(|warnings| (plans, warnings))
}

fn format_all(files: &[emit::File<'_>]) -> Result<Files, Diagnostics> {
    Ok(format::format(files).map_err(|error| model::Diagnostic::new(error.to_string()))?)
}

/// A plan, and what is wrong with shapes that it does not need.
struct Planned {
    plan: Plan,
    set_aside: Diagnostics,
}

fn plan_target(target: &Target, warnings: &mut Diagnostics) -> Result<Planned, Diagnostics> {
    let Target { module, sources, service, operations, crate_name, is_feature, layout } = target.clone();
    let wanted = model::ModelSelection { service: service.as_deref(), operations: &operations };
    let (mut model, set_aside) = model::load_for(&sources, wanted)?;
    warnings.extend(std::mem::take(&mut model.warnings));
    let plan = plan::plan(&model, &Selection { module, service, operations, crate_name, is_feature, layout })?;
    Ok(Planned { plan, set_aside })
}

impl Summary {
    fn of(Planned { plan, set_aside }: &Planned) -> Self {
        let count = |is_selected: fn(&Types) -> bool| plan.types.iter().filter(|file| is_selected(&file.types)).count();
        Self {
            module: plan.module.clone(),
            service: plan.service.shape.to_string(),
            operations: plan.operations.len(),
            selected: plan.operations.iter().map(|operation| operation.shape.name().to_owned()).collect(),
            structures: count(|types| matches!(types, Types::Structure(_))) + 2 * plan.operations.len(),
            enums: count(|types| matches!(types, Types::Enum(_) | Types::IntEnum(_))),
            unions: count(|types| matches!(types, Types::Union(_))),
            errors: plan.errors.len(),
            skipped: plan.skipped.clone(),
            limits: plan.operations.iter().flat_map(Limit::of).collect(),
            set_aside: set_aside.clone(),
        }
    }
}
