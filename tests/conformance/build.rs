//! Generates clients and tests from models that bring protocol tests: the project's own, and the official ones where
//! they are there.
use ferrosmith_codegen::{
    Source, emit, format,
    model::{Model, Shape, load},
    plan::{Plan, Selection, plan},
};
use serde_json::{Map, Value};
use std::{collections::BTreeSet, env, error::Error, fmt::Write as _, fs, path::Path, path::PathBuf};

/// Protocol tests of Smithy's own project; the file is loaded beside each.
const SHARED: &str = "aws-config.model.json";
const PROTOCOLS: &[&str] =
    &["awsJson1_0", "awsJson1_1", "awsQuery", "ec2Query", "restJson1", "restXml", "rpcv2Cbor", "rpcv2Json"];

/// Writes `conformance.rs`: a module of code and a module of tests a model, and the table of suites.
pub(crate) fn write(out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=conformance/models");
    println!("cargo::rerun-if-changed=conformance/build.rs");
    println!("cargo::rerun-if-env-changed=FERROSMITH_CORPUS");
    println!("cargo::rustc-check-cfg=cfg(corpus)");
    println!("cargo::rustc-check-cfg=cfg(endpoint_corpus)");
    println!("cargo::rerun-if-changed=fixtures/endpoint_rules");
    println!("cargo::rerun-if-changed=fixtures/rules_as_diagram");
    let mut suites = models("", Path::new("conformance/models"), &[])?;
    for fixture in ["endpoint_rules", "rules_as_diagram"] {
        suites.push(suite(fixture.to_owned(), &Path::new("fixtures").join(fixture).join("model.json"), &[], all)?);
    }
    let corpus = env::var_os("FERROSMITH_CORPUS").map_or_else(|| PathBuf::from("../../shared/corpus"), PathBuf::from);
    let official = corpus.join("protocol-tests");
    // Cargo would run this script every time if it had to watch a folder that is not there.
    if official.is_dir() {
        println!("cargo::rerun-if-changed={}", official.display());
        println!("cargo::rustc-cfg=corpus");
        let shared = Source { path: SHARED.to_owned(), text: fs::read_to_string(official.join(SHARED))? };
        suites.extend(models("official_", &official, &[shared])?);
    }
    for (folder, prefix) in [("aws-models", "endpoints_"), ("aws-models-2026", "endpoints_2026_")] {
        let services = corpus.join(folder);
        if services.is_dir() {
            println!("cargo::rerun-if-changed={}", services.display());
            println!("cargo::rustc-cfg=endpoint_corpus");
            for path in files(&services)?.iter().filter(|path| path.extension().is_some_and(|kind| kind == "json")) {
                suites.extend(rules(&format!("{prefix}{}", module_name(&stem(path))), path)?);
            }
        }
    }
    // The models of `cargo xtask sweep DIR --endpoints`.
    println!("cargo::rerun-if-env-changed=FERROSMITH_MODELS");
    let more = env::var_os("FERROSMITH_MODELS").unwrap_or_default();
    for argument in env::split_paths(&more).filter(|argument| !argument.as_os_str().is_empty()) {
        let models = if argument.is_file() { vec![argument] } else { files(&argument)? };
        for path in models.iter().filter(|path| path.extension().is_some_and(|kind| kind == "json")) {
            let number = suites.len();
            // A model that cannot be generated is a row of the sweep.
            let own = rules(&format!("sweep_{number}_{}", module_name(&stem(path))), path);
            suites.extend(own.inspect_err(|error| println!("cargo::warning={error}")).unwrap_or_default());
        }
    }
    let mut text = String::new();
    let mut table = String::new();
    for Suite { model, plan } in &suites {
        let module = &plan.module;
        let plans = std::slice::from_ref(plan);
        let mut files = emit::emit(plans);
        files.extend(emit::conformance(plans));
        let files = format::format(&files)?;
        for (path, file) in files.into_iter().filter(|(path, _)| *path != "lib.rs") {
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
        writeln!(table, "    Suite {{ name: {module:?}, model: {model:?}, cases: {module}_cases::CASES }},")?;
    }
    writeln!(text, "const SUITES: &[Suite] = &[\n{table}];")?;
    fs::write(out.join("conformance.rs"), text)?;
    Ok(())
}

/// A model, and what is generated of it.
struct Suite {
    model: String,
    plan: Plan,
}

/// The models of a folder that are of a protocol that the runtime has, each loaded with the `shared` ones.
fn models(prefix: &str, folder: &Path, shared: &[Source]) -> Result<Vec<Suite>, Box<dyn Error>> {
    let is_selected = |path: &PathBuf| PROTOCOLS.iter().any(|protocol| stem(path).starts_with(protocol));
    let paths = files(folder)?.into_iter().filter(is_selected);
    paths.map(|path| suite(format!("{prefix}{}", module_name(&stem(&path))), &path, shared, all)).collect()
}

/// The endpoint rules of an official model: a suite for each form that it has.
fn rules(module: &str, path: &Path) -> Result<Vec<Suite>, Box<dyn Error>> {
    const FORMS: [(&str, &str); 2] = [("", "smithy.rules#endpointRuleSet"), ("_bdd", "smithy.rules#endpointBdd")];
    let text = fs::read_to_string(path)?;
    let mut suites = Vec::new();
    for (suffix, form) in FORMS {
        let mut model: Value = serde_json::from_str(&text)?;
        let Some(traits) = service_traits(&mut model).filter(|traits| traits.contains_key(form)) else { continue };
        traits.retain(|id, _| id == form || FORMS.iter().all(|(_, other)| id != other));
        // What is tested is the rules, so that any protocol will do.
        traits.retain(|id, _| !id.starts_with("aws.protocols#") && !id.starts_with("smithy.protocols#"));
        traits.insert("aws.protocols#awsJson1_1".to_owned(), Value::Object(Map::new()));
        let source = Source { path: path.display().to_string(), text: model.to_string() };
        suites.push(suite_of(format!("{module}{suffix}"), path, &[source], few)?);
    }
    Ok(suites)
}

fn service_traits(model: &mut Value) -> Option<&mut Map<String, Value>> {
    let shapes = model.get_mut("shapes")?.as_object_mut()?;
    let service = shapes.values_mut().find(|shape| shape["type"] == "service")?;
    service.get_mut("traits")?.as_object_mut()
}

fn suite(
    module: String,
    path: &Path,
    shared: &[Source],
    operations: fn(&Model) -> Vec<String>,
) -> Result<Suite, Box<dyn Error>> {
    let source = Source { path: path.display().to_string(), text: fs::read_to_string(path)? };
    let sources: Vec<_> = std::iter::once(source).chain(shared.iter().cloned()).collect();
    suite_of(module, path, &sources, operations)
}

fn suite_of(
    module: String,
    path: &Path,
    sources: &[Source],
    operations: fn(&Model) -> Vec<String>,
) -> Result<Suite, Box<dyn Error>> {
    let model = fs::canonicalize(path)?.display().to_string();
    let loaded = load(sources).map_err(|problems| format!("{model}: {problems}"))?;
    let selection = Selection { module, operations: operations(&loaded), ..Selection::default() };
    let plan = plan(&loaded, &selection).map_err(|problems| format!("{model}: {problems}"))?;
    Ok(Suite { model, plan })
}

fn all(_: &Model) -> Vec<String> {
    Vec::new()
}

/// The operations that tests of endpoint rules call, or the one that needs the fewest shapes: what is tested is the rules,
/// and fourteen whole services would compile for a minute.
fn few(model: &Model) -> Vec<String> {
    let Ok(service) = model.service(None) else { return Vec::new() };
    let called = called(service);
    if !called.is_empty() {
        return called;
    }
    let Ok(whole) = model.closure(&service.id, &[]) else { return Vec::new() };
    let names = whole.operations.iter().map(|id| id.name().to_owned());
    let size = |name: &String| model.closure(&service.id, std::slice::from_ref(name)).map_or(0, |one| one.shapes.len());
    names.min_by_key(size).into_iter().collect()
}

fn called(service: &Shape) -> Vec<String> {
    let tests = service.traits.other.get("smithy.rules#endpointTests").map(|tests| &tests["testCases"]);
    let tests = tests.and_then(|tests| tests.as_array()).into_iter().flatten();
    let inputs = tests.filter_map(|test| test["operationInputs"].as_array()).flatten();
    let names: BTreeSet<_> = inputs.filter_map(|input| Some(input["operationName"].as_str()?.to_owned())).collect();
    names.into_iter().collect()
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
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
