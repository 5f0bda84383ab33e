//! The requested content of a crate: the options of the command line, with defaults from `ferrosmith.toml`.
//!
//! An existing crate only changes by an explicit option: `--change`, `--add`, `--remove` or `--all-operations`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use ferrosmith_codegen::Source;
use heck::ToSnakeCase as _;

use super::Args;
use super::manifest::{FILE, Manifest, Operations, sha256};
use super::paths::without_cur_dir;
use crate::config;
use crate::crate_name;
use crate::frontend::Frontend;

/// The requested content of a crate. See the module.
pub(super) struct Request {
    pub(super) models: Vec<PathBuf>,
    pub(super) service: Option<String>,
    pub(super) closure: Option<String>,
    pub(super) operations: Operations,
    /// The pinned protocols; empty for all.
    pub(super) protocols: Vec<String>,
    /// The initial name of the crate.
    pub(super) name: String,
    /// The differences from the manifest, a line each.
    pub(super) changes: Vec<String>,
}

impl Request {
    /// Returns the request for a crate that does not exist yet.
    pub(super) fn new(args: &Args) -> Result<Self> {
        ensure!(!args.models.is_empty(), "a new crate needs a model; add --model FILE");
        ensure!(
            args.add.is_empty() && args.remove.is_empty(),
            "--add and --remove change a crate that has a {FILE}; a new one takes its operations from --operation"
        );
        Ok(Self {
            models: args.models.clone(),
            service: args.service.clone(),
            closure: args.closure.clone(),
            operations: match args.operations.as_slice() {
                [] => Operations::All,
                names => Operations::Named(sorted(names)),
            },
            protocols: protocols(args, &[]),
            name: name(args)?,
            changes: Vec::new(),
        })
    }

    /// Returns the request for the existing crate of this manifest. A difference from the manifest is an error unless
    /// an option requests it.
    pub(super) fn for_existing(args: &Args, manifest: &Manifest, out: &Path, frontend: Frontend) -> Result<Self> {
        let mut changes = Vec::new();
        let is_other = |given: &String, id: &Option<String>| id.as_ref().is_none_or(|id| !is_called(given, id));
        let (service, closure, root_change) = match (&args.service, &args.closure) {
            (Some(service), _) if is_other(service, &manifest.service) => {
                (Some(service.clone()), None, Some(format!("service {service}, which is {}", manifest.root())))
            }
            (None, Some(closure)) if is_other(closure, &manifest.closure) => {
                (None, Some(closure.clone()), Some(format!("shape closure {closure}, which is {}", manifest.root())))
            }
            _ => (manifest.service.clone(), manifest.closure.clone(), None),
        };
        let operations = match &closure {
            Some(closure) => no_operations(args, closure)?,
            None => operations(args, &manifest.operations, &mut changes)?,
        };
        let operation_changes = changes.len();
        changes.extend(root_change);
        let recorded = manifest.model_paths(out);
        let models = if args.models.is_empty() { recorded.clone() } else { args.models.clone() };
        if !are_same_models(&models, &recorded, manifest) {
            let join =
                |paths: &[PathBuf]| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
            changes.push(format!("model {}, which is {}", join(&models), join(&recorded)));
        }
        let protocols = protocols(args, &manifest.protocols);
        if protocols != manifest.protocols {
            let list = |names: &[String]| if names.is_empty() { ALL.to_owned() } else { names.join(", ") };
            changes.push(format!("protocol {}, which is {}", list(&protocols), list(&manifest.protocols)));
        }
        if let Some(name) = args.crate_name.as_ref().filter(|name| **name != manifest.name) {
            crate_name::check(name).context("--crate-name")?;
            changes.push(format!("crate name {name}, which is {}", manifest.name));
        }
        // `--add` and similar options request only their own changes.
        let is_requested = args.change || (args.operations.is_empty() && changes.len() == operation_changes);
        if !changes.is_empty() && !is_requested {
            let regenerate_command = args.regenerate_command(out, frontend);
            bail!(
                "this asks for another crate than {} says:\n  {}\n\
                 nothing was written. If that is meant, add --change; `{regenerate_command}` regenerates the crate as it is",
                without_cur_dir(&out.join(FILE)).display(),
                changes.join("\n  "),
            );
        }
        let name = args.crate_name.clone().unwrap_or_else(|| manifest.name.clone());
        Ok(Self { models, service, closure, operations, protocols, name, changes })
    }

