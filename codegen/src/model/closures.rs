//! Resolves shape closures: Smithy 2.0 § "Shape closures". The metadata `shapeClosures` names sets of shapes whose types
//! are generated without a service.

mod rename;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::ast::{Ast, AstKind, AstShape, is_same_json};
use super::diagnostics::{Diagnostic, Diagnostics, Severity, did_you_mean};
use super::json::{Fields, Node};
use super::reachable::ModelSelection;
use super::selectors::{Selector, SelectorError};
use super::shape_id::ShapeId;
use super::shapes::{Service, Shape, ShapeClosure, ShapeKind};
use super::specification::SHAPE_CLOSURES;
use super::trait_table::{DOCUMENTATION, ENUM, MIXIN};
use super::traits::Traits;

/// The metadata.
pub(super) const KEY: &str = "shapeClosures";
const ID: &str = "id";
const NAMESPACES: &str = "includeNamespaces";
const SELECTOR: &str = "includeBySelector";
const RENAME: &str = "rename";
const DESCRIPTION: &str = "documentation";

/// Returns the valid closures, in the order of the files. Errors about closures that are not selected are warnings, so
/// that they do not prevent the generation of others.
pub(super) fn resolve(ast: &Ast<'_>, selection: ModelSelection<'_>, problems: &mut Diagnostics) -> Vec<ShapeClosure> {
    let mut own = Diagnostics::new();
    let mut closures: Vec<ShapeClosure> = Vec::new();
    if ast.closures.is_empty() {
        return closures;
    }
    // No selector is invalid here.
    let definitions = Selector::parse(DEFINITIONS).and_then(|selector| selector.select(ast)).unwrap_or_default();
    for node in declarations(ast, &mut own) {
        let before = own.errors();
        match closure(node, ast, &definitions, &closures, &mut own) {
            Ok(closure) if own.errors() == before => closures.push(closure),
            Ok(_) => {}
            Err(problem) => own.push(problem),
        }
    }
    own.see(SHAPE_CLOSURES);
    let is_needed = |problem: &Diagnostic| match selection.closure {
        Some(requested) => problem.shape.as_ref().is_some_and(|id| id.is_called(requested)),
        None => selection.service.is_none() && !ast.has_service(),
    };
    problems.extend(own.into_iter().map(|problem| match is_needed(&problem) {
        true => problem,
        false => Diagnostic { severity: Severity::Warning, ..problem },
    }));
    closures
}

/// Returns the closure that is generated: the requested one, or the only one of a model without services.
pub(super) fn selected<'c>(
    closures: &'c [ShapeClosure],
    ast: &Ast<'_>,
    selection: ModelSelection<'_>,
) -> Option<&'c ShapeClosure> {
    let mut matching = closures.iter().filter(|closure| match selection.closure {
        Some(requested) => closure.shape.id.is_called(requested),
        None => selection.service.is_none() && !ast.has_service(),
    });
    matching.next().filter(|_| matching.next().is_none())
}

/// Returns the elements of the metadata of all files. Another file may declare a closure again, in the same way.
fn declarations<'a>(ast: &Ast<'a>, problems: &mut Diagnostics) -> Vec<Node<'a>> {
    let mut all: Vec<Node<'a>> = Vec::new();
    for metadata in &ast.closures {
        match metadata.items() {
            Ok(items) => {
                let is_new = |node: &Node<'a>| !all.iter().any(|other| is_same_json(other.raw(), node.raw()));
                let new: Vec<_> = items.into_iter().filter(is_new).collect();
                all.extend(new);
            }
            Err(problem) => problems.push(problem.hint("each element of the list declares a closure".to_owned())),
        }
    }
    all
}

