//! `cargo xtask codegen`: writes or checks the output folders of `codegen.toml`.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use ferrosmith_codegen::Generated;

use crate::config::{Config, Output};
use crate::frontend::Frontend;
use crate::progress::stage;
use crate::report::MessageFormat;
use crate::summary::{self, pluralize, seconds};
use crate::tree::{self, Comparison, Old, Transaction};
use crate::{Outcome, patch};

#[derive(clap::Args)]
/// Generate what codegen.toml lists
pub(crate) struct Args {
    /// Write nothing; show what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// Only the files of this service, by its module name
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// How diagnostics of models are written to stderr
    #[arg(long, value_enum, default_value_t)]
    message_format: MessageFormat,
}

pub(crate) fn run(args: &Args, frontend: Frontend) -> Result<Outcome> {
    run_in(&frontend.workspace()?, args)
}

fn run_in(root: &Path, args: &Args) -> Result<Outcome> {
    let start = Instant::now();
    let config = Config::load(root)?;
    let scope = args.service.as_deref();
    let outputs = config.outputs(scope)?;
    let generated: Vec<Generated> =
        outputs.iter().map(|output| generate(root, output, args.message_format)).collect::<Result<_>>()?;
    let mut folders = Vec::new();
    for (output, generated) in outputs.iter().zip(&generated) {
        let path = scope.map(|name| output.path(name));
        let compare = || tree::compare(&root.join(output.folder), &generated.files, path.as_deref());
        folders.push((output, generated, stage(&format!("reading {}", output.folder), compare)?));
    }

    if args.check {
        let outcomes = folders.iter().map(|(output, generated, comparison)| {
            let size = size(generated, comparison);
            let mut outcome = check(output.folder, comparison, scope, &size, start);
            outcome.text.push_str(&size_warnings(output, generated, scope));
            outcome
        });
        let (different, equal): (Vec<Outcome>, Vec<Outcome>) = outcomes.partition(|outcome| outcome.differs);
        let text = |outcomes: Vec<Outcome>| outcomes.into_iter().map(|outcome| outcome.text).collect();
        return Ok(match different.is_empty() {
            true => Outcome::summary(text(equal)),
            false => Outcome::output(text(different), true),
        });
    }
    for (output, _, comparison) in &folders {
        reject_foreign(output.folder, comparison)?;
    }
    let mut transactions = Vec::new();
    for (output, _, comparison) in &folders {
        let write = || comparison.apply(&root.join(output.folder));
        transactions.push(stage(&format!("writing {}", output.folder), write)?);
    }
    transactions.into_iter().try_for_each(Transaction::commit)?;

    let mut text = String::new();
    for (output, generated, comparison) in &folders {
        let (written, removed) = comparison.counts();
        text.push_str(&format!(
            "{}{}: {}; {written} written, {} unchanged, {removed} removed ({})\n{}",
            summary::services(&generated.services),
            output.folder,
            size(generated, comparison),
            comparison.unchanged,
            seconds(start.elapsed()),
            size_warnings(output, generated, scope),
        ));
    }
    Ok(Outcome::summary(text))
}

fn generate(root: &Path, output: &Output<'_>, message_format: MessageFormat) -> Result<Generated> {
    let models: usize = output.services.iter().map(|service| service.models.len()).sum();
    let targets = stage(&format!("reading {}", pluralize(models, "model")), || output.targets(root))?;
    let sources = || targets.iter().flat_map(|target| &target.sources);
    let generated = stage("generating", || ferrosmith_codegen::generate(&targets))
        .map_err(|problems| message_format.report(&problems, sources()))?;
    message_format.warn(&generated.warnings, sources());
    Ok(generated)
}

fn size(generated: &Generated, comparison: &Comparison<'_>) -> String {
    format!("{}{}", summary::size(&generated.files), summary::line_delta(comparison.lines()))
}

/// Sizes are those of all services together.
fn size_warnings(output: &Output<'_>, generated: &Generated, scope: Option<&str>) -> String {
    if scope.is_none() { summary::size_warnings(&generated.files, output.expected) } else { String::new() }
}

