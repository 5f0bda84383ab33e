//! Evaluates selectors.
//!
//! The specification sends shapes through a selector one at a time. Here a step is given all shapes at once that have the
//! same values of variables, because what a step yields for a set of shapes is the union of what it yields for each. A
//! shape that several paths lead to is therefore visited once, and the time does not grow with the number of paths.
//!
//! A predicate, as in `:test(~> string)`, is evaluated backward for all shapes at once (`backward`): from the strings along
//! the relationships in reverse.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::budget::{Budget, Exhausted};
use super::graph::Graph;
use super::syntax::{Direction, Relationships, Sequence, Step, Variables};
use super::traverse;
use super::types::Types;
use super::values::Scope;
use super::variables::{Captured, Environment, only};

/// Numbers of shapes, sorted.
pub(super) type Shapes = Vec<usize>;

/// Shapes with the values that variables had on the way to them.
pub(super) struct Group {
    pub(super) environment: Environment,
    pub(super) shapes: Shapes,
}

pub(super) struct Evaluation<'s, 'g> {
    pub(super) graph: &'g Graph<'g>,
    pub(super) budget: &'s Budget,
    roots: &'s [Sequence],
    root_results: Vec<Option<Rc<Shapes>>>,
    /// The shapes that match a predicate, by its number and the variables that it reads.
    pub(super) matching: HashMap<(usize, Environment), Rc<Vec<bool>>>,
    pub(super) captured: Captured,
}

impl<'s, 'g> Evaluation<'s, 'g> {
    pub(super) fn new(graph: &'g Graph<'g>, roots: &'s [Sequence], budget: &'s Budget) -> Self {
        Self {
            graph,
            budget,
            roots,
            root_results: vec![None; roots.len()],
            matching: HashMap::new(),
            captured: Captured::default(),
        }
    }

    /// Returns the shapes that a selector yields for all shapes of the model.
    pub(super) fn all(&mut self, sequence: &'s Sequence) -> Result<Shapes, Exhausted> {
        let shapes = (0..self.graph.in_model).collect();
        self.yielded(sequence, &[], shapes)
    }

    /// Returns the shapes that a selector yields for some shapes, without the variables that it sets.
    pub(super) fn yielded(
        &mut self,
        sequence: &'s Sequence,
        environment: &[Option<usize>],
        shapes: Shapes,
    ) -> Result<Shapes, Exhausted> {
        let groups = vec![Group { environment: environment.to_vec(), shapes }];
        let groups = self.forward(sequence, groups, 0)?;
        Ok(sorted(groups.into_iter().flat_map(|group| group.shapes)))
    }

    /// Sends groups through a selector. `live` are the variables that are read after it; others are dropped, so that groups
    /// that differ only in them become one.
    fn forward(
        &mut self,
        sequence: &'s Sequence,
        mut groups: Vec<Group>,
        live: Variables,
    ) -> Result<Vec<Group>, Exhausted> {
        for (step, later) in &sequence.steps {
            let live = live | later;
            let mut yielded: BTreeMap<Environment, Vec<Shapes>> = BTreeMap::new();
            for group in groups {
                for group in self.step(step, group, live)? {
                    self.budget.spend(group.shapes.len() + 1)?;
                    if !group.shapes.is_empty() {
                        yielded.entry(only(group.environment, live)).or_default().push(group.shapes);
                    }
                }
            }
            groups = yielded
                .into_iter()
                .map(|(environment, shapes)| Group { environment, shapes: sorted(shapes.into_iter().flatten()) })
                .collect();
        }
        Ok(groups)
    }

    fn step(&mut self, step: &'s Step, group: Group, live: Variables) -> Result<Vec<Group>, Exhausted> {
        let Group { environment, shapes } = group;
        self.budget.spend(shapes.len() + 1)?;
        let shapes = match step {
            Step::Is(parts) => {
                let mut groups = Vec::new();
                for part in parts {
                    let group = Group { environment: environment.clone(), shapes: shapes.clone() };
                    groups.extend(self.forward(part, vec![group], live)?);
                }
                return Ok(groups);
            }
            Step::Set(variable, part) if live & (1 << variable) != 0 => {
                return self.set(*variable, part, &environment, shapes);
            }
            Step::Neighbors { direction, relationships } => self.neighbors(&shapes, *direction, *relationships)?,
            Step::Closure => traverse::closure(self.graph, &shapes, Direction::Forward, self.budget)?,
            Step::TopDown { qualifier, disqualifier } => {
                self.top_down(qualifier, disqualifier.as_ref(), &environment, &shapes)?
            }
            Step::Recursive(part) => traverse::repeated(shapes, |new| self.yielded(part, &environment, new))?,
            Step::Root(root) if !shapes.is_empty() => self.root(*root)?.to_vec(),
            Step::Get(variable) if !shapes.is_empty() => self.captured.shapes(&environment, *variable).to_vec(),
            Step::Root(_) | Step::Get(_) | Step::Unknown => Shapes::new(),
            Step::All
            | Step::Types(_)
            | Step::Attribute(_)
            | Step::Test(_)
            | Step::Not(_)
            | Step::In(_)
            | Step::Set(..) => self.filter(step, &environment, shapes)?,
        };
        Ok(vec![Group { environment, shapes }])
    }