    /// Reads the models. `regenerate_command` is set for an existing crate, and part of the error for a missing model.
    pub(super) fn sources(&self, regenerate_command: Option<&str>) -> Result<Vec<Source>> {
        let read = |path: &PathBuf| {
            let source = config::read_model(path, &path.display().to_string());
            match regenerate_command {
                Some(command) if !path.exists() => source.with_context(|| {
                    format!(
                        "{FILE} says that this crate is made from {}, and it is not there; put it back, \
                         or say where it is now: {command} --model FILE",
                        path.display()
                    )
                }),
                _ => source,
            }
        };
        self.models.iter().map(read).collect()
    }
}

/// The value of `--protocol` that pins none.
const ALL: &str = "all";

/// Returns the requested protocols; empty for all.
fn protocols(args: &Args, before: &[String]) -> Vec<String> {
    match args.protocols.as_slice() {
        [] => before.to_vec(),
        [all] if all == ALL => Vec::new(),
        names => names.to_vec(),
    }
}

/// Returns the operations of a crate of types, and an error if some are requested.
fn no_operations(args: &Args, closure: &str) -> Result<Operations> {
    let requested = [&args.operations, &args.add, &args.remove, &args.protocols].into_iter().flatten().next();
    ensure!(
        requested.is_none() && !args.all_operations,
        "the crate has the types of the shape closure {closure}, and neither operations nor protocols; \
         --service ID with --change makes it that of a service"
    );
    Ok(Operations::None)
}

/// Returns the requested operations, and adds their differences from `before` to `changes`.
fn operations(args: &Args, before: &Operations, changes: &mut Vec<String>) -> Result<Operations> {
    let after = match (before, args.operations.as_slice()) {
        (_, []) if args.all_operations => Operations::All,
        // The crate had the types of a shape closure.
        (Operations::All | Operations::None, []) => {
            ensure!(args.add.is_empty(), "the crate has all operations of its service already");
            ensure!(
                args.remove.is_empty(),
                "the crate has all operations of its service; name those to keep, with --operation and --change"
            );
            Operations::All
        }
        (Operations::Named(names), []) => {
            let missing = args.remove.iter().find(|name| !names.contains(name));
            if let Some(name) = missing {
                bail!("the crate has no operation {name} to remove; it has: {}", names.join(", "));
            }
            let remaining: Vec<String> =
                names.iter().chain(&args.add).filter(|name| !args.remove.contains(name)).cloned().collect();
            ensure!(!remaining.is_empty(), "--remove would leave the crate without an operation");
            Operations::Named(sorted(&remaining))
        }
        (_, names) => Operations::Named(sorted(names)),
    };
    match (before, &after) {
        (Operations::Named(before), Operations::Named(after)) => {
            let added = after.iter().filter(|name| !before.contains(name)).map(|name| format!("+ operation {name}"));
            let removed = before.iter().filter(|name| !after.contains(name)).map(|name| format!("- operation {name}"));
            changes.extend(added.chain(removed));
        }
        (Operations::All, Operations::Named(names)) => {
            changes.push(format!("- all operations but {}", names.join(", ")));
        }
        (Operations::Named(names), Operations::All) => {
            changes.push(format!("+ all operations, beside {}", names.join(", ")));
        }
        (Operations::All | Operations::None, Operations::All) | (_, Operations::None) => {}
        (Operations::None, Operations::Named(names)) => {
            changes.push(format!("+ operations {}", names.join(", ")));
        }
    }
    Ok(after)
}

fn sorted(names: &[String]) -> Vec<String> {
    names.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether this is the id of a service or a closure, or its name.
fn is_called(given: &str, id: &str) -> bool {
    given == id || id.split_once('#').is_some_and(|(_, name)| name == given)
}

/// Returns whether these are the models of the manifest: the same files, or other files with the same content.
fn are_same_models(models: &[PathBuf], recorded: &[PathBuf], manifest: &Manifest) -> bool {
    let is_same = |(model, (recorded, entry)): (&PathBuf, (&PathBuf, &super::manifest::ModelFile))| {
        model == recorded
            || matches!((model.canonicalize(), recorded.canonicalize()), (Ok(model), Ok(recorded)) if model == recorded)
            || fs::read_to_string(model).is_ok_and(|text| sha256(&text) == entry.sha256)
    };
    models.len() == recorded.len() && models.iter().zip(recorded.iter().zip(&manifest.models)).all(is_same)
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
