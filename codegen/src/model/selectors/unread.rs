//! What the loader does not read, but selectors see: all other traits, and the properties of resources.
//!
//! It is parsed from the JSON texts of the shapes, so that models are not loaded more slowly where no selector is
//! evaluated, and so that nothing but a selector can depend on it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::value::{RawValue, to_raw_value};

use crate::model::ast::{Ast, AstKind, AstShape};
use crate::model::diagnostics::Diagnostics;
use crate::model::json::entries;
use crate::model::mixins::local_traits;
use crate::model::shape_id::ShapeId;
use crate::model::trait_table::is_read;

/// Traits by id.
pub(super) type Traits<'m> = BTreeMap<Cow<'m, str>, Cow<'m, RawValue>>;

/// What is not read of a shape, with what it inherits from its mixins.
#[derive(Clone, Default)]
pub(super) struct Unread<'m> {
    pub(super) traits: Traits<'m>,
    /// The traits of members by name.
    pub(super) members: BTreeMap<Cow<'m, str>, Traits<'m>>,
    /// The targets of the properties of a resource.
    pub(super) properties: BTreeSet<ShapeId>,
}

/// Returns what is not read of the shapes. Those of which everything is read are omitted.
pub(super) fn unread<'m>(ast: &'m Ast<'_>) -> HashMap<&'m ShapeId, Unread<'m>> {
    let mut all: HashMap<&ShapeId, Unread<'_>> = HashMap::new();
    for (id, shape) in &ast.shapes {
        let own = own(shape);
        if !(own.traits.is_empty() && own.members.is_empty() && own.properties.is_empty()) {
            all.insert(id, own);
        }
    }
    for (target, body) in &ast.applied {
        let Some((id, _)) = ast.shapes.get_key_value(&target.without_member()) else { continue };
        let traits = field(body, "traits").map(unread_traits).unwrap_or_default();
        if traits.is_empty() {
            continue;
        }
        let shape = all.entry(id).or_default();
        let onto = match target.member() {
            None => &mut shape.traits,
            Some(name) => shape.members.entry(Cow::Borrowed(name)).or_default(),
        };
        for (id, value) in traits {
            apply(onto, id, value);
        }
    }
    for id in mixins_first(ast) {
        if let Some(shape) = ast.shapes.get(id) {
            inherit(shape, ast, &mut all);
        }
    }
    all
}

fn own<'m>(shape: &'m AstShape<'_>) -> Unread<'m> {
    let mut unread = Unread::default();
    let mut add_member = |name: Cow<'m, str>, body: &'m RawValue| {
        let traits = field(body, "traits").map(unread_traits).unwrap_or_default();
        if !traits.is_empty() {
            unread.members.insert(name, traits);
        }
    };
    let is_resource = matches!(shape.kind, AstKind::Resource(_));
    for (key, body) in entries(shape.body) {
        match &*key {
            "traits" => unread.traits = unread_traits(body),
            "members" => entries(body).into_iter().for_each(|(name, body)| add_member(name, body)),
            "member" | "key" | "value" => add_member(key, body),
            "properties" if is_resource => {
                unread.properties = entries(body).into_iter().filter_map(|(_, property)| target(property)).collect();
            }
            _ => {}
        }
    }
    unread
}

fn unread_traits(body: &RawValue) -> Traits<'_> {
    let traits = entries(body).into_iter().filter(|(id, _)| !is_read(id));
    traits.map(|(id, value)| (id, Cow::Borrowed(value))).collect()
}

fn target(body: &RawValue) -> Option<ShapeId> {
    let text: String = serde_json::from_str(field(body, "target")?.get()).ok()?;
    ShapeId::parse(&text).ok()
}

fn field<'m>(body: &'m RawValue, name: &str) -> Option<&'m RawValue> {
    entries(body).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Adds a trait as § "Trait conflict resolution" has it: lists are joined, any other value replaces the former.
fn apply<'m>(onto: &mut Traits<'m>, id: Cow<'m, str>, value: Cow<'m, RawValue>) {
    let list = |value: &RawValue| serde_json::from_str::<Vec<Box<RawValue>>>(value.get()).ok();
    let joined = onto.get(&id).filter(|former| former.get() != value.get()).and_then(|former| {
        let (mut all, more) = (list(former)?, list(&value)?);
        all.extend(more);
        to_raw_value(&all).ok()
    });
    onto.insert(id, joined.map_or(value, Cow::Owned));
}

/// Returns the shapes that use mixins, each after the mixins that it uses. A cycle, which is an error of the model, ends
/// where it began.
fn mixins_first<'m>(ast: &'m Ast<'_>) -> Vec<&'m ShapeId> {
    let mut order = Vec::new();
    let mut visited = BTreeSet::new();
    for (id, shape) in ast.shapes.iter().filter(|(_, shape)| !shape.mixins.is_empty()) {
        if !visited.insert(id) {
            continue;
        }
        let mut path = vec![(id, shape.mixins.iter())];
        while let Some((id, mixins)) = path.last_mut() {
            match mixins.next() {
                Some(mixin) => {
                    if let Some(shape) = ast.shapes.get(mixin)
                        && visited.insert(mixin)
                    {
                        path.push((mixin, shape.mixins.iter()));
                    }
                }
                None => {
                    order.push(*id);
                    path.pop();
                }
            }
        }
    }
    order
}

/// Adds what a shape inherits from its mixins. The traits of a later mixin replace those of an earlier one, and those of
/// the shape itself replace both.
fn inherit<'m>(shape: &'m AstShape<'_>, ast: &'m Ast<'_>, all: &mut HashMap<&'m ShapeId, Unread<'m>>) {
    let mut unread = Unread::default();
    let mixins = shape.mixins.iter().filter_map(|id| Some((all.get(id)?.clone(), ast.shapes.get(id)?)));
    let mixins = mixins.map(|(mixin, shape)| {
        let local = local_traits(shape, &mut Diagnostics::new());
        let traits = mixin.traits.into_iter().filter(|(id, _)| !local.contains(&**id)).collect();
        Unread { traits, ..mixin }
    });
    let own = all.get(&shape.id).cloned();
    for part in mixins.chain(own) {
        unread.traits.extend(part.traits);
        for (name, traits) in part.members {
            unread.members.entry(name).or_default().extend(traits);
        }
        unread.properties.extend(part.properties);
    }
    all.insert(&shape.id, unread);
}
