//! Plans the service and its operations.
use super::{
    Discovery, ErrorEnum, ErrorVariant, Fact, Operation, Protocol, Service, Structure, auth, checksums, customizations,
    discovery, docs, facts::Role, limits, links, names, overview, shapes::Shapes, target::Target,
};
use crate::model::{self, Shape, ShapeId, ShapeKind};
use serde_json::Value;
use std::collections::BTreeSet;

/// The parts of a plan about the service and its operations.
pub(super) struct Operations {
    pub(super) service: Service,
    pub(super) operations: Vec<Operation>,
    pub(super) error: ErrorEnum,
}

/// Plans the service and its operations.
pub(super) fn plan(target: &Target<'_>, shapes: &Shapes<'_>) -> Operations {
    let mut service = service(target, shapes);
    let names = links::operation_names(target);
    let modules = names::unique_names(names.iter().map(|[input, ..]| names::module_name(input)), &BTreeSet::new());
    let operations = target.operations.iter().zip(modules).zip(&names).map(|(((shape, operation), module), own)| {
        let discovery = discovery::plan(target, &names, shape);
        plan_operation(target, shapes, (shape, operation), module, own.each_ref().map(String::as_str), discovery)
    });
    let operations: Vec<Operation> = operations.collect();
    service.docs.extend(docs::for_limits(&limits::of_all(&operations)));
    service.overview = overview::service_docs(&service, &operations, &target.skipped);
    Operations { operations, error: service_error(target, shapes), service }
}

fn service(target: &Target<'_>, shapes: &Shapes<'_>) -> Service {
    let traits = &target.service.traits;
    let sdk_id = traits.aws_service.as_ref().map(|service| service.sdk_id.clone());
    let prefix = traits.aws_service.as_ref().and_then(|service| service.endpoint_prefix.clone());
    let signing_name = auth::signing_name(target.service);
    Service {
        ident: names::service_name(target.module),
        shape: target.service.id.clone(),
        docs: docs::for_service(target, shapes.links()),
        title: docs::title(target),
        overview: Vec::new(),
        version: target.bound.version.clone(),
        protocols: target
            .protocols
            .iter()
            .map(|protocol| (*protocol, traits.aws_query_compatible && protocol.has_query_codes()))
            .collect(),
        endpoint_prefix: prefix.or_else(|| signing_name.clone()).unwrap_or_else(|| target.module.to_owned()),
        sdk_id: sdk_id.unwrap_or_else(|| target.module.to_owned()),
        signing_name,
        sessions: None,
        namespace: traits
            .xml
            .as_ref()
            .filter(|_| target.has(Protocol::has_root_elements))
            .and_then(|xml| xml.namespace.clone())
            .map(|namespace| (namespace.uri, namespace.prefix)),
    }
}

