//! Which members stand in a `Box`.
//!
//! A structure cannot hold itself, so a member on a cycle of structures and unions is boxed, unless a list or a map
//! stands on that cycle: those hold their elements on the heap already. And a large structure that is mostly absent
//! would make its owner large for nothing, so it is boxed by size: see `docs/decisions/boxing.md`.
use crate::model::{Member, Model, ShapeId, ShapeKind};
use std::collections::{BTreeMap, BTreeSet};

/// Optional structures of more bytes than this are boxed.
const LARGE: usize = 128;

/// Sizes on a 64-bit machine; they only have to be near the truth.
const TEXT: usize = 24;
const WORD: usize = 8;

/// What is known of structures and unions.
pub(super) struct Boxing {
    /// Structures and unions that reach each other without a list or a map bear the same number.
    component: BTreeMap<ShapeId, usize>,
    size: BTreeMap<ShapeId, usize>,
}

impl Boxing {
    pub(super) fn new(model: &Model, shapes: &BTreeSet<ShapeId>) -> Self {
        let graph = Graph::new(model, shapes);
        let order = graph.post_order();
        let mut boxing = Self { component: graph.components(&order), size: BTreeMap::new() };
        for id in order {
            let size = boxing.measure(model, id);
            boxing.size.insert(id.clone(), size);
        }
        boxing
    }

    /// Whether the member lies on a cycle of structures and unions.
    pub(super) fn is_recursive(&self, member: &Member) -> bool {
        let owner = self.component.get(&member.id.without_member());
        owner.is_some() && owner == self.component.get(&member.target)
    }

    /// Whether the member's target is so large that it is boxed where it may be absent.
    pub(super) fn is_large(&self, member: &Member) -> bool {
        self.size.get(&member.target).is_some_and(|size| *size > LARGE)
    }

    fn measure(&self, model: &Model, id: &ShapeId) -> usize {
        let Some(shape) = model.shape(id) else { return 0 };
        let sizes = shape.kind.members().map(|member| self.member_size(model, member));
        match shape.kind {
            ShapeKind::Union(_) => sizes.max().unwrap_or(0).saturating_add(WORD),
            _ => sizes.fold(0, usize::saturating_add),
        }
    }

    fn member_size(&self, model: &Model, member: &Member) -> usize {
        let Some(target) = model.shape(&member.target) else { return 0 };
        match &target.kind {
            ShapeKind::Boolean | ShapeKind::Byte => 1,
            ShapeKind::Short => 4,
            ShapeKind::Integer | ShapeKind::IntEnum(_) | ShapeKind::Float => WORD,
            ShapeKind::Long | ShapeKind::Double | ShapeKind::Enum(_) => 2 * WORD,
            ShapeKind::Structure(_) | ShapeKind::Union(_) if self.is_recursive(member) => WORD,
            ShapeKind::Structure(_) | ShapeKind::Union(_) => match self.size.get(&member.target) {
                Some(size) if *size <= LARGE => size.saturating_add(WORD),
                _ => WORD,
            },
            _ => TEXT,
        }
    }
}

/// Structures and unions, and which of them each holds directly.
struct Graph<'a> {
    edges: BTreeMap<&'a ShapeId, Vec<&'a ShapeId>>,
}

impl<'a> Graph<'a> {
    fn new(model: &'a Model, shapes: &'a BTreeSet<ShapeId>) -> Self {
        let is_owner = |id: &ShapeId| {
            model.shape(id).is_some_and(|shape| matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_)))
        };
        let owned = |id: &'a ShapeId| {
            let members = model.shape(id).into_iter().flat_map(|shape| shape.kind.members());
            members.map(|member| &member.target).filter(|target| is_owner(target)).collect()
        };
        Self { edges: shapes.iter().filter(|id| is_owner(id)).map(|id| (id, owned(id))).collect() }
    }

    /// What a shape holds comes before the shape itself. Without recursion: a model may nest as deep as it likes.
    fn post_order(&self) -> Vec<&'a ShapeId> {
        let mut order = Vec::new();
        let mut seen = BTreeSet::new();
        for start in self.edges.keys() {
            let mut stack = vec![(*start, 0)];
            while let Some((id, next)) = stack.pop() {
                if next == 0 && !seen.insert(id) {
                    continue;
                }
                match self.edges.get(id).and_then(|targets| targets.get(next)) {
                    Some(target) => {
                        stack.push((id, next + 1));
                        if !seen.contains(target) {
                            stack.push((target, 0));
                        }
                    }
                    None => order.push(id),
                }
            }
        }
        order
    }

    /// Strongly connected components (Kosaraju): backwards from the last of the post-order. Only shapes on a cycle
    /// get a number.
    fn components(&self, order: &[&'a ShapeId]) -> BTreeMap<ShapeId, usize> {
        let mut backwards: BTreeMap<&ShapeId, Vec<&'a ShapeId>> = BTreeMap::new();
        for (id, targets) in &self.edges {
            for target in targets {
                backwards.entry(target).or_default().push(id);
            }
        }
        let mut component = BTreeMap::new();
        for (number, start) in order.iter().rev().enumerate() {
            let mut stack = vec![*start];
            while let Some(id) = stack.pop() {
                if !component.contains_key(id) {
                    component.insert(id.clone(), number);
                    stack.extend(backwards.get(id).into_iter().flatten());
                }
            }
        }
        component
    }
}
