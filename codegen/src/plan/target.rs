//! What is generated: the service, its protocol, its operations, and the shapes they reach.
use super::{Protocol, Selection, Skipped};
use crate::model::{self, Diagnostic, Diagnostics, Model, Shape, ShapeId, ShapeKind};
use std::collections::BTreeSet;

/// See the module.
pub(super) struct Target<'a> {
    pub(super) model: &'a Model,
    pub(super) module: &'a str,
    pub(super) service: &'a Shape,
    pub(super) bound: &'a model::Service,
    pub(super) protocol: Protocol,
    /// By name.
    pub(super) operations: Vec<(&'a Shape, &'a model::Operation)>,
    /// All shapes that the operations reach.
    pub(super) shapes: BTreeSet<ShapeId>,
    pub(super) skipped: Vec<Skipped>,
}

impl<'a> Target<'a> {
    pub(super) fn new(model: &'a Model, selection: &'a Selection) -> Result<Self, Diagnostics> {
        let service = model.service(selection.service.as_deref())?;
        let ShapeKind::Service(bound) = &service.kind else {
            return Err(Diagnostic::new("is not a service").at(&service.location).on(&service.id).into());
        };
        let protocol = Protocol::of_service(service)?;
        let selected = model.closure(&service.id, &selection.operations)?;
        let (streaming, operations): (Vec<_>, Vec<_>) =
            operations(model, &selected.operations).partition(|(_, operation)| has_event_stream(model, operation));
        let skip = |(shape, _): &(&Shape, _)| Skipped {
            operation: shape.id.name().to_owned(),
            reason: "it streams events, which the runtime does not do".to_owned(),
        };
        let skipped: Vec<_> = streaming.iter().map(skip).collect();
        if let Some(why) = nothing_left(selection, &skipped, operations.is_empty()) {
            return Err(Diagnostic::new(why).on(&service.id).into());
        }
        let names: Vec<String> = operations.iter().map(|(shape, _)| shape.id.name().to_owned()).collect();
        let shapes = if skipped.is_empty() { selected.shapes } else { model.closure(&service.id, &names)?.shapes };
        Ok(Self { model, module: &selection.module, service, bound, protocol, operations, shapes, skipped })
    }

    /// A structure's members; none for an input or output that the model does not have.
    pub(super) fn members(&self, structure: Option<&ShapeId>) -> &'a [model::Member] {
        match structure.and_then(|id| self.model.shape(id)).map(|shape| &shape.kind) {
            Some(ShapeKind::Structure(members)) => members,
            _ => &[],
        }
    }

    /// The errors that an operation may return: its own, and those of the service.
    pub(super) fn errors<'b>(&'b self, operation: &'b model::Operation) -> impl Iterator<Item = &'b ShapeId> {
        let own = &operation.errors;
        own.iter().chain(self.bound.errors.iter().filter(move |id| !own.contains(id)))
    }

    /// The name of a shape within the service: its own, unless the service renames it.
    pub(super) fn name<'b>(&'b self, id: &'b ShapeId) -> &'b str {
        self.bound.rename.get(id).map_or_else(|| id.name(), String::as_str)
    }
}

/// Who asks for an operation is not content with a crate without it.
fn nothing_left(selection: &Selection, skipped: &[Skipped], is_empty: bool) -> Option<String> {
    let asked = |skipped: &&Skipped| selection.operations.contains(&skipped.operation);
    match skipped.iter().find(asked) {
        Some(Skipped { operation, reason }) => Some(format!("has the operation {operation}, but {reason}")),
        None if is_empty && !skipped.is_empty() => {
            Some("has no operation that the runtime does: all of them stream events".to_owned())
        }
        None => None,
    }
}

fn operations<'a>(model: &'a Model, ids: &[ShapeId]) -> impl Iterator<Item = (&'a Shape, &'a model::Operation)> {
    ids.iter().filter_map(|id| match model.shape(id) {
        Some(shape @ Shape { kind: ShapeKind::Operation(operation), .. }) => Some((shape, operation)),
        _ => None,
    })
}

