//! `ferrosmith generate`: generates or regenerates a crate for the service or a shape closure of any model.

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

use crate::frontend::Frontend;
use crate::progress::stage;
use crate::report::MessageFormat;
use crate::summary::{self, pluralize, seconds};
use crate::tree::{self, Comparison};
use crate::{Outcome, patch};
use manifest::{FILE, Manifest, ModelFile, Operations, Runtime, VERSION, sha256};
use package::{Package, PackageFiles};
use request::Request;

/// Generate a crate for the service of any model, or for the types of a shape closure, or regenerate it
///
/// A crate that was generated holds a file ferrosmith.toml, which says how. In its folder this command regenerates it
/// without any argument. The operations of an existing crate only change by an explicit option: --add, --remove,
/// --all-operations, or --change.
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
    /// The id of a shape closure (metadata `shapeClosures`): a crate of its types, without a client [default: the only
    /// closure of models without a service]
    #[arg(long, value_name = "ID", conflicts_with_all = ["service", "operations", "add", "remove", "all_operations", "protocols"])]
    closure: Option<String>,
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
    /// Only these protocols of the service, in order of preference: the first is the default; `all` for all of them
    /// [default: those of ferrosmith.toml, or all for a new crate]
    #[arg(long = "protocol", value_name = "NAME", num_args = 1..)]
    protocols: Vec<String>,
    /// What the command line says replaces what ferrosmith.toml says
    #[arg(long)]
    change: bool,
    /// The crate's name, from which its service is named [default: the first model's file name]
    #[arg(long, value_name = "NAME")]
    crate_name: Option<String>,
    /// Where the crate `ferrosmith` comes from: `version` for the registry, or its folder [default: the folder in a
    /// clone of ferrosmith, else `version`]
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
    /// Returns the command that regenerates the crate in this folder.
    fn regenerate_command(&self, out: &Path, frontend: Frontend) -> String {
        let out = self.out.as_ref().map(|_| format!(" --out {}", out.display())).unwrap_or_default();
        format!("{} generate{out}", frontend.command())
    }
}

pub(crate) fn run(args: &Args, frontend: Frontend) -> Result<Outcome> {
    let start = Instant::now();
    let out = folder(args, frontend)?;
    let previous = Manifest::read(&out)?;
    let request = match &previous {
        Some(manifest) => Request::for_existing(args, manifest, &out, frontend)?,
        None => Request::new(args)?,
    };
    reject_foreign(&out, previous.is_some() || args.change)?;

    let package = Package::read(&out);
    let sources = stage(&format!("reading {}", pluralize(request.models.len(), "model")), || {
        request.sources(previous.is_some().then(|| args.regenerate_command(&out, frontend)).as_deref())
    })?;
    let target = target(&request, sources, &package);
    let generated = stage("generating", || ferrosmith_codegen::generate(std::slice::from_ref(&target)))
        .map_err(|problems| args.message_format.report(&problems, target.sources.iter()))?;
    args.message_format.warn(&generated.warnings, target.sources.iter());

    let service = generated.services.first().context("nothing was generated")?;
    let manifest = Manifest {
        generator: VERSION.to_owned(),
        name: request.name.clone(),
        runtime: runtime(args, previous.as_ref(), &out, frontend)?,
        service: (!service.is_types_only).then(|| service.service.clone()),
        closure: service.is_types_only.then(|| service.service.clone()),
        operations: if service.is_types_only { Operations::None } else { request.operations.clone() },
        protocols: request.protocols.clone(),
        models: model_files(&request, &target.sources, &out)?,
    };
    let package_files = PackageFiles { manifest: &manifest, service, example: generated.example.as_deref() };
    let package_files = package_files.render(&out, &package)?;
    let files = Files { out: &out, sources: &generated.files, package_files: &package_files };
    let comparison = files.compare()?;
    let mut messages = request.changes.iter().map(|change| format!("changed: {change}\n")).collect::<String>();
    messages += &report_changes(previous.as_ref(), &manifest, &comparison[0]);
    if args.check {
        return Ok(check(&comparison, &out, &messages, &args.regenerate_command(&out, frontend)));
    }
    stage("writing", || files.write(&comparison))?;
    messages += &advice(args, &package, &manifest, &service.features, &out);
    Ok(Outcome::summary(format!("{messages}{}", generation_summary(&generated, &comparison, &package, &out, start))))
}

