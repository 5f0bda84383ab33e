//! Matches the results of calls with acceptors (Smithy 2.0: "Waiter workflow", "Matcher union").
use super::{Acceptor, Comparator, Matcher, PathMatcher, State, Waiter};
use crate::{Error, Operation, OperationError, Ref, Structure, jmespath};
use serde_json::Value;

impl<O: Operation> Waiter<O> {
    /// Returns the first acceptor that matches the result of a call.
    ///
    /// An expression that fails, for example because it takes the length of a missing list, does not match. Only errors
    /// of the service can match: a call without a response does not tell the state of the resource.
    pub fn matching_acceptor(
        &self,
        input: &O,
        result: Result<&O::Output, &Error<O::Error>>,
    ) -> Option<&'static Acceptor> {
        let result = match result {
            Ok(output) => CallResult::Output(output),
            Err(error) => CallResult::Error { names: [error.service()?.code(), error.code()] },
        };
        self.acceptors.iter().find(|acceptor| result.is_match(&acceptor.matcher, input))
    }
}

/// The result of a call without its types, so that all waiters share this code.
enum CallResult<'a> {
    Output(&'a dyn Structure),
    /// Its name in the model, and the code in the response. They differ with `aws.protocols#awsQueryCompatible`.
    Error {
        names: [Option<&'a str>; 2],
    },
}

impl CallResult<'_> {
    fn is_match(&self, matcher: &Matcher, input: &dyn Structure) -> bool {
        match (self, matcher) {
            (Self::Output(output), Matcher::Output(path)) => {
                path.is_match(jmespath::search(path.path, Ref::Structure(*output)))
            }
            (Self::Output(output), Matcher::InputOutput(path)) => {
                path.is_match(jmespath::search_both(path.path, Ref::Structure(input), Ref::Structure(*output)))
            }
            (Self::Output(_), Matcher::Success(is_success)) => *is_success,
            (Self::Error { .. }, Matcher::Success(is_success)) => !is_success,
            (Self::Error { names }, Matcher::Error(name)) => names.contains(&Some(name)),
            (Self::Output(_), Matcher::Error(_))
            | (Self::Error { .. }, Matcher::Output(_) | Matcher::InputOutput(_)) => false,
        }
    }
}

impl PathMatcher {
    fn is_match(&self, found: Result<Value, String>) -> bool {
        let is_expected = |value: &Value| value.as_str() == Some(self.expected);
        let Ok(found) = found else { return false };
        match (self.comparator, &found) {
            (Comparator::StringEquals, found) => is_expected(found),
            (Comparator::BooleanEquals, Value::Bool(found)) => self.expected == if *found { "true" } else { "false" },
            (Comparator::AllStringEquals, Value::Array(found)) => !found.is_empty() && found.iter().all(is_expected),
            (Comparator::AnyStringEquals, Value::Array(found)) => found.iter().any(is_expected),
            (Comparator::BooleanEquals | Comparator::AllStringEquals | Comparator::AnyStringEquals, _) => false,
        }
    }
}

impl Acceptor {
    /// Returns the reason for a failure from the output; several strings are joined with `; `.
    pub(crate) fn failure_message(&self, output: &dyn Structure) -> Option<String> {
        match jmespath::search(self.message?, Ref::Structure(output)).ok()? {
            Value::String(text) => Some(text),
            Value::Array(texts) => {
                let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
                (!texts.is_empty()).then(|| texts.join("; "))
            }
            _ => None,
        }
    }

    /// Returns the value at the path of this acceptor, for example `State is "FAILED"`.
    pub(crate) fn observed(&self, output: &dyn Structure) -> Option<String> {
        match self.matcher {
            Matcher::Output(PathMatcher { path, .. }) => {
                let found = jmespath::search(path, Ref::Structure(output)).ok()?;
                Some(format!("{path} is {found}"))
            }
            Matcher::InputOutput(_) | Matcher::Success(_) | Matcher::Error(_) => None,
        }
    }
}

impl<O: Operation> Waiter<O> {
    /// Returns the value at the path of a success acceptor.
    pub(crate) fn observed(&self, output: &O::Output) -> Option<String> {
        let successes = self.acceptors.iter().filter(|acceptor| acceptor.state == State::Success);
        successes.into_iter().find_map(|acceptor| acceptor.observed(output))
    }
}
