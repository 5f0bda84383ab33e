//! The documentation in our overlays: it covers every operation, structure, union, enum and error of both services.
use crate::support::model;
use ferrosmith_codegen::model::{Model, ShapeId, ShapeKind, load};
use std::collections::BTreeSet;

#[test]
fn every_shape_is_documented() {
    let mut undocumented = Vec::new();
    for module in ["fsx", "backup"] {
        let model = load(&model(module)).unwrap();
        let service = model.service(None).unwrap();
        let closure = model.closure(&service.id, &[]).unwrap();
        let named_by_operations = inputs_and_outputs(&model, &closure.operations);
        for id in closure.operations.iter().chain(&closure.shapes) {
            let shape = model.shape(id).unwrap();
            let is_selected = match shape.kind {
                ShapeKind::Operation(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => true,
                // The documentation of an operation is emitted on its input, and also covers its output.
                ShapeKind::Structure(_) => !named_by_operations.contains(id) && id.namespace() != "smithy.api",
                _ => false,
            };
            if is_selected && shape.traits.documentation.is_none() {
                undocumented.push(id.to_string());
            }
        }
    }
    assert!(
        undocumented.is_empty(),
        "{} shapes lack words in models/*.overlay.json: {undocumented:#?}",
        undocumented.len()
    );
}

fn inputs_and_outputs(model: &Model, operations: &[ShapeId]) -> BTreeSet<ShapeId> {
    let operations = operations.iter().filter_map(|id| model.shape(id)).filter_map(|shape| match &shape.kind {
        ShapeKind::Operation(operation) => Some(operation),
        _ => None,
    });
    operations.flat_map(|operation| operation.input.iter().chain(&operation.output)).cloned().collect()
}