/// Returns the target that the manifest in this folder describes, if there is a manifest.
pub(crate) fn target_in(folder: &Path) -> Result<Option<Target>> {
    let Some(manifest) = Manifest::read(folder)? else { return Ok(None) };
    let request = Request::for_existing(&Args::default(), &manifest, folder, Frontend::Ferrosmith)?;
    let sources = request.sources(Some("ferrosmith generate"))?;
    Ok(Some(target(&request, sources, &Package::read(folder))))
}

/// Returns the files of a new crate in this folder. Without the folder of a runtime, it comes from the registry.
pub(crate) fn crate_files(
    name: &str,
    generated: &Generated,
    out: &Path,
    runtime: Option<&Path>,
) -> Result<BTreeMap<String, String>> {
    let service = generated.services.first().context("nothing was generated")?;
    let runtime = match runtime {
        Some(runtime) => Runtime::Path(paths::relative_to_crate(out, runtime)?),
        None => Runtime::Version,
    };
    let manifest = Manifest {
        generator: VERSION.to_owned(),
        name: name.to_owned(),
        runtime,
        service: Some(service.service.clone()),
        closure: None,
        operations: Operations::All,
        protocols: Vec::new(),
        models: Vec::new(),
    };
    let package = PackageFiles { manifest: &manifest, service, example: generated.example.as_deref() };
    let mut files = package.render(out, &Package::none())?;
    // It says how to regenerate a crate, which a sweep does anyway.
    files.remove(FILE);
    files.extend(generated.files.iter().map(|(path, text)| (format!("src/{path}"), text.clone())));
    Ok(files)
}

/// Returns the folder of the crate: that of `--out`, or the current one if it has a manifest.
fn folder(args: &Args, frontend: Frontend) -> Result<PathBuf> {
    match &args.out {
        Some(out) => Ok(out.clone()),
        None if Path::new(FILE).exists() => Ok(PathBuf::from(".")),
        None => bail!(
            "there is no {FILE} in this folder, which would say what to regenerate; for a new crate say from which model \
             and where: {} generate --model FILE --out DIR",
            frontend.command()
        ),
    }
}

fn target(request: &Request, sources: Vec<Source>, package: &Package) -> Target {
    Target {
        module: request.name.to_snake_case(),
        sources,
        service: request.service.clone(),
        closure: request.closure.clone(),
        operations: match &request.operations {
            Operations::All | Operations::None => Vec::new(),
            Operations::Named(names) => names.clone(),
        },
        protocols: request.protocols.clone(),
        crate_name: Some(package.library(&request.name)),
        is_feature: false,
        layout: Layout::Crate,
    }
}

/// Rejects folders with files written by hand, so that a wrong `--out` does not overwrite them.
fn reject_foreign(out: &Path, is_known: bool) -> Result<()> {
    let sources = out.join("src");
    let foreign = tree::foreign(&sources)?;
    if let Some(first) = foreign.first() {
        bail!(
            "{} holds {} that this command did not write, {} for one; choose another folder with --out, \
             or move them away",
            sources.display(),
            pluralize(foreign.len(), "file"),
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
        Ok(ModelFile { path: paths::relative_to_crate(out, path)?, sha256: sha256(&source.text) })
    };
    request.models.iter().zip(sources).map(file).collect()
}

/// Returns the source of the runtime: from the command line, else the manifest, else the clone of ferrosmith that this
/// runs in.
fn runtime(args: &Args, previous: Option<&Manifest>, out: &Path, frontend: Frontend) -> Result<Runtime> {
    match (args.runtime.as_deref().map(Runtime::from), previous) {
        (Some(Runtime::Version), _) => Ok(Runtime::Version),
        (Some(Runtime::Path(path)), _) => {
            let manifest = Path::new(&path).join("Cargo.toml");
            let is_runtime = Package::read(Path::new(&path)).library("") == "ferrosmith";
            ensure!(
                is_runtime,
                "--runtime {path}: {} is not that of the crate `ferrosmith`, which is the folder `runtime` of a clone",
                manifest.display()
            );
            Ok(Runtime::Path(paths::relative_to_crate(out, Path::new(&path))?))
        }
        (None, Some(manifest)) => Ok(manifest.runtime.clone()),
        (None, None) => match frontend.runtime() {
            Some(runtime) => Ok(Runtime::Path(paths::relative_to_crate(out, &runtime)?)),
            None => Ok(Runtime::Version),
        },
    }
}

/// The files to write, and the folder of the crate.
struct Files<'a> {
    out: &'a Path,
    sources: &'a BTreeMap<String, String>,
    package_files: &'a BTreeMap<String, String>,
}

