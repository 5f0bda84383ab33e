//! Cycles of shapes: Tarjan's strongly connected components, without recursion, in time in proportion to nodes and edges.
use super::ShapeId;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Graph<'m> = BTreeMap<&'m ShapeId, Vec<&'m ShapeId>>;

/// The nodes from which a way leads back to themselves, each with a number that it shares with those it reaches so.
pub(crate) fn cycles<'m>(graph: &Graph<'m>) -> BTreeMap<&'m ShapeId, usize> {
    let mut search = Search::of(graph);
    for node in graph.keys() {
        if !search.index.contains_key(node) {
            search.from(node);
        }
    }
    search.found
}

struct Search<'g, 'm> {
    graph: &'g Graph<'m>,
    /// When a node was met, and the earliest node that it is known to lead back to.
    index: BTreeMap<&'m ShapeId, (usize, usize)>,
    /// Nodes whose component is not complete.
    open: Vec<&'m ShapeId>,
    is_open: BTreeSet<&'m ShapeId>,
    found: BTreeMap<&'m ShapeId, usize>,
}

impl<'g, 'm> Search<'g, 'm> {
    fn of(graph: &'g Graph<'m>) -> Self {
        Self { graph, index: BTreeMap::new(), open: Vec::new(), is_open: BTreeSet::new(), found: BTreeMap::new() }
    }

    fn from(&mut self, start: &'m ShapeId) {
        // The way down, each node with the number of its successors already seen.
        let mut way: Vec<(&'m ShapeId, usize)> = Vec::new();
        self.enter(start, &mut way);
        while let Some((node, seen)) = way.last_mut() {
            let node = *node;
            let next = self.graph.get(node).and_then(|next| next.get(*seen)).copied();
            *seen += 1;
            match next {
                Some(next) if !self.index.contains_key(next) => self.enter(next, &mut way),
                Some(next) if self.is_open.contains(next) => {
                    let met = self.index.get(next).map_or(usize::MAX, |(met, _)| *met);
                    self.lower(node, met);
                }
                Some(_) => {}
                None => {
                    way.pop();
                    let (met, low) = self.index.get(node).copied().unwrap_or_default();
                    if let Some((parent, _)) = way.last() {
                        self.lower(parent, low);
                    }
                    if met == low {
                        self.complete(node);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: &'m ShapeId, way: &mut Vec<(&'m ShapeId, usize)>) {
        let met = self.index.len();
        self.index.insert(node, (met, met));
        self.open.push(node);
        self.is_open.insert(node);
        way.push((node, 0));
    }

    fn lower(&mut self, node: &'m ShapeId, to: usize) {
        if let Some((_, low)) = self.index.get_mut(node) {
            *low = (*low).min(to);
        }
    }

    fn complete(&mut self, root: &'m ShapeId) {
        let mut component = Vec::new();
        while let Some(node) = self.open.pop() {
            self.is_open.remove(node);
            component.push(node);
            if node == root {
                break;
            }
        }
        let leads_to_itself = self.graph.get(root).is_some_and(|next| next.contains(&root));
        if component.len() > 1 || leads_to_itself {
            let number = self.index.get(root).map_or(0, |(met, _)| *met);
            self.found.extend(component.into_iter().map(|node| (node, number)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The nodes on cycles, those of one cycle together.
    fn found(edges: &[(&str, &[&str])]) -> String {
        let ids = ["A", "B", "C", "D", "E", "F"].map(|name| ShapeId::parse(&format!("a#{name}")).unwrap());
        let id = |name: &str| ids.iter().find(|id| id.name() == name).unwrap();
        let graph = edges.iter().map(|(from, to)| (id(from), to.iter().map(|name| id(name)).collect())).collect();
        let mut together: BTreeMap<usize, String> = BTreeMap::new();
        for (id, number) in cycles(&graph) {
            together.entry(number).or_default().push_str(id.name());
        }
        together.into_values().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn finds_what_leads_back_and_nothing_else() {
        assert_eq!(found(&[("A", &["B"]), ("B", &["C"]), ("C", &[])]), "");
        assert_eq!(found(&[("A", &["A"]), ("B", &["A"])]), "A");
        // D lies between two cycles, on neither.
        let two: &[(&str, &[&str])] =
            &[("A", &["B"]), ("B", &["C"]), ("C", &["A", "D"]), ("D", &["E"]), ("E", &["F"]), ("F", &["E"])];
        assert_eq!(found(two), "ABC EF");
        assert_eq!(found(&[("A", &["B", "C"]), ("B", &["D"]), ("C", &["D"]), ("D", &["B"])]), "BD");
    }
}
