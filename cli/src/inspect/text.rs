//! Describes a shape as text.

use std::fmt::Write;

use ferrosmith_codegen::model::{EnumValue, Member, Shape, ShapeId, ShapeKind};
use ferrosmith_codegen::plan::{Fact, Types, constraints};

use super::Service;
use super::walk::{ReverseReferences, closure};
use crate::paint::{Paint, Style, escape};
use crate::summary::pluralize;

/// The maximum number of names listed; further ones are counted.
const MAX_NAMES: usize = 12;

pub(super) fn write(service: &Service, shape: &Shape, paint: Paint) -> String {
    let heading = paint.paint(Style::Strong, shape.id.as_str());
    let mut text = format!("{heading} ({}, {})\n", shape.kind.name(), shape.location);
    let mut row = |name: &str, value: String| {
        let name = paint.paint(Style::Dim, &format!("{name:<10}"));
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "  {name} {value}");
    };
    row("Rust", service.rust(shape).unwrap_or_else(|| "nothing of its own".to_owned()));
    if let Some(sentence) = constraints(&shape.traits, shape) {
        row("holds", escape(&sentence));
    }
    let needs = closure(&service.model, std::iter::once(shape.id.clone())).len() - 1;
    row("needs", pluralize(needs, "shape"));

    let references = ReverseReferences::new(service.shapes());
    let reached = references.all_users(&shape.id);
    let all_operations = &service.plan.operations;
    let operations: Vec<&str> = all_operations
        .iter()
        .map(|operation| &operation.shape)
        .filter(|id| reached.contains(id))
        .map(ShapeId::name)
        .collect();
    if !service.plan.is_types_only && !matches!(shape.kind, ShapeKind::Operation(_) | ShapeKind::Service(_)) {
        row("reached by", format!("{}: {}", pluralize(operations.len(), "operation"), names(&operations)));
    }
    for line in detail_lines(service, shape) {
        let _ = writeln!(text, "  {line}");
    }
    let users = users(service, shape, &references);
    if !users.is_empty() {
        let _ = writeln!(text, "  used by {}", pluralize(users.len(), "place"));
        users.iter().for_each(|user| _ = writeln!(text, "    {user}"));
    }
    text
}

fn names(all: &[&str]) -> String {
    let shown = all.iter().take(MAX_NAMES).copied().collect::<Vec<_>>().join(", ");
    match all.len().checked_sub(MAX_NAMES) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}

/// Returns lines about members, values, or the input and output of an operation.
fn detail_lines(service: &Service, shape: &Shape) -> Vec<String> {
    match &shape.kind {
        ShapeKind::Structure(members) => {
            let fields = service.fields(&shape.id).iter().map(|field| {
                let member = members.iter().find(|member| member.name() == field.name);
                let rest = wire_facts(service, &field.name, &field.facts, member);
                format!("  {}: {}  {rest}", field.ident, field.value)
            });
            with_heading("members", fields.collect())
        }
        ShapeKind::Union(members) => {
            let variants = service.plan.types.iter().find_map(|file| match &file.types {
                Types::Union(union) if union.shape == shape.id => Some(&union.variants),
                Types::Union(_) | Types::Structure(_) | Types::Enum(_) | Types::IntEnum(_) => None,
            });
            let rows = variants.into_iter().flatten().map(|variant| {
                let member = members.iter().find(|member| member.name() == variant.wire);
                let payload = variant.payload.as_ref().map(|payload| format!("({payload})")).unwrap_or_default();
                format!("  {}{payload}  {}", variant.ident, wire_facts(service, &variant.wire, &variant.facts, member))
            });
            with_heading("members", rows.collect())
        }
        ShapeKind::Enum(values) => {
            let row = |EnumValue { name, value, .. }: &EnumValue| format!("  {name} = \"{}\"", escape(value));
            with_heading("values", values.iter().map(row).collect())
        }
        ShapeKind::IntEnum(values) => {
            with_heading("values", values.iter().map(|one| format!("  {} = {}", one.name, one.value)).collect())
        }
        ShapeKind::List(member) => vec![format!("of {}", member.target)],
        ShapeKind::Map { key, value } => vec![format!("from {} to {}", key.target, value.target)],
        ShapeKind::Operation(_) => operation(service, &shape.id),
        ShapeKind::Service(_) => vec![pluralize(service.plan.operations.len(), "operation")],
        ShapeKind::Resource(_)
        | ShapeKind::Blob
        | ShapeKind::Boolean
        | ShapeKind::String
        | ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::Long
        | ShapeKind::Float
        | ShapeKind::Double
        | ShapeKind::BigInteger
        | ShapeKind::BigDecimal
        | ShapeKind::Timestamp
        | ShapeKind::Document => Vec::new(),
    }
}

