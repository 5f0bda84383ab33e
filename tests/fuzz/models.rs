//! A sound model, changed as models change: most of what comes out is sound again, so that plans and comparisons are reached.
use crate::{
    entropy::Entropy,
    seeds::{SOUND, source},
};
use ferrosmith_codegen::{
    model::{Model, load},
    plan::{Plan, Selection, plan},
};
use serde_json::{Map, Value};

/// Names that Rust, its prelude or generated code has uses for, and ones that become the same.
const NAMES: &[&str] = &[
    "type",
    "self",
    "Self",
    "crate",
    "super",
    "async",
    "r",
    "new",
    "default",
    "build",
    "Vec",
    "Option",
    "Some",
    "None",
    "Box",
    "String",
    "Error",
    "Result",
    "Ok",
    "Err",
    "Unknown",
    "Unhandled",
    "Default",
    "Clone",
    "Debug",
    "Structure",
    "Output",
    "a",
    "A",
    "aB",
    "AB",
    "a_b",
    "A_b",
    "ABc",
    "a1",
    "a_1",
    "A1b",
    "S3Key",
    "ARNs",
    "IPv4",
    "x_",
    "_x",
    "message",
    "Message",
    "Union",
    "Slot",
    "client",
    "Client",
    "operation",
    "types",
    "Service",
    "Blob",
    "Timestamp",
    "Document",
    "Member",
    "Schema",
    "fmt",
    "u8",
    "str",
];

pub(crate) fn selection() -> Selection {
    Selection { module: "module".to_owned(), ..Selection::default() }
}

/// A model that can be planned, and its plan.
pub(crate) fn planned(json: &Value) -> Option<(Model, Plan)> {
    let model = load(&[source(json.to_string())]).ok()?;
    let plan = plan(&model, &selection()).ok()?;
    Some((model, plan))
}

/// One of the sound models, and the same with a few changes.
pub(crate) fn changed(entropy: &mut Entropy<'_>) -> (&'static Value, Value) {
    let seed = &SOUND[entropy.below(SOUND.len())];
    let mut model = seed.clone();
    for _ in 0..=entropy.below(4) {
        change(&mut model, entropy);
    }
    (seed, model)
}

fn change(model: &mut Value, entropy: &mut Entropy<'_>) {
    match entropy.below(8) {
        0..4 => {
            if let Some(Value::Object(members)) = one(model, "members", entropy) {
                members_of(members, entropy);
            }
        }
        4 => {
            let target = one(model, "target", entropy).map(|target| target.take());
            if let (Some(target), Some(place)) = (target, one(model, "target", entropy)) {
                *place = target;
            }
        }
        5 => {
            if let Some(Value::Object(traits)) = one(model, "traits", entropy) {
                let name = key(traits, entropy);
                traits.remove(&name);
            }
        }
        6 => {
            let traits = one(model, "traits", entropy).map(|traits| traits.clone());
            if let (Some(Value::Object(traits)), Some(Value::Object(place))) = (traits, one(model, "traits", entropy)) {
                let name = key(&traits, entropy);
                place.extend(traits.get_key_value(&name).map(|(name, value)| (name.clone(), value.clone())));
            }
        }
        // A shape, wherever it is named.
        _ => {
            let Some(shapes) = model["shapes"].as_object() else { return };
            let id = key(shapes, entropy);
            let Some((namespace, _)) = id.split_once('#') else { return };
            let other = format!("{namespace}#{}", entropy.pick(NAMES));
            let text = model.to_string().replace(&format!("\"{id}\""), &format!("\"{other}\""));
            *model = serde_json::from_str(&text).unwrap();
        }
    }
}

fn members_of(members: &mut Map<String, Value>, entropy: &mut Entropy<'_>) {
    let name = key(members, entropy);
    let other = entropy.pick(NAMES).to_owned();
    match entropy.below(4) {
        0 => drop(members.remove(&name)),
        1 => *members = std::mem::take(members).into_iter().rev().collect(),
        2 => members.extend(members.get(&name).cloned().map(|value| (other, value))),
        // In its place: the order of members is that of arguments.
        _ => {
            let renamed = |(old, value)| (if old == name { other.clone() } else { old }, value);
            *members = std::mem::take(members).into_iter().map(renamed).collect();
        }
    }
}

fn key(map: &Map<String, Value>, entropy: &mut Entropy<'_>) -> String {
    map.keys().nth(entropy.below(map.len())).cloned().unwrap_or_default()
}

/// One of all values that stand under this key.
fn one<'m>(model: &'m mut Value, key: &str, entropy: &mut Entropy<'_>) -> Option<&'m mut Value> {
    fn all<'m>(value: &'m mut Value, key: &str, found: &mut Vec<&'m mut Value>) {
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    if name == key {
                        found.push(value);
                    } else {
                        all(value, key, found);
                    }
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|value| all(value, key, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    all(&mut model["shapes"], key, &mut found);
    let index = entropy.below(found.len());
    found.into_iter().nth(index)
}
