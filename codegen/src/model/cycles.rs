//! Cycles of shapes: Tarjan's strongly connected components algorithm without recursion, in linear time.
use super::ShapeId;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Graph<'m> = BTreeMap<&'m ShapeId, Vec<&'m ShapeId>>;

/// Returns the nodes on cycles, each with the number of its strongly connected component.
pub(crate) fn cycles<'m>(graph: &Graph<'m>) -> BTreeMap<&'m ShapeId, usize> {
    let mut search = Search::new(graph);
    for node in graph.keys() {
        if !search.index.contains_key(node) {
            search.run_from(node);
        }
    }
    search.found
}

struct Search<'g, 'm> {
    graph: &'g Graph<'m>,
    /// Tarjan's index and low-link of each visited node.
    index: BTreeMap<&'m ShapeId, (usize, usize)>,
    /// Tarjan's stack: visited nodes whose component is not complete.
    stack: Vec<&'m ShapeId>,
    on_stack: BTreeSet<&'m ShapeId>,
    found: BTreeMap<&'m ShapeId, usize>,
}

impl<'g, 'm> Search<'g, 'm> {
    fn new(graph: &'g Graph<'m>) -> Self {
        Self { graph, index: BTreeMap::new(), stack: Vec::new(), on_stack: BTreeSet::new(), found: BTreeMap::new() }
    }

    fn run_from(&mut self, start: &'m ShapeId) {
        // The path from `start` to the current node, each node with the number of its successors already visited.
        let mut path: Vec<(&'m ShapeId, usize)> = Vec::new();
        self.visit(start, &mut path);
        while let Some((node, visited)) = path.last_mut() {
            let node = *node;
            let next = self.graph.get(node).and_then(|next| next.get(*visited)).copied();
            *visited += 1;
            match next {
                Some(next) if !self.index.contains_key(next) => self.visit(next, &mut path),
                Some(next) if self.on_stack.contains(next) => {
                    let index = self.index.get(next).map_or(usize::MAX, |(index, _)| *index);
                    self.lower_low_link(node, index);
                }
                Some(_) => {}
                None => {
                    path.pop();
                    let (index, low) = self.index.get(node).copied().unwrap_or_default();
                    if let Some((parent, _)) = path.last() {
                        self.lower_low_link(parent, low);
                    }
                    if index == low {
                        self.complete(node);
                    }
                }
            }
        }
    }

    fn visit(&mut self, node: &'m ShapeId, path: &mut Vec<(&'m ShapeId, usize)>) {
        let index = self.index.len();
        self.index.insert(node, (index, index));
        self.stack.push(node);
        self.on_stack.insert(node);
        path.push((node, 0));
    }

    fn lower_low_link(&mut self, node: &'m ShapeId, to: usize) {
        if let Some((_, low)) = self.index.get_mut(node) {
            *low = (*low).min(to);
        }
    }

    fn complete(&mut self, root: &'m ShapeId) {
        let mut component = Vec::new();
        while let Some(node) = self.stack.pop() {
            self.on_stack.remove(node);
            component.push(node);
            if node == root {
                break;
            }
        }
        let leads_to_itself = self.graph.get(root).is_some_and(|next| next.contains(&root));
        if component.len() > 1 || leads_to_itself {
            let number = self.index.get(root).map_or(0, |(index, _)| *index);
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
        let mut components: BTreeMap<usize, String> = BTreeMap::new();
        for (id, number) in cycles(&graph) {
            components.entry(number).or_default().push_str(id.name());
        }
        components.into_values().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn finds_only_nodes_on_cycles() {
        assert_eq!(found(&[("A", &["B"]), ("B", &["C"]), ("C", &[])]), "");
        assert_eq!(found(&[("A", &["A"]), ("B", &["A"])]), "A");
        // D lies between two cycles, but on neither.
        let two: &[(&str, &[&str])] =
            &[("A", &["B"]), ("B", &["C"]), ("C", &["A", "D"]), ("D", &["E"]), ("E", &["F"]), ("F", &["E"])];
        assert_eq!(found(two), "ABC EF");
        assert_eq!(found(&[("A", &["B", "C"]), ("B", &["D"]), ("C", &["D"]), ("D", &["B"])]), "BD");
    }
}
