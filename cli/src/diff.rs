//! `ferrosmith diff`: what changed between two models, and whether it breaks callers.

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
use crate::door::Door;
use crate::paint::{Paint, visible};
use crate::progress::stage;
use crate::side;
use crate::summary::counted;

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

pub(crate) fn run(args: &Args, door: Door) -> Result<Outcome> {
    let Args { old, new, format, service } = args;
    let selection = selection(door, new, service.clone());
    let report = stage("comparing", || compare(old, new, &selection))?;
    let sides = [old.as_str(), new.as_str()];
    // Only a workspace has files that may mention what is gone.
    let mentions = door.workspace().map(|root| mentions::find(&report, &root)).unwrap_or_default();
    let text = match format {
        Format::Text => text::write(&report, sides, &mentions, Paint::of_stdout()),
        Format::Markdown => markdown::write(&report, sides, &mentions),
        Format::Json => json::write(&report, sides, &mentions)?,
    };
    Ok(Outcome::answer(text, report.count(Class::Breaking) > 0))
}

fn compare(old: &str, new: &str, selection: &Selection) -> Result<Report> {
    // Both are read before one of them ends it, so that all that is wrong is told.
    let models = [old, new].map(|side| side::read(side).map(|sources| model::load(&sources)));
    let [old, new] = models;
    let [old, new] = both([old?, new?])?;
    Ok(ferrosmith_codegen::diff::diff(&old, &new, selection)?)
}

fn both([old, new]: [Result<Model, Diagnostics>; 2]) -> Result<[Model; 2], Diagnostics> {
    match (old, new) {
        (Ok(old), Ok(new)) => Ok([old, new]),
        (Err(mut problems), Err(more)) => {
            problems.extend(more);
            Err(problems)
        }
        (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
    }
}

/// The module is the one of codegen.toml where that lists the model.
pub(crate) fn selection(door: Door, new: &str, service: Option<String>) -> Selection {
    let path = side::path(new);
    let config = door.workspace().and_then(|root| Config::load(&root)).ok();
    let services = config.map(|config| config.services).unwrap_or_default();
    let is_listed = |service: &config::Service| service.models.iter().any(|model| Path::new(path).ends_with(model));
    let listed = services.into_iter().find(is_listed);
    match listed {
        Some(listed) => {
            Selection { module: listed.module, service: service.or(listed.service), ..Selection::default() }
        }
        None => Selection { module: side::module(path), service, ..Selection::default() },
    }
}

/// For a person, in another command's output.
pub(crate) fn render_for_terminal(report: &Report, sides: [&str; 2], root: &Path) -> String {
    text::write(report, sides, &mentions::find(report, root), Paint::of_stdout())
}

/// `2 breaking, 1 wire, 30 compatible`
fn counts(report: &Report) -> String {
    let counts = Class::ALL.map(|class| format!("{} {class}", report.count(class)));
    counts.join(", ")
}

/// The sentence about prose, if there is anything to say.
fn prose(report: &Report) -> Option<String> {
    let count = report.documentation;
    (count > 0).then(|| format!("prose differs in {}", counted(count, "place")))
}

/// The items of a change; the shape itself where no item stands for it.
fn items(change: &Change) -> (Vec<String>, usize) {
    const SHOWN: usize = 2;
    let Change { items, shape, .. } = change;
    let shown = if items.is_empty() { vec![shape.to_string()] } else { items.iter().take(SHOWN).cloned().collect() };
    (shown, items.len().saturating_sub(SHOWN))
}

/// The changes of a class by rule, in order.
fn by_rule(report: &Report, class: Class) -> Vec<Vec<&Change>> {
    let changes: Vec<&Change> = report.of_class(class).collect();
    changes.chunk_by(|one, other| one.rule == other.rule).map(<[_]>::to_vec).collect()
}

/// Before and after, on one line each, and not longer than a person reads: some patterns fill a screen.
fn values(change: &Change) -> [Option<String>; 2] {
    const MOST: usize = 120;
    let short = |value: &str| {
        let value = visible(value);
        match value.char_indices().nth(MOST) {
            Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
            None => value,
        }
    };
    [&change.before, &change.after].map(|value| value.as_deref().map(short))
}
