//! Parses one shape of the JSON AST.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::ast::{AstKind, AstMember, AstShape, AstTrait};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::json::{Fields, Node};
use super::parse::traits;
use super::shape_id::{ShapeId, is_identifier};
use super::shapes::{Operation, Resource, Service, ShapeKind};
use super::trait_table::UNIQUE_ITEMS;

/// Parses the shape `id` of type `kind`. Returns `None` if there is no such type. Errors in parts of the shape are
/// added to
/// `problems`, and the remaining parts are still parsed.
pub(super) fn parse_shape<'a>(
    id: &ShapeId,
    kind: &str,
    node: Node<'a>,
    fields: &Fields<'a>,
    v1: bool,
    problems: &mut Diagnostics,
) -> Option<AstShape<'a>> {
    let mut reader = Reader { fields, problems };
    let parsed = reader.kind(kind)?;
    let members = match parsed {
        AstKind::Structure | AstKind::Union | AstKind::Enum | AstKind::IntEnum => reader.members(id),
        AstKind::List => reader.fixed_members(id, &["member"]),
        AstKind::Map => reader.fixed_members(id, &["key", "value"]),
        _ => Vec::new(),
    };
    let mixins = reader.targets("mixins");
    let mut shape = AstShape {
        id: id.clone(),
        kind: parsed,
        members,
        traits: traits(fields, false, problems),
        mixins,
        location: node.location(),
        body: node.raw(),
        v1,
    };
    if kind == "set" {
        let unique = AstTrait { value: Cow::Borrowed(RawValue::TRUE), location: node.location(), applied: false };
        shape.traits.entry(UNIQUE_ITEMS.into()).or_insert(unique);
    }
    Some(shape)
}

struct Reader<'f, 'a, 'p> {
    fields: &'f Fields<'a>,
    problems: &'p mut Diagnostics,
}

impl<'a> Reader<'_, 'a, '_> {
    fn kind(&mut self, name: &str) -> Option<AstKind> {
        Some(match name {
            "blob" => simple(ShapeKind::Blob),
            "boolean" => simple(ShapeKind::Boolean),
            "string" => simple(ShapeKind::String),
            "byte" => simple(ShapeKind::Byte),
            "short" => simple(ShapeKind::Short),
            "integer" => simple(ShapeKind::Integer),
            "long" => simple(ShapeKind::Long),
            "float" => simple(ShapeKind::Float),
            "double" => simple(ShapeKind::Double),
            "bigInteger" => simple(ShapeKind::BigInteger),
            "bigDecimal" => simple(ShapeKind::BigDecimal),
            "timestamp" => simple(ShapeKind::Timestamp),
            "document" => simple(ShapeKind::Document),
            "enum" => AstKind::Enum,
            "intEnum" => AstKind::IntEnum,
            "list" | "set" => AstKind::List,
            "map" => AstKind::Map,
            "structure" => AstKind::Structure,
            "union" => AstKind::Union,
            "service" => AstKind::Service(Service {
                version: self.text("version"),
                operations: self.targets("operations"),
                resources: self.targets("resources"),
                errors: self.targets("errors"),
                rename: self.rename(),
            }),
            "resource" => AstKind::Resource(Resource {
                identifiers: self.named_targets("identifiers"),
                create: self.target("create"),
                put: self.target("put"),
                read: self.target("read"),
                update: self.target("update"),
                delete: self.target("delete"),
                list: self.target("list"),
                operations: self.targets("operations"),
                collection_operations: self.targets("collectionOperations"),
                resources: self.targets("resources"),
            }),
            "operation" => AstKind::Operation(Operation {
                input: self.target("input").filter(is_not_unit),
                output: self.target("output").filter(is_not_unit),
                errors: self.targets("errors"),
            }),
            _ => return None,
        })
    }

