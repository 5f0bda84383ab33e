//! Where the Rust items of shapes are: for links in documentation, and for sentences that name the users of a shape.
use super::{Layout, names, target::Target};
use crate::model::{ShapeId, ShapeKind};
use std::cell::Cell;
use std::collections::BTreeMap;

/// The Rust items of shapes.
pub(super) struct Links {
    /// The path of the service's module; `None` in a layout in which it is not known.
    root: Option<String>,
    /// The module and the name of an item, by the name of its shape.
    items: BTreeMap<String, (&'static str, String)>,
    /// The fields that have a shape as their type, or as that of an element.
    users: BTreeMap<ShapeId, Vec<String>>,
    is_used: Cell<bool>,
}

/// The names of the input, the output and the error of an operation.
pub(super) type OperationNames = [String; 3];

/// Returns the names of the items of each operation. Inputs have the names of the operations, so they come first.
pub(super) fn operation_names(target: &Target<'_>) -> Vec<OperationNames> {
    let inputs = target.operations.iter().map(|(shape, _)| names::type_name(target.name(&shape.id)));
    let inputs: Vec<String> = inputs.collect();
    let companions = ["Output", "Error"]
        .into_iter()
        .flat_map(|suffix| inputs.iter().map(move |name| names::companion_name(name, suffix)));
    let candidates = inputs.iter().cloned().chain(companions);
    let service = names::service_name(target.module);
    let idents = names::unique_names(candidates, &[service].into());
    let count = inputs.len();
    let name = |index: usize| idents.get(index).cloned().unwrap_or_default();
    (0..count).map(|index| [name(index), name(count + index), name(2 * count + index)]).collect()
}

impl Links {
    /// Collects the items: shared types and errors, whose names are given, and operations.
    pub(super) fn new(
        target: &Target<'_>,
        shared: &BTreeMap<&ShapeId, String>,
        errors: &BTreeMap<&ShapeId, String>,
    ) -> Self {
        let mut owners: BTreeMap<&ShapeId, &str> = BTreeMap::new();
        let mut items = BTreeMap::new();
        let names = operation_names(target);
        for ((shape, operation), [input, output, _]) in target.operations.iter().zip(&names) {
            for (id, ident) in [(&operation.input, input), (&operation.output, output)] {
                let Some(id) = id else { continue };
                owners.insert(id, ident);
                items.insert(id.name().to_owned(), ("operation", ident.clone()));
            }
            items.insert(shape.id.name().to_owned(), ("operation", input.clone()));
        }
        for (module, named) in [("types", shared), ("error", errors)] {
            for (id, ident) in named {
                owners.insert(id, ident);
                items.insert(id.name().to_owned(), (module, ident.clone()));
            }
        }
        let root = match target.layout {
            Layout::Module => Some(format!("crate::{}", target.module)),
            Layout::Crate => Some("crate".to_owned()),
            Layout::Inline | Layout::Private => None,
        };
        Self { root, items, users: users(target, &owners), is_used: Cell::new(false) }
    }

    /// Returns a link to the item of the shape with this name.
    pub(super) fn link(&self, name: &str) -> Option<String> {
        let (root, (module, ident)) = (self.root.as_ref()?, self.items.get(name)?);
        self.is_used.set(true);
        Some(format!("[`{ident}`]({root}::{module}::{ident})"))
    }

    /// Whether there are links. rustdoc calls those redundant whose target is imported where they are.
    pub(super) fn is_used(&self) -> bool {
        self.is_used.get()
    }

    /// Describes the fields that have this shape as their type, if there are some.
    pub(super) fn users_of(&self, id: &ShapeId) -> Option<String> {
        /// How many fields are named.
        const MAX: usize = 3;
        let users = self.users.get(id)?;
        let mut named: Vec<String> = users.iter().take(MAX).map(|user| format!("`{user}`")).collect();
        let rest = users.len() - named.len();
        let last = match rest {
            0 => named.pop()?,
            1 => "one other field".to_owned(),
            count => format!("{count} other fields"),
        };
        let separator = if named.is_empty() { "" } else { " and " };
        Some(format!("Used by {}{separator}{last}.", named.join(", ")))
    }
}

/// Returns the fields by the shape that they, or their elements, have as type.
fn users(target: &Target<'_>, owners: &BTreeMap<&ShapeId, &str>) -> BTreeMap<ShapeId, Vec<String>> {
    let mut users: BTreeMap<ShapeId, Vec<String>> = BTreeMap::new();
    for (id, owner) in owners {
        let Some(shape) = target.model.shape(id) else { continue };
        let is_union = matches!(shape.kind, ShapeKind::Union(_));
        for member in shape.kind.members() {
            let name = match is_union {
                true => names::variant_name(member.name(), "Unknown"),
                false => names::field_name(member.name()),
            };
            for element in elements(target, &member.target) {
                let user = format!("{owner}::{name}");
                let users = users.entry(element.clone()).or_default();
                if !users.contains(&user) {
                    users.push(user);
                }
            }
        }
    }
    users
}

/// Returns this shape, or the shapes of the elements if it is a list or a map, at any depth.
fn elements<'a>(target: &Target<'a>, id: &'a ShapeId) -> Vec<&'a ShapeId> {
    let mut pending = vec![id];
    let mut visited: Vec<&ShapeId> = Vec::new();
    let mut found = Vec::new();
    while let Some(id) = pending.pop() {
        if visited.contains(&id) {
            continue;
        }
        visited.push(id);
        match target.model.shape(id).map(|shape| &shape.kind) {
            Some(ShapeKind::List(member)) => pending.push(&member.target),
            Some(ShapeKind::Map { key, value }) => pending.extend([&key.target, &value.target]),
            _ => found.push(id),
        }
    }
    found
}
