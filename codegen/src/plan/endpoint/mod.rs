//! Plans endpoint resolution: the endpoint rule set of a service, and the parameters that its operations bind.
//!
//! Smithy 2.0, "Rules engine specification" and "Rules engine parameters". The rule set is generated as data, which the
//! runtime evaluates.
mod context;
mod function;
mod label;
mod read;
mod reference;
mod types;

pub use function::Function;
pub use types::{Constant, Context, ContextSource, Expression, Kind, Outcome, Parameter, Rule, RuleSet};

use super::{Operation, target::Target};
use crate::model::{Diagnostic, Diagnostics, Shape, specification};
use context::Contexts;
use read::{Problem, Reader};
use serde_json::Value;

const RULES: &str = "smithy.rules#endpointRuleSet";
const BDD: &str = "smithy.rules#endpointBdd";

/// Returns the rule set of the service, if there is one, and adds the parameters bound by each of `operations` to it.
///
/// # Errors
///
/// The rule set is malformed, or a trait names a parameter or a member that does not exist.
pub(super) fn plan(target: &Target<'_>, operations: &mut [Operation]) -> Result<Option<RuleSet>, Diagnostics> {
    let service = target.service;
    let Some(value) = service.traits.other.get(RULES) else {
        return match service.traits.other.contains_key(BDD) {
            true => Err(no_rule_set(service).into()),
            false => Ok(None),
        };
    };
    let mut rules = rule_set(service, value)?;
    let mut contexts = Contexts { target, rules: &rules, problems: Vec::new() };
    for ((shape, operation), planned) in target.operations.iter().zip(operations) {
        planned.context = contexts.of_operation(shape, target.members(operation.input.as_ref()));
        planned.has_label_in_endpoint = label::is_in_endpoint(value, planned);
    }
    let configured = contexts.of_service();
    let mut problems = Diagnostics::new();
    problems.extend(contexts.problems);
    problems.see(specification::RULE_PARAMETERS);
    if !configured.is_empty() {
        let names: Vec<_> = configured.iter().map(|name| format!("`{name}`")).collect();
        rules.docs.extend([String::new(), format!("Configured by name: {}.", names.join(", "))]);
    }
    problems.finish(Some(rules))
}

fn rule_set(service: &Shape, value: &Value) -> Result<RuleSet, Diagnostics> {
    let mut reader = Reader::default();
    let empty = serde_json::Map::new();
    let object = value.as_object().unwrap_or(&empty);
    let parameters = reader.parameters(object);
    let rules = reader.rules("", object);
    let mut problems = Diagnostics::new();
    problems.extend(reader.problems.into_iter().map(|found| problem(service, RULES, found)));
    problems.see(specification::RULES);
    problems.finish(RuleSet { parameters, rules, docs: vec![format!("`{RULES}`")] })
}

/// Returns a diagnostic about a trait of a shape, at the location of the shape, because loaded traits have none.
fn problem(shape: &Shape, id: &str, Problem { path, message, hint }: Problem) -> Diagnostic {
    Diagnostic::new(format!("{id}, at {path}: {message}")).at(&shape.location).on(&shape.id).hint(hint)
}

fn no_rule_set(service: &Shape) -> Diagnostic {
    let hint = format!("ferrosmith reads {RULES}; add it beside the other, or take {BDD} out for regional endpoints");
    Diagnostic::new(format!("has {BDD}, but no {RULES}"))
        .at(&service.location)
        .on(&service.id)
        .hint(hint)
        .see(specification::RULES.to_owned())
}
