//! Constructors of acceptors, for generated code: `failure(any("Backups[].Lifecycle", "FAILED"))`.
use super::{Acceptor, Comparator, Matcher, PathMatcher, State};

/// An acceptor of the desired state.
pub const fn success(matcher: Matcher) -> Acceptor {
    Acceptor { state: State::Success, matcher, message: None }
}

/// An acceptor of a state from which the desired one cannot be reached.
pub const fn failure(matcher: Matcher) -> Acceptor {
    Acceptor { state: State::Failure, matcher, message: None }
}

/// An acceptor after which the waiter calls the operation again.
pub const fn retry(matcher: Matcher) -> Acceptor {
    Acceptor { state: State::Retry, matcher, message: None }
}

/// Matches outputs in which the JMESPath expression `path` results in this string (`stringEquals`).
pub const fn equal(path: &'static str, text: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: text, comparator: Comparator::StringEquals })
}

/// Matches outputs in which `path` results in a list that contains only this string (`allStringEquals`).
pub const fn all(path: &'static str, text: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: text, comparator: Comparator::AllStringEquals })
}

/// Matches outputs in which `path` results in a list that contains this string (`anyStringEquals`).
pub const fn any(path: &'static str, text: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: text, comparator: Comparator::AnyStringEquals })
}

/// Matches outputs in which `path` results in `true` (`booleanEquals`).
pub const fn holds(path: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: "true", comparator: Comparator::BooleanEquals })
}

/// Matches outputs in which `path` results in `false` (`booleanEquals`).
pub const fn fails(path: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: "false", comparator: Comparator::BooleanEquals })
}

/// A JMESPath expression that is more than a path or its length.
#[cfg(feature = "jmespath")]
pub const fn expression(text: &'static str) -> &'static str {
    text
}

/// Matches all outputs.
pub const fn output() -> Matcher {
    Matcher::Success(true)
}

/// Matches all errors of the service.
pub const fn errors() -> Matcher {
    Matcher::Success(false)
}

/// Matches errors of the service with this name.
pub const fn error(name: &'static str) -> Matcher {
    Matcher::Error(name)
}

impl Matcher {
    /// Applies the expression to `{input, output}` instead of the output.
    #[must_use]
    pub const fn with_input(self) -> Self {
        match self {
            Self::Output(path) => Self::InputOutput(path),
            other => other,
        }
    }
}
