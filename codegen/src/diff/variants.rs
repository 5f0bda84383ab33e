//! Compares shared types, and the variants of enums and unions.
use super::{
    Comparison, Rule,
    pairs::pairs,
    structures::{facts_of_rule, shape_rule},
};
use crate::model::{Member, ShapeId, ShapeKind};
use crate::plan::{Deprecated, Submodule, TypeFile, Types, Union, Variant};

impl Comparison<'_> {
    pub(super) fn types(&mut self) {
        let (old, new) = (self.old, self.new);
        let types = pairs(&old.plan.types, &new.plan.types, |file| summary(file).shape, |file| summary(file).ident);
        for file in types.removed {
            let TypeSummary { ident, shape: Some(shape), kind, .. } = summary(file) else { continue };
            self.removed(Rule::TypeRemoved, &old.item(Submodule::Types, ident), shape, kind);
        }
        for file in types.added {
            let TypeSummary { ident, shape: Some(shape), kind, .. } = summary(file) else { continue };
            self.added(Rule::TypeAdded, &new.item(Submodule::Types, ident), shape, kind);
        }
        for (before, after) in types.both {
            let Some(shape) = summary(after).shape else { continue };
            let summaries = [summary(before), summary(after)];
            let item = new.item(Submodule::Types, summaries[1].ident);
            match (&before.types, &after.types) {
                // It compares names and deprecation itself.
                (Types::Structure(before), Types::Structure(after)) => {
                    self.structure(Submodule::Types, shape, [before, after]);
                    continue;
                }
                (Types::Union(before), Types::Union(after)) => self.union(&item, [before, after]),
                (Types::Enum(before), Types::Enum(after)) => {
                    let wire = |variant: &Variant<()>| variant.wire.clone();
                    self.values(&item, [&before.shape, &after.shape], [&before.variants, &after.variants], wire);
                }
                (Types::IntEnum(before), Types::IntEnum(after)) => {
                    let wire = |variant: &Variant<i32>| variant.payload.to_string();
                    self.values(&item, [&before.shape, &after.shape], [&before.variants, &after.variants], wire);
                }
                (Types::Structure(_) | Types::Union(_) | Types::Enum(_) | Types::IntEnum(_), _) => {
                    let kinds = summaries.each_ref().map(|summary| Some(summary.kind.to_owned()));
                    self.push(Rule::TypeKindChanged, &item, shape, kinds);
                }
            }
            let idents = summaries.each_ref().map(|summary| Some(summary.ident.to_owned()));
            self.compare(Rule::TypeRenamed, &item, shape, idents);
            let shapes = summaries.each_ref().map(|summary| summary.shape.map(ToString::to_string));
            self.compare(Rule::ShapeRenamed, &item, shape, shapes);
            self.deprecation(&item, shape, summaries.map(|summary| summary.deprecated));
        }
    }

    /// Compares the values of an enum or intEnum. `wire` returns the serialized value.
    fn values<T: PartialEq>(
        &mut self,
        item: &str,
        shapes: [&ShapeId; 2],
        [old, new]: [&[Variant<T>]; 2],
        wire: fn(&Variant<T>) -> String,
    ) {
        let mut values = pairs(old, new, wire, |variant| &variant.ident);
        for (before, after) in
            values.take_renames([old, new], |variant| &variant.wire, |old, new| old.payload == new.payload)
        {
            let id = self.new.value_id(shapes[1], &wire(after));
            let names = [before, after].map(|variant| Some(format!("{} ({:?})", variant.ident, wire(variant))));
            self.push(Rule::VariantRenamed, &format!("{item}::{}", after.ident), &id, names);
        }
        for variant in values.removed {
            let id = self.old.value_id(shapes[0], &wire(variant));
            self.removed(Rule::ValueRemoved, &format!("{item}::{}", variant.ident), &id, wire(variant));
        }
        for variant in values.added {
            let id = self.new.value_id(shapes[1], &wire(variant));
            self.added(Rule::ValueAdded, &format!("{item}::{}", variant.ident), &id, wire(variant));
        }
        for (before, after) in values.both {
            let id = self.new.value_id(shapes[1], &wire(after));
            let item = &format!("{item}::{}", after.ident);
            let both = [before, after];
            self.compare(Rule::VariantRenamed, item, &id, both.map(|variant| Some(variant.ident.clone())));
            self.compare(Rule::ValueChanged, item, &id, both.map(|variant| Some(wire(variant))));
        }
    }

    fn union(&mut self, item: &str, [old, new]: [&Union; 2]) {
        let sensitivity =
            [&old.facts, &new.facts].map(|facts| facts_of_rule(facts, shape_rule, Rule::SensitiveChanged));
        self.compare(Rule::SensitiveChanged, item, &new.shape, sensitivity);
        let mut variants = pairs(&old.variants, &new.variants, |variant| &variant.wire, |variant| &variant.ident);
        let is_alike = |old: &Variant<_>, new: &Variant<_>| old.payload == new.payload && old.facts == new.facts;
        for (before, after) in variants.take_renames([&old.variants, &new.variants], |variant| &variant.wire, is_alike)
        {
            let shape = new.shape.with_member(&after.wire);
            let names = [before, after].map(|variant| Some(format!("{} ({:?})", variant.ident, variant.wire)));
            self.push(Rule::VariantRenamed, &format!("{item}::{}", after.ident), &shape, names);
        }
        for variant in variants.removed {
            let shape = old.shape.with_member(&variant.wire);
            self.removed(Rule::VariantRemoved, &format!("{item}::{}", variant.ident), &shape, payload(variant));
        }
        for variant in variants.added {
            let shape = new.shape.with_member(&variant.wire);
            self.added(Rule::VariantAdded, &format!("{item}::{}", variant.ident), &shape, payload(variant));
        }
        let members = [self.old.members(Some(&old.shape)), self.new.members(Some(&new.shape))];
        for (before, after) in variants.both {
            let shape = &new.shape.with_member(&after.wire);
            let item = &format!("{item}::{}", after.ident);
            let both = [before, after];
            self.compare(Rule::VariantRenamed, item, shape, both.map(|variant| Some(variant.ident.clone())));
            self.compare(Rule::WireNameChanged, item, shape, both.map(|variant| Some(variant.wire.clone())));
            self.facts(item, shape, [&before.facts, &after.facts]);
            match both.map(|variant| variant.facts.iter().any(|fact| fact.name == "from")) {
                // A changed payload is reported below.
                _ if before.payload != after.payload => {}
                [true, false] => self.removed(Rule::ConversionRemoved, item, shape, payload(before)),
                [false, true] => self.added(Rule::ConversionAdded, item, shape, payload(after)),
                _ => {}
            }
            match (&before.payload, &after.payload) {
                (Some(old_value), Some(new_value)) => {
                    let found = [members[0].get(before.wire.as_str()), members[1].get(after.wire.as_str())];
                    self.value(item, shape, [old_value, new_value], found.map(Option::<&&Member>::copied));
                }
                _ => self.compare(Rule::MemberTypeChanged, item, shape, both.map(|variant| Some(payload(variant)))),
            }
        }
    }
}

