//! How endpoints of operations are discovered. Smithy: "Client endpoint discovery".
use super::{links::OperationNames, target::Target};
use crate::model::{DISCOVERED, DISCOVERY, Model, Shape, ShapeId, ShapeKind};
use serde_json::Value;

/// On input members on which the endpoint depends.
const IDENTIFIER: &str = "aws.api#clientEndpointDiscoveryId";

/// How the endpoint of an operation is discovered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    /// The Rust type of the operation that discovers it.
    pub operation: String,
    /// Whether the regional endpoint does not serve the operation.
    pub is_required: bool,
    /// Whether the discovery takes the name of the operation.
    pub is_by_operation: bool,
    /// The names of the input members on which the endpoint depends, if the discovery takes them.
    pub identifiers: Vec<String>,
    /// The code of the error that says that an endpoint is no longer valid.
    pub error: Option<String>,
}

impl Discovery {
    /// Returns the sentence for the documentation of an operation.
    pub(super) fn sentence(&self) -> String {
        let Self { operation, is_required, .. } = self;
        let link = format!("[`{operation}`](super::{operation})");
        match is_required {
            true => format!("Clients send it to an endpoint that {link} names."),
            false => format!("Clients can send it to an endpoint that {link} names: `Config::endpoint_discovery`."),
        }
    }
}

/// Returns how the endpoint of an operation is discovered; `None` if it is not.
pub(super) fn plan(target: &Target<'_>, names: &[OperationNames], shape: &Shape) -> Option<Discovery> {
    let is_required = is_required(shape)?;
    let (index, discovery) = find(target, shape).ok()?;
    let (operation, _) = target.operations.get(index)?;
    let ShapeKind::Operation(called) = &shape.kind else { return None };
    let takes = |name: &str| target.members(discovery.input.as_ref()).iter().any(|member| member.name() == name);
    let inputs = target.members(called.input.as_ref()).iter().filter(|_| takes("Identifiers"));
    let identifiers = inputs.filter(|member| member.traits.other.contains_key(IDENTIFIER));
    Some(Discovery {
        operation: names.get(index).map(|[input, ..]| input.clone()).unwrap_or_else(|| operation.id.name().to_owned()),
        is_required,
        is_by_operation: takes("Operation"),
        identifiers: identifiers.map(|member| member.name().to_owned()).collect(),
        error: reference(target.service, "error").map(|id| id.name().to_owned()),
    })
}

/// Describes a required discovery that clients cannot do.
pub(super) fn limit(target: &Target<'_>, shape: &Shape) -> Option<String> {
    let reason = find(target, shape).err().filter(|_| is_required(shape) == Some(true))?;
    Some(format!("Clients do not discover its endpoint, which has to be done before: {reason}."))
}

/// Returns the operation that discovers endpoints for these operations of a service, if it is not one of them, but one of
/// them requires it.
pub(super) fn missing_operation(model: &Model, service: &Shape, operations: &[ShapeId]) -> Option<ShapeId> {
    let id = reference(service, "operation").filter(|id| !operations.contains(id))?;
    let mut selected = operations.iter().filter_map(|id| model.shape(id));
    let is_needed = selected.any(|shape| is_required(shape) == Some(true));
    (is_needed && model.bound_operations(&service.id).contains(&id)).then_some(id)
}

/// Whether an operation requires that its endpoint is discovered; `None` if it does not offer it.
fn is_required(shape: &Shape) -> Option<bool> {
    Some(other_trait(shape, DISCOVERED)?.get("required").and_then(Value::as_bool).unwrap_or_default())
}

/// Returns the operation that discovers the endpoint of another one, and its index among those of the target; or why none
/// can.
fn find<'a>(target: &'a Target<'_>, shape: &Shape) -> Result<(usize, &'a crate::model::Operation), String> {
    let id = reference(target.service, "operation")
        .ok_or_else(|| format!("`{DISCOVERY}` of the service names no operation that does"))?;
    if id == shape.id {
        return Err("it is the operation that discovers endpoints".to_owned());
    }
    let mut operations = target.operations.iter().enumerate();
    let (index, (_, operation)) = operations
        .find(|(_, (shape, _))| shape.id == id)
        .ok_or_else(|| format!("`{}` is not one of the operations here", id.name()))?;
    if !has_endpoints(target, operation) {
        return Err(format!("the output of `{}` has no list `Endpoints` of structures with an `Address`", id.name()));
    }
    Ok((index, operation))
}

