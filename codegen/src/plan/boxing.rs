//! Boxes members of recursive unions, so that their types have a finite size: see `docs/decisions/boxing.md`.
//!
//! Optional structures and unions are always boxed, and lists and maps store their elements on the heap. A shape can
//! thus contain itself only through required members and members of unions; on such a cycle, the members of unions are
//! boxed. The loader rejects cycles of required members alone.
use crate::model::{Member, Model, Shape, ShapeId, ShapeKind, cycles};
use std::collections::{BTreeMap, BTreeSet};

/// Structures and unions that contain each other without indirection. Those of one cycle have the same number.
pub(super) struct Boxing(BTreeMap<ShapeId, usize>);

impl Boxing {
    pub(super) fn new(model: &Model, shapes: &BTreeSet<ShapeId>) -> Self {
        let is_inline = |shape: &Shape, member: &Member| match shape.kind {
            ShapeKind::Union(_) => true,
            ShapeKind::Structure(_) => member.traits.required && !member.traits.client_optional,
            _ => false,
        };
        let owners = shapes.iter().filter_map(|id| model.shape(id));
        let graph = owners.map(|shape| {
            let members = shape.kind.members().filter(|member| is_inline(shape, member));
            (&shape.id, members.map(|member| &member.target).collect())
        });
        Self(cycles(&graph.collect()).into_iter().map(|(id, number)| (id.clone(), number)).collect())
    }

    /// Whether a union's member contains the union again without a box, list or map in between.
    pub(super) fn is_recursive(&self, member: &Member) -> bool {
        let owner = self.0.get(&member.id.without_member());
        owner.is_some() && owner == self.0.get(&member.target)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Source, load};
    use crate::plan::{Selection, Types, plan};
    use std::collections::BTreeMap;

    /// Returns the Rust types of the members of all shared shapes, in a model of these shapes and an operation that
    /// returns
    /// `a#S`.
    fn types(shapes: &str) -> BTreeMap<String, String> {
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#A": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Get" }}],
                "traits": {{ "aws.protocols#awsJson1_0": {{}} }} }},
            "a#Get": {{ "type": "operation", "output": {{ "target": "a#Out" }} }},
            "a#Out": {{ "type": "structure", "members": {{ "s": {{ "target": "a#S" }} }} }},
            {shapes} }} }}"##
        );
        let model = load(&[Source { path: "m.json".to_owned(), text }]).unwrap_or_else(|problems| panic!("{problems}"));
        let plan = plan(&model, &Selection { module: "a".to_owned(), ..Selection::default() }).unwrap();
        let mut types = BTreeMap::new();
        for file in plan.types {
            match file.types {
                Types::Structure(it) => types.extend(
                    it.fields.iter().map(|field| (format!("{}.{}", it.ident, field.ident), field.value.to_string())),
                ),
                Types::Union(it) => types.extend(it.variants.iter().map(|variant| {
                    let value = variant.payload.as_ref().map(ToString::to_string);
                    (format!("{}.{}", it.ident, variant.ident), value.unwrap_or_default())
                })),
                Types::Enum(_) | Types::IntEnum(_) => {}
            }
        }
        types
    }

    /// Returns a structure. `r` is a required member and `o` an optional one.
    fn structure(name: &str, members: &[(&str, &str, char)]) -> String {
        let member = |(name, target, kind): &(&str, &str, char)| {
            let traits = if *kind == 'r' { r#""smithy.api#required": {}"# } else { "" };
            format!(r#""{name}": {{ "target": "{target}", "traits": {{ {traits} }} }}"#)
        };
        let members: Vec<_> = members.iter().map(member).collect();
        format!(r#""a#{name}": {{ "type": "structure", "members": {{ {} }} }}"#, members.join(","))
    }

    fn union(name: &str, members: &[(&str, &str)]) -> String {
        let members: Vec<_> =
            members.iter().map(|(name, target)| format!(r#""{name}": {{ "target": "{target}" }}"#)).collect();
        format!(r#""a#{name}": {{ "type": "union", "members": {{ {} }} }}"#, members.join(","))
    }

    #[track_caller]
    fn assert_types(shapes: &[String], expected: &[(&str, &str)]) {
        let types = types(&shapes.join(","));
        for (member, value) in expected {
            assert_eq!(types.get(*member).map(String::as_str), Some(*value), "{member}");
        }
    }

    #[test]
    fn size_and_optional_members_do_not_change_a_type() {
        let owners = |grown: &str| {
            let shapes = [
                structure(
                    "S",
                    &[
                        ("required", "a#T", 'r'),
                        ("optional", "a#T", 'o'),
                        ("list", "a#Ts", 'o'),
                        ("map", "a#TMap", 'r'),
                        ("union", "a#U", 'o'),
                    ],
                ),
                union("U", &[("t", "a#T"), ("text", "smithy.api#String")]),
                r#""a#Ts": { "type": "list", "member": { "target": "a#T" } }"#.to_owned(),
                r#""a#TMap": { "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": "a#T" } }"#
                    .to_owned(),
                grown.to_owned(),
            ];
            types(&shapes.join(","))
        };
        let small = owners(&structure("T", &[]));
        let names: Vec<String> = (0..100).map(|number| format!("text{number}")).collect();
        let mut members: Vec<_> = names.iter().map(|name| (name.as_str(), "smithy.api#String", 'r')).collect();
        // Optional members and lists that lead back to the structure do not change types either.
        members.extend([("itself", "a#T", 'o'), ("back", "a#S", 'o'), ("union", "a#U", 'o'), ("list", "a#Ts", 'r')]);
        let mut large = owners(&structure("T", &members));
        large.retain(|member, _| small.contains_key(member));
        assert_eq!(large, small);
        assert_eq!(small["S.required"], "types::T");
        assert_eq!(small["S.optional"], "Option<Box<types::T>>");
        assert_eq!(small["S.list"], "Option<Vec<types::T>>");
        assert_eq!(small["S.map"], "BTreeMap<String, types::T>");
        assert_eq!(small["S.union"], "Option<Box<types::U>>");
        assert_eq!(small["U.T"], "types::T");
    }

    #[test]
    fn members_of_recursive_unions_are_boxed() {
        assert_types(
            &[
                structure("S", &[("union", "a#U", 'r')]),
                union("U", &[("itself", "a#U"), ("pair", "a#Pair"), ("leaf", "a#Leaf")]),
                structure("Pair", &[("left", "a#U", 'r'), ("right", "a#U", 'o')]),
                structure("Leaf", &[("top", "a#S", 'o')]),
            ],
            &[
                ("S.union", "types::U"),
                ("U.Itself", "Box<types::U>"),
                ("U.Pair", "Box<types::Pair>"),
                ("U.Leaf", "types::Leaf"),
                ("Pair.left", "types::U"),
                ("Pair.right", "Option<Box<types::U>>"),
            ],
        );
    }
}
