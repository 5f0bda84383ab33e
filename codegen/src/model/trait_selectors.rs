//! Checks where traits are applied, and which of them conflict: Smithy 2.0 § "Selectors of traits".
//!
//! This step comes before `build`, because trait ids, trait locations and mixins are still available.

mod table;

#[cfg(test)]
pub(super) use table::known_traits;

use std::collections::BTreeMap;

use super::ast::{Ast, AstKind, AstMember, AstShape, AstTraits};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::shape_id::ShapeId;
use super::specification;
use table::{Rule, SERVICES, STRINGS, Selector, StructurallyExclusive, rule};

/// Checks every trait of every shape against its rule. An error does not make the shape broken (see [`Ast::broken`]).
pub(super) fn check(ast: &Ast<'_>, problems: &mut Diagnostics) {
    let checker = Checker { ast };
    for shape in ast.shapes.values().filter(|shape| shape.id.namespace() != "smithy.api") {
        checker.traits(&shape.traits, &shape.id, AppliedTo::Shape(shape), problems);
        for member in &shape.members {
            checker.traits(
                &member.traits,
                &shape.id.with_member(&member.name),
                AppliedTo::Member(shape, member),
                problems,
            );
        }
        checker.structurally_exclusive(shape, problems);
    }
}

/// The shape or member that a trait is applied to.
#[derive(Clone, Copy)]
enum AppliedTo<'a, 't> {
    Shape(&'a AstShape<'t>),
    Member(&'a AstShape<'t>, &'a AstMember<'t>),
}

struct Checker<'a, 't> {
    ast: &'a Ast<'t>,
}

impl Checker<'_, '_> {
    fn traits(&self, traits: &AstTraits<'_>, on: &ShapeId, applied_to: AppliedTo<'_, '_>, problems: &mut Diagnostics) {
        for (id, value) in traits {
            let Some(rule) = rule(id) else { continue };
            let problem =
                |message: String| Diagnostic::new(message).at(&value.location).on(on).see(specification::of_trait(id));
            if !self.is_selected(rule.selector, applied_to) {
                let message = format!("{id} cannot be applied to {}", self.describe(applied_to));
                problems.push(problem(message).hint(format!("it belongs on {}", rule.selector)));
            }
            if let Some(requires) = rule.requires.filter(|requires| !traits.contains_key(*requires)) {
                problems.push(problem(format!("has {id}, and therefore has to have {requires} too")));
            }
            for other in rule.conflicts.iter().filter(|other| traits.contains_key(**other)) {
                let problem = problem(format!("has {id} and {other}, which exclude each other"));
                problems.push(problem.hint("remove one of the two".to_owned()));
            }
        }
    }

    /// Whether the selector matches. A target that is broken or missing matches every selector.
    fn is_selected(&self, selector: Selector, applied_to: AppliedTo<'_, '_>) -> bool {
        match (selector, applied_to) {
            (Selector::ShapeOrMember(_), AppliedTo::Member(..)) => true,
            (
                Selector::Shape(types) | Selector::Value(types) | Selector::ShapeOrMember(types),
                AppliedTo::Shape(shape),
            ) => types.contains(&shape.kind.name()),
            (Selector::AnyShape, AppliedTo::Shape(_)) => true,
            (Selector::Data { .. }, AppliedTo::Shape(shape)) => !SERVICES.contains(&shape.kind.name()),
            (_, AppliedTo::Shape(_)) | (Selector::Shape(_) | Selector::AnyShape, AppliedTo::Member(..)) => false,
            (Selector::Value(types), AppliedTo::Member(_, member)) => self.targets(member, types),
            (Selector::Member(of) | Selector::Data { of }, AppliedTo::Member(shape, _)) => {
                of.contains(&shape.kind.name())
            }
            (Selector::To { of, to }, AppliedTo::Member(shape, member)) => {
                of.contains(&shape.kind.name()) && self.targets(member, to)
            }
            (Selector::ToOrList(to), AppliedTo::Member(shape, member)) => {
                is_structure(shape) && (self.targets(member, to) || self.is_list_of(member, to))
            }
            (Selector::ToMapOfStrings { or_lists }, AppliedTo::Member(shape, member)) => {
                is_structure(shape)
                    && (or_lists || !self.targets_sparse(member))
                    && self.member_of_target(member, "map", "value").is_some_and(|value| {
                        self.targets(value, STRINGS) || (or_lists && self.is_list_of(value, STRINGS))
                    })
            }
        }
    }