fn with_heading(head: &str, rows: Vec<String>) -> Vec<String> {
    if rows.is_empty() { rows } else { std::iter::once(head.to_owned()).chain(rows).collect() }
}

/// Returns the name and the facts on the wire, and the constraints.
fn wire_facts(service: &Service, name: &str, facts: &[Fact], member: Option<&Member>) -> String {
    let facts = facts.iter().map(|fact| match &fact.argument {
        Some(argument) => format!("{} {argument:?}", fact.name),
        None => fact.name.to_owned(),
    });
    let wire: Vec<String> = std::iter::once(format!("{name:?}")).chain(facts).collect();
    let target = member.and_then(|member| service.model.shape(&member.target));
    let sentence = member.zip(target).and_then(|(member, target)| constraints(&member.traits, target));
    let sentence = sentence.map(|sentence| format!("; {}", escape(&sentence))).unwrap_or_default();
    format!("{}{sentence}", wire.join(", "))
}

fn operation(service: &Service, id: &ShapeId) -> Vec<String> {
    let Some(operation) = service.plan.operations.iter().find(|operation| operation.shape == *id) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if let Some((method, uri, status)) = &operation.http {
        lines.push(format!("{method} {uri}, status {status}"));
    }
    if operation.is_idempotent {
        lines.push("idempotent".to_owned());
    }
    for structure in [&operation.input, &operation.output] {
        let shape = structure.shape.as_ref().map_or("no shape", ShapeId::as_str);
        lines.push(format!("{} ({shape})", structure.ident));
        for field in &structure.fields {
            let id = structure.shape.as_ref().map(|shape| shape.with_member(&field.name));
            let shape = structure.shape.as_ref().and_then(|shape| service.model.shape(shape));
            let member = shape.and_then(|shape| shape.kind.members().find(|member| Some(&member.id) == id.as_ref()));
            lines.push(format!(
                "  {}: {}  {}",
                field.ident,
                field.value,
                wire_facts(service, &field.name, &field.facts, member)
            ));
        }
    }
    let errors: Vec<&str> = operation.error.variants.iter().map(|variant| variant.ident.as_str()).collect();
    lines.push(format!("{}: {}", operation.error.ident, names(&errors)));
    lines
}

/// Returns the members and operations that use a shape, directly or through lists and maps.
fn users(service: &Service, shape: &Shape, references: &ReverseReferences<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut pending = vec![(&shape.id, String::new())];
    // The loader bounds the nesting of lists and maps.
    while let Some((id, through)) = pending.pop() {
        for user in references.users(id) {
            let Some(user) = service.model.shape(user) else { continue };
            if matches!(user.kind, ShapeKind::List(_) | ShapeKind::Map { .. }) {
                pending.push((&user.id, format!("{through}, through {}", user.id.name())));
                continue;
            }
            let matching = user.kind.members().filter(|member| member.target == *id);
            let members = matching.map(|member| (service.items.of(&member.id), &member.id));
            for (items, member) in members {
                lines.push(format!("{} ({member}{through})", items.join(", ")));
            }
            if matches!(user.kind, ShapeKind::Operation(_)) {
                lines.push(format!("{} ({}{through})", service.items.of(&user.id).join(", "), user.id));
            }
        }
    }
    lines.sort();
    lines
}
