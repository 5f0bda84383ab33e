//! `ferrosmith vendor`: copies an official model to `models/NAME.json`, without its prose.

mod overlays;
mod strip;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use ferrosmith_codegen::model::{self, Model};
use ferrosmith_codegen::plan::Selection;
use ferrosmith_codegen::{Source, diff};

use crate::diff::{render_for_terminal, selection};
use crate::frontend::Frontend;
use crate::progress::stage;
use crate::report::MessageFormat;
use crate::summary::pluralize;
use crate::{Outcome, tree};

#[derive(clap::Args)]
/// Take over an official model: strip its prose, show what changed, write models/NAME.json
pub(crate) struct Args {
    /// The model's name: NAME of models/NAME.json
    name: String,
    /// The official model, as aws/api-models-aws has it
    #[arg(value_name = "FILE")]
    file: std::path::PathBuf,
    /// Write nothing; exit with 1 if models/NAME.json would change
    #[arg(long, visible_alias = "dry-run")]
    check: bool,
}

pub(crate) fn run(args: &Args, frontend: Frontend) -> Result<Outcome> {
    run_in(&frontend.base()?, args, frontend)
}

fn run_in(root: &Path, Args { name, file, check }: &Args, frontend: Frontend) -> Result<Outcome> {
    let path = format!("models/{}.json", check_name(name)?);
    let target = root.join(&path);
    reject_links(&target)?;
    let official = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let stripped = stage("reading", || strip::strip(&official))
        .with_context(|| format!("cannot use {} as a Smithy model", file.display()))?;

    // Stripping would hide some problems of the official model, such as duplicate keys.
    let official_source = [Source { path: file.display().to_string(), text: official }];
    let warnings = stage("checking", || model::load(&official_source))?.warnings;
    MessageFormat::Text.warn(&warnings, official_source.iter());

    // The stripped text has to load, as `generate` will load it.
    let source = |text: String| Source { path: path.clone(), text };
    let new = stage("loading", || model::load(&[source(stripped.text.clone())]))?;
    let existing = if target.exists() {
        Some(fs::read_to_string(&target).with_context(|| format!("cannot read {path}"))?)
    } else {
        None
    };
    let is_same = existing.as_ref() == Some(&stripped.text);
    let mut text = stripped.summary();
    match existing {
        _ if is_same => text.push_str(&format!("{path} is up to date\n")),
        Some(existing) => {
            let old = model::load(&[source(existing)])?;
            let selections = selections(selection(frontend, &path, None), [&old, &new]);
            let reports = selections.iter().map(|selection| diff::diff(&old, &new, selection));
            let reports = reports.collect::<Result<Vec<_>, _>>()?;
            for report in &reports {
                text.push_str(&render_for_terminal(report, [&path, &file.display().to_string()], root));
            }
            if reports.iter().all(|report| report.changes.is_empty()) {
                text.push_str("only the form of the file differs\n");
            }
            if let Some(overlaid) = stage("loading overlays", || overlays::load(root, &path, &stripped.text))? {
                match overlaid.model {
                    Ok(model) => {
                        text.extend(reports.iter().map(|report| overlays::undocumented(report, &model)));
                    }
                    Err(problems) => {
                        let count = pluralize(problems.errors(), "problem");
                        let problems = MessageFormat::Text.render(&problems, overlaid.sources.iter());
                        text.push_str(&format!("\noverlays that no longer fit the model: {count}\n\n{problems}"));
                    }
                }
            }
        }
        None => {
            let services = new.services().map(|(id, _)| id.to_string());
            let closures = new.closures.iter().map(|closure| closure.shape.id.to_string());
            let all: Vec<String> = services.chain(closures).collect();
            text.push_str(&format!("{path} is new: {}\n", all.join(", ")));
        }
    }
    if !is_same && !check {
        tree::write(&target, &stripped.text)?;
        let lines = pluralize(stripped.text.lines().count(), "line");
        text.push_str(&format!("\nwrote {path}: {lines}; next: {}\n", frontend.next_command()));
    }
    Ok(Outcome { text, differs: *check && !is_same, is_summary: true })
}

/// Returns what to compare: the service, or all shape closures that both models have, if there is no service.
fn selections(selection: Selection, models: [&Model; 2]) -> Vec<Selection> {
    let is_chosen = selection.service.is_some() || selection.closure.is_some();
    if is_chosen || models.iter().any(|model| model.services().next().is_some() || model.closures.is_empty()) {
        return vec![selection];
    }
    let [old, new] = models;
    let ids = new.closures.iter().map(|closure| closure.shape.id.as_str());
    let common = ids.filter(|id| old.shape_closure(Some(id)).is_ok());
    common.map(|id| Selection { closure: Some(id.to_owned()), ..selection.clone() }).collect()
}

/// Checks the name, which becomes the name of a file in `models`.
fn check_name(name: &str) -> Result<&str> {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    ensure!(
        name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(is_allowed),
        "`{name}` cannot name a model; use lower-case letters, digits, `-` and `_`, and start with a letter"
    );
    Ok(name)
}

/// Rejects symbolic links, so that nothing outside of `models` is written.
fn reject_links(target: &Path) -> Result<()> {
    for path in target.ancestors().take(2) {
        let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
        ensure!(!is_link, "{} is a symbolic link; nothing is written through it", path.display());
    }
    Ok(())
}
