//! Reports what a change of a model means for callers of the generated crate.
//!
//! Both models are planned, and the plans are compared: they determine names, types, optionality, boxes, `new(…)` and
//! serialization, so that changes are reported as callers notice them. What a plan does not contain, such as
//! constraints, is compared in the models. The rules are in `rules`, and in `docs/diff-rules.md`.
mod constraints;
mod operations;
mod pairs;
mod renames;
mod rules;
mod structures;
#[cfg(test)]
mod tests;
mod variants;

pub use rules::{Class, Rule};

use crate::model::{Diagnostics, Member, Model, ShapeId};
use crate::plan::{self, Items, Plan, Selection, Submodule};
use std::collections::BTreeMap;

/// The differences between two models of a service.
#[derive(Clone, Debug)]
pub struct Report {
    /// The module of the service in the generated crate.
    pub module: String,
    /// The service, in the new model.
    pub service: ShapeId,
    /// The changes, sorted by class, rule and item.
    pub changes: Vec<Change>,
    /// The number of shapes and members of both models whose documentation differs.
    pub documentation: usize,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub rule: Rule,
    /// The affected Rust items; empty only if the shape has no Rust item.
    pub items: Vec<String>,
    /// The shape or member, in the new model unless it was removed.
    pub shape: ShapeId,
    /// The old value; `None` if it was added.
    pub before: Option<String>,
    /// The new value; `None` if it was removed.
    pub after: Option<String>,
}

impl Report {
    /// Returns the number of changes of this class.
    pub fn count(&self, class: Class) -> usize {
        self.changes_of_class(class).count()
    }

    /// Returns the changes of this class.
    pub fn changes_of_class(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.rule.class() == class)
    }
}

/// Compares a service in two models.
///
/// # Errors
/// Returns an error if a model does not have the service, or if the service cannot be planned.
pub fn diff(old: &Model, new: &Model, selection: &Selection) -> Result<Report, Diagnostics> {
    let (old, new) = (PlannedModel::new(old, selection)?, PlannedModel::new(new, selection)?);
    let mut comparison = Comparison { old: &old, new: &new, changes: Vec::new(), documentation: 0 };
    comparison.service();
    comparison.operations();
    comparison.waiters();
    comparison.types();
    comparison.errors();
    comparison.constraints();
    let Comparison { mut changes, documentation, .. } = comparison;
    let key = |change: &Change| (change.rule.class(), change.rule, change.items.clone(), change.shape.clone());
    changes.sort_by_cached_key(key);
    // An input that other shapes contain too is planned twice, so its changes are found twice.
    changes.dedup();
    Ok(Report { module: new.plan.module.clone(), service: new.plan.service.shape.clone(), changes, documentation })
}

/// A model and its plan.
struct PlannedModel<'a> {
    model: &'a Model,
    plan: Plan,
    items: Items,
}

impl<'a> PlannedModel<'a> {
    fn new(model: &'a Model, selection: &Selection) -> Result<Self, Diagnostics> {
        let plan = plan::plan(model, selection)?;
        Ok(Self { model, items: Items::new(&plan), plan })
    }

    /// Returns the members of a structure or union in the model, by name.
    fn members(&self, shape: Option<&ShapeId>) -> BTreeMap<&'a str, &'a Member> {
        let shape = shape.and_then(|id| self.model.shape(id));
        shape.into_iter().flat_map(|shape| shape.kind.members()).map(|member| (member.name(), member)).collect()
    }

    fn item(&self, submodule: Submodule, ident: &str) -> String {
        self.plan.item(Some(submodule), ident)
    }
}

struct Comparison<'a> {
    old: &'a PlannedModel<'a>,
    new: &'a PlannedModel<'a>,
    changes: Vec<Change>,
    documentation: usize,
}

impl Comparison<'_> {
    fn push(&mut self, rule: Rule, item: &str, shape: &ShapeId, [before, after]: [Option<String>; 2]) {
        let items = vec![item.to_owned()];
        self.changes.push(Change { rule, items, shape: shape.clone(), before, after });
    }

    fn added(&mut self, rule: Rule, item: &str, shape: &ShapeId, what: impl Into<String>) {
        self.push(rule, item, shape, [None, Some(what.into())]);
    }

    fn removed(&mut self, rule: Rule, item: &str, shape: &ShapeId, what: impl Into<String>) {
        self.push(rule, item, shape, [Some(what.into()), None]);
    }

    /// Adds a change if the values differ.
    fn compare(&mut self, rule: Rule, item: &str, shape: &ShapeId, both: [Option<String>; 2]) {
        if both[0] != both[1] {
            self.push(rule, item, shape, both);
        }
    }
}
