//! Selectors: Smithy 2.0 § "Selectors", a language that matches shapes of a model.
//!
//! [`Selector::parse`] resolves everything that does not depend on a model, and [`Selector::select`] evaluates the selector for
//! a model after mixins are flattened: `graph` is the model as shapes with relationships, `evaluate` sends sets of shapes
//! through the steps. Selectors see all traits, and the properties of resources, which `unread` finds in the JSON texts.
//!
//! Where the specification and the implementation of Smithy differ, shapes are matched as the test cases of Smithy have it:
//! `docs/decisions/selectors.md` lists these places. The definitions of the traits of Smithy and AWS are not part of models
//! here. The relationship `trait` leads to them, with `@trait`, `@authDefinition` and `@protocolDefinition`, but they are
//! never matched themselves, and have no type.

mod attributes;
mod backward;
mod budget;
mod compare;
mod cursor;
mod error;
mod evaluate;
mod graph;
mod number;
mod parse;
mod parse_attributes;
mod syntax;
mod traverse;
mod types;
mod unread;
mod values;
mod variables;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::ast::Ast;
use super::shape_id::ShapeId;

use budget::{Budget, Exhausted, MAX_STEPS};
use evaluate::{Evaluation, Shapes};
use graph::Graph;
use parse::Parser;
use syntax::Sequence;

pub(super) use error::SelectorError;

/// A parsed selector.
pub(super) struct Selector {
    sequence: Sequence,
    /// The arguments of the functions `:root`.
    roots: Vec<Sequence>,
    warnings: Vec<SelectorError>,
    /// The text, for errors.
    text: String,
}

impl Selector {
    /// Parses a selector.
    ///
    /// # Errors
    ///
    /// The text does not follow the grammar, or names a shape type or an attribute that does not exist.
    pub(super) fn parse(text: &str) -> Result<Self, SelectorError> {
        let mut parser = Parser::new(text);
        let sequence = parser.selector()?;
        Ok(Self { sequence, roots: parser.roots, warnings: parser.warnings, text: text.to_owned() })
    }

    /// Returns what is most likely a mistake, but has to be tolerated: functions and relationships that do not exist.
    pub(super) fn warnings(&self) -> &[SelectorError] {
        &self.warnings
    }

    /// Returns the ids of the shapes and members that the selector matches, among them those of the prelude.
    ///
    /// # Errors
    ///
    /// The selector needs too many steps on this model.
    pub(super) fn select(&self, ast: &Ast<'_>) -> Result<BTreeSet<ShapeId>, SelectorError> {
        let graph = Graph::new(ast);
        let (shapes, _) = self.evaluate(&graph, MAX_STEPS)?;
        Ok(graph.ids(&shapes))
    }

    /// Returns the numbers of the shapes that match, and the number of steps that were needed.
    fn evaluate(&self, graph: &Graph<'_>, steps: usize) -> Result<(Shapes, usize), SelectorError> {
        let budget = Budget::new(steps);
        let shapes = Evaluation::new(graph, &self.roots, &budget).all(&self.sequence).map_err(|Exhausted| {
            let message =
                format!("the selector needs more than {steps} steps for the {} shapes of the model", graph.in_model);
            let hint =
                "each variable and each :in multiplies the steps by the number of shapes before it: put a type first";
            SelectorError::new(&self.text, 0, message).hint(hint.to_owned())
        })?;
        Ok((shapes, steps - budget.remaining()))
    }
}
