//! Plans the shapes of a service as Rust types.
use super::{
    Default, Deprecated, Enum, Fact, Field, IntEnum, Structure, Type, TypeFile, Types, Union, Value, Variant,
    boxing::Boxing,
    customizations,
    docs::{self, Usage},
    facts::{self, Role},
    links::Links,
    markdown, names, optionality,
    target::Target,
};
use crate::model::{self, Member, Shape, ShapeId, ShapeKind, Traits};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// The Rust types of all shapes.
pub(super) struct Shapes<'a> {
    target: &'a Target<'a>,
    boxing: Boxing,
    /// The Rust names of shared types, by shape.
    shared: BTreeMap<&'a ShapeId, String>,
    /// The Rust names of errors, by shape.
    errors: BTreeMap<&'a ShapeId, String>,
    /// The shapes that inputs contain.
    sent: BTreeSet<&'a ShapeId>,
    /// The shapes that outputs and errors contain.
    returned: BTreeSet<&'a ShapeId>,
    links: Links,
}

impl<'a> Shapes<'a> {
    pub(super) fn new(model: &'a model::Model, target: &'a Target<'a>) -> Self {
        let shapes = || target.shapes.iter().filter_map(|id| model.shape(id));
        let targeted: BTreeSet<&ShapeId> =
            shapes().flat_map(|shape| shape.kind.members()).map(|member| &member.target).collect();
        let operations = || target.operations.iter().map(|(_, operation)| *operation);
        let is_error = |shape: &Shape| shape.traits.error.is_some() && !target.is_types_only;
        let is_shared = |shape: &&Shape| match shape.kind {
            // An input or output that no other shape contains belongs to the file of its operation. A closure has no
            // operations.
            ShapeKind::Structure(_) => {
                (target.is_types_only || targeted.contains(&shape.id)) && !is_error(shape) && !is_unit(&shape.id)
            }
            ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => true,
            _ => false,
        };
        let named = |shapes: Vec<&'a Shape>| {
            let candidates = shapes.iter().map(|shape| names::type_name(target.name(&shape.id)));
            let names = names::unique_names(candidates, &BTreeSet::new());
            shapes.iter().map(|shape| &shape.id).zip(names).collect()
        };
        let shared = named(shapes().filter(is_shared).collect());
        let errors = named(shapes().filter(|shape| is_error(shape)).collect());
        Self {
            target,
            boxing: Boxing::new(model, &target.shapes),
            links: Links::new(target, &shared, &errors),
            shared,
            errors,
            sent: closure(model, operations().flat_map(|operation| &operation.input)),
            returned: closure(model, operations().flat_map(|it| it.output.iter().chain(target.errors(it)))),
        }
    }

    /// Returns the shared types, sorted by name.
    pub(super) fn types(&self) -> Vec<TypeFile> {
        let mut types: Vec<(&String, Types)> =
            self.shared.iter().filter_map(|(id, ident)| Some((ident, self.shared_type(id, ident)?))).collect();
        types.sort_by_key(|(ident, _)| *ident);
        let modules = names::unique_names(types.iter().map(|(ident, _)| names::module_name(ident)), &BTreeSet::new());
        modules.into_iter().zip(types).map(|(module, (_, types))| TypeFile { module, types }).collect()
    }

    /// Returns the error structures, sorted by name.
    pub(super) fn errors(&self) -> Vec<Structure> {
        let structure = |(id, ident): (&&'a ShapeId, &String)| {
            let shape = self.target.model.shape(id)?;
            let docs = docs::for_error(shape, ident, &self.links);
            Some(Structure { docs, ..self.structure(ident, Some(id), Role::Error) })
        };
        let mut errors: Vec<_> = self.errors.iter().filter_map(structure).collect();
        errors.sort_by(|one, other| one.ident.cmp(&other.ident));
        errors
    }

    /// Returns where the Rust items of shapes are.
    pub(super) fn links(&self) -> &Links {
        &self.links
    }

    /// Returns the Rust name of an error.
    pub(super) fn error_name(&self, id: &ShapeId) -> Option<&str> {
        self.errors.get(id).map(String::as_str)
    }

    /// Plans a structure with this name in this role.
    pub(super) fn structure(&self, ident: &str, id: Option<&ShapeId>, role: Role) -> Structure {
        let members = self.target.members(id);
        let idents =
            names::unique_names(members.iter().map(|member| names::field_name(member.name())), &BTreeSet::new());
        let shape = id.and_then(|id| self.target.model.shape(id));
        let usage = self.usage(role, id);
        Structure {
            ident: ident.to_owned(),
            shape: id.cloned(),
            docs: shape.map(|shape| docs::for_shape(shape, ident, &self.links)).unwrap_or_default(),
            deprecated: shape.and_then(|shape| deprecated(&shape.traits)),
            facts: shape.map(|shape| facts::of_shape(self.target, role, shape, ident)).unwrap_or_default(),
            required: None,
            fields: members.iter().zip(idents).map(|(member, ident)| self.field(member, ident, role, usage)).collect(),
        }
    }

    /// Plans the field of a shared structure's member.
    pub(super) fn nested_field(&self, id: &ShapeId, name: &str) -> Option<Field> {
        let structure = self.structure("", Some(id), Role::Nested);
        structure.fields.into_iter().find(|field| field.name == name)
    }

    /// Returns the target of a member.
    pub(super) fn member_target(&self, id: &ShapeId, name: &str) -> Option<ShapeId> {
        let member = self.target.members(Some(id)).iter().find(|member| member.name() == name)?;
        Some(member.target.clone())
    }

    /// Returns how callers use this structure or union in this role.
    fn usage(&self, role: Role, id: Option<&ShapeId>) -> Usage {
        let contains = |shapes: &BTreeSet<&ShapeId>| id.is_some_and(|id| shapes.contains(id));
        match role {
            // No service says when it returns a member.
            _ if self.target.is_types_only => Usage { is_sent: true, is_returned: false },
            Role::Input => Usage { is_sent: true, is_returned: false },
            Role::Output | Role::Error => Usage { is_sent: false, is_returned: true },
            Role::Nested => Usage { is_sent: contains(&self.sent), is_returned: contains(&self.returned) },
        }
    }

    fn field(&self, member: &Member, ident: String, role: Role, usage: Usage) -> Field {
        let model = self.target.model;
        let label_default = customizations::label_default(self.target, member).filter(|_| role == Role::Input);
        let mut member = Cow::Borrowed(member);
        if label_default.is_some() {
            member.to_mut().traits.required = false;
        }
        if self.target.is_types_only && member.traits.idempotency_token {
            // Clients generate idempotency tokens; without a client the member is an ordinary one.
            member.to_mut().traits.idempotency_token = false;
        }
        let member = &*member;
        let is_optional = optionality::is_optional(model, member, role);
        let mut docs = docs::for_member(model, member, role, usage, &self.links);
        if let Some(text) = label_default {
            docs.extend([String::new(), format!("Where it is not set, it is `{text}`.")]);
        }
        Field {
            ident,
            name: member.name().to_owned(),
            docs,
            deprecated: deprecated(&member.traits),
            value: self.member_value(member, is_optional),
            facts: facts::of_member(self.target, role, member),
            default: if is_optional { None } else { self.default(member) },
        }
    }

    fn member_value(&self, member: &Member, is_optional: bool) -> Value {
        let value = self.value(&member.target);
        match is_optional {
            true if self.is_boxed_if_optional(&member.target) => {
                Value::Optional(Box::new(Value::Boxed(Box::new(value))))
            }
            true => Value::Optional(Box::new(value)),
            false => value,
        }
    }

    /// Returns whether an optional member of this target is boxed: structures and unions of any size, because models
    /// grow.
    fn is_boxed_if_optional(&self, id: &ShapeId) -> bool {
        let shape = self.target.model.shape(id).filter(|_| !is_unit(id));
        shape.is_some_and(|shape| matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_)))
    }

    fn value(&self, id: &ShapeId) -> Value {
        let Some(shape) = self.target.model.shape(id) else { return Value::Plain(Type::Document) };
        let element = |member: &Member| {
            let value = self.value(&member.target);
            Box::new(if shape.traits.sparse { Value::Optional(Box::new(value)) } else { value })
        };
        Value::Plain(match &shape.kind {
            ShapeKind::List(member) => return Value::List(element(member)),
            ShapeKind::Map { value, .. } => return Value::Map(element(value)),
            ShapeKind::Boolean => Type::Boolean,
            ShapeKind::Byte => Type::Byte,
            ShapeKind::Short => Type::Short,
            ShapeKind::Integer => Type::Integer,
            ShapeKind::Long => Type::Long,
            ShapeKind::Float => Type::Float,
            ShapeKind::Double => Type::Double,
            ShapeKind::String => Type::String,
            ShapeKind::Blob => Type::Blob,
            ShapeKind::Timestamp => Type::Timestamp,
            ShapeKind::BigInteger => Type::BigInteger,
            ShapeKind::BigDecimal => Type::BigDecimal,
            ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => {
                match (self.shared.get(id), self.errors.get(id)) {
                    (Some(ident), _) => Type::Shared(ident.clone()),
                    (None, Some(ident)) => Type::Error(ident.clone()),
                    // The target `Unit` outside of a union: its only value is an empty object.
                    (None, None) => Type::Document,
                }
            }
            // The loader rejects members that target a service, resource or operation.
            ShapeKind::Document | ShapeKind::Service(_) | ShapeKind::Resource(_) | ShapeKind::Operation(_) => {
                Type::Document
            }
        })
    }

    /// Returns the default value of a member; `None` if it is the default of the Rust type. Smithy: `@default`.
    fn default(&self, member: &Member) -> Option<Default> {
        let default = member.traits.default.as_ref()?;
        match (&self.target.model.shape(&member.target)?.kind, default) {
            (ShapeKind::Document, json) => Some(Default::Document(json.to_string())),
            (ShapeKind::Timestamp, serde_json::Value::String(text)) => Some(Default::Timestamp(text.clone())),
            (ShapeKind::Timestamp, json) => Some(Default::Timestamp(json.to_string())),
            (ShapeKind::Blob, serde_json::Value::String(text)) if !text.is_empty() => {
                Some(Default::Base64(text.clone()))
            }
            (ShapeKind::Boolean, serde_json::Value::Bool(true)) => Some(Default::True),
            (ShapeKind::BigInteger, serde_json::Value::Number(number)) => Some(Default::BigInteger(number.to_string())),
            (ShapeKind::BigDecimal, serde_json::Value::Number(number)) => Some(Default::BigDecimal(number.to_string())),
            (_, serde_json::Value::Number(number)) if number.as_f64() == Some(0.0) => None,
            (_, serde_json::Value::Number(number)) => Some(Default::Number(number.clone())),
            (ShapeKind::String | ShapeKind::Enum(_), serde_json::Value::String(text)) if !text.is_empty() => {
                Some(Default::Text(text.clone()))
            }
            _ => None,
        }
    }

    fn shared_type(&self, id: &'a ShapeId, ident: &str) -> Option<Types> {
        let shape = self.target.model.shape(id)?;
        Some(match &shape.kind {
            ShapeKind::Structure(_) => Types::Structure(self.structure(ident, Some(id), Role::Nested)),
            ShapeKind::Union(members) => Types::Union(self.union(ident, shape, members)),
            ShapeKind::Enum(values) => {
                let variants = variant_idents(values.iter().map(|value| value.name.as_str()));
                let rows = values.iter().zip(variants).map(|(value, ident)| Variant {
                    ident,
                    docs: docs::for_value(&value.value, &value.traits, &self.links),
                    wire: value.value.clone(),
                    payload: (),
                    facts: Vec::new(),
                });
                Types::Enum(Enum {
                    ident: ident.to_owned(),
                    shape: id.clone(),
                    docs: docs::for_shape(shape, ident, &self.links),
                    deprecated: deprecated(&shape.traits),
                    variants: rows.collect(),
                })
            }
            ShapeKind::IntEnum(values) => {
                let variants = variant_idents(values.iter().map(|value| value.name.as_str()));
                let rows = values.iter().zip(variants).map(|(value, ident)| Variant {
                    ident,
                    docs: docs::for_value(&value.name, &value.traits, &self.links),
                    wire: value.name.clone(),
                    payload: value.value,
                    facts: Vec::new(),
                });
                Types::IntEnum(IntEnum {
                    ident: ident.to_owned(),
                    shape: id.clone(),
                    docs: docs::for_shape(shape, ident, &self.links),
                    deprecated: deprecated(&shape.traits),
                    variants: rows.collect(),
                })
            }
            _ => return None,
        })
    }

    fn union(&self, ident: &str, shape: &Shape, members: &[Member]) -> Union {
        let model = self.target.model;
        let idents = variant_idents(members.iter().map(Member::name));
        let variant = |(member, ident): (&Member, String)| Variant {
            ident,
            wire: member.name().to_owned(),
            docs: docs::for_member(model, member, Role::Nested, self.usage(Role::Nested, Some(&shape.id)), &self.links),
            payload: (!is_unit(&member.target)).then(|| {
                let value = self.value(&member.target);
                if self.boxing.is_recursive(member) { Value::Boxed(Box::new(value)) } else { value }
            }),
            facts: facts::of_member(self.target, Role::Nested, member),
        };
        let mut variants: Vec<_> = members.iter().zip(idents).map(variant).collect();
        mark_conversions(ident, &mut variants);
        Union {
            ident: ident.to_owned(),
            shape: shape.id.clone(),
            docs: docs::for_shape(shape, ident, &self.links),
            deprecated: deprecated(&shape.traits),
            facts: facts::of_shape(self.target, Role::Nested, shape, ident),
            variants,
        }
    }
}