    /// Keeps the shapes that a step yields, which yields nothing but shapes that it is given.
    pub(super) fn filter(
        &mut self,
        step: &'s Step,
        environment: &[Option<usize>],
        mut shapes: Shapes,
    ) -> Result<Shapes, Exhausted> {
        match step {
            Step::Types(types) => {
                let nodes = &self.graph.nodes;
                shapes.retain(|shape| nodes.get(*shape).is_some_and(|node| types.contains(node.types)));
            }
            Step::Attribute(attribute) => {
                let variable = |variable: usize| self.captured.get(environment, variable);
                let scope = Scope { graph: self.graph, budget: self.budget, variable: &variable };
                shapes.retain(|shape| self.budget.spend(1).is_ok() && scope.matches(attribute, *shape));
                self.budget.spend(1)?;
            }
            Step::Test(parts) => {
                let mut matching = BTreeSet::new();
                for part in parts {
                    matching.extend(self.matching(part, environment, &shapes)?);
                }
                shapes.retain(|shape| matching.contains(shape));
            }
            Step::Not(part) => {
                let matching = self.matching(part, environment, &shapes)?;
                shapes.retain(|shape| matching.binary_search(shape).is_err());
            }
            Step::In(part) if part.is_constant() => {
                let first = shapes.first().copied().into_iter().collect();
                let yielded = self.yielded(part, environment, first)?;
                shapes.retain(|shape| yielded.binary_search(shape).is_ok());
            }
            Step::In(part) => {
                let mut contained = Shapes::new();
                for shape in shapes {
                    if self.yielded(part, environment, vec![shape])?.binary_search(&shape).is_ok() {
                        contained.push(shape);
                    }
                }
                shapes = contained;
            }
            _ => {}
        }
        Ok(shapes)
    }

    pub(super) fn neighbors(
        &self,
        shapes: &[usize],
        direction: Direction,
        relationships: Relationships,
    ) -> Result<Shapes, Exhausted> {
        let edges: usize = shapes.iter().map(|shape| self.graph.degree(*shape, direction)).sum();
        self.budget.spend(edges)?;
        Ok(sorted(shapes.iter().flat_map(|shape| self.graph.neighbors(*shape, direction, relationships))))
    }

    /// Returns what a `:root` yields. It is evaluated once, without the variables around it.
    pub(super) fn root(&mut self, root: usize) -> Result<Rc<Shapes>, Exhausted> {
        if let Some(Some(known)) = self.root_results.get(root) {
            return Ok(Rc::clone(known));
        }
        let Some(sequence) = self.roots.get(root) else { return Ok(Rc::default()) };
        let shapes = Rc::new(self.all(sequence)?);
        if let Some(result) = self.root_results.get_mut(root) {
            *result = Some(Rc::clone(&shapes));
        }
        Ok(shapes)
    }

    /// Returns what `:topdown` yields for some shapes.
    pub(super) fn top_down(
        &mut self,
        qualifier: &'s Sequence,
        disqualifier: Option<&'s Sequence>,
        environment: &[Option<usize>],
        shapes: &[usize],
    ) -> Result<Shapes, Exhausted> {
        let service_types = Types::service_types();
        let mut queue = shapes.to_vec();
        queue.retain(|shape| self.graph.nodes.get(*shape).is_some_and(|node| service_types.contains(node.types)));
        let reachable = traverse::reachable(self.graph, &queue, Relationships::BINDINGS, self.budget)?;
        let qualified = self.matching(qualifier, environment, &reachable)?;
        let disqualified = match disqualifier {
            Some(disqualifier) => self.matching(disqualifier, environment, &reachable)?,
            None => Shapes::new(),
        };
        let mut queue: Vec<(usize, bool)> = queue.into_iter().map(|shape| (shape, false)).collect();
        let mut visited: BTreeSet<(usize, bool)> = queue.iter().copied().collect();
        let mut all = BTreeSet::new();
        while let Some((shape, is_inherited)) = queue.pop() {
            let qualifies = is_inherited || qualified.binary_search(&shape).is_ok();
            let matches = qualifies && disqualified.binary_search(&shape).is_err();
            if matches {
                all.insert(shape);
            }
            for bound in self.graph.neighbors(shape, Direction::Forward, Relationships::BINDINGS) {
                self.budget.spend(1)?;
                if visited.insert((bound, matches)) {
                    queue.push((bound, matches));
                }
            }
        }
        Ok(all.into_iter().collect())
    }
}

/// Collects numbers into a sorted list without duplicates.
pub(super) fn sorted(shapes: impl Iterator<Item = usize>) -> Shapes {
    let mut shapes: Shapes = shapes.collect();
    shapes.sort_unstable();
    shapes.dedup();
    shapes
}
