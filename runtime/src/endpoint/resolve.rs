//! The endpoint of a call.
use super::{EndpointError, EndpointParameters, ResolvedEndpoint, functions, partition, values};
use crate::{OperationSchema, ServiceSchema, Structure};
use serde_json::Value;

/// The endpoint of a call: what the rules of its service say, or the regional one where it has no rules.
///
/// # Errors
/// There is none: no Region was given, or one that cannot be a part of a host name, or the rules exclude what was
/// configured.
pub fn resolve(
    service: &ServiceSchema,
    operation: &OperationSchema,
    input: &dyn Structure,
    parameters: &EndpointParameters,
) -> Result<ResolvedEndpoint, EndpointError> {
    // Rules write the Region into host names: one with a `/` or `@` in it would send requests, signed, to another host.
    if let Some(region) = parameters.region.as_deref().filter(|region| !functions::is_host_label(region)) {
        let reason = format!("{region:?} is no Region; one is written as eu-west-1");
        return Err(EndpointError::Parameter { name: "Region", reason });
    }
    let Some(rules) = service.rules else { return regional(service, parameters) };
    rules.evaluate(|parameter| values::of_parameter(parameter, operation, input, parameters)).map_err(|error| {
        match error {
            EndpointError::Refused { message, .. } => {
                let is_region_missing = parameters.region.is_none() && parameters.endpoint.is_none();
                EndpointError::Refused { message, is_region_missing }
            }
            other => other,
        }
    })
}

/// `https://prefix.region.suffix`, which is what the rules of most services say too.
fn regional(service: &ServiceSchema, parameters: &EndpointParameters) -> Result<ResolvedEndpoint, EndpointError> {
    if let Some(endpoint) = &parameters.endpoint {
        return Ok(ResolvedEndpoint::new(endpoint.parse()?, Value::Null));
    }
    let missing = EndpointError::Missing { name: "Region", built_in: Some("AWS::Region") };
    let region = parameters.region.as_deref().ok_or(missing)?;
    let partition = partition::of_region(region).unwrap_or(&Value::Null);
    let lacks = |is_wanted: bool, key: &str| is_wanted && partition[key] != true;
    if lacks(parameters.use_fips, "supportsFIPS") || lacks(parameters.use_dual_stack, "supportsDualStack") {
        let name = partition["name"].as_str().unwrap_or_default();
        let message = format!("the partition {name} of {region} lacks FIPS or dual-stack endpoints");
        return Err(EndpointError::Refused { message, is_region_missing: false });
    }
    let fips = if parameters.use_fips { "-fips" } else { "" };
    let suffix = if parameters.use_dual_stack { "dualStackDnsSuffix" } else { "dnsSuffix" };
    let suffix = partition[suffix].as_str().unwrap_or_default();
    let url = format!("https://{}{fips}.{region}.{suffix}", service.endpoint_prefix);
    Ok(ResolvedEndpoint::new(url.parse()?, Value::Null))
}

#[cfg(test)]
mod tests;
