//! `smithy.rules#endpointTests`: the rules that the generator wrote, followed by the runtime.
use crate::{params, times};
use ferrosmith::{
    AuthScheme, Operation, Service,
    endpoint::{EndpointError, EndpointParameters, ParameterValue, ResolvedEndpoint, resolve, rules::Parameter},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A case as Smithy writes it. Smithy 2.0, "Rules engine specification", § "EndpointTest object".
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default)]
    operation_inputs: Vec<OperationInput>,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct OperationInput {
    operation_params: Map<String, Value>,
    built_in_params: Map<String, Value>,
    client_params: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Expect {
    Error(String),
    Endpoint {
        url: String,
        #[serde(default)]
        headers: Map<String, Value>,
        #[serde(default)]
        properties: Map<String, Value>,
    },
}

/// The rules, given the parameters of the case.
pub(crate) fn endpoint<S: Service>(json: &str) {
    let case = read(json);
    let rules = S::SCHEMA.rules.expect("the service has rules");
    let unknown = case.params.keys().find(|name| !rules.parameters.iter().any(|known| known.name == *name));
    assert_eq!(unknown, None, "the rules have no such parameter");
    let parameter = |parameter: &Parameter| Ok(case.params.get(parameter.name).map(parameter_value));
    check(times::evaluated(|| rules.evaluate(parameter)), &case.expect);
}

/// The endpoint of a call: an operation, its input, and what the client knows.
pub(crate) fn endpoint_of_call<O: Operation + Default>(json: &str, row: usize) {
    let case = read(json);
    let call = &case.operation_inputs[row];
    let mut input = O::default();
    params::fill_structure(&mut input, &call.operation_params);
    let text = |name: &str| call.built_in_params.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let flag = |name: &str| call.built_in_params.get(name) == Some(&Value::Bool(true));
    let other = call.built_in_params.iter().chain(&call.client_params);
    let parameters = EndpointParameters {
        region: text("AWS::Region"),
        endpoint: text("SDK::Endpoint"),
        use_fips: flag("AWS::UseFIPS"),
        use_dual_stack: flag("AWS::UseDualStack"),
        other: other.map(|(name, value)| (name.clone(), parameter_value(value))).collect(),
    };
    check(resolve(O::Service::SCHEMA, O::SCHEMA, &input, &parameters), &case.expect);
}

fn read(json: &str) -> Case {
    serde_json::from_str(json).expect("a case is JSON")
}

fn parameter_value(value: &Value) -> ParameterValue {
    match value {
        Value::Bool(value) => (*value).into(),
        Value::String(text) => text.as_str().into(),
        Value::Array(values) => {
            values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect::<Vec<_>>().into()
        }
        other => panic!("{other} is no value of a parameter"),
    }
}

fn check(found: Result<ResolvedEndpoint, EndpointError>, expected: &Expect) {
    match (found, expected) {
        (Err(EndpointError::Refused { message, .. }), Expect::Error(expected)) => assert_eq!(&message, expected),
        (Err(error), Expect::Error(expected)) => assert_eq!(&error.to_string(), expected),
        (Ok(found), Expect::Endpoint { url, headers, properties }) => {
            // A URI has at least the path `/`, which a model may leave out.
            let with_path = |url: &str| url.trim_end_matches('/').to_owned();
            assert_eq!(with_path(&found.endpoint.as_uri().to_string()), with_path(url));
            let properties = Value::Object(properties.clone());
            assert_eq!(found.properties, properties, "properties");
            check_signature(&found, &properties);
            for (name, values) in headers {
                let found: Vec<_> = found.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
                assert_eq!(json!(found), *values, "the header {name}");
            }
            assert_eq!(found.headers.keys_len(), headers.len(), "headers");
        }
        (found, Expect::Error(expected)) => panic!("an error is expected: {expected}; found {found:?}"),
        (Err(error), Expect::Endpoint { url, .. }) => panic!("{url} is expected; found {error:?}"),
    }
}

/// What the client reads of `authSchemes` is what stands there for the schemes that it knows.
fn check_signature(found: &ResolvedEndpoint, properties: &Value) {
    let schemes = properties["authSchemes"].as_array().cloned().unwrap_or_default();
    let known =
        [("sigv4", AuthScheme::SigV4), ("sigv4a", AuthScheme::SigV4a), ("sigv4-s3express", AuthScheme::SigV4S3Express)];
    let kind = |scheme: &Value| known.iter().find(|(name, _)| scheme["name"] == *name).map(|(_, kind)| *kind);
    let schemes: Vec<_> = schemes.iter().filter_map(|scheme| Some((kind(scheme)?, scheme))).collect();
    assert_eq!(found.auth_schemes.len(), schemes.len(), "authSchemes");
    for (found, (kind, scheme)) in found.auth_schemes.iter().zip(schemes) {
        let text = |name: &str| scheme[name].as_str().map(ToOwned::to_owned);
        let set = scheme["signingRegionSet"].as_array().map(|set| {
            let regions: Vec<&str> = set.iter().filter_map(Value::as_str).collect();
            regions.join(",")
        });
        let region = if kind == AuthScheme::SigV4a { set } else { text("signingRegion") };
        assert_eq!(found.scheme, kind, "name");
        assert_eq!(found.signing_name, text("signingName"), "signingName");
        assert_eq!(found.signing_region, region, "signingRegion");
        assert_eq!(found.disable_double_encoding, scheme["disableDoubleEncoding"] == true, "disableDoubleEncoding");
    }
}
