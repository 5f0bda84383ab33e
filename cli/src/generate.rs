//! `ferrosmith generate`: a crate for the service of any model, made or made anew.

mod manifest;
mod package;
mod paths;
mod request;
#[cfg(test)]
mod tests;
mod workspace;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use ferrosmith_codegen::{Generated, Layout, Source, Target};
use heck::ToSnakeCase as _;

use crate::door::Door;
use crate::progress::stage;
use crate::report::MessageFormat;
use crate::summary::{self, counted, seconds};
use crate::tree::{self, Comparison};
use crate::{Outcome, patch};
use manifest::{FILE, Manifest, ModelFile, Operations, Runtime, VERSION, sha256};
use package::{Outer, Package};
use request::Request;

/// Generate a crate for the service of any model, or make it anew
///
/// A crate that was generated holds a file ferrosmith.toml, which says how. In its folder this command makes it anew without any
/// argument. Nothing is added to a crate or taken from it without a word: --add, --remove, --all-operations, or --change.
#[derive(clap::Args, Default)]
pub(crate) struct Args {
    /// The model files, in order; an overlay is simply a further file [default: those of ferrosmith.toml]
    #[arg(long = "model", value_name = "FILE", num_args = 1..)]
    models: Vec<PathBuf>,
    /// The folder of the crate [default: the current one, if it has a ferrosmith.toml]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The service's shape id, if the models hold several
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// Only these operations and what they need [default: those of ferrosmith.toml, or all for a new crate]
    #[arg(long = "operation", value_name = "NAME", num_args = 1..)]
    operations: Vec<String>,
    /// Add these operations to the crate that is there
    #[arg(long, value_name = "NAME", num_args = 1.., conflicts_with = "operations")]
    add: Vec<String>,
    /// Remove these operations from the crate that is there
    #[arg(long, value_name = "NAME", num_args = 1.., conflicts_with = "operations")]
    remove: Vec<String>,
    /// All operations of the service, those of later models too
    #[arg(long, conflicts_with_all = ["operations", "add", "remove"])]
    all_operations: bool,
    /// What the command line says replaces what ferrosmith.toml says
    #[arg(long)]
    change: bool,
    /// The crate's name, from which its service is named [default: the first model's file name]
    #[arg(long, value_name = "NAME")]
    crate_name: Option<String>,
    /// Where the crate `ferrosmith` comes from: `version` for the registry, or its folder [default: the folder in a clone of
    /// ferrosmith, else `version`]
    #[arg(long, value_name = "version|PATH")]
    runtime: Option<String>,
    /// Write nothing; show what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// How diagnostics of models are written to stderr
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
}

impl Args {
    /// The command that makes the crate of this folder anew.
    fn again(&self, out: &Path, door: Door) -> String {
        let out = self.out.as_ref().map(|_| format!(" --out {}", out.display())).unwrap_or_default();
        format!("{} generate{out}", door.command())
    }
}

pub(crate) fn run(args: &Args, door: Door) -> Result<Outcome> {
    let start = Instant::now();
    let out = folder(args, door)?;
    let before = Manifest::read(&out)?;
    let request = match &before {
        Some(manifest) => Request::again(args, manifest, &out, door)?,
        None => Request::new(args)?,
    };
    refuse_foreign(&out, before.is_some() || args.change)?;

    let package = Package::read(&out);
    let sources = stage(&format!("reading {}", counted(request.models.len(), "model")), || {
        request.sources(before.is_some().then(|| args.again(&out, door)).as_deref())
    })?;
    let target = target(&request, sources, &package);
    let generated = stage("generating", || ferrosmith_codegen::generate(std::slice::from_ref(&target)))
        .map_err(|problems| args.message_format.report(&problems, target.sources.iter()))?;
    args.message_format.warn(&generated.warnings, target.sources.iter());

    let service = generated.services.first().context("nothing was generated")?;
    let manifest = Manifest {
        generator: VERSION.to_owned(),
        name: request.name.clone(),
        runtime: runtime(args, before.as_ref(), &out, door)?,
        service: service.service.clone(),
        operations: request.operations.clone(),
        models: model_files(&request, &target.sources, &out)?,
    };
    let outer = Outer { manifest: &manifest, service, example: generated.example.as_deref() };
    let outer = outer.files(&out, &package)?;
    let files = Files { out: &out, sources: &generated.files, outer: &outer };
    let comparison = files.compare()?;
    let mut told = request.changes.iter().map(|change| format!("changed: {change}\n")).collect::<String>();
    told += &news(before.as_ref(), &manifest, &comparison[0]);
    if args.check {
        return Ok(check(&comparison, &out, &told, &args.again(&out, door)));
    }
    stage("writing", || files.write(&comparison))?;
    told += &advice(args, &package, &manifest, &out);
    Ok(Outcome::done(format!("{told}{}", summed_up(&generated, &comparison, &package, &out, start))))
}

