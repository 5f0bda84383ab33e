//! Inspects the shapes of a small service.

use std::fs;

use tempfile::TempDir;

use super::*;

fn inspect(shape: &str, graph: Option<graph::Form>) -> Result<String> {
    let root = TempDir::new().unwrap();
    let config = "output = \"out/src\"\n[[service]]\nmodule = \"shop\"\nmodels = [\"shop.json\"]\n";
    fs::write(root.path().join("codegen.toml"), config).unwrap();
    fs::write(root.path().join("shop.json"), include_str!("../../tests/shop.json")).unwrap();
    let args = Args { shape: shape.to_owned(), graph, models: Vec::new(), service: None, closure: None };
    let outcome = describe(
        targets_from_workspace(root.path())?.into_iter().map(load).collect::<Result<_>>()?,
        &args,
        Paint::PLAIN,
    )?;
    assert!(!outcome.differs);
    Ok(outcome.text)
}

#[test]
fn a_structure_shows_members_users_and_operations() {
    let expected = "\
example.shop#Parcel (structure, shop.json:34)
  Rust       shop::types::Parcel
  needs      1 shape
  reached by 1 operation: Buy
  members
    sku: Option<String>  \"sku\"; 1 to 9 characters.
    inner: Option<Box<types::Parcel>>  \"inner\"
  used by 2 places
    shop::operation::BuyOutput::parcels (example.shop#BuyOutput$parcels, through Parcels)
    shop::types::Parcel::inner (example.shop#Parcel$inner)
";
    assert_eq!(inspect("Parcel", None).unwrap(), expected);
    assert_eq!(inspect("example.shop#Parcel", None).unwrap(), expected);
}

#[test]
fn an_operation_shows_its_input_output_and_errors() {
    let expected = "\
example.shop#Buy (operation, shop.json:14)
  Rust       shop::operation::Buy
  needs      8 shapes
  Buy (example.shop#BuyInput)
    sku: Option<String>  \"sku\", required; 1 to 9 characters.
    colour: Option<types::Colour>  \"colour\"
  BuyOutput (example.shop#BuyOutput)
    parcels: Option<Vec<types::Parcel>>  \"parcels\"
  BuyError: SoldOut
";
    assert_eq!(inspect("Buy", None).unwrap(), expected);
}

#[test]
fn simple_shapes_show_their_rust_type() {
    let text = inspect("Sku", None).unwrap();
    assert!(text.contains("  Rust       String\n  holds      1 to 9 characters.\n"), "{text}");
    assert!(inspect("Parcels", None).unwrap().contains("  Rust       Vec<types::Parcel>\n"));
    assert!(inspect("Colour", None).unwrap().contains("  values\n    RED = \"red\"\n"));
    assert!(inspect("SoldOut", None).unwrap().contains("    shop::operation::Buy (example.shop#Buy)\n"));
    assert!(inspect("Shop", None).unwrap().contains("  1 operation\n"));
}

#[test]
fn a_graph_marks_recursion_and_boxes() {
    let mermaid = "\
flowchart LR
    n0[\"BuyOutput\"]
    n1[\"Parcel\"]
    n0 -->|\"parcels[]\"| n1
    n1 -.->|\"inner Box (recursive)\"| n1
";
    assert_eq!(inspect("BuyOutput", Some(graph::Form::Mermaid)).unwrap(), mermaid);
    let dot = "\
digraph \"Parcel\" {
    rankdir=LR;
    node [shape=box];
    n0 [label=\"Parcel\"];
    n0 -> n0 [label=\"inner Box (recursive)\", style=dashed, color=red];
}
";
    assert_eq!(inspect("Parcel", Some(graph::Form::Dot)).unwrap(), dot);
}

#[test]
fn an_unknown_shape_suggests_a_known_one() {
    let error = inspect("Parcle", None).unwrap_err().to_string();
    assert_eq!(error, "no service has a shape Parcle; did you mean Parcel?");
}

#[test]
fn files_that_codegen_toml_does_not_list_are_inspected() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("new-shop.json");
    fs::write(&file, include_str!("../../tests/shop.json")).unwrap();
    let args = |service: Option<&str>| Args {
        shape: "Sku".to_owned(),
        graph: None,
        models: vec![file.clone()],
        service: service.map(ToOwned::to_owned),
        closure: None,
    };
    let text = run(&args(None), Frontend::Ferrosmith).unwrap().text;
    assert!(text.contains("  Rust       String\n") && text.contains("new_shop::"), "{text}");
    assert!(run(&args(Some("Shop")), Frontend::Ferrosmith).is_ok());
    assert!(
        run(&args(Some("Other")), Frontend::Ferrosmith)
            .err()
            .unwrap()
            .to_string()
            .contains("there is no service Other")
    );
}

#[test]
fn the_types_of_a_closure_are_inspected() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("events.json");
    fs::write(&file, include_str!("../../../tests/fixtures/shape_closure/model.json")).unwrap();
    let args = |shape: &str, closure: Option<&str>| Args {
        shape: shape.to_owned(),
        graph: None,
        models: vec![file.clone()],
        service: None,
        closure: closure.map(ToOwned::to_owned),
    };
    let text = run(&args("Card", None), Frontend::Ferrosmith).unwrap().text;
    assert!(text.contains("  Rust       events::types::Card\n") && !text.contains("reached by"), "{text}");
    let text = run(&args("example.audit#Item", Some("Events")), Frontend::Ferrosmith).unwrap().text;
    assert!(text.contains("  Rust       events::types::AuditItem\n"), "{text}");
    assert!(text.contains("events::types::LookInput::item (example.audit#LookInput$item)"), "{text}");
    let error = run(&args("Unrelated", None), Frontend::Ferrosmith).err().unwrap().to_string();
    assert!(error.starts_with("no service has a shape Unrelated"), "{error}");
}
