//! `ferrosmith sweep`: generates every model of some folders, and says what became of each.

mod check;
mod table;
#[cfg(test)]
mod tests;

use std::any::Any;
use std::collections::BTreeSet;
use std::fs;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use ferrosmith_codegen::{Diagnostics, Generated, Layout, Source, Target, parallel};

use crate::Outcome;
use crate::frontend::Frontend;
use crate::model_arg;
use crate::progress;
use crate::summary::{pluralize, seconds};

#[derive(clap::Args)]
/// Generate every model of some folders, and say what became of each
///
/// Nothing is written without --check. Exits with 1 if a model cannot be generated, or if a check fails.
pub(crate) struct Args {
    /// The folders; each file `*.json` in one is a model of its own
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Only models whose file name, without `.json`, is one of these
    #[arg(long, value_name = "NAME", num_args = 1..)]
    only: Vec<String>,
    /// How many models are generated at a time [default: what the machine has cores for]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Write a workspace of all crates to this folder, which has to be new or of this command, and run clippy and rustdoc
    /// there without a warning
    #[arg(long, value_name = "FOLDER")]
    check: Option<PathBuf>,
    /// Run the endpoint tests of the models, in a clone of ferrosmith
    #[arg(long)]
    endpoints: bool,
    /// Print the table as Markdown, without times
    #[arg(long)]
    markdown: bool,
}

/// A model, and what became of it.
struct Row {
    /// The file name without `.json`.
    name: String,
    time: Duration,
    result: Result<Service, String>,
}

/// The service of a model that was generated.
struct Service {
    generated: Generated,
    warnings: usize,
    lines: usize,
}

pub(crate) fn run(args: &Args, frontend: Frontend) -> Result<Outcome> {
    let start = Instant::now();
    let models = models(args)?;
    let jobs = args.jobs.map_or_else(parallel::cores, NonZero::get);
    let progress = progress::Counter::new(models.len());
    let rows = parallel::map(&models, jobs, |(path, name)| {
        let row = row(path, name, args.check.is_some());
        progress.next(name);
        row
    });
    drop(progress);
    let failed = rows.iter().filter(|row| row.result.is_err()).count();
    let mut text = if args.markdown { table::markdown(&rows, args) } else { table::text(&rows) };
    if !args.markdown {
        text += &format!(
            "\n{}: {} generated, {failed} not ({})\n",
            pluralize(rows.len(), "model"),
            rows.len() - failed,
            seconds(start.elapsed())
        );
    }
    let mut differs = failed > 0;
    if let Some(folder) = &args.check {
        let runtime = frontend.runtime();
        let problems = check::workspace(folder, runtime.as_deref(), &rows)?;
        differs |= !problems.is_empty();
        text += &problems;
    }
    if args.endpoints {
        let problems = check::endpoints(&args.folders, frontend)?;
        differs |= !problems.is_empty();
        text += &problems;
    }
    Ok(Outcome::output(text, differs))
}

/// Returns the models of the folders, and a name for each: that of its file, with a number if another has it too.
fn models(args: &Args) -> Result<Vec<(PathBuf, String)>> {
    let mut models = Vec::new();
    let mut names = BTreeSet::new();
    for folder in &args.folders {
        let context = || format!("cannot read the folder {}", folder.display());
        let entries = fs::read_dir(folder).with_context(context)?;
        let mut paths =
            entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>().with_context(context)?;
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if !args.only.is_empty() && !args.only.contains(&stem) {
                continue;
            }
            let numbered = (2..).map(|number| format!("{stem}-{number}"));
            let name = std::iter::once(stem.clone()).chain(numbered).find(|name| !names.contains(name));
            let name = name.unwrap_or(stem);
            names.insert(name.clone());
            models.push((path, name));
        }
    }
    let folders: Vec<_> = args.folders.iter().map(|folder| folder.display().to_string()).collect();
    ensure!(!models.is_empty(), "there is no such model in {}; a model is a file `*.json`", folders.join(" or "));
    Ok(models)
}

fn row(path: &Path, name: &str, keeps_files: bool) -> Row {
    let start = Instant::now();
    let result =
        catch_unwind(AssertUnwindSafe(|| generate(path, name, keeps_files))).unwrap_or_else(|panic| Err(bug(&*panic)));
    Row { name: name.to_owned(), time: start.elapsed(), result }
}

fn generate(path: &Path, name: &str, keeps_files: bool) -> Result<Service, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read the file: {error}"))?;
    let source = Source { path: path.display().to_string(), text };
    let module = model_arg::module(&format!("{name}.json"));
    let target = Target {
        crate_name: Some(module.clone()),
        module,
        sources: vec![source],
        layout: Layout::Crate,
        ..Target::default()
    };
    let mut generated = ferrosmith_codegen::generate(&[target]).map_err(|problems| first(&problems))?;
    let lines = generated.files.values().map(|text| text.lines().count()).sum();
    if !keeps_files {
        generated.files.clear();
    }
    Ok(Service { warnings: generated.warnings.len(), lines, generated })
}

/// Returns the first error, and how many others there are.
fn first(problems: &Diagnostics) -> String {
    let mut errors = problems.iter().filter(|problem| problem.is_error());
    let Some(first) = errors.next() else { return "no reason is known".to_owned() };
    let shape = first.shape.as_ref().map(|shape| format!("{shape}: ")).unwrap_or_default();
    match errors.count() {
        0 => format!("{shape}{}", first.message),
        more => format!("{shape}{}; {}", first.message, pluralize(more, "other problem")),
    }
}

fn bug(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a fault of the generator: {}", text.unwrap_or("it panicked"))
}