/// What the manifest in this folder says, if it has one.
pub(crate) fn target_in(folder: &Path) -> Result<Option<Target>> {
    let Some(manifest) = Manifest::read(folder)? else { return Ok(None) };
    let request = Request::again(&Args::default(), &manifest, folder, Door::Ferrosmith)?;
    let sources = request.sources(Some("ferrosmith generate"))?;
    Ok(Some(target(&request, sources, &Package::read(folder))))
}

/// The folder of the crate: the one that is named, or the current one if it is one of ours.
fn folder(args: &Args, door: Door) -> Result<PathBuf> {
    match &args.out {
        Some(out) => Ok(out.clone()),
        None if Path::new(FILE).exists() => Ok(PathBuf::from(".")),
        None => bail!(
            "there is no {FILE} in this folder, which would say what to make anew; for a new crate say from which model \
             and where: {} generate --model FILE --out DIR",
            door.command()
        ),
    }
}

fn target(request: &Request, sources: Vec<Source>, package: &Package) -> Target {
    Target {
        module: request.name.to_snake_case(),
        sources,
        service: request.service.clone(),
        operations: match &request.operations {
            Operations::All => Vec::new(),
            Operations::These(names) => names.clone(),
        },
        crate_name: Some(package.library(&request.name)),
        is_feature: false,
        layout: Layout::Crate,
    }
}

/// The folder is the person's choice, so one slip must not cost them a crate that they wrote.
fn refuse_foreign(out: &Path, is_known: bool) -> Result<()> {
    let sources = out.join("src");
    let foreign = tree::foreign(&sources)?;
    if let Some(first) = foreign.first() {
        bail!(
            "{} holds {} that this command did not write, {} for one; choose another folder with --out, \
             or move them away",
            sources.display(),
            counted(foreign.len(), "file"),
            first.display(),
        );
    }
    ensure!(
        is_known || !sources.join("lib.rs").exists(),
        "{} was generated, but there is no {FILE} that says how; add --change to make it as the command line says",
        sources.display(),
    );
    Ok(())
}

fn model_files(request: &Request, sources: &[Source], out: &Path) -> Result<Vec<ModelFile>> {
    let file = |(path, source): (&PathBuf, &Source)| {
        Ok(ModelFile { path: paths::from_crate(out, path)?, sha256: sha256(&source.text) })
    };
    request.models.iter().zip(sources).map(file).collect()
}

/// What the command line says, else the manifest, else where this runs.
fn runtime(args: &Args, before: Option<&Manifest>, out: &Path, door: Door) -> Result<Runtime> {
    match (args.runtime.as_deref().map(Runtime::from), before) {
        (Some(Runtime::Version), _) => Ok(Runtime::Version),
        (Some(Runtime::Path(path)), _) => {
            let manifest = Path::new(&path).join("Cargo.toml");
            let is_runtime = Package::read(Path::new(&path)).library("") == "ferrosmith";
            ensure!(
                is_runtime,
                "--runtime {path}: {} is not that of the crate `ferrosmith`, which is the folder `runtime` of a clone",
                manifest.display()
            );
            Ok(Runtime::Path(paths::from_crate(out, Path::new(&path))?))
        }
        (None, Some(manifest)) => Ok(manifest.runtime.clone()),
        (None, None) => match door.runtime() {
            Some(runtime) => Ok(Runtime::Path(paths::from_crate(out, &runtime)?)),
            None => Ok(Runtime::Version),
        },
    }
}

/// What is written, and where.
struct Files<'a> {
    out: &'a Path,
    sources: &'a BTreeMap<String, String>,
    outer: &'a BTreeMap<String, String>,
}

