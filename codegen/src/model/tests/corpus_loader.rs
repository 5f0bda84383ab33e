//! The test cases of Smithy itself: models that have to load, and models with the events that Smithy's validators
//! report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::{Diagnostics, load, reads_trait};
use super::corpus::{corpus, read};

/// Differences to Smithy: what only Smithy rejects, or what only the loader rejects, and why. A row that no case needs
/// makes the test fail.
const EXCEPTIONS: &[Exception] = &[
    Exception::accepted("Model", "validators must be an array", "nothing reads the metadata of validators"),
    Exception::accepted("Model", "`EmitEachSelector`", "nothing reads the metadata of validators"),
    Exception::accepted(
        "Model",
        "Unable to resolve mixins; cycles",
        "a cycle is reported once, with all that lie on it",
    ),
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
    Exception::rejected("HttpHeaderTrait", "is not a valid HTTP header field name", "it could not be sent"),
];

struct Exception {
    /// The name of the validator in the events.
    validator: &'static str,
    /// A part of the messages.
    message: &'static str,
    why: &'static str,
    /// Whether the loader rejects it although Smithy does not.
    is_rejected: bool,
}

impl Exception {
    const fn accepted(validator: &'static str, message: &'static str, why: &'static str) -> Self {
        Self { validator, message, why, is_rejected: false }
    }

    const fn rejected(validator: &'static str, message: &'static str, why: &'static str) -> Self {
        Self { validator, message, why, is_rejected: true }
    }

    fn find(event: &Event, is_rejected: bool) -> Option<usize> {
        EXCEPTIONS.iter().position(|one| {
            one.is_rejected == is_rejected && one.validator == event.validator && event.message.contains(one.message)
        })
    }
}

/// A line of an event file: `[ERROR] shape: message | Validator`.
struct Event {
    is_error: bool,
    shape: String,
    message: String,
    validator: String,
}

impl Event {
    /// Only the first line of an event is read. The validator of an event of several lines is therefore missing.
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

    /// Whether it is about a trait that is not read. Such events need no row in the table.
    fn is_about_an_unread_trait(&self) -> bool {
        let named = self.message.split("rait `").nth(1).and_then(|rest| rest.split(['`', '.']).next());
        let is_trait_validator = matches!(self.validator.as_str(), "TraitTarget" | "TraitValue");
        is_trait_validator
            && named.is_some_and(|name| !reads_trait(name) && !reads_trait(&format!("smithy.api#{name}")))
    }
}

/// Returns the id of the shape that contains a member.
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
fn models_valid_for_smithy_load() {
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
fn errors_of_smithy_are_reported_at_the_same_shape() {
    let mut failures = Vec::new();
    let mut used = BTreeSet::new();
    for path in files("errorfiles") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let problems = load(&[read(&path)]).err().unwrap_or_default();
        let reported: BTreeSet<&str> =
            problems.iter().filter_map(|problem| Some(owner(problem.shape.as_ref()?.as_str()))).collect();
        let events = Event::read(&path.with_extension("errors"));
        let is_reported =
            |event: &Event| reported.contains(event.shape.as_str()) || (event.shape == "-" && !problems.is_empty());
        for event in events.iter().filter(|event| event.is_error && !is_reported(event)) {
            match Exception::find(event, false) {
                Some(exception) => _ = used.insert(exception),
                None if event.is_about_an_unread_trait() => {}
                None => failures
                    .push(format!("{name}: not reported: {}: {} | {}", event.shape, event.message, event.validator)),
            }
        }
        failures.extend(additional_errors(&name, &problems, &events, &mut used));
    }
    let unused = EXCEPTIONS.iter().enumerate().filter(|(index, _)| !used.contains(index));
    failures.extend(unused.map(|(_, row)| format!("no case needs the exception {} {:?}", row.validator, row.why)));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Returns the errors about shapes for which Smithy reports none.
fn additional_errors(name: &str, problems: &Diagnostics, events: &[Event], used: &mut BTreeSet<usize>) -> Vec<String> {
    let mut failures = Vec::new();
    for problem in problems.iter().filter(|problem| problem.is_error()) {
        let shape = problem.shape.as_ref().map_or("-", |shape| owner(shape.as_str()));
        let of_shape = |event: &&Event| event.shape == shape || event.shape == "-" || shape == "-";
        if events.iter().filter(|event| event.is_error).any(|event| of_shape(&event)) {
            continue;
        }
        match events.iter().filter(of_shape).find_map(|event| Exception::find(event, true)) {
            Some(exception) => _ = used.insert(exception),
            None => failures.push(format!("{name}: Smithy does not tell: {problem}")),
        }
    }
    failures
}

#[test]
fn events_are_parsed() {
    let event = Event::parse("[ERROR] a#B$c: Trait `tags` cannot: x | TraitTarget").unwrap();
    assert_eq!((event.shape.as_str(), event.validator.as_str(), event.is_error), ("a#B", "TraitTarget", true));
    assert!(event.is_about_an_unread_trait());
    let read = Event::parse("[DANGER] -: Error validating trait `enum`.0.name: y | TraitValue").unwrap();
    assert!(!read.is_about_an_unread_trait() && !read.is_error);
}
