//! Shape closures: which shapes they have, and what is wrong with them.

use super::super::{Diagnostics, Model, ModelSelection, Source, load_for};
use super::{load_valid, try_load};

/// A model of two namespaces, whose metadata has these closures. They start on line 2.
fn model(closures: &str) -> String {
    format!(
        r##"{{ "smithy": "2.0", "metadata": {{ "shapeClosures": [
{closures}
        ] }}, "shapes": {{
        "a#Event": {{ "type": "structure", "mixins": [{{ "target": "a#Stamped" }}],
            "members": {{ "detail": {{ "target": "a#Detail" }}, "name": {{ "target": "smithy.api#String" }} }} }},
        "a#Stamped": {{ "type": "structure", "members": {{ "time": {{ "target": "b#Time" }} }},
            "traits": {{ "smithy.api#mixin": {{}} }} }},
        "a#Detail": {{ "type": "union", "members": {{ "item": {{ "target": "b#Item" }} }} }},
        "a#Put": {{ "type": "operation", "input": {{ "target": "b#PutInput" }}, "errors": [{{ "target": "b#Full" }}] }},
        "b#Time": {{ "type": "timestamp" }},
        "b#Item": {{ "type": "structure", "members": {{ "parent": {{ "target": "b#Item" }} }} }},
        "b#PutInput": {{ "type": "structure", "members": {{}} }},
        "b#Full": {{ "type": "structure", "members": {{}}, "traits": {{ "smithy.api#error": "client" }} }},
        "c#event": {{ "type": "structure", "members": {{}} }}
        }} }}"##
    )
}

