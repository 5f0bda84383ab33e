//! Labels of URIs and host prefixes have members: Smithy 2.0 § "httpLabel trait" and § "hostLabel trait".

use std::collections::BTreeSet;

use super::super::shapes::Member;
use super::super::uri::UriPattern;
use super::{Diagnostic, Diagnostics, Shape, ShapeKind, Unproven, about, did_you_mean};

/// What may be a label, and its name.
type Fitting = (fn(&ShapeKind) -> bool, &'static str);
const SCALAR: Fitting = (is_scalar, "a string, an enum, a number, a boolean or a timestamp");
const TEXT: Fitting = (is_text, "a string or an enum");

pub(super) fn check(unproven: &Unproven, problems: &mut Diagnostics) {
    for (shape, operation) in unproven.operations() {
        let input = unproven.input(operation);
        if let Some(http) = &shape.traits.http
            && let Ok(uri) = UriPattern::parse(&http.uri)
        {
            let labels: BTreeSet<&str> = uri.labels().collect();
            let bound: Vec<&Member> = input.iter().filter(|member| member.traits.http_label).collect();
            pair(shape, "the URI", "smithy.api#httpLabel", &labels, &bound, problems);
            for member in bound {
                check_label(unproven, member, "smithy.api#httpLabel", SCALAR, problems);
            }
        }
        if let Some(endpoint) = &shape.traits.endpoint {
            match host_labels(&endpoint.host_prefix) {
                Some(labels) => {
                    let bound: Vec<&Member> = input.iter().filter(|member| member.traits.host_label).collect();
                    pair(shape, "the host prefix", "smithy.api#hostLabel", &labels, &bound, problems);
                    for member in bound {
                        check_label(unproven, member, "smithy.api#hostLabel", TEXT, problems);
                    }
                }
                None => {
                    let problem = about(shape, format!("the host prefix {:?} is malformed", endpoint.host_prefix));
                    let hint = "it consists of letters, digits, `-`, `.`, `_` and labels such as {name}";
                    problems.push(problem.hint(hint.to_owned()));
                }
            }
        }
    }
}

/// Each label has a member, and each member a label.
fn pair(shape: &Shape, place: &str, id: &str, labels: &BTreeSet<&str>, bound: &[&Member], problems: &mut Diagnostics) {
    for label in labels {
        if !bound.iter().any(|member| member.name() == *label) {
            let message =
                format!("{place} has the label {{{label}}}, but the input has no member of this name with {id}");
            let hint = did_you_mean(label, bound.iter().map(|member| member.name()));
            problems.push(about(shape, message).hint(hint));
        }
    }
    for member in bound {
        if !labels.contains(member.name()) {
            let message = format!("has {id}, but {place} of {} has no label {{{}}}", shape.id, member.name());
            problems.push(Diagnostic::new(message).at(&member.location).on(&member.id));
        }
    }
}

fn check_label(unproven: &Unproven, member: &Member, id: &str, (fits, needed): Fitting, problems: &mut Diagnostics) {
    let problem = |message: String| Diagnostic::new(message).at(&member.location).on(&member.id);
    if !member.traits.required {
        problems.push(problem(format!("has {id}, and therefore has to be smithy.api#required too")));
    }
    if let Some(target) = unproven.model.shape(&member.target)
        && !fits(&target.kind)
    {
        let problem = problem(format!("has {id}, but a value of type {} cannot be a label", target.kind.name()));
        problems.push(problem.hint(format!("{needed} is needed")));
    }
}

fn is_text(kind: &ShapeKind) -> bool {
    matches!(kind, ShapeKind::String | ShapeKind::Enum(_))
}

fn is_scalar(kind: &ShapeKind) -> bool {
    let number = matches!(
        kind,
        ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::Float
            | ShapeKind::Double
            | ShapeKind::BigInteger
            | ShapeKind::BigDecimal
            | ShapeKind::IntEnum(_)
    );
    number || is_text(kind) || matches!(kind, ShapeKind::Boolean | ShapeKind::Timestamp)
}

/// The labels of a host prefix; `None` if braces do not match or what is between them belongs in no host name.
fn host_labels(prefix: &str) -> Option<BTreeSet<&str>> {
    let is_literal = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let mut parts = prefix.split('{');
    if !is_literal(parts.next()?) {
        return None;
    }
    let mut labels = BTreeSet::new();
    for part in parts {
        let (label, literal) = part.split_once('}')?;
        if !is_literal(literal) {
            return None;
        }
        labels.insert(label);
    }
    Some(labels)
}
