//! The protocols that the generator supports. See `docs/protocols.md` for how to add one.
use crate::model::{self, Diagnostic, Diagnostics, Shape};

/// A protocol that the runtime implements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
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
    /// Returns the first of the service's protocols that the runtime implements.
    pub(super) fn of_service(service: &Shape) -> Result<Self, Diagnostics> {
        let known = service.traits.protocols.iter().find_map(|protocol| match protocol {
            model::Protocol::AwsJson1_0 => Some(Self::AwsJson1_0),
            model::Protocol::AwsJson1_1 => Some(Self::AwsJson1_1),
            model::Protocol::RestJson1 => Some(Self::RestJson1),
            model::Protocol::RestXml => Some(Self::RestXml),
            model::Protocol::AwsQuery => Some(Self::AwsQuery),
            model::Protocol::Ec2Query => Some(Self::Ec2Query),
            model::Protocol::RpcV2Cbor => None,
        });
        known.ok_or_else(|| {
            let supported: Vec<_> = service.traits.protocols.iter().map(|protocol| format!("{protocol:?}")).collect();
            let supported = if supported.is_empty() { "none".to_owned() } else { supported.join(", ") };
            let needed = "one of aws.protocols#awsJson1_0, aws.protocols#awsJson1_1, aws.protocols#restJson1 is needed";
            Diagnostic::new(format!("speaks no protocol that the runtime has; it speaks {supported}"))
                .at(&service.location)
                .on(&service.id)
                .hint(needed.to_owned())
                .see(crate::model::specification::PROTOCOLS.to_owned())
                .into()
        })
    }

    /// Returns the name of the constant in `ferrosmith::protocol`.
    pub fn constant(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "AWS_JSON_1_0",
            Self::AwsJson1_1 => "AWS_JSON_1_1",
            Self::RestJson1 => "REST_JSON_1",
            Self::RestXml => "REST_XML",
            Self::AwsQuery => "AWS_QUERY",
            Self::Ec2Query => "EC2_QUERY",
        }
    }

    /// Returns the id of the protocol trait, which protocol tests refer to.
    pub(super) fn trait_id(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "aws.protocols#awsJson1_0",
            Self::AwsJson1_1 => "aws.protocols#awsJson1_1",
            Self::RestJson1 => "aws.protocols#restJson1",
            Self::RestXml => "aws.protocols#restXml",
            Self::AwsQuery => "aws.protocols#awsQuery",
            Self::Ec2Query => "aws.protocols#ec2Query",
        }
    }

    /// Whether the protocol uses HTTP bindings and `@jsonName`.
    pub(super) fn is_rest(self) -> bool {
        match self {
            Self::AwsJson1_0 | Self::AwsJson1_1 | Self::AwsQuery | Self::Ec2Query => false,
            Self::RestJson1 | Self::RestXml => true,
        }
    }

    /// Whether requests or responses are XML.
    pub(super) fn has_xml_names(self) -> bool {
        match self {
            Self::AwsJson1_0 | Self::AwsJson1_1 | Self::RestJson1 => false,
            Self::RestXml | Self::AwsQuery | Self::Ec2Query => true,
        }
    }

    /// Whether requests are XML, whose root elements have names and namespaces.
    pub(super) fn has_root_elements(self) -> bool {
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
}
