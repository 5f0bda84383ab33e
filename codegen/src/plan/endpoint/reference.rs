//! What an expression refers to: names that have a value, parts of values, and both within text.
use super::{Expression, read::Reader};
use crate::model::did_you_mean;

impl Reader {
    /// Keys with dots between them, each perhaps with an index in brackets.
    pub(super) fn is_path(&mut self, place: &str, path: &str) -> bool {
        let is_index = |text: &str| text.strip_suffix(']').is_some_and(|index| index.parse::<usize>().is_ok());
        let is_part = |part: &str| match part.split_once('[') {
            None => !part.is_empty(),
            Some((_, index)) => is_index(index),
        };
        let is_path = path.split('.').all(is_part);
        if !is_path {
            let hint = "a path is written as name, name.part or name[0]".to_owned();
            self.problem::<()>(place, format!("{path:?} is no path"), hint);
        }
        is_path
    }

    pub(super) fn known(&mut self, path: &str, name: &str) -> bool {
        let is_known = self.scope.iter().any(|known| known == name);
        if !is_known {
            let hint = did_you_mean(name, self.scope.iter().map(String::as_str))
                .unwrap_or_else(|| "it has to be a parameter, or assigned by a condition before".to_owned());
            self.problem::<()>(path, format!("{name} has no value here"), hint);
        }
        is_known
    }

    /// Text in which what stands in braces is known.
    pub(super) fn template(&mut self, path: &str, template: &str) -> Option<Expression> {
        let mut rest = template;
        let mut is_sound = true;
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
            is_sound &= self.known(path, name) && part.is_none_or(|part| self.is_path(path, part));
            rest = after;
        }
        is_sound.then(|| Expression::Text(template.to_owned()))
    }
}