/// The same with a service, for which nothing is wrong with a closure.
fn with_service(text: &str) -> String {
    text.replacen("\"shapes\": {", r#""shapes": { "a#Shop": { "type": "service", "version": "1" }, "#, 1)
}

fn load_closure(text: &str, closure: &str) -> Result<(Model, Diagnostics), Diagnostics> {
    let sources = [Source { path: "m.json".to_owned(), text: text.to_owned() }];
    load_for(&sources, ModelSelection { closure: Some(closure), ..ModelSelection::default() })
}

/// Returns the names of the shapes of a closure, except those of the prelude.
fn shapes(model: &Model, id: &str) -> String {
    let closure = model.closures.iter().find(|closure| closure.shape.id.as_str() == id).unwrap();
    let names = closure.shapes.iter().filter(|id| id.namespace() != "smithy.api").map(|id| id.as_str());
    names.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_problem(closures: &str, expected: &str) {
    let text = model(closures);
    let problems = match try_load(&[&text]) {
        Ok(model) => model.warnings,
        Err(problems) => problems,
    };
    assert_eq!(problems.to_string(), expected.trim(), "{closures}");
    assert!(problems.iter().all(|problem| problem.section.is_some()));
    // A service does not depend on it.
    let service = load_valid(&[&with_service(&text)]);
    assert_eq!(service.warnings.len(), problems.len(), "{}", service.warnings);
}

#[test]
fn a_closure_has_what_its_namespaces_reach() {
    let model = load_valid(&[&model(
        r#"{ "id": "x#A", "includeNamespaces": ["a"] }, { "id": "x#B", "includeNamespaces": ["b"], "documentation": "*B*" },
           { "id": "x#AC", "includeNamespaces": ["a", "c"], "rename": { "c#event": "Other" } }"#,
    )]);
    assert_eq!(shapes(&model, "x#A"), "a#Detail a#Event a#Put a#Stamped b#Full b#Item b#PutInput b#Time");
    assert_eq!(shapes(&model, "x#B"), "b#Full b#Item b#PutInput b#Time");
    assert!(shapes(&model, "x#AC").ends_with(" c#event"));
    assert_eq!(model.closures[1].shape.traits.documentation.as_deref(), Some("*B*"));
    assert!(model.warnings.is_empty(), "{}", model.warnings);
}

/// Also through a service, its resources, their identifiers, properties and operations.
#[test]
fn a_closure_has_what_a_service_reaches() {
    let text = with_service(&model(r#"{ "id": "x#S", "includeBySelector": "service" }"#))
        .replace(r#""version": "1" }"#, r#""version": "1", "resources": [{ "target": "d#Box" }] }"#)
        .replacen(
            r#""c#event""#,
            r#""d#Box": { "type": "resource", "identifiers": { "id": { "target": "d#Id" } },
                "properties": { "colour": { "target": "d#Colour" } }, "operations": [{ "target": "a#Put" }] },
               "d#Id": { "type": "string" }, "d#Colour": { "type": "string" }, "c#event""#,
            1,
        );
    assert_eq!(shapes(&load_valid(&[&text]), "x#S"), "a#Put a#Shop b#Full b#PutInput d#Box d#Colour d#Id");
}

/// Lists of several files are joined; a closure that two files declare in the same way is one.
#[test]
fn closures_of_several_files_are_joined() {
    let first = model(r#"{ "id": "x#A", "includeNamespaces": ["a"] }"#);
    let second = r#"{ "smithy": "2", "metadata": { "shapeClosures": [ {"includeNamespaces": ["a"], "id": "x#A"},
        { "id": "x#B", "includeNamespaces": ["b"] }] } }"#;
    let model = load_valid(&[&first, second]);
    let ids: Vec<_> = model.closures.iter().map(|closure| closure.shape.id.as_str()).collect();
    assert_eq!(ids, ["x#A", "x#B"]);
}

/// A mixin or the definition of a trait has no values. It is in the closure only if a type reaches it.
#[test]
fn definitions_in_a_namespace_are_not_types() {
    let text = model(r#"{ "id": "x#C", "includeNamespaces": ["c"], "rename": { "c#marker": "Marked" } }"#).replacen(
        r#""c#event""#,
        r#""c#marker": { "type": "structure", "members": {}, "traits": { "smithy.api#trait": {} } },
           "c#mixed": { "type": "structure", "members": {}, "traits": { "smithy.api#mixin": {} } }, "c#event""#,
        1,
    );
    assert_eq!(shapes(&load_valid(&[&text]), "x#C"), "c#event");
}

#[test]
fn ids_are_checked() {
    let hint = "an id has a namespace and a name, as in com.example#Events; `--closure` names it";
    assert_problem(r#"{ "includeNamespaces": ["a"] }"#, &format!("m.json:2: a shape closure has no \"id\"; {hint}"));
    assert_problem(
        r#"{ "id": "Events", "includeNamespaces": ["a"] }"#,
        &format!(
            "m.json:2: \"Events\" is not the id of a shape closure: an absolute id such as com.example#Name is needed; {hint}"
        ),
    );
    assert_problem(
        r#"{ "id": "a#B$c", "includeNamespaces": ["a"] }"#,
        &format!("m.json:2: \"a#B$c\" is the id of a member, not of a shape closure; {hint}"),
    );
    assert_problem(r#"{ "id": 1 }"#, "m.json:2: a string is expected here, not a number");
    assert_problem("3", "m.json:2: an object is expected here, not a number");
    assert_problem(
        "{ \"id\": \"x#A\", \"includeNamespaces\": [\"a\"] },\n{ \"id\": \"x#A\", \"includeNamespaces\": [\"b\"] }",
        "m.json:3: x#A: is declared as a shape closure at m.json:2 already; give one of them another id, or remove it",
    );
    assert_problem(
        r#"{ "id": "b#Item", "includeNamespaces": ["a"] }"#,
        "m.json:2: b#Item: is the id of a shape closure, and of a shape of this model; give the closure an id of its own",
    );
    let text = model("").replace("[\n\n        ]", "{}");
    let problems = try_load(&[&text]).unwrap_err().to_string();
    assert_eq!(
        problems,
        "m.json:1: an array is expected here, not an object; each element of the list declares a closure"
    );
}

#[test]
fn a_closure_has_to_include_shapes() {
    let nothing = "m.json:2: x#A: is a shape closure that includes no shapes; \
        list namespaces in \"includeNamespaces\", or write a selector in \"includeBySelector\"";
    assert_problem(r#"{ "id": "x#A" }"#, nothing);
    assert_problem(r#"{ "id": "x#A", "includeNamespaces": [] }"#, nothing);
    let unknown = "m.json:2: x#A: warning: includes the namespace \"d.e\", in which the model has no shapes; \
        the model has a, b, c";
    assert_problem(r#"{ "id": "x#A", "includeNamespaces": ["a", "d.e"] }"#, unknown);
    assert_problem(
        r#"{ "id": "x#A", "includeNamespaces": ["d.e"] }"#,
        &format!(
            "m.json:2: x#A: is a shape closure without shapes; nothing would be generated: name a namespace of this model, \
             or a selector that its shapes match\n{unknown}"
        ),
    );
    assert_problem(
        r#"{ "id": "x#A", "includeNamespaces": ["smithy.api"] }"#,
        "m.json:2: x#A: warning: is a shape closure without structures, unions and enums, so that it has no types",
    );
    assert_problem(
        r#"{ "id": "x#A", "includeNamespaces": "a" }"#,
        "m.json:2: x#A: an array is expected here, not a string",
    );
    assert_problem(
        r#"{ "id": "x#A", "includeNamespaces": ["a"], "renames": {}, "colour": 1 }"#,
        "m.json:2: x#A: warning: has \"colour\", which a shape closure does not have; it is ignored; \
            it has id, includeNamespaces, includeBySelector, rename, documentation\n\
         m.json:2: x#A: warning: has \"renames\", which a shape closure does not have; it is ignored; did you mean rename?",
    );
    assert_problem(
        r#"{ "id": "x#A", "includeNamespaces": ["a"], "documentation": 1 }"#,
        "m.json:2: x#A: a string is expected here, not a number",
    );
}

#[test]
fn a_closure_has_what_its_selector_reaches() {
    let model = load_valid(&[&model(
        r#"{ "id": "x#One", "includeBySelector": "[id = 'b#Item']" },
           { "id": "x#Member", "includeBySelector": "[id = 'a#Event$detail']" },
           { "id": "x#Both", "includeBySelector": "[trait|error]", "includeNamespaces": ["c"] },
           { "id": "x#Mixin", "includeBySelector": "[trait|mixin]" }"#,
    )]);
    assert_eq!(shapes(&model, "x#One"), "b#Item");
    // A member leads to its target, not to the structure around it.
    assert_eq!(shapes(&model, "x#Member"), "a#Detail a#Event$detail b#Item");
    assert_eq!(shapes(&model, "x#Both"), "b#Full c#event");
    assert_eq!(shapes(&model, "x#Mixin"), "a#Stamped b#Time");
}

#[test]
fn selectors_are_checked() {
    let mistake = |text: &str| {
        let closure = format!(r#"{{ "id": "x#A", "includeBySelector": "{text}", "rename": {{ "q#R": "S" }} }}"#);
        try_load(&[&model(&closure)]).unwrap_err().to_string()
    };
    let error = mistake("structure [");
    assert!(
        error.starts_with("m.json:2: x#A: has the selector \"structure [\", in which there is a mistake at column "),
        "{error}"
    );
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(mistake("").contains("in which there is a mistake at column 1: "), "{}", mistake(""));
    assert_problem(
        r#"{ "id": "x#A", "includeBySelector": "[trait|sensitive]", "includeNamespaces": ["b"] }"#,
        "m.json:2: x#A: warning: has the selector \"[trait|sensitive]\", which matches no shape of the model",
    );
    let nothing = mistake("[trait|sensitive]");
    assert!(nothing.starts_with("m.json:2: x#A: is a shape closure without shapes; "), "{nothing}");
}

#[test]
fn renames_are_checked() {
    let closure = |rename: &str| format!("{{ \"id\": \"x#A\", \"includeNamespaces\": [\"a\"], \"rename\": {rename} }}");
    let of = |rename: &str, expected: &str| assert_problem(&closure(rename), &format!("m.json:2: x#A: {expected}"));
    of(r#"{ "c#event": "Other" }"#, "renames c#event to \"Other\", which is not in the closure; did you mean a#Event?");
    of(r#"{ "b#Itme": "Other" }"#, "renames b#Itme to \"Other\", which is not in the closure; did you mean b#Item?");
    of(
        r#"{ "a#Event$detail": "Other" }"#,
        "renames a#Event$detail to \"Other\", which is a member: only shapes are renamed",
    );
    of(
        r#"{ "a#Put": "Add" }"#,
        "renames a#Put to \"Add\", but a service, a resource or an operation cannot be renamed",
    );
    of(r#"{ "b#Item": "Item" }"#, "renames b#Item to \"Item\", which is its name already");
    of(
        r#"{ "b#Item": "It em" }"#,
        "renames b#Item to \"It em\", which is not an identifier: letters, digits and `_`, of which the first is not a digit",
    );
    of(
        r#"{ "Item": "Thing" }"#,
        "renames \"Item\", which is not a shape id: an absolute id such as com.example#Name is needed; did you mean b#Item?",
    );
    of(r#"{ "b#Item": 1 }"#, "renames b#Item, but not to a name: a string is expected here, not a number");
    of("[]", "an object is expected here, not an array; \"rename\" maps shape ids to names");
    let hint = "names have to differ in more than case; choose another";
    of(
        r#"{ "b#Item": "event" }"#,
        &format!("renames b#Item to \"event\", but a#Event is called Event in the closure; {hint}"),
    );
    of(
        r#"{ "b#Item": "string" }"#,
        &format!("renames b#Item to \"string\", but smithy.api#String is called String in the closure; {hint}"),
    );
    of(
        r#"{ "b#Item": "Thing", "b#Full": "thing" }"#,
        &format!("renames b#Item to \"Thing\", but b#Full is called thing in the closure; {hint}"),
    );
    // Only the case changes, or two names are exchanged.
    for rename in [r#"{ "b#Item": "ITEM" }"#, r#"{ "b#Item": "Full", "b#Full": "Item" }"#] {
        assert_problem(&closure(rename), "");
    }
}

#[test]
fn types_of_one_name_get_numbers() {
    assert_problem(
        r#"{ "id": "x#A", "includeNamespaces": ["a", "c"] }"#,
        "m.json:2: x#A: warning: has several types of one name: a#Event, c#event; all but the first get a number behind it; \
         \"rename\" tells them apart",
    );
}

/// What is wrong with a closure, or outside of it, does not concern another one.
#[test]
fn only_the_selected_closure_has_to_be_valid() {
    let text = model(r#"{ "id": "x#Broken" }, { "id": "x#B", "includeNamespaces": ["b"] }"#)
        .replace(r#""name": { "target": "smithy.api#String" }"#, r#""name": { "target": "a#Missing" }"#);
    let (model, set_aside) = load_closure(&text, "B").unwrap();
    assert_eq!(model.shape_closure(Some("B")).unwrap().shape.id.as_str(), "x#B");
    assert_eq!(model.warnings.len(), 1, "{}", model.warnings);
    assert_eq!(set_aside.to_string(), "m.json:5: a#Event$name: targets a#Missing, which is not defined");
    let problems = load_closure(&text, "x#Broken").unwrap_err().to_string();
    assert!(problems.starts_with("m.json:2: x#Broken: is a shape closure that includes no shapes"), "{problems}");
    // Without a request, the broken one could be meant.
    assert!(try_load(&[&text]).unwrap_err().to_string().starts_with(problems.lines().next().unwrap()));
    let broken = text.replace(r#""b#Item": { "type": "structure""#, r#""b#Item": { "type": "record""#);
    let problems = load_closure(&broken, "B").unwrap_err().to_string();
    assert!(problems.contains("b#Item: has the unknown type \"record\""), "{problems}");
}

#[test]
fn selection() {
    let error = |text: &str, closure: Option<&str>| {
        let service = None;
        load_valid(&[text]).root(service, closure).expect_err("nothing is chosen").to_string()
    };
    let one = model(r#"{ "id": "x#A", "includeNamespaces": ["a"] }"#);
    let two = model(r#"{ "id": "x#Ab", "includeNamespaces": ["a"] }, { "id": "y#Bcd", "includeNamespaces": ["b"] }"#);
    let options = "`--closure ID`, or `closure = \"ID\"` in a file";
    assert_eq!(
        error(&two, None),
        format!("the model has 2 shape closures and none is chosen; choose one of x#Ab, y#Bcd, with {options}")
    );
    assert_eq!(error(&two, Some("Bdc")), "there is no shape closure Bdc; did you mean Bcd?");
    assert_eq!(error(&two, Some("q#Events")), "there is no shape closure q#Events; there is x#Ab, y#Bcd");
    let without = "the model has no shape closure; the metadata \"shapeClosures\" of a model declares them";
    assert_eq!(error(&model(""), Some("A")), without);
    let same = model(r#"{ "id": "x#A", "includeNamespaces": ["a"] }, { "id": "y#A", "includeNamespaces": ["b"] }"#);
    assert_eq!(error(&same, Some("A")), "the model has 2 shape closures of the name A; choose one by its id: x#A, y#A");
    let both = load_valid(&[&with_service(&one)]);
    assert_eq!(
        both.root(Some("Shop"), Some("A")).unwrap_err().to_string(),
        "the service Shop and the shape closure A are both requested; a closure is generated without a service: \
         choose one of the two"
    );
    let kind = |model: &Model, closure| match model.root(None, closure).unwrap() {
        super::super::Root::Service(shape) => format!("service {}", shape.id),
        super::super::Root::Closure(closure) => format!("closure {}", closure.shape.id),
    };
    assert_eq!(kind(&both, None), "service a#Shop");
    assert_eq!(kind(&both, Some("A")), "closure x#A");
    assert_eq!(kind(&load_valid(&[&one]), None), "closure x#A");
    let service = load_valid(&[&one]).service(Some("Shop")).unwrap_err().to_string();
    assert_eq!(service, "the model has no service; choose the shape closure x#A instead");
}
