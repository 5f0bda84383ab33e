//! Resolves the endpoint of a call.
use super::{
    EndpointError, EndpointParameters, ParameterValue, ResolvedEndpoint, functions, partition, rules::Parameter, values,
};
use crate::{OperationSchema, ServiceSchema, Structure};
use serde_json::Value;

/// Resolves the endpoint of a call with the rules of its service, or the regional endpoint of a service without rules.
///
/// # Errors
/// Returns an error if no Region is set, if the Region is not a valid host label, or if the rules reject the
/// configuration.
pub fn resolve(
    service: &ServiceSchema,
    operation: &OperationSchema,
    input: &dyn Structure,
    parameters: &EndpointParameters,
) -> Result<ResolvedEndpoint, EndpointError> {
    parameters.region.as_deref().map_or(Ok(()), check_region)?;
    let Some(rules) = service.rules else { return regional(service, parameters) };
    let value = |parameter: &Parameter| {
        let value = values::resolve_parameter(parameter, operation, input, parameters)?;
        // The rules may name the Region's parameter differently.
        if let (Some("AWS::Region"), Some(ParameterValue::String(region))) = (parameter.built_in, &value) {
            check_region(region)?;
        }
        Ok(value)
    };
    let mut resolved = rules.evaluate(value).map_err(|error| match error {
        EndpointError::Refused { message, .. } => {
            let is_region_missing = parameters.region.is_none() && parameters.endpoint.is_none();
            EndpointError::Refused { message, is_region_missing }
        }
        other => other,
    })?;
    if operation.has_label_in_endpoint {
        resolved.endpoint.set_label();
    }
    Ok(resolved)
}

/// Returns the value of a parameter of the endpoint rules, if it has one.
///
/// # Errors
/// Returns an error if the input has no value for a required member.
pub(crate) fn parameter(
    service: &ServiceSchema,
    name: &str,
    operation: &OperationSchema,
    input: &dyn Structure,
    parameters: &EndpointParameters,
) -> Result<Option<ParameterValue>, EndpointError> {
    let parameter = service.rules.and_then(|rules| rules.parameters.iter().find(|parameter| parameter.name == name));
    parameter.map_or(Ok(None), |parameter| values::resolve_parameter(parameter, operation, input, parameters))
}

/// Checks a Region before rules write it into host names: with a `/` or `@`, signed requests could go to another host.
fn check_region(region: &str) -> Result<(), EndpointError> {
    if functions::is_host_label(region) {
        return Ok(());
    }
    let reason = format!("{region:?} is not a Region; one looks like eu-west-1");
    Err(EndpointError::Parameter { name: "Region", reason })
}

/// Returns `https://prefix.region.suffix`, which is the form that the rules of most services produce too.
fn regional(service: &ServiceSchema, parameters: &EndpointParameters) -> Result<ResolvedEndpoint, EndpointError> {
    if let Some(endpoint) = &parameters.endpoint {
        return Ok(ResolvedEndpoint::new(endpoint.parse()?, Value::Null));
    }
    let missing = EndpointError::Missing { name: "Region", built_in: Some("AWS::Region") };
    let region = parameters.region.as_deref().ok_or(missing)?;
    let partition = partition::for_region(region).unwrap_or(&Value::Null);
    let lacks = |is_requested: bool, key: &str| is_requested && partition[key] != true;
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
