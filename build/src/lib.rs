//! Generates a client from a Smithy JSON model in a build script, as `prost-build` does from `.proto` files.
//!
//! `Cargo.toml`:
//!
//! ```toml
//! [dependencies]
//! ferrosmith = { version = "0.1", features = ["client"] } # or "blocking"
//!
//! [build-dependencies]
//! ferrosmith-build = "0.1"
//! ```
//!
//! `build.rs`:
//!
//! ```no_run
//! fn main() -> Result<(), ferrosmith_build::Error> {
//!     ferrosmith_build::configure().operations(["SendMessage", "ReceiveMessage"]).compile("models/sqs.json")
//! }
//! ```
//!
//! The code is one module, named after the file. Any module of the crate can include it, for example `src/lib.rs`:
//!
//! ```ignore
//! ferrosmith::include_service!("sqs");
//!
//! let client = sqs::Client::new(sqs::Config::from_env().await?);
//! client.send(sqs::operation::SendMessage::new(text, queue)).await?;
//! ```
//!
//! `sqs::Client` requires the feature `client` of `ferrosmith`, and `sqs::blocking::Client` the feature `blocking`. A service
//! that speaks rpcv2Cbor requires the feature `cbor`, one that answers in XML `xml` or `query`, unless
//! [`protocols`](Builder::protocols) pins another protocol; long expressions of waiters require `jmespath`, and
//! `aws.protocols#httpChecksum` requires `checksum`, tree hashes require `tree-hash`. If one is missing, rustc says which.
//! For several services, call [`configure`] once for each, with different modules.
//!
//! A model with the metadata `shapeClosures` may have no service: then the module has types and no client, and needs no
//! feature but `serde`, to read and write them. [`closure`](Builder::closure) selects one of several.
mod error;

pub use error::Error;

use ferrosmith_codegen::{Generated, Layout, Source, Target, plan};
use heck::ToSnakeCase as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Returns the default configuration: all operations of the only service of a model, in a module named after its file.
pub fn configure() -> Builder {
    Builder::default()
}

/// The configuration of a generated module. See [`configure`].
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `compile`"]
pub struct Builder {
    module: Option<String>,
    service: Option<String>,
    closure: Option<String>,
    operations: Vec<String>,
    protocols: Vec<String>,
    overlays: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
}

impl Builder {
    /// Generates only these operations and the shapes they need. Further calls add operations.
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.operations.extend(names.into_iter().map(Into::into));
        self
    }

    /// Generates only these protocols of the service, by name (`awsJson1_0`) or shape id, in order of preference: the
    /// first is the default. Default: all protocols of the service, in the order of the AWS SDKs.
    pub fn protocols(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.protocols.extend(names.into_iter().map(Into::into));
        self
    }

    /// Selects the service by shape id or name. Required if the model has several.
    pub fn service(mut self, service: impl Into<String>) -> Self {
        self.service = Some(service.into());
        self
    }

    /// Generates the types of a shape closure, by id or name, instead of a service: a module without clients. Required if
    /// the model has no service and several closures.
    pub fn closure(mut self, closure: impl Into<String>) -> Self {
        self.closure = Some(closure.into());
        self
    }

    /// Sets the name of the module, from which the names of the output file and of the service's type are derived.
    /// Default: the model's file name in snake case.
    pub fn module(mut self, module: impl Into<String>) -> Self {
        self.module = Some(module.into());
        self
    }

    /// Adds a file to the model: shapes, or an overlay of `apply` entries. Files are read in the order of calls, after
    /// the model.
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays.push(file.into());
        self
    }

    /// Sets the output folder. Default: `OUT_DIR`. A file in another folder has to be included by its path.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Generates the module and writes it to `<module>.rs` in the output folder. Cargo reruns the build script if one
    /// of the model files changes.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or written, or if the model is invalid. It lists all problems with the
    /// lines of the model.
    pub fn compile(self, model: impl AsRef<Path>) -> Result<(), Error> {
        let model = model.as_ref();
        let files: Vec<&Path> = [model].into_iter().chain(self.overlays.iter().map(PathBuf::as_path)).collect();
        for file in &files {
            println!("cargo::rerun-if-changed={}", file.display());
        }
        let target = Target {
            module: self.module_name(model)?,
            sources: files.into_iter().map(read).collect::<Result<_, _>>()?,
            service: self.service.clone(),
            closure: self.closure.clone(),
            operations: self.operations.clone(),
            protocols: self.protocols.clone(),
            layout: Layout::Inline,
            ..Target::default()
        };
        let generated = ferrosmith_codegen::generate(std::slice::from_ref(&target))
            .map_err(|problems| Error::model(model, &problems, &target.sources))?;
        warn(&generated);
        let folder = self.output_folder()?;
        generated.files.iter().try_for_each(|(path, text)| write(&folder.join(path), text))
    }

    fn module_name(&self, model: &Path) -> Result<String, Error> {
        let stem = || model.file_stem().unwrap_or_default().to_string_lossy().to_snake_case();
        let name = self.module.clone().unwrap_or_else(stem);
        if plan::is_module_name(&name) {
            return Ok(name);
        }
        let hint = match self.module {
            Some(_) => "use snake_case that starts with a letter and is no keyword, such as `sqs`",
            None => "name it with `.module(\"…\")`",
        };
        Err(Error::new(format!("`{name}` cannot be a module's name; {hint}")))
    }

    fn output_folder(&self) -> Result<PathBuf, Error> {
        let folder = self.out_dir.clone().or_else(|| env::var_os("OUT_DIR").map(PathBuf::from));
        folder.ok_or_else(|| {
            Error::new(
                "there is no OUT_DIR; call this from a build script, or say where to write with `.out_dir(…)`"
                    .to_owned(),
            )
        })
    }
}

fn read(file: &Path) -> Result<Source, Error> {
    let path = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| {
        // Relative paths start at the folder of the package, where Cargo runs build scripts.
        let folder = env::current_dir().map(|folder| folder.display().to_string()).unwrap_or_default();
        Error::new(format!("cannot read the model {path} from the folder {folder}: {error}"))
    })?;
    Ok(Source { path, text })
}

/// Writes the file only if it differs, because Cargo recompiles files that were written.
fn write(file: &Path, text: &str) -> Result<(), Error> {
    if fs::read_to_string(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let created = file.parent().map_or(Ok(()), fs::create_dir_all);
    created
        .and_then(|()| fs::write(file, text))
        .map_err(|error| Error::new(format!("cannot write {}: {error}", file.display())))
}

/// Prints warnings about the model and about operations that are left out.
fn warn(generated: &Generated) {
    for warning in generated.warnings.iter() {
        println!("cargo::warning={}", warning.to_string().replace('\n', " "));
    }
    for service in &generated.services {
        for skipped in &service.skipped {
            println!("cargo::warning={}: {} is left out: {}", service.module, skipped.operation, skipped.reason);
        }
    }
}