    fn target(&self, member: &AstMember<'_>) -> Option<&AstShape<'_>> {
        member.target.as_ref().and_then(|target| self.ast.shapes.get(target))
    }

    fn targets(&self, member: &AstMember<'_>, types: &[&str]) -> bool {
        self.target(member).is_none_or(|target| types.contains(&target.kind.name()))
    }

    fn targets_sparse(&self, member: &AstMember<'_>) -> bool {
        self.target(member).is_some_and(|target| target.traits.contains_key("smithy.api#sparse"))
    }

    fn is_list_of(&self, member: &AstMember<'_>, types: &[&str]) -> bool {
        self.member_of_target(member, "list", "member").is_some_and(|inner| self.targets(inner, types))
    }

    /// Returns the member `name` of the member's target, if the target is of type `kind`.
    fn member_of_target(&self, member: &AstMember<'_>, kind: &str, name: &str) -> Option<&AstMember<'_>> {
        let target = self.target(member).filter(|target| target.kind.name() == kind)?;
        target.members.iter().find(|member_of_target| member_of_target.name == name)
    }

    fn describe(&self, applied_to: AppliedTo<'_, '_>) -> String {
        match applied_to {
            AppliedTo::Shape(shape) => format!("a shape of type {}", shape.kind.name()),
            AppliedTo::Member(shape, member) => {
                let to = match self.target(member) {
                    Some(target) => format!(" that targets a shape of type {}", target.kind.name()),
                    None => String::new(),
                };
                format!("a member of a {}{to}", shape.kind.name())
            }
        }
    }

    /// Checks the traits that only one member of a structure may have, and those that only one member's target may
    /// have.
    fn structurally_exclusive(&self, shape: &AstShape<'_>, problems: &mut Diagnostics) {
        if !matches!(shape.kind, AstKind::Structure | AstKind::Union) {
            return;
        }
        let mut found: BTreeMap<&str, (StructurallyExclusive, Vec<&AstMember<'_>>)> = BTreeMap::new();
        for member in &shape.members {
            let own = exclusive_traits(&member.traits, StructurallyExclusive::Member);
            let of_target = self
                .target(member)
                .into_iter()
                .flat_map(|target| exclusive_traits(&target.traits, StructurallyExclusive::Target));
            for (id, structurally_exclusive) in own.chain(of_target) {
                found.entry(id).or_insert((structurally_exclusive, Vec::new())).1.push(member);
            }
        }
        for (id, (structurally_exclusive, members)) in found {
            let [_, second, ..] = members.as_slice() else { continue };
            let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
            let message = match structurally_exclusive {
                StructurallyExclusive::Member => {
                    format!("has {id} on the members {}, and only one may have it", names.join(", "))
                }
                StructurallyExclusive::Target => {
                    format!("has the members {} that target a shape with {id}, and only one may", names.join(", "))
                }
            };
            let problem = Diagnostic::new(message).at(&second.location).on(&shape.id);
            problems.push(problem.see(specification::of_trait(id)));
        }
    }
}

fn is_structure(shape: &AstShape<'_>) -> bool {
    matches!(shape.kind, AstKind::Structure)
}

/// Returns the traits that are structurally exclusive in the given sense.
fn exclusive_traits(
    traits: &AstTraits<'_>,
    kind: StructurallyExclusive,
) -> impl Iterator<Item = (&'static str, StructurallyExclusive)> {
    let rules = traits.keys().filter_map(|id| rule(id));
    rules.filter(move |rule: &&Rule| rule.structurally_exclusive == Some(kind)).map(move |rule| (rule.id, kind))
}
