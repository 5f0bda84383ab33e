//! Parses the JSON AST, Smithy 2.0 § "JSON AST", versions 1.0, 2.0 and 2.1.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::ast::{Apply, AstShape, AstTrait, AstTraits};
use super::closures;
use super::diagnostics::{Diagnostic, Diagnostics, did_you_mean};
use super::json::{Fields, Node};
use super::parse_shape::parse_shape;
use super::shape_id::ShapeId;
use super::source::{Location, SourceFile};
use super::trait_table;

/// The contents of one file.
#[derive(Default)]
pub(super) struct Parsed<'a> {
    pub(super) shapes: Vec<AstShape<'a>>,
    pub(super) applies: Vec<Apply<'a>>,
    pub(super) metadata: Vec<(Map<String, Value>, Location)>,
    /// The metadata `shapeClosures`, with its locations.
    pub(super) closures: Option<Node<'a>>,
    /// The ids of shapes with errors. They may be incomplete or missing.
    pub(super) broken: BTreeSet<ShapeId>,
    /// The warnings so far. Each is given once, because an unknown trait may be applied thousands of times.
    warnings: BTreeSet<String>,
}

/// Parses one file. Returns `None` if it is not a Smithy model; the error in `problems` then names the likely format.
pub(super) fn parse<'a>(file: &'a SourceFile<'a>, problems: &mut Diagnostics) -> Option<Parsed<'a>> {
    let (top, v1) = top_level(file, problems).map_err(|problem| problems.push(problem)).ok()?;
    let mut parsed = Parsed::default();
    if let Some(node) = top.get("metadata") {
        match serde_json::from_str(node.raw().get()) {
            Ok(metadata) => {
                parsed.metadata.push((metadata, node.location()));
                // Other keys are not read, so that one which occurs twice is not an error.
                let fields = node.fields(&mut Diagnostics::new());
                parsed.closures = fields.ok().and_then(|fields| fields.get(closures::KEY));
            }
            Err(_) => problems.push(
                Diagnostic::new("the metadata is no object, or nests deeper than 128 levels").at(&node.location()),
            ),
        }
    }
    // A model may consist of metadata only.
    let Some(shapes) = top.get("shapes") else {
        return Some(parsed);
    };
    let shapes = shapes.fields(problems).map_err(|problem| problems.push(problem)).ok()?;
    for (key, node) in shapes {
        match ShapeId::parse(&key) {
            Ok(id) => entry(id, node, v1, &mut parsed, problems),
            Err(error) => {
                problems.push(Diagnostic::new(format!("{key:?} is not a shape id: {error}")).at(&node.location()))
            }
        }
    }
    Some(parsed)
}

fn entry<'a>(id: ShapeId, node: Node<'a>, v1: bool, parsed: &mut Parsed<'a>, problems: &mut Diagnostics) {
    let mut own = Diagnostics::new();
    match read_entry(&id, node, v1, &mut own) {
        Ok(Entry::Shape(shape)) => parsed.shapes.push(*shape),
        Ok(Entry::Apply(apply)) => parsed.applies.push(apply),
        Err(problem) => own.push(problem),
    }
    if own.errors() > 0 {
        parsed.broken.insert(id.without_member());
    }
    let mut is_new = |problem: &Diagnostic| problem.is_error() || parsed.warnings.insert(problem.message.clone());
    problems.extend(own.into_iter().filter(|problem| is_new(problem)).map(|problem| match problem.shape {
        Some(_) => problem,
        None => problem.on(&id),
    }));
}

enum Entry<'a> {
    Shape(Box<AstShape<'a>>),
    Apply(Apply<'a>),
}

fn read_entry<'a>(id: &ShapeId, node: Node<'a>, v1: bool, problems: &mut Diagnostics) -> Result<Entry<'a>, Diagnostic> {
    let fields = node.fields(problems)?;
    let Some(kind) = fields.get("type") else {
        return Err(Diagnostic::new("has no \"type\"").at(&node.location()));
    };
    let name = kind.string()?;
    if name == "apply" {
        let traits = traits(&fields, true, problems);
        return Ok(Entry::Apply(Apply { target: id.clone(), traits, location: node.location(), body: node.raw() }));
    }
    if id.member().is_some() {
        let problem = Diagnostic::new("is the id of a member, which cannot be defined on its own").at(&node.location());
        return Err(problem.hint("only \"type\": \"apply\" may name a member".to_owned()));
    }
    match parse_shape(id, &name, node, &fields, v1, problems) {
        Some(shape) => Ok(Entry::Shape(Box::new(shape))),
        None => {
            let problem = Diagnostic::new(format!("has the unknown type {name:?}")).at(&kind.location());
            Err(problem.hint(did_you_mean(&name, TYPES.iter().copied())))
        }
    }
}