/// Parses and resolves a closure. Errors that concern only a part of it are added to `problems`.
fn closure<'a>(
    node: Node<'a>,
    ast: &Ast<'_>,
    definitions: &BTreeSet<ShapeId>,
    others: &[ShapeClosure],
    problems: &mut Diagnostics,
) -> Result<ShapeClosure, Diagnostic> {
    let fields = node.fields(problems)?;
    let id = id(node, &fields, ast, others)?;
    let mut own = Diagnostics::new();
    warn_about_unknown_fields(node, &mut own)?;
    let on = |problem: Diagnostic| problem.on(&id);
    let namespaces: Vec<(Cow<'_, str>, Node<'_>)> = match fields.get(NAMESPACES) {
        Some(list) => list
            .items()
            .and_then(|items| items.into_iter().map(|item| Ok((item.string()?, item))).collect())
            .map_err(on)?,
        None => Vec::new(),
    };
    let selector = fields.get(SELECTOR).map(|node| Ok((node.string()?, node))).transpose().map_err(on)?;
    if namespaces.is_empty() && selector.is_none() {
        let hint = format!("list namespaces in {NAMESPACES:?}, or write a selector in {SELECTOR:?}");
        return Err(on(Diagnostic::new("is a shape closure that includes no shapes").at(&node.location()).hint(hint)));
    }
    let mut included: BTreeSet<ShapeId> = BTreeSet::new();
    for (namespace, node) in &namespaces {
        match in_namespace(namespace, *node, ast) {
            Ok(ids) => included.extend(ids),
            Err(problem) => own.push(problem),
        }
    }
    let mut types: BTreeSet<ShapeId> = included.difference(definitions).cloned().collect();
    if let Some((text, node)) = selector {
        match selected_by(&text, node, ast, &mut own) {
            Ok(ids) => types.extend(ids),
            Err(problem) => own.push(problem),
        }
    }
    included.extend(types.iter().cloned());
    if own.errors() == 0 && included.is_empty() {
        let hint = "nothing would be generated: name a namespace of this model, or a selector that its shapes match";
        own.push(Diagnostic::new("is a shape closure without shapes").at(&node.location()).hint(hint.to_owned()));
    }
    let (shapes, all) = (reach(ast, types), reach(ast, included));
    if own.errors() == 0 && !shapes.iter().any(|id| is_type(id, ast)) {
        let message = "is a shape closure without structures, unions and enums, so that it has no types";
        own.push(Diagnostic::warning(message).at(&node.location()));
    }
    // Without a valid selector, the closure is not known, so that every name could be wrong.
    let rename = match own.errors() {
        0 => rename::parse(fields.get(RENAME), &all, ast, &mut own),
        _ => BTreeMap::new(),
    };
    rename::warn_about_conflicts(&shapes, &rename, node, ast, &mut own);
    let traits = documentation(fields.get(DESCRIPTION)).map_err(on)?;
    problems.extend(own.into_iter().map(|problem| problem.on(&id)));
    let kind = ShapeKind::Service(Service { rename, ..Service::default() });
    Ok(ShapeClosure { shape: Shape { id, kind, traits, location: node.location() }, shapes })
}

/// Returns the id of a closure, which no other closure and no shape may have.
fn id(node: Node<'_>, fields: &Fields<'_>, ast: &Ast<'_>, others: &[ShapeClosure]) -> Result<ShapeId, Diagnostic> {
    let hint = "an id has a namespace and a name, as in com.example#Events; `--closure` names it".to_owned();
    let Some(value) = fields.get(ID) else {
        return Err(Diagnostic::new(format!("a shape closure has no {ID:?}")).at(&node.location()).hint(hint));
    };
    let text = value.string()?;
    let problem = |message: String| Diagnostic::new(message).at(&value.location());
    let id = ShapeId::parse(&text)
        .map_err(|error| problem(format!("{text:?} is not the id of a shape closure: {error}")).hint(hint.clone()))?;
    if id.member().is_some() {
        return Err(problem(format!("{text:?} is the id of a member, not of a shape closure")).hint(hint));
    }
    if let Some(other) = others.iter().find(|other| other.shape.id == id) {
        let message = format!("is declared as a shape closure at {} already", other.shape.location);
        return Err(problem(message).on(&id).hint("give one of them another id, or remove it".to_owned()));
    }
    if ast.shapes.contains_key(&id) || ast.broken.contains(&id) {
        let message = "is the id of a shape closure, and of a shape of this model".to_owned();
        return Err(problem(message).on(&id).hint("give the closure an id of its own".to_owned()));
    }
    Ok(id)
}

fn warn_about_unknown_fields(node: Node<'_>, problems: &mut Diagnostics) -> Result<(), Diagnostic> {
    const KNOWN: [&str; 5] = [ID, NAMESPACES, SELECTOR, RENAME, DESCRIPTION];
    // Keys that occur twice are reported already.
    for (key, value) in node.fields(&mut Diagnostics::new())? {
        if !KNOWN.contains(&&*key) {
            let message = format!("has {key:?}, which a shape closure does not have; it is ignored");
            let hint = did_you_mean(&key, KNOWN).unwrap_or_else(|| format!("it has {}", KNOWN.join(", ")));
            problems.push(Diagnostic::warning(message).at(&value.location()).hint(hint));
        }
    }
    Ok(())
}

/// Returns the traits of a closure: its documentation.
fn documentation(node: Option<Node<'_>>) -> Result<Traits, Diagnostic> {
    let mut traits = Traits::default();
    if let Some(node) = node {
        let read = super::trait_table::read(&mut traits, DOCUMENTATION, node.raw());
        read.map_err(|_| node.expected("a string"))?;
    }
    Ok(traits)
}

