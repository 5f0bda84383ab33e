//! Removes the prose of a model: facts stay, sentences written by others are removed.
//!
//! The traits that the loader reads are kept, by the loader's own list, so that a model of any service keeps what the
//! generator needs. Of those, the following are removed or replaced:
//!
//! | part of the model | replacement |
//! |---|---|
//! | documentation, external documentation | nothing |
//! | endpoint tests | nothing: they test a rule engine, and are as large as the rest of some models |
//! | `deprecated` | keeps `since` |
//! | titles of examples | the operation's name and a number |
//! | documentation and errors in endpoint rules | the texts below, if they are common to all services |
//! | documentation of shape closures | nothing |
//! | other metadata | nothing: it only suppresses validation events |
//!
//! Traits that the selector of a shape closure names are kept too.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use ferrosmith_codegen::model::reads_trait;
use serde::Serialize;
use serde_json::ser::PrettyFormatter;
use serde_json::{Map, Serializer, Value};

use crate::summary::pluralize;

/// Traits that the loader reads, but that are not kept.
const NOT_KEPT: &[&str] =
    &["smithy.api#documentation", "smithy.api#externalDocumentation", "smithy.rules#endpointTests"];

/// The built-in parameters of endpoint rules, and their documentation.
const PARAMETERS: &[(&str, &str)] = &[
    ("AWS::Region", "Region the request goes to"),
    ("AWS::UseDualStack", "Use the endpoint that answers on IPv4 and IPv6"),
    ("AWS::UseFIPS", "Use the FIPS 140 endpoint"),
    ("SDK::Endpoint", "Custom endpoint that replaces the computed one"),
];

/// The errors of the endpoint rules of nearly all services: substrings that identify an error, and its replacement.
const ERRORS: &[(&[&str], &str)] = &[
    (&["FIPS", "custom endpoint"], "a custom endpoint cannot be combined with FIPS"),
    (&["Dualstack", "custom endpoint"], "a custom endpoint cannot be combined with dual-stack"),
    (&["FIPS and DualStack"], "this partition lacks an endpoint that is both FIPS and dual-stack"),
    (&["FIPS is enabled"], "this partition lacks a FIPS endpoint"),
    (&["DualStack is enabled"], "this partition lacks a dual-stack endpoint"),
    (&["Missing Region"], "no Region was given"),
];

const OTHER_ERROR: &str = "the endpoint rules allow no endpoint here";

/// A model without its prose.
pub(super) struct Stripped {
    pub(super) text: String,
    shapes: usize,
    /// The number of removed traits by trait id.
    dropped: BTreeMap<String, usize>,
}

impl Stripped {
    /// Returns a summary of the removed traits.
    pub(super) fn summary(&self) -> String {
        let mut text = pluralize(self.shapes, "shape");
        if !self.dropped.is_empty() {
            let counts: Vec<String> = self.dropped.iter().map(|(id, count)| format!("{id} {count}")).collect();
            text = format!("{text}; left out: {}", counts.join(", "));
        }
        text + "\n"
    }
}

/// Strips a JSON AST, sorts its shapes, and indents it by four spaces. Members and traits keep their order, because the
/// order of members is the order of arguments.
pub(super) fn strip(official: &str) -> Result<Stripped> {
    let mut model: Value = serde_json::from_str(official.trim_start_matches('\u{feff}'))?;
    let Some(top) = model.as_object_mut() else { bail!("it is no JSON object") };
    let version = top.get("smithy").cloned().context("it has no \"smithy\"")?;
    let Some(Value::Object(shapes)) = top.remove("shapes") else { bail!("it has no \"shapes\"") };
    let mut closures = top.get("metadata").and_then(|metadata| metadata.get(CLOSURES)).cloned();
    closures
        .as_mut()
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .for_each(|one| drop_keys(one, &["documentation"]));
    let selected = Selected::by(closures.as_ref());
    let mut dropped = BTreeMap::new();
    let mut sorted: BTreeMap<String, Value> = BTreeMap::new();
    for (id, mut shape) in shapes {
        let name = id.rsplit('#').next().unwrap_or(&id);
        strip_traits(&mut shape, name, &selected, &mut dropped);
        sorted.insert(id, shape);
    }
    let count = sorted.len();
    let shapes: Map<String, Value> = sorted.into_iter().collect();
    let metadata = closures.map(|closures| ("metadata".to_owned(), serde_json::json!({ CLOSURES: closures })));
    let shapes = ("shapes".to_owned(), Value::Object(shapes));
    let model: Map<String, Value> =
        [("smithy".to_owned(), version)].into_iter().chain(metadata).chain([shapes]).collect();
    Ok(Stripped { text: to_indented_json(&model)?, shapes: count, dropped })
}

/// The metadata that declares shape closures.
const CLOSURES: &str = "shapeClosures";

/// The traits that shape closures select by.
struct Selected {
    selectors: Vec<String>,
    has_closures: bool,
}