    fn members(&mut self, id: &ShapeId) -> Vec<AstMember<'a>> {
        let mut members = Vec::new();
        for (name, node) in self.object("members") {
            if is_identifier(&name) {
                members.extend(self.member(id, name.into_owned(), node));
            } else {
                self.bad_name(node, format!("{name:?} is no name for a member"));
            }
        }
        members
    }

    fn fixed_members(&mut self, id: &ShapeId, names: &[&str]) -> Vec<AstMember<'a>> {
        let mut members = Vec::new();
        for name in names {
            if let Some(node) = self.fields.get(name) {
                members.extend(self.member(id, (*name).to_owned(), node));
            }
        }
        members
    }

    fn member(&mut self, id: &ShapeId, name: String, node: Node<'a>) -> Option<AstMember<'a>> {
        let on_member = |problem: Diagnostic| problem.on(&id.with_member(&name));
        let mut own = Diagnostics::new();
        let member = node.fields(&mut own).and_then(|fields| {
            let target = target_of(node, &fields)?;
            let traits = traits(&fields, false, &mut own);
            Ok(AstMember { name: name.clone(), target: Some(target), traits, location: node.location() })
        });
        let member = member.map_err(|problem| own.push(problem)).ok();
        self.problems.extend(own.into_iter().map(on_member));
        member
    }

    fn rename(&mut self) -> BTreeMap<ShapeId, String> {
        let mut renamed = BTreeMap::new();
        for (key, node) in self.object("rename") {
            let Some(name) = self.ok(node.string()) else {
                continue;
            };
            match ShapeId::parse(&key) {
                Ok(id) if is_identifier(&name) => {
                    renamed.insert(id, name.into_owned());
                }
                Ok(_) => self.bad_name(node, format!("renames {key} to {name:?}, which is no name for a shape")),
                Err(error) => self.problem(node, format!("{key:?} is not a shape id: {error}")),
            }
        }
        renamed
    }

    fn named_targets(&mut self, field: &str) -> BTreeMap<String, ShapeId> {
        let mut targets = BTreeMap::new();
        for (name, node) in self.object(field) {
            if !is_identifier(&name) {
                self.bad_name(node, format!("{name:?} is no name for an identifier"));
            } else if let Some(id) = self.reference(node) {
                targets.insert(name.into_owned(), id);
            }
        }
        targets
    }

    fn targets(&mut self, field: &str) -> Vec<ShapeId> {
        let Some(node) = self.fields.get(field) else {
            return Vec::new();
        };
        let items = self.ok(node.items()).unwrap_or_default();
        items.into_iter().filter_map(|item| self.reference(item)).collect()
    }

    fn target(&mut self, field: &str) -> Option<ShapeId> {
        self.fields.get(field).and_then(|node| self.reference(node))
    }

    fn reference(&mut self, node: Node<'a>) -> Option<ShapeId> {
        let fields = node.fields(self.problems);
        let target = fields.and_then(|fields| target_of(node, &fields));
        self.ok(target)
    }

    fn text(&mut self, field: &str) -> String {
        let text = self.fields.get(field).and_then(|node| self.ok(node.string()));
        text.unwrap_or_default().into_owned()
    }

    fn object(&mut self, field: &str) -> Vec<(Cow<'a, str>, Node<'a>)> {
        let Some(node) = self.fields.get(field) else {
            return Vec::new();
        };
        let fields = node.fields(self.problems);
        self.ok(fields).into_iter().flatten().collect()
    }

    fn ok<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn bad_name(&mut self, node: Node<'a>, message: String) {
        let problem = Diagnostic::new(message).at(&node.location());
        self.problems
            .push(problem.hint("names consist of letters, digits and `_`, and start with no digit".to_owned()));
    }

    fn problem(&mut self, node: Node<'a>, message: String) {
        self.problems.push(Diagnostic::new(message).at(&node.location()));
    }
}

fn simple(kind: ShapeKind) -> AstKind {
    AstKind::Simple(Box::new(kind))
}

fn target_of(node: Node<'_>, fields: &Fields<'_>) -> Result<ShapeId, Diagnostic> {
    let Some(target) = fields.get("target") else {
        return Err(Diagnostic::new("has no \"target\"").at(&node.location()));
    };
    let text = target.string()?;
    ShapeId::parse(&text)
        .map_err(|error| Diagnostic::new(format!("{text:?} is not a shape id: {error}")).at(&target.location()))
}

/// An input or output of `smithy.api#Unit` is equivalent to none.
fn is_not_unit(id: &ShapeId) -> bool {
    id.as_str() != "smithy.api#Unit"
}
