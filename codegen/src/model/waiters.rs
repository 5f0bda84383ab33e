//! `smithy.waiters#waitable`: Smithy 2.0 § "Waiters".

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// A waiter: what to ask until what is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// CommonMark with HTML, as the model gives it.
    pub documentation: Option<String>,
    /// What answers mean; the first that matches counts. At least one is a success.
    pub acceptors: Vec<Acceptor>,
    /// The shortest time between two calls, in seconds; at least 1.
    pub min_delay: u32,
    /// The longest time between two calls, in seconds; no shorter than the shortest.
    pub max_delay: u32,
    /// Whether not to use it any more.
    pub deprecated: bool,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptor {
    /// What becomes of the wait.
    pub state: State,
    /// Which answers.
    pub matcher: Matcher,
    /// Where the output says why it failed: a JMESPath expression.
    pub message: Option<String>,
}

/// What becomes of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each is the state of this name")]
pub enum State {
    Success,
    Failure,
    Retry,
}

/// Which answers an acceptor takes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Matcher {
    /// Outputs.
    Output(PathMatcher),
    /// Outputs, seen beside their inputs as `{input, output}`.
    InputOutput(PathMatcher),
    /// All outputs, or all errors.
    Success(bool),
    /// Errors of this name, or of the name in this shape id. The model need not have them.
    ErrorType(String),
}

/// What is to be found where.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct PathMatcher {
    /// A JMESPath expression, proven to be one.
    pub path: String,
    pub expected: String,
    pub comparator: Comparator,
}

/// How what is found is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each is the comparator of this name")]
pub enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

/// A waiter before its acceptors are read, so that what is wrong in one of them can be told by its number.
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

/// An acceptor, likewise.
#[derive(Deserialize)]
struct RawAcceptor {
    state: State,
    matcher: Box<RawValue>,
    message: Option<String>,
}

/// Reads the trait. The error says what was expected, and after a colon which waiter is not so, and why.
pub(super) fn read(value: &RawValue) -> Result<BTreeMap<String, Waiter>, String> {
    let waiters: BTreeMap<String, Box<RawValue>> =
        parse(value).map_err(|_| "an object of waiters by name".to_owned())?;
    let read = |(name, raw): (String, Box<RawValue>)| match waiter(&name, &raw) {
        Ok(waiter) => Ok((name, waiter)),
        Err(why) => Err(format!("an object of waiters by name: {name} {why}")),
    };
    waiters.into_iter().map(read).collect()
}

fn waiter(name: &str, value: &RawValue) -> Result<Waiter, String> {
    let mut letters = name.bytes();
    if !letters.next().is_some_and(|b| b.is_ascii_uppercase()) || !letters.all(|b| b.is_ascii_alphanumeric()) {
        return Err("is no name; one begins with a capital and goes on with letters and digits: BackupAvailable".into());
    }
    let raw: Raw = parse(value).map_err(|why| format!("is no waiter: {why}"))?;
    let acceptor = |(index, raw): (usize, Box<RawValue>)| {
        acceptor(&raw).map_err(|why| format!("has the acceptor {}, which {why}", index + 1))
    };
    let acceptors: Vec<Acceptor> = raw.acceptors.into_iter().enumerate().map(acceptor).collect::<Result<_, _>>()?;
    if !acceptors.iter().any(|acceptor| acceptor.state == State::Success) {
        return Err("has no acceptor whose state is success, so that it could only fail".into());
    }
    let (min_delay, max_delay) = (raw.min_delay.unwrap_or(2), raw.max_delay.unwrap_or(120));
    if min_delay == 0 || min_delay > max_delay {
        let given = format!("pauses {min_delay} to {max_delay} s");
        return Err(format!(
            "{given}; minDelay (2 unless given) is at least 1, and maxDelay (120 unless given) no less"
        ));
    }
    Ok(Waiter { documentation: raw.documentation, acceptors, min_delay, max_delay, deprecated: raw.deprecated })
}

fn acceptor(value: &RawValue) -> Result<Acceptor, String> {
    let none = |why| format!("is none: {why}");
    let RawAcceptor { state, matcher, message } = parse(value).map_err(none)?;
    let members: BTreeMap<String, Box<RawValue>> = parse(&matcher).map_err(none)?;
    if members.len() != 1 {
        let needed = "one of output, inputOutput, success and errorType is needed";
        return Err(format!("has a matcher of {} members; {needed}", members.len()));
    }
    let acceptor = Acceptor { state, matcher: parse(&matcher).map_err(none)?, message };
    if let Matcher::Output(path) | Matcher::InputOutput(path) = &acceptor.matcher {
        expression(&path.path)?;
        if path.comparator == Comparator::BooleanEquals && !matches!(path.expected.as_str(), "true" | "false") {
            return Err(format!("expects {:?}; booleanEquals expects \"true\" or \"false\"", path.expected));
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

/// Bounds of expressions; those of AWS's models have fewer than 100 bytes and 10 brackets.
const LONGEST: usize = 300;
const DEEPEST: usize = 50;

/// The runtime evaluates expressions with the same crate, so what it takes here it takes there.
pub(super) fn expression(path: &str) -> Result<(), String> {
    // The parser recurses, by some kilobytes of stack a bracket, and the tree it makes is walked by recursion.
    let nested = path.bytes().filter(|b| b"([{!&`".contains(b)).count();
    if path.len() > LONGEST || nested > DEEPEST {
        return Err(format!(
            "has a path of {} bytes and {nested} brackets; {LONGEST} and {DEEPEST} have to be enough",
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

/// The error says what serde found wrong; lines and columns of a part of the text would mislead.
fn parse<T: DeserializeOwned>(value: &RawValue) -> Result<T, String> {
    // Derived readers of structs take arrays too.
    if !value.get().starts_with('{') {
        return Err("an object is needed".to_owned());
    }
    serde_json::from_str(value.get()).map_err(|error| {
        let told = error.to_string();
        told.split_once(" at line ").map_or(told.as_str(), |(what, _)| what).to_owned()
    })
}
