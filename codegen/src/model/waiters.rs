//! `smithy.waiters#waitable`: Smithy 2.0 § "Waiters".

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// A waiter: an operation is called until an acceptor ends the wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// CommonMark with HTML, unchanged from the model.
    pub documentation: Option<String>,
    /// The acceptors; the first one that matches a result applies. At least one has the state `success`.
    pub acceptors: Vec<Acceptor>,
    /// The minimum delay between two calls, in seconds; at least 1.
    pub min_delay: u32,
    /// The maximum delay between two calls, in seconds; at least `min_delay`.
    pub max_delay: u32,
    /// Whether the waiter is deprecated.
    pub deprecated: bool,
}

/// An acceptor: the state of the wait after a matching result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptor {
    /// The state that a match causes.
    pub state: State,
    /// The condition on the result of a call.
    pub matcher: Matcher,
    /// A JMESPath expression that selects the reason of a failure from the output.
    pub message: Option<String>,
}

/// The state of a wait after a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each is the state of this name")]
pub enum State {
    Success,
    Failure,
    Retry,
}

/// The condition under which an acceptor matches.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Matcher {
    /// Matches the output of a successful call.
    Output(PathMatcher),
    /// Matches the input and the output of a successful call, as the object `{input, output}`.
    InputOutput(PathMatcher),
    /// Matches every successful call (`true`) or every error (`false`).
    Success(bool),
    /// Matches errors with this shape name, given with or without namespace. The model need not define them.
    ErrorType(String),
}

/// An expression, and the value that its result is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct PathMatcher {
    /// A JMESPath expression; its syntax is validated.
    pub path: String,
    pub expected: String,
    pub comparator: Comparator,
}

/// How the result of an expression is compared with the expected value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each is the comparator of this name")]
pub enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

/// A waiter whose acceptors are not parsed yet, so that an error can name the number of its acceptor.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    documentation: Option<String>,
    acceptors: Vec<Box<RawValue>>,
    min_delay: Option<u32>,
    max_delay: Option<u32>,
    #[serde(default)]
    deprecated: bool,
}

/// An acceptor whose matcher is not parsed yet.
#[derive(Deserialize)]
struct RawAcceptor {
    state: State,
    matcher: Box<RawValue>,
    message: Option<String>,
}

/// Waiters by name, and what is unknown in others, which cannot be generated.
type Waiters = (BTreeMap<String, Waiter>, BTreeMap<String, String>);

/// Parses the trait. The error says what was expected, and after a colon, which waiter is invalid and why.
pub(super) fn read(value: &RawValue) -> Result<Waiters, String> {
    let raw: BTreeMap<String, Box<RawValue>> = parse(value).map_err(|_| "an object of waiters by name".to_owned())?;
    let mut waiters = Waiters::default();
    for (name, raw) in raw {
        match waiter(&name, &raw) {
            Ok(waiter) => _ = waiters.0.insert(name, waiter),
            Err(Refused::Unknown(what)) => _ = waiters.1.insert(name, what),
            Err(Refused::Invalid(why)) => return Err(format!("an object of waiters by name: {name} {why}")),
        }
    }
    Ok(waiters)
}

/// Why a waiter cannot be read.
enum Refused {
    Invalid(String),
    /// What a later version of the specification may have. The other waiters do not depend on it.
    Unknown(String),
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self::Invalid(why)
    }
}

impl From<&str> for Refused {
    fn from(why: &str) -> Self {
        Self::Invalid(why.to_owned())
    }
}

fn waiter(name: &str, value: &RawValue) -> Result<Waiter, Refused> {
    let mut letters = name.bytes();
    if !letters.next().is_some_and(|b| b.is_ascii_uppercase()) || !letters.all(|b| b.is_ascii_alphanumeric()) {
        return Err("is no name; one begins with a capital and goes on with letters and digits: BackupAvailable".into());
    }
    let raw: Raw = parse(value).map_err(|why| format!("is no waiter: {why}"))?;
    let acceptor = |(index, raw): (usize, Box<RawValue>)| {
        acceptor(&raw).map_err(|refused| match refused {
            Refused::Invalid(why) => Refused::Invalid(format!("has the acceptor {}, which {why}", index + 1)),
            unknown @ Refused::Unknown(_) => unknown,
        })
    };
    let acceptors: Vec<Acceptor> = raw.acceptors.into_iter().enumerate().map(acceptor).collect::<Result<_, _>>()?;
    if !acceptors.iter().any(|acceptor| acceptor.state == State::Success) {
        return Err("has no acceptor whose state is success, so that it could only fail".into());
    }
    let (min_delay, max_delay) = (raw.min_delay.unwrap_or(2), raw.max_delay.unwrap_or(120));
    if min_delay == 0 || min_delay > max_delay {
        let given = format!("pauses {min_delay} to {max_delay} s");
        let needed = "minDelay (2 unless given) is at least 1, and maxDelay (120 unless given) no less";
        return Err(format!("{given}; {needed}").into());
    }
    Ok(Waiter { documentation: raw.documentation, acceptors, min_delay, max_delay, deprecated: raw.deprecated })
}

