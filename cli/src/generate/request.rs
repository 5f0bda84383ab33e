//! What a crate shall have: what the command line says, and what `ferrosmith.toml` says where it is silent.
//!
//! A crate that is there never gets more or less without a word for it: `--change`, `--add`, `--remove`, `--all-operations`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use ferrosmith_codegen::Source;
use heck::ToSnakeCase as _;

use super::Args;
use super::manifest::{FILE, Manifest, Operations, sha256};
use super::paths::tidy;
use crate::config;
use crate::crate_name;
use crate::door::Door;

/// See the module.
pub(super) struct Request {
    pub(super) models: Vec<PathBuf>,
    pub(super) service: Option<String>,
    pub(super) operations: Operations,
    /// The name of the crate, as it began.
    pub(super) name: String,
    /// What differs from the manifest, a line each.
    pub(super) changes: Vec<String>,
}

impl Request {
    /// Of a crate that is not there yet.
    pub(super) fn new(args: &Args) -> Result<Self> {
        ensure!(!args.models.is_empty(), "a new crate needs a model; add --model FILE");
        ensure!(
            args.add.is_empty() && args.remove.is_empty(),
            "--add and --remove change a crate that has a {FILE}; a new one takes its operations from --operation"
        );
        Ok(Self {
            models: args.models.clone(),
            service: args.service.clone(),
            operations: match args.operations.as_slice() {
                [] => Operations::All,
                names => Operations::These(sorted(names)),
            },
            name: name(args)?,
            changes: Vec::new(),
        })
    }

    /// Of the crate of this manifest. Whatever differs from it is an error, unless the arguments say that it is meant.
    pub(super) fn again(args: &Args, manifest: &Manifest, out: &Path, door: Door) -> Result<Self> {
        let mut changes = Vec::new();
        let mut asked = Vec::new();
        let operations = operations(args, &manifest.operations, &mut asked)?;
        let differs = asked.len();
        changes.append(&mut asked);
        let service = match &args.service {
            Some(service) if !is_service(service, &manifest.service) => {
                changes.push(format!("service {service}, which is {}", manifest.service));
                service.clone()
            }
            Some(_) | None => manifest.service.clone(),
        };
        let known = manifest.model_paths(out);
        let models = if args.models.is_empty() { known.clone() } else { args.models.clone() };
        if !are_alike(&models, &known, manifest) {
            let shown =
                |paths: &[PathBuf]| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
            changes.push(format!("model {}, which is {}", shown(&models), shown(&known)));
        }
        if let Some(name) = args.crate_name.as_ref().filter(|name| **name != manifest.name) {
            crate_name::check(name).context("--crate-name")?;
            changes.push(format!("crate name {name}, which is {}", manifest.name));
        }
        // `--add` and its like are a word for what they change themselves.
        let is_said = args.change || (args.operations.is_empty() && changes.len() == differs);
        if !changes.is_empty() && !is_said {
            let again = args.again(out, door);
            bail!(
                "this asks for another crate than {} says:\n  {}\n\
                 nothing was written. If that is meant, add --change; `{again}` makes the crate anew as it is",
                tidy(&out.join(FILE)).display(),
                changes.join("\n  "),
            );
        }
        let name = args.crate_name.clone().unwrap_or_else(|| manifest.name.clone());
        Ok(Self { models, service: Some(service), operations, name, changes })
    }

    /// Reads the models.
    pub(super) fn sources(&self, again: Option<&str>) -> Result<Vec<Source>> {
        let read = |path: &PathBuf| {
            let source = config::read_model(path, &path.display().to_string());
            match again {
                Some(again) if !path.exists() => source.with_context(|| {
                    format!(
                        "{FILE} says that this crate is made from {}, and it is not there; put it back, \
                         or say where it is now: {again} --model FILE",
                        path.display()
                    )
                }),
                _ => source,
            }
        };
        self.models.iter().map(read).collect()
    }
}

/// The set of operations, and how it differs from the one before.
fn operations(args: &Args, before: &Operations, changes: &mut Vec<String>) -> Result<Operations> {
    let after = match (before, args.operations.as_slice()) {
        (_, []) if args.all_operations => Operations::All,
        (Operations::All, []) => {
            ensure!(args.add.is_empty(), "the crate has all operations of its service already");
            ensure!(
                args.remove.is_empty(),
                "the crate has all operations of its service; name those to keep, with --operation and --change"
            );
            Operations::All
        }
        (Operations::These(names), []) => {
            let missing = args.remove.iter().find(|name| !names.contains(name));
            if let Some(name) = missing {
                bail!("the crate has no operation {name} to remove; it has: {}", names.join(", "));
            }
            let left: Vec<String> =
                names.iter().chain(&args.add).filter(|name| !args.remove.contains(name)).cloned().collect();
            ensure!(!left.is_empty(), "--remove would leave the crate without an operation");
            Operations::These(sorted(&left))
        }
        (_, names) => Operations::These(sorted(names)),
    };
    match (before, &after) {
        (Operations::These(before), Operations::These(after)) => {
            let added = after.iter().filter(|name| !before.contains(name)).map(|name| format!("+ operation {name}"));
            let removed = before.iter().filter(|name| !after.contains(name)).map(|name| format!("- operation {name}"));
            changes.extend(added.chain(removed));
        }
        (Operations::All, Operations::These(names)) => {
            changes.push(format!("- all operations but {}", names.join(", ")));
        }
        (Operations::These(names), Operations::All) => {
            changes.push(format!("+ all operations, beside {}", names.join(", ")));
        }
        (Operations::All, Operations::All) => {}
    }
    Ok(after)
}

fn sorted(names: &[String]) -> Vec<String> {
    names.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

fn is_service(given: &str, id: &str) -> bool {
    given == id || id.split_once('#').is_some_and(|(_, name)| name == given)
}

/// Whether these are the models of the manifest: the same files, or files of the same content elsewhere.
fn are_alike(models: &[PathBuf], known: &[PathBuf], manifest: &Manifest) -> bool {
    let is_same = |(model, (known, entry)): (&PathBuf, (&PathBuf, &super::manifest::ModelFile))| {
        model == known
            || matches!((model.canonicalize(), known.canonicalize()), (Ok(model), Ok(known)) if model == known)
            || fs::read_to_string(model).is_ok_and(|text| sha256(&text) == entry.sha256)
    };
    models.len() == known.len() && models.iter().zip(known.iter().zip(&manifest.models)).all(is_same)
}

fn name(args: &Args) -> Result<String> {
    let Some(name) = &args.crate_name else {
        let stem = args.models.first().and_then(|path| path.file_stem()).unwrap_or_default();
        let name = stem.to_string_lossy().to_snake_case();
        let named = config::check_module(&name).and_then(|()| crate_name::check(&name));
        named.context("the model's file name does not name a crate; add --crate-name NAME")?;
        return Ok(name);
    };
    crate_name::check(name).context("--crate-name")?;
    Ok(name.clone())
}
