//! `cargo xtask generate`: a stand-alone crate for the service of any model.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use ferrosmith_codegen::Target;
use heck::ToSnakeCase;

use crate::config;
use crate::progress::stage;
use crate::report::MessageFormat;
use crate::summary::{self, counted, seconds};
use crate::{Outcome, crate_name, tree};

#[derive(clap::Args)]
/// Generate a stand-alone crate for the service of any model
pub(crate) struct Args {
    /// The model files, in order; an overlay is simply a further file
    #[arg(long = "model", value_name = "FILE", num_args = 1.., required = true)]
    models: Vec<PathBuf>,
    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The service's shape id, if the models hold several
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// Only these operations and what they need [default: all]
    #[arg(long = "operation", value_name = "NAME", num_args = 1..)]
    operations: Vec<String>,
    /// The crate's name, from which its module is named [default: the first model's file name]
    #[arg(long, value_name = "NAME")]
    crate_name: Option<String>,
    /// How diagnostics of models are written to stderr
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
}

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    run_in(&config::workspace_root()?, args)
}

fn run_in(root: &Path, args: &Args) -> Result<Outcome> {
    let start = Instant::now();
    let Names { package, module } = names(args)?;
    let sources = args.out.join("src");
    refuse_foreign(&sources)?;

    let target = Target {
        module,
        sources: stage(&format!("reading {}", counted(args.models.len(), "model")), || {
            args.models.iter().map(|path| config::read_model(path, &path.display().to_string())).collect::<Result<_>>()
        })?,
        service: args.service.clone(),
        operations: args.operations.clone(),
        crate_name: Some(package.replace('-', "_")),
        is_feature: false,
    };
    let generated = stage("generating", || ferrosmith_codegen::generate(std::slice::from_ref(&target)))
        .map_err(|problems| args.message_format.report(&problems, target.sources.iter()))?;
    args.message_format.warn(&generated.warnings, target.sources.iter());
    let comparison = tree::compare(&sources, &generated.files, None)?;
    // Undone if the manifest cannot be written.
    let change = stage("writing", || comparison.apply(&sources))?;
    let manifest = write_manifest(root, &args.out, &package)?;
    change.keep()?;

    let (written, removed) = comparison.counts();
    let text = format!(
        "{}{}: {}; {written} written, {} unchanged, {removed} removed; Cargo.toml {manifest} ({})\n",
        summary::services(&generated.services),
        args.out.display(),
        summary::size(&generated.files),
        comparison.unchanged,
        seconds(start.elapsed()),
    );
    Ok(Outcome { text, differs: false })
}

struct Names {
    package: String,
    module: String,
}

fn names(args: &Args) -> Result<Names> {
    let Some(package) = &args.crate_name else {
        // At least one model: the argument is required.
        let stem = args.models.first().and_then(|path| path.file_stem()).unwrap_or_default();
        let module = stem.to_string_lossy().to_snake_case();
        let named = config::check_module(&module).and_then(|()| crate_name::check(&module));
        named.context("the model's file name does not name a crate; add --crate-name NAME")?;
        return Ok(Names { package: module.clone(), module });
    };
    crate_name::check(package).context("--crate-name")?;
    Ok(Names { package: package.clone(), module: package.to_snake_case() })
}

/// The folder is the person's choice, so one slip must not cost them a crate that they wrote.
fn refuse_foreign(sources: &Path) -> Result<()> {
    let foreign = tree::foreign(sources)?;
    if let Some(first) = foreign.first() {
        bail!(
            "{} holds {} that this command did not write, {} for one; choose another folder with --out, \
             or move them away",
            sources.display(),
            counted(foreign.len(), "file"),
            first.display(),
        );
    }
    Ok(())
}

/// Written once; afterwards it belongs to the person.
fn write_manifest(root: &Path, out: &Path, package: &str) -> Result<&'static str> {
    let path = out.join("Cargo.toml");
    if path.symlink_metadata().is_ok() {
        return Ok("kept as it was");
    }
    let runtime = relative(&canonical(out)?, &canonical(root)?.join("runtime"));
    let runtime = runtime.to_str().with_context(|| format!("{} is not UTF-8, as Cargo.toml needs", out.display()))?;
    tree::write(&path, &manifest(package, runtime))?;
    Ok("written")
}

fn manifest(package: &str, runtime: &str) -> String {
    let runtime = runtime.replace('\\', "/").replace('"', "\\\"");
    format!(
        r#"[package]
name = "{package}"
version = "0.1.0"
edition = "2024"
rust-version = "{msrv}"
publish = false

[features]
default = ["random"]
# Random idempotency tokens where a call has none: `to_request`. Without it, `to_request_with` takes them.
random = ["ferrosmith/random"]
# The async client.
client = ["transport", "ferrosmith/client"]
# HTTP/2 for the async client, with services that offer it.
http2 = ["client", "ferrosmith/http2"]
# The blocking client.
blocking = ["transport", "ferrosmith/blocking"]
# Both clients without an HTTP stack, for a transport of one's own.
transport = ["ferrosmith/transport"]
# Signatures for requests that no client sends.
sign = ["ferrosmith/sign"]
# Listings as streams of `futures_core`.
stream = ["transport", "ferrosmith/stream"]
# The certificates that the machine trusts, for `client` and `blocking`.
native-roots = ["ferrosmith/native-roots"]
# A span for every call and an event for every attempt.
tracing = ["ferrosmith/tracing"]
# Compresses requests of operations that take it.
gzip = ["ferrosmith/gzip"]
# `Serialize` and `Deserialize` for every shape.
serde = ["ferrosmith/serde"]
# Conversions between `Timestamp` and the moments of these libraries.
chrono = ["ferrosmith/chrono"]
jiff = ["ferrosmith/jiff"]
time = ["ferrosmith/time"]

[dependencies]
ferrosmith = {{ path = "{runtime}", default-features = false }}

# Stands alone, also inside the folder of another workspace.
[workspace]
"#,
        msrv = env!("CARGO_PKG_RUST_VERSION"),
    )
}

