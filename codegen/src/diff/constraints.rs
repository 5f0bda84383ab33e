//! Compares what plans do not contain: constraints, how requests are sent, and documentation.
use super::{Change, Comparison, PlannedModel, Rule};
use crate::model::{HttpChecksum, Length, Range, Shape, ShapeId, ShapeKind, TraitValues, Traits};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Traits without a field in [`Traits`] that affect requests. Waiters are compared with their operations; the others
/// are examples and tests.
const REQUEST_TRAITS: &[&str] = &[
    "aws.auth#sigv4a",
    "aws.auth#unsignedPayload",
    "ferrosmith#labelDefaults",
    "ferrosmith#requestHeaders",
    "ferrosmith#sessionCredentials",
    "ferrosmith#treeHash",
    "smithy.api#auth",
    "smithy.api#httpBearerAuth",
    "smithy.rules#clientContextParams",
    "smithy.rules#contextParam",
    "smithy.rules#endpointBdd",
    "smithy.rules#endpointRuleSet",
    "smithy.rules#operationContextParams",
    "smithy.rules#staticContextParams",
];

const EXAMPLES: &str = "smithy.api#examples";

impl Comparison<'_> {
    pub(super) fn constraints(&mut self) {
        let users = users(self.new);
        let old: BTreeSet<ShapeId> = shapes(self.old).into_iter().collect();
        for id in shapes(self.new).into_iter().filter(|id| old.contains(id)) {
            let (Some(before), Some(after)) = (self.old.model.shape(&id), self.new.model.shape(&id)) else { continue };
            self.traits(&id, [&before.traits, &after.traits], &users);
            let old_members = members(before);
            for (name, after) in members(after) {
                if let Some(before) = old_members.get(name) {
                    self.traits(&id.with_member(name), [before, after], &users);
                }
            }
        }
    }

    fn traits(&mut self, id: &ShapeId, both: [&Traits; 2], users: &BTreeMap<ShapeId, Vec<String>>) {
        if prose(both[0]) != prose(both[1]) {
            self.documentation += 1;
        }
        let [old, new] = both.map(facts);
        for ((rule, name, before), (_, _, after)) in old.into_iter().zip(new) {
            if before == after {
                continue;
            }
            let own = self.new.items.of(id);
            // The member of a list belongs to the members that contain the list.
            let containers = || users.get(id).or_else(|| users.get(&id.without_member()));
            let items = if own.is_empty() { containers().cloned().unwrap_or_default() } else { own.to_vec() };
            let description = |value: Option<String>| {
                let value = value?;
                Some(if value.is_empty() { name.to_owned() } else { format!("{name} {value}") })
            };
            self.changes.push(Change {
                rule,
                items,
                shape: id.clone(),
                before: description(before),
                after: description(after),
            });
        }
        for name in REQUEST_TRAITS {
            let [before, after] = both.map(|traits| traits.other.get(*name));
            let is_same = match (before, after) {
                (None, None) => true,
                (Some(before), Some(after)) => same_facts(before, after),
                _ => false,
            };
            if !is_same && !is_another_form(name, both) {
                // The values are not shown, because rule sets are too long.
                let is_other = before.is_some() && after.is_some();
                let items = self.new.items.of(id).to_vec();
                let before = before.map(|_| (*name).to_owned());
                let after = after.map(|_| format!("{name}{}", if is_other { ", with another value" } else { "" }));
                self.changes.push(Change { rule: Rule::SendingChanged, items, shape: id.clone(), before, after });
            }
        }
    }
}

/// Whether a model only gained or lost one of the two forms of endpoint rules, and the other is what it was: both say the
/// same.
fn is_another_form(name: &str, both: [&Traits; 2]) -> bool {
    let other = match name {
        "smithy.rules#endpointBdd" => "smithy.rules#endpointRuleSet",
        "smithy.rules#endpointRuleSet" => "smithy.rules#endpointBdd",
        _ => return false,
    };
    let is_in_one = both.iter().filter(|traits| traits.other.contains_key(name)).count() == 1;
    let [before, after] = both.map(|traits| traits.other.get(other));
    is_in_one && before.zip(after).is_some_and(|(before, after)| same_facts(before, after))
}

