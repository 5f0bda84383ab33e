//! Smithy's own cases: models that have to load, and models with the events that Smithy's validators report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::{Diagnostics, load, reads_trait};
use super::corpus::{corpus, read};

/// What Smithy refuses and the loader does not, or the other way round, and why. Each row has to be needed by a case, or it is
/// out of date.
const EXCEPTIONS: &[Exception] = &[
    Exception::accepted("Model", "validators must be an array", "nothing reads the metadata of validators"),
    Exception::accepted("Model", "`EmitEachSelector`", "nothing reads the metadata of validators"),
    Exception::accepted("Model", "Unable to resolve mixins; cycles", "a cycle is told once, with all that lie on it"),
    Exception::accepted("TraitConflict", "`ns.foo#", "nothing reads traits that models define"),
    Exception::accepted("HttpApiKeyAuthTrait", "", "nothing reads how an API key is sent: it is no scheme of AWS"),
    Exception::accepted("HttpBindingsMissing", "The `ns.foo#", "nothing reads protocols that models define"),
    Exception::accepted("ReferencesTrait", "", "nothing reads references to resources"),
    Exception::accepted(
        "ResourceIdentifierBinding",
        "",
        "resources lead to operations, and their identifiers to nothing",
    ),
    Exception::accepted("ResourceIdentifier", "", "resources lead to operations, and their identifiers to nothing"),
    Exception::accepted("ResourceOperationInputOutput", "", "nothing reads the properties of resources"),
    Exception::accepted(
        "StreamingTrait",
        "but this member targets ns.foo#NestedStreamContainer",
        "nobody uses the mixin",
    ),
    Exception::refused("HttpHeaderTrait", "is not a valid HTTP header field name", "it could not be sent"),
];

struct Exception {
    /// The validator, as the events name it, and what their messages hold.
    validator: &'static str,
    message: &'static str,
    why: &'static str,
    /// Smithy does not refuse it.
    is_refused: bool,
}

impl Exception {
    const fn accepted(validator: &'static str, message: &'static str, why: &'static str) -> Self {
        Self { validator, message, why, is_refused: false }
    }

    const fn refused(validator: &'static str, message: &'static str, why: &'static str) -> Self {
        Self { validator, message, why, is_refused: true }
    }

    fn of(event: &Event, is_refused: bool) -> Option<usize> {
        EXCEPTIONS.iter().position(|one| {
            one.is_refused == is_refused && one.validator == event.validator && event.message.contains(one.message)
        })
    }
}

/// A line of a file of events: `[ERROR] shape: message | Validator`.
struct Event {
    is_error: bool,
    shape: String,
    message: String,
    validator: String,
}

impl Event {
    /// An event of several lines has lost its last ones, and its validator with them; the next event begins with `[`.
    fn read(path: &Path) -> Vec<Self> {
        let text = std::fs::read_to_string(path).unwrap();
        let lines = text.lines().filter(|line| line.starts_with('['));
        lines.map(|line| Self::parse(line).unwrap_or_else(|| panic!("{}: {line}", path.display()))).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let (severity, rest) = line.strip_prefix('[')?.split_once("] ")?;
        let (shape, rest) = rest.split_once(": ")?;
        let (message, validator) = rest.rsplit_once(" | ").unwrap_or((rest, ""));
        let [message, validator] = [message, validator].map(str::to_owned);
        Some(Self { is_error: severity == "ERROR", shape: owner(shape).to_owned(), message, validator })
    }

    /// Whether it is about a trait that nothing reads, which no row of the table has to say.
    fn is_about_an_unread_trait(&self) -> bool {
        let named = self.message.split("rait `").nth(1).and_then(|rest| rest.split(['`', '.']).next());
        let is_placed = matches!(self.validator.as_str(), "TraitTarget" | "TraitValue");
        is_placed && named.is_some_and(|name| !reads_trait(name) && !reads_trait(&format!("smithy.api#{name}")))
    }
}

/// The shape that holds a member.
fn owner(id: &str) -> &str {
    id.split('$').next().unwrap_or(id)
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(corpus().join("loader").join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    assert!(!paths.is_empty(), "{folder} is empty");
    paths
}

#[test]
#[ignore = "needs Smithy's loader cases, at FERROSMITH_CORPUS or ../shared/corpus"]
fn what_smithy_takes_loads() {
    let shared = corpus().join("loader/valid/__shared.json");
    for path in files("valid") {
        let mut sources = vec![read(&path)];
        if path != shared {
            sources.push(read(&shared));
        }
        load(&sources).unwrap_or_else(|problems| panic!("{}:\n{problems}", path.display()));
    }
}

#[test]
#[ignore = "needs Smithy's loader cases, at FERROSMITH_CORPUS or ../shared/corpus"]
fn what_smithy_refuses_is_refused_at_the_same_shape() {
    let mut failures = Vec::new();
    let mut used = BTreeSet::new();
    for path in files("errorfiles") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let problems = load(&[read(&path)]).err().unwrap_or_default();
        let told: BTreeSet<&str> =
            problems.iter().filter_map(|problem| Some(owner(problem.shape.as_ref()?.as_str()))).collect();
        let events = Event::read(&path.with_extension("errors"));
        let is_told =
            |event: &Event| told.contains(event.shape.as_str()) || (event.shape == "-" && !problems.is_empty());
        for event in events.iter().filter(|event| event.is_error && !is_told(event)) {
            match Exception::of(event, false) {
                Some(exception) => _ = used.insert(exception),
                None if event.is_about_an_unread_trait() => {}
                None => {
                    failures.push(format!("{name}: not told: {}: {} | {}", event.shape, event.message, event.validator))
                }
            }
        }
        failures.extend(too_much(&name, &problems, &events, &mut used));
    }
    let unused = EXCEPTIONS.iter().enumerate().filter(|(index, _)| !used.contains(index));
    failures.extend(unused.map(|(_, row)| format!("no case needs the exception {} {:?}", row.validator, row.why)));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Shapes that are refused, though Smithy has no error at them.
fn too_much(name: &str, problems: &Diagnostics, events: &[Event], used: &mut BTreeSet<usize>) -> Vec<String> {
    let mut failures = Vec::new();
    for problem in problems.iter().filter(|problem| problem.is_error()) {
        let shape = problem.shape.as_ref().map_or("-", |shape| owner(shape.as_str()));
        let of_shape = |event: &&Event| event.shape == shape || event.shape == "-" || shape == "-";
        if events.iter().filter(|event| event.is_error).any(|event| of_shape(&event)) {
            continue;
        }
        match events.iter().filter(of_shape).find_map(|event| Exception::of(event, true)) {
            Some(exception) => _ = used.insert(exception),
            None => failures.push(format!("{name}: Smithy does not tell: {problem}")),
        }
    }
    failures
}

#[test]
fn events_are_understood() {
    let event = Event::parse("[ERROR] a#B$c: Trait `tags` cannot: x | TraitTarget").unwrap();
    assert_eq!((event.shape.as_str(), event.validator.as_str(), event.is_error), ("a#B", "TraitTarget", true));
    assert!(event.is_about_an_unread_trait());
    let read = Event::parse("[DANGER] -: Error validating trait `enum`.0.name: y | TraitValue").unwrap();
    assert!(!read.is_about_an_unread_trait() && !read.is_error);
}
