//! Every trait of Smithy and AWS, and what the generator does with it: the table of `docs/traits.md`.

/// What the generator does with a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It changes the generated code.
    Read,
    /// It changes the documentation of the generated code, or examples in it.
    Documentation,
    /// It makes no difference to a client, or none that users of Rust would see.
    Ignored,
    /// A shape that has it is left out, or the model is refused.
    Refused,
}

impl Support {
    /// Returns the word of `docs/traits.md`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Documentation => "documentation only",
            Self::Ignored => "ignored",
            Self::Refused => "refused",
        }
    }
}

/// A trait, and what the generator does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraitRow {
    /// The shape id of the trait.
    pub id: &'static str,
    /// What is done with it.
    pub support: Support,
    /// What that means, or why.
    pub note: &'static str,
}

/// Returns the row of a trait.
pub fn trait_row(id: &str) -> Option<&'static TraitRow> {
    let index = TRAITS.binary_search_by_key(&id, |row| row.id).ok()?;
    TRAITS.get(index)
}

/// Whether Smithy and AWS define the traits of the namespace of this id. Traits of other namespaces are the user's own.
pub(super) fn is_official(id: &str) -> bool {
    let Some((namespace, _)) = id.split_once('#') else { return false };
    namespace.starts_with("aws.")
        || TRAITS.iter().any(|row| row.id.split_once('#').is_some_and(|row| row.0 == namespace))
}

const fn read(id: &'static str, note: &'static str) -> TraitRow {
    TraitRow { id, support: Support::Read, note }
}

const fn documentation(id: &'static str, note: &'static str) -> TraitRow {
    TraitRow { id, support: Support::Documentation, note }
}

const fn ignored(id: &'static str, note: &'static str) -> TraitRow {
    TraitRow { id, support: Support::Ignored, note }
}

const fn refused(id: &'static str, note: &'static str) -> TraitRow {
    TraitRow { id, support: Support::Refused, note }
}

const CLOUDFORMATION: &str = "for AWS CloudFormation schemas";
const GATEWAY: &str = "for services behind Amazon API Gateway";
const IAM: &str = "for policies of IAM, which the service checks";
const META: &str = "for definitions of traits, which clients do not need";
const RESOURCE: &str = "about resources, which lead to operations and to nothing else";
const ENDPOINTS: &str = "the rule set of the service is made of it";
const SERVER: &str = "for servers";