fn check(output: &str, comparison: &Comparison<'_>, scope: Option<&str>, size: &str, start: Instant) -> Outcome {
    if comparison.differences.is_empty() {
        let text = format!("{output} is up to date: {size} ({})\n", seconds(start.elapsed()));
        return Outcome::summary(text);
    }
    let count = |expected: (bool, bool)| {
        comparison.differences.iter().filter(|one| (one.old.is_some(), one.new.is_some()) == expected).count()
    };
    let scope_flag = scope.map_or_else(String::new, |name| format!(" --service {name}"));
    let text = format!(
        "{}\n{output} is not what the models generate: {} edited, {} missing, {} extra.\n\
         To repair it, run: cargo xtask codegen{scope_flag}\n",
        patch::unified(output, &comparison.differences),
        count((true, true)),
        count((false, true)),
        count((true, false)),
    );
    Outcome::output(text, true)
}

/// Guards against an `output` that names a folder with files written by hand: none of the files is generated, but some
/// would be overwritten or removed.
fn reject_foreign(output: &str, comparison: &Comparison<'_>) -> Result<()> {
    let olds: Vec<&Old> = comparison.differences.iter().filter_map(|one| one.old.as_ref()).collect();
    if comparison.unchanged == 0 && !olds.is_empty() && !olds.iter().any(|old| old.is_generated()) {
        bail!(
            "{output} holds {}, and none starts with the line that generated files start with; \
             if `output` in codegen.toml is right, remove them yourself, then run this again",
            pluralize(olds.len(), "file"),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    const MODEL: &str = include_str!("../tests/weather.json");

    /// A workspace with two services, not generated yet.
    fn workspace() -> TempDir {
        let root = TempDir::new().unwrap();
        let service = |module: &str| format!("[[service]]\nmodule = \"{module}\"\nmodels = [\"weather.json\"]\n");
        let config = format!("output = \"out/src\"\n{}{}", service("east"), service("west"));
        fs::write(root.path().join("codegen.toml"), config).unwrap();
        fs::write(root.path().join("weather.json"), MODEL).unwrap();
        root
    }

    fn codegen(root: &TempDir, check: bool, service: Option<&str>) -> Result<Outcome> {
        run_in(root.path(), &Args { check, service: service.map(str::to_owned), message_format: MessageFormat::Text })
    }

    #[test]
    fn writing_makes_the_check_pass() {
        let root = workspace();
        let text = codegen(&root, false, None).unwrap().text;
        assert!(text.contains("east (example.weather#Weather)\n"), "{text}");
        assert!(text.contains(" 0 unchanged, 0 removed ("), "{text}");
        let check = codegen(&root, true, None).unwrap();
        assert!(!check.differs && check.text.contains("out/src is up to date"), "{}", check.text);
        let again = codegen(&root, false, None).unwrap().text;
        assert!(again.contains("; 0 written, ") && !again.contains(" lines ("), "{again}");
        fs::write(root.path().join("out/src/lib.rs"), "// @generated by hand\n").unwrap();
        let text = codegen(&root, false, None).unwrap().text;
        assert!(text.contains(" lines (+"), "{text}");
    }

    #[test]
    fn the_check_shows_edited_missing_and_extra_files_and_writes_nothing() {
        let root = workspace();
        codegen(&root, false, None).unwrap();
        let at = |path: &str| root.path().join("out/src").join(path);
        let lib = fs::read_to_string(at("lib.rs")).unwrap() + "// edited\n";
        fs::write(at("lib.rs"), &lib).unwrap();
        fs::remove_dir_all(at("west")).unwrap();
        fs::write(at("east/notes.txt"), b"\xff").unwrap();

        let Outcome { text, differs, .. } = codegen(&root, true, None).unwrap();
        assert!(differs);
        for part in [
            "--- a/out/src/lib.rs\n+++ b/out/src/lib.rs\n",
            "\n-// edited\n",
            "--- a/out/src/east/notes.txt\n+++ /dev/null\n",
            "--- /dev/null\n+++ b/out/src/west/",
            "1 edited, ",
            "1 extra.\nTo repair it, run: cargo xtask codegen\n",
        ] {
            assert!(text.contains(part), "{text}\nlacks {part:?}");
        }
        assert_eq!(fs::read_to_string(at("lib.rs")).unwrap(), lib);
        assert!(at("east/notes.txt").exists() && !at("west").exists());

        codegen(&root, false, None).unwrap();
        assert!(!codegen(&root, true, None).unwrap().differs, "the named command did not repair it");
    }

    #[test]
    fn private_services_are_files_in_a_folder_of_their_own() {
        let root = workspace();
        let path = root.path().join("codegen.toml");
        let service = "[[private.service]]\nmodule = \"inside\"\nmodels = [\"weather.json\"]\n";
        let config = fs::read_to_string(&path).unwrap() + "[private]\noutput = \"private\"\n" + service;
        fs::write(path, config).unwrap();
        let text = codegen(&root, false, None).unwrap().text;
        assert!(text.contains("\nprivate: 1 file, ") && text.contains("\nout/src: "), "{text}");
        let file = root.path().join("private/inside.rs");
        let code = fs::read_to_string(&file).unwrap();
        assert!(code.starts_with("// @generated by `cargo xtask codegen`; do not edit.\n"), "{code}");
        assert!(code.contains("pub mod inside {") && !code.contains("Client"), "{code}");

        let check = codegen(&root, true, None).unwrap();
        assert!(!check.differs && check.is_summary, "{}", check.text);
        fs::write(&file, code + "// edited\n").unwrap();
        fs::write(root.path().join("private/left.rs"), "// @generated by `cargo xtask codegen`; do not edit.\n")
            .unwrap();
        for (scope, expected) in [
            (None, "1 edited, 0 missing, 1 extra.\nTo repair it, run: cargo xtask codegen\n"),
            (
                Some("inside"),
                "1 edited, 0 missing, 0 extra.\nTo repair it, run: cargo xtask codegen --service inside\n",
            ),
        ] {
            let check = codegen(&root, true, scope).unwrap();
            assert!(check.differs && !check.is_summary && check.text.ends_with(expected), "{}", check.text);
        }
        assert!(!codegen(&root, true, Some("east")).unwrap().differs);
        codegen(&root, false, None).unwrap();
        assert!(!root.path().join("private/left.rs").exists());
        assert!(!codegen(&root, true, None).unwrap().differs);
    }

    #[test]
    fn a_closure_is_a_module_of_types() {
        let root = workspace();
        let path = root.path().join("codegen.toml");
        let closure = "[[service]]\nmodule = \"events\"\nmodels = [\"events.json\"]\nclosure = \"Events\"\n";
        let config = fs::read_to_string(&path).unwrap() + closure;
        fs::write(path, config).unwrap();
        let model = include_str!("../../tests/fixtures/shape_closure/model.json");
        fs::write(root.path().join("events.json"), model).unwrap();
        let text = codegen(&root, false, None).unwrap().text;
        assert!(text.contains("events (example.shop#Events)\n  9 structures, "), "{text}");
        assert!(root.path().join("out/src/events/types/card.rs").exists());
        assert!(!root.path().join("out/src/events/operation").exists());
        assert!(!codegen(&root, true, Some("events")).unwrap().differs);
    }

    #[test]
    fn a_single_service_is_written_and_checked() {
        let root = workspace();
        codegen(&root, false, None).unwrap();
        let at = |path: &str| root.path().join("out/src").join(path);
        for path in ["east/extra.rs", "west/extra.rs", "extra.rs"] {
            fs::write(at(path), "").unwrap();
        }
        let check = codegen(&root, true, Some("east")).unwrap();
        assert!(check.differs);
        assert!(check.text.ends_with("run: cargo xtask codegen --service east\n"), "{}", check.text);
        assert!(!check.text.contains("west"), "{}", check.text);
        let before = fs::read(at("lib.rs")).unwrap();
        codegen(&root, false, Some("east")).unwrap();
        assert!(!at("east/extra.rs").exists() && at("west/extra.rs").exists() && at("extra.rs").exists());
        assert_eq!(fs::read(at("lib.rs")).unwrap(), before);
    }

    #[test]
    fn a_broken_model_leaves_the_folder_unchanged() {
        let root = workspace();
        codegen(&root, false, None).unwrap();
        fs::write(root.path().join("weather.json"), "{").unwrap();
        let error = codegen(&root, false, None).err().unwrap();
        assert!(error.is::<crate::report::Reported>(), "{error:#}");
        fs::write(root.path().join("weather.json"), MODEL).unwrap();
        assert!(!codegen(&root, true, None).unwrap().differs);
    }

    #[test]
    fn a_folder_of_hand_written_files_is_not_replaced() {
        let root = workspace();
        let hand_written = root.path().join("out/src/main.rs");
        tree::write(&hand_written, "fn main() {}\n").unwrap();
        let error = codegen(&root, false, None).err().unwrap().to_string();
        assert!(error.starts_with("out/src holds 1 file, and none starts with"), "{error}");
        assert!(hand_written.exists());
    }

    #[test]
    fn every_generated_file_has_the_header() {
        let root = workspace();
        codegen(&root, false, None).unwrap();
        let foreign = tree::foreign(&root.path().join("out/src")).unwrap();
        assert!(foreign.is_empty(), "{foreign:?} lack the header");
    }
}