/// Returns the service, its operations and all shapes they reach; or the shapes of the closure.
fn shapes(side: &PlannedModel<'_>) -> Vec<ShapeId> {
    let plan = &side.plan;
    let names: Vec<String> = plan.operations.iter().map(|operation| operation.shape.name().to_owned()).collect();
    // An empty list would select all operations, including those with event streams.
    let reached = match names.is_empty() {
        true => BTreeSet::new(),
        false => side.model.closure(&plan.service.shape, &names).map(|closure| closure.shapes).unwrap_or_default(),
    };
    let closure = side.model.closures.iter().find(|closure| closure.shape.id == plan.service.shape);
    let reached = reached.into_iter().chain(closure.into_iter().flat_map(|closure| closure.shapes.iter().cloned()));
    let operations = plan.operations.iter().map(|operation| operation.shape.clone());
    std::iter::once(plan.service.shape.clone()).chain(operations).chain(reached).collect()
}

/// Returns the members that contain a shape without a Rust item, directly or through lists and maps.
fn users(side: &PlannedModel<'_>) -> BTreeMap<ShapeId, Vec<String>> {
    let mut users: BTreeMap<ShapeId, Vec<String>> = BTreeMap::new();
    for id in shapes(side) {
        let Some(shape) = side.model.shape(&id) else { continue };
        let (ShapeKind::Structure(members) | ShapeKind::Union(members)) = &shape.kind else { continue };
        for member in members {
            let items = side.items.of(&member.id);
            let mut pending = vec![&member.target];
            // The loader bounds the nesting of lists and maps.
            while let Some(target) = pending.pop() {
                match side.model.shape(target).map(|shape| &shape.kind) {
                    Some(ShapeKind::List(inner)) => pending.push(&inner.target),
                    Some(ShapeKind::Map { key, value }) => pending.extend([&key.target, &value.target]),
                    _ => {}
                }
                if side.items.of(target).is_empty() {
                    users.entry(target.clone()).or_default().extend_from_slice(items);
                }
            }
        }
    }
    users
}

/// Returns the traits of members by name, including those of enums.
fn members(shape: &Shape) -> BTreeMap<&str, &Traits> {
    match &shape.kind {
        ShapeKind::Enum(values) => values.iter().map(|value| (value.name.as_str(), &value.traits)).collect(),
        ShapeKind::IntEnum(values) => values.iter().map(|value| (value.name.as_str(), &value.traits)).collect(),
        kind => kind.members().map(|member| (member.name(), &member.traits)).collect(),
    }
}