const TYPES: &[&str] = &[
    "apply",
    "bigDecimal",
    "bigInteger",
    "blob",
    "boolean",
    "byte",
    "document",
    "double",
    "enum",
    "float",
    "intEnum",
    "integer",
    "list",
    "long",
    "map",
    "operation",
    "resource",
    "service",
    "set",
    "short",
    "string",
    "structure",
    "timestamp",
    "union",
];

/// Returns the traits of a shape, member or `apply` entry, except for those that are not read.
pub(super) fn traits<'a>(fields: &Fields<'a>, applied: bool, problems: &mut Diagnostics) -> AstTraits<'a> {
    let Some(node) = fields.get("traits") else {
        return AstTraits::new();
    };
    match node.fields(problems) {
        Ok(all) => all
            .into_iter()
            .filter(|(id, node)| {
                let is_read = trait_table::is_read(id);
                if !is_read {
                    check_unread_trait(id, *node, problems);
                }
                is_read
            })
            .map(|(id, node)| (id, AstTrait { value: Cow::Borrowed(node.raw()), location: node.location(), applied }))
            .collect(),
        Err(problem) => {
            problems.push(problem);
            AstTraits::new()
        }
    }
}

/// Checks the id of a trait that is not read. One of Smithy or AWS that is not known is a misspelling, or newer than this
/// generator.
fn check_unread_trait(id: &str, node: Node<'_>, problems: &mut Diagnostics) {
    if let Err(error) = ShapeId::parse(id) {
        problems.push(Diagnostic::new(format!("{id:?} is not the id of a trait: {error}")).at(&node.location()));
    } else if let Some(hint) = trait_table::is_unknown(id) {
        let message = format!("has the trait {id}, which is not known; it is ignored");
        problems.push(Diagnostic::warning(message).at(&node.location()).hint(hint));
    }
}

/// Returns the top-level fields, and whether the file is in version 1.0.
fn top_level<'a>(file: &'a SourceFile<'a>, problems: &mut Diagnostics) -> Result<(Fields<'a>, bool), Diagnostic> {
    let document = Node::document(file)?;
    let hint = "a Smithy JSON AST is an object with \"smithy\" and \"shapes\"";
    let Ok(top) = document.fields(problems) else {
        let problem = Diagnostic::new(format!("this is {}, not a Smithy model", document.kind()));
        return Err(problem.at(&document.location()).hint(hint.to_owned()));
    };
    let Some(version) = top.get("smithy") else {
        let format_hint = detect_other_format(&top).unwrap_or(hint);
        let problem = Diagnostic::new("this is JSON, but not a Smithy model: it has no \"smithy\"");
        return Err(problem.at(&document.location()).hint(format_hint.to_owned()));
    };
    let text = version.string()?;
    match parse_version(&text) {
        Some((1, _)) => Ok((top, true)),
        Some((_, minor)) => {
            if minor > NEWEST_MINOR {
                let message = format!("the Smithy version {text:?} is newer than 2.{NEWEST_MINOR}; it is read as that");
                problems.push(Diagnostic::warning(message).at(&version.location()));
            }
            Ok((top, false))
        }
        None => Err(Diagnostic::new(format!("the Smithy version {text:?} is not known"))
            .at(&version.location())
            .hint(format!("1.0 and 2.0 to 2.{NEWEST_MINOR} are"))),
    }
}

/// The newest minor version of Smithy 2 that is known. Minor versions only add to the one before.
const NEWEST_MINOR: u32 = 1;

/// Returns major and minor of `1`, `1.0`, `1.0.x`, `2`, `2.x` and `2.x.x`.
fn parse_version(version: &str) -> Option<(u32, u32)> {
    let number = |part: &str| {
        let is_number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    };
    let mut parts = version.split('.');
    let major = parts.next().and_then(number)?;
    let minor = parts.next().map_or(Some(0), number)?;
    parts.next().map_or(Some(0), number)?;
    let is_known = matches!((major, minor), (1, 0) | (2, _));
    (is_known && parts.next().is_none()).then_some((major, minor))
}

/// Recognizes other formats of API descriptions, which users are likely to confuse with a Smithy model.
fn detect_other_format(top: &Fields<'_>) -> Option<&'static str> {
    let has = |key| top.get(key).is_some();
    if has("openapi") || has("swagger") {
        Some("this looks like OpenAPI")
    } else if has("operations") && has("shapes") {
        Some("this looks like botocore's service-2.json; github.com/aws/api-models-aws has the Smithy model")
    } else {
        None
    }
}
