//! Overlays that ship with the generator: what the models of some services do not say, and all clients of them have to do.
//!
//! They are data, `codegen/overlays.json`: by the shape id of a service, why there is one, and a model that applies traits.
//! The namespace `ferrosmith` has traits for what Smithy cannot express; any overlay may apply them.
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ast::AstKind;
use super::parse::Parsed;
use super::shape_id::ShapeId;
use super::source::Source;

const TEXT: &str = include_str!("../../overlays.json");
/// The path in messages.
const PATH: &str = "the overlays that ship with ferrosmith (codegen/overlays.json)";

/// An overlay that ships with the generator.
pub(super) struct Overlay {
    service: ShapeId,
    /// What it adds, for the summary.
    pub(super) why: String,
    pub(super) source: Source,
}

static OVERLAYS: LazyLock<Vec<Overlay>> = LazyLock::new(|| overlays(TEXT));

impl Overlay {
    /// Returns the overlays for the services of a model.
    pub(super) fn of(files: &[Parsed<'_>]) -> Vec<&'static Self> {
        let services: Vec<&ShapeId> = files
            .iter()
            .flat_map(|file| &file.shapes)
            .filter(|shape| matches!(shape.kind, AstKind::Service(_)))
            .map(|shape| &shape.id)
            .collect();
        OVERLAYS.iter().filter(|overlay| services.contains(&&overlay.service)).collect()
    }
}

/// Adds overlays to the files of a model. Entries for shapes that the model lacks are left out: who has only a part of a
/// service's model cannot mend an overlay that ships with the generator.
pub(super) fn extend<'a>(files: &mut Vec<Parsed<'a>>, overlays: Vec<Parsed<'a>>) {
    let is_defined = |id: &ShapeId| files.iter().flat_map(|file| &file.shapes).any(|shape| shape.id == *id);
    let overlays: Vec<_> = overlays
        .into_iter()
        .map(|mut overlay| {
            overlay.applies.retain(|entry| is_defined(&entry.target.without_member()));
            overlay
        })
        .collect();
    files.extend(overlays);
}

/// Parses the file. A test checks that it is complete.
fn overlays(text: &str) -> Vec<Overlay> {
    #[derive(Deserialize)]
    struct Entry<'a> {
        why: String,
        #[serde(borrow)]
        overlay: &'a RawValue,
    }
    let entries: BTreeMap<&str, Entry<'_>> = serde_json::from_str(text).unwrap_or_default();
    let entries = entries.into_iter().filter_map(|(service, Entry { why, overlay })| {
        let service = ShapeId::parse(service).ok()?;
        // Empty lines in front keep the line numbers of the file.
        let before = text.split_once(overlay.get()).map_or(0, |(before, _)| before.matches('\n').count());
        let text = format!("{}{}", "\n".repeat(before), overlay.get());
        Some(Overlay { service, why, source: Source { path: PATH.to_owned(), text } })
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;
    use serde_json::Value;

    #[test]
    fn every_overlay_of_the_file_is_read() {
        let json: Value = serde_json::from_str(TEXT).unwrap();
        assert_eq!(OVERLAYS.len(), json.as_object().unwrap().len());
        for overlay in OVERLAYS.iter() {
            let shapes = &json[overlay.service.as_str()]["overlay"]["shapes"];
            let namespace = overlay.service.as_str().split_once('#').unwrap().0;
            for (id, shape) in shapes.as_object().unwrap() {
                assert!(shape["type"] == "apply" && id.split_once('#').unwrap().0 == namespace, "{id}");
            }
            assert!(!overlay.why.is_empty());
            let lines: Vec<&str> = overlay.source.text.lines().collect();
            let number = lines.iter().position(|line| line.contains("\"type\": \"apply\"")).unwrap();
            assert_eq!(TEXT.lines().nth(number), Some(lines[number]), "{}", overlay.why);
        }
    }

    #[test]
    fn an_overlay_applies_to_what_the_model_has() {
        let model = |id: &str| {
            let text =
                format!(r#"{{ "smithy": "2.0", "shapes": {{ "{id}": {{ "type": "service", "version": "1" }} }} }}"#);
            load(&[Source { path: "m.json".to_owned(), text }])
        };
        // A part of the model, without its uploads.
        let part = model("com.amazonaws.glacier#Glacier").unwrap();
        assert_eq!(part.overlays.len(), 1);
        let service = part.shape(&ShapeId::parse("com.amazonaws.glacier#Glacier").unwrap()).unwrap();
        assert!(service.traits.other.contains_key("ferrosmith#requestHeaders"), "{:?}", service.traits.other.keys());
        assert!(model("com.amazonaws.glacier#Other").unwrap().overlays.is_empty());
        assert_eq!(model("com.amazonaws.apigateway#BackplaneControlService").unwrap().overlays.len(), 1);
    }
}
