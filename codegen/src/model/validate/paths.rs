//! Static analysis of JMESPath expressions: checks that the members they name exist.

use jmespath::ast::Ast;

use super::super::waiters::expression;
use super::{Model, ShapeId, ShapeKind, did_you_mean};

/// The type of the value that an expression is applied to.
#[derive(Clone)]
pub(super) enum PathType {
    /// A value of this shape.
    Shape(ShapeId),
    /// A list of such values, created by the expression.
    List(Box<PathType>),
    /// The object `{input, output}` of a call.
    Call { input: Option<ShapeId>, output: Option<ShapeId> },
    /// Not known, such as the result of a function. It is not checked further.
    Unknown,
}

/// A reference to a member that does not exist.
pub(super) struct UnknownMember {
    pub(super) name: String,
    /// The structure or union that has no such member.
    pub(super) container: String,
    pub(super) members: Vec<String>,
}

/// Checks an expression that is applied to a value of type `start`. Syntax errors are ignored; the parser of the trait
/// reported them.
pub(super) fn follow(model: &Model, expression: &str, start: PathType) -> Result<(), UnknownMember> {
    jmespath::parse(expression).map_or(Ok(()), |ast| TypeChecker(model).walk(&ast, start).map(|_| ()))
}

impl Model {
    /// Validates a JMESPath expression that is applied to an input: its syntax, and that the members it names exist.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and a hint.
    pub(crate) fn validate_path(&self, path: &str, input: Option<&ShapeId>) -> Result<(), (String, Option<String>)> {
        expression(path).map_err(|why| (why, None))?;
        let start = input.map_or(PathType::Unknown, |id| PathType::Shape(id.clone()));
        follow(self, path, start).map_err(|unknown| {
            let hint = did_you_mean(&unknown.name, unknown.members.iter().map(String::as_str));
            (format!("has the path {path:?}, but {} has no member {:?}", unknown.container, unknown.name), hint)
        })
    }
}

struct TypeChecker<'m>(&'m Model);

impl TypeChecker<'_> {
    fn walk(&self, ast: &Ast, current: PathType) -> Result<PathType, UnknownMember> {
        Ok(match ast {
            Ast::Identity { .. } | Ast::Slice { .. } => current,
            Ast::Field { name, .. } => self.field(name, current)?,
            Ast::Index { .. } => self.element(current),
            Ast::Subexpr { lhs, rhs, .. } => self.walk(rhs, self.walk(lhs, current)?)?,
            Ast::Projection { lhs, rhs, .. } => {
                let element = self.element(self.walk(lhs, current)?);
                PathType::List(Box::new(self.walk(rhs, element)?))
            }
            Ast::Flatten { node, .. } => {
                let element = self.element(self.walk(node, current)?);
                let flat = match self.element(element.clone()) {
                    PathType::Unknown => element,
                    inner => inner,
                };
                PathType::List(Box::new(flat))
            }
            Ast::ObjectValues { node, .. } => PathType::List(Box::new(self.values(self.walk(node, current)?))),
            Ast::Condition { predicate, then, .. } => {
                self.walk(predicate, current.clone())?;
                self.walk(then, current)?
            }
            Ast::Comparison { lhs, rhs, .. } | Ast::And { lhs, rhs, .. } | Ast::Or { lhs, rhs, .. } => {
                self.walk(lhs, current.clone())?;
                self.walk(rhs, current)?;
                PathType::Unknown
            }
            Ast::Not { node, .. } => {
                self.walk(node, current)?;
                PathType::Unknown
            }
            Ast::Function { args: parts, .. } | Ast::MultiList { elements: parts, .. } => {
                parts.iter().try_for_each(|part| self.walk(part, current.clone()).map(|_| ()))?;
                PathType::Unknown
            }
            Ast::MultiHash { elements, .. } => {
                elements.iter().try_for_each(|pair| self.walk(&pair.value, current.clone()).map(|_| ()))?;
                PathType::Unknown
            }
            // The type of an expression reference's argument depends on the function that calls it.
            Ast::Expref { .. } | Ast::Literal { .. } => PathType::Unknown,
        })
    }

    fn field(&self, name: &str, current: PathType) -> Result<PathType, UnknownMember> {
        let shape = match current {
            PathType::Call { input, output } => {
                return match name {
                    "input" => Ok(input.map_or(PathType::Unknown, PathType::Shape)),
                    "output" => Ok(output.map_or(PathType::Unknown, PathType::Shape)),
                    _ => Err(UnknownMember {
                        name: name.to_owned(),
                        container: "{input, output}".to_owned(),
                        members: vec!["input".to_owned(), "output".to_owned()],
                    }),
                };
            }
            PathType::Shape(id) => self.0.shape(&id),
            PathType::List(_) | PathType::Unknown => None,
        };
        match shape.map(|shape| (&shape.id, &shape.kind)) {
            Some((id, ShapeKind::Structure(members) | ShapeKind::Union(members))) => {
                let found = members.iter().find(|member| member.name() == name);
                let names = || members.iter().map(|member| member.name().to_owned()).collect();
                let unknown = || UnknownMember { name: name.to_owned(), container: id.to_string(), members: names() };
                found.map(|member| PathType::Shape(member.target.clone())).ok_or_else(unknown)
            }
            Some((_, ShapeKind::Map { value, .. })) => Ok(PathType::Shape(value.target.clone())),
            _ => Ok(PathType::Unknown),
        }
    }

    fn element(&self, current: PathType) -> PathType {
        match current {
            PathType::List(element) => *element,
            PathType::Shape(id) => match self.0.shape(&id).map(|shape| &shape.kind) {
                Some(ShapeKind::List(member)) => PathType::Shape(member.target.clone()),
                _ => PathType::Unknown,
            },
            PathType::Call { .. } | PathType::Unknown => PathType::Unknown,
        }
    }

    fn values(&self, current: PathType) -> PathType {
        match current {
            PathType::Shape(id) => match self.0.shape(&id).map(|shape| &shape.kind) {
                Some(ShapeKind::Map { value, .. }) => PathType::Shape(value.target.clone()),
                _ => PathType::Unknown,
            },
            PathType::List(_) | PathType::Call { .. } | PathType::Unknown => PathType::Unknown,
        }
    }
}
