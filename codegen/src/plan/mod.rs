//! The Rust vocabulary: every name, type, optionality, box, binding and doc line, decided once.
//!
//! A [`Plan`] is plain owned data. Its `Debug` form is short enough to review; `emit` only writes it down.
mod boxing;
mod docs;
mod facts;
mod items;
mod markdown;
mod names;
mod operations;
mod shapes;
mod target;
mod types;
mod write;

pub use docs::constraints;
pub use items::{Items, Room};
pub use types::{
    Default, Deprecated, Enum, ErrorEnum, ErrorVariant, Fact, Field, IntEnum, Operation, Plan, Protocol, Service,
    Skipped, Structure, Type, TypeFile, Types, Union, Value, Variant,
};

use crate::model::{Diagnostics, Model};
use operations::Operations;
use shapes::Shapes;

/// What to generate of a model.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The module of the service in the generated crate.
    pub module: String,
    /// The service, by id or name; needed where the model has several.
    pub service: Option<String>,
    /// The operations, by name; empty for all.
    pub operations: Vec<String>,
}

/// Decides all that the generated code of a service says.
///
/// # Errors
/// The service or an operation is not in the model, or the service speaks no protocol that the runtime has.
pub fn plan(model: &Model, selection: &Selection) -> Result<Plan, Diagnostics> {
    let target = target::Target::new(model, selection)?;
    let shapes = Shapes::new(model, &target);
    let Operations { service, operations, error } = operations::plan(&target, &shapes);
    Ok(Plan {
        module: selection.module.clone(),
        service,
        operations,
        types: shapes.types(),
        errors: shapes.errors(),
        error,
        skipped: target.skipped,
    })
}
