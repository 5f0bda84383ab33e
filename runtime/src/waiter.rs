//! Waiters as data, without I/O (Smithy 2.0: "Waiters", `smithy.waiters#waitable`).
pub mod acceptors;
mod delay;
#[cfg(feature = "transport")]
mod matching;

pub use delay::Delays;

use std::{fmt, marker::PhantomData, time::Duration};

/// Repeats an operation until a resource reaches a state, or is known never to reach it.
pub struct Waiter<O> {
    /// The name in the model.
    pub name: &'static str,
    /// The delays between calls.
    pub delays: Delays,
    /// The acceptors. The first that matches determines the state; if none matches, the waiter retries after an output
    /// and fails after an error.
    pub acceptors: &'static [Acceptor],
    operation: PhantomData<fn() -> O>,
}

impl<O> Waiter<O> {
    /// Creates a waiter with delays from `min_delay` to `max_delay` seconds.
    pub const fn new(name: &'static str, min_delay: u32, max_delay: u32, acceptors: &'static [Acceptor]) -> Self {
        Self { name, delays: Delays::from_secs(min_delay, max_delay), acceptors, operation: PhantomData }
    }

    /// Replaces the delays, for resources that are known to be fast, and for tests.
    #[must_use]
    pub const fn with_delays(mut self, min: Duration, max: Duration) -> Self {
        self.delays = Delays { min, max };
        self
    }
}

impl<O> Clone for Waiter<O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O> Copy for Waiter<O> {}

impl<O> fmt::Debug for Waiter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, delays, acceptors, operation: PhantomData } = self;
        f.debug_struct(name).field("delays", delays).field("acceptors", acceptors).finish()
    }
}

/// Maps the result of a call to a state of the waiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acceptor {
    /// The state of the waiter after a match.
    pub state: State,
    /// The results that match.
    pub matcher: Matcher,
    /// The location of the reason in the output, as a JMESPath expression; only for failures.
    pub message: Option<&'static str>,
}

impl Acceptor {
    /// Sets the location of the reason in the output: a JMESPath expression of one or several strings.
    #[must_use]
    pub const fn message(mut self, path: &'static str) -> Self {
        self.message = Some(path);
        self
    }
}

/// The state of a waiter after a call (Smithy: `AcceptorState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The resource is in the desired state.
    Success,
    /// The resource will not reach the desired state.
    Failure,
    /// The waiter calls the operation again.
    Retry,
}

/// Determines which results match an acceptor (Smithy: `Matcher`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Outputs with this value.
    Output(PathMatcher),
    /// Inputs and outputs with this value: the expression applies to `{input, output}`.
    InputOutput(PathMatcher),
    /// All outputs if `true`, all errors of the service if `false`.
    Success(bool),
    /// Errors of the service with this name, which need not be in the model.
    Error(&'static str),
}

/// An expected value in an output (Smithy: `PathMatcher`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathMatcher {
    /// A JMESPath expression. Members have their names in the model; timestamps are seconds since 1970. One that is more than a
    /// path such as `Backups[].Lifecycle`, or than its length, matches nothing without the feature `jmespath`.
    pub path: &'static str,
    /// The expected text; `true` or `false` for [`Comparator::BooleanEquals`].
    pub expected: &'static str,
    /// The comparison.
    pub comparator: Comparator,
}

/// Compares the result of a path with the expected value (Smithy: `PathComparator`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// It is the expected string.
    StringEquals,
    /// It is the expected boolean.
    BooleanEquals,
    /// It is a list with at least one element, and all elements are the expected string.
    AllStringEquals,
    /// It is a list, and at least one element is the expected string.
    AnyStringEquals,
}
