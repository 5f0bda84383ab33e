//! Generates clients and tests from models that bring protocol tests: the project's own, and the official ones where
//! they are there.
use ferrosmith_codegen::{Source, Target, conformance, generate};
use std::{env, error::Error, fmt::Write as _, fs, path::Path, path::PathBuf};

/// Protocol tests of Smithy's own project; the file is loaded beside each.
const SHARED: &str = "aws-config.model.json";
const PROTOCOLS: &[&str] = &["awsJson1_0", "awsJson1_1", "restJson1"];

/// Writes `conformance.rs`: a module of code and a module of tests a model, and the table of suites.
pub(crate) fn write(out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=conformance/models");
    println!("cargo::rerun-if-changed=conformance/build.rs");
    println!("cargo::rerun-if-env-changed=FERROSMITH_CORPUS");
    println!("cargo::rustc-check-cfg=cfg(corpus)");
    let mut targets = models("", Path::new("conformance/models"), &[])?;
    let corpus = env::var_os("FERROSMITH_CORPUS").map_or_else(|| PathBuf::from("../../shared/corpus"), PathBuf::from);
    let official = corpus.join("protocol-tests");
    // Cargo would run this script every time if it had to watch a folder that is not there.
    if official.is_dir() {
        println!("cargo::rerun-if-changed={}", official.display());
        println!("cargo::rustc-cfg=corpus");
        let shared = Source { path: SHARED.to_owned(), text: fs::read_to_string(official.join(SHARED))? };
        targets.extend(models("official_", &official, &[shared])?);
    }
    let mut text = String::new();
    let mut suites = String::new();
    for target in &targets {
        let module = &target.module;
        let files = generate(std::slice::from_ref(target)).map_err(|problems| problems.to_string())?.files;
        let tests = conformance(std::slice::from_ref(target)).map_err(|problems| problems.to_string())?;
        for (path, file) in files.iter().filter(|(path, _)| *path != "lib.rs").chain(&tests) {
            let path = out.join(path);
            fs::create_dir_all(path.parent().unwrap_or(out))?;
            fs::write(path, file)?;
        }
        let path = |name: String| out.join(name).display().to_string();
        writeln!(text, "#[path = {:?}] mod {module}_cases;", path(format!("{module}_cases.rs")))?;
        writeln!(
            text,
            "#[allow(clippy::disallowed_names, dead_code, deprecated, unreachable_pub, unused_imports)] #[path = {:?}] mod {module};",
            path(format!("{module}/mod.rs"))
        )?;
        let model = &target.sources[0].path;
        writeln!(suites, "    Suite {{ name: {module:?}, model: {model:?}, cases: {module}_cases::CASES }},")?;
    }
    writeln!(text, "const SUITES: &[Suite] = &[\n{suites}];")?;
    fs::write(out.join("conformance.rs"), text)?;
    Ok(())
}

/// The models of a folder that are of a protocol that the runtime has, each loaded with the `shared` ones.
fn models(prefix: &str, folder: &Path, shared: &[Source]) -> Result<Vec<Target>, Box<dyn Error>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    let mut targets = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !PROTOCOLS.iter().any(|protocol| name.starts_with(protocol)) {
            continue;
        }
        let source = Source { path: fs::canonicalize(&path)?.display().to_string(), text: fs::read_to_string(&path)? };
        let sources = std::iter::once(source).chain(shared.iter().cloned()).collect();
        targets.push(Target { module: format!("{prefix}{}", module_name(&name)), sources, ..Target::default() });
    }
    Ok(targets)
}

/// `restJson1-apigateway` becomes `rest_json1_apigateway`.
fn module_name(file: &str) -> String {
    file.chars().fold(String::new(), |mut name, c| {
        if c.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
        name
    })
}
