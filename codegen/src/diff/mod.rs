//! What a change of a model means for who calls the generated crate.
//!
//! Both models are planned, and the plans are compared: names, types, optionality, boxes, `new(…)` and what matters on the
//! wire are decided there, so that a change is told as callers meet it. What a plan does not hold, such as constraints, is
//! compared in the models. The rules stand in `rules`, and in `docs/diff-rules.md`.
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

/// All differences.
#[derive(Clone, Debug)]
pub struct Report {
    /// The module of the service in the generated crate.
    pub module: String,
    /// The service, in the new model.
    pub service: ShapeId,
    /// What has changed, by class, rule and item.
    pub changes: Vec<Change>,
    /// How many shapes and members, of those in both models, have other prose.
    pub documentation: usize,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: Rule,
    /// The Rust items that it concerns, at least one, unless nothing in Rust stands for the shape.
    pub items: Vec<String>,
    /// The shape or member in the model; of the new one where it is in both.
    pub shape: ShapeId,
    /// What was there; `None` if it was added.
    pub before: Option<String>,
    /// What is there; `None` if it was removed.
    pub after: Option<String>,
}

impl Report {
    /// How many changes are of this class.
    pub fn count(&self, class: Class) -> usize {
        self.of_class(class).count()
    }

    /// The changes of this class.
    pub fn of_class(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.rule.class() == class)
    }
}

/// Compares a service in two models.
///
/// # Errors
/// One of the models does not have the service, or the service cannot be planned.
pub fn diff(old: &Model, new: &Model, selection: &Selection) -> Result<Report, Diagnostics> {
    let (old, new) = (Side::new(old, selection)?, Side::new(new, selection)?);
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
    // An input that other shapes hold as well is planned twice, but its shape is one.
    changes.dedup();
    Ok(Report { module: new.plan.module.clone(), service: new.plan.service.shape.clone(), changes, documentation })
}

/// A model and what it becomes.
struct Side<'a> {
    model: &'a Model,
    plan: Plan,
    items: Items,
}

impl<'a> Side<'a> {
    fn new(model: &'a Model, selection: &Selection) -> Result<Self, Diagnostics> {
        let plan = plan::plan(model, selection)?;
        Ok(Self { model, items: Items::new(&plan), plan })
    }

    /// The members of a structure or union in the model, by name.
    fn members(&self, shape: Option<&ShapeId>) -> BTreeMap<&'a str, &'a Member> {
        let shape = shape.and_then(|id| self.model.shape(id));
        shape.into_iter().flat_map(|shape| shape.kind.members()).map(|member| (member.name(), member)).collect()
    }

    fn item(&self, submodule: Submodule, ident: &str) -> String {
        self.plan.item(Some(submodule), ident)
    }
}

struct Comparison<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
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

    /// Tells a change if there is one.
    fn compare(&mut self, rule: Rule, item: &str, shape: &ShapeId, both: [Option<String>; 2]) {
        if both[0] != both[1] {
            self.push(rule, item, shape, both);
        }
    }
}