impl super::PlannedModel<'_> {
    /// Returns the id of an enum's member. The plan only has its value.
    fn value_id(&self, shape: &ShapeId, value: &str) -> ShapeId {
        let name = match self.model.shape(shape).map(|shape| &shape.kind) {
            Some(ShapeKind::Enum(values)) => values.iter().find(|one| one.value == value).map(|one| &one.name),
            Some(ShapeKind::IntEnum(values)) => {
                values.iter().find(|one| one.value.to_string() == value).map(|one| &one.name)
            }
            _ => None,
        };
        name.map_or_else(|| shape.clone(), |name| shape.with_member(name))
    }
}

fn payload(variant: &Variant<Option<crate::plan::Value>>) -> String {
    variant.payload.as_ref().map_or_else(|| "no value".to_owned(), ToString::to_string)
}

/// The properties that all kinds of types have.
struct TypeSummary<'a> {
    ident: &'a str,
    /// Always present for structures in `types`.
    shape: Option<&'a ShapeId>,
    kind: &'static str,
    deprecated: &'a Option<Deprecated>,
}

fn summary(file: &TypeFile) -> TypeSummary<'_> {
    match &file.types {
        Types::Structure(it) => {
            TypeSummary { ident: &it.ident, shape: it.shape.as_ref(), kind: "structure", deprecated: &it.deprecated }
        }
        Types::Union(it) => {
            TypeSummary { ident: &it.ident, shape: Some(&it.shape), kind: "union", deprecated: &it.deprecated }
        }
        Types::Enum(it) => {
            TypeSummary { ident: &it.ident, shape: Some(&it.shape), kind: "enum", deprecated: &it.deprecated }
        }
        Types::IntEnum(it) => {
            TypeSummary { ident: &it.ident, shape: Some(&it.shape), kind: "intEnum", deprecated: &it.deprecated }
        }
    }
}