impl<'a> Files<'a> {
    /// The sources, among which nothing else may stand, and the files beside them.
    fn compare(&self) -> Result<[Comparison<'a>; 2]> {
        Ok([tree::compare(&self.out.join("src"), self.sources, None)?, tree::compare_only(self.out, self.outer)?])
    }

    /// All of them or none.
    fn write(&self, [sources, outer]: &[Comparison<'_>; 2]) -> Result<()> {
        let sources = sources.apply(&self.out.join("src"))?;
        let outer = outer.apply(self.out)?;
        outer.keep()?;
        sources.keep()
    }
}

/// What became of the crate without being asked for: other models, another generator, operations that came or went.
fn news(before: Option<&Manifest>, now: &Manifest, sources: &Comparison<'_>) -> String {
    let Some(before) = before else { return String::new() };
    let mut text = String::new();
    for (old, new) in before.models.iter().zip(&now.models).filter(|(old, new)| old.sha256 != new.sha256) {
        text += &format!("{}: changed since the crate was made (sha256 {} → {})\n", new.path, short(old), short(new));
    }
    if before.generator != now.generator {
        text += &format!("ferrosmith {} made it last, this is {}\n", before.generator, now.generator);
    }
    if (&before.operations, &now.operations) == (&Operations::All, &Operations::All) {
        for difference in &sources.differences {
            let name = difference.path.file_stem().unwrap_or_default().to_string_lossy();
            if difference.path.parent() == Some(Path::new("operation")) {
                match (&difference.old, difference.new) {
                    (None, Some(_)) => text += &format!("new operation: {name}\n"),
                    (Some(_), None) => text += &format!("operation gone: {name}\n"),
                    _ => {}
                }
            }
        }
    }
    text
}

fn short(model: &ModelFile) -> &str {
    model.sha256.get(..12).unwrap_or(&model.sha256)
}

fn check(comparison: &[Comparison<'_>; 2], out: &Path, told: &str, again: &str) -> Outcome {
    let [sources, outer] = comparison;
    let differing = sources.differences.len() + outer.differences.len();
    let shown = if out == Path::new(".") { "this crate".to_owned() } else { out.display().to_string() };
    if differing == 0 {
        return Outcome::done(format!("{told}{shown} is up to date\n"));
    }
    let folder = |path: PathBuf| paths::tidy(&path).display().to_string().replace('\\', "/");
    let text = format!(
        "{}{}\n{told}{shown} is not what its models generate: {} differ. To make it anew, run: {again}\n",
        patch::unified(&folder(out.join("src")), &sources.differences),
        patch::unified(&folder(out.to_owned()), &outer.differences),
        counted(differing, "file"),
    );
    Outcome { text, differs: true, is_summary: true }
}

/// What is left for the person to do.
fn advice(args: &Args, package: &Package, manifest: &Manifest, out: &Path) -> String {
    let mut text = String::new();
    if package.is_there() {
        let asked = package.runtime_version().filter(|asked| *asked != VERSION);
        if args.runtime.is_some() || asked.is_some() {
            let dependency = package::dependency(&manifest.runtime);
            text +=
                &format!("note: Cargo.toml is yours and stays as it is; what was generated goes with: {dependency}\n");
        }
    }
    text + &workspace::advice(out).map(|advice| advice + "\n").unwrap_or_default()
}

fn summed_up(
    generated: &Generated,
    [sources, outer]: &[Comparison<'_>; 2],
    package: &Package,
    out: &Path,
    start: Instant,
) -> String {
    let (written, removed) = sources.counts();
    let shown = if out == Path::new(".") { "this crate".to_owned() } else { out.display().to_string() };
    let beside: Vec<String> = outer.differences.iter().map(|file| file.path.display().to_string()).collect();
    let beside = match (beside.join(", "), package.is_there()) {
        (beside, false) => format!("{beside} written"),
        (beside, true) if beside.is_empty() => "Cargo.toml kept as it was".to_owned(),
        (beside, true) => format!("{beside} written, Cargo.toml kept as it was"),
    };
    format!(
        "{}{shown}: {}; {written} written, {} unchanged, {removed} removed; {beside} ({})\n",
        summary::services(&generated.services),
        summary::size(&generated.files),
        sources.unchanged,
        seconds(start.elapsed()),
    )
}
