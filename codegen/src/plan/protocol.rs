//! The protocols that the generator supports. See `docs/protocols.md` for how to add one.
use crate::model::{self, Diagnostic, Diagnostics, Shape};

/// A protocol that the runtime implements.
///
/// The order is that of preference: the one that AWS gave its SDKs with rpcv2Cbor (`docs/decisions/protocols.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// `smithy.protocols#rpcv2Cbor`
    RpcV2Cbor,
    /// `smithy.protocols#rpcv2Json`
    RpcV2Json,
    /// `aws.protocols#awsJson1_0`
    AwsJson1_0,
    /// `aws.protocols#awsJson1_1`
    AwsJson1_1,
    /// `aws.protocols#restJson1`
    RestJson1,
    /// `aws.protocols#restXml`
    RestXml,
    /// `aws.protocols#awsQuery`
    AwsQuery,
    /// `aws.protocols#ec2Query`
    Ec2Query,
}

impl Protocol {
    /// Returns the protocols to generate, the preferred one first: those of the service that the runtime implements, or
    /// the pinned ones in the given order.
    pub(super) fn of_service(service: &Shape, pinned: &[String]) -> Result<Vec<Self>, Diagnostics> {
        let listed = &service.traits.protocols;
        let list = |ids: Vec<&str>| if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
        let listed_names = list(listed.iter().map(|protocol| name(protocol.trait_id())).collect());
        let error = |message: String, hint: String| {
            let problem = Diagnostic::new(message).at(&service.location).on(&service.id).hint(hint);
            Diagnostics::from(problem.see(model::specification::PROTOCOLS.to_owned()))
        };
        if !pinned.is_empty() {
            let is_pinned =
                |id: &str, protocol: &model::Protocol| protocol.trait_id() == id || name(protocol.trait_id()) == id;
            let mut protocols = Vec::new();
            for id in pinned {
                let known = listed.iter().find(|protocol| is_pinned(id, protocol)).ok_or_else(|| {
                    let hint = "name one of those, by name or shape id, or pin none".to_owned();
                    error(format!("does not speak {id}, to which it is pinned; it speaks {listed_names}"), hint)
                })?;
                let protocol = Self::from_model(*known);
                if !protocols.contains(&protocol) {
                    protocols.push(protocol);
                }
            }
            return Ok(protocols);
        }
        let mut protocols: Vec<_> = listed.iter().map(|protocol| Self::from_model(*protocol)).collect();
        protocols.sort();
        if protocols.is_empty() {
            return Err(error(
                format!("speaks no protocol that the runtime has; it speaks {listed_names}"),
                supported_hint(),
            ));
        }
        Ok(protocols)
    }

    fn from_model(protocol: model::Protocol) -> Self {
        match protocol {
            model::Protocol::AwsJson1_0 => Self::AwsJson1_0,
            model::Protocol::AwsJson1_1 => Self::AwsJson1_1,
            model::Protocol::RestJson1 => Self::RestJson1,
            model::Protocol::RestXml => Self::RestXml,
            model::Protocol::AwsQuery => Self::AwsQuery,
            model::Protocol::Ec2Query => Self::Ec2Query,
            model::Protocol::RpcV2Cbor => Self::RpcV2Cbor,
            model::Protocol::RpcV2Json => Self::RpcV2Json,
        }
    }

