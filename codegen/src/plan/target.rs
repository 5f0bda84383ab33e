//! Selects what to generate: the service, its protocol, its operations, and the shapes they reach.
use super::{Layout, Protocol, Selection, Skipped, discovery};
use crate::model::{self, Diagnostic, Diagnostics, Model, Root, Shape, ShapeId, ShapeKind};
use std::collections::BTreeSet;

/// The selected part of the model.
pub(super) struct Target<'a> {
    pub(super) model: &'a Model,
    pub(super) module: &'a str,
    pub(super) layout: Layout,
    pub(super) service: &'a Shape,
    pub(super) bound: &'a model::Service,
    /// In order of preference.
    pub(super) protocols: Vec<Protocol>,
    /// Sorted by name.
    pub(super) operations: Vec<(&'a Shape, &'a model::Operation)>,
    /// All shapes that the operations reach.
    pub(super) shapes: BTreeSet<ShapeId>,
    pub(super) skipped: Vec<Skipped>,
    /// Whether this is a shape closure, which has types alone.
    pub(super) is_types_only: bool,
}

impl<'a> Target<'a> {
    pub(super) fn new(model: &'a Model, selection: &'a Selection) -> Result<Self, Diagnostics> {
        let service = match model.root(selection.service.as_deref(), selection.closure.as_deref())? {
            Root::Service(service) => service,
            Root::Closure(closure) => return Self::of_closure(model, selection, closure),
        };
        let ShapeKind::Service(bound) = &service.kind else {
            return Err(Diagnostic::new("is not a service").at(&service.location).on(&service.id).into());
        };
        let protocols = Protocol::of_service(service, &selection.protocols)?;
        let mut selected = model.closure(&service.id, &selection.operations)?;
        if let Some(id) = discovery::missing_operation(model, service, &selected.operations) {
            let names: Vec<String> = selected.operations.iter().chain([&id]).map(|id| id.name().to_owned()).collect();
            selected = model.closure(&service.id, &names)?;
        }
        let (streaming, operations): (Vec<_>, Vec<_>) =
            operations(model, &selected.operations).partition(|(_, operation)| has_event_stream(model, operation));
        let skip = |(shape, _): &(&Shape, _)| Skipped {
            operation: shape.id.name().to_owned(),
            reason: "it streams events, which the runtime does not do".to_owned(),
        };
        let skipped: Vec<_> = streaming.iter().map(skip).collect();
        if let Some(reason) = skip_error(selection, &skipped) {
            return Err(Diagnostic::new(reason).on(&service.id).into());
        }
        let shapes = match skipped.as_slice() {
            [] => selected.shapes,
            _ => model.shapes_of(bound, operations.iter().map(|(shape, _)| &shape.id)),
        };
        Ok(Self {
            model,
            module: &selection.module,
            layout: selection.layout,
            service,
            bound,
            protocols,
            operations,
            shapes,
            skipped,
            is_types_only: false,
        })
    }

    /// Selects the types of a shape closure: a service without operations and protocols.
    fn of_closure(
        model: &'a Model,
        selection: &'a Selection,
        closure: &'a model::ShapeClosure,
    ) -> Result<Self, Diagnostics> {
        let shape = &closure.shape;
        let ShapeKind::Service(bound) = &shape.kind else {
            return Err(Diagnostic::new("is not a shape closure").at(&shape.location).on(&shape.id).into());
        };
        for (what, names) in [("operations", &selection.operations), ("protocols", &selection.protocols)] {
            if let Some(first) = names.first() {
                let message = format!("is a shape closure, which has no {what}, but {first} is requested");
                let hint = format!("leave out the {what}: all types of the closure are generated");
                return Err(Diagnostic::new(message).at(&shape.location).on(&shape.id).hint(hint).into());
            }
        }
        Ok(Self {
            model,
            module: &selection.module,
            layout: selection.layout,
            service: shape,
            bound,
            protocols: Vec::new(),
            operations: Vec::new(),
            shapes: closure.shapes.clone(),
            skipped: Vec::new(),
            is_types_only: true,
        })
    }

    /// Whether one of the protocols is such.
    pub(super) fn has(&self, is_match: fn(Protocol) -> bool) -> bool {
        self.protocols.iter().any(|protocol| is_match(*protocol))
    }

    /// Whether one of the protocols uses HTTP bindings.
    pub(super) fn is_rest(&self) -> bool {
        self.protocols.iter().any(|protocol| protocol.is_rest())
    }

    /// Returns a structure's members; none for an input or output that the model does not have.
    pub(super) fn members(&self, structure: Option<&ShapeId>) -> &'a [model::Member] {
        match structure.and_then(|id| self.model.shape(id)).map(|shape| &shape.kind) {
            Some(ShapeKind::Structure(members)) => members,
            _ => &[],
        }
    }

    /// Returns the errors of an operation: its own, and those of the service.
    pub(super) fn errors<'b>(&'b self, operation: &'b model::Operation) -> impl Iterator<Item = &'b ShapeId> {
        let own = &operation.errors;
        own.iter().chain(self.bound.errors.iter().filter(move |id| !own.contains(id)))
    }

    /// Returns the name of a shape within the service: its own, unless the service renames it.
    pub(super) fn name<'b>(&'b self, id: &'b ShapeId) -> &'b str {
        self.bound.rename.get(id).map_or_else(|| id.name(), String::as_str)
    }
}