impl<'a> Files<'a> {
    /// Compares `src/`, where all other files count as extra, and the files of the package outside it.
    fn compare(&self) -> Result<[Comparison<'a>; 2]> {
        Ok([
            tree::compare(&self.out.join("src"), self.sources, None)?,
            tree::compare_only(self.out, self.package_files)?,
        ])
    }

    /// Writes all of the files, or none.
    fn write(&self, [sources, package_files]: &[Comparison<'_>; 2]) -> Result<()> {
        let sources = sources.apply(&self.out.join("src"))?;
        let package_files = package_files.apply(self.out)?;
        package_files.commit()?;
        sources.commit()
    }
}

/// Reports changes that the command line did not request: changed models, another generator version, added or removed
/// operations.
fn report_changes(previous: Option<&Manifest>, current: &Manifest, sources: &Comparison<'_>) -> String {
    let Some(previous) = previous else { return String::new() };
    let mut text = String::new();
    for (old, new) in previous.models.iter().zip(&current.models).filter(|(old, new)| old.sha256 != new.sha256) {
        text += &format!(
            "{}: changed since the crate was made (sha256 {} → {})\n",
            new.path,
            short_hash(old),
            short_hash(new)
        );
    }
    if previous.generator != current.generator {
        text += &format!("ferrosmith {} made it last, this is {}\n", previous.generator, current.generator);
    }
    if (&previous.operations, &current.operations) == (&Operations::All, &Operations::All) {
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

fn short_hash(model: &ModelFile) -> &str {
    model.sha256.get(..12).unwrap_or(&model.sha256)
}

fn check(comparison: &[Comparison<'_>; 2], out: &Path, messages: &str, regenerate_command: &str) -> Outcome {
    let [sources, package_files] = comparison;
    let differing = sources.differences.len() + package_files.differences.len();
    let display_name = if out == Path::new(".") { "this crate".to_owned() } else { out.display().to_string() };
    if differing == 0 {
        return Outcome::summary(format!("{messages}{display_name} is up to date\n"));
    }
    let folder = |path: PathBuf| paths::without_cur_dir(&path).display().to_string().replace('\\', "/");
    let text = format!(
        "{}{}\n{messages}{display_name} is not what its models generate: {} differ. To regenerate it, run: {regenerate_command}\n",
        patch::unified(&folder(out.join("src")), &sources.differences),
        patch::unified(&folder(out.to_owned()), &package_files.differences),
        pluralize(differing, "file"),
    );
    Outcome { text, differs: true, is_summary: true }
}

/// Returns notes about what the user has to do.
fn advice(args: &Args, package: &Package, manifest: &Manifest, features: &[&str], out: &Path) -> String {
    let mut text = String::new();
    if package.exists() {
        let other_version = package.runtime_version().filter(|version| *version != VERSION);
        let lacks_feature = features.iter().any(|feature| !package.has_runtime_feature(feature));
        if args.runtime.is_some() || other_version.is_some() || lacks_feature {
            let dependency = package::dependency(&manifest.runtime, features);
            text +=
                &format!("note: Cargo.toml is yours and stays as it is; what was generated goes with: {dependency}\n");
        }
    }
    text + &workspace::advice(out).map(|advice| advice + "\n").unwrap_or_default()
}

fn generation_summary(
    generated: &Generated,
    [sources, package_files]: &[Comparison<'_>; 2],
    package: &Package,
    out: &Path,
    start: Instant,
) -> String {
    let (written, removed) = sources.counts();
    let display_name = if out == Path::new(".") { "this crate".to_owned() } else { out.display().to_string() };
    let beside: Vec<String> = package_files.differences.iter().map(|file| file.path.display().to_string()).collect();
    let beside = match (beside.join(", "), package.exists()) {
        (beside, false) => format!("{beside} written"),
        (beside, true) if beside.is_empty() => "Cargo.toml kept as it was".to_owned(),
        (beside, true) => format!("{beside} written, Cargo.toml kept as it was"),
    };
    format!(
        "{}{display_name}: {}; {written} written, {} unchanged, {removed} removed; {beside} ({})\n",
        summary::services(&generated.services),
        summary::size(&generated.files),
        sources.unchanged,
        seconds(start.elapsed()),
    )
}