/// Mixins and definitions of traits: they describe shapes, and no value has their type.
const DEFINITIONS: &str = ":is([trait|mixin], [trait|trait])";

/// Returns the shapes of a namespace, broken ones too: what is wrong with them is then an error of the closure.
fn in_namespace(namespace: &str, node: Node<'_>, ast: &Ast<'_>) -> Result<BTreeSet<ShapeId>, Diagnostic> {
    let known = || ast.shapes.keys().chain(&ast.broken);
    let ids: BTreeSet<ShapeId> = known().filter(|id| id.namespace() == namespace).cloned().collect();
    if !ids.is_empty() {
        return Ok(ids);
    }
    let namespaces: BTreeSet<&str> = known().map(ShapeId::namespace).collect();
    let hint = did_you_mean(namespace, namespaces.iter().copied()).unwrap_or_else(|| {
        let own: Vec<&str> = namespaces.into_iter().filter(|name| *name != "smithy.api").collect();
        format!("the model has {}", if own.is_empty() { "no namespace".to_owned() } else { own.join(", ") })
    });
    let message = format!("includes the namespace {namespace:?}, in which the model has no shapes");
    Err(Diagnostic::warning(message).at(&node.location()).hint(hint))
}

/// Returns the shapes and members that a selector matches, and the broken shapes, which could match.
fn selected_by(
    text: &str,
    node: Node<'_>,
    ast: &Ast<'_>,
    problems: &mut Diagnostics,
) -> Result<BTreeSet<ShapeId>, Diagnostic> {
    let problem = |severity: Severity, SelectorError { position, message, hint }: SelectorError| {
        let message = format!("has the selector {text:?}, in which there is a mistake at {position}: {message}");
        Diagnostic { severity, ..Diagnostic::new(message) }.at(&node.location()).hint(hint)
    };
    let error = |error| problem(Severity::Error, error);
    let selector = Selector::parse(text).map_err(error)?;
    problems.extend(selector.warnings().iter().cloned().map(|warning| problem(Severity::Warning, warning)));
    let mut selected = selector.select(ast).map_err(error)?;
    if selected.is_empty() {
        let message = format!("has the selector {text:?}, which matches no shape of the model");
        return Err(Diagnostic::warning(message).at(&node.location()));
    }
    selected.extend(ast.broken.iter().cloned());
    Ok(selected)
}

/// Returns these shapes and all that they reach through directed relationships: members, mixins, and what services,
/// resources and operations refer to. A member leads to its target. Iterative, because nesting is not limited here.
fn reach(ast: &Ast<'_>, roots: BTreeSet<ShapeId>) -> BTreeSet<ShapeId> {
    let mut reached = BTreeSet::new();
    let mut queue: Vec<ShapeId> = roots.into_iter().collect();
    while let Some(id) = queue.pop() {
        if !reached.insert(id.clone()) {
            continue;
        }
        let Some(shape) = ast.shapes.get(&id.without_member()) else { continue };
        let members = shape.members.iter().filter(|member| id.member().is_none_or(|name| name == member.name));
        queue.extend(members.filter_map(|member| member.target.clone()));
        if id.member().is_none() {
            queue.extend(shape.references(|_| true).into_iter().cloned());
            queue.extend(properties(shape));
        }
    }
    reached
}

/// Whether a shape has a type of its own in generated code.
fn is_type(id: &ShapeId, ast: &Ast<'_>) -> bool {
    ast.shapes.get(id).is_some_and(|shape| match shape.kind {
        AstKind::Structure => !shape.traits.contains_key(MIXIN) && id.as_str() != "smithy.api#Unit",
        AstKind::Union | AstKind::Enum | AstKind::IntEnum => true,
        AstKind::Simple(_) => shape.traits.contains_key(ENUM),
        AstKind::List | AstKind::Map | AstKind::Service(_) | AstKind::Resource(_) | AstKind::Operation(_) => false,
    })
}

/// Returns the targets of the properties of a resource, which nothing else reads.
fn properties(shape: &AstShape<'_>) -> Vec<ShapeId> {
    if !matches!(shape.kind, AstKind::Resource(_)) {
        return Vec::new();
    }
    let body: Value = serde_json::from_str(shape.body.get()).unwrap_or_default();
    let properties = body.get("properties").and_then(Value::as_object).into_iter().flat_map(|all| all.values());
    properties.filter_map(|property| ShapeId::parse(property.get("target")?.as_str()?).ok()).collect()
}
