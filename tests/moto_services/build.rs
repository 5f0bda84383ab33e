//! Generates clients of the operations that the tests call, as the build script of a consumer does.
#[path = "operations.rs"]
mod operations;

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-check-cfg=cfg(models)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=operations.rs");
    println!("cargo::rerun-if-env-changed=FERROSMITH_CORPUS");
    // A relative path is seen from the project's root, two folders up from this crate.
    let corpus = env::var("FERROSMITH_CORPUS").unwrap_or_else(|_| "../shared/corpus".to_owned());
    let models = Path::new("../..").join(corpus).join("aws-models-2026");
    let mut modules = String::new();
    if models.is_dir() {
        println!("cargo::rustc-cfg=models");
        for (module, operations) in operations::SERVICES {
            let generator = ferrosmith_build::configure().module(*module).operations(operations.iter().copied());
            generator.compile(models.join(format!("{module}.json")))?;
            writeln!(modules, "ferrosmith::include_service!({module:?});")?;
        }
    }
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("models.rs"), modules)?)
}
