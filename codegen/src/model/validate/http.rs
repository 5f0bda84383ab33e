//! Checks that labels of URIs and host prefixes are bound to members: Smithy 2.0 § "httpLabel trait" and § "hostLabel
//! trait".

use std::collections::BTreeSet;

use super::super::shape_id::is_identifier;
use super::super::shapes::Member;
use super::super::uri::{Segment, UriPattern};
use super::{Diagnostic, Diagnostics, Shape, ShapeKind, UnvalidatedModel, diagnostic};

pub(super) fn check(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    for (shape, operation) in unvalidated.operations() {
        let input = unvalidated.input(operation);
        if let Some(http) = &shape.traits.http
            && let Ok(uri) = UriPattern::parse(&http.uri)
        {
            let labels: BTreeSet<&str> = uri.labels().collect();
            let bound: Vec<&Member> = input.iter().filter(|member| member.traits.http_label).collect();
            check_labels(shape, shape, ("the URI", "smithy.api#httpLabel"), (&labels, &bound), problems);
            check_greedy_labels(unvalidated, &uri, &bound, problems);
            check_query_literals(shape, &uri, input, problems);
        }
        if let Some(endpoint) = &shape.traits.endpoint {
            match host_labels(&endpoint.host_prefix) {
                Some(labels) => {
                    let bound: Vec<&Member> = input.iter().filter(|member| member.traits.host_label).collect();
                    let owner = operation.input.as_ref().and_then(|id| unvalidated.model.shape(id)).unwrap_or(shape);
                    check_labels(
                        shape,
                        owner,
                        ("the host prefix", "smithy.api#hostLabel"),
                        (&labels, &bound),
                        problems,
                    );
                }
                None => {
                    let problem = diagnostic(shape, format!("the host prefix {:?} is malformed", endpoint.host_prefix));
                    let hint = "it consists of letters, digits, `-`, `.` and labels such as {name}, each used once and not directly after another";
                    problems.push(problem.hint(hint.to_owned()));
                }
            }
        }
    }
}

/// Checks that each label has a member, and each bound member a label. A missing member is reported for `owner`.
fn check_labels(
    operation: &Shape,
    owner: &Shape,
    (binding, id): (&str, &str),
    (labels, bound): (&BTreeSet<&str>, &[&Member]),
    problems: &mut Diagnostics,
) {
    for label in labels {
        if !bound.iter().any(|member| member.name() == *label) {
            let of = if owner.id == operation.id { String::new() } else { format!(" of {}", operation.id) };
            let message =
                format!("{binding}{of} has the label {{{label}}}, but the input has no member of this name with {id}");
            let hint = problems.did_you_mean(label, bound.iter().map(|member| member.name()));
            problems.push(diagnostic(owner, message).hint(hint));
        }
    }
    for member in bound {
        if !labels.contains(member.name()) {
            let message = format!("has {id}, but {binding} of {} has no label {{{}}}", operation.id, member.name());
            problems.push(Diagnostic::new(message).at(&member.location).on(&member.id));
        }
    }
}

/// Checks that no member is bound to a query parameter that the URI already contains.
fn check_query_literals(operation: &Shape, uri: &UriPattern, input: &[Member], problems: &mut Diagnostics) {
    for member in input {
        let literal =
            member.traits.http_query.as_ref().filter(|name| uri.query.iter().any(|(query, _)| query == *name));
        if let Some(name) = literal {
            let message = format!("is the query parameter {name:?}, which the URI of {} gives already", operation.id);
            problems.push(Diagnostic::new(message).at(&member.location).on(&member.id));
        }
    }
}

/// Checks that greedy labels are strings: only those can contain slashes.
fn check_greedy_labels(
    unvalidated: &UnvalidatedModel,
    uri: &UriPattern,
    bound: &[&Member],
    problems: &mut Diagnostics,
) {
    for segment in &uri.segments {
        let Segment::Greedy(name) = segment else { continue };
        let Some(member) = bound.iter().find(|member| member.name() == name) else { continue };
        if let Some(target) = unvalidated.model.shape(&member.target)
            && !matches!(target.kind, ShapeKind::String | ShapeKind::Enum(_))
        {
            let message =
                format!("is the greedy label {{{name}+}}, but a value of type {} has no slashes", target.kind.name());
            let problem = Diagnostic::new(message).at(&member.location).on(&member.id);
            problems.push(problem.hint("a string or an enum is needed".to_owned()));
        }
    }
}

/// Returns the labels of a host prefix; `None` if braces do not match, a label occurs twice or directly follows another
/// one, or the result could not be a host name.
fn host_labels(prefix: &str) -> Option<BTreeSet<&str>> {
    let mut parts = prefix.split('{');
    let mut host = parts.next()?.to_owned();
    let mut labels = BTreeSet::new();
    for (number, part) in parts.enumerate() {
        let (label, literal) = part.split_once('}')?;
        let is_adjacent = number > 0 && host.ends_with(LABEL);
        if is_adjacent || !is_identifier(label) || !labels.insert(label) {
            return None;
        }
        host = host + LABEL + literal;
    }
    is_host(&host.replace(LABEL, "x")).then_some(labels)
}

/// The placeholder of a label. No literal contains it.
const LABEL: &str = "{}";

/// RFC 3986 § 3.2.2 and RFC 1123 § 2.1. The trailing dot, which separates it from the rest of the host, is optional.
fn is_host(host: &str) -> bool {
    let is_part =
        |part: &str| (1..=63).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let whole = host.strip_suffix('.').unwrap_or(host);
    whole.starts_with(|first: char| first.is_ascii_alphanumeric()) && whole.split('.').all(is_part)
}
