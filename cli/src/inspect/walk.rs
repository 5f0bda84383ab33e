//! References between shapes: the shapes that one needs, and those that use it.

use std::collections::{BTreeMap, BTreeSet};

use ferrosmith_codegen::model::{Model, Shape, ShapeId, ShapeKind};

/// Returns the target of a member.
pub(super) fn target<'a>(model: &'a Model, member: &ShapeId) -> Option<&'a ShapeId> {
    let shape = model.shape(&member.without_member())?;
    shape.kind.members().find(|one| one.id == *member).map(|one| &one.target)
}

/// Returns the shapes that a shape references directly.
pub(super) fn references(shape: &Shape) -> Vec<&ShapeId> {
    match &shape.kind {
        ShapeKind::Operation(operation) => {
            operation.input.iter().chain(&operation.output).chain(&operation.errors).collect()
        }
        // They only lead to operations, and the plan has the selected ones.
        ShapeKind::Service(_) | ShapeKind::Resource(_) => Vec::new(),
        kind => kind.members().map(|member| &member.target).collect(),
    }
}

/// Returns the shapes and all that they reference, directly or indirectly. Not recursive, because models nest to any
/// depth.
pub(super) fn closure(model: &Model, start: impl Iterator<Item = ShapeId>) -> BTreeSet<ShapeId> {
    let mut pending: Vec<ShapeId> = start.collect();
    let mut found = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if let Some(shape) = model.shape(&id)
            && found.insert(id)
        {
            pending.extend(references(shape).into_iter().cloned());
        }
    }
    found
}

/// The direct users of each shape.
pub(super) struct ReverseReferences<'a>(BTreeMap<&'a ShapeId, BTreeSet<&'a ShapeId>>);

impl<'a> ReverseReferences<'a> {
    pub(super) fn new(shapes: impl Iterator<Item = &'a Shape>) -> Self {
        let mut users: BTreeMap<&ShapeId, BTreeSet<&ShapeId>> = BTreeMap::new();
        for shape in shapes {
            for target in references(shape) {
                users.entry(target).or_default().insert(&shape.id);
            }
        }
        Self(users)
    }

    /// Returns the shapes that reference a shape directly.
    pub(super) fn users(&self, id: &ShapeId) -> impl Iterator<Item = &'a ShapeId> + '_ {
        self.0.get(id).into_iter().flatten().copied()
    }

    /// Returns the shapes that reference a shape directly or indirectly.
    pub(super) fn all_users(&self, id: &ShapeId) -> BTreeSet<&'a ShapeId> {
        let mut pending: Vec<&ShapeId> = self.users(id).collect();
        let mut found = BTreeSet::new();
        while let Some(user) = pending.pop() {
            if found.insert(user) {
                pending.extend(self.users(user));
            }
        }
        found
    }
}
