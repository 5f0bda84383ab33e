//! Checks a new model against its overlays: entries that no longer apply, and new shapes that have no documentation
//! yet.

use std::path::Path;

use anyhow::Result;
use ferrosmith_codegen::diff::{Report, Rule};
use ferrosmith_codegen::model::{self, Model, ShapeId};
use ferrosmith_codegen::{Diagnostics, Source};

use crate::config::{self, Config};
use crate::summary::pluralize;

/// The maximum number of undocumented shapes listed.
const MAX_LISTED: usize = 40;

/// The model with the overlays that codegen.toml lists for it.
pub(super) struct Overlaid {
    pub(super) sources: Vec<Source>,
    pub(super) model: Result<Model, Diagnostics>,
}

/// Loads the new text of `models/NAME.json` as the next `codegen` will. Returns `None` if no service of codegen.toml
/// has overlays for it.
pub(super) fn load(root: &Path, path: &str, text: &str) -> Result<Option<Overlaid>> {
    if !root.join("codegen.toml").is_file() {
        return Ok(None);
    }
    let services = Config::load(root)?.services;
    let Some(service) = services.iter().find(|service| service.models.iter().any(|model| model == path)) else {
        return Ok(None);
    };
    if service.models.len() < 2 {
        return Ok(None);
    }
    let source = |model: &String| match model {
        model if model == path => Ok(Source { path: path.to_owned(), text: text.to_owned() }),
        model => config::read_model(&root.join(model), model),
    };
    let sources: Vec<Source> = service.models.iter().map(source).collect::<Result<_>>()?;
    let model = model::load(&sources);
    Ok(Some(Overlaid { sources, model }))
}

/// Returns a paragraph that lists the added shapes and members without documentation; empty if there are none.
pub(super) fn undocumented(report: &Report, model: &Model) -> String {
    let is_addition = |rule: Rule| {
        matches!(
            rule,
            Rule::OperationAdded
                | Rule::TypeAdded
                | Rule::MemberAdded
                | Rule::RequiredMemberAdded
                | Rule::VariantAdded
                | Rule::ValueAdded
        )
    };
    let added = report.changes.iter().filter(|change| is_addition(change.rule)).map(|change| &change.shape);
    let mut missing: Vec<&ShapeId> = added.filter(|id| !is_documented(model, id)).collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return String::new();
    }
    let listed = missing.iter().take(MAX_LISTED).map(|id| format!("  {id}\n"));
    let mut text = format!("\nnew and without words, for the overlay: {}\n", pluralize(missing.len(), "shape"));
    text.extend(listed);
    if let Some(more @ 1..) = missing.len().checked_sub(MAX_LISTED) {
        text.push_str(&format!("  … and {more} more\n"));
    }
    text
}

fn is_documented(model: &Model, id: &ShapeId) -> bool {
    let Some(shape) = model.shape(&id.without_member()) else { return true };
    match id.member() {
        None => shape.traits.documentation.is_some(),
        Some(name) => {
            let member = shape.kind.members().find(|member| member.name() == name);
            member.is_none_or(|member| member.traits.documentation.is_some())
        }
    }
}