fn canonical(path: &Path) -> Result<PathBuf> {
    fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()))
}

/// The way from one absolute folder to another.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let shared = from.iter().zip(to.iter()).take_while(|(from, to)| from == to).count();
    if shared == 0 {
        return to.to_owned(); // another drive
    }
    let up = from.iter().skip(shared).map(|_| "..");
    up.map(AsRef::as_ref).chain(to.iter().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const MODEL: &str = include_str!("../tests/weather.json");

    struct Place {
        root: TempDir,
        model: PathBuf,
    }

    fn place() -> Place {
        let root = TempDir::new().unwrap();
        let model = root.path().join("weather-2006.json");
        fs::write(&model, MODEL).unwrap();
        Place { root, model }
    }

    fn args(place: &Place, out: &Path, crate_name: Option<&str>) -> Args {
        Args {
            models: vec![place.model.clone()],
            out: out.to_owned(),
            service: None,
            operations: Vec::new(),
            crate_name: crate_name.map(str::to_owned),
            message_format: MessageFormat::Text,
        }
    }

    #[test]
    fn a_crate_is_written_and_written_again() {
        let place = place();
        let out = place.root.path().join("not/there/yet");
        let first = run_in(place.root.path(), &args(&place, &out, None)).unwrap().text;
        assert!(first.contains("; Cargo.toml written ("), "{first}");
        let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
        assert!(manifest.starts_with("[package]\nname = \"weather_2006\"\n"), "{manifest}");
        assert!(
            manifest.contains("\nferrosmith = { path = \"../../../runtime\", default-features = false }\n"),
            "{manifest}"
        );
        assert!(manifest.ends_with("\n[workspace]\n"), "{manifest}");
        assert!(out.join("src/lib.rs").exists() && out.join("src/weather_2006").exists());

        fs::write(out.join("Cargo.toml"), "# mine\n").unwrap();
        let second = run_in(place.root.path(), &args(&place, &out, Some("weather-2006"))).unwrap().text;
        assert!(second.contains("; 0 written, ") && second.contains("Cargo.toml kept as it was"), "{second}");
        assert_eq!(fs::read_to_string(out.join("Cargo.toml")).unwrap(), "# mine\n");
    }

    #[test]
    fn the_crates_name_names_the_module() {
        let place = place();
        let out = place.root.path().join("out");
        run_in(place.root.path(), &args(&place, &out, Some("my-Weather"))).unwrap();
        assert!(out.join("src/my_weather").exists());
        let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
        assert!(manifest.contains("name = \"my-Weather\"\n"), "{manifest}");
    }

    #[test]
    fn a_name_that_is_none_is_explained() {
        let place = place();
        let out = place.root.path().join("out");
        for name in ["2fast", "fn", "ferrosmith"] {
            let error = run_in(place.root.path(), &args(&place, &out, Some(name))).err().unwrap();
            let error = format!("{error:#}");
            assert!(error.starts_with("--crate-name: ") && error.contains("cannot name a crate; "), "{error}");
        }
        let mut args = args(&place, &out, None);
        args.models = vec![place.root.path().join("2006.json")];
        let error = format!("{:#}", run_in(place.root.path(), &args).err().unwrap());
        assert!(error.contains("add --crate-name NAME: `2006` cannot be a module's name"), "{error}");
        args.models = vec![place.root.path().join("std.json")];
        let error = format!("{:#}", run_in(place.root.path(), &args).err().unwrap());
        assert!(error.contains("add --crate-name NAME: \"std\" cannot name a crate; it would hide"), "{error}");
        assert!(!out.exists());
    }

    #[test]
    fn a_crate_that_a_person_wrote_is_refused() {
        let place = place();
        let out = place.root.path().join("mine");
        tree::write(&out.join("src/main.rs"), "fn main() {}\n").unwrap();
        let error = run_in(place.root.path(), &args(&place, &out, None)).err().unwrap().to_string();
        assert!(error.contains("holds 1 file that this command did not write, main.rs for one"), "{error}");
        assert!(error.contains("choose another folder with --out"), "{error}");
        assert!(!out.join("Cargo.toml").exists() && !out.join("src/lib.rs").exists());
    }

    /// What cannot be written last takes back what was written first.
    #[test]
    fn a_crate_without_a_manifest_is_none() {
        let place = place();
        let out = place.root.path().join("out");
        // A package whose manifest cannot be written: its way to the runtime is not text.
        let missing = place.root.path().join("no such root");
        let error = format!("{:#}", run_in(&missing, &args(&place, &out, None)).err().unwrap());
        assert!(error.starts_with("cannot find "), "{error}");
        assert!(!out.exists());
    }

    #[test]
    fn a_manifest_is_toml_whatever_the_path() {
        let text = manifest("x", "../a \"b\"\\c/runtime");
        let table: toml::Table = toml::from_str(&text).unwrap();
        assert_eq!(table["dependencies"]["ferrosmith"]["path"].as_str(), Some("../a \"b\"/c/runtime"));
    }

    #[test]
    fn the_way_from_one_folder_to_another() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b/c", "/a/x/y"), Path::new("../../x/y"));
        assert_eq!(way("/a", "/a/runtime"), Path::new("runtime"));
        assert_eq!(way("/a/b", "/a"), Path::new(".."));
    }
}
