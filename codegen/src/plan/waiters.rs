//! Plans waiters. Smithy 2.0: "Waiters".
use super::{Deprecated, JmesPath, Operation, docs, names, target::Target};
use crate::model::{self, ShapeId};
use std::collections::BTreeSet;

use crate::model::Comparator;
pub use crate::model::State;

/// A waiter, which becomes a constant.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// The name of the constant.
    pub ident: String,
    /// Its name in the model.
    pub name: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Whether the waiter is deprecated.
    pub deprecated: Option<Deprecated>,
    /// The shape id of the operation.
    pub operation: ShapeId,
    /// The type of the operation's input.
    pub input: String,
    /// The minimum and the maximum delay between two calls, in seconds.
    pub delays: [u32; 2],
    /// The acceptors; the first one that matches a result applies.
    pub acceptors: Vec<Acceptor>,
}

/// An acceptor: the state of the wait after a matching result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptor {
    /// The state that a match causes.
    pub state: State,
    /// The condition on the result of a call.
    pub matcher: Matcher,
    /// A JMESPath expression that selects the reason of a failure from the output.
    pub message: Option<JmesPath>,
}

/// The condition under which an acceptor matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Matches the output of a successful call if the path selects the expected value.
    Output(JmesPath, ExpectedValue),
    /// The same with a path that is applied to the object `{input, output}`.
    InputOutput(JmesPath, ExpectedValue),
    /// Matches every successful call (`true`) or every error (`false`).
    Success(bool),
    /// Matches errors with this name, without namespace.
    Error(String),
}

/// The value that a path has to select.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedValue {
    /// A string equal to this one.
    Equal(String),
    /// A list in which every string is equal to this one.
    All(String),
    /// A list in which at least one string is equal to this one.
    Any(String),
    /// `true`
    True,
    /// `false`
    False,
}

/// Plans the waiters of the selected operations, ordered by the name of the operation, then by their own.
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
        docs: docs::for_waiter(waiter, &operation.input.ident),
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
        model::Matcher::Output(matcher) => Matcher::Output(JmesPath::new(&matcher.path), expected_value(&matcher)),
        model::Matcher::InputOutput(matcher) => {
            Matcher::InputOutput(JmesPath::new(&matcher.path), expected_value(&matcher))
        }
        model::Matcher::Success(is_success) => Matcher::Success(is_success),
        // Only the name of a shape id is compared, and the model need not define it.
        model::Matcher::ErrorType(id) => Matcher::Error(id.rsplit('#').next().unwrap_or_default().to_owned()),
    };
    Acceptor { state: acceptor.state, matcher, message: acceptor.message.as_deref().map(JmesPath::new) }
}

fn expected_value(matcher: &model::PathMatcher) -> ExpectedValue {
    let text = || matcher.expected.clone();
    match matcher.comparator {
        Comparator::StringEquals => ExpectedValue::Equal(text()),
        Comparator::AllStringEquals => ExpectedValue::All(text()),
        Comparator::AnyStringEquals => ExpectedValue::Any(text()),
        // The loader accepts only `true` and `false`.
        Comparator::BooleanEquals if matcher.expected == "true" => ExpectedValue::True,
        Comparator::BooleanEquals => ExpectedValue::False,
    }
}
