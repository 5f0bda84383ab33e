//! Waiters as data: what to ask until what is seen (Smithy 2.0: "Waiters", `smithy.waiters#waitable`), without I/O.
pub mod acceptors;
mod delay;
#[cfg(feature = "transport")]
mod matching;

pub use delay::Delays;

use std::{fmt, marker::PhantomData, time::Duration};

/// Asks an operation again and again, until an answer says that something is as it was hoped for, or never will be.
pub struct Waiter<O> {
    /// Its name in the model.
    pub name: &'static str,
    /// The time between two calls.
    pub delays: Delays,
    /// What answers mean. The first that matches counts; where none does, an error ends the wait, and anything else is
    /// asked again.
    pub acceptors: &'static [Acceptor],
    operation: PhantomData<fn() -> O>,
}

impl<O> Waiter<O> {
    /// A waiter that pauses at least `min_delay` and at most `max_delay` seconds between two calls.
    pub const fn new(name: &'static str, min_delay: u32, max_delay: u32, acceptors: &'static [Acceptor]) -> Self {
        Self { name, delays: Delays::from_secs(min_delay, max_delay), acceptors, operation: PhantomData }
    }

    /// The same waiter with other times between two calls, for what is known to be fast, and for tests.
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

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acceptor {
    /// What becomes of the wait.
    pub state: State,
    /// Which answers.
    pub matcher: Matcher,
    /// Where the output says why, as a JMESPath expression; of failures only.
    pub message: Option<&'static str>,
}

impl Acceptor {
    /// Where the output says why it failed: the JMESPath expression of one or several strings.
    #[must_use]
    pub const fn message(mut self, path: &'static str) -> Self {
        self.message = Some(path);
        self
    }
}

/// What becomes of a wait after an answer (Smithy: `AcceptorState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It ended well.
    Success,
    /// It ended, and what it waited for will not come.
    Failure,
    /// It goes on.
    Retry,
}

/// Which answers an acceptor takes (Smithy: `Matcher`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Outputs in which something is found.
    Output(PathMatcher),
    /// Outputs that, beside their inputs, hold something: the expression sees `{input, output}`.
    InputOutput(PathMatcher),
    /// All outputs, or all errors of the service.
    Success(bool),
    /// Errors of the service of this name; they need not be in the model.
    Error(&'static str),
}

/// What must be found where (Smithy: `PathMatcher`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathMatcher {
    /// A JMESPath expression; members have their names of the model, timestamps are seconds since 1970.
    pub path: &'static str,
    /// The text to find; `true` or `false` for [`Comparator::BooleanEquals`].
    pub expected: &'static str,
    /// How to compare.
    pub comparator: Comparator,
}

/// How what is found is compared with what is expected (Smithy: `PathComparator`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// It is this text.
    StringEquals,
    /// It is this boolean.
    BooleanEquals,
    /// It is a list of at least one element, and each is this text.
    AllStringEquals,
    /// It is a list, and at least one element is this text.
    AnyStringEquals,
}
