//! The arguments of the `#[smithy(…)]` attribute: the traits that affect serialization and `Debug` output.
mod names;

use super::{Fact, Protocol, target::Target};
use crate::model::{Member, Model, Shape, ShapeKind, TimestampFormat};
use std::fmt;

/// How a structure is used in a message. HTTP bindings apply to top-level structures only. Smithy: "HTTP bindings".
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Input,
    Output,
    Error,
    Nested,
}

impl Fact {
    pub(super) fn flag(name: &'static str) -> Self {
        Self { name, argument: None, facts: Vec::new() }
    }

    fn with(name: &'static str, argument: impl Into<String>) -> Self {
        Self { name, argument: Some(argument.into()), facts: Vec::new() }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        self.argument.as_ref().map_or(Ok(()), |argument| write!(f, " {argument:?}"))?;
        let facts: Vec<String> = self.facts.iter().map(ToString::to_string).collect();
        if facts.is_empty() { Ok(()) } else { write!(f, " ({})", facts.join(", ")) }
    }
}

/// Returns the facts of a member for all protocols of the crate, in a fixed order.
pub(super) fn of_member(target: &Target<'_>, role: Role, member: &Member) -> Vec<Fact> {
    let (model, traits) = (target.model, &member.traits);
    let mut facts = Vec::new();
    // The client generates missing idempotency tokens, so that they are never required.
    if traits.required && !traits.idempotency_token {
        facts.push(Fact::flag("required"));
    }
    let binding = if target.is_rest() { binding(model, role, member) } else { None };
    let is_payload = binding.as_ref().is_some_and(|binding| matches!(binding.name, "payload" | "structure_payload"));
    let is_in_body = binding.is_none();
    facts.extend(binding);
    if target.is_rest() {
        facts.extend(traits.json_name.as_deref().map(|name| Fact::with("json_name", name)));
    }
    let shape = model.shape(&member.target);
    facts.extend(traits.timestamp_format.or_else(|| timestamp_format(model, shape)).map(|format| {
        Fact::flag(match format {
            TimestampFormat::DateTime => "date_time",
            TimestampFormat::HttpDate => "http_date",
            TimestampFormat::EpochSeconds => "epoch_seconds",
        })
    }));
    let media_type = traits.media_type.as_ref().or_else(|| shape?.traits.media_type.as_ref());
    facts.extend(media_type.map(|media_type| Fact::with("media_type", media_type)));
    if traits.sensitive || is_sensitive(model, shape) {
        facts.push(Fact::flag("sensitive"));
    }
    if traits.idempotency_token {
        facts.push(Fact::flag("idempotency_token"));
    }
    if traits.host_label && role == Role::Input {
        facts.push(Fact::flag("host_label"));
    }
    if target.has(Protocol::has_root_elements) && is_payload && role == Role::Input {
        facts.extend(names::of_payload(model, member));
    } else if target.has(Protocol::has_xml_names) && is_in_body {
        facts.extend(names::of_member(target, member));
    }
    facts
}

/// Returns the facts of a structure or a union. An error is identified in a response by its name in the model; without a
/// service there are no responses.
pub(super) fn of_shape(target: &Target<'_>, role: Role, shape: &Shape, ident: &str) -> Vec<Fact> {
    let name = shape.id.name();
    let is_error = shape.traits.error.is_some() && !target.is_types_only;
    let named = (is_error && name != ident).then(|| Fact::with("named", name));
    let sensitive = shape.traits.sensitive.then(|| Fact::flag("sensitive"));
    let retryable = shape.traits.retryable.filter(|_| !target.is_types_only);
    let retry = retryable.map(|retryable| if retryable.throttling { "throttling" } else { "retryable" });
    let names = names::of_shape(target, role, shape, ident);
    named.into_iter().chain(sensitive).chain(retry.map(Fact::flag)).chain(names).collect()
}

fn binding(model: &Model, role: Role, member: &Member) -> Option<Fact> {
    let traits = &member.traits;
    let shared = || {
        let header = traits.http_header.as_ref().map(|name| Fact::with("header", name.to_ascii_lowercase()));
        let prefix =
            traits.http_prefix_headers.as_ref().map(|prefix| Fact::with("prefix_headers", prefix.to_ascii_lowercase()));
        let payload = traits.http_payload.then(|| Fact::flag("payload"));
        header.or(prefix).or(payload)
    };
    match role {
        Role::Input => {
            let label = traits.http_label.then(|| Fact::flag("label"));
            let query = traits.http_query.as_ref().map(|name| Fact::with("query", name));
            let params = traits.http_query_params.then(|| Fact::flag("query_params"));
            let is_structure =
                || model.shape(&member.target).is_some_and(|shape| matches!(shape.kind, ShapeKind::Structure(_)));
            let structure = (traits.http_payload && is_structure()).then(|| Fact::flag("structure_payload"));
            label.or(query).or(params).or(structure).or_else(shared)
        }
        Role::Output | Role::Error => {
            let code = traits.http_response_code.then(|| Fact::flag("response_code"));
            code.or_else(shared)
        }
        Role::Nested => None,
    }
}

/// Returns the format of the timestamps in a value, searching through lists and maps. The loader limits their nesting.
fn timestamp_format(model: &Model, target: Option<&Shape>) -> Option<TimestampFormat> {
    let target = target?;
    match &target.kind {
        ShapeKind::Timestamp => target.traits.timestamp_format,
        ShapeKind::List(inner) | ShapeKind::Map { value: inner, .. } => {
            inner.traits.timestamp_format.or_else(|| timestamp_format(model, model.shape(&inner.target)))
        }
        _ => None,
    }
}

/// Whether a value, or an element of a list or map in it, must not be printed.
pub(super) fn is_sensitive(model: &Model, target: Option<&Shape>) -> bool {
    let Some(target) = target else { return false };
    let inner: Vec<&Member> = match &target.kind {
        ShapeKind::List(member) => vec![member],
        ShapeKind::Map { key, value } => vec![key, value],
        _ => vec![],
    };
    target.traits.sensitive
        || inner.into_iter().any(|inner| inner.traits.sensitive || is_sensitive(model, model.shape(&inner.target)))
}
