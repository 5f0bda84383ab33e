//! Invalid models of each kind, with all of their diagnostics.

use super::{model, try_load};

#[track_caller]
fn assert_error(texts: &[&str], expected: &str) {
    let message = try_load(texts).expect_err("the model is broken").to_string();
    assert_eq!(message, expected.trim());
}

/// Each case consists of shapes, which start on line 2, and the expected diagnostics.
#[track_caller]
fn assert_errors(cases: &[(&str, &str)]) {
    for (shapes, expected) in cases {
        assert_error(&[&model(shapes)], expected);
    }
}

const SERVICE: &str = r#""a#S": {"type": "service", "version": "1"}"#;

#[test]
fn not_a_model() {
    for (text, expected) in [
        ("", "m.json:1: the file is empty; a Smithy JSON AST is expected"),
        (" \n\t", "m.json:1: the file is empty; a Smithy JSON AST is expected"),
        ("{\n\"smithy\": nope}", "m.json:2: not JSON: expected ident at column 12"),
        (
            "{\"smithy\": \"2.0\",\n",
            "m.json:2: not JSON: EOF while parsing an object at column 0; the file seems to be cut off",
        ),
        (
            "$version: \"2\"\nnamespace a",
            "m.json:1: not JSON: expected value at column 1; this looks like Smithy IDL; `smithy ast` turns it into a JSON AST",
        ),
        (
            "[1]",
            "m.json:1: this is an array, not a Smithy model; a Smithy JSON AST is an object with \"smithy\" and \"shapes\"",
        ),
        (
            "\n7",
            "m.json:2: this is a number, not a Smithy model; a Smithy JSON AST is an object with \"smithy\" and \"shapes\"",
        ),
        (
            "{}",
            "m.json:1: this is JSON, but not a Smithy model: it has no \"smithy\"; \
             a Smithy JSON AST is an object with \"smithy\" and \"shapes\"",
        ),
        (
            r#"{"openapi": "3.0.0"}"#,
            "m.json:1: this is JSON, but not a Smithy model: it has no \"smithy\"; this looks like OpenAPI",
        ),
        (
            r#"{"metadata": {}, "operations": {}, "shapes": {}}"#,
            "m.json:1: this is JSON, but not a Smithy model: it has no \"smithy\"; \
             this looks like botocore's service-2.json; github.com/aws/api-models-aws has the Smithy model",
        ),
        ("{\n\"smithy\": \"3.0\"}", "m.json:2: the Smithy version \"3.0\" is not known; 1.0 and 2.0 to 2.1 are"),
        ("{\n\"smithy\": \"2.x\"}", "m.json:2: the Smithy version \"2.x\" is not known; 1.0 and 2.0 to 2.1 are"),
        ("{\n\"smithy\": \"1.1\"}", "m.json:2: the Smithy version \"1.1\" is not known; 1.0 and 2.0 to 2.1 are"),
        ("{\n\"smithy\": 2}", "m.json:2: a string is expected here, not a number"),
        ("{\"smithy\": \"2\",\n\"shapes\": []}", "m.json:2: an object is expected here, not an array"),
    ] {
        assert_error(&[text], expected);
    }
}

#[test]
fn all_files_are_checked() {
    assert_error(&["[]", "nope"], &[
        "m.json:1: this is an array, not a Smithy model; a Smithy JSON AST is an object with \"smithy\" and \"shapes\"",
        "m2.json:1: not JSON: expected ident at column 2",
    ].join("\n"));
}

