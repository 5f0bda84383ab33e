//! `ferrosmith vendor`: an official model becomes `models/NAME.json`, without its prose.

mod overlays;
mod strip;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use ferrosmith_codegen::{Source, diff, model};

use crate::diff::{render_for_terminal, selection};
use crate::door::Door;
use crate::progress::stage;
use crate::report::MessageFormat;
use crate::summary::counted;
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

pub(crate) fn run(args: &Args, door: Door) -> Result<Outcome> {
    run_in(&door.base()?, args, door)
}

fn run_in(root: &Path, Args { name, file, check }: &Args, door: Door) -> Result<Outcome> {
    let path = format!("models/{}.json", checked(name)?);
    let target = root.join(&path);
    refuse_links(&target)?;
    let official = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let stripped = stage("reading", || strip::strip(&official))
        .with_context(|| format!("cannot use {} as a Smithy model", file.display()))?;

    // What is wrong with it, such as a key that is given twice, would be lost on the way.
    let given = [Source { path: file.display().to_string(), text: official }];
    let warnings = stage("checking", || model::load(&given))?.warnings;
    MessageFormat::Text.warn(&warnings, given.iter());

    // What was written down has to load, as it will be loaded.
    let source = |text: String| Source { path: path.clone(), text };
    let new = stage("loading", || model::load(&[source(stripped.text.clone())]))?;
    let present = if target.exists() {
        Some(fs::read_to_string(&target).with_context(|| format!("cannot read {path}"))?)
    } else {
        None
    };
    let is_same = present.as_ref() == Some(&stripped.text);
    let mut text = stripped.summary();
    match present {
        _ if is_same => text.push_str(&format!("{path} is up to date\n")),
        Some(present) => {
            let old = model::load(&[source(present)])?;
            let report = diff::diff(&old, &new, &selection(door, &path, None))?;
            text.push_str(&render_for_terminal(&report, [&path, &file.display().to_string()], root));
            if report.changes.is_empty() {
                text.push_str("only the form of the file differs\n");
            }
            if let Some(overlaid) = stage("loading overlays", || overlays::load(root, &path, &stripped.text))? {
                match overlaid.model {
                    Ok(model) => text.push_str(&overlays::without_words(&report, &model)),
                    Err(problems) => {
                        let count = counted(problems.errors(), "problem");
                        let problems = MessageFormat::Text.render(&problems, overlaid.sources.iter());
                        text.push_str(&format!("\noverlays that no longer fit the model: {count}\n\n{problems}"));
                    }
                }
            }
        }
        None => {
            let services: Vec<String> = new.services().map(|(id, _)| id.to_string()).collect();
            text.push_str(&format!("{path} is new: {}\n", services.join(", ")));
        }
    }
    if !is_same && !check {
        tree::write(&target, &stripped.text)?;
        let lines = counted(stripped.text.lines().count(), "line");
        text.push_str(&format!("\nwrote {path}: {lines}; next: {}\n", door.next()));
    }
    Ok(Outcome { text, differs: *check && !is_same, is_summary: true })
}

/// The name becomes a file, which has to lie in `models`.
fn checked(name: &str) -> Result<&str> {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    ensure!(
        name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(known),
        "`{name}` cannot name a model; use lower-case letters, digits, `-` and `_`, and start with a letter"
    );
    Ok(name)
}

/// Nothing outside of `models` is written, whatever links lie about.
fn refuse_links(target: &Path) -> Result<()> {
    for path in target.ancestors().take(2) {
        let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
        ensure!(!is_link, "{} is a symbolic link; nothing is written through it", path.display());
    }
    Ok(())
}
