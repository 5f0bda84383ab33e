//! The words in which generated code says what answers mean: `failure(any("Backups[].Lifecycle", "FAILED"))`.
use super::{Acceptor, Comparator, Matcher, PathMatcher, State};

/// Such an answer ends the wait well.
pub const fn success(matcher: Matcher) -> Acceptor {
    Acceptor { state: State::Success, matcher, message: None }
}

/// Such an answer ends the wait: what is waited for will not come.
pub const fn failure(matcher: Matcher) -> Acceptor {
    Acceptor { state: State::Failure, matcher, message: None }
}

/// After such an answer the operation is asked again.
pub const fn retry(matcher: Matcher) -> Acceptor {
    Acceptor { state: State::Retry, matcher, message: None }
}

/// Outputs in which `path`, a JMESPath expression, finds this text (`stringEquals`).
pub const fn equal(path: &'static str, text: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: text, comparator: Comparator::StringEquals })
}

/// Outputs in which it finds a list of this text and nothing else (`allStringEquals`).
pub const fn all(path: &'static str, text: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: text, comparator: Comparator::AllStringEquals })
}

/// Outputs in which it finds a list with this text (`anyStringEquals`).
pub const fn any(path: &'static str, text: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: text, comparator: Comparator::AnyStringEquals })
}

/// Outputs in which it finds `true` (`booleanEquals`).
pub const fn holds(path: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: "true", comparator: Comparator::BooleanEquals })
}

/// Outputs in which it finds `false` (`booleanEquals`).
pub const fn fails(path: &'static str) -> Matcher {
    Matcher::Output(PathMatcher { path, expected: "false", comparator: Comparator::BooleanEquals })
}

/// All outputs.
pub const fn output() -> Matcher {
    Matcher::Success(true)
}

/// All errors of the service.
pub const fn errors() -> Matcher {
    Matcher::Success(false)
}

/// Errors of the service of this name.
pub const fn error(name: &'static str) -> Matcher {
    Matcher::Error(name)
}

impl Matcher {
    /// The same, with an expression that sees `{input, output}`.
    #[must_use]
    pub const fn with_input(self) -> Self {
        match self {
            Self::Output(path) => Self::InputOutput(path),
            other => other,
        }
    }
}