/// Returns the facts that only the model contains, always in the same order. The pattern names every trait, so that a
/// new one has to be classified.
fn facts(traits: &Traits) -> Vec<(Rule, &'static str, Option<String>)> {
    let TraitValues {
        length,
        range,
        pattern,
        unique_items,
        request_compression,
        http_checksum_required,
        http_checksum,
        streaming,
        requires_length,
        event_header,
        event_payload,
        optional_auth,
        aws_query_compatible,
        already_so,
        long_poll,
        // Part of the plan.
        required: _,
        client_optional: _,
        added_default: _,
        input: _,
        output: _,
        sparse: _,
        error: _,
        default: _,
        idempotency_token: _,
        idempotent: _,
        readonly: _,
        retryable: _,
        sensitive: _,
        deprecated: _,
        json_name: _,
        media_type: _,
        timestamp_format: _,
        http: _,
        http_label: _,
        http_query: _,
        http_query_params: _,
        http_header: _,
        http_prefix_headers: _,
        http_payload: _,
        http_response_code: _,
        endpoint: _,
        host_label: _,
        sigv4: _,
        aws_service: _,
        protocols: _,
        // Compared as facts.
        xml: _,
        // Compared with the operation.
        paginated: _,
        waiters: _,
        other: _,
        // Only documented: the error code identifies the error.
        http_error,
        // Prose.
        documentation: _,
        title: _,
        external_documentation: _,
        internal: _,
        unknown_waiters: _,
    } = &**traits;
    let flag = |is_set: &bool| is_set.then(String::new);
    vec![
        (Rule::ConstraintChanged, "length", length.as_ref().map(length_text)),
        (Rule::ConstraintChanged, "range", range.as_ref().map(range_text)),
        (Rule::ConstraintChanged, "pattern", pattern.clone()),
        (Rule::ConstraintChanged, "all different", flag(unique_items)),
        (Rule::ConstraintChanged, "status", http_error.map(|status| status.to_string())),
        (Rule::SendingChanged, "compressed with", request_compression.as_ref().map(|encodings| encodings.join(", "))),
        (Rule::SendingChanged, "with a checksum", flag(http_checksum_required)),
        (Rule::SendingChanged, "with checksums", http_checksum.as_deref().map(checksum_text)),
        (Rule::SendingChanged, "as a stream", flag(streaming)),
        (Rule::SendingChanged, "with its length known", flag(requires_length)),
        (Rule::SendingChanged, "as a header of an event", flag(event_header)),
        (Rule::SendingChanged, "as the payload of an event", flag(event_payload)),
        (Rule::SendingChanged, "unsigned where there are no credentials", flag(optional_auth)),
        (Rule::SendingChanged, "compatible with awsQuery", flag(aws_query_compatible)),
        (Rule::IdempotencyChanged, "already so with", (!already_so.is_empty()).then(|| already_so.join(", "))),
        (
            Rule::SendingChanged,
            "waited for",
            long_poll.map(|poll| poll.timeout_millis.map_or("its time".to_owned(), |millis| format!("{millis} ms"))),
        ),
    ]
}

/// Describes the checksums of an operation.
fn checksum_text(checksum: &HttpChecksum) -> String {
    let HttpChecksum {
        request_algorithm_member,
        request_checksum_required,
        request_validation_mode_member,
        response_algorithms,
    } = checksum;
    let required = request_checksum_required.then(|| "required".to_owned());
    let chosen = request_algorithm_member.as_ref().map(|member| format!("chosen by {member}"));
    let algorithms = response_algorithms.join(", ");
    let checked = request_validation_mode_member.as_ref().map(|mode| format!("checked by {mode}: {algorithms}"));
    required.into_iter().chain(chosen).chain(checked).collect::<Vec<_>>().join(", ")
}

/// Describes a length. A minimum of 0 is not a constraint.
fn length_text(length: &Length) -> String {
    bounds(length.min.filter(|min| *min > 0).map(|min| min.to_string()), length.max.map(|max| max.to_string()))
}

fn range_text(range: &Range) -> String {
    bounds(range.min.as_ref().map(ToString::to_string), range.max.as_ref().map(ToString::to_string))
}

fn bounds(min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => "any".to_owned(),
    }
}

/// Returns the traits that only affect documentation.
fn prose(traits: &Traits) -> impl PartialEq + '_ {
    (&traits.documentation, &traits.title, &traits.external_documentation, traits.other.get(EXAMPLES))
}

/// Returns whether two values are equal apart from documentation, which parameters of endpoint rules and waiters
/// contain.
pub(super) fn same_facts(one: &Value, other: &Value) -> bool {
    const PROSE: &[&str] = &["documentation", "error"];
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let is_fact = |key: &&String| !PROSE.contains(&key.as_str());
            let keys = |map: &serde_json::Map<String, Value>| map.keys().filter(is_fact).count();
            keys(one) == keys(other)
                && one
                    .iter()
                    .filter(|(key, _)| is_fact(key))
                    .all(|(key, value)| other.get(key).is_some_and(|other| same_facts(value, other)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_facts(one, other))
        }
        _ => one == other,
    }
}