/// Returns these shapes and all that they contain, directly or indirectly.
fn closure<'a>(model: &'a model::Model, shapes: impl Iterator<Item = &'a ShapeId>) -> BTreeSet<&'a ShapeId> {
    let mut pending: Vec<&ShapeId> = shapes.collect();
    let mut found = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if let Some(shape) = model.shape(id).filter(|_| found.insert(id)) {
            pending.extend(shape.kind.members().map(|member| &member.target));
        }
    }
    found
}

/// Marks the variants for which the union implements `From`: those whose payload type is unique, boxed or not. The
/// union itself is excluded, because Rust implements that conversion already.
fn mark_conversions(ident: &str, variants: &mut [Variant<Option<Value>>]) {
    let values: Vec<Option<Value>> =
        variants.iter().map(|variant| variant.payload.as_ref().map(|payload| payload.bare().clone())).collect();
    let own_type = Some(Value::Plain(Type::Shared(ident.to_owned())));
    for (variant, value) in variants.iter_mut().zip(&values) {
        let count = values.iter().filter(|other| *other == value).count();
        if value.is_some() && *value != own_type && count == 1 {
            variant.facts.push(Fact::flag("from"));
        }
    }
}

/// Returns unique names for variants, none of which is `Unknown`.
fn variant_idents<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let reserved = BTreeSet::from(["Unknown".to_owned()]);
    names::unique_names(names.map(|name| names::variant_name(name, "Unknown")), &reserved)
}

pub(super) fn deprecated(traits: &Traits) -> Option<Deprecated> {
    let deprecated = traits.deprecated.as_ref()?;
    let note = match (&deprecated.since, &deprecated.message) {
        (Some(since), Some(message)) => Some(format!("since {since}: {message}")),
        (Some(since), None) => Some(format!("since {since}")),
        (None, message) => message.clone(),
    };
    // rustdoc renders the note as Markdown.
    Some(Deprecated { note: note.map(|note| markdown::render(&note).join(" ")) })
}

fn is_unit(id: &ShapeId) -> bool {
    id.as_str() == "smithy.api#Unit"
}