    /// Returns the name of the constant in `ferrosmith::protocol`.
    pub fn constant(self) -> &'static str {
        match self {
            Self::RpcV2Cbor => "RPC_V2_CBOR",
            Self::RpcV2Json => "RPC_V2_JSON",
            Self::AwsJson1_0 => "AWS_JSON_1_0",
            Self::AwsJson1_1 => "AWS_JSON_1_1",
            Self::RestJson1 => "REST_JSON_1",
            Self::RestXml => "REST_XML",
            Self::AwsQuery => "AWS_QUERY",
            Self::Ec2Query => "EC2_QUERY",
        }
    }

    /// Returns the feature of the runtime that contains the protocol; `None` if it is always there.
    pub fn feature(self) -> Option<&'static str> {
        match self {
            Self::RpcV2Cbor => Some("cbor"),
            Self::RpcV2Json | Self::AwsJson1_0 | Self::AwsJson1_1 | Self::RestJson1 => None,
            Self::RestXml => Some("xml"),
            Self::AwsQuery | Self::Ec2Query => Some("query"),
        }
    }

    /// Returns the id of the protocol trait, which protocol tests refer to.
    pub fn trait_id(self) -> &'static str {
        match self {
            Self::RpcV2Cbor => "smithy.protocols#rpcv2Cbor",
            Self::RpcV2Json => "smithy.protocols#rpcv2Json",
            Self::AwsJson1_0 => "aws.protocols#awsJson1_0",
            Self::AwsJson1_1 => "aws.protocols#awsJson1_1",
            Self::RestJson1 => "aws.protocols#restJson1",
            Self::RestXml => "aws.protocols#restXml",
            Self::AwsQuery => "aws.protocols#awsQuery",
            Self::Ec2Query => "aws.protocols#ec2Query",
        }
    }

    /// Returns the name of the protocol trait.
    pub fn name(self) -> &'static str {
        name(self.trait_id())
    }

    /// Whether the protocol uses HTTP bindings and `@jsonName`.
    pub(super) fn is_rest(self) -> bool {
        match self {
            Self::RpcV2Cbor | Self::RpcV2Json | Self::AwsJson1_0 | Self::AwsJson1_1 => false,
            Self::AwsQuery | Self::Ec2Query => false,
            Self::RestJson1 | Self::RestXml => true,
        }
    }

    /// Whether requests or responses are XML.
    pub(super) fn has_xml_names(self) -> bool {
        match self {
            Self::RpcV2Cbor | Self::RpcV2Json | Self::AwsJson1_0 | Self::AwsJson1_1 | Self::RestJson1 => false,
            Self::RestXml | Self::AwsQuery | Self::Ec2Query => true,
        }
    }

    /// Whether requests are XML, whose root elements have names and namespaces.
    pub(crate) fn has_root_elements(self) -> bool {
        self == Self::RestXml
    }

    /// Whether the parameters of requests have names of their own.
    pub(super) fn has_query_names(self) -> bool {
        self == Self::Ec2Query
    }

    /// Whether errors are identified by the code of `@awsQueryError`.
    pub(super) fn has_query_errors(self) -> bool {
        self == Self::AwsQuery
    }

    /// Whether errors have the codes of awsQuery too, if the service is `@awsQueryCompatible`. Services with a REST
    /// protocol never used awsQuery.
    pub(super) fn has_query_codes(self) -> bool {
        match self {
            Self::RpcV2Cbor | Self::RpcV2Json | Self::AwsJson1_0 | Self::AwsJson1_1 => true,
            Self::RestJson1 | Self::RestXml | Self::AwsQuery | Self::Ec2Query => false,
        }
    }

    /// Whether the requests name the service shape.
    pub(crate) fn sends_service_name(self) -> bool {
        match self {
            Self::RpcV2Cbor | Self::RpcV2Json | Self::AwsJson1_0 | Self::AwsJson1_1 => true,
            Self::RestJson1 | Self::RestXml | Self::AwsQuery | Self::Ec2Query => false,
        }
    }

    /// Whether requests of operations without an input shape have no body, unlike those with an empty input.
    pub(super) fn omits_missing_input(self) -> bool {
        match self {
            Self::RpcV2Cbor | Self::RpcV2Json => true,
            Self::AwsJson1_0 | Self::AwsJson1_1 | Self::RestJson1 => false,
            Self::RestXml | Self::AwsQuery | Self::Ec2Query => false,
        }
    }

    /// All protocols, in order of preference.
    const ALL: &[Self] = &[
        Self::RpcV2Cbor,
        Self::RpcV2Json,
        Self::AwsJson1_0,
        Self::AwsJson1_1,
        Self::RestJson1,
        Self::RestXml,
        Self::AwsQuery,
        Self::Ec2Query,
    ];
}

