//! A model as the graph that selectors traverse: shapes and members with their traits and relationships, § "Neighbors".

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::value::RawValue;

use super::syntax::{Direction, Relationships};
use super::types::Types;
use super::unread::{Traits, unread};
use crate::model::ast::{Ast, AstKind, AstShape, AstTraits};
use crate::model::shape_id::ShapeId;

pub(super) struct Graph<'m> {
    pub(super) nodes: Vec<Node<'m>>,
    /// The number of shapes and members of the model. The remaining nodes are definitions of traits that it applies
    /// without defining them, as those of the prelude. Only the relationship `trait` leads to them.
    pub(super) in_model: usize,
    forward: Vec<Vec<Edge>>,
    reverse: Vec<Vec<Edge>>,
}

/// A shape or member.
pub(super) struct Node<'m> {
    pub(super) id: ShapeId,
    pub(super) types: Types,
    pub(super) traits: Traits<'m>,
    /// The version of a service.
    pub(super) version: Option<&'m str>,
}

#[derive(Clone, Copy)]
struct Edge {
    relationship: Relationships,
    to: usize,
}

/// The traits that define authentication schemes and protocols, which selectors ask for. Their definitions are not part
/// of JSON models.
const SCHEMES: &[&str] = &[
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];
const PROTOCOLS: &[&str] = &[
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "smithy.protocols#rpcv2Cbor",
    "smithy.protocols#rpcv2Json",
];

impl<'m> Graph<'m> {
    pub(super) fn new(ast: &'m Ast<'_>) -> Self {
        let mut unread = unread(ast);
        let mut graph = Self { nodes: Vec::new(), in_model: 0, forward: Vec::new(), reverse: Vec::new() };
        let mut shapes: HashMap<&str, usize> = HashMap::new();
        let mut properties = Vec::new();
        for (id, shape) in &ast.shapes {
            let unread = unread.remove(id).unwrap_or_default();
            let number = graph.nodes.len();
            shapes.insert(id.as_str(), number);
            properties.extend(unread.properties.into_iter().map(|target| (number, target)));
            graph.add_shape(shape, unread.traits, unread.members);
        }
        graph.in_model = graph.nodes.len();
        graph.forward.resize_with(graph.in_model, Vec::new);
        for shape in ast.shapes.values() {
            graph.relate(shape, &shapes);
        }
        for (resource, target) in properties {
            graph.relate_to(resource, Relationships::PROPERTY, [&target], &shapes);
        }
        graph.relate_traits(&shapes);
        graph.reverse.resize_with(graph.nodes.len(), Vec::new);
        for (from, edges) in graph.forward.iter().enumerate() {
            for Edge { relationship, to } in edges {
                if let Some(reverse) = graph.reverse.get_mut(*to) {
                    reverse.push(Edge { relationship: *relationship, to: from });
                }
            }
        }
        graph
    }

    /// Returns the ids of those of the shapes that are part of the model.
    pub(super) fn ids(&self, shapes: &[usize]) -> BTreeSet<ShapeId> {
        let in_model = shapes.iter().filter(|shape| **shape < self.in_model);
        in_model.filter_map(|shape| self.nodes.get(*shape)).map(|node| node.id.clone()).collect()
    }

    /// Returns the shapes that a shape has these relationships to, or that have them to it. There may be duplicates.
    pub(super) fn neighbors(
        &self,
        node: usize,
        direction: Direction,
        relationships: Relationships,
    ) -> impl Iterator<Item = usize> {
        let edges = match direction {
            Direction::Forward => self.forward.get(node),
            Direction::Reverse => self.reverse.get(node),
        };
        let edges = edges.into_iter().flatten();
        edges.filter(move |edge| relationships.contains(edge.relationship)).map(|edge| edge.to)
    }

    /// Returns the number of relationships of a shape in this direction.
    pub(super) fn degree(&self, node: usize, direction: Direction) -> usize {
        let edges = match direction {
            Direction::Forward => &self.forward,
            Direction::Reverse => &self.reverse,
        };
        edges.get(node).map_or(0, Vec::len)
    }

    /// Adds a shape, and behind it its members.
    fn add_shape(
        &mut self,
        shape: &'m AstShape<'_>,
        unread: Traits<'m>,
        mut unread_of_members: BTreeMap<Cow<'m, str>, Traits<'m>>,
    ) {
        let version = match &shape.kind {
            AstKind::Service(service) => Some(service.version.as_str()),
            _ => None,
        };
        let traits = with_read(&shape.traits, unread);
        self.nodes.push(Node { id: shape.id.clone(), types: Types::of(shape.kind.name()), traits, version });
        for member in &shape.members {
            let unread = unread_of_members.remove(member.name.as_str()).unwrap_or_default();
            let (id, traits) = (shape.id.with_member(&member.name), with_read(&member.traits, unread));
            self.nodes.push(Node { id, types: Types::of("member"), traits, version: None });
        }
    }

