//! Plans endpoint resolution: the endpoint rule set of a service, and the parameters that its operations bind.
//!
//! Smithy 2.0, "Rules engine specification" and "Rules engine parameters". The rules are generated as data, which the
//! runtime evaluates: a rule set or a binary decision diagram, whichever is smaller.
mod bdd;
mod context;
mod function;
mod label;
mod read;
mod reference;
mod size;
mod types;

pub use function::Function;
pub use types::{
    Bdd, Constant, Context, ContextSource, Expression, FIRST_RESULT, Kind, Outcome, Parameter, Rule, RuleForm, RuleSet,
};

use super::{Operation, target::Target};
use crate::model::{Diagnostic, Diagnostics, Shape, specification};
use context::Contexts;
use read::{Problem, Reader};
use serde_json::{Map, Value};

const RULES: &str = "smithy.rules#endpointRuleSet";
const BDD: &str = "smithy.rules#endpointBdd";

/// Returns the endpoint rules of the service, if it has some, and adds the parameters bound by each of `operations` to it.
///
/// # Errors
///
/// The rules are malformed, or a trait names a parameter or a member that does not exist.
pub(super) fn plan(target: &Target<'_>, operations: &mut [Operation]) -> Result<Option<RuleSet>, Diagnostics> {
    let Some(mut rules) = rules(target.service)? else { return Ok(None) };
    // Both forms have the same URLs.
    let value = [RULES, BDD].iter().find_map(|id| target.service.traits.other.get(*id)).unwrap_or(&Value::Null);
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

/// Returns the rules of a service in the smaller form that it has. If one of two forms cannot be read, as it may be in a later
/// version of its format, the documentation of the other one says so.
fn rules(service: &Shape) -> Result<Option<RuleSet>, Diagnostics> {
    let mut problems = Diagnostics::new();
    let (mut forms, mut refused) = (Vec::new(), Vec::new());
    for (id, read) in [(RULES, Reader::tree as fn(&mut Reader, &Map<String, Value>) -> _), (BDD, Reader::bdd)] {
        let Some(value) = service.traits.other.get(id) else { continue };
        let mut reader = Reader::default();
        let empty = Map::new();
        let object = value.as_object().unwrap_or(&empty);
        let parameters = reader.parameters(object);
        let form = read(&mut reader, object);
        match form.filter(|_| reader.problems.is_empty()) {
            Some(form) => forms.push(RuleSet { parameters, form, docs: vec![format!("`{id}`")] }),
            None => refused.extend(reader.problems.first().map(|Problem { path, message, .. }| {
                vec![String::new(), format!("`{id}` cannot be read, at {path}: {message}.")]
            })),
        }
        problems.extend(reader.problems.into_iter().map(|found| problem(service, id, found)));
    }
    problems.see(specification::RULES);
    match forms.into_iter().min_by_key(|rules| rules.form.size()) {
        Some(mut rules) => {
            rules.docs.extend(refused.concat());
            Ok(Some(rules))
        }
        None => problems.finish(None),
    }
}

/// Returns a diagnostic about a trait of a shape, at the location of the shape, because loaded traits have none.
fn problem(shape: &Shape, id: &str, Problem { path, message, hint }: Problem) -> Diagnostic {
    Diagnostic::new(format!("{id}, at {path}: {message}")).at(&shape.location).on(&shape.id).hint(hint)
}

#[cfg(test)]
mod tests;
