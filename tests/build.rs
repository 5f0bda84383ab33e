//! Generates a module for each fixture, so that the code in the snapshots is also compiled.
#[path = "conformance/build.rs"]
mod conformance;
#[path = "build/every.rs"]
mod every;
#[path = "services/build.rs"]
mod services;

use ferrosmith_codegen::{Source, Target, generate};
use std::{env, error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    conformance::write(Path::new(&out))?;
    services::write(Path::new(&out))?;
    let fixtures = Path::new("fixtures");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=fixtures");
    let mut modules = String::new();
    let mut every = every::Table::default();
    every.add_services()?;
    let mut cases: Vec<_> = fs::read_dir(fixtures)?.collect::<Result<_, _>>()?;
    cases.sort_by_key(fs::DirEntry::file_name);
    for case in cases.iter().filter(|case| case.path().join("model.json").exists()) {
        let module = case.file_name().to_string_lossy().into_owned();
        let mut sources = Vec::new();
        for file in ["model.json", "overlay.json"] {
            let path = case.path().join(file);
            if path.exists() {
                sources.push(Source { path: format!("{module}/{file}"), text: fs::read_to_string(path)? });
            }
        }
        every.add_fixture(&module, &sources)?;
        // For an invalid model, a snapshot contains the diagnostics instead.
        let Ok(generated) = generate(&[Target { module: module.clone(), sources, ..Target::default() }]) else {
            continue;
        };
        for (path, text) in generated.files.iter().filter(|(path, _)| *path != "lib.rs") {
            let path = Path::new(&out).join(path);
            fs::create_dir_all(path.parent().unwrap_or(Path::new(&out)))?;
            fs::write(path, text)?;
        }
        writeln!(
            modules,
            "#[allow(deprecated, clippy::type_complexity)] #[path = {:?}] pub mod {module};",
            format!("{out}/{module}/mod.rs")
        )?;
    }
    fs::write(Path::new(&out).join("fixtures.rs"), modules)?;
    every.write(Path::new(&out))?;
    every::find_corpus()?;
    Ok(())
}
