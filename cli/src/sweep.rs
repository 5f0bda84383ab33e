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
use crate::crate_name;
use crate::frontend::Frontend;
use crate::model_arg;
use crate::progress;
use crate::summary::{pluralize, seconds};

use check::Report;

#[derive(clap::Args)]
/// Generate every model of some folders, and say what became of each
///
/// Nothing is written without --check. Exits with 1 if a model cannot be generated, or if a check fails.
pub(crate) struct Args {
    /// The folders, each file `*.json` of which is a model of its own, or such files
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Only models whose file name, without `.json`, is one of these
    #[arg(long, value_name = "NAME", num_args = 1..)]
    only: Vec<String>,
    /// How many models are generated at a time [default: what the machine has cores for]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Write a workspace of all crates to this folder, which has to be new or of this command, and run clippy and rustdoc
    /// there without a warning; says which crates have some
    #[arg(long, value_name = "FOLDER")]
    check: Option<PathBuf>,
    /// Run the endpoint tests of the models, in a clone of ferrosmith
    #[arg(long)]
    endpoints: bool,
    /// Print the table as Markdown, without times
    #[arg(long)]
    markdown: bool,
}

/// A model to generate.
struct Model {
    path: PathBuf,
    /// The file name without `.json`, with a number if another model has it too.
    name: String,
    /// The name of the crate: the same if it can name one.
    package: String,
}

/// A model, and what became of it.
struct Row {
    name: String,
    package: String,
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
    if let Some(folder) = &args.check {
        check::ensure_writable(folder)?;
    }
    let jobs = args.jobs.map_or_else(parallel::cores, NonZero::get);
    let progress = progress::Counter::new(models.len());
    let rows = parallel::map(&models, jobs, |model| {
        let row = row(model, args.check.is_some());
        progress.next(&model.name);
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
    let checks = [
        args.check.as_ref().map(|folder| check::workspace(folder, frontend.runtime().as_deref(), &rows)),
        args.endpoints.then(|| check::endpoints(&args.folders, frontend)),
    ];
    for check in checks.into_iter().flatten() {
        // The table is printed even if a check could not run.
        let Report { text: report, has_failed } =
            check.unwrap_or_else(|error| Report { text: format!("error: {error:#}\n"), has_failed: true });
        differs |= has_failed;
        if !args.markdown || has_failed {
            text += &report;
        }
    }
    Ok(Outcome::output(text, differs))
}

/// Returns the models of the folders, and those that are named themselves.
fn models(args: &Args) -> Result<Vec<Model>> {
    let mut models = Vec::new();
    // Names of libraries, in which `-` is `_`.
    let mut names = BTreeSet::new();
    for argument in &args.folders {
        for path in files(argument)? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if !args.only.is_empty() && !args.only.contains(&stem) {
                continue;
            }
            let mut unique = |name: &str| {
                let numbered = (2..).map(|number| format!("{name}-{number}"));
                let mut all = std::iter::once(name.to_owned()).chain(numbered);
                all.find(|name| names.insert(name.replace('-', "_").to_lowercase())).unwrap_or_default()
            };
            let name = unique(&stem);
            // The generator derives the module from it, and Cargo the library.
            let module = model_arg::module(&format!("{name}.json"));
            let is_usable = crate_name::check(&name).is_ok() && (module != FALLBACK || name == FALLBACK);
            let package = if is_usable { name.to_lowercase() } else { unique(FALLBACK) };
            models.push(Model { path, name, package });
        }
    }
    let folders: Vec<_> = args.folders.iter().map(|folder| folder.display().to_string()).collect();
    ensure!(!models.is_empty(), "there is no such model in {}; a model is a file `*.json`", folders.join(" or "));
    Ok(models)
}

/// The name of a crate, unless that of its model can name it.
const FALLBACK: &str = "model";

/// Returns the models of a folder, or the file itself.
fn files(argument: &Path) -> Result<Vec<PathBuf>> {
    if argument.is_file() {
        return Ok(vec![argument.to_owned()]);
    }
    let context = || format!("cannot read the folder {}", argument.display());
    let entries = fs::read_dir(argument).with_context(context)?;
    let mut paths =
        entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>().with_context(context)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}

fn row(model: &Model, keeps_files: bool) -> Row {
    let start = Instant::now();
    let result =
        catch_unwind(AssertUnwindSafe(|| generate(model, keeps_files))).unwrap_or_else(|panic| Err(bug(&*panic)));
    Row { name: model.name.clone(), package: model.package.clone(), time: start.elapsed(), result }
}

fn generate(Model { path, package, .. }: &Model, keeps_files: bool) -> Result<Service, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read the file: {error}"))?;
    let source = Source { path: path.display().to_string(), text };
    let target = Target {
        crate_name: Some(package.replace('-', "_")),
        module: model_arg::module(&format!("{package}.json")),
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
