//! Writes a table of every operation and every shape, for the tests that go through all of them, and tells whether the
//! corpus is there.
use ferrosmith_codegen::{
    Source,
    model::load,
    plan::{Plan, Selection, Types, plan},
};
use std::{env, error::Error, fmt::Write as _, fs, path::Path};

/// What stands in the file: two functions that call `of` for each type (see `tests/every.rs`).
#[derive(Default)]
pub(crate) struct Table {
    operations: String,
    shapes: String,
}

impl Table {
    /// Adds the services of the project.
    pub(crate) fn add_services(&mut self) -> Result<(), Box<dyn Error>> {
        for module in ["fsx", "backup"] {
            let mut sources = Vec::new();
            for file in [format!("{module}.json"), format!("{module}.overlay.json")] {
                let path = Path::new("../models").join(&file);
                println!("cargo::rerun-if-changed={}", path.display());
                if path.exists() {
                    sources.push(Source { text: fs::read_to_string(path)?, path: file });
                }
            }
            let plan = planned(module, &sources).ok_or_else(|| format!("the model of {module} is not sound"))?;
            for operation in &plan.operations {
                let name = &operation.input.ident;
                writeln!(
                    self.operations,
                    "Operation::of::<ferrosmith_aws::{module}::operation::{name}>(\"{module}\"),"
                )?;
            }
            self.add_shapes("ferrosmith_aws", &plan)?;
        }
        Ok(())
    }

    /// Adds a fixture, which brings the kinds of members that the services do not have.
    pub(crate) fn add_fixture(&mut self, module: &str, sources: &[Source]) -> Result<(), Box<dyn Error>> {
        match planned(module, sources) {
            Some(plan) => self.add_shapes("ferrosmith_tests", &plan),
            None => Ok(()),
        }
    }

    fn add_shapes(&mut self, root: &str, plan: &Plan) -> Result<(), Box<dyn Error>> {
        let inputs = plan.operations.iter().map(|operation| ("operation", &operation.input.ident));
        let outputs = plan.operations.iter().map(|operation| ("operation", &operation.output.ident));
        let errors = plan.errors.iter().map(|error| ("error", &error.ident));
        let types = plan.types.iter().map(|file| match &file.types {
            Types::Structure(shape) => ("types", &shape.ident),
            Types::Union(shape) => ("types", &shape.ident),
            Types::Enum(shape) => ("types", &shape.ident),
            Types::IntEnum(shape) => ("types", &shape.ident),
        });
        for (kind, ident) in inputs.chain(outputs).chain(types).chain(errors) {
            let path = format!("{}::{kind}::{ident}", plan.module);
            writeln!(self.shapes, "Shape::of::<{root}::{path}>({path:?}),")?;
        }
        Ok(())
    }

    pub(crate) fn write(&self, out: &Path) -> Result<(), Box<dyn Error>> {
        let Self { operations, shapes } = self;
        let text = format!(
            "/// All operations of both services.\n\
             pub(crate) fn operations() -> Vec<Operation> {{ vec![\n{operations}] }}\n\
             /// All shapes of both services and of the fixtures.\n\
             #[allow(deprecated)]\n\
             pub(crate) fn shapes() -> Vec<Shape> {{ vec![\n{shapes}] }}\n"
        );
        Ok(fs::write(out.join("every.rs"), text)?)
    }
}

fn planned(module: &str, sources: &[Source]) -> Option<Plan> {
    let selection = Selection { module: module.to_owned(), ..Selection::default() };
    plan(&load(sources).ok()?, &selection).ok()
}

/// Tests that read the corpus are ignored, not passed, where it is missing: `cfg(reference_cases)` says that it is there.
pub(crate) fn find_corpus() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-check-cfg=cfg(reference_cases)");
    println!("cargo::rerun-if-env-changed=FERROSMITH_CORPUS");
    // A relative path is seen from the project's root, one folder up from this crate.
    let folder = env::var("FERROSMITH_CORPUS").unwrap_or_else(|_| "../shared/corpus".to_owned());
    let folder = Path::new("..").join(folder);
    if folder.join("oracle").is_dir() {
        println!("cargo::rustc-cfg=reference_cases");
        println!("cargo::rustc-env=FERROSMITH_CORPUS={}", fs::canonicalize(folder)?.display());
    }
    Ok(())
}
