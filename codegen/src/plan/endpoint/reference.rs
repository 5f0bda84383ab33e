//! Checks the references of an expression: variables, paths of `getAttr`, and both in templates.
use super::{Expression, read::Reader};
use crate::model::did_you_mean;

impl Reader {
    /// Whether `path` consists of keys separated by dots, each with an optional index in brackets, which is
    /// negative if it counts from the end. Another path is
    /// reported.
    pub(super) fn is_path(&mut self, position: &str, path: &str) -> bool {
        let is_index = |text: &str| {
            let index = text.strip_suffix(']').map(|index| index.strip_prefix('-').unwrap_or(index));
            index.is_some_and(|index| index.bytes().all(|b| b.is_ascii_digit()) && index.parse::<usize>().is_ok())
        };
        let is_part = |part: &str| match part.split_once('[') {
            None => !part.is_empty(),
            Some((_, index)) => is_index(index),
        };
        let is_path = path.split('.').all(is_part);
        if !is_path {
            let hint = "a path is written as name, name.part, name[0] or name[-1]".to_owned();
            self.problem::<()>(position, format!("{path:?} is no path"), hint);
        }
        is_path
    }

    /// Whether `name` is in scope. Another name is reported.
    pub(super) fn is_defined(&mut self, path: &str, name: &str) -> bool {
        let is_defined = self.scope.iter().any(|defined| defined == name);
        if !is_defined {
            let hint = did_you_mean(name, self.scope.iter().map(String::as_str))
                .unwrap_or_else(|| "it has to be a parameter, or assigned by a condition before".to_owned());
            self.problem::<()>(path, format!("{name} has no value here"), hint);
        }
        is_defined
    }

    /// Parses a template, and checks the references in its braces.
    pub(super) fn template(&mut self, path: &str, template: &str) -> Option<Expression> {
        let mut rest = template;
        let mut is_valid = true;
        while let Some(at) = rest.find(['{', '}']) {
            let (_, brace) = rest.split_at(at);
            if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
                rest = after;
                continue;
            }
            let Some((name, after)) = brace.strip_prefix('{').and_then(|inner| inner.split_once('}')) else {
                let hint = "a brace that stands for itself is written twice".to_owned();
                return self.problem(path, format!("a brace in {template:?} has no other"), hint);
            };
            let (name, part) = name.split_once('#').map_or((name, None), |(name, part)| (name, Some(part)));
            is_valid &= self.is_defined(path, name) && part.is_none_or(|part| self.is_path(path, part));
            rest = after;
        }
        is_valid.then(|| Expression::Text(template.to_owned()))
    }
}