/// All traits, sorted by id.
pub(super) const TRAITS: &[TraitRow] = &[
    ignored("aws.api#arn", RESOURCE),
    ignored("aws.api#arnReference", "the string is an ARN; its type stays `String`"),
    read(
        "aws.api#clientDiscoveredEndpoint",
        "clients discover the endpoint: where it is required, else if a setting says so",
    ),
    read(
        "aws.api#clientEndpointDiscovery",
        "the operation that discovers, and the error of an endpoint that is refused",
    ),
    read("aws.api#clientEndpointDiscoveryId", "the endpoint depends on the member"),
    ignored("aws.api#controlPlane", "a classification of operations"),
    ignored("aws.api#data", "a classification of data"),
    ignored("aws.api#dataPlane", "a classification of operations"),
    read("aws.api#service", "the endpoint prefix, the SDK id for the environment and for profiles"),
    ignored("aws.api#tagEnabled", "asks for operations for tags, which are generated like others"),
    documentation("aws.api#taggable", "the page of the service names the resources that can have tags"),
    ignored("aws.apigateway#apiKeySource", GATEWAY),
    ignored("aws.apigateway#authorizer", GATEWAY),
    ignored("aws.apigateway#authorizers", GATEWAY),
    ignored("aws.apigateway#integration", GATEWAY),
    ignored("aws.apigateway#mockIntegration", GATEWAY),
    ignored("aws.apigateway#requestValidator", GATEWAY),
    ignored("aws.auth#cognitoUserPools", GATEWAY),
    read("aws.auth#sigv4", "requests are signed, with its name as the service"),
    read("aws.auth#sigv4a", "requests are signed for several Regions (feature `sigv4a`), where it comes first"),
    read("aws.auth#unsignedPayload", "only checked: payloads are signed"),
    ignored("aws.cloudformation#cfnAdditionalIdentifier", CLOUDFORMATION),
    ignored("aws.cloudformation#cfnDefaultValue", CLOUDFORMATION),
    ignored("aws.cloudformation#cfnExcludeProperty", CLOUDFORMATION),
    ignored("aws.cloudformation#cfnMutability", CLOUDFORMATION),
    ignored("aws.cloudformation#cfnName", CLOUDFORMATION),
    ignored("aws.cloudformation#cfnResource", CLOUDFORMATION),
    read("aws.customizations#s3UnwrappedXmlOutput", "the root of the output is its only member"),
    ignored("aws.endpoints#dualStackOnlyEndpoints", ENDPOINTS),
    ignored("aws.endpoints#endpointsModifier", META),
    ignored("aws.endpoints#rulesBasedEndpoints", ENDPOINTS),
    ignored("aws.endpoints#standardPartitionalEndpoints", ENDPOINTS),
    ignored("aws.endpoints#standardRegionalEndpoints", ENDPOINTS),
    ignored("aws.iam#actionName", IAM),
    ignored("aws.iam#actionPermissionDescription", IAM),
    ignored("aws.iam#conditionKeyValue", IAM),
    ignored("aws.iam#conditionKeys", IAM),
    ignored("aws.iam#conditionKeysResolvedByService", IAM),
    ignored("aws.iam#defineConditionKeys", IAM),
    ignored("aws.iam#disableConditionKeyInference", IAM),
    ignored("aws.iam#iamAction", IAM),
    ignored("aws.iam#iamResource", IAM),
    ignored("aws.iam#requiredActions", IAM),
    ignored("aws.iam#serviceResolvedConditionKeys", IAM),
    ignored("aws.iam#supportedPrincipalTypes", IAM),
    read("aws.protocols#awsJson1_0", "the protocol"),
    read("aws.protocols#awsJson1_1", "the protocol"),
    read("aws.protocols#awsQuery", "the protocol"),
    read("aws.protocols#awsQueryCompatible", "codes of errors come from a header"),
    read("aws.protocols#awsQueryError", "the code of an error"),
    read("aws.protocols#ec2Query", "the protocol"),
    read("aws.protocols#ec2QueryName", "the key in forms of ec2Query"),
    read(
        "aws.protocols#httpChecksum",
        "checksums of requests and responses; a required one without a choice of algorithms is `Content-MD5`",
    ),
    read("aws.protocols#restJson1", "the protocol"),
    read("aws.protocols#restXml", "the protocol"),
    read("ferrosmith#labelDefaults", "our own: what a label in the path is where its member is not set"),
    read(
        "ferrosmith#requestHeaders",
        "our own: headers of all requests of a service; `{version}` is that of the service",
    ),
    read(
        "ferrosmith#sessionCredentials",
        "our own: the operation creates the sessions whose credentials sign for endpoints with `sigv4-s3express`",
    ),
    read("ferrosmith#treeHash", "our own: the SHA-256 tree hash of the body in a header, and its SHA-256 in another"),
    read("smithy.api#addedDefault", "the member stays optional"),
    read("smithy.api#auth", "how requests are authenticated, in this order"),
    ignored("smithy.api#authDefinition", META),
    read("smithy.api#box", "of Smithy 1.0: the member has no default"),
    read("smithy.api#clientOptional", "the member is optional"),
    ignored("smithy.api#cors", SERVER),
    read("smithy.api#default", "the member is not optional, and has this value"),
    read("smithy.api#deprecated", "`#[deprecated]`"),
    documentation("smithy.api#documentation", "doc comments"),
    read("smithy.api#endpoint", "a prefix of the host"),
    read("smithy.api#enum", "of Smithy 1.0: an enum"),
    ignored("smithy.api#enumDefault", "no longer in Smithy"),
    read("smithy.api#enumValue", "the text or number of a variant"),
    read("smithy.api#error", "a variant of the errors of the service"),
    refused("smithy.api#eventHeader", "operations with event streams are left out"),
    refused("smithy.api#eventPayload", "operations with event streams are left out"),
    documentation("smithy.api#examples", "examples of operations"),
    documentation("smithy.api#externalDocumentation", "links"),
    read("smithy.api#hostLabel", "a member that is a part of the host"),
    read("smithy.api#http", "method, path and status"),
    documentation("smithy.api#httpApiKeyAuth", "stated as a limit where nothing else authenticates"),
    documentation("smithy.api#httpBasicAuth", "stated as a limit where nothing else authenticates"),
    read("smithy.api#httpBearerAuth", "requests carry a bearer token, where it comes first"),
    read("smithy.api#httpChecksumRequired", "`Content-MD5`"),
    documentation("smithy.api#httpDigestAuth", "stated as a limit where nothing else authenticates"),
    read("smithy.api#httpError", "the status of an error"),
    read("smithy.api#httpHeader", "a member in a header"),
    read("smithy.api#httpLabel", "a member in the path"),
    read("smithy.api#httpPayload", "the member that is the body"),
    read("smithy.api#httpPrefixHeaders", "a map in headers"),
    read("smithy.api#httpQuery", "a member in the query"),
    read("smithy.api#httpQueryParams", "a map in the query"),
    read("smithy.api#httpResponseCode", "the member that is the status"),
    ignored("smithy.api#idRef", META),
    read("smithy.api#idempotencyToken", "a token is filled in, and makes the operation safe to retry"),
    read("smithy.api#idempotent", "the operation is safe to retry; `exists` and `notFound` for `Error::is_already_so`"),
    read("smithy.api#input", "the structure is defined with its operation"),
    read("smithy.api#internal", "the shape is not documented"),
    read("smithy.api#jsonName", "the name in JSON"),
    documentation("smithy.api#length", "the limits; the service checks them"),
    read("smithy.api#longPoll", "a call waits for as long as the service may take"),
    read("smithy.api#mediaType", "the `Content-Type`"),
    read("smithy.api#mixin", "its members and traits are copied"),
    ignored("smithy.api#nestedProperties", RESOURCE),
    ignored("smithy.api#noReplace", RESOURCE),
    ignored("smithy.api#notProperty", RESOURCE),
    read("smithy.api#optionalAuth", "requests without credentials are anonymous"),
    read("smithy.api#output", "the structure is defined with its operation"),
    read("smithy.api#paginated", "`pages` and `items`"),
    documentation("smithy.api#pattern", "the pattern; the service checks it"),
    read("smithy.api#private", "only checked"),
    ignored("smithy.api#property", RESOURCE),
    ignored("smithy.api#protocolDefinition", META),
    documentation("smithy.api#range", "the limits; the service checks them"),
    read("smithy.api#readonly", "the operation is safe to retry"),
    ignored("smithy.api#recommended", "members that should be set are optional like others"),
    ignored("smithy.api#references", RESOURCE),
    read("smithy.api#requestCompression", "bodies are compressed (feature `gzip`)"),
    read("smithy.api#required", "the member is not optional"),
    read("smithy.api#requiresLength", "only checked: bodies have a length"),
    ignored("smithy.api#resourceIdentifier", RESOURCE),
    read("smithy.api#retryable", "the error is retried"),
    read("smithy.api#sensitive", "redacted in `Debug`"),
    ignored("smithy.api#since", "when a shape was added"),
    read("smithy.api#sparse", "elements are `Option`"),
    read("smithy.api#streaming", "blobs are held in memory; operations with event streams are left out"),
    ignored("smithy.api#suppress", "for validators of models"),
    ignored("smithy.api#tags", "for tools of the model's author"),
    read("smithy.api#timestampFormat", "the format"),
    documentation("smithy.api#title", "the name of the service"),
    ignored("smithy.api#trait", META),
    ignored("smithy.api#traitValidators", META),
    documentation("smithy.api#uniqueItems", "stated; a list stays a `Vec`"),
    ignored("smithy.api#unitType", "`smithy.api#Unit` is known by its name"),
    ignored("smithy.api#unordered", "a list stays a `Vec`"),
    ignored("smithy.api#unstable", "for authors of the model"),
    read("smithy.api#xmlAttribute", "a member is an attribute in XML"),
    read("smithy.api#xmlFlattened", "a list or map without an element around it, in XML and forms"),
    read("smithy.api#xmlName", "the name of an element in XML and forms"),
    read("smithy.api#xmlNamespace", "the namespace of an element in XML"),
    read("smithy.protocols#rpcv2Cbor", "the protocol"),
    read("smithy.protocols#rpcv2Json", "the protocol"),
    read("smithy.rules#clientContextParams", "parameters of the client"),
    read("smithy.rules#contextParam", "a member is a parameter of the endpoint"),
    read("smithy.rules#endpointBdd", "the endpoint, if it is smaller than the rule set or stands alone"),
    read("smithy.rules#endpointRuleSet", "the endpoint"),
    read("smithy.rules#endpointTests", "tests of the endpoint, made by `conformance`"),
    read("smithy.rules#operationContextParams", "parts of the input are parameters of the endpoint"),
    read("smithy.rules#staticContextParams", "parameters of the endpoint"),
    ignored("smithy.test#eventStreamTests", "operations with event streams are left out"),
    ignored("smithy.test#httpMalformedRequestTests", SERVER),
    read("smithy.test#httpRequestTests", "tests, made by `conformance`"),
    read("smithy.test#httpResponseTests", "tests, made by `conformance`"),
    ignored("smithy.test#smokeTests", "they call the service itself"),
    read("smithy.waiters#waitable", "waiters"),
];