fn acceptor(value: &RawValue) -> Result<Acceptor, Refused> {
    let invalid = |why| format!("is invalid: {why}");
    let RawAcceptor { state, matcher, message } = parse(value).map_err(invalid)?;
    let members: BTreeMap<String, Box<RawValue>> = parse(&matcher).map_err(invalid)?;
    if members.len() != 1 {
        let needed = "one of output, inputOutput, success and errorType is needed";
        return Err(format!("has a matcher of {} members; {needed}", members.len()).into());
    }
    if let Some(unknown) = members.keys().find(|name| !MATCHERS.contains(&name.as_str())) {
        return Err(Refused::Unknown(format!("the matcher {unknown:?}, where {} are known", MATCHERS.join(", "))));
    }
    for raw in members.values() {
        let comparator = parse::<RawComparator>(raw).ok().map(|raw| raw.comparator);
        if let Some(unknown) = comparator.filter(|name| !COMPARATORS.contains(&name.as_str())) {
            return Err(Refused::Unknown(format!(
                "the comparator {unknown:?}, where {} are known",
                COMPARATORS.join(", ")
            )));
        }
    }
    let acceptor = Acceptor { state, matcher: parse(&matcher).map_err(invalid)?, message };
    if let Matcher::Output(path) | Matcher::InputOutput(path) = &acceptor.matcher {
        expression(&path.path)?;
        if path.comparator == Comparator::BooleanEquals && !matches!(path.expected.as_str(), "true" | "false") {
            return Err(format!("expects {:?}; booleanEquals expects \"true\" or \"false\"", path.expected).into());
        }
    }
    if let Some(message) = &acceptor.message {
        expression(message)?;
        if acceptor.state != State::Failure {
            return Err("has a message, but its state is not failure".into());
        }
    }
    Ok(acceptor)
}

/// The matchers that are known.
const MATCHERS: [&str; 4] = ["output", "inputOutput", "success", "errorType"];
/// The comparators that are known.
const COMPARATORS: [&str; 4] = ["stringEquals", "booleanEquals", "allStringEquals", "anyStringEquals"];

/// The comparator of a matcher that has one.
#[derive(Deserialize)]
struct RawComparator {
    comparator: String,
}

/// The maximum length of an expression in bytes. Expressions in AWS models have fewer than 100 bytes and 10 brackets.
const MAX_LENGTH: usize = 300;
/// The maximum number of brackets in an expression.
const MAX_BRACKETS: usize = 50;

/// Checks an expression. The runtime evaluates it with the same crate, and therefore accepts the same syntax.
pub(super) fn expression(path: &str) -> Result<(), String> {
    // The parser uses some kilobytes of stack per nesting level, and its syntax tree is traversed recursively.
    let nested = path.bytes().filter(|b| b"([{!&`".contains(b)).count();
    if path.len() > MAX_LENGTH || nested > MAX_BRACKETS {
        return Err(format!(
            "has a path of {} bytes and {nested} brackets; {MAX_LENGTH} and {MAX_BRACKETS} have to be enough",
            path.len()
        ));
    }
    match jmespath::parse(path) {
        Ok(_) => Ok(()),
        Err(error) => {
            let why = match &error.reason {
                jmespath::ErrorReason::Parse(why) => why.trim_end_matches('.').to_owned(),
                jmespath::ErrorReason::Runtime(why) => why.to_string(),
            };
            Err(format!(
                "has the path {path:?}, which is no JMESPath expression, at column {}: {why}",
                error.column + 1
            ))
        }
    }
}

/// The error is that of serde without line and column, which would be relative to a part of the file.
fn parse<T: DeserializeOwned>(value: &RawValue) -> Result<T, String> {
    // Derived `Deserialize` implementations of structs accept arrays as well.
    if !value.get().starts_with('{') {
        return Err("an object is needed".to_owned());
    }
    serde_json::from_str(value.get()).map_err(|error| {
        let message = error.to_string();
        message.split_once(" at line ").map_or(message.as_str(), |(what, _)| what).to_owned()
    })
}
