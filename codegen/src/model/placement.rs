//! Traits stand where they may: Smithy 2.0 § "Selectors of traits", and which exclude each other.
//!
//! This comes before traits become facts, while each still has its id and its line, and the mixins are still there.

mod table;

use std::collections::BTreeMap;

use super::ast::{Ast, AstKind, AstMember, AstShape, AstTraits};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::shape_id::ShapeId;
use super::specification;
use table::{Once, Place, Rule, SERVICES, STRINGS, rule};

/// Proves the place of every trait of every shape. What is wrong with it does not make the shape unfit to speak about.
pub(super) fn check(ast: &Ast<'_>, problems: &mut Diagnostics) {
    let checker = Checker { ast };
    for shape in ast.shapes.values().filter(|shape| shape.id.namespace() != "smithy.api") {
        checker.traits(&shape.traits, &shape.id, Holder::Shape(shape), problems);
        for member in &shape.members {
            checker.traits(
                &member.traits,
                &shape.id.with_member(&member.name),
                Holder::Member(shape, member),
                problems,
            );
        }
        checker.once(shape, problems);
    }
}

/// What bears a trait.
#[derive(Clone, Copy)]
enum Holder<'a, 't> {
    Shape(&'a AstShape<'t>),
    Member(&'a AstShape<'t>, &'a AstMember<'t>),
}

struct Checker<'a, 't> {
    ast: &'a Ast<'t>,
}

impl Checker<'_, '_> {
    fn traits(&self, traits: &AstTraits<'_>, on: &ShapeId, holder: Holder<'_, '_>, problems: &mut Diagnostics) {
        for (id, value) in traits {
            let Some(rule) = rule(id) else { continue };
            let problem =
                |message: String| Diagnostic::new(message).at(&value.location).on(on).see(specification::of_trait(id));
            if !self.fits(rule.place, holder) {
                let message = format!("{id} cannot be applied to {}", self.describe(holder));
                problems.push(problem(message).hint(format!("it belongs on {}", rule.place)));
            }
            if let Some(beside) = rule.beside.filter(|beside| !traits.contains_key(*beside)) {
                problems.push(problem(format!("has {id}, and therefore has to have {beside} too")));
            }
            for other in rule.excludes.iter().filter(|other| traits.contains_key(**other)) {
                let problem = problem(format!("has {id} and {other}, which exclude each other"));
                problems.push(problem.hint("one of the two has to go".to_owned()));
            }
        }
    }

    /// Whether the trait may stand there. What is not known, because it is broken or missing, is no objection.
    fn fits(&self, place: Place, holder: Holder<'_, '_>) -> bool {
        match (place, holder) {
            (Place::ShapeOrMember(_), Holder::Member(..)) => true,
            (Place::Shape(types) | Place::Value(types) | Place::ShapeOrMember(types), Holder::Shape(shape)) => {
                types.contains(&shape.kind.name())
            }
            (Place::AnyShape, Holder::Shape(_)) => true,
            (Place::Data { .. }, Holder::Shape(shape)) => !SERVICES.contains(&shape.kind.name()),
            (_, Holder::Shape(_)) | (Place::Shape(_) | Place::AnyShape, Holder::Member(..)) => false,
            (Place::Value(types), Holder::Member(_, member)) => self.targets(member, types),
            (Place::Member(of) | Place::Data { of }, Holder::Member(shape, _)) => of.contains(&shape.kind.name()),
            (Place::To { of, to }, Holder::Member(shape, member)) => {
                of.contains(&shape.kind.name()) && self.targets(member, to)
            }
            (Place::ToOrList(to), Holder::Member(shape, member)) => {
                is_structure(shape) && (self.targets(member, to) || self.is_list_of(member, to))
            }
            (Place::ToMapOfStrings { or_lists }, Holder::Member(shape, member)) => {
                is_structure(shape)
                    && (or_lists || !self.targets_sparse(member))
                    && self.part(member, "map", "value").is_some_and(|value| {
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
        self.part(member, "list", "member").is_some_and(|inner| self.targets(inner, types))
    }

    /// A member of what the member targets, if that is of the type.
    fn part(&self, member: &AstMember<'_>, kind: &str, name: &str) -> Option<&AstMember<'_>> {
        let target = self.target(member).filter(|target| target.kind.name() == kind)?;
        target.members.iter().find(|part| part.name == name)
    }

    fn describe(&self, holder: Holder<'_, '_>) -> String {
        match holder {
            Holder::Shape(shape) => format!("a shape of type {}", shape.kind.name()),
            Holder::Member(shape, member) => {
                let to = match self.target(member) {
                    Some(target) => format!(" that targets a shape of type {}", target.kind.name()),
                    None => String::new(),
                };
                format!("a member of a {}{to}", shape.kind.name())
            }
        }
    }

    /// Traits that only one member may have, and those that only one member's target may have.
    fn once(&self, shape: &AstShape<'_>, problems: &mut Diagnostics) {
        if !matches!(shape.kind, AstKind::Structure | AstKind::Union) {
            return;
        }
        let mut found: BTreeMap<&str, (Once, Vec<&AstMember<'_>>)> = BTreeMap::new();
        for member in &shape.members {
            let own = unique(&member.traits, Once::Member);
            let of_target = self.target(member).into_iter().flat_map(|target| unique(&target.traits, Once::Target));
            for (id, once) in own.chain(of_target) {
                found.entry(id).or_insert((once, Vec::new())).1.push(member);
            }
        }
        for (id, (once, members)) in found {
            let [_, second, ..] = members.as_slice() else { continue };
            let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
            let message = match once {
                Once::Member => format!("has {id} on the members {}, and only one may have it", names.join(", ")),
                Once::Target => {
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

/// The traits that a structure may have only once, in the sense that is wanted.
fn unique(traits: &AstTraits<'_>, wanted: Once) -> impl Iterator<Item = (&'static str, Once)> {
    let rules = traits.keys().filter_map(|id| rule(id));
    rules.filter(move |rule: &&Rule| rule.once == Some(wanted)).map(move |rule| (rule.id, wanted))
}