fn has_endpoints(target: &Target<'_>, operation: &crate::model::Operation) -> bool {
    let outputs = target.members(operation.output.as_ref());
    let list =
        outputs.iter().find(|member| member.name() == "Endpoints").and_then(|list| target.model.shape(&list.target));
    let Some(ShapeKind::List(element)) = list.map(|list| &list.kind) else { return false };
    let address = target.members(Some(&element.target)).iter().find(|member| member.name() == "Address");
    let address = address.and_then(|address| target.model.shape(&address.target));
    address.is_some_and(|address| matches!(address.kind, ShapeKind::String | ShapeKind::Enum(_)))
}

/// Returns the shape that a member of the service's trait refers to.
fn reference(service: &Shape, member: &str) -> Option<ShapeId> {
    ShapeId::parse(other_trait(service, DISCOVERY)?.get(member)?.as_str()?).ok()
}

fn other_trait<'a>(shape: &'a Shape, id: &str) -> Option<&'a Value> {
    shape.traits.other.get(id)
}

#[cfg(test)]
mod tests {
    use crate::{Generated, Source, Target, generate};

    /// Returns the model of a service of two tables' operations, with these traits, and members of the discovery.
    fn model([service, put, get]: [&str; 3], input: &str, address: &str) -> String {
        format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Store": {{ "type": "service", "version": "1",
                "operations": [{{ "target": "a#Put" }}, {{ "target": "a#Get" }}, {{ "target": "a#Find" }}],
                "traits": {{ "aws.protocols#awsJson1_0": {{}}, "aws.auth#sigv4": {{ "name": "store" }} {service} }} }},
            "a#Put": {{ "type": "operation", "input": {{ "target": "a#PutInput" }}, "traits": {{ {put} }} }},
            "a#Get": {{ "type": "operation", "traits": {{ {get} }} }},
            "a#Find": {{ "type": "operation", "input": {{ "target": "a#FindInput" }}, "output": {{ "target": "a#FindOutput" }} }},
            "a#Moved": {{ "type": "structure", "members": {{}}, "traits": {{ "smithy.api#error": "client" }} }},
            "a#PutInput": {{ "type": "structure", "members": {{
                "Table": {{ "target": "smithy.api#String",
                    "traits": {{ "smithy.api#required": {{}}, "aws.api#clientEndpointDiscoveryId": {{}} }} }},
                "Other": {{ "target": "smithy.api#String" }} }} }},
            "a#FindInput": {{ "type": "structure", "members": {{ {input} }} }},
            "a#FindOutput": {{ "type": "structure", "members": {{ "Endpoints": {{ "target": "a#List" }} }} }},
            "a#List": {{ "type": "list", "member": {{ "target": "a#Endpoint" }} }},
            "a#Texts": {{ "type": "map", "key": {{ "target": "smithy.api#String" }}, "value": {{ "target": "smithy.api#String" }} }},
            "a#Endpoint": {{ "type": "structure", "members": {{ "{address}": {{ "target": "smithy.api#String" }},
                "CachePeriodInMinutes": {{ "target": "smithy.api#Long" }} }} }}
            }} }}"##
        )
    }

    fn generated(text: String, operations: &[&str]) -> Generated {
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let operations = operations.iter().map(|name| (*name).to_owned()).collect();
        let target = Target { module: "store".to_owned(), sources, operations, ..Target::default() };
        generate(&[target]).unwrap_or_else(|problems| panic!("{problems}"))
    }

    /// Returns the `discovery` of the schema of an operation.
    fn schema(generated: &Generated, file: &str) -> String {
        let code: String = generated.files[&format!("store/operation/{file}.rs")].split_whitespace().collect();
        let (_, schema) = code.split_once("=&OperationSchema::new(").unwrap();
        let (_, discovery) = schema.split_once(".discovery(&").unwrap_or_default();
        discovery.split_once(";").map_or(discovery, |(discovery, _)| discovery).trim_end_matches([')', ',']).to_owned()
    }

    const SERVICE: &str = r#", "aws.api#clientEndpointDiscovery": { "operation": "a#Find", "error": "a#Moved" }"#;
    const REQUIRED: &str = r#""aws.api#clientDiscoveredEndpoint": { "required": true }"#;
    const OPTIONAL: &str = r#""aws.api#clientDiscoveredEndpoint": { "required": false }"#;
    const BOTH: &str = r#""Operation": { "target": "smithy.api#String" }, "Identifiers": { "target": "a#Texts" }"#;

    #[test]
    fn operations_know_how_their_endpoint_is_discovered() {
        let generated_ = generated(model([SERVICE, REQUIRED, OPTIONAL], BOTH, "Address"), &[]);
        let expected =
            r#"Discovery::by::<super::Find>().required().by_operation().identifiers(&["Table"]).error("Moved""#;
        assert_eq!(schema(&generated_, "put"), expected);
        assert_eq!(schema(&generated_, "get"), r#"Discovery::by::<super::Find>().by_operation().error("Moved""#);
        assert_eq!(schema(&generated_, "find"), "");
        assert!(generated_.services[0].limits.is_empty());
        let documentation = &generated_.files["store/operation/put.rs"];
        assert!(documentation.contains("/// Clients send it to an endpoint that [`Find`](super::Find) names.\n"));

        let without_error = SERVICE.replace(r#", "error": "a#Moved""#, "");
        let generated_ = generated(model([&without_error, REQUIRED, ""], "", "Address"), &[]);
        assert_eq!(schema(&generated_, "put"), "Discovery::by::<super::Find>().required(");
        assert_eq!(schema(&generated_, "get"), "");
    }

    /// Calls that require a discovery cannot be made without its operation.
    #[test]
    fn a_selection_contains_the_discovery_if_an_operation_requires_it() {
        let text = || model([SERVICE, REQUIRED, OPTIONAL], BOTH, "Address");
        let selected = |operations: &[&str]| generated(text(), operations).services[0].selected.clone();
        assert_eq!(selected(&["Put"]), ["Find", "Put"]);
        assert_eq!(selected(&["Get"]), ["Get"]);
        assert_eq!(schema(&generated(text(), &["Get"]), "get"), "");
        assert_ne!(schema(&generated(text(), &["Find", "Get"]), "get"), "");
        // Errors in its shapes are then errors of the selection.
        let broken = text().replace(r#""target": "a#List""#, r#""target": "a#Lost""#);
        let sources = || vec![Source { path: "m.json".to_owned(), text: broken.clone() }];
        let target = |name: &str| Target { sources: sources(), operations: vec![name.to_owned()], ..Target::default() };
        assert!(generate(&[Target { module: "store".to_owned(), ..target("Put") }]).is_err());
        assert!(generate(&[Target { module: "store".to_owned(), ..target("Get") }]).is_ok());
    }

    #[test]
    fn a_discovery_that_cannot_be_done_is_a_limit() {
        let itself = SERVICE.replace("a#Find", "a#Put");
        let elsewhere = SERVICE.replace("a#Find", "a#Endpoint");
        let table = [
            ("", "Address", "`aws.api#clientEndpointDiscovery` of the service names no operation that does"),
            (&*itself, "Address", "it is the operation that discovers endpoints"),
            (&*elsewhere, "Address", "`Endpoint` is not one of the operations here"),
            (SERVICE, "Host", "the output of `Find` has no list `Endpoints` of structures with an `Address`"),
        ];
        for (service, address, reason) in table {
            for (put, is_limited) in [(REQUIRED, true), (OPTIONAL, false)] {
                let generated = generated(model([service, put, ""], BOTH, address), &[]);
                let limits: Vec<_> = generated.services[0].limits.iter().map(|limit| limit.text.clone()).collect();
                let expected = format!("Clients do not discover its endpoint, which has to be done before: {reason}.");
                assert_eq!(limits, if is_limited { vec![expected] } else { Vec::new() }, "{service}");
                assert_eq!(schema(&generated, "put"), "");
            }
        }
    }
}
