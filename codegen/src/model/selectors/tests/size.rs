//! The work that selectors need grows with the size of a model, not with the number of paths through it.

use std::fmt::Write as _;

use super::super::Selector;
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

const SHAPES: usize = 10_000;

#[test]
fn steps_grow_with_the_model() {
    with_ast(&[&connected(SHAPES)], |ast| {
        // 70,000 shapes, members and relationships.
        for (text, matched, steps) in [
            ("structure", SHAPES, 10),
            ("structure > member > structure > member > structure > member > structure", SHAPES, 60),
            ("structure ~> ~> ~> ~> structure", SHAPES, 100),
            ("structure :test(~> [trait|tags])", SHAPES, 50),
            ("structure :not(~> [trait|none])", SHAPES, 50),
            (":test(:test(:test(:test(:test(~> [trait|tags])))))", 4 * SHAPES, 60),
            (":not(< member < structure :not(~> [trait|tags])) structure", SHAPES, 90),
            (":recursive(:recursive(:recursive(> member >))) structure", SHAPES, 200),
            ("structure :in(:root(structure ~> structure))", SHAPES, 60),
            (":is(> *, > > *, > > > *, :is(> *, > > *, > > > *, > > > > *)) structure", SHAPES, 100),
            ("$all(*) > $all(*) > $all(*) > $all(*) ~> structure", SHAPES, 100),
            ("structure [trait|tags] $x(~>) ~> structure :in(${x})", SHAPES, 200),
            ("[trait|(keys)|name = tags]", 2, 10),
        ] {
            let (ids, needed) = parse(text).select_within(ast, super::super::MAX_STEPS).unwrap();
            assert_eq!(ids.iter().filter(|id| id.namespace() == "a").count(), matched, "{text}");
            eprintln!("{} {text}", needed / SHAPES);
            assert!(needed < 100000 * SHAPES, "{text}: {needed} steps");
        }
    });
}

#[test]
fn long_chains_do_not_overflow_the_stack() {
    with_ast(&[&chain(SHAPES)], |ast| {
        for (text, matched) in [
            ("structure ~>", SHAPES - 1),
            ("[id = a#S0] :recursive(-[mixin]->)", SHAPES - 1),
            (":test(:recursive(-[mixin]->) [id = a#S9999])", SHAPES - 1),
        ] {
            let (ids, needed) = parse(text).select_within(ast, super::super::MAX_STEPS).unwrap();
            assert_eq!(ids.iter().filter(|id| id.namespace() == "a").count(), matched, "{text}");
            assert!(needed < 200 * SHAPES, "{text}: {needed} steps");
        }
    });
}

/// What a selector needs for each pair of shapes is an error before it takes too long.
#[test]
fn steps_are_limited() {
    with_ast(&[&connected(100)], |ast| {
        let text = "$a(*) ~> $b(*) ~> $c(*) ~> [@: @{var|a|id} = @{var|b|id} && @{var|c|id} = @{id}]";
        let error = parse(text).select_within(ast, 1_000_000).err().map(|error| error.to_string());
        let expected = "column 1: the selector needs more than 1000000 steps for the 421 shapes of the model; each variable and \
            each `:in` multiplies the steps by the number of shapes before it: put a type first";
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
