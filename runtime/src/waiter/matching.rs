//! What an answer means to a waiter (Smithy 2.0: "Waiter workflow", "Matcher union").
use super::{Acceptor, Comparator, Matcher, PathMatcher, State, Waiter};
use crate::{Error, Operation, OperationError, Ref, Structure, jmespath};
use serde_json::Value;

impl<O: Operation> Waiter<O> {
    /// The first acceptor that takes this answer.
    ///
    /// An expression that asks a function for what it cannot do, such as the length of an absent list, finds nothing.
    /// Only errors of the service are matched: that no response arrived says nothing of what is waited for.
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

/// An answer without its types, so that all waiters share this code.
enum CallResult<'a> {
    Output(&'a dyn Structure),
    /// Its name in the model, and the code in the response: with `aws.protocols#awsQueryCompatible` they differ.
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
    fn is_match<E>(&self, found: Result<Value, E>) -> bool {
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
    /// What the output says of the failure; several strings stand side by side, with `; ` between them.
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

    /// What the path of this acceptor finds, as `State is "FAILED"`.
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
    /// What stands where success was looked for.
    pub(crate) fn observed(&self, output: &O::Output) -> Option<String> {
        let successes = self.acceptors.iter().filter(|acceptor| acceptor.state == State::Success);
        successes.into_iter().find_map(|acceptor| acceptor.observed(output))
    }
}
