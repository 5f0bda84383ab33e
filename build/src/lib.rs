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
//! The code is one module, named after the file, that any place of the crate includes: `src/lib.rs`:
//!
//! ```ignore
//! ferrosmith::include_service!("sqs");
//!
//! let client = sqs::Client::new(sqs::Config::from_env().await?);
//! client.send(sqs::operation::SendMessage::new(text, queue)).await?;
//! ```
//!
//! `sqs::Client` and `sqs::blocking::Client` are there if `ferrosmith` has the feature of a client. Several services are several
//! calls of [`configure`], with a module each.
mod error;

pub use error::Error;

use ferrosmith_codegen::{Generated, Layout, Source, Target, plan};
use heck::ToSnakeCase as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Starts a configuration: all operations of the only service of a model, in a module named after its file.
pub fn configure() -> Builder {
    Builder::default()
}

/// What to generate. See [`configure`].
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `compile`"]
pub struct Builder {
    module: Option<String>,
    service: Option<String>,
    operations: Vec<String>,
    overlays: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
}

impl Builder {
    /// Generates these operations and the shapes they need, and nothing else. Adds to those named before.
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.operations.extend(names.into_iter().map(Into::into));
        self
    }

    /// Chooses the service by shape id or name. Needed if the model has several.
    pub fn service(mut self, service: impl Into<String>) -> Self {
        self.service = Some(service.into());
        self
    }

    /// Names the module, and with it the file in the output folder and the type that stands for the service. Default: the model's
    /// file name in snake case.
    pub fn module(mut self, module: impl Into<String>) -> Self {
        self.module = Some(module.into());
        self
    }

    /// Adds a further file of the same model: shapes, or an overlay of `apply` entries. Read in this order, after the model.
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays.push(file.into());
        self
    }

    /// Writes into this folder instead of `OUT_DIR`. The file is then included by its path.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Generates the module and writes it to `<module>.rs` in the output folder. Cargo runs the build script again when one of the files
    /// changes.
    ///
    /// # Errors
    /// A file cannot be read or written, or the model is wrong. Returned from `main` of a build script, the error prints all that is
    /// wrong, with the lines of the model.
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
            operations: self.operations.clone(),
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
        // Build scripts run in the folder of their package, which is easily forgotten.
        let folder = env::current_dir().map(|folder| folder.display().to_string()).unwrap_or_default();
        Error::new(format!("cannot read the model {path} from the folder {folder}: {error}"))
    })?;
    Ok(Source { path, text })
}

/// Only if it differs: Cargo compiles anew what was written anew.
fn write(file: &Path, text: &str) -> Result<(), Error> {
    if fs::read_to_string(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let made = file.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(file, text))
        .map_err(|error| Error::new(format!("cannot write {}: {error}", file.display())))
}

/// Tells what is likely a mistake in the model, and which operations are left out.
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