#[test]
fn malformed_shapes() {
    assert_errors(&[
        (r#""B": {}"#, "m.json:2: \"B\" is not a shape id: an absolute id such as com.example#Name is needed"),
        (
            r#""a#1": {}"#,
            "m.json:2: \"a#1\" is not a shape id: identifiers consist of letters, digits and `_`, and start with no digit",
        ),
        (r#""a#B": []"#, "m.json:2: a#B: an object is expected here, not an array"),
        (r#""a#B": {}"#, "m.json:2: a#B: has no \"type\""),
        (
            "\"a#B\": {\n\"type\": \"strutcure\"}",
            "m.json:3: a#B: has the unknown type \"strutcure\"; did you mean structure?",
        ),
        (
            r#""a#B$c": {"type": "string"}"#,
            "m.json:2: a#B$c: is the id of a member, which cannot be defined on its own; only \"type\": \"apply\" may name a member",
        ),
        (r#""a#B": {"type": "list"}"#, "m.json:2: a#B: has no \"member\""),
        (r#""a#B": {"type": "map", "key": {"target": "smithy.api#String"}}"#, "m.json:2: a#B: has no \"value\""),
        (
            "\"a#B\": {\"type\": \"structure\", \"members\": {\n\"x y\": {\"target\": \"smithy.api#String\"},\n\"z\": {}}}",
            "m.json:3: a#B: \"x y\" is no name for a member; names consist of letters, digits and `_`, and start with no digit\n\
             m.json:4: a#B$z: has no \"target\"",
        ),
        (
            r#""a#B": {"type": "list", "member": {"target": "String"}}"#,
            "m.json:2: a#B$member: \"String\" is not a shape id: an absolute id such as com.example#Name is needed",
        ),
        (
            "\"a#B\": {\"type\": \"string\",\n\"type\": \"string\"},\n\"a#B\": {\"type\": \"blob\"}",
            "m.json:3: a#B: the key \"type\" is given twice; it was given at line 2 already\n\
             m.json:4: the key \"a#B\" is given twice; it was given at line 2 already",
        ),
        (
            r#""a#B": {"type": "service", "version": 1, "operations": {}}"#,
            "m.json:2: a#B: a string is expected here, not a number\nm.json:2: a#B: an array is expected here, not an object",
        ),
    ]);
}

#[test]
fn references() {
    assert_errors(&[
        (
            "\"com.amazonaws.fsx#TagKey\": {\"type\": \"string\"},\n\"com.amazonaws.fsx#Tag\": {\"type\": \"structure\", \"members\": {\n\
             \"Key\": {\n\"target\": \"com.amazonaws.fsx#TagKye\"}}}",
            "m.json:4: com.amazonaws.fsx#Tag$Key: targets com.amazonaws.fsx#TagKye, which is not defined; \
             did you mean com.amazonaws.fsx#TagKey?",
        ),
        (
            r#""a#S": {"type": "service", "operations": [{"target": "a#O"}], "resources": [{"target": "a#R"}], "errors": [{"target": "smithy.api#Unit"}]}"#,
            "m.json:2: a#S: binds a#O, which is not defined\nm.json:2: a#S: binds a#R, which is not defined\n\
             m.json:2: a#S: has the error smithy.api#Unit, which has no smithy.api#error trait",
        ),
        (
            r#""a#O": {"type": "operation", "input": {"target": "smithy.api#String"}, "output": {"target": "a#Q"}, "errors": [{"target": "a#O"}]}"#,
            "m.json:2: a#O: has the error a#O, which is of type operation; a structure is needed\n\
             m.json:2: a#O: has the input smithy.api#String, which is of type string; a structure is needed\n\
             m.json:2: a#O: has the output a#Q, which is not defined",
        ),
        (
            r#""a#M": {"type": "map", "key": {"target": "smithy.api#Integer"}, "value": {"target": "smithy.api#Integer"}}"#,
            "m.json:2: a#M$key: targets smithy.api#Integer, which is of type integer; a string or an enum is needed",
        ),
        (
            "\"a#O\": {\"type\": \"operation\"},\n\"a#L\": {\"type\": \"list\", \"member\": {\"target\": \"a#O\"}}",
            "m.json:3: a#L$member: targets a#O, which is of type operation; a shape that has values is needed",
        ),
        (
            "\"a#M\": {\"type\": \"structure\", \"traits\": {\"smithy.api#mixin\": {}}},\n\"a#L\": {\"type\": \"list\", \"member\": {\"target\": \"a#M\"}}",
            "m.json:3: a#L$member: targets a#M, which is a mixin, and can only be mixed in",
        ),
        (
            r#""a#R": {"type": "resource", "identifiers": {"id": {"target": "a#Id"}}, "read": {"target": "smithy.api#String"}}"#,
            "m.json:2: a#R: binds smithy.api#String, which is of type string; an operation is needed\n\
             m.json:2: a#R: is identified by a#Id, which is not defined",
        ),
    ]);
}

#[test]
fn no_service() {
    assert_errors(&[(
        "\"a#U\": {\"type\": \"union\"},\n\"a#E\": {\"type\": \"enum\", \"members\": {}}",
        "m.json:2: a#U: has no members, and a shape of type union needs one\n\
         m.json:3: a#E: has no members, and a shape of type enum needs one",
    )]);
}

/// A member that traits are applied to may come from a mixin that could not be parsed.
#[test]
fn a_broken_mixin_is_reported_once() {
    assert_errors(&[(
        "\"a#M\": {\"type\": \"structure\", \"traits\": {\"smithy.api#mixin\": {}}, \"members\": {\"m\": {}}},\n\
         \"a#B\": {\"type\": \"structure\", \"mixins\": [{\"target\": \"a#M\"}]},\n\
         \"a#B$m\": {\"type\": \"apply\", \"traits\": {}}",
        "m.json:2: a#M$m: has no \"target\"",
    )]);
}

/// References to a broken shape are not reported, but other errors are.
#[test]
fn one_mistake_is_reported_once() {
    assert_errors(&[(
        "\"a#B\": {\"type\": \"strin\"},\n\"a#L\": {\"type\": \"list\", \"member\": {\"target\": \"a#B\"}},\n\
         \"a#K\": {\"type\": \"list\", \"member\": {\"target\": \"a#C\"}}",
        "m.json:2: a#B: has the unknown type \"strin\"; did you mean string?\nm.json:4: a#K$member: targets a#C, which is not defined",
    )]);
}

#[test]
fn traits() {
    // A shape type that each trait can be applied to.
    let on = |kind: &str, traits: &str| match kind {
        "member" => model(&format!(
            "\"a#B\": {{\"type\": \"structure\", \"members\": {{\"b\": {{\"target\": \"smithy.api#String\", \"traits\": {{\n{traits}}}}}}}}}"
        )),
        kind => model(&format!("\"a#B\": {{\"type\": \"{kind}\", \"traits\": {{\n{traits}}}}}")),
    };
    for (kind, traits, expected) in [
        ("member", r#""smithy.api#required": "yes""#, "smithy.api#required has to be {}, not \"yes\""),
        (
            "string",
            r#""smithy.api#length": {"min": -1}"#,
            "smithy.api#length has to be an object with the whole numbers `min` and `max`, not {\"min\": -1}",
        ),
        (
            "string",
            r#""smithy.api#length": [1, 2]"#,
            "smithy.api#length has to be an object with the whole numbers `min` and `max`, not [1, 2]",
        ),
        (
            "structure",
            r#""smithy.api#error": "cleint""#,
            "smithy.api#error has to be \"client\" or \"server\", not \"cleint\"",
        ),
        (
            "structure",
            r#""smithy.api#error": "client", "smithy.api#httpError": 70000"#,
            "smithy.api#httpError has to be a status of three digits, not 70000",
        ),
        (
            "member",
            r#""smithy.api#httpHeader": "x y""#,
            "smithy.api#httpHeader has to be the name of a header, not \"x y\"",
        ),
        (
            "timestamp",
            r#""smithy.api#timestampFormat": "unix""#,
            "smithy.api#timestampFormat has to be \"date-time\", \"http-date\" or \"epoch-seconds\", not \"unix\"",
        ),
        (
            "operation",
            r#""smithy.api#http": {"method": "GET", "uri": "x"}"#,
            "smithy.api#http has to be an object with a valid `uri`, not {\"method\": \"GET\", \"uri\": \"x\"}: \"x\" has to start with `/`",
        ),
        (
            "operation",
            r#""smithy.api#http": {"method": "G T", "uri": "/x"}"#,
            "smithy.api#http has to be an object with a `method` such as GET, not {\"method\": \"G T\", \"uri\": \"/x\"}: \"G T\" is not one",
        ),
        (
            "string",
            r#""smithy.api#default": 1"#,
            "smithy.api#default has to be a string, because the shape is of type string",
        ),
        (
            "string",
            r#""smithy.api#enum": {}"#,
            "smithy.api#enum has to be an array of objects with the string `value`, not {}",
        ),
    ] {
        let line = if expected.contains("because the shape") { 2 } else { 3 };
        let id = if kind == "member" { "a#B$b" } else { "a#B" };
        assert_error(&[&on(kind, traits)], &format!("m.json:{line}: {id}: {expected}"));
    }
    assert_errors(&[(
        "\"a#I\": {\"type\": \"intEnum\", \"members\": {\n\"A\": {\"target\": \"smithy.api#Unit\"},\n\
         \"B\": {\"target\": \"smithy.api#Unit\", \"traits\": {\"smithy.api#enumValue\": \"1\"}}}},\n\
         \"a#E\": {\"type\": \"enum\", \"members\": {\"A\": {\"target\": \"smithy.api#Unit\"},\n\
         \"B\": {\"target\": \"smithy.api#Unit\", \"traits\": {\"smithy.api#enumValue\": \"A\"}}}}",
        "m.json:3: a#I$A: has no smithy.api#enumValue, which a member of an intEnum needs\n\
         m.json:4: a#I$B: smithy.api#enumValue has to be a whole number of 32 bits, not \"1\"\n\
         m.json:5: a#E: has the value \"A\" twice, the second time as B",
    )]);
}

#[test]
fn merging() {
    let first = model("\"a#B\": {\"type\": \"string\",\n\"traits\": {\"smithy.api#pattern\": \"x\"}}");
    assert_error(
        &[&first, &model("\n\"a#B\": {\"type\": \"blob\"}")],
        "m2.json:3: a#B: is defined at m.json:2 already, and differently; traits are added with \"type\": \"apply\"",
    );
    let apply = |id: &str, traits: &str| model(&format!("\"{id}\": {{\"type\": \"apply\", \"traits\": {{{traits}}}}}"));
    assert_error(
        &[&first, &apply("a#BB", "")],
        "m2.json:2: a#BB: traits are applied to a#BB, which is not defined; did you mean a#B? \
         If the model has dropped it, remove this entry",
    );
    assert_error(
        &[&first, &apply("a#B$x", "")],
        "m2.json:2: a#B$x: traits are applied to the member x, which a#B does not have; \
         the model may have renamed or dropped it: apply the entry to the new name, or remove it",
    );
    assert_error(
        &[&first, &apply("a#B", r#""smithy.api#pattern": "y""#)],
        "m2.json:2: a#B: smithy.api#pattern is applied, but has another value at m.json:3; remove one of the two",
    );
    let document = |text: &str| apply("a#B", &format!("\"smithy.api#documentation\": \"{text}\""));
    assert_error(
        &[&first, &document("one"), &document("two")],
        "m3.json:2: a#B: smithy.api#documentation is applied, but has another value at m2.json:2; remove one of the two",
    );
    assert_error(
        &[r#"{"smithy": "2", "metadata": {"k": 1}}"#, r#"{"smithy": "2", "metadata": {"k": 2}}"#],
        "m2.json:1: the metadata \"k\" has another value in an earlier file; lists are joined, all other values have to be equal",
    );
}

#[test]
fn mixins() {
    let mixin = |id: &str, rest: &str| {
        format!("\"{id}\": {{\"type\": \"structure\", \"traits\": {{\"smithy.api#mixin\": {{}}}}{rest}}}")
    };
    let uses = |id: &str| format!(", \"mixins\": [{{\"target\": \"{id}\"}}]");
    let member = |target: &str| format!(", \"members\": {{\"m\": {{\"target\": \"smithy.api#{target}\"}}}}");
    assert_errors(&[
        (
            &[mixin("a#A", &uses("a#B")), mixin("a#B", &uses("a#C")), mixin("a#C", &uses("a#A"))].join(",\n"),
            "m.json:2: a#A: mixes in itself: a#A -> a#B -> a#C -> a#A",
        ),
        (&mixin("a#A", &uses("a#A")), "m.json:2: a#A: mixes in itself: a#A -> a#A"),
        (
            &format!("{},\n{}", mixin("a#A", &uses("a#Mux")), mixin("a#Mix", "")),
            "m.json:2: a#A: mixes in a#Mux, which is not defined; did you mean a#Mix?",
        ),
        (
            &format!("\"a#B\": {{\"type\": \"structure\"}},\n{}", mixin("a#A", &uses("a#B"))),
            "m.json:3: a#A: mixes in a#B, which has no smithy.api#mixin trait",
        ),
        (
            &format!("\"a#B\": {{\"type\": \"union\"{}}},\n{}", uses("a#A"), mixin("a#A", "")),
            "m.json:2: a#B: mixes in a#A, which is of another type; a shape and its mixins have the same type",
        ),
        (
            &format!("{},\n{}", mixin("a#A", &member("String")), mixin("a#B", &(uses("a#A") + &member("Blob")))),
            "m.json:3: a#B$m: targets smithy.api#Blob, but in a mixin it targets smithy.api#String",
        ),
    ]);
}

#[test]
fn nesting() {
    let list = |id: &str, of: &str| format!("\"a#{id}\": {{\"type\": \"list\", \"member\": {{\"target\": \"{of}\"}}}}");
    let map = r#""a#M": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "a#L"}}"#;
    let chain = |n: usize| {
        let link = |i: usize| {
            list(&format!("L{i}"), &if i == 0 { "smithy.api#String".into() } else { format!("a#L{}", i - 1) })
        };
        (0..n).map(link).collect::<Vec<_>>().join(",\n")
    };
    let endless = "contains itself with no structure or union in between; no value of it could ever be written down";
    assert_errors(&[
        (&format!("{},\n{map}", list("L", "a#M")), &format!("m.json:2: a#L: {endless}\nm.json:3: a#M: {endless}")),
        (&chain(65), "m.json:66: a#L64: nests lists and maps deeper than 64 levels"),
        (&chain(300), "m.json:66: a#L64: nests lists and maps deeper than 64 levels"),
    ]);
    assert!(try_load(&[&model(&chain(64))]).is_ok());
}

#[test]
fn http_and_pagination() {
    let operation = |traits: &str, members: &str| {
        format!(
            "\"a#O\": {{\"type\": \"operation\", \"input\": {{\"target\": \"a#I\"}}, \"traits\": {{{traits}}}}},\n\
             \"a#I\": {{\"type\": \"structure\", \"members\": {{{members}}}}}"
        )
    };
    let http = r#""smithy.api#http": {"method": "GET", "uri": "/{name}"}"#;
    let label = |name: &str, target: &str, more: &str| {
        format!(
            "\n\"{name}\": {{\"target\": \"smithy.api#{target}\", \"traits\": {{\"smithy.api#httpLabel\": {{}}{more}}}}}"
        )
    };
    let required = ", \"smithy.api#required\": {}";
    let no_member = "m.json:2: a#O: the URI has the label {name}, but the input has no member of this name with smithy.api#httpLabel";
    assert_errors(&[
        (&operation(http, ""), no_member),
        (
            &operation(http, &label("nmae", "String", required)),
            &format!(
                "{no_member}; did you mean nmae?\n\
                 m.json:4: a#I$nmae: has smithy.api#httpLabel, but the URI of a#O has no label {{nmae}}"
            ),
        ),
        (
            &operation(http, &label("name", "Blob", "")),
            "m.json:4: a#I$name: has smithy.api#httpLabel, and therefore has to have smithy.api#required too\n\
             m.json:4: a#I$name: smithy.api#httpLabel cannot be applied to a member of a structure that targets a shape of type blob; \
             it belongs on members of a structure that target a shape of type string, enum, boolean, timestamp or number",
        ),
        (
            &operation(r#""smithy.api#endpoint": {"hostPrefix": "{a}.b/"}"#, ""),
            "m.json:2: a#O: the host prefix \"{a}.b/\" is malformed; it consists of letters, digits, `-`, `.` \
             and labels such as {name}, each used once and not directly after another",
        ),
        (
            &format!(
                "\"a#S\": {{\"type\": \"service\", \"operations\": [{{\"target\": \"a#O\"}}]}},\n{}",
                operation(
                    r#""smithy.api#paginated": {"inputToken": "tokn", "pageSize": "p"}"#,
                    r#""token": {"target": "smithy.api#String"}"#
                )
            ),
            "m.json:3: a#O: smithy.api#paginated has the inputToken \"tokn\", but the input has no such member; did you mean token?\n\
             m.json:3: a#O: smithy.api#paginated has the pageSize \"p\", but the input has no such member\n\
             m.json:3: a#O: smithy.api#paginated names no outputToken, and neither does the service",
        ),
    ]);
}

#[test]
fn service_selection() {
    let error = |shapes: &str, name: Option<&str>| {
        try_load(&[&model(shapes)]).unwrap().service(name).expect_err("no service is chosen").to_string()
    };
    let two = format!("{SERVICE}, \"b#T\": {{\"type\": \"service\"}}");
    let none = "the model has no service; a shape of type service is needed, or a shape closure in the metadata \"shapeClosures\"";
    assert_eq!(error("", None), none);
    assert_eq!(error("", Some("S")), none);
    assert_eq!(error(&two, None), "the model has 2 services and none is chosen; choose one of a#S, b#T");
    assert_eq!(error(&two, Some("TT")), "there is no service TT; did you mean T?");
    assert_eq!(error(&two, Some("Warehouse")), "there is no service Warehouse; there is a#S, b#T");

    let all = model(
        "\"a#S\": {\"type\": \"service\", \"operations\": [{\"target\": \"a#ListTags\"}]}, \"a#ListTags\": {\"type\": \"operation\"}",
    );
    let all = try_load(&[&all]).unwrap();
    let service = &all.service(None).unwrap().id;
    let problems = all.closure(service, &["ListTag".to_owned(), "X".to_owned()]).unwrap_err().to_string();
    assert_eq!(problems, "a#S: has no operation ListTag; did you mean ListTags?\na#S: has no operation X");
}

/// The protocol requires `@http` of operations only; here the error is that the bound shape is not an operation.
#[test]
fn a_bound_shape_of_another_type_needs_no_http() {
    let text = r#"{ "smithy": "2.0", "shapes": { "a#S": { "type": "service", "version": "1",
        "operations": [{ "target": "smithy.api#String" }], "traits": { "aws.protocols#restJson1": {} } } } }"#;
    let problems = super::try_load(&[text]).unwrap_err();
    assert!(problems.iter().all(|problem| !problem.message.contains("smithy.api#http")), "{problems}");
}