/// Smithy: "Event streams". A streaming union is one.
fn has_event_stream(model: &Model, operation: &model::Operation) -> bool {
    let structures = operation.input.iter().chain(&operation.output).filter_map(|id| model.shape(id));
    let mut targets =
        structures.flat_map(|shape| shape.kind.members()).filter_map(|member| model.shape(&member.target));
    targets.any(|target| target.traits.streaming && matches!(target.kind, ShapeKind::Union(_)))
}

#[cfg(test)]
mod tests {
    use crate::{Layout, Source, Target, generate};

    /// A service of an operation, and one that streams events.
    fn listen_beside(other: &str) -> String {
        format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Radio": {{ "type": "service", "version": "1", "operations": [{other} {{ "target": "a#Listen" }}],
                "traits": {{ "aws.protocols#restJson1": {{}} }} }},
            "a#Tune": {{ "type": "operation", "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/tune" }} }} }},
            "a#Listen": {{ "type": "operation", "output": {{ "target": "a#ListenOutput" }},
                "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/listen" }} }} }},
            "a#ListenOutput": {{ "type": "structure", "members": {{
                "events": {{ "target": "a#Events", "traits": {{ "smithy.api#httpPayload": {{}} }} }} }} }},
            "a#Events": {{ "type": "union", "members": {{ "tone": {{ "target": "a#Tone" }} }},
                "traits": {{ "smithy.api#streaming": {{}} }} }},
            "a#Tone": {{ "type": "structure", "members": {{}} }}
            }} }}"##
        )
    }

    fn generated(text: String, operations: &[&str]) -> Result<Vec<String>, String> {
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let operations = operations.iter().map(|name| (*name).to_owned()).collect();
        let target = Target { module: "radio".to_owned(), sources, operations, ..Target::default() };
        let generated = generate(&[target]).map_err(|problems| problems.to_string())?;
        Ok(generated.services[0].skipped.iter().map(|skipped| skipped.operation.clone()).collect())
    }

    #[test]
    fn an_operation_that_is_left_out_is_an_error_for_who_asks_for_it() {
        const TUNE: &str = r#"{ "target": "a#Tune" },"#;
        assert_eq!(generated(listen_beside(TUNE), &[]), Ok(vec!["Listen".to_owned()]));
        assert_eq!(generated(listen_beside(TUNE), &["Tune"]), Ok(vec![]));
        let asked = "a#Radio: has the operation Listen, but it streams events, which the runtime does not do";
        assert_eq!(generated(listen_beside(TUNE), &["Listen"]), Err(asked.to_owned()));
        assert_eq!(generated(listen_beside(TUNE), &["Tune", "Listen"]), Err(asked.to_owned()));
        let none = "a#Radio: has no operation that the runtime does: all of them stream events";
        assert_eq!(generated(listen_beside(""), &[]), Err(none.to_owned()));
    }

    #[test]
    fn a_service_that_is_a_crate_is_alone() {
        let target = |layout| {
            let sources = vec![Source { path: "m.json".to_owned(), text: listen_beside(r#"{ "target": "a#Tune" },"#) }];
            Target { module: "radio".to_owned(), sources, layout, ..Target::default() }
        };
        let alone = generate(&[target(Layout::Crate)]).unwrap();
        assert!(alone.files.contains_key("operation/tune.rs") && alone.files["lib.rs"].contains("pub struct Radio;"));
        let error = generate(&[target(Layout::Crate), target(Layout::Module)]).unwrap_err().to_string();
        assert_eq!(error, "a crate of several services has a module for each");
        let inline = generate(&[target(Layout::Inline)]).unwrap();
        assert_eq!(inline.files.keys().collect::<Vec<_>>(), ["radio.rs"]);
    }
}
