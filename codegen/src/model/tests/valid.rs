//! Valid models, and the shapes loaded from them.

use serde_json::{Value, json};

use super::super::{Member, Model, Operation, Resource, Service, Shape, ShapeId, ShapeKind};
use super::{load_valid, model, try_load};

fn id(text: &str) -> ShapeId {
    ShapeId::parse(text).unwrap()
}

#[track_caller]
fn shape<'m>(model: &'m Model, text: &str) -> &'m Shape {
    model.shape(&id(text)).unwrap_or_else(|| panic!("{text} is missing"))
}

#[track_caller]
fn member<'m>(model: &'m Model, text: &str) -> &'m Member {
    let owner = shape(model, id(text).without_member().as_str());
    owner.kind.members().find(|member| member.id.as_str() == text).unwrap_or_else(|| panic!("{text} is missing"))
}

#[track_caller]
fn operation<'m>(model: &'m Model, text: &str) -> &'m Operation {
    match &shape(model, text).kind {
        ShapeKind::Operation(operation) => operation,
        other => panic!("{text} is of type {}", other.name()),
    }
}

#[test]
fn every_type() {
    let simple = [
        "blob",
        "boolean",
        "string",
        "byte",
        "short",
        "integer",
        "long",
        "float",
        "double",
        "bigInteger",
        "bigDecimal",
        "timestamp",
        "document",
    ];
    let mut shapes: Vec<String> = simple.iter().map(|name| format!("\"a#{name}\": {{\"type\": \"{name}\"}}")).collect();
    let string = r#"{"target": "smithy.api#String"}"#;
    let unit = r#"{"target": "smithy.api#Unit"}"#;
    shapes.push(format!("\"a#enum\": {{\"type\": \"enum\", \"members\": {{\"A\": {unit}}}}}"));
    shapes.push(
        r#""a#intEnum": {"type": "intEnum", "members": {"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": 7}}}}"#.into(),
    );
    shapes.push(format!("\"a#list\": {{\"type\": \"list\", \"member\": {string}}}"));
    shapes.push(format!("\"a#set\": {{\"type\": \"set\", \"member\": {string}}}"));
    shapes.push(format!("\"a#map\": {{\"type\": \"map\", \"value\": {string}, \"key\": {string}}}"));
    shapes.push(format!(
        "\"a#structure\": {{\"type\": \"structure\", \"members\": {{\"z\": {string}, \"a\": {string}}}}}"
    ));
    shapes.push(format!("\"a#union\": {{\"type\": \"union\", \"members\": {{\"a\": {unit}}}}}"));
    shapes.push(r#""a#service": {"type": "service", "version": "1"}"#.into());
    shapes.push(r#""a#resource": {"type": "resource"}"#.into());
    shapes.push(r#""a#operation": {"type": "operation"}"#.into());
    let model = load_valid(&[&model(&shapes.join(",\n"))]);

    for (id, shape) in model.shapes.iter().filter(|(id, _)| id.namespace() == "a" && id.name() != "set") {
        assert_eq!(shape.kind.name(), id.name());
    }
    assert_eq!(shape(&model, "a#set").kind.name(), "list");
    assert!(shape(&model, "a#set").traits.unique_items && !shape(&model, "a#list").traits.unique_items);
    let ShapeKind::Enum(values) = &shape(&model, "a#enum").kind else { panic!() };
    assert_eq!((values[0].name.as_str(), values[0].value.as_str()), ("A", "A"));
    let ShapeKind::IntEnum(values) = &shape(&model, "a#intEnum").kind else { panic!() };
    assert_eq!((values[0].name.as_str(), values[0].value), ("A", 7));
    let ShapeKind::Map { key, value } = &shape(&model, "a#map").kind else { panic!() };
    assert_eq!((key.name(), value.name(), value.target.name()), ("key", "value", "String"));
    let members: Vec<_> = shape(&model, "a#structure").kind.members().map(Member::name).collect();
    assert_eq!(members, ["z", "a"], "the order of the model");
    assert_eq!(member(&model, "a#structure$z").location.to_string(), "m.json:20");
}

#[test]
fn the_prelude() {
    let model = load_valid(&[]);
    for name in ["String", "Blob", "BigInteger", "BigDecimal", "Timestamp", "Document", "Boolean", "Integer", "Unit"] {
        assert_eq!(shape(&model, &format!("smithy.api#{name}")).traits.default, None);
    }
    assert_eq!(shape(&model, "smithy.api#PrimitiveBoolean").traits.default, Some(json!(false)));
    assert_eq!(shape(&model, "smithy.api#PrimitiveLong").traits.default, Some(json!(0)));
    assert_eq!(shape(&model, "smithy.api#Unit").kind.name(), "structure");
    // Some tools include the prelude in the model.
    load_valid(&[&super::model(r#""smithy.api#String": {"type": "string", "traits": {"smithy.api#title": "x"}}"#)]);
}

#[test]
fn a_model_of_version_1() {
    let text = r#"{"smithy": "1.0.1", "shapes": {
        "a#Count": {"type": "integer"},
        "a#Boxed": {"type": "integer", "traits": {"smithy.api#box": true}},
        "a#Size": {"type": "string", "traits": {"smithy.api#enum": [
            {"value": "t2.nano"}, {"value": "t2-nano"}, {"value": "10", "documentation": "ten"}, {"value": "*"},
            {"value": "fooBar", "deprecated": true}]}},
        "a#Named": {"type": "string", "traits": {"smithy.api#enum": [{"value": "x", "name": "T2_NANO"}]}},
        "a#B": {"type": "structure", "members": {
            "primitive": {"target": "smithy.api#PrimitiveBoolean"},
            "boxed": {"target": "smithy.api#PrimitiveLong", "traits": {"smithy.api#box": {}}},
            "prelude": {"target": "smithy.api#Integer"},
            "own": {"target": "a#Count", "traits": {"smithy.api#required": {}}},
            "ownBoxed": {"target": "a#Boxed"},
            "text": {"target": "smithy.api#String"}}},
        "a#U": {"type": "union", "members": {"n": {"target": "smithy.api#PrimitiveLong"}}}}}"#;
    let model = load_valid(&[text]);
    for (name, default) in [
        ("primitive", Some(json!(false))),
        ("boxed", Some(Value::Null)),
        ("prelude", None),
        ("own", Some(json!(0))),
        ("ownBoxed", None),
        ("text", None),
    ] {
        assert_eq!(member(&model, &format!("a#B${name}")).traits.default, default, "{name}");
    }
    assert_eq!(member(&model, "a#U$n").traits.default, None);
    let ShapeKind::Enum(values) = &shape(&model, "a#Size").kind else { panic!() };
    let names: Vec<_> = values.iter().map(|value| (value.name.as_str(), value.value.as_str())).collect();
    let expected =
        [("T2_NANO", "t2.nano"), ("T2_NANO_2", "t2-nano"), ("_10", "10"), ("VALUE", "*"), ("FOO_BAR", "fooBar")];
    assert_eq!(names, expected);
    assert_eq!(values[2].traits.documentation.as_deref(), Some("ten"));
    let ShapeKind::Enum(named) = &shape(&model, "a#Named").kind else { panic!() };
    assert_eq!(named[0].name, "T2_NANO");
    assert!(values[4].traits.deprecated.is_some());

    // In 2.0, the same text has no implicit defaults.
    let message = super::try_load(&[&text.replace("1.0.1", "2.0")]).unwrap_err().to_string();
    assert!(
        message.contains("a#B$primitive: targets smithy.api#PrimitiveBoolean, whose smithy.api#default is false"),
        "{message}"
    );
}

/// Minor versions of 2 add to the one before; one that is not known yet is a warning.
#[test]
fn a_model_of_a_minor_version_of_2() {
    for version in ["2", "2.0", "2.1", "2.1.3"] {
        let model = load_valid(&[&format!(r#"{{"smithy": "{version}", "shapes": {{"a#S": {{"type": "string"}}}}}}"#)]);
        assert!(model.warnings.is_empty(), "{version}: {}", model.warnings);
    }
    let model = load_valid(&["{\"smithy\": \"2.7\", \"shapes\": {\"a#S\": {\"type\": \"string\"}}}"]);
    assert!(
        model.warnings.to_string().contains("the Smithy version \"2.7\" is newer than 2.1; it is read as that"),
        "{}",
        model.warnings
    );
}

#[test]
fn typed_traits() {
    let model = load_valid(&[&model(
        r#""a#O": {"type": "operation", "traits": {"smithy.api#http": {"method": "PUT", "uri": "/x"},
             "smithy.api#endpoint": {"hostPrefix": "a."}, "smithy.api#idempotent": {}, "a#weird": [[]],
             "smithy.waiters#waitable": {"W": {"acceptors": [{"state": "success", "matcher": {"errorType": "a#Gone"}}], "tags": []}},
             "smithy.rules#staticContextParams": {"P": 1}, "smithy.api#deprecated": true,
             "smithy.api#requestCompression": {"encodings": ["gzip"]}}},
        "a#S": {"type": "service", "traits": {"aws.protocols#restJson1": {}, "aws.protocols#awsJson1_0": {},
             "aws.api#service": {"sdkId": "X", "more": 1}, "aws.auth#sigv4": {"name": "x"}}},
        "a#T": {"type": "timestamp", "traits": {"smithy.api#timestampFormat": "http-date", "smithy.api#sensitive": {}}},
        "a#N": {"type": "integer", "traits": {"smithy.api#range": {"min": -1}, "smithy.api#default": 1}}"#,
    )]);
    let traits = &shape(&model, "a#O").traits;
    assert_eq!(traits.http.as_ref().map(|http| (http.method.as_str(), http.code)), Some(("PUT", 200)));
    assert!(traits.idempotent && traits.deprecated.is_some());
    assert_eq!(traits.other.keys().map(ShapeId::as_str).collect::<Vec<_>>(), ["smithy.rules#staticContextParams"]);
    let waiter = &traits.waiters["W"];
    assert_eq!((waiter.min_delay, waiter.max_delay, waiter.deprecated), (2, 120, false));
    assert_eq!(traits.request_compression, Some(vec!["gzip".to_owned()]));
    assert_eq!(format!("{:?}", shape(&model, "a#S").traits.protocols), "[AwsJson1_0, RestJson1]");
    assert_eq!(format!("{:?}", shape(&model, "a#T").traits.timestamp_format), "Some(HttpDate)");
    assert_eq!(shape(&model, "a#N").traits.default, Some(json!(1)));
}

#[test]
fn mixins_are_flattened() {
    let model = load_valid(&[&model(
        r#""a#A": {"type": "structure", "members": {"a": {"target": "smithy.api#String"}, "b": {"target": "smithy.api#String"}},
             "traits": {"smithy.api#mixin": {"localTraits": ["smithy.api#deprecated"]}, "smithy.api#deprecated": {},
             "smithy.api#documentation": "A", "smithy.api#sensitive": {}}},
        "a#B": {"type": "structure", "mixins": [{"target": "a#A"}], "members": {"c": {"target": "smithy.api#String"}},
             "traits": {"smithy.api#mixin": {}, "smithy.api#documentation": "B"}},
        "a#C": {"type": "structure", "mixins": [{"target": "a#B"}], "members": {
             "d": {"target": "smithy.api#String"}, "b": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
        "a#C$a": {"type": "apply", "traits": {"smithy.api#documentation": "applied"}},
        "a#B$c": {"type": "apply", "traits": {"smithy.api#pattern": "p"}},
        "a#MS": {"type": "service", "version": "7", "operations": [{"target": "a#O"}], "rename": {"a#C": "D"},
             "errors": [{"target": "a#E"}], "traits": {"smithy.api#mixin": {}}},
        "a#S": {"type": "service", "mixins": [{"target": "a#MS"}], "operations": [{"target": "a#P"}, {"target": "a#O"}]},
        "a#MO": {"type": "operation", "errors": [{"target": "a#E"}], "traits": {"smithy.api#mixin": {}, "smithy.api#readonly": {}}},
        "a#O": {"type": "operation", "mixins": [{"target": "a#MO"}], "output": {"target": "a#C"}},
        "a#P": {"type": "operation"},
        "a#E": {"type": "structure", "traits": {"smithy.api#error": "client"}}"#,
    )]);
    let names: Vec<_> = shape(&model, "a#C").kind.members().map(Member::name).collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
    assert!(member(&model, "a#C$b").traits.required);
    assert_eq!(member(&model, "a#C$a").traits.documentation.as_deref(), Some("applied"));
    assert_eq!(member(&model, "a#C$c").traits.pattern.as_deref(), Some("p"));
    let traits = &shape(&model, "a#C").traits;
    assert_eq!((traits.documentation.as_deref(), &traits.deprecated, traits.sensitive), (Some("B"), &None, true));
    assert!(model.shape(&id("a#A")).is_none(), "mixins are gone");
    let (_, service): (_, &Service) = model.services().next().unwrap();
    assert_eq!((service.version.as_str(), service.operations.len(), service.errors.len()), ("7", 2, 1));
    assert_eq!(service.rename[&id("a#C")], "D");
    assert!(shape(&model, "a#O").traits.readonly);
    assert_eq!(operation(&model, "a#O").errors, [id("a#E")]);
}

const RESOURCES: &str = r#"
    "a#S": {"type": "service", "resources": [{"target": "a#R"}], "operations": [{"target": "a#Z"}], "errors": [{"target": "a#E"}],
        "traits": {"smithy.api#paginated": {"inputToken": "in", "outputToken": "page.out", "pageSize": "size"}}},
    "a#R": {"type": "resource", "identifiers": {"id": {"target": "a#Id"}}, "create": {"target": "a#Create"}, "list": {"target": "a#List"},
        "collectionOperations": [{"target": "a#Collect"}], "resources": [{"target": "a#Inner"}]},
    "a#Inner": {"type": "resource", "read": {"target": "a#Read"}, "operations": [{"target": "a#Poke"}], "resources": []},
    "a#Create": {"type": "operation"}, "a#Collect": {"type": "operation"}, "a#Poke": {"type": "operation"},
    "a#Z": {"type": "operation", "input": {"target": "smithy.api#Unit"}, "output": {"target": "smithy.api#Unit"}},
    "a#Read": {"type": "operation", "output": {"target": "a#Thing"}, "traits": {"smithy.api#readonly": {}}},
    "a#Thing": {"type": "structure", "members": {"self": {"target": "a#Thing"}, "list": {"target": "a#Things"}}},
    "a#Things": {"type": "list", "member": {"target": "a#Thing"}},
    "a#List": {"type": "operation", "input": {"target": "a#ListIn"}, "output": {"target": "a#ListOut"},
        "traits": {"smithy.api#paginated": {"items": "page.things"}, "smithy.api#readonly": {}}},
    "a#ListIn": {"type": "structure", "members": {"in": {"target": "smithy.api#String"}, "size": {"target": "smithy.api#Integer"}}},
    "a#ListOut": {"type": "structure", "members": {"page": {"target": "a#Page"}}},
    "a#Page": {"type": "structure", "members": {"out": {"target": "smithy.api#String"}, "things": {"target": "a#Things"}}},
    "a#E": {"type": "structure", "traits": {"smithy.api#error": "server"}},
    "a#Id": {"type": "string"}, "a#Unused": {"type": "string"}"#;

#[test]
fn resources_and_closures() {
    let model = load_valid(&[&model(RESOURCES)]);
    let service = &model.service(Some("S")).unwrap().id;
    let all = model.closure(service, &[]).unwrap();
    let names: Vec<_> = all.operations.iter().map(ShapeId::name).collect();
    assert_eq!(names, ["Collect", "Create", "List", "Poke", "Read", "Z"]);
    let reachable = |operations: &[&str]| {
        let operations: Vec<String> = operations.iter().map(|name| (*name).to_owned()).collect();
        let closure = model.closure(service, &operations).unwrap();
        closure.shapes.iter().map(ShapeId::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(reachable(&["Read"]), "a#E a#Thing a#Things");
    assert_eq!(reachable(&["Z"]), "a#E");
    assert_eq!(
        reachable(&["List"]),
        "a#E a#ListIn a#ListOut a#Page a#Thing a#Things smithy.api#Integer smithy.api#String"
    );
    assert!(operation(&model, "a#Z").input.is_none() && operation(&model, "a#Z").output.is_none());
    let ShapeKind::Resource(Resource { identifiers, .. }) = &shape(&model, "a#R").kind else { panic!() };
    assert_eq!(identifiers["id"], id("a#Id"));

    let paginated = shape(&model, "a#List").traits.paginated.clone().unwrap();
    assert_eq!(paginated.input_token.as_deref(), Some("in"));
    assert_eq!(paginated.output_token.as_deref(), Some("page.out"));
    assert_eq!(paginated.items.as_deref(), Some("page.things"));
    assert!(shape(&model, "a#Read").traits.paginated.is_none());
}

/// A later version of the specification may have them; the other waiters of the operation do not depend on it.
#[test]
fn waiters_with_something_unknown_are_left_out() {
    let waiter = |matcher: &str| {
        format!(
            r#"{{"acceptors": [{{"state": "success", "matcher": {{"success": true}}}}, {{"state": "retry", "matcher": {matcher}}}]}}"#
        )
    };
    let known = waiter(r#"{"errorType": "Gone"}"#);
    let matcher = waiter(r#"{"header": {"name": "x"}}"#);
    let comparator = waiter(r#"{"output": {"path": "a", "expected": "1", "comparator": "numberEquals"}}"#);
    let waiters = format!(r#"{{"Known": {known}, "Matched": {matcher}, "Compared": {comparator}}}"#);
    let text =
        model(&format!(r#""a#Look": {{"type": "operation", "traits": {{"smithy.waiters#waitable": {waiters}}}}}"#));
    let loaded = load_valid(&[&text]);
    assert_eq!(shape(&loaded, "a#Look").traits.waiters.keys().collect::<Vec<_>>(), ["Known"]);
    let warnings = loaded.warnings.to_string();
    for what in [
        "Compared has the comparator \"numberEquals\", where stringEquals, booleanEquals, allStringEquals, anyStringEquals are known",
        "Matched has the matcher \"header\", where output, inputOutput, success, errorType are known",
    ] {
        let expected = format!("a#Look: warning: the waiter {what}; it is left out");
        assert!(warnings.contains(&expected), "{warnings}");
    }
}

/// AWS IoT SiteWise lists pages whose token is required.
#[test]
fn a_listing_may_require_the_token_of_its_output() {
    const STRING: &str = r#""target": "smithy.api#String""#;
    let required = |name: &str| {
        let plain = format!(r#""{name}": {{{STRING}}}"#);
        assert!(RESOURCES.contains(&plain));
        model(
            &RESOURCES
                .replace(&plain, &format!(r#""{name}": {{{STRING}, "traits": {{"smithy.api#required": {{}}}}}}"#)),
        )
    };
    let loaded = try_load(&[&required("out")]).unwrap();
    assert!(shape(&loaded, "a#List").traits.paginated.is_some());
    let warning = "a#List: warning: smithy.api#paginated has the outputToken \"page.out\", which is required; the last page has no token";
    assert!(loaded.warnings.to_string().contains(warning), "{}", loaded.warnings);
    let error = try_load(&[&required("in")]).unwrap_err().to_string();
    assert!(
        error.contains("a#List: smithy.api#paginated has the inputToken \"in\", which is required; the first page"),
        "{error}"
    );
}

#[test]
fn several_files_become_one() {
    let overlay = model(
        r#""a#Thing$self": {"type": "apply", "traits": {"smithy.api#documentation": "Itself."}},
        "a#List": {"type": "apply", "traits": {"smithy.api#paginated": {"pageSize": "size"}, "smithy.api#documentation": "Lists."}}"#,
    );
    let loaded = load_valid(&[&model(RESOURCES), &overlay, &model(r#""a#Id": {"type": "string"}"#)]);
    assert_eq!(member(&loaded, "a#Thing$self").traits.documentation.as_deref(), Some("Itself."));
    let paginated = shape(&loaded, "a#List").traits.paginated.clone().unwrap();
    assert_eq!((paginated.items.as_deref(), paginated.page_size.as_deref()), (Some("page.things"), Some("size")));

    let base = model(
        r#""a#B": {"type": "operation", "traits": {"smithy.api#documentation": "theirs", "smithy.api#examples": [{"title": "1"}]}}"#,
    );
    let more = model(
        r#""a#B": {"type": "apply", "traits": {"smithy.api#documentation": "ours", "smithy.api#examples": [{"title": "2"}]}}"#,
    );
    for order in [[&base, &more], [&more, &base]] {
        let loaded = load_valid(&order.map(String::as_str));
        let traits = &shape(&loaded, "a#B").traits;
        assert_eq!(traits.documentation.as_deref(), Some("ours"));
        assert_eq!(traits.other["smithy.api#examples"], json!([{"title": "1"}, {"title": "2"}]));
    }
    let loaded = load_valid(&[
        r#"{"smithy": "2", "metadata": {"k": [1], "l": 1}}"#,
        r#"{"smithy": "1", "metadata": {"k": [2], "l": 1}}"#,
    ]);
    assert_eq!(Value::Object(loaded.metadata), json!({"k": [1, 2], "l": 1}));
}

/// Both files have one line, so that locations do not differ.
#[test]
fn order_does_not_matter() {
    let split: Value = serde_json::from_str(&model(RESOURCES)).unwrap();
    let shapes = split["shapes"].as_object().unwrap();
    let text = |shapes: Vec<(&String, &Value)>| {
        let shapes: serde_json::Map<_, _> = shapes.into_iter().map(|(id, shape)| (id.clone(), shape.clone())).collect();
        json!({"smithy": "2.0", "shapes": shapes}).to_string()
    };
    let forward = load_valid(&[&text(shapes.iter().collect())]);
    let backward = load_valid(&[&text(shapes.iter().rev().collect())]);
    assert_eq!(format!("{forward:?}"), format!("{backward:?}"));
}

#[test]
fn a_byte_order_mark_is_tolerated() {
    let loaded = load_valid(&[&format!("\u{feff}{}", model("\"a#B\": {\"type\": \"string\"}"))]);
    assert_eq!(shape(&loaded, "a#B").location.to_string(), "m.json:2");
}
