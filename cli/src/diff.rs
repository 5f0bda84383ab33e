//! `ferrosmith diff`: reports the changes between two models, and whether they break callers.

mod json;
mod markdown;
mod mentions;
#[cfg(test)]
mod tests;
mod text;

use std::path::Path;

use anyhow::Result;
use ferrosmith_codegen::diff::{Change, Class, Report};
use ferrosmith_codegen::model::{self, Diagnostics, Model};
use ferrosmith_codegen::plan::Selection;

use crate::Outcome;
use crate::config::{self, Config};
use crate::frontend::Frontend;
use crate::model_arg;
use crate::paint::{Paint, escape};
use crate::progress::stage;
use crate::summary::pluralize;

#[derive(clap::Args)]
/// Tell what changed between two models, and whether it breaks callers of the generated crate
///
/// Exits with 1 if something breaks. docs/diff-rules.md says what does, and why.
pub(crate) struct Args {
    /// FILE or git:REVISION:FILE; overlays follow behind commas
    old: String,
    /// Likewise
    new: String,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The service's shape id, if the models hold several
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// The id of the shape closure to compare instead of a service
    #[arg(long, value_name = "ID", conflicts_with = "service")]
    closure: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For a person; coloured on a terminal
    Text,
    /// For a pull request
    Markdown,
    /// For a program
    Json,
}

pub(crate) fn run(args: &Args, frontend: Frontend) -> Result<Outcome> {
    let Args { old, new, format, service, closure } = args;
    let mut selection = selection(frontend, new, service.clone());
    if let Some(closure) = closure {
        selection = Selection { module: selection.module, closure: Some(closure.clone()), ..Selection::default() };
    }
    let report = stage("comparing", || compare(old, new, &selection))?;
    let names = [old.as_str(), new.as_str()];
    // Only a workspace has files that may mention removed items.
    let mentions = frontend.workspace().map(|root| mentions::find(&report, &root)).unwrap_or_default();
    let text = match format {
        Format::Text => text::write(&report, names, &mentions, Paint::for_stdout()),
        Format::Markdown => markdown::write(&report, names, &mentions),
        Format::Json => json::write(&report, names, &mentions)?,
    };
    Ok(Outcome::output(text, report.count(Class::Breaking) > 0))
}

fn compare(old: &str, new: &str, selection: &Selection) -> Result<Report> {
    // Both are loaded before errors are returned, so that all problems of both_or_all_errors are reported.
    // Of a closure, only the shapes have to be valid that it reaches.
    let closure = model::ModelSelection { closure: selection.closure.as_deref(), ..Default::default() };
    let load = |sources: Vec<_>| model::load_for(&sources, closure).map(|(model, _)| model);
    let models = [old, new].map(|argument| model_arg::read(argument).map(load));
    let [old, new] = models;
    let [old, new] = both_or_all_errors([old?, new?])?;
    Ok(ferrosmith_codegen::diff::diff(&old, &new, selection)?)
}

fn both_or_all_errors([old, new]: [Result<Model, Diagnostics>; 2]) -> Result<[Model; 2], Diagnostics> {
    match (old, new) {
        (Ok(old), Ok(new)) => Ok([old, new]),
        (Err(mut problems), Err(more)) => {
            problems.extend(more);
            Err(problems)
        }
        (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
    }
}

/// Selects the service, with the module name of codegen.toml if that lists the model.
pub(crate) fn selection(frontend: Frontend, new: &str, service: Option<String>) -> Selection {
    let path = model_arg::path(new);
    let config = frontend.workspace().and_then(|root| Config::load(&root)).ok();
    let services = config.map(|config| config.services).unwrap_or_default();
    let is_listed = |service: &config::Service| service.models.iter().any(|model| Path::new(path).ends_with(model));
    let listed = services.into_iter().find(is_listed);
    match listed {
        Some(listed) => {
            let protocols = listed.protocols.unwrap_or_default();
            // A requested service is another one than the listed closure.
            let closure = listed.closure.filter(|_| service.is_none());
            let service = service.or(listed.service);
            Selection { module: listed.module, service, closure, protocols, ..Selection::default() }
        }
        None => Selection { module: model_arg::module(path), service, ..Selection::default() },
    }
}

/// Renders a report as text, for the output of other commands.
pub(crate) fn render_for_terminal(report: &Report, names: [&str; 2], root: &Path) -> String {
    text::write(report, names, &mentions::find(report, root), Paint::for_stdout())
}

/// `2 breaking, 1 wire, 30 compatible`
fn counts(report: &Report) -> String {
    let counts = Class::ALL.map(|class| format!("{} {class}", report.count(class)));
    counts.join(", ")
}

/// Returns the sentence about changed documentation, if there is any.
fn prose(report: &Report) -> Option<String> {
    let count = report.documentation;
    (count > 0).then(|| format!("prose differs in {}", pluralize(count, "place")))
}

/// Returns the first items of a change, or the shape if there are none, and the number of further items.
fn items(change: &Change) -> (Vec<String>, usize) {
    const MAX_SHOWN: usize = 2;
    let Change { items, shape, .. } = change;
    let shown =
        if items.is_empty() { vec![shape.to_string()] } else { items.iter().take(MAX_SHOWN).cloned().collect() };
    (shown, items.len().saturating_sub(MAX_SHOWN))
}

/// Returns the changes of a class, grouped by rule.
fn by_rule(report: &Report, class: Class) -> Vec<Vec<&Change>> {
    let changes: Vec<&Change> = report.changes_of_class(class).collect();
    changes.chunk_by(|one, other| one.rule == other.rule).map(<[_]>::to_vec).collect()
}

/// Returns the values before and after, on one line each and truncated: some patterns are very long.
fn values(change: &Change) -> [Option<String>; 2] {
    const MAX_CHARS: usize = 120;
    let truncate = |value: &str| {
        let value = escape(value);
        match value.char_indices().nth(MAX_CHARS) {
            Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
            None => value,
        }
    };
    [&change.before, &change.after].map(|value| value.as_deref().map(truncate))
}