fn plan_operation(
    target: &Target<'_>,
    shapes: &Shapes<'_>,
    (shape, operation): (&Shape, &model::Operation),
    module: String,
    [input, output, error]: [&str; 3],
    discovery: Option<Discovery>,
) -> Operation {
    let limits = limits::of_operation(target, shape, operation);
    let notes: Vec<String> = discovery.iter().map(Discovery::sentence).chain(limits.iter().cloned()).collect();
    let errors: Vec<&str> = target.errors(operation).filter_map(|id| shapes.error_name(id)).collect();
    let mut output_docs = vec![format!("What [`{input}`] returns.")];
    output_docs.extend(docs::for_number(&names::companion_name(input, "Output"), output));
    let error_docs = format!("Why [`{input}`] failed.");
    let mut error = error_enum(target, shapes, error, error_docs, target.errors(operation));
    error.docs.extend(docs::for_number(&names::companion_name(input, "Error"), &error.ident));
    let mut planned = Operation {
        module,
        shape: shape.id.clone(),
        input: Structure {
            docs: docs::for_operation(target, shapes.links(), shape, [output, &error.ident], &errors, &notes),
            deprecated: super::shapes::deprecated(&shape.traits),
            ..shapes.structure(input, operation.input.as_ref(), Role::Input)
        },
        examples: Vec::new(),
        output: Structure { docs: output_docs, ..shapes.structure(output, operation.output.as_ref(), Role::Output) },
        error,
        http: shape
            .traits
            .http
            .as_ref()
            .filter(|_| target.is_rest())
            .map(|http| (http.method.clone(), http.uri.clone(), http.code)),
        omits_input: operation.input.is_none()
            && target.protocols.iter().any(|protocol| protocol.omits_missing_input()),
        is_idempotent: shape.traits.idempotent || shape.traits.readonly,
        host_prefix: shape.traits.endpoint.as_ref().map(|endpoint| endpoint.host_prefix.clone()),
        takes_gzip: limits::takes_gzip(shape),
        needs_md5: checksums::needs_md5(shape),
        request_checksum: checksums::of_requests(target, shape, operation),
        response_checksum: checksums::of_responses(shape),
        context: Vec::new(),
        auth: auth::plan(target, shape),
        headers: customizations::headers(target),
        label_defaults: customizations::label_defaults(target, operation),
        tree_hash: customizations::tree_hash(shape),
        long_poll: shape.traits.long_poll.map(|poll| poll.timeout_millis.unwrap_or(DEFAULT_LONG_POLL)),
        already_so: shape.traits.already_so.clone(),
        limits,
        has_unsigned_payload: other_trait(shape, "aws.auth#unsignedPayload").is_some(),
        status_decides: target.has(Protocol::has_root_elements) && status_decides(target, operation),
        has_label_in_endpoint: false,
        discovery,
        pages: None,
    };
    if other_trait(shape, "aws.customizations#s3UnwrappedXmlOutput").is_some() {
        planned.output.facts.push(Fact::flag("unwrapped"));
    }
    planned.paginate(shape, shapes);
    planned
}

/// How many milliseconds a long poll takes that does not say so. Those of AWS end within a minute.
const DEFAULT_LONG_POLL: u32 = 70_000;

/// Whether the body of a success may be any document, or one whose root is `Error`: then it does not say that it is one.
fn status_decides(target: &Target<'_>, operation: &model::Operation) -> bool {
    let payload = target.members(operation.output.as_ref()).iter().find(|member| member.traits.http_payload);
    let root = payload.map(|member| &member.target).or(operation.output.as_ref());
    let Some(root) = root.and_then(|id| target.model.shape(id)) else { return false };
    let is_document = matches!(root.kind, ShapeKind::Structure(_) | ShapeKind::Union(_));
    !is_document || root.id.name() == "Error"
}

/// Returns the value of a trait that has no field in [`Traits`](model::Traits).
fn other_trait<'a>(shape: &'a Shape, id: &str) -> Option<&'a Value> {
    shape.traits.other.get(&ShapeId::parse(id).ok()?)
}

/// Plans the error of the service: all errors of the selected operations.
fn service_error(target: &Target<'_>, shapes: &Shapes<'_>) -> ErrorEnum {
    let of_operations = target.operations.iter().flat_map(|(_, operation)| target.errors(operation));
    let mut ids: Vec<&ShapeId> = target.bound.errors.iter().chain(of_operations).collect();
    ids.sort();
    ids.dedup();
    error_enum(target, shapes, "Error", "All errors of the service.".to_owned(), ids.into_iter())
}

fn error_enum<'a>(
    target: &Target<'_>,
    shapes: &Shapes<'_>,
    ident: &str,
    doc: String,
    ids: impl Iterator<Item = &'a ShapeId>,
) -> ErrorEnum {
    let variant = |id: &ShapeId| {
        let payload = shapes.error_name(id)?.to_owned();
        // The payload's name is unique within the service, so the variant has the same name.
        let ident = names::variant_name(&payload, "Unhandled");
        let code = (ident != id.name()).then(|| id.name().to_owned());
        Some(ErrorVariant { ident, code, doc: docs::for_error_variant(target.model.shape(id)?), payload })
    };
    let mut variants: Vec<ErrorVariant> = ids.filter_map(variant).collect();
    variants.sort_by(|one, other| one.payload.cmp(&other.payload));
    variants.dedup_by(|one, other| one.payload == other.payload);
    ErrorEnum { ident: ident.to_owned(), docs: vec![doc], variants }
}