/// Returns the error if a requested operation is skipped.
fn skip_error(selection: &Selection, skipped: &[Skipped]) -> Option<String> {
    let requested = skipped.iter().find(|skipped| selection.operations.contains(&skipped.operation));
    requested.map(|Skipped { operation, reason }| format!("has the operation {operation}, but {reason}"))
}

fn operations<'a>(model: &'a Model, ids: &[ShapeId]) -> impl Iterator<Item = (&'a Shape, &'a model::Operation)> {
    ids.iter().filter_map(|id| match model.shape(id) {
        Some(shape @ Shape { kind: ShapeKind::Operation(operation), .. }) => Some((shape, operation)),
        _ => None,
    })
}

/// Returns whether the input or output has an event stream: a streaming union. Smithy: "Event streams".
fn has_event_stream(model: &Model, operation: &model::Operation) -> bool {
    let structures = operation.input.iter().chain(&operation.output).filter_map(|id| model.shape(id));
    let mut targets =
        structures.flat_map(|shape| shape.kind.members()).filter_map(|member| model.shape(&member.target));
    targets.any(|target| target.traits.streaming && matches!(target.kind, ShapeKind::Union(_)))
}

#[cfg(test)]
mod closure_tests;

#[cfg(test)]
mod tests {
    use crate::{Layout, Source, Target, generate};

    /// Returns a model with the operation `Listen`, which streams events, and the given operations.
    fn model_with_event_stream(other: &str) -> String {
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

    fn skipped_operations(text: String, operations: &[&str]) -> Result<Vec<String>, String> {
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let operations = operations.iter().map(|name| (*name).to_owned()).collect();
        let target = Target { module: "radio".to_owned(), sources, operations, ..Target::default() };
        let generated = generate(&[target]).map_err(|problems| problems.to_string())?;
        Ok(generated.services[0].skipped.iter().map(|skipped| skipped.operation.clone()).collect())
    }

    #[test]
    fn a_skipped_operation_is_an_error_if_it_was_requested() {
        const TUNE: &str = r#"{ "target": "a#Tune" },"#;
        assert_eq!(skipped_operations(model_with_event_stream(TUNE), &[]), Ok(vec!["Listen".to_owned()]));
        assert_eq!(skipped_operations(model_with_event_stream(TUNE), &["Tune"]), Ok(vec![]));
        let requested = "a#Radio: has the operation Listen, but it streams events, which the runtime does not do";
        assert_eq!(skipped_operations(model_with_event_stream(TUNE), &["Listen"]), Err(requested.to_owned()));
        assert_eq!(skipped_operations(model_with_event_stream(TUNE), &["Tune", "Listen"]), Err(requested.to_owned()));
        assert_eq!(skipped_operations(model_with_event_stream(""), &[]), Ok(vec!["Listen".to_owned()]));
    }

    /// A service whose operations are all left out has a crate that says so, and so does one without any.
    #[test]
    fn a_service_may_have_no_operation() {
        let streaming = model_with_event_stream("");
        let without = streaming.replace(r#"[ { "target": "a#Listen" }]"#, "[]");
        assert!(without.contains(r#""operations": []"#), "{without}");
        for (text, left_out) in [(&streaming, true), (&without, false)] {
            for (layout, root) in
                [(Layout::Crate, "lib.rs"), (Layout::Module, "radio/mod.rs"), (Layout::Inline, "radio.rs")]
            {
                let sources = vec![Source { path: "m.json".to_owned(), text: text.clone() }];
                let crate_name = Some("radio".to_owned());
                let target = Target { module: "radio".to_owned(), sources, layout, crate_name, ..Target::default() };
                let generated = generate(&[target]).unwrap();
                let page = &generated.files[root];
                assert!(page.contains("//! None.") && page.contains("pub struct Radio;"), "{page}");
                let item = "//! - `Listen`: it streams events, which the runtime does not do.\n";
                assert_eq!(page.contains("//! Left out:\n") && page.contains(item), left_out, "{page}");
                let all: String = generated.files.values().map(String::as_str).collect();
                assert!(!all.contains("Tone") && !all.contains("ListenOutput"), "{all}");
                assert_eq!((generated.services[0].operations, generated.example), (0, None));
            }
        }
    }

    #[test]
    fn a_crate_layout_allows_only_one_service() {
        let target = |layout| {
            let sources =
                vec![Source { path: "m.json".to_owned(), text: model_with_event_stream(r#"{ "target": "a#Tune" },"#) }];
            Target { module: "radio".to_owned(), sources, layout, ..Target::default() }
        };
        let crate_files = generate(&[target(Layout::Crate)]).unwrap();
        assert!(
            crate_files.files.contains_key("operation/tune.rs")
                && crate_files.files["lib.rs"].contains("pub struct Radio;")
        );
        let error = generate(&[target(Layout::Crate), target(Layout::Module)]).unwrap_err().to_string();
        assert_eq!(error, "a crate of several services has a module for each");
        let inline = generate(&[target(Layout::Inline)]).unwrap();
        assert_eq!(inline.files.keys().collect::<Vec<_>>(), ["radio.rs"]);
    }
}