impl Selected {
    fn by(closures: Option<&Value>) -> Self {
        let closures: Vec<&Value> = closures.and_then(Value::as_array).into_iter().flatten().collect();
        let selectors =
            closures.iter().filter_map(|closure| Some(closure.get("includeBySelector")?.as_str()?.to_owned()));
        Self { selectors: selectors.collect(), has_closures: !closures.is_empty() }
    }

    /// Whether a selector names this trait, or follows the traits of shapes whatever they are. Definitions of traits are
    /// left out of closures, so that they have to be known as such.
    fn contains(&self, id: &str) -> bool {
        let name = id.strip_prefix("smithy.api#").unwrap_or(id);
        let is_named = |selector: &String| [name, "[trait]", "idRef"].iter().any(|part| selector.contains(part));
        (self.has_closures && id == "smithy.api#trait") || self.selectors.iter().any(is_named)
    }
}

/// Strips the traits of a shape and of its members.
fn strip_traits(shape: &mut Value, name: &str, selected: &Selected, dropped: &mut BTreeMap<String, usize>) {
    let Some(shape) = shape.as_object_mut() else { return };
    if let Some(Value::Object(members)) = shape.get_mut("members") {
        members.values_mut().for_each(|member| strip_traits(member, name, selected, dropped));
    }
    for key in ["member", "key", "value"] {
        if let Some(member) = shape.get_mut(key) {
            strip_traits(member, name, selected, dropped);
        }
    }
    let Some(Value::Object(traits)) = shape.get_mut("traits") else { return };
    let mut kept = Map::new();
    for (id, mut value) in std::mem::take(traits) {
        if !selected.contains(&id) && (!reads_trait(&id) || NOT_KEPT.contains(&id.as_str())) {
            *dropped.entry(id).or_default() += 1;
            continue;
        }
        replace_prose(&id, &mut value, name);
        kept.insert(id, value);
    }
    *traits = kept;
    if traits.is_empty() {
        shape.shift_remove("traits");
    }
}

/// Removes or replaces the prose in a trait's value.
fn replace_prose(id: &str, value: &mut Value, name: &str) {
    match id {
        "smithy.api#deprecated" => drop_keys(value, &["message"]),
        "smithy.api#enum" => {
            value.as_array_mut().into_iter().flatten().for_each(|entry| drop_keys(entry, &["documentation"]));
        }
        "smithy.api#examples" => {
            for (index, example) in value.as_array_mut().into_iter().flatten().enumerate() {
                drop_keys(example, &["documentation"]);
                if let Some(title) = example.get_mut("title") {
                    *title = Value::String(format!("{name} {}", index + 1));
                }
            }
        }
        "smithy.rules#endpointBdd" | "smithy.rules#endpointRuleSet" => {
            let parameters = value.get_mut("parameters").and_then(Value::as_object_mut);
            parameters.into_iter().flat_map(Map::values_mut).for_each(replace_parameter_documentation);
            for key in ["rules", "results"] {
                value.get_mut(key).into_iter().for_each(replace_rule_prose);
            }
        }
        "smithy.rules#clientContextParams" => {
            let parameters = value.as_object_mut();
            parameters.into_iter().flat_map(Map::values_mut).for_each(|one| drop_keys(one, &["documentation"]));
        }
        "smithy.waiters#waitable" => {
            let waiters = value.as_object_mut();
            waiters.into_iter().flat_map(Map::values_mut).for_each(|one| drop_keys(one, &["documentation"]));
        }
        _ => {}
    }
}

fn drop_keys(value: &mut Value, keys: &[&str]) {
    if let Some(object) = value.as_object_mut() {
        for key in keys {
            object.shift_remove(*key);
        }
    }
}

fn replace_parameter_documentation(parameter: &mut Value) {
    let built_in = parameter.get("builtIn").and_then(Value::as_str);
    match PARAMETERS.iter().find(|(name, _)| Some(*name) == built_in) {
        Some((_, text)) => {
            // Replaced only if present, to preserve the order of keys.
            if let Some(documentation) = parameter.get_mut("documentation") {
                *documentation = Value::String((*text).to_owned());
            }
        }
        None => drop_keys(parameter, &["documentation"]),
    }
}

/// Recursion is bounded: serde_json rejects documents nested deeper than 128 levels.
fn replace_rule_prose(rules: &mut Value) {
    for rule in rules.as_array_mut().into_iter().flatten() {
        drop_keys(rule, &["documentation"]);
        if let Some(Value::String(error)) = rule.get_mut("error") {
            let is_replaced = ERRORS.iter().any(|(_, text)| text == error);
            let known = ERRORS.iter().find(|(markers, _)| markers.iter().all(|marker| error.contains(marker)));
            if !is_replaced {
                *error = known.map_or(OTHER_ERROR, |(_, text)| text).to_owned();
            }
        }
        rule.get_mut("rules").into_iter().for_each(replace_rule_prose);
    }
}

fn to_indented_json(model: &Map<String, Value>) -> Result<String> {
    let mut bytes = Vec::new();
    model.serialize(&mut Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b"    ")))?;
    bytes.push(b'\n');
    Ok(String::from_utf8(bytes)?)
}
