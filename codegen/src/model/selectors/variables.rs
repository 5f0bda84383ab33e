//! Variables, § "Variables".
//!
//! A variable is visible to the steps after the one that sets it. One that is set in an argument of a function is visible in
//! that argument, and for `:is` also after it. (The implementation of Smithy also keeps the last value that `:test`, `:not`
//! or `:in` happened to set; the specification does not say so.)

use std::collections::HashMap;
use std::rc::Rc;

use super::budget::{Exhausted, MAX_CAPTURED};
use super::evaluate::{Evaluation, Group, Shapes};
use super::syntax::{Sequence, Variables};

/// The values of the variables, as numbers in [`Captured`].
pub(super) type Environment = Vec<Option<usize>>;

/// The values that variables had so far, each once.
#[derive(Default)]
pub(super) struct Captured {
    values: Vec<Rc<Shapes>>,
    numbers: HashMap<Rc<Shapes>, usize>,
    /// The length of all values.
    length: usize,
}

impl Captured {
    /// Returns the value of a variable, if it is set.
    pub(super) fn get(&self, environment: &[Option<usize>], variable: usize) -> Option<&[usize]> {
        let number = environment.get(variable).copied().flatten()?;
        self.values.get(number).map(|value| value.as_slice())
    }

    /// Returns the value of a variable; no shapes if it is not set.
    pub(super) fn shapes(&self, environment: &[Option<usize>], variable: usize) -> &[usize] {
        self.get(environment, variable).unwrap_or_default()
    }

    fn number(&mut self, value: Shapes) -> Result<usize, Exhausted> {
        if let Some(number) = self.numbers.get(&value) {
            return Ok(*number);
        }
        self.length += value.len();
        if self.length > MAX_CAPTURED {
            return Err(Exhausted);
        }
        let value = Rc::new(value);
        self.values.push(Rc::clone(&value));
        self.numbers.insert(value, self.values.len() - 1);
        Ok(self.values.len() - 1)
    }
}

impl<'s> Evaluation<'s, '_> {
    /// Sets a variable for each shape to what `part` yields for it.
    pub(super) fn set(
        &mut self,
        variable: usize,
        part: &'s Sequence,
        environment: &[Option<usize>],
        shapes: Shapes,
    ) -> Result<Vec<Group>, Exhausted> {
        let mut groups = Vec::with_capacity(shapes.len());
        for shape in shapes {
            let value = self.yielded(part, environment, vec![shape])?;
            let number = self.captured.number(value)?;
            let mut environment = environment.to_vec();
            if environment.len() <= variable {
                environment.resize(variable + 1, None);
            }
            if let Some(value) = environment.get_mut(variable) {
                *value = Some(number);
            }
            groups.push(Group { environment, shapes: vec![shape] });
        }
        Ok(groups)
    }
}

/// Removes the values of other variables.
pub(super) fn only(mut environment: Environment, variables: Variables) -> Environment {
    for (variable, value) in environment.iter_mut().enumerate() {
        if variables & (1 << variable) == 0 {
            *value = None;
        }
    }
    while environment.last() == Some(&None) {
        environment.pop();
    }
    environment
}
