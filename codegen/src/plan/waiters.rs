//! Waiters: what to ask until what is seen. Smithy 2.0: "Waiters".
use super::{Deprecated, Operation, docs, names, target::Target};
use crate::model::{self, ShapeId};
use std::collections::BTreeSet;

use crate::model::Comparator;
pub use crate::model::State;

/// A waiter: one constant.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// The constant.
    pub ident: String,
    /// Its name in the model.
    pub name: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Whether not to use it any more.
    pub deprecated: Option<Deprecated>,
    /// The operation to ask, by its shape.
    pub operation: ShapeId,
    /// The operation to ask, by its input's type.
    pub input: String,
    /// The shortest and the longest time between two calls, in seconds.
    pub delays: [u32; 2],
    /// What answers mean; the first that matches counts.
    pub acceptors: Vec<Acceptor>,
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

/// Which answers an acceptor takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Outputs in which the path finds this.
    Output(String, ExpectedValue),
    /// As above, with a path that sees `{input, output}`.
    InputOutput(String, ExpectedValue),
    /// All outputs, or all errors.
    Success(bool),
    /// Errors of this name, without a namespace.
    Error(String),
}

/// What a path has to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedValue {
    /// This text.
    Equal(String),
    /// A list of this text and nothing else.
    All(String),
    /// A list with this text.
    Any(String),
    /// `true`
    True,
    /// `false`
    False,
}

/// Plans the waiters of the selected operations, by the name of the operation, then by their own.
pub(super) fn plan(target: &Target<'_>, operations: &[Operation]) -> Vec<Waiter> {
    let shapes = operations.iter().filter_map(|operation| Some((operation, target.model.shape(&operation.shape)?)));
    let waiters: Vec<(&Operation, &String, &model::Waiter)> = shapes
        .flat_map(|(operation, shape)| shape.traits.waiters.iter().map(move |(name, waiter)| (operation, name, waiter)))
        .collect();
    let preferred = waiters.iter().map(|(_, name, _)| names::constant_name(name));
    let idents = names::unique_names(preferred, &BTreeSet::new());
    let rows = waiters.into_iter().zip(idents);
    rows.map(|((operation, name, waiter), ident)| Waiter {
        ident,
        name: name.clone(),
        docs: docs::of_waiter(waiter, &operation.input.ident),
        deprecated: waiter.deprecated.then_some(Deprecated { note: None }),
        operation: operation.shape.clone(),
        input: operation.input.ident.clone(),
        delays: [waiter.min_delay, waiter.max_delay],
        acceptors: waiter.acceptors.iter().map(acceptor).collect(),
    })
    .collect()
}

fn acceptor(acceptor: &model::Acceptor) -> Acceptor {
    let matcher = match acceptor.matcher.clone() {
        model::Matcher::Output(matcher) => Matcher::Output(matcher.path.clone(), found(&matcher)),
        model::Matcher::InputOutput(matcher) => Matcher::InputOutput(matcher.path.clone(), found(&matcher)),
        model::Matcher::Success(is_success) => Matcher::Success(is_success),
        // Of a shape id only the name counts, and it need not be in the model.
        model::Matcher::ErrorType(id) => Matcher::Error(id.rsplit('#').next().unwrap_or_default().to_owned()),
    };
    Acceptor { state: acceptor.state, matcher, message: acceptor.message.clone() }
}

fn found(matcher: &model::PathMatcher) -> ExpectedValue {
    let text = || matcher.expected.clone();
    match matcher.comparator {
        Comparator::StringEquals => ExpectedValue::Equal(text()),
        Comparator::AllStringEquals => ExpectedValue::All(text()),
        Comparator::AnyStringEquals => ExpectedValue::Any(text()),
        // The model says `true` or `false`, and nothing else.
        Comparator::BooleanEquals if matcher.expected == "true" => ExpectedValue::True,
        Comparator::BooleanEquals => ExpectedValue::False,
    }
}
