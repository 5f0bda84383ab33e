//! Traits and properties that only selectors see.

use super::{Table, check, select, with_ast};

const UNREAD: Table = &[
    ("[trait|internal]", "Book"),
    ("[trait|lib#nested]", "Orphan"),
    ("[trait|notProperty]", "HasShelf$shelfId PaintInput$shelfId"),
    ("[trait|unstable]", "HasShelf"),
    ("[trait|lib#audit = full]", "Audited HasShelf PaintInput"),
    ("[trait|tags|(values) = shelf]", "HasShelf PaintInput"),
    ("[trait|tags|(values) = applied]", "PaintInput$shelfId"),
    ("[trait|recommended|reason = rare]", "Orphan$scan"),
    // Those that are read are inherited as in the loaded model.
    ("[trait|required] [id|member = shelfId]", "HasShelf$shelfId PaintInput$shelfId"),
    ("[trait|uniqueItems]", "Numbers"),
];

#[test]
fn traits_that_are_not_read_are_inherited_and_applied() {
    check(UNREAD);
}

fn model(shapes: &str) -> String {
    format!("{{\"smithy\": \"2.0\", \"shapes\": {{{shapes}}}}}")
}

#[test]
fn applied_traits_are_merged() {
    let shape = r#""a#S": {"type": "structure", "members": {"b": {"target": "smithy.api#String"}},
        "traits": {"smithy.api#tags": ["x"], "a#t": "own"}}"#;
    let applied = r#""a#S": {"type": "apply", "traits": {"smithy.api#tags": ["y"], "a#t": "applied", "a#new": 1}},
        "a#S$b": {"type": "apply", "traits": {"smithy.api#tags": ["z"]}}"#;
    with_ast(&[&model(shape), &model(applied), &model(applied)], |ast| {
        assert_eq!(select("[trait|tags|(values) = x]", ast), "a#S");
        assert_eq!(select("[trait|tags|(values) = y]", ast), "a#S");
        assert_eq!(select("[trait|tags|(values) = z]", ast), "a#S$b");
        assert_eq!(select("[trait|a#t = applied]", ast), "a#S");
        assert_eq!(select("[trait|(length) = 3]", ast), "a#S");
    });
}

#[test]
fn a_later_mixin_overrides_an_earlier_one_and_the_shape_both() {
    let shapes = r#"
        "a#M1": {"type": "resource", "properties": {"p": {"target": "a#One"}}, "traits": {"smithy.api#mixin": {}, "a#t": 1, "a#u": 1}},
        "a#M2": {"type": "resource", "properties": {"q": {"target": "a#Two"}},
            "traits": {"smithy.api#mixin": {"localTraits": ["a#v"]}, "a#t": 2, "a#u": 2, "a#v": 2}},
        "a#R": {"type": "resource", "mixins": [{"target": "a#M1"}, {"target": "a#M2"}], "traits": {"a#u": 3}},
        "a#One": {"type": "string"}, "a#Two": {"type": "string"}"#;
    with_ast(&[&model(shapes)], |ast| {
        assert_eq!(select("[id = a#R] [trait|a#t = 2] [trait|a#u = 3] [trait|a#v ?= false]", ast), "a#R");
        assert_eq!(select("[id = a#R] -[property]->", ast), "a#One a#Two");
        assert_eq!(select("[trait|a#v]", ast), "a#M2");
    });
}

#[test]
fn defaults_of_version_1_are_seen() {
    let shapes = r#"{"smithy": "1.0", "shapes": {"a#S": {"type": "structure", "members":
        {"n": {"target": "a#N"}, "b": {"target": "a#N", "traits": {"smithy.api#box": {}}}}}, "a#N": {"type": "integer"}}}"#;
    with_ast(&[shapes], |ast| {
        assert_eq!(select("[trait|default = 0] [id|namespace = a]", ast), "a#N a#S$n");
        assert_eq!(select("[trait|box]", ast), "a#S$b");
    });
}

#[test]
fn keys_may_have_escapes() {
    let shapes = r#""a#S": {"type": "structure", "members": {"\u0062": {"target": "smithy.api#String",
        "traits": {"a#\u0074": {"\u0078": "\u0079"}}}}}"#;
    with_ast(&[&model(shapes)], |ast| {
        assert_eq!(select("[trait|a#t|x = y]", ast), "a#S$b");
        assert_eq!(select("[trait|a#t|(keys) = x]", ast), "a#S$b");
    });
}
