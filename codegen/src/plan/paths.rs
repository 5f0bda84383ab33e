//! JMESPath expressions of waiters and endpoint parameters.

use super::{ContextSource, Layout, Matcher, Plan};

/// A JMESPath expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JmesPath {
    /// The expression.
    pub text: String,
    /// Whether it is a path, or compares the length of what a path leads to. The runtime evaluates these itself; for all others it
    /// needs its feature `jmespath` (`runtime/src/jmespath.rs`).
    pub is_simple: bool,
}

impl JmesPath {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), is_simple: is_path(text) || is_length(text) }
    }
}

/// Whether an expression consists of names joined by `.`, each of which `[]` and `[*]` may follow.
fn is_path(text: &str) -> bool {
    text.split('.').all(|part| {
        let mut part = part.split('[');
        let name = part.next().unwrap_or_default();
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && part.all(|bracket| matches!(bracket, "]" | "*]"))
    })
}

/// Whether an expression has the form ``length(PATH) == `0` ``, with `>` instead of `==`, or with `` || `[]` `` behind the path.
fn is_length(text: &str) -> bool {
    let Some((list, comparison)) = text.strip_prefix("length(").and_then(|rest| rest.split_once(") ")) else {
        return false;
    };
    let number = ["== ", "> "].into_iter().find_map(|operator| comparison.strip_prefix(operator));
    let number = number.and_then(|number| number.strip_prefix('`')?.strip_suffix('`'));
    // Every number of so many digits can be parsed.
    let is_number = |number: &str| (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_path(list.strip_suffix(" || `[]`").unwrap_or(list)) && number.is_some_and(is_number)
}

impl Plan {
    /// Returns the features of the runtime without which the generated code does not compile. Private code has none to ask
    /// for: the crate that includes it knows its own.
    pub fn features(&self) -> Vec<&'static str> {
        if self.layout == Layout::Private {
            return Vec::new();
        }
        let mut features: Vec<_> =
            self.service.protocols.iter().filter_map(|(protocol, _)| protocol.feature()).collect();
        if self.paths().any(|path| !path.is_simple) {
            features.push("jmespath");
        }
        if self.operations.iter().any(|operation| operation.tree_hash.is_some()) {
            features.push("tree-hash");
        }
        if self.has_checksums() {
            features.push("checksum");
        }
        features.sort_unstable();
        features.dedup();
        features
    }

    fn paths(&self) -> impl Iterator<Item = &JmesPath> {
        let acceptors = self.waiters.iter().flat_map(|waiter| &waiter.acceptors);
        let matchers = acceptors.flat_map(|acceptor| {
            let path = match &acceptor.matcher {
                Matcher::Output(path, _) | Matcher::InputOutput(path, _) => Some(path),
                Matcher::Success(_) | Matcher::Error(_) => None,
            };
            path.into_iter().chain(&acceptor.message)
        });
        let contexts = self.operations.iter().flat_map(|operation| &operation.context);
        matchers.chain(contexts.filter_map(|context| match &context.source {
            ContextSource::Path(path) => Some(path),
            ContextSource::Fixed(_) | ContextSource::Member(_) => None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::JmesPath;

    /// Generated code calls a macro of the runtime for each feature.
    #[test]
    fn the_runtime_has_a_macro_for_each_feature() {
        let macros = include_str!("../../../runtime/src/templates/requires.rs");
        let protocols = ["cbor", "query", "xml"];
        for feature in protocols.iter().chain(&["checksum", "jmespath", "tree-hash"]) {
            let row = format!("    __requires_{} {feature:?}\n", feature.replace('-', "_"));
            assert!(macros.contains(&row), "{feature}");
        }
    }

    #[test]
    fn paths_and_their_lengths_are_simple() {
        for path in
            ["State", "A.B", "A[].B", "A[*].B[].C", "_a1[][]", "length(A) == `0`", "length(A[].B || `[]`) > `12`"]
        {
            assert!(JmesPath::new(path).is_simple, "{path}");
        }
        for path in [
            "length(A)",
            "length(A) >= `0`",
            "length(A) == `0` || B",
            "length(A) == `-1`",
            "length([A]) > `0`",
            "A[0]",
            "A[?B]",
            "A | B",
            "A.[B]",
            "A.*",
            "\"A\"",
            "@",
            "[].A",
            "A..B",
            "A [*]",
            "",
        ] {
            assert!(!JmesPath::new(path).is_simple, "{path}");
        }
    }
}
