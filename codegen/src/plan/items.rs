//! The paths of shapes and members in the generated crate: `fsx::types::Tag`, `fsx::types::Tag::key`.
use super::{Plan, Structure, Types, Variant};
use crate::model::ShapeId;
use std::collections::BTreeMap;

/// The Rust items of a plan, by shape id. A structure that is an input and also the target of a member has two items.
#[derive(Clone, Debug, Default)]
pub struct Items(BTreeMap<ShapeId, Vec<String>>);

impl Items {
    /// Collects the items of every shape and member of a plan.
    pub fn new(plan: &Plan) -> Self {
        let mut items = Self::default();
        if !plan.is_types_only {
            items.add(&plan.service.shape, plan.item(None, &plan.service.ident));
        }
        for operation in &plan.operations {
            items.add(&operation.shape, plan.item(Some(Submodule::Operation), &operation.input.ident));
            items.structure(plan, Submodule::Operation, &operation.input);
            items.structure(plan, Submodule::Operation, &operation.output);
        }
        for file in &plan.types {
            match &file.types {
                Types::Structure(structure) => items.structure(plan, Submodule::Types, structure),
                Types::Union(union) => items.variants(plan, &union.ident, &union.shape, &union.variants),
                // Members of enums are omitted: a plan has their values, but not their ids.
                Types::Enum(shape) => items.add(&shape.shape, plan.item(Some(Submodule::Types), &shape.ident)),
                Types::IntEnum(shape) => items.add(&shape.shape, plan.item(Some(Submodule::Types), &shape.ident)),
            }
        }
        for error in &plan.errors {
            items.structure(plan, Submodule::Error, error);
        }
        items
    }

    /// Returns the items generated for a shape or member; none for shapes without an item, such as strings and lists.
    pub fn of(&self, id: &ShapeId) -> &[String] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, id: &ShapeId, item: String) {
        self.0.entry(id.clone()).or_default().push(item);
    }

    fn structure(&mut self, plan: &Plan, submodule: Submodule, structure: &Structure) {
        let Some(shape) = &structure.shape else { return };
        let item = plan.item(Some(submodule), &structure.ident);
        for field in &structure.fields {
            self.add(&shape.with_member(&field.name), format!("{item}::{}", field.ident));
        }
        self.add(shape, item);
    }

    fn variants<T>(&mut self, plan: &Plan, ident: &str, shape: &ShapeId, variants: &[Variant<T>]) {
        let item = plan.item(Some(Submodule::Types), ident);
        for variant in variants {
            self.add(&shape.with_member(&variant.wire), format!("{item}::{}", variant.ident));
        }
        self.add(shape, item);
    }
}

/// A submodule of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submodule {
    /// Inputs, outputs and errors of operations.
    Operation,
    /// Types that operations share.
    Types,
    /// Error structures.
    Error,
    /// Waiters.
    Waiter,
}

impl Plan {
    /// Returns the path of an item in a submodule; without a submodule, in the service's own module.
    pub fn item(&self, submodule: Option<Submodule>, ident: &str) -> String {
        let submodule = match submodule {
            None => return format!("{}::{ident}", self.module),
            Some(Submodule::Operation) => "operation",
            Some(Submodule::Types) => "types",
            Some(Submodule::Error) => "error",
            Some(Submodule::Waiter) => "waiter",
        };
        format!("{}::{submodule}::{ident}", self.module)
    }
}