fn supported_hint() -> String {
    let ids: Vec<_> = Protocol::ALL.iter().map(|protocol| protocol.trait_id()).collect();
    format!("one of {} is needed", ids.join(", "))
}

/// Returns a shape id without its namespace.
fn name(id: &'static str) -> &'static str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::Protocol;
    use crate::{Source, Target, generate};

    fn generated(traits: &str, pinned: &[&str]) -> Result<String, String> {
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Shop": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Buy" }}, {{ "target": "a#Look" }}],
                "traits": {{ {traits} }} }},
            "a#Buy": {{ "type": "operation", "input": {{ "target": "a#BuyInput" }},
                "traits": {{ "smithy.api#http": {{ "method": "PUT", "uri": "/buy" }} }} }},
            "a#Look": {{ "type": "operation",
                "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/look" }} }} }},
            "a#BuyInput": {{ "type": "structure", "members": {{ "list": {{ "target": "smithy.api#String",
                "traits": {{ "smithy.api#httpHeader": "x-list", "smithy.api#jsonName": "List" }} }} }} }}
            }} }}"##
        );
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let protocols = pinned.iter().map(|id| (*id).to_owned()).collect();
        let target = Target { module: "shop".to_owned(), sources, protocols, ..Target::default() };
        let generated = generate(&[target]).map_err(|problems| problems.to_string())?;
        Ok(generated.files.values().flat_map(|text| text.split_whitespace()).collect())
    }

    #[test]
    fn a_missing_input_is_declared_only_where_a_protocol_distinguishes_it() {
        for (traits, is_declared) in [(THREE, false), (r#""smithy.protocols#rpcv2Cbor": {}"#, true)] {
            let text = generated(traits, &[]).unwrap();
            assert_eq!(text.contains("OperationSchema::new(\"Look\").no_input()"), is_declared, "{text}");
            assert!(!text.contains("OperationSchema::new(\"Buy\").no_input()"), "{text}");
        }
    }

    const THREE: &str =
        r#""aws.protocols#restJson1": {}, "aws.protocols#awsJson1_1": {}, "aws.protocols#awsJson1_0": {}"#;

    #[test]
    fn the_order_is_that_of_preference() {
        assert!(Protocol::ALL.is_sorted());
        let text = generated(THREE, &[]).unwrap();
        let expected = "Protocols::new(protocol::AWS_JSON_1_0,&[protocol::AWS_JSON_1_1,protocol::REST_JSON_1]";
        assert!(text.contains(expected), "{text}");
        // Facts are those of all protocols together.
        assert!(text.contains(r#"#[smithy("list",header("x-list"),json_name("List"))]"#), "{text}");
        assert!(text.contains(r#".http("PUT","/buy",200)"#), "{text}");
    }

    #[test]
    fn pinned_protocols_are_the_only_ones() {
        let text = generated(THREE, &["awsJson1_1", "aws.protocols#awsJson1_0", "awsJson1_1"]).unwrap();
        assert!(text.contains("Protocols::new(protocol::AWS_JSON_1_1,&[protocol::AWS_JSON_1_0]"), "{text}");
        assert!(text.contains(r#"#[smithy("list")]"#) && !text.contains(".http("), "{text}");
    }

    #[test]
    fn a_pinned_protocol_has_to_be_one_of_the_service() {
        let error = generated(THREE, &["awsJson1_0", "restXml"]).unwrap_err();
        let expected =
            "a#Shop: does not speak restXml, to which it is pinned; it speaks awsJson1_0, awsJson1_1, restJson1";
        assert!(error.contains(expected), "{error}");
    }
}
