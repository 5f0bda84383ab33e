//! Selectors and what they match in `tests/library.json`. The facts of the tables are those of the specification and of the
//! test cases of Smithy itself.

mod attributes;
mod broken;
mod corpus;
mod functions;
mod neighbors;
mod size;
mod unread;

use super::super::ast::Ast;
use super::super::diagnostics::Diagnostics;
use super::super::source::{Source, SourceFile};
use super::super::{merge, mixins, parse, upgrade};
use super::Selector;

const LIBRARY: &str = include_str!("tests/library.json");

/// Selectors, and the ids that they match, without the namespace `lib`. Ids of the prelude are left out.
type Table = &'static [(&'static str, &'static str)];

/// Loads models up to the step that selectors see.
fn with_ast<T>(texts: &[&str], with: impl FnOnce(&Ast<'_>) -> T) -> T {
    let prelude = include_str!("../prelude.json");
    let sources = std::iter::once(&prelude).chain(texts).enumerate();
    let sources: Vec<_> =
        sources.map(|(i, text)| Source { path: format!("m{i}.json"), text: (*text).to_owned() }).collect();
    let files: Vec<_> = sources.iter().map(SourceFile::new).collect();
    let mut problems = Diagnostics::new();
    let parsed: Vec<_> = files.iter().map(|file| parse::parse(file, &mut problems).unwrap()).collect();
    let mut ast = merge::merge(parsed, &mut problems);
    upgrade::upgrade(&mut ast);
    mixins::flatten(&mut ast, &mut problems);
    assert_eq!(problems.errors(), 0, "{problems}");
    with(&ast)
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}

/// Returns the ids that a selector matches, separated by spaces, with those of the prelude.
fn select(selector: &str, ast: &Ast<'_>) -> String {
    let ids = parse(selector).select(ast).unwrap_or_else(|error| panic!("{selector}: {error}"));
    ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ")
}

fn without_prelude(ids: &str) -> String {
    let ids = ids.split_whitespace().filter(|id| !id.starts_with("smithy.api#"));
    ids.map(|id| id.strip_prefix("lib#").unwrap_or(id)).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(table: Table) {
    with_ast(&[LIBRARY], |ast| {
        let wrong: Vec<String> = table
            .iter()
            .map(|(selector, expected)| (selector, *expected, without_prelude(&select(selector, ast))))
            .filter(|(_, expected, found)| expected != found)
            .map(|(selector, expected, found)| format!("{selector}\n  expected {expected}\n  found    {found}\n"))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.concat());
    });
}
