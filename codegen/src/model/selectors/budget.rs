//! The limit of work that a selector may cause.

use std::cell::Cell;

/// The maximum number of steps, which take about ten seconds. The selectors of the specification need a few for each shape, member
/// and relationship of a model; one that compares each shape of a large model with each other may need more.
pub(super) const MAX_STEPS: usize = 200_000_000;

/// The number of shapes that variables may hold while a selector is evaluated: some hundred megabytes.
pub(super) const MAX_CAPTURED: usize = 20_000_000;

/// The steps that remain.
pub(super) struct Budget(Cell<usize>);

/// A selector needs too many steps.
#[derive(Debug)]
pub(super) struct Exhausted;

impl Budget {
    pub(super) fn new(steps: usize) -> Self {
        Self(Cell::new(steps))
    }

    /// Takes `steps` from the budget.
    pub(super) fn spend(&self, steps: usize) -> Result<(), Exhausted> {
        self.0.set(self.0.get().saturating_sub(steps));
        if self.0.get() == 0 { Err(Exhausted) } else { Ok(()) }
    }

    /// Returns the steps that remain.
    pub(super) fn remaining(&self) -> usize {
        self.0.get()
    }
}
