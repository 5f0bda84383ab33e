//! The work that selectors need grows with the size of a model, not with the number of paths through it.

use std::fmt::Write as _;

use super::super::{Graph, MAX_STEPS, Selector};
use super::{parse, with_ast};

/// Structures, each of which targets the next three: the number of paths is exponential.
fn connected(shapes: usize) -> String {
    let mut text = String::from(r#"{"smithy": "2.0", "shapes": {"#);
    for i in 0..shapes {
        let members = (1..4).map(|step| format!(r#""m{step}": {{"target": "a#S{}"}}"#, (i + step) % shapes));
        let members = members.collect::<Vec<_>>().join(", ");
        let tag = if i < 2 { r#""smithy.api#tags": ["x"]"# } else { "" };
        let end = if i + 1 < shapes { ",\n" } else { "}}" };
        let _ =
            write!(text, r#""a#S{i}": {{"type": "structure", "members": {{{members}}}, "traits": {{{tag}}}}}{end}"#);
    }
    text
}

/// Mixins, each of which uses the next.
fn chain(shapes: usize) -> String {
    let shape = |i: usize| {
        let mixins = if i + 1 < shapes { format!(r#"{{"target": "a#S{}"}}"#, i + 1) } else { String::new() };
        format!(
            r#""a#S{i}": {{"type": "structure", "mixins": [{mixins}], "members": {{}}, "traits": {{"smithy.api#mixin": {{}}}}}}"#
        )
    };
    let all: Vec<_> = (0..shapes).map(shape).collect();
    format!(r#"{{"smithy": "2.0", "shapes": {{{}}}}}"#, all.join(",\n"))
}

/// Checks how many shapes of the model the selectors match, and that they need fewer steps for each of `shapes` than the
/// third number says.
fn check(model: &str, shapes: usize, table: &[(&str, usize, usize)]) {
    with_ast(&[model], |ast| {
        let graph = Graph::new(ast);
        for (text, expected, steps) in table {
            let (matched, needed) = parse(text).evaluate(&graph, MAX_STEPS).unwrap();
            let matched = graph.ids(&matched).iter().filter(|id| id.namespace() == "a").count();
            assert_eq!(matched, *expected, "{text}");
            assert!(needed < steps * shapes, "{text}: {} steps", needed / shapes);
        }
    });
}

#[test]
fn steps_grow_with_the_model() {
    for shapes in [500, 5_000] {
        // Each structure has three members, so that there are 4 shapes and 6 relationships for each.
        let table: &[(&str, usize, usize)] = &[
            ("structure", shapes, 10),
            ("structure > member > structure > member > structure > member > structure", shapes, 100),
            ("structure ~> ~> ~> ~> structure", shapes, 200),
            ("structure :test(~> [trait|tags])", shapes, 50),
            ("structure :not(~> [trait|none])", shapes, 50),
            (":test(:test(:test(:test(:test(~> [trait|tags])))))", 4 * shapes, 100),
            (":not(< member < structure :not(~> [trait|tags])) structure", shapes, 100),
            (":recursive(:recursive(:recursive(> member >))) structure", shapes, 300),
            ("structure :in(:root(structure ~> structure))", shapes, 100),
            (":is(> *, > > *, > > > *, :is(> *, > > *, > > > *, > > > > *)) structure", shapes, 500),
            ("$all(*) > $all(*) > $all(*) > $all(*) ~> structure", shapes, 200),
            ("structure [trait|tags] $x(~>) ~> structure :in(${x})", shapes, 150),
            ("[trait|(keys)|name = tags]", 2, 20),
        ];
        check(&connected(shapes), shapes, table);
    }
}

#[test]
fn long_chains_do_not_overflow_the_stack() {
    let shapes = 10_000;
    let table: &[(&str, usize, usize)] = &[
        ("structure ~>", shapes - 1, 50),
        ("[id = a#S0] :recursive(-[mixin]->)", shapes - 1, 50),
        (":test(:recursive(-[mixin]->) [id = a#S9999])", shapes - 1, 50),
    ];
    check(&chain(shapes), shapes, table);
}

/// A selector that compares all triples of shapes is an error before it takes too long.
#[test]
fn steps_are_limited() {
    with_ast(&[&connected(100)], |ast| {
        let graph = Graph::new(ast);
        let text = "$a(*) ~> $b(*) ~> $c(*) ~> [@: @{var|a|id} = @{var|b|id} && @{var|c|id} = @{id}]";
        let error = parse(text).evaluate(&graph, 1_000_000).err().map(|error| error.to_string());
        let expected = "column 1: the selector needs more than 1000000 steps for the 421 shapes of the model; each variable \
            and each :in multiplies the steps by the number of shapes before it: put a type first";
        assert_eq!(error.as_deref(), Some(expected));
    });
}

/// Values that nest deeply, in a trait that nothing reads.
#[test]
fn values_may_nest_deeply() {
    let value = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let text =
        format!(r#"{{"smithy": "2.0", "shapes": {{"a#S": {{"type": "string", "traits": {{"a#t": {value}}}}}}}}}"#);
    with_ast(&[&text], |ast| {
        let path = "|(values)".repeat(62);
        let selector = Selector::parse(&format!("[trait|a#t{path}]")).unwrap();
        assert_eq!(selector.select(ast).unwrap().len(), 1);
    });
}