    /// Adds the relationships of a shape and of its members.
    fn relate(&mut self, shape: &AstShape<'_>, shapes: &HashMap<&str, usize>) {
        let Some(from) = shapes.get(shape.id.as_str()).copied() else { return };
        self.relate_to(from, Relationships::MIXIN, &shape.mixins, shapes);
        let is_enum = matches!(shape.kind, AstKind::Enum | AstKind::IntEnum);
        for (member, number) in shape.members.iter().zip(from + 1..) {
            self.add(from, Relationships::MEMBER, number);
            // The members of enums target `smithy.api#Unit` in JSON only.
            let target = member.target.iter().filter(|_| !is_enum);
            self.relate_to(number, Relationships::TARGET, target, shapes);
        }
        match &shape.kind {
            AstKind::Service(service) => {
                self.bind(from, Relationships::OPERATION, &service.operations, shapes);
                self.bind(from, Relationships::RESOURCE, &service.resources, shapes);
                self.relate_to(from, Relationships::ERROR, &service.errors, shapes);
            }
            AstKind::Resource(resource) => {
                self.relate_to(from, Relationships::IDENTIFIER, resource.identifiers.values(), shapes);
                self.bind(from, Relationships::RESOURCE, &resource.resources, shapes);
                self.bind(from, Relationships::OPERATION, &resource.operations, shapes);
                self.bind(from, Relationships::COLLECTION_OPERATION, &resource.collection_operations, shapes);
                self.bind(from, Relationships::CREATE, &resource.create, shapes);
                self.bind(from, Relationships::PUT, &resource.put, shapes);
                self.bind(from, Relationships::READ, &resource.read, shapes);
                self.bind(from, Relationships::UPDATE, &resource.update, shapes);
                self.bind(from, Relationships::DELETE, &resource.delete, shapes);
                self.bind(from, Relationships::LIST, &resource.list, shapes);
            }
            AstKind::Operation(operation) => {
                self.relate_to(from, Relationships::INPUT, &operation.input, shapes);
                self.relate_to(from, Relationships::OUTPUT, &operation.output, shapes);
                self.relate_to(from, Relationships::ERROR, &operation.errors, shapes);
            }
            AstKind::Simple(_)
            | AstKind::Enum
            | AstKind::IntEnum
            | AstKind::List
            | AstKind::Map
            | AstKind::Structure
            | AstKind::Union => {}
        }
    }

    /// Relates shapes to the definitions of their traits. Definitions that the model lacks are added.
    fn relate_traits(&mut self, shapes: &HashMap<&str, usize>) {
        let mut added: HashMap<&str, usize> = HashMap::new();
        let mut definitions = Vec::new();
        let mut edges = Vec::new();
        for (from, node) in self.nodes.iter().enumerate() {
            for id in node.traits.keys() {
                let known = shapes.get(&**id).or_else(|| added.get(&**id)).copied();
                let to = known.or_else(|| {
                    let number = self.in_model + definitions.len();
                    definitions.push(trait_definition(ShapeId::parse(id).ok()?));
                    added.insert(id, number);
                    Some(number)
                });
                edges.extend(to.map(|to| (from, to)));
            }
        }
        self.nodes.extend(definitions);
        self.forward.resize_with(self.nodes.len(), Vec::new);
        for (from, to) in edges {
            self.add(from, Relationships::TRAIT, to);
        }
    }

    /// Adds a relationship of a service or resource, and `bound` in the other direction.
    fn bind<'i>(
        &mut self,
        from: usize,
        relationship: Relationships,
        targets: impl IntoIterator<Item = &'i ShapeId>,
        shapes: &HashMap<&str, usize>,
    ) {
        for to in existing(targets, shapes) {
            self.add(from, relationship, to);
            self.add(to, Relationships::BOUND, from);
        }
    }

    /// Adds relationships to those of the targets that exist.
    fn relate_to<'i>(
        &mut self,
        from: usize,
        relationship: Relationships,
        targets: impl IntoIterator<Item = &'i ShapeId>,
        shapes: &HashMap<&str, usize>,
    ) {
        for to in existing(targets, shapes) {
            self.add(from, relationship, to);
        }
    }

    fn add(&mut self, from: usize, relationship: Relationships, to: usize) {
        if let Some(edges) = self.forward.get_mut(from) {
            edges.push(Edge { relationship, to });
        }
    }
}

/// Returns the numbers of those of the targets that exist.
fn existing<'i>(
    targets: impl IntoIterator<Item = &'i ShapeId>,
    shapes: &HashMap<&str, usize>,
) -> impl Iterator<Item = usize> {
    targets.into_iter().filter_map(|id| shapes.get(id.as_str()).copied())
}

/// Returns the definition of a trait that the model applies without defining it. Its type is not known.
fn trait_definition<'m>(id: ShapeId) -> Node<'m> {
    let marker: &[&str] = match id.as_str() {
        id if SCHEMES.contains(&id) => &["smithy.api#authDefinition"],
        id if PROTOCOLS.contains(&id) => &["smithy.api#protocolDefinition"],
        _ => &[],
    };
    // `true` stands for the value, which exists, but is not known.
    let traits = marker.iter().chain(&["smithy.api#trait"]);
    let traits = traits.map(|id| (Cow::Borrowed(*id), Cow::Borrowed(RawValue::TRUE))).collect();
    Node { id, types: Types::NONE, traits, version: None }
}

fn with_read<'m>(read: &'m AstTraits<'_>, unread: Traits<'m>) -> Traits<'m> {
    let read = read.iter().map(|(id, value)| (Cow::Borrowed(&**id), Cow::Borrowed(&*value.value)));
    read.chain(unread).collect()
}
