//! Draws a graph of the shapes that a shape needs.
//!
//! Lists and maps are labels of edges, and simple shapes are left out, so that the nodes are the shapes that become
//! Rust types.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use ferrosmith_codegen::model::{Member, Shape, ShapeId, ShapeKind};

use super::Service;
use super::walk;

/// The format of the graph.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Form {
    /// <https://mermaid.js.org>, which GitHub draws
    Mermaid,
    /// Graphviz
    Dot,
}

/// Members that lead from one type to another.
struct Edge<'a> {
    from: &'a ShapeId,
    to: &'a ShapeId,
    labels: Vec<String>,
    /// Whether `to` leads back to `from`.
    is_recursive: bool,
}

pub(super) fn draw(service: &Service, shape: &Shape, form: Form) -> String {
    let needed = walk::closure(&service.model, std::iter::once(shape.id.clone()));
    let nodes: Vec<&Shape> = needed
        .iter()
        .filter_map(|id| service.model.shape(id))
        .filter(|node| is_node(node) || node.id == shape.id)
        .collect();
    let mut edges = Vec::new();
    for node in &nodes {
        edges.extend(edges_from(service, node));
    }
    let numbers: BTreeMap<&ShapeId, usize> = nodes.iter().enumerate().map(|(index, node)| (&node.id, index)).collect();
    let edges = edges.iter().filter_map(|edge| Some((*numbers.get(edge.from)?, *numbers.get(edge.to)?, edge)));

    let mut text = String::new();
    // Writing to a String cannot fail. Names of shapes and members are identifiers, so nothing needs escaping.
    match form {
        Form::Mermaid => {
            text.push_str("flowchart LR\n");
            for (index, node) in nodes.iter().enumerate() {
                let _ = writeln!(text, "    n{index}[\"{}\"]", node.id.name());
            }
            for (from, to, edge) in edges {
                let arrow = if edge.is_recursive { "-.->" } else { "-->" };
                let _ = writeln!(text, "    n{from} {arrow}|\"{}\"| n{to}", label(edge));
            }
        }
        Form::Dot => {
            let _ = writeln!(text, "digraph \"{}\" {{\n    rankdir=LR;\n    node [shape=box];", shape.id.name());
            for (index, node) in nodes.iter().enumerate() {
                let _ = writeln!(text, "    n{index} [label=\"{}\"];", node.id.name());
            }
            for (from, to, edge) in edges {
                let style = if edge.is_recursive { ", style=dashed, color=red" } else { "" };
                let _ = writeln!(text, "    n{from} -> n{to} [label=\"{}\"{style}];", label(edge));
            }
            text.push_str("}\n");
        }
    }
    text
}

fn label(edge: &Edge<'_>) -> String {
    const MAX_LABELS: usize = 3;
    let mut label = edge.labels.iter().take(MAX_LABELS).cloned().collect::<Vec<_>>().join(", ");
    if let Some(more) = edge.labels.len().checked_sub(MAX_LABELS).filter(|more| *more > 0) {
        let _ = write!(label, " and {more} more");
    }
    if edge.is_recursive {
        label.push_str(" (recursive)");
    }
    label
}

/// Returns whether the shape becomes a Rust type.
fn is_node(shape: &Shape) -> bool {
    let is_type = matches!(
        shape.kind,
        ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_)
    );
    is_type && shape.id.namespace() != "smithy.api"
}

fn edges_from<'a>(service: &'a Service, from: &'a Shape) -> Vec<Edge<'a>> {
    let mut labels: BTreeMap<&ShapeId, Vec<String>> = BTreeMap::new();
    match &from.kind {
        ShapeKind::Operation(operation) => {
            let named = [("input", &operation.input), ("output", &operation.output)];
            let structures = named.iter().filter_map(|(name, id)| Some((*name, id.as_ref()?)));
            for (name, id) in structures.chain(operation.errors.iter().map(|id| ("error", id))) {
                labels.entry(id).or_default().push(name.to_owned());
            }
        }
        kind => {
            for member in kind.members() {
                let (to, brackets) = element_shape(service, member);
                let boxed = service.values.get(&member.id).is_some_and(|value| value.is_boxed());
                let boxed = if boxed { " Box" } else { "" };
                labels.entry(to).or_default().push(format!("{}{brackets}{boxed}", member.name()));
            }
        }
    }
    let is_recursive = |to: &ShapeId| walk::closure(&service.model, std::iter::once(to.clone())).contains(&from.id);
    let edges = labels.into_iter().filter(|(to, _)| service.model.shape(to).is_some_and(is_node));
    edges.map(|(to, labels)| Edge { from: &from.id, to, labels, is_recursive: is_recursive(to) }).collect()
}

/// Returns the innermost element of a member, and brackets for the lists and maps around it.
fn element_shape<'a>(service: &'a Service, member: &'a Member) -> (&'a ShapeId, String) {
    let mut to = &member.target;
    let mut brackets = String::new();
    let mut visited = BTreeSet::new();
    while visited.insert(to) {
        match service.model.shape(to).map(|shape| &shape.kind) {
            Some(ShapeKind::List(inner)) => {
                brackets.push_str("[]");
                to = &inner.target;
            }
            Some(ShapeKind::Map { value, .. }) => {
                brackets.push_str("{}");
                to = &value.target;
            }
            _ => break,
        }
    }
    (to, brackets)
}