/// Returns `docs/traits.md`.
pub fn traits_page() -> String {
    let mut page = concat!(
        "# Traits\n\n",
        "What the generator does with each trait of Smithy and AWS, and with its own for overlays. This page is the table in\n",
        "`codegen/src/model/trait_rows.rs`; after a change, write it with\n",
        "`cargo run -p ferrosmith-codegen --example traits > docs/traits.md`. Tests compare it with what the loader reads, and\n",
        "with the traits of the official models.\n\n",
        "- **read**: it changes the generated code; \"only checked\" says that its value has to be valid and changes nothing.\n",
        "- **documentation only**: it changes doc comments.\n",
        "- **ignored**: it makes no difference.\n",
        "- **refused**: what has it is left out, with a reason.\n\n",
        "A trait of these namespaces that is not listed is newer than this page, or misspelled: it is ignored, and the summary\n",
        "has a warning. Traits of other namespaces are ignored silently.\n",
    )
    .to_owned();
    let mut namespace = "";
    for TraitRow { id, support, note } in TRAITS {
        let (own, name) = id.split_once('#').unwrap_or_default();
        if own != namespace {
            namespace = own;
            page.push_str(&format!("\n## `{namespace}`\n\n| trait | | |\n|---|---|---|\n"));
        }
        page.push_str(&format!("| `{name}` | {} | {note} |\n", support.name()));
    }
    page
}
