//! Tests of the sources of parameters, and of the endpoints of services without rules.
use super::*;
use crate::{
    Member, Ref, Schema, Slot,
    endpoint::{Constant, Context, rules::*},
    protocol,
};

#[derive(Debug, Default)]
struct Input {
    text: Option<String>,
    id: Option<String>,
}

impl Structure for Input {
    fn schema(&self) -> &'static Schema {
        const SCHEMA: &Schema = &Schema::new("Input", &[Member::new("text"), Member::new("id").required()]);
        SCHEMA
    }

    fn get(&self, index: usize) -> Ref<'_> {
        let member = if index == 0 { &self.text } else { &self.id };
        member.as_deref().map_or(Ref::Null, Ref::String)
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }

    fn clear(&mut self, _: usize) {}
}

const PLAIN: ServiceSchema = ServiceSchema {
    name: "Library",
    version: "1",
    protocols: protocol::Protocols::new(protocol::AWS_JSON_1_1, &[]),
    signing_name: Some("library"),
    endpoint_prefix: "books",
    sdk_id: "Library",
    rules: None,
};

const RULES: &RuleSet = &RuleSet::new(
    &[Parameter::new("P").built_in("Own::Value"), Parameter::new("Region").built_in("AWS::Region")],
    &[endpoint(&[is_set(&[var("P")])], "https://{P}"), error(&[], "nothing is known")],
);
const RULED: ServiceSchema = ServiceSchema { rules: Some(RULES), ..PLAIN };

fn url(service: &ServiceSchema, context: &'static [Context], input: &Input, parameters: &EndpointParameters) -> String {
    match resolve(service, &OperationSchema::new("Get").context(context), input, parameters) {
        Ok(found) => found.endpoint.as_uri().to_string().trim_end_matches('/').to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_most_specific_value_wins() {
    const FIXED: Context = Context::fixed("P", Constant::Text("fixed"));
    const MEMBER: Context = Context::member("P", "text");
    const PATH: Context = Context::path("P", "id");
    let input = Input { text: Some("member".to_owned()), id: Some("path".to_owned()) };
    let mut parameters = EndpointParameters::default();
    parameters.other.insert("Own::Value".to_owned(), "built-in".into());
    assert_eq!(url(&RULED, &[], &input, &parameters), "https://built-in");
    parameters.other.insert("P".to_owned(), "client".into());
    assert_eq!(url(&RULED, &[], &input, &parameters), "https://client");
    assert_eq!(url(&RULED, &[PATH], &input, &parameters), "https://path");
    assert_eq!(url(&RULED, &[MEMBER, PATH], &input, &parameters), "https://member");
    assert_eq!(url(&RULED, &[FIXED, MEMBER, PATH], &input, &parameters), "https://fixed");
    // A missing value falls through to the next source.
    assert_eq!(url(&RULED, &[MEMBER], &Input::default(), &parameters), "https://client");
}

#[test]
fn a_required_member_must_be_set() {
    const ID: Context = Context::member("P", "id");
    for id in [None, Some(String::new()), Some(" \t".to_owned())] {
        let input = Input { id, ..Input::default() };
        let error = url(&RULED, &[ID], &input, &EndpointParameters::default());
        assert_eq!(error, "`id`: the input has no value, and the endpoint depends on it");
    }
}

#[test]
fn a_rejection_explains_how_to_set_a_region() {
    let mut parameters = EndpointParameters::default();
    let error = url(&RULED, &[], &Input::default(), &parameters);
    assert_eq!(error, "nothing is known; set `Config::region`, the variable AWS_REGION, or the region of a profile");
    parameters.region = Some("eu-west-1".to_owned());
    assert_eq!(url(&RULED, &[], &Input::default(), &parameters), "nothing is known");
}

#[test]
fn regional_endpoints() {
    let cases = [
        ("eu-west-1", false, false, "https://books.eu-west-1.amazonaws.com"),
        ("eu-west-1", true, false, "https://books-fips.eu-west-1.amazonaws.com"),
        ("cn-north-1", false, true, "https://books.cn-north-1.api.amazonwebservices.com.cn"),
        ("us-gov-west-1", true, true, "https://books-fips.us-gov-west-1.api.aws"),
    ];
    for (region, use_fips, use_dual_stack, expected) in cases {
        let region = Some(region.to_owned());
        let parameters = EndpointParameters { region, use_fips, use_dual_stack, ..Default::default() };
        assert_eq!(url(&PLAIN, &[], &Input::default(), &parameters), expected);
    }
    let none = EndpointParameters::default();
    assert!(url(&PLAIN, &[], &Input::default(), &none).starts_with("no Region: set `Config::region`"));
    let custom = EndpointParameters { endpoint: Some("http://localhost:1/x".to_owned()), ..none };
    assert_eq!(url(&PLAIN, &[], &Input::default(), &custom), "http://localhost:1/x");
}

#[test]
fn a_region_cannot_change_the_host() {
    for region in ["", "eu-west-1/", "x@example.com", "example.com#", "eu west", "a.b"] {
        for service in [&PLAIN, &RULED] {
            let parameters = EndpointParameters { region: Some(region.to_owned()), ..Default::default() };
            let error = url(service, &[], &Input::default(), &parameters);
            assert_eq!(error, format!("`Region`: {region:?} is not a Region; one looks like eu-west-1"));
        }
        // The Region may also be configured by the parameter's name.
        let mut parameters = EndpointParameters::default();
        parameters.other.insert("Region".to_owned(), region.into());
        let error = url(&RULED, &[], &Input::default(), &parameters);
        assert_eq!(error, format!("`Region`: {region:?} is not a Region; one looks like eu-west-1"));
    }
}
