//! The facts about names in XML and in forms. Smithy: "XML bindings".
use super::{Fact, Role};
use crate::model::{Member, Model, Shape, ShapeKind, Traits};
use crate::plan::{Protocol, target::Target};

/// The names of what lists and maps contain, where the model has no others.
const ITEM: &str = "member";
const KEY: &str = "key";
const VALUE: &str = "value";

/// Returns the names of a member in the body.
pub(super) fn of_member(target: &Target<'_>, member: &Member) -> Vec<Fact> {
    let traits = &member.traits;
    let own = traits.xml.as_ref();
    let mut facts = Vec::new();
    facts.extend(name(traits, member.name()));
    if target.has(Protocol::has_query_names) {
        let default = capitalized(own.and_then(|xml| xml.name.as_deref()).unwrap_or(member.name()));
        let name = own.and_then(|xml| xml.query_name.as_deref()).filter(|name| *name != default);
        facts.extend(name.map(|name| Fact::with("query_name", name)));
    }
    facts.extend(own.filter(|xml| xml.attribute).map(|_| Fact::flag("xml_attribute")));
    facts.extend(own.filter(|xml| xml.flattened).map(|_| Fact::flag("flattened")));
    facts.extend(namespace(traits));
    facts.extend(parts(target.model, member));
    facts
}

/// Returns the names of a payload member, which is a root element: that of the member, or of its target.
pub(super) fn of_payload(model: &Model, member: &Member) -> Vec<Fact> {
    let Some(target) = model.shape(&member.target) else { return Vec::new() };
    if !matches!(target.kind, ShapeKind::Structure(_) | ShapeKind::Union(_)) {
        return Vec::new();
    }
    let own_name = member.traits.xml.as_ref().and_then(|xml| xml.name.as_deref());
    let root = own_name.unwrap_or(root_name(target));
    let root = (root != member.name()).then(|| Fact::with("xml_name", root));
    root.into_iter().chain(namespace(&member.traits).or_else(|| namespace(&target.traits))).collect()
}

/// Returns the names of a structure: those of the root element of an input, and the code of an error.
pub(super) fn of_shape(target: &Target<'_>, role: Role, shape: &Shape, ident: &str) -> Vec<Fact> {
    match role {
        Role::Input if target.has(Protocol::has_root_elements) && has_body(shape) => {
            let root = root_name(shape);
            let name = (root != ident).then(|| Fact::with("xml_name", root));
            name.into_iter().chain(namespace(&shape.traits)).collect()
        }
        Role::Error if target.has(Protocol::has_query_errors) => {
            let code = shape.traits.xml.as_ref().and_then(|xml| xml.error_code.as_deref());
            let code = code.filter(|code| *code != shape.id.name());
            code.map(|code| Fact::with("error_code", code)).into_iter().collect()
        }
        Role::Input | Role::Output | Role::Error | Role::Nested => Vec::new(),
    }
}

fn has_body(shape: &Shape) -> bool {
    let is_bound = |traits: &Traits| {
        traits.http_label
            || traits.http_payload
            || traits.http_query_params
            || traits.http_header.is_some()
            || traits.http_prefix_headers.is_some()
            || traits.http_query.is_some()
    };
    let mut members = shape.kind.members();
    let has_payload = shape.kind.members().any(|member| member.traits.http_payload);
    !has_payload && members.any(|member| !is_bound(&member.traits))
}

fn root_name(shape: &Shape) -> &str {
    shape.traits.xml.as_ref().and_then(|xml| xml.name.as_deref()).unwrap_or(shape.id.name())
}

/// Returns the name, unless it is the default.
fn name(traits: &Traits, default: &str) -> Option<Fact> {
    let name = traits.xml.as_ref()?.name.as_deref()?;
    (name != default).then(|| Fact::with("xml_name", name))
}

fn namespace(traits: &Traits) -> Option<Fact> {
    let namespace = traits.xml.as_ref()?.namespace.as_ref()?;
    let prefix = namespace.prefix.as_deref().map(|prefix| Fact::with("prefix", prefix));
    Some(Fact { facts: prefix.into_iter().collect(), ..Fact::with("xml_namespace", &namespace.uri) })
}

/// Returns the names of what a list or a map contains. The loader limits their nesting.
fn parts(model: &Model, member: &Member) -> Vec<Fact> {
    let Some(target) = model.shape(&member.target) else { return Vec::new() };
    let part = |name: &'static str, member: &Member, default: &str| {
        let argument = self::name(&member.traits, default).and_then(|fact| fact.argument);
        let facts: Vec<Fact> = namespace(&member.traits).into_iter().chain(parts(model, member)).collect();
        (argument.is_some() || !facts.is_empty()).then_some(Fact { name, argument, facts })
    };
    match &target.kind {
        ShapeKind::List(member) => part("item", member, ITEM).into_iter().collect(),
        ShapeKind::Map { key, value } => part("key", key, KEY).into_iter().chain(part("value", value, VALUE)).collect(),
        _ => Vec::new(),
    }
}

/// Returns the name with a capital first letter.
fn capitalized(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}
