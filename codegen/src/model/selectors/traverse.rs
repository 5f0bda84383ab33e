//! Traversals of the graph.

use std::collections::{BTreeSet, HashMap};

use super::budget::{Budget, Exhausted};
use super::evaluate::Shapes;
use super::graph::Graph;
use super::syntax::{Direction, Relationships};

/// Returns what `~>` yields for some shapes: those that each of them reaches, without itself. In the opposite direction,
/// the shapes for which `~>` yields one of them.
///
/// A shape of `shapes` is part of the result only if another one of them reaches it. For that, each shape gets the first two
/// of them that reach it: one of the two is not the shape itself. Relationships are followed twice at most.
pub(super) fn closure(
    graph: &Graph<'_>,
    shapes: &[usize],
    direction: Direction,
    budget: &Budget,
) -> Result<Shapes, Exhausted> {
    let mut reached_from: HashMap<usize, [Option<usize>; 2]> = HashMap::new();
    let mut queue: Vec<(usize, usize)> = shapes.iter().map(|shape| (*shape, *shape)).collect();
    while let Some((shape, from)) = queue.pop() {
        budget.spend(graph.degree(shape, direction) + 1)?;
        for neighbor in graph.neighbors(shape, direction, Relationships::UNDIRECTED) {
            let sources = reached_from.entry(neighbor).or_default();
            if sources.contains(&Some(from)) {
                continue;
            }
            if let Some(source) = sources.iter_mut().find(|source| source.is_none()) {
                *source = Some(from);
                queue.push((neighbor, from));
            }
        }
    }
    let other = |(shape, sources): &(usize, [Option<usize>; 2])| sources.iter().flatten().any(|source| source != shape);
    Ok(super::evaluate::sorted(reached_from.into_iter().filter(other).map(|(shape, _)| shape)))
}

/// Returns some shapes and all that they reach by these relationships.
pub(super) fn reachable(
    graph: &Graph<'_>,
    shapes: &[usize],
    relationships: Relationships,
    budget: &Budget,
) -> Result<Shapes, Exhausted> {
    let mut all: BTreeSet<usize> = shapes.iter().copied().collect();
    let mut queue = shapes.to_vec();
    while let Some(shape) = queue.pop() {
        budget.spend(graph.degree(shape, Direction::Forward) + 1)?;
        let neighbors = graph.neighbors(shape, Direction::Forward, relationships);
        queue.extend(neighbors.filter(|neighbor| all.insert(*neighbor)));
    }
    Ok(all.into_iter().collect())
}

/// Takes a step again from what it yields, until nothing is new.
pub(super) fn repeated(
    mut new: Shapes,
    mut step: impl FnMut(Shapes) -> Result<Shapes, Exhausted>,
) -> Result<Shapes, Exhausted> {
    let mut all = BTreeSet::new();
    while !new.is_empty() {
        new = step(new)?;
        new.retain(|shape| all.insert(*shape));
    }
    Ok(all.into_iter().collect())
}
