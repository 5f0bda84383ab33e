//! From shape to shape: what one needs, and what needs it.

use std::collections::{BTreeMap, BTreeSet};

use ferrosmith_codegen::model::{Model, Shape, ShapeId, ShapeKind};

/// The shape that a member holds.
pub(super) fn target<'a>(model: &'a Model, member: &ShapeId) -> Option<&'a ShapeId> {
    let shape = model.shape(&member.without_member())?;
    shape.kind.members().find(|one| one.id == *member).map(|one| &one.target)
}

/// What a shape leads to at once.
pub(super) fn next(shape: &Shape) -> Vec<&ShapeId> {
    match &shape.kind {
        ShapeKind::Operation(operation) => {
            operation.input.iter().chain(&operation.output).chain(&operation.errors).collect()
        }
        // What leads to operations; the plan knows which of them are meant.
        ShapeKind::Service(_) | ShapeKind::Resource(_) => Vec::new(),
        kind => kind.members().map(|member| &member.target).collect(),
    }
}

/// The shapes themselves, and all that they lead to. Without recursion: a model may nest as deep as it likes.
pub(super) fn closure(model: &Model, start: impl Iterator<Item = ShapeId>) -> BTreeSet<ShapeId> {
    let mut open: Vec<ShapeId> = start.collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if let Some(shape) = model.shape(&id)
            && found.insert(id)
        {
            open.extend(next(shape).into_iter().cloned());
        }
    }
    found
}

/// What leads to each shape at once.
pub(super) struct Backwards<'a>(BTreeMap<&'a ShapeId, BTreeSet<&'a ShapeId>>);

impl<'a> Backwards<'a> {
    pub(super) fn new(shapes: impl Iterator<Item = &'a Shape>) -> Self {
        let mut users: BTreeMap<&ShapeId, BTreeSet<&ShapeId>> = BTreeMap::new();
        for shape in shapes {
            for target in next(shape) {
                users.entry(target).or_default().insert(&shape.id);
            }
        }
        Self(users)
    }

    /// What leads to a shape at once.
    pub(super) fn users(&self, id: &ShapeId) -> impl Iterator<Item = &'a ShapeId> + '_ {
        self.0.get(id).into_iter().flatten().copied()
    }

    /// What leads to a shape, over any number of steps.
    pub(super) fn all(&self, id: &ShapeId) -> BTreeSet<&'a ShapeId> {
        let mut open: Vec<&ShapeId> = self.users(id).collect();
        let mut found = BTreeSet::new();
        while let Some(user) = open.pop() {
            if found.insert(user) {
                open.extend(self.users(user));
            }
        }
        found
    }
}
