//! Parses the traits that bind parameters of endpoint rule sets. Smithy 2.0, "Rules engine parameters", § "Rules engine
//! parameter traits".
use super::{Context, ContextSource, Kind, RuleSet, problem, read::Reader};
use crate::{
    model::{Diagnostic, Member, Shape, ShapeKind, did_you_mean},
    plan::{JmesPath, target::Target},
};
use serde_json::Value;

const STATIC: &str = "smithy.rules#staticContextParams";
const MEMBER: &str = "smithy.rules#contextParam";
const PATHS: &str = "smithy.rules#operationContextParams";
const CLIENT: &str = "smithy.rules#clientContextParams";

/// Parses the traits and collects their errors.
pub(super) struct Contexts<'a> {
    pub(super) target: &'a Target<'a>,
    pub(super) rules: &'a RuleSet,
    pub(super) problems: Vec<Diagnostic>,
}

impl Contexts<'_> {
    /// Returns the sources of the parameters that an operation binds, the most specific ones first.
    pub(super) fn of_operation(&mut self, shape: &Shape, members: &[Member]) -> Vec<Context> {
        let mut contexts = Vec::new();
        for (name, value) in entries(shape, STATIC) {
            contexts.extend(self.fixed(shape, name, value));
        }
        for member in members {
            contexts.extend(self.member(member));
        }
        for (name, value) in entries(shape, PATHS) {
            contexts.extend(self.path(shape, name, value));
        }
        contexts
    }

    /// Returns the names of the parameters that are configured on the client (`smithy.rules#clientContextParams`).
    pub(super) fn of_service(&mut self) -> Vec<String> {
        let service = self.target.service;
        let mut names = Vec::new();
        for (name, value) in entries(service, CLIENT) {
            let Some(kind) = self.kind(service, CLIENT, name) else { continue };
            let given = value.get("type").and_then(Value::as_str).unwrap_or_default();
            match (given.to_ascii_lowercase().as_str(), kind) {
                ("string", Kind::String) | ("boolean", Kind::Boolean) | ("stringarray", Kind::StringArray) => {
                    names.push(name.clone());
                }
                _ => self.mismatch(service, CLIENT, name, kind, &format!("the type {given:?}")),
            }
        }
        names
    }

    fn fixed(&mut self, shape: &Shape, name: &str, value: &Value) -> Option<Context> {
        let kind = self.kind(shape, STATIC, name)?;
        let mut reader = Reader::default();
        let constant = reader.constant(name, value.get("value").unwrap_or(&Value::Null), kind);
        for wrong in reader.problems {
            self.problems.push(problem(shape, STATIC, wrong));
        }
        Some(Context { parameter: name.to_owned(), source: ContextSource::Fixed(constant?) })
    }

    fn member(&mut self, member: &Member) -> Option<Context> {
        let value = member.traits.other.get(MEMBER)?;
        let diagnostic = |message: String| Diagnostic::new(message).at(&member.location).on(&member.id);
        let Some(name) = value.get("name").and_then(Value::as_str) else {
            self.problems.push(diagnostic(format!("{MEMBER} has to be an object with the string `name`")));
            return None;
        };
        let Some(parameter) = self.rules.parameters.iter().find(|parameter| parameter.name == name) else {
            let names = self.rules.parameters.iter().map(|parameter| parameter.name.as_str());
            let problem = diagnostic(format!("{MEMBER} names {name}, which is no parameter of the endpoint rules"));
            self.problems.push(problem.hint(did_you_mean(name, names)));
            return None;
        };
        let target = self.target.model.shape(&member.target)?;
        let is_suitable = match (parameter.kind, &target.kind) {
            (Kind::Boolean, ShapeKind::Boolean) => true,
            (Kind::String, ShapeKind::String | ShapeKind::Enum(_)) => true,
            (Kind::StringArray, ShapeKind::List(_)) => true,
            (Kind::Boolean | Kind::String | Kind::StringArray, _) => false,
        };
        if !is_suitable {
            let (expected, found) = (parameter.kind.name(), target.kind.name());
            self.problems
                .push(diagnostic(format!("{MEMBER} names {name}, which is {expected}, but this is of type {found}")));
            return None;
        }
        Some(Context { parameter: name.to_owned(), source: ContextSource::Member(member.name().to_owned()) })
    }

    fn path(&mut self, shape: &Shape, name: &str, value: &Value) -> Option<Context> {
        self.kind(shape, PATHS, name)?;
        let diagnostic = |message: String| Diagnostic::new(message).at(&shape.location).on(&shape.id);
        let Some(path) = value.get("path").and_then(Value::as_str) else {
            self.problems.push(diagnostic(format!("{PATHS} has to give {name} an object with the string `path`")));
            return None;
        };
        let input = match &shape.kind {
            ShapeKind::Operation(operation) => operation.input.as_ref(),
            _ => None,
        };
        if let Err((why, hint)) = self.target.model.validate_path(path, input) {
            self.problems.push(diagnostic(format!("{PATHS} {why}")).hint(hint));
            return None;
        }
        Some(Context { parameter: name.to_owned(), source: ContextSource::Path(JmesPath::new(path)) })
    }

    /// Returns the type of a parameter. An unknown parameter is reported.
    fn kind(&mut self, shape: &Shape, id: &str, name: &str) -> Option<Kind> {
        let found = self.rules.parameters.iter().find(|parameter| parameter.name == name);
        if found.is_none() {
            let names = self.rules.parameters.iter().map(|parameter| parameter.name.as_str());
            let message = format!("{id} names {name}, which is no parameter of the endpoint rules");
            let problem = Diagnostic::new(message).at(&shape.location).on(&shape.id);
            self.problems.push(problem.hint(did_you_mean(name, names)));
        }
        Some(found?.kind)
    }

    fn mismatch(&mut self, shape: &Shape, id: &str, name: &str, kind: Kind, found: &str) {
        let message = format!("{id} gives {name} {found}, but to the endpoint rules it is {}", kind.name());
        self.problems.push(Diagnostic::new(message).at(&shape.location).on(&shape.id));
    }
}

fn entries<'a>(shape: &'a Shape, id: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    shape.traits.other.get(id).and_then(Value::as_object).into_iter().flatten()
}
