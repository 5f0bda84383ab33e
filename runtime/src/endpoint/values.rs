//! The values of the parameters of endpoint rules.
use super::{Constant, Context, ContextSource, EndpointError, rules::Parameter};
use crate::{OperationSchema, Ref, Structure, jmespath};
use serde_json::Value;
use std::collections::BTreeMap;

/// The client's part of the values of endpoint parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointParameters {
    /// The Region (`AWS::Region`).
    pub region: Option<String>,
    /// A custom endpoint instead of that of the Region (`SDK::Endpoint`).
    pub endpoint: Option<String>,
    /// Whether to use FIPS 140 endpoints (`AWS::UseFIPS`).
    pub use_fips: bool,
    /// Whether to use dual-stack endpoints, which support IPv4 and IPv6 (`AWS::UseDualStack`).
    pub use_dual_stack: bool,
    /// All other values: parameters of the service (`smithy.rules#clientContextParams`) by name, and built-in values by
    /// the name of the built-in, such as `AWS::Auth::AccountId`.
    pub other: BTreeMap<String, ParameterValue>,
}

/// The value of an endpoint parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterValue {
    /// `true` or `false`
    Boolean(bool),
    /// A string.
    String(String),
    /// A list of strings.
    Strings(Vec<String>),
}

impl From<bool> for ParameterValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<&str> for ParameterValue {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<String> for ParameterValue {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<Vec<String>> for ParameterValue {
    fn from(value: Vec<String>) -> Self {
        Self::Strings(value)
    }
}

impl From<Constant> for ParameterValue {
    fn from(value: Constant) -> Self {
        match value {
            Constant::Boolean(value) => value.into(),
            Constant::Text(value) => value.into(),
            Constant::Texts(values) => Self::Strings(values.iter().map(|&value| value.to_owned()).collect()),
        }
    }
}

impl From<ParameterValue> for Value {
    fn from(value: ParameterValue) -> Self {
        match value {
            ParameterValue::Boolean(value) => value.into(),
            ParameterValue::String(value) => value.into(),
            ParameterValue::Strings(values) => values.into(),
        }
    }
}

impl ParameterValue {
    /// Converts a JSON value; `None` if a parameter cannot have it. Elements of a list that are not strings are left
    /// out.
    fn from_json(value: Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(value.into()),
            Value::String(value) => Some(value.into()),
            Value::Array(values) => {
                let texts = values.into_iter().filter_map(|value| Some(value.as_str()?.to_owned()));
                Some(Self::Strings(texts.collect()))
            }
            Value::Null | Value::Number(_) | Value::Object(_) => None,
        }
    }
}

/// Returns the value of a parameter: from the operation, else from the client's value of the same name, else from its
/// built-in. Smithy 2.0, "Rules engine parameters", § "Binding parameter values".
///
/// # Errors
/// Returns an error if a required member that the parameter is bound to is missing or blank, or if a JMESPath
/// expression fails.
pub(super) fn resolve_parameter(
    parameter: &Parameter,
    operation: &OperationSchema,
    input: &dyn Structure,
    parameters: &EndpointParameters,
) -> Result<Option<ParameterValue>, EndpointError> {
    for context in operation.context.iter().filter(|context| context.parameter == parameter.name) {
        if let Some(value) = resolve_binding(context, input)? {
            return Ok(Some(value));
        }
    }
    let configured = parameters.other.get(parameter.name).cloned();
    Ok(configured.or_else(|| built_in(parameter.built_in?, parameters)))
}

fn resolve_binding(context: &Context, input: &dyn Structure) -> Result<Option<ParameterValue>, EndpointError> {
    match context.source {
        ContextSource::Fixed(value) => Ok(Some(value.into())),
        ContextSource::Member(name) => member_value(name, input),
        ContextSource::Path(path) => match jmespath::search(path, Ref::Structure(input)) {
            Ok(value) => Ok(ParameterValue::from_json(value)),
            Err(error) => {
                Err(EndpointError::Parameter { name: context.parameter, reason: format!("`{path}`: {error}") })
            }
        },
    }
}

fn member_value(name: &'static str, input: &dyn Structure) -> Result<Option<ParameterValue>, EndpointError> {
    let members = input.schema().members;
    let Some((index, member)) = members.iter().enumerate().find(|(_, member)| member.name == name) else {
        return Ok(None);
    };
    let value = match input.get(index) {
        Ref::String(text) => Some(text.into()),
        Ref::Boolean(value) => Some(value.into()),
        Ref::List(list) => {
            let texts = (0..list.len()).filter_map(|index| match list.get(index) {
                Ref::String(text) => Some(text.to_owned()),
                _ => None,
            });
            Some(ParameterValue::Strings(texts.collect()))
        }
        _ => None,
    };
    let is_blank = match &value {
        None => true,
        Some(ParameterValue::String(text)) => text.trim().is_empty(),
        Some(ParameterValue::Boolean(_) | ParameterValue::Strings(_)) => false,
    };
    if member.is_required && is_blank {
        return Err(EndpointError::Parameter {
            name,
            reason: "the input has no value, and the endpoint depends on it".to_owned(),
        });
    }
    Ok(value)
}

/// Returns a built-in. Those that not every client has are configured by name.
fn built_in(name: &str, parameters: &EndpointParameters) -> Option<ParameterValue> {
    match name {
        "AWS::Region" => parameters.region.clone().map(Into::into),
        "AWS::UseDualStack" => Some(parameters.use_dual_stack.into()),
        "AWS::UseFIPS" => Some(parameters.use_fips.into()),
        "SDK::Endpoint" => parameters.endpoint.clone().map(Into::into),
        _ => parameters.other.get(name).cloned(),
    }
}
