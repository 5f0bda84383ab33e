//! Which members a JMESPath expression names, as far as it can be told without a value.

use jmespath::ast::Ast;

use super::super::waiters::expression;
use super::{Model, ShapeId, ShapeKind, did_you_mean};

/// What an expression sees.
#[derive(Clone)]
pub(super) enum Seen {
    /// A value of this shape.
    Shape(ShapeId),
    /// A list of such values, made by the expression itself.
    List(Box<Seen>),
    /// Both sides of a call: `{input, output}`.
    Call { input: Option<ShapeId>, output: Option<ShapeId> },
    /// Something that is not followed, such as what a function returns.
    Unknown,
}

/// A member that is named and does not exist.
pub(super) struct Lost {
    pub(super) name: String,
    /// Where it was looked for.
    pub(super) place: String,
    pub(super) members: Vec<String>,
}

/// Follows the expression from what it starts at. What is no expression was told already.
pub(super) fn follow(model: &Model, expression: &str, start: Seen) -> Result<(), Lost> {
    jmespath::parse(expression).map_or(Ok(()), |ast| Walk(model).walk(&ast, start).map(|_| ()))
}

impl Model {
    /// Proves a JMESPath expression over an input: that it is one, and that the members it names are there.
    ///
    /// # Errors
    /// What is wrong with it, and a hint.
    pub(crate) fn prove_path(&self, path: &str, input: Option<&ShapeId>) -> Result<(), (String, Option<String>)> {
        expression(path).map_err(|why| (why, None))?;
        let start = input.map_or(Seen::Unknown, |id| Seen::Shape(id.clone()));
        follow(self, path, start).map_err(|lost| {
            let hint = did_you_mean(&lost.name, lost.members.iter().map(String::as_str));
            (format!("has the path {path:?}, but {} has no member {:?}", lost.place, lost.name), hint)
        })
    }
}

struct Walk<'m>(&'m Model);

impl Walk<'_> {
    fn walk(&self, ast: &Ast, seen: Seen) -> Result<Seen, Lost> {
        Ok(match ast {
            Ast::Identity { .. } | Ast::Slice { .. } => seen,
            Ast::Field { name, .. } => self.field(name, seen)?,
            Ast::Index { .. } => self.element(seen),
            Ast::Subexpr { lhs, rhs, .. } => self.walk(rhs, self.walk(lhs, seen)?)?,
            Ast::Projection { lhs, rhs, .. } => {
                let element = self.element(self.walk(lhs, seen)?);
                Seen::List(Box::new(self.walk(rhs, element)?))
            }
            Ast::Flatten { node, .. } => {
                let element = self.element(self.walk(node, seen)?);
                let flat = match self.element(element.clone()) {
                    Seen::Unknown => element,
                    inner => inner,
                };
                Seen::List(Box::new(flat))
            }
            Ast::ObjectValues { node, .. } => Seen::List(Box::new(self.values(self.walk(node, seen)?))),
            Ast::Condition { predicate, then, .. } => {
                self.walk(predicate, seen.clone())?;
                self.walk(then, seen)?
            }
            Ast::Comparison { lhs, rhs, .. } | Ast::And { lhs, rhs, .. } | Ast::Or { lhs, rhs, .. } => {
                self.walk(lhs, seen.clone())?;
                self.walk(rhs, seen)?;
                Seen::Unknown
            }
            Ast::Not { node, .. } => {
                self.walk(node, seen)?;
                Seen::Unknown
            }
            Ast::Function { args: parts, .. } | Ast::MultiList { elements: parts, .. } => {
                parts.iter().try_for_each(|part| self.walk(part, seen.clone()).map(|_| ()))?;
                Seen::Unknown
            }
            Ast::MultiHash { elements, .. } => {
                elements.iter().try_for_each(|pair| self.walk(&pair.value, seen.clone()).map(|_| ()))?;
                Seen::Unknown
            }
            // What a function gives to an expression, the function knows.
            Ast::Expref { .. } | Ast::Literal { .. } => Seen::Unknown,
        })
    }

    fn field(&self, name: &str, seen: Seen) -> Result<Seen, Lost> {
        let shape = match seen {
            Seen::Call { input, output } => {
                return match name {
                    "input" => Ok(input.map_or(Seen::Unknown, Seen::Shape)),
                    "output" => Ok(output.map_or(Seen::Unknown, Seen::Shape)),
                    _ => Err(Lost {
                        name: name.to_owned(),
                        place: "{input, output}".to_owned(),
                        members: vec!["input".to_owned(), "output".to_owned()],
                    }),
                };
            }
            Seen::Shape(id) => self.0.shape(&id),
            Seen::List(_) | Seen::Unknown => None,
        };
        match shape.map(|shape| (&shape.id, &shape.kind)) {
            Some((id, ShapeKind::Structure(members) | ShapeKind::Union(members))) => {
                let found = members.iter().find(|member| member.name() == name);
                let names = || members.iter().map(|member| member.name().to_owned()).collect();
                let lost = || Lost { name: name.to_owned(), place: id.to_string(), members: names() };
                found.map(|member| Seen::Shape(member.target.clone())).ok_or_else(lost)
            }
            Some((_, ShapeKind::Map { value, .. })) => Ok(Seen::Shape(value.target.clone())),
            _ => Ok(Seen::Unknown),
        }
    }

    fn element(&self, seen: Seen) -> Seen {
        match seen {
            Seen::List(element) => *element,
            Seen::Shape(id) => match self.0.shape(&id).map(|shape| &shape.kind) {
                Some(ShapeKind::List(member)) => Seen::Shape(member.target.clone()),
                _ => Seen::Unknown,
            },
            Seen::Call { .. } | Seen::Unknown => Seen::Unknown,
        }
    }

    fn values(&self, seen: Seen) -> Seen {
        match seen {
            Seen::Shape(id) => match self.0.shape(&id).map(|shape| &shape.kind) {
                Some(ShapeKind::Map { value, .. }) => Seen::Shape(value.target.clone()),
                _ => Seen::Unknown,
            },
            Seen::List(_) | Seen::Call { .. } | Seen::Unknown => Seen::Unknown,
        }
    }
}
