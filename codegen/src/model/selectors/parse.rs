//! Parses selectors, § "Grammar".

use super::cursor::Cursor;
use super::error::SelectorError;
use super::syntax::{Direction, Relationships, Sequence, Step, Variables};
use super::types::Types;
use crate::model::diagnostics::did_you_mean;

/// The maximum depth of functions in functions: the parser and the evaluation recurse.
const MAX_DEPTH: usize = 64;

const FUNCTIONS: &[&str] = &["in", "is", "not", "recursive", "root", "test", "topdown"];

pub(super) struct Parser<'t> {
    pub(super) cursor: Cursor<'t>,
    pub(super) warnings: Vec<SelectorError>,
    /// The arguments of the functions `:root`.
    pub(super) roots: Vec<Sequence>,
    /// The names of variables. Steps have their numbers.
    variables: Vec<String>,
    /// The variables that are set before this position.
    set: Variables,
    depth: usize,
    sequences: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let cursor = Cursor::new(text);
        Self { cursor, warnings: Vec::new(), roots: Vec::new(), variables: Vec::new(), set: 0, depth: 0, sequences: 0 }
    }

    /// Parses the text up to its end.
    pub(super) fn selector(&mut self) -> Result<Sequence, SelectorError> {
        let sequence = self.sequence()?;
        match self.cursor.peek() {
            None => Ok(sequence),
            Some(_) => Err(self.cursor.expected("another selector or the end")),
        }
    }

    /// Parses selectors up to the end, `,`, `]` or `)`.
    fn sequence(&mut self) -> Result<Sequence, SelectorError> {
        if self.depth == MAX_DEPTH {
            return Err(self.cursor.error(format!("functions nest deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let mut steps = vec![self.step()?];
        while !matches!(self.cursor.peek(), None | Some(',' | ']' | ')')) {
            steps.push(self.step()?);
        }
        self.depth -= 1;
        self.sequences += 1;
        Ok(Sequence::new(steps, self.sequences))
    }

    fn step(&mut self) -> Result<Step, SelectorError> {
        let undirected = |direction| Step::Neighbors { direction, relationships: Relationships::UNDIRECTED };
        Ok(match self.cursor.peek() {
            Some('*') if self.cursor.eat("*") => Step::All,
            Some('[') if self.cursor.eat("[") => Step::Attribute(Box::new(self.attribute()?)),
            Some(':') if self.cursor.eat(":") => self.function()?,
            Some('>') if self.cursor.eat(">") => undirected(Direction::Forward),
            Some('~') if self.cursor.eat("~>") => Step::Closure,
            Some('<') if self.cursor.eat("<-[") => {
                let relationships = self.relationships("]-")?;
                Step::Neighbors { direction: Direction::Reverse, relationships }
            }
            Some('<') if self.cursor.eat("<") => undirected(Direction::Reverse),
            Some('-') if self.cursor.eat("-[") => {
                let relationships = self.relationships("]->")?;
                Step::Neighbors { direction: Direction::Forward, relationships }
            }
            Some('$') if self.cursor.eat("$") => self.variable_step()?,
            Some(first) if first.is_ascii_alphabetic() => self.shape_type()?,
            _ => return Err(self.cursor.expected("a selector (a type, *, [, :, >, <, ~>, -[, <-[ or $)")),
        })
    }

    fn shape_type(&mut self) -> Result<Step, SelectorError> {
        let start = self.cursor.position();
        let name = self.cursor.identifier("a shape type")?;
        if let Some(types) = Types::matched_by(name) {
            return Ok(Step::Types(types));
        }
        let hint = did_you_mean(name, Types::names());
        Err(self.cursor.error_at(start, format!("{name} is no shape type")).hint(hint))
    }

    /// Parses the names of relationships up to the token `end`.
    fn relationships(&mut self, end: &str) -> Result<Relationships, SelectorError> {
        let mut all = Relationships::NONE;
        loop {
            let start = self.cursor.position();
            let name = self.cursor.identifier("a relationship such as `member`")?;
            match Relationships::NAMES.iter().find(|(known, _)| *known == name) {
                Some((_, relationship)) => all = all.with(*relationship),
                None => {
                    let message = format!("there is no relationship {name}: nothing has it");
                    let hint = did_you_mean(name, Relationships::NAMES.iter().map(|(known, _)| *known));
                    self.warnings.push(self.cursor.error_at(start, message).hint(hint));
                }
            }
            if !self.cursor.eat(",") {
                break;
            }
        }
        if self.cursor.eat(end) { Ok(all) } else { Err(self.cursor.expected(&format!("`,` or `{end}`"))) }
    }

    fn function(&mut self) -> Result<Step, SelectorError> {
        let start = self.cursor.position();
        let name = self.cursor.identifier("the name of a function such as `not`")?;
        self.cursor.expect("(")?;
        let mut arguments = vec![self.sequence()?];
        while self.cursor.eat(",") {
            arguments.push(self.sequence()?);
        }
        if !self.cursor.eat(")") {
            return Err(self.cursor.expected("`,` or `)`"));
        }
        let wrong_count = |expected: &str, hint: &str| {
            let error = self.cursor.error_at(start, format!(":{name} takes {expected}"));
            Err(error.hint((!hint.is_empty()).then(|| hint.to_owned())))
        };
        let one = <[Sequence; 1]>::try_from(arguments);
        Ok(match (name, one) {
            ("is" | "each", arguments) => {
                if name == "each" {
                    self.warnings.push(self.cursor.error_at(start, ":each is deprecated; it is now :is"));
                }
                Step::Is(arguments.map_or_else(|several| several, Vec::from))
            }
            ("test", arguments) => Step::Test(arguments.map_or_else(|several| several, Vec::from)),
            ("not", Ok([argument])) => Step::Not(argument),
            ("not", Err(_)) => return wrong_count("one selector", "write :not(a):not(b), or :not(:is(a, b))"),
            ("in", Ok([argument])) => Step::In(argument),
            ("recursive", Ok([argument])) => Step::Recursive(argument),
            ("root", Ok([argument])) => {
                self.roots.push(argument);
                Step::Root(self.roots.len() - 1)
            }
            ("in" | "recursive" | "root", Err(_)) => return wrong_count("one selector", ""),
            ("topdown", Ok([qualifier])) => Step::TopDown { qualifier, disqualifier: None },
            ("topdown", Err(several)) => match <[Sequence; 2]>::try_from(several) {
                Ok([qualifier, disqualifier]) => Step::TopDown { qualifier, disqualifier: Some(disqualifier) },
                Err(_) => return wrong_count("one or two selectors", ""),
            },
            (_, _) => {
                let error = self.cursor.error_at(start, format!("there is no function :{name}: it yields nothing"));
                self.warnings.push(error.hint(did_you_mean(name, FUNCTIONS.iter().copied())));
                Step::Unknown
            }
        })
    }

    /// Parses `name(…)` or `{name}` after a `$`.
    fn variable_step(&mut self) -> Result<Step, SelectorError> {
        if self.cursor.eat("{") {
            let start = self.cursor.position();
            let name = self.cursor.identifier("the name of a variable")?;
            let variable = self.set_variable(name, start)?;
            self.cursor.expect("}")?;
            return Ok(Step::Get(variable));
        }
        let start = self.cursor.position();
        let name = self.cursor.identifier("`{` or the name of a variable")?;
        let variable = self.variable(name, start)?;
        self.cursor.expect("(")?;
        let argument = self.sequence()?;
        self.cursor.expect(")")?;
        self.set |= 1 << variable;
        Ok(Step::Set(variable, argument))
    }

    /// Returns the number of a variable that is read. One that is not set yields nothing, which is most likely a mistake.
    pub(super) fn set_variable(&mut self, name: &str, start: usize) -> Result<usize, SelectorError> {
        let variable = self.variable(name, start)?;
        if !self.is_set(variable) {
            self.warnings.push(self.cursor.error_at(start, format!("the variable {name} is not set before this")));
        }
        Ok(variable)
    }

    pub(super) fn is_set(&self, variable: usize) -> bool {
        self.set & (1 << variable) != 0
    }

    /// Returns the number of a variable.
    fn variable(&mut self, name: &str, start: usize) -> Result<usize, SelectorError> {
        if let Some(number) = self.variables.iter().position(|known| known == name) {
            return Ok(number);
        }
        if self.variables.len() == Variables::BITS as usize {
            return Err(self.cursor.error_at(start, format!("there are more than {} variables", Variables::BITS)));
        }
        self.variables.push(name.to_owned());
        Ok(self.variables.len() - 1)
    }
}
