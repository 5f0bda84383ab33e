//! Checks the members of a structure or union together: unique serialized names, and payloads of events.

use std::collections::BTreeMap;

use super::super::shapes::Member;
use super::super::specification::of_trait;
use super::{Diagnostics, Model, Shape, ShapeKind, diagnostic};

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    for shape in model.shapes.values() {
        let (ShapeKind::Structure(members) | ShapeKind::Union(members)) = &shape.kind else {
            continue;
        };
        if members.iter().any(|member| member.traits.json_name.is_some()) {
            let name = |member: &Member| Some(member.traits.json_name.clone().unwrap_or(member.name().to_owned()));
            check_unique_names(shape, members, ("smithy.api#jsonName", "the JSON name"), name, problems);
        }
        let header = |member: &Member| member.traits.http_header.as_ref().map(|name| name.to_ascii_lowercase());
        check_unique_names(shape, members, ("smithy.api#httpHeader", "the header"), header, problems);
        let query = |member: &Member| member.traits.http_query.clone();
        check_unique_names(shape, members, ("smithy.api#httpQuery", "the query parameter"), query, problems);
        check_prefix_headers(shape, members, problems);
        check_event(shape, members, problems);
    }
}

/// Reports each serialized name that several members have.
fn check_unique_names(
    shape: &Shape,
    members: &[Member],
    (id, what): (&str, &str),
    name: impl Fn(&Member) -> Option<String>,
    problems: &mut Diagnostics,
) {
    let mut members_by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for member in members {
        if let Some(name) = name(member) {
            members_by_name.entry(name).or_default().push(member.name());
        }
    }
    for (name, users) in members_by_name.into_iter().filter(|(_, users)| users.len() > 1) {
        let message = format!("has several members that are {what} {name:?}: {}", users.join(", "));
        problems.push(diagnostic(shape, message).see(of_trait(id)));
    }
}

/// Checks that no header starts with the prefix of `@httpPrefixHeaders`, because it would be read into two members.
fn check_prefix_headers(shape: &Shape, members: &[Member], problems: &mut Diagnostics) {
    let id = "smithy.api#httpPrefixHeaders";
    let prefix = members.iter().find_map(|member| Some((member, member.traits.http_prefix_headers.as_ref()?)));
    // With an empty prefix, the map contains the headers that are not bound to other members.
    let Some((owner, prefix)) = prefix.filter(|(_, prefix)| !prefix.is_empty()) else {
        return;
    };
    for member in members {
        let is_covered = |header: &String| header.to_ascii_lowercase().starts_with(&prefix.to_ascii_lowercase());
        if let Some(header) = member.traits.http_header.as_ref().filter(|header| is_covered(header)) {
            let message =
                format!("is the header {header:?}, which the prefix {prefix:?} of {} covers too", owner.name());
            let mut problem = diagnostic(shape, message).at(&member.location).on(&member.id);
            problem.section = of_trait(id);
            problems.push(problem);
        }
    }
}

/// Checks that in an event with `@eventPayload`, all other members are `@eventHeader`.
fn check_event(shape: &Shape, members: &[Member], problems: &mut Diagnostics) {
    let Some(payload) = members.iter().find(|member| member.traits.event_payload) else {
        return;
    };
    let is_unbound = |member: &&Member| !member.traits.event_payload && !member.traits.event_header;
    let unbound: Vec<_> = members.iter().filter(is_unbound).map(Member::name).collect();
    if !unbound.is_empty() {
        let message = format!(
            "has the smithy.api#eventPayload {}, so that all others have to be smithy.api#eventHeader, and these are not: {}",
            payload.name(),
            unbound.join(", ")
        );
        problems.push(diagnostic(shape, message).see(of_trait("smithy.api#eventPayload")));
    }
}
