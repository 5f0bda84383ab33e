//! Parses attribute selectors.
//!
//! Which attributes exist depends only on the path, so that unknown ones are errors here and not while a selector is
//! evaluated. What a trait contains is not known here: a path into its value that leads nowhere is not an error.

use super::attributes::{Attribute, Comparator, Comparison, Key, Operand, Path, Test};
use super::error::SelectorError;
use super::parse::Parser;
use crate::model::diagnostics::did_you_mean;
use crate::model::shape_id::ShapeId;

/// What a path leads to, apart from its values.
#[derive(Clone, Copy)]
struct Scope {
    kind: Kind,
    /// Whether it is a projection: several such values.
    is_projection: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Shape,
    Id,
    Service,
    Traits,
    Variables,
    /// A part of the value of a trait.
    Node,
    Text,
}

/// The maximum length of a path: projections nest as deep as a path is long, and they are flattened recursively.
const MAX_PATH: usize = 64;

/// Comparators in the message about a missing one.
const COMPARATORS: &str = "a comparator (= != ^= $= *= ?= > >= < <= {=} {!=} {<} {<<})";

impl Parser<'_> {
    /// Parses an attribute selector after its `[`.
    pub(super) fn attribute(&mut self) -> Result<Attribute, SelectorError> {
        if self.cursor.eat("@") {
            return self.scoped_attribute();
        }
        let (path, scope) = self.attribute_path()?;
        let test =
            if self.cursor.peek() == Some(']') { Test::Exists } else { Test::Compare(self.comparison(None, scope)?) };
        self.close_attribute("`]` or `,`")?;
        Ok(Attribute { path, test })
    }

    fn scoped_attribute(&mut self) -> Result<Attribute, SelectorError> {
        let shape = Scope { kind: Kind::Shape, is_projection: false };
        let (path, scope) =
            if self.cursor.peek() == Some(':') { (Path::default(), shape) } else { self.attribute_path()? };
        self.cursor.expect(":")?;
        // Comparisons are made with each value of a projection.
        let scope = Scope { is_projection: false, ..scope };
        let mut comparisons = Vec::new();
        loop {
            let left = self.operand(scope)?;
            comparisons.push(self.comparison(Some(left), scope)?);
            if !self.cursor.eat("&&") {
                break;
            }
        }
        self.close_attribute("`&&`, `]` or `,`")?;
        Ok(Attribute { path, test: Test::Scoped(comparisons) })
    }

    fn close_attribute(&mut self, expected: &str) -> Result<(), SelectorError> {
        if self.cursor.eat("]") {
            return Ok(());
        }
        let error = self.cursor.expected(expected);
        let is_member = self.cursor.peek() == Some('$');
        Err(error.hint(is_member.then(|| "put the id of a member in quotes".to_owned())))
    }

    /// Parses a comparator and the values on its right side. Plain attributes are compared with literals only.
    fn comparison(&mut self, left: Option<Operand>, scope: Scope) -> Result<Comparison, SelectorError> {
        let Some((_, comparator)) = Comparator::TOKENS.iter().find(|(token, _)| self.cursor.eat(token)) else {
            return Err(self.cursor.expected(if left.is_none() { "`|`, `]` or a comparator" } else { COMPARATORS }));
        };
        let mut right = Vec::new();
        loop {
            right.push(match &left {
                Some(_) => self.operand(scope)?,
                None => Operand::Literal(self.literal()?),
            });
            if !self.cursor.eat(",") {
                break;
            }
        }
        let ignores_case = self.cursor.eat("i");
        Ok(Comparison { left, comparator: *comparator, right, ignores_case })
    }

    fn literal(&mut self) -> Result<String, SelectorError> {
        if self.cursor.peek() == Some('@') {
            let error = self.cursor.expected("a name, a number or quoted text");
            return Err(error.hint("`@{…}` needs a scope: write `[@: @{…} = @{…}]`".to_owned()));
        }
        self.cursor.value().map(str::to_owned)
    }

    fn operand(&mut self, scope: Scope) -> Result<Operand, SelectorError> {
        if !self.cursor.eat("@") {
            return self.literal().map(Operand::Literal);
        }
        self.cursor.expect("{")?;
        let mut scope = scope;
        let mut path = Path::default();
        self.path_key(&mut path, &mut scope)?;
        self.path_rest(&mut path, &mut scope)?;
        self.cursor.expect("}")?;
        Ok(Operand::Path(path))
    }

    fn attribute_path(&mut self) -> Result<(Path, Scope), SelectorError> {
        let mut scope = Scope { kind: Kind::Shape, is_projection: false };
        let start = self.cursor.position();
        let name = self.cursor.identifier("an attribute (id, service, trait or var)")?;
        let mut path = Path::default();
        path.0.push(self.resolve(name, false, start, &mut scope)?);
        self.path_rest(&mut path, &mut scope)?;
        Ok((path, scope))
    }

    fn path_rest(&mut self, path: &mut Path, scope: &mut Scope) -> Result<(), SelectorError> {
        while self.cursor.eat("|") {
            if path.0.len() == MAX_PATH {
                return Err(self.cursor.error(format!("the path has more than {MAX_PATH} parts")));
            }
            self.path_key(path, scope)?;
        }
        Ok(())
    }

    fn path_key(&mut self, path: &mut Path, scope: &mut Scope) -> Result<(), SelectorError> {
        let start = self.cursor.position();
        let is_function = self.cursor.eat("(");
        let name = if is_function {
            let name = self.cursor.identifier("a property such as (values)")?;
            self.cursor.expect(")")?;
            name
        } else {
            self.cursor.value()?
        };
        path.0.push(self.resolve(name, is_function, start, scope)?);
        Ok(())
    }

    /// Returns the meaning of a property of `scope`, and makes what it leads to the new scope.
    fn resolve(
        &mut self,
        name: &str,
        is_function: bool,
        start: usize,
        scope: &mut Scope,
    ) -> Result<Key, SelectorError> {
        let function = is_function.then_some(name);
        if scope.is_projection && function == Some("first") {
            scope.is_projection = false;
            return Ok(Key::First);
        }
        let unknown = |of: &str, known: &[&str]| {
            let shown = if is_function { format!("({name})") } else { name.to_owned() };
            let hint = did_you_mean(&shown, known.iter().copied());
            let error = self.cursor.error_at(start, format!("{of} has no {shown}, only {}", known.join(", ")));
            Err(error.hint(hint))
        };
        let (key, kind) = match (scope.kind, function, name) {
            (Kind::Shape, None, "id") => (Key::Id, Kind::Id),
            (Kind::Shape, None, "service") => (Key::Service, Kind::Service),
            (Kind::Shape, None, "trait") => (Key::Traits, Kind::Traits),
            (Kind::Shape, None, "var") => (Key::Variables, Kind::Variables),
            (Kind::Shape, ..) => return unknown("a shape", &["id", "service", "trait", "var"]),
            (Kind::Id, None, "namespace") => (Key::Namespace, Kind::Text),
            (Kind::Id, None, "name") => (Key::Name, Kind::Text),
            (Kind::Id, None, "member") => (Key::Member, Kind::Text),
            (Kind::Id | Kind::Traits | Kind::Node | Kind::Text, Some("length"), _) => (Key::Length, Kind::Text),
            (Kind::Id, ..) => return unknown("a shape id", &["namespace", "name", "member", "(length)"]),
            (Kind::Service, None, "id") => (Key::Id, Kind::Id),
            (Kind::Service, None, "version") => (Key::Version, Kind::Text),
            (Kind::Service, ..) => return unknown("a service", &["id", "version"]),
            (Kind::Traits, Some("keys"), _) => (Key::Keys, Kind::Id),
            (Kind::Traits | Kind::Node, Some("values"), _) => (Key::Values, Kind::Node),
            (Kind::Traits, None, _) => (Key::Trait(self.trait_id(name, start)?), Kind::Node),
            (Kind::Traits, ..) => return unknown("`trait`", &["(keys)", "(values)", "(length)"]),
            (Kind::Variables, None, _) => {
                let variable = self.set_variable(name, start)?;
                // Properties of a variable that is not set are tolerated as those of any value that does not exist.
                let kind = if self.is_set(variable) { Kind::Shape } else { Kind::Text };
                (Key::Variable(variable), kind)
            }
            (Kind::Node, Some("keys"), _) => (Key::Keys, Kind::Node),
            (Kind::Node, None, _) => (Key::Property(name.to_owned()), Kind::Node),
            (Kind::Variables | Kind::Node | Kind::Text, ..) => (Key::Nothing, Kind::Text),
        };
        let is_projection = matches!(key, Key::Keys | Key::Values | Key::Variable(_));
        *scope = Scope { kind, is_projection: scope.is_projection || is_projection };
        Ok(key)
    }

    /// Returns the absolute id of a trait; a relative one is of `smithy.api`.
    fn trait_id(&self, name: &str, start: usize) -> Result<String, SelectorError> {
        let id = if name.contains('#') { name.to_owned() } else { format!("smithy.api#{name}") };
        match ShapeId::parse(&id) {
            Ok(parsed) if parsed.member().is_none() => Ok(id),
            Ok(_) => Err(self.cursor.error_at(start, format!("{name:?} is a member, but traits are shapes"))),
            Err(error) => Err(self.cursor.error_at(start, format!("{name:?} is not the id of a trait: {error}"))),
        }
    }
}
