//! Evaluates predicates: for which shapes does a selector yield anything?

use std::rc::Rc;

use super::budget::Exhausted;
use super::evaluate::{Evaluation, Shapes, sorted};
use super::syntax::{Direction, Sequence, Step};
use super::traverse;
use super::variables::{Environment, only};

/// Backward evaluation visits all shapes of a model. A predicate that reads variables has other results for other values of
/// them, and is evaluated for each shape on its own if there are fewer shapes than this part of the model.
const FEW: usize = 8;

impl<'s> Evaluation<'s, '_> {
    /// Returns those of the shapes for which a selector yields anything.
    pub(super) fn matching(
        &mut self,
        sequence: &'s Sequence,
        environment: &[Option<usize>],
        shapes: &[usize],
    ) -> Result<Shapes, Exhausted> {
        let environment = only(environment.to_vec(), sequence.reads);
        let depends_on_variables = !environment.is_empty();
        if sequence.sets || (depends_on_variables && shapes.len() < self.graph.nodes.len() / FEW) {
            let mut matching = Shapes::new();
            for shape in shapes {
                if !self.yielded(sequence, &environment, vec![*shape])?.is_empty() {
                    matching.push(*shape);
                }
            }
            return Ok(matching);
        }
        let matching = self.all_matching(sequence, environment)?;
        let is_matching = |shape: &&usize| matching.get(**shape).copied().unwrap_or_default();
        Ok(shapes.iter().filter(is_matching).copied().collect())
    }

    /// Returns for each shape whether a selector yields anything for it.
    fn all_matching(&mut self, sequence: &'s Sequence, environment: Environment) -> Result<Rc<Vec<bool>>, Exhausted> {
        let key = (sequence.id, environment);
        if let Some(known) = self.matching.get(&key) {
            return Ok(Rc::clone(known));
        }
        let all = (0..self.graph.nodes.len()).collect();
        let mut matching = vec![false; self.graph.nodes.len()];
        for shape in self.backward(sequence, &key.1, all)? {
            if let Some(matches) = matching.get_mut(shape) {
                *matches = true;
            }
        }
        let matching = Rc::new(matching);
        if key.1.is_empty() {
            self.matching.insert(key, Rc::clone(&matching));
        }
        Ok(matching)
    }

    /// Returns the shapes for which a selector, which sets no variable, yields one of `targets`.
    fn backward(
        &mut self,
        sequence: &'s Sequence,
        environment: &[Option<usize>],
        targets: Shapes,
    ) -> Result<Shapes, Exhausted> {
        let mut shapes = targets;
        for (step, _) in sequence.steps.iter().rev() {
            self.budget.spend(shapes.len() + 1)?;
            shapes = self.step_back(step, environment, shapes)?;
        }
        Ok(shapes)
    }

    fn step_back(
        &mut self,
        step: &'s Step,
        environment: &[Option<usize>],
        targets: Shapes,
    ) -> Result<Shapes, Exhausted> {
        // Constant steps yield the same shapes for all.
        let count = self.graph.nodes.len();
        let all_if_met = |yielded: &[usize]| match yielded.iter().any(|shape| targets.binary_search(shape).is_ok()) {
            true => (0..count).collect(),
            false => Shapes::new(),
        };
        Ok(match step {
            Step::Neighbors { direction, relationships } => {
                self.neighbors(&targets, direction.opposite(), *relationships)?
            }
            Step::Closure => traverse::closure(self.graph, &targets, Direction::Reverse, self.budget)?,
            Step::Is(parts) => {
                let mut shapes = Shapes::new();
                for part in parts {
                    shapes.extend(self.backward(part, environment, targets.clone())?);
                }
                sorted(shapes.into_iter())
            }
            Step::Root(root) => all_if_met(&self.root(*root)?),
            Step::Get(variable) => all_if_met(self.captured.shapes(environment, *variable)),
            Step::Recursive(part) => traverse::repeated(targets, |new| self.backward(part, environment, new))?,
            Step::TopDown { qualifier, disqualifier } => {
                let mut shapes = Shapes::new();
                for shape in 0..self.graph.in_model {
                    let yielded = self.top_down(qualifier, disqualifier.as_ref(), environment, &[shape])?;
                    if yielded.iter().any(|shape| targets.binary_search(shape).is_ok()) {
                        shapes.push(shape);
                    }
                }
                shapes
            }
            Step::Unknown => Shapes::new(),
            Step::All
            | Step::Types(_)
            | Step::Attribute(_)
            | Step::Test(_)
            | Step::Not(_)
            | Step::In(_)
            | Step::Set(..) => self.filter(step, environment, targets)?,
        })
    }
}
