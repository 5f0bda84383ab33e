//! The types of shape closures: what is generated, in each layout.
use crate::{Generated, Layout, Source, Target, generate};

const MODEL: &str = include_str!("../../../../tests/fixtures/shape_closure/model.json");

fn target(text: &str) -> Target {
    let sources = vec![Source { path: "m.json".to_owned(), text: text.to_owned() }];
    Target { module: "events".to_owned(), sources, crate_name: Some("shop".to_owned()), ..Target::default() }
}

fn generated(layout: Layout) -> Generated {
    generate(&[Target { layout, ..target(MODEL) }]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn error(target: Target) -> String {
    generate(&[target]).unwrap_err().to_string()
}

#[test]
fn only_types_are_generated_in_every_layout() {
    for (layout, root, files) in [
        (Layout::Crate, "lib.rs", 14),
        (Layout::Module, "events/mod.rs", 15),
        (Layout::Inline, "events.rs", 1),
        (Layout::Private, "events.rs", 1),
    ] {
        let Generated { files: made, example, services, warnings } = generated(layout);
        let page = &made[root];
        assert!(
            page.contains("The [`types`] of the shape closure `example.shop#Events`: 9 structures, 1 union, 2 enums."),
            "{page}"
        );
        assert!(
            page.contains(
                "//! Events of a shop, as they are on the *bus*.
"
            ),
            "{page}"
        );
        assert_eq!((made.len(), example, warnings.len()), (files, None, 0), "{:?}", made.keys());
        let all: String = made.values().map(String::as_str).collect();
        for absent in
            ["transport", "Client", "operation", "Operation", "ServiceSchema", "Unrelated", "marker", "Unhandled"]
        {
            assert!(!all.contains(absent), "{layout:?}: {absent}\n{page}");
        }
        let summary = &services[0];
        assert!(summary.is_types_only && summary.features.is_empty(), "{summary:?}");
        assert_eq!((summary.structures, summary.unions, summary.enums, summary.errors), (9, 1, 2, 0));
        assert_eq!((&*summary.service, summary.example_type.as_deref()), ("example.shop#Events", Some("OrderPlaced")));
    }
}

/// Inputs, outputs and errors of an operation in the closure are types like others; mixins and traits are not types.
#[test]
fn every_structure_is_a_type() {
    let files = generated(Layout::Crate).files;
    let types: Vec<&str> = files["types/mod.rs"].lines().filter_map(|line| line.strip_prefix("mod ")).collect();
    let expected = "audit_item; blind; card; item; look_input; look_output; order_placed; order_refused; payment; priority; refusal; status;";
    assert_eq!(types.join(" "), expected);
    let refusal = &files["types/refusal.rs"];
    assert!(refusal.contains("#[derive(Clone, Structure)]\npub struct Refusal {"), "{refusal}");
    assert!(files["types/audit_item.rs"].contains("pub struct AuditItem {"));
    assert!(files["types/look_input.rs"].contains("pub item: Option<Box<types::AuditItem>>"));
}

/// Members are those of a shape that is sent and returned; an idempotency token is an ordinary member.
#[test]
fn members_are_required_or_have_defaults() {
    let order = &generated(Layout::Crate).files["types/order_placed.rs"];
    for line in [
        "#[smithy(\"token\", required)]\n    pub token: String,",
        "#[smithy(\"status\", default(\"NEW\"))]\n    pub status: types::Status,",
        "#[smithy(\"gift\")]\n    pub gift: bool,",
        "#[smithy(\"priority\")]\n    pub priority: Option<types::Priority>,",
        "#[smithy(\"note\")]\n    pub note: Option<String>,",
        "/// Required: `new` asks for it.\n    #[smithy(\"payment\", required)]\n    pub payment: types::Payment,",
    ] {
        assert!(order.contains(line), "{order}\nlacks {line}");
    }
}

#[test]
fn a_model_with_a_service_has_its_closure_only_on_request() {
    let service = r#""shapes": { "a#Shop": { "type": "service", "version": "1",
        "traits": { "aws.protocols#awsJson1_0": {} } },"#;
    let text = MODEL.replacen("\"shapes\": {", service, 1);
    assert!(!generate(&[target(&text)]).unwrap().services[0].is_types_only);
    let requested = |closure: &str| Target { closure: Some(closure.to_owned()), ..target(&text) };
    for closure in ["Events", "example.shop#Events"] {
        assert!(generate(&[requested(closure)]).unwrap().services[0].is_types_only);
    }
    assert_eq!(error(requested("Event")), "there is no shape closure Event; did you mean Events?");
}

#[test]
fn a_closure_has_neither_operations_nor_protocols() {
    let expected = |what: &str, name: &str| {
        format!(
            "m.json:5: example.shop#Events: is a shape closure, which has no {what}, but {name} is requested; \
             leave out the {what}: all types of the closure are generated"
        )
    };
    let operations = Target { operations: vec!["Look".to_owned()], ..target(MODEL) };
    assert_eq!(error(operations), expected("operations", "Look"));
    let protocols = Target { protocols: vec!["restJson1".to_owned()], ..target(MODEL) };
    assert_eq!(error(protocols), expected("protocols", "restJson1"));
}

/// A crate of services and closures lists both.
#[test]
fn services_and_closures_share_a_crate() {
    let service = r#"{ "smithy": "2", "shapes": { "a#Shop": { "type": "service", "version": "1",
        "traits": { "aws.protocols#awsJson1_0": {} } } } }"#;
    let both = [Target { module: "shop".to_owned(), ..target(service) }, Target { is_feature: true, ..target(MODEL) }];
    let page = &generate(&both).unwrap().files["lib.rs"];
    for line in [
        "//! Clients of Shop and types of Events, generated by ferrosmith from Smithy models.\n",
        "//! # Services\n//!\n//! - [`shop`]: Shop, 0 operations\n//!\n//! # Types\n",
        "doc = \" - [`events`]: Events, 12 types\"",
        "//! | `events` | on by default: the types |\n",
        "feature = \"transport\"",
    ] {
        assert!(page.contains(line), "{page}\nlacks {line}");
    }
    let page = &generate(&both[1..]).unwrap().files["lib.rs"];
    assert!(page.contains("//! Types of Events, generated by") && !page.contains("transport"), "{page}");
    assert!(page.contains("pub use ferrosmith::{self, Blob, Document, Timestamp, WhenSome};"), "{page}");
}
