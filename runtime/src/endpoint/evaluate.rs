//! Evaluates endpoint rules. Smithy 2.0, "Rules engine specification".
use super::{
    Endpoint, InvalidEndpoint, ParameterValue, functions,
    rules::{Expression, Function, Outcome, Parameter, Rule, RuleForm, RuleSet},
};
use crate::AuthScheme;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::{borrow::Cow, fmt};

/// An endpoint, with the headers and signature that requests to it need.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResolvedEndpoint {
    /// Where requests are sent.
    pub endpoint: Endpoint,
    /// Headers of all requests.
    pub headers: HeaderMap,
    /// The signatures that the endpoint accepts, in order of preference: the entries of `authSchemes` that this crate
    /// knows. Without any, they follow from the service and the operation.
    pub auth_schemes: Vec<EndpointAuthScheme>,
    /// All properties of the endpoint, including `authSchemes`.
    pub properties: Value,
}

/// A signature that an endpoint accepts. Smithy 2.0, "Endpoint rules", § "Endpoint `authSchemes` list property".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointAuthScheme {
    /// The kind of signature.
    pub scheme: AuthScheme,
    /// The service name for signatures, if it is not the service's own.
    pub signing_name: Option<String>,
    /// The Region for signatures, if it is not the client's; for Signature Version 4A several, separated by commas.
    pub signing_region: Option<String>,
    /// Whether the path is signed as it is sent, instead of percent-encoded once more.
    pub disable_double_encoding: bool,
    /// Whether empty segments, `.` and `..` stay in the path that is signed.
    pub disable_normalize_path: bool,
}

/// Why no endpoint could be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// The rules of the service reject the configuration.
    Refused {
        /// The message of the rules.
        message: String,
        /// Whether no Region is set, which is the most likely cause.
        is_region_missing: bool,
    },
    /// A required parameter has no value.
    Missing {
        /// The name of the parameter.
        name: &'static str,
        /// The built-in value of the client that it uses.
        built_in: Option<&'static str>,
    },
    /// The value of a parameter could not be determined.
    Parameter {
        /// The name of the parameter, or of its member.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// No rule matches.
    Exhausted,
    /// The rules produce an invalid URL.
    Invalid(InvalidEndpoint),
    /// The rules produce an invalid header.
    Header(String),
}

/// How to set a Region.
const REGION: &str = "set `Config::region`, the variable AWS_REGION, or the region of a profile";

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { message, is_region_missing: false } => f.write_str(message),
            Self::Refused { message, is_region_missing: true } => write!(f, "{message}; {REGION}"),
            Self::Missing { name, built_in: Some("AWS::Region") } => write!(f, "no {name}: {REGION}"),
            Self::Missing { name, built_in: Some(built_in) } => {
                write!(f, "no {name}: the endpoint needs a value for it or for {built_in} in the configuration")
            }
            Self::Missing { name, built_in: None } => {
                write!(f, "no {name}: the endpoint needs a value for it, in the input or in the configuration")
            }
            Self::Parameter { name, reason } => write!(f, "`{name}`: {reason}"),
            Self::Exhausted => f.write_str("none of the service's endpoint rules fits this call and configuration"),
            Self::Invalid(error) => error.fmt(f),
            Self::Header(name) => write!(f, "the endpoint rules make an invalid header `{name}`"),
        }
    }
}

impl std::error::Error for EndpointError {}

impl From<InvalidEndpoint> for EndpointError {
    fn from(error: InvalidEndpoint) -> Self {
        Self::Invalid(error)
    }
}

impl RuleSet {
    /// Evaluates the rules. `value` returns the values of parameters; parameters without a value take their defaults.
    ///
    /// # Errors
    /// Returns an error if a required parameter has no value, or if the rules produce no endpoint.
    pub fn evaluate(
        &self,
        mut value: impl FnMut(&Parameter) -> Result<Option<ParameterValue>, EndpointError>,
    ) -> Result<ResolvedEndpoint, EndpointError> {
        let mut scope = Scope(Vec::with_capacity(self.parameters.len().saturating_add(4)));
        for parameter in self.parameters {
            match value(parameter)?.or_else(|| parameter.default.map(ParameterValue::from)) {
                Some(value) => scope.0.push((parameter.name, Cow::Owned(value.into()))),
                None if parameter.is_required => {
                    return Err(EndpointError::Missing { name: parameter.name, built_in: parameter.built_in });
                }
                None => {}
            }
        }
        match &self.form {
            RuleForm::Tree(rules) => scope.first_match(rules),
            RuleForm::Bdd(bdd) => scope.follow(bdd),
        }
    }
}

/// The variables, in the order of their assignment. Partitions are large, so they are borrowed from their table.
pub(super) struct Scope(Vec<(&'static str, Cow<'static, Value>)>);

impl Scope {
    /// Returns the result of the first rule whose conditions are met. Rules after it are not tried, even if it fails.
    fn first_match(&mut self, rules: &'static [Rule]) -> Result<ResolvedEndpoint, EndpointError> {
        let outer = self.0.len();
        for rule in rules {
            if rule.conditions.iter().all(|condition| self.is_met(condition)) {
                return self.outcome(&rule.outcome);
            }
            // Conditions before the one that failed may have assigned variables.
            self.0.truncate(outer);
        }
        Err(EndpointError::Exhausted)
    }

    pub(super) fn outcome(&mut self, outcome: &'static Outcome) -> Result<ResolvedEndpoint, EndpointError> {
        match outcome {
            Outcome::Rules(rules) => self.first_match(rules),
            Outcome::Error(message) => {
                let message = self.text(message).unwrap_or_default();
                Err(EndpointError::Refused { message, is_region_missing: false })
            }
            Outcome::Endpoint { url, properties, headers } => self.endpoint(url, properties, headers),
        }
    }

    /// Evaluates a condition: it is met unless its value is `false` or null.
    pub(super) fn is_met(&mut self, condition: &'static Expression) -> bool {
        let is_met = |value: &Value| !matches!(value, Value::Null | Value::Bool(false));
        let (name, value) = match condition {
            Expression::Assign(name, Expression::Call(function, arguments)) => (name, self.call(*function, arguments)),
            Expression::Assign(name, value) => (name, Cow::Owned(self.value(value).into_owned())),
            condition => return is_met(&self.value(condition)),
        };
        let is_condition_met = is_met(&value);
        self.0.push((name, value));
        is_condition_met
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }

    /// Evaluates an expression; null if there is no value.
    fn value(&self, expression: &Expression) -> Cow<'_, Value> {
        Cow::Owned(match expression {
            Expression::Boolean(value) => (*value).into(),
            Expression::Number(value) => (*value).into(),
            Expression::Text(template) => self.template(template).into(),
            Expression::List(elements) => elements.iter().map(|element| self.value(element).into_owned()).collect(),
            Expression::Object(members) => self.object(members),
            Expression::Variable(name) => return Cow::Borrowed(self.get(name).unwrap_or(&Value::Null)),
            Expression::Attribute(value, path) => match self.value(value) {
                Cow::Borrowed(value) => {
                    return Cow::Borrowed(functions::attribute(value, path).unwrap_or(&Value::Null));
                }
                Cow::Owned(value) => functions::attribute(&value, path).cloned().unwrap_or_default(),
            },
            Expression::Call(function, arguments) => return self.call(*function, arguments),
            Expression::Assign(_, value) => return self.value(value),
        })
    }

    fn call(&self, function: Function, arguments: &[Expression]) -> Cow<'static, Value> {
        let arguments: Vec<_> = arguments.iter().map(|argument| self.value(argument)).collect();
        functions::call(function, &arguments)
    }

    fn object(&self, members: &[(&str, Expression)]) -> Value {
        members.iter().map(|(name, value)| ((*name).to_owned(), self.value(value).into_owned())).collect()
    }

    fn text(&self, expression: &Expression) -> Option<String> {
        match self.value(expression) {
            Cow::Owned(Value::String(text)) => Some(text),
            value => value.as_str().map(ToOwned::to_owned),
        }
    }

    /// Expands a template: `{Name}` and `{Name#path}` are variables, `{{` and `}}` are braces. Returns `None` if a
    /// value is missing or is not a scalar.
    fn template(&self, template: &str) -> Option<String> {
        let mut text = String::with_capacity(template.len().saturating_add(32));
        let mut rest = template;
        while let Some(index) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(index);
            text.push_str(before);
            let doubled = |braces, one| brace.strip_prefix(braces).map(|after| (after, one));
            if let Some((after, one)) = doubled("{{", '{').or_else(|| doubled("}}", '}')) {
                text.push(one);
                rest = after;
            } else {
                let (name, after) = brace.strip_prefix('{')?.split_once('}')?;
                let (name, path) = name.split_once('#').map_or((name, None), |(name, path)| (name, Some(path)));
                let value = self.get(name)?;
                match path.map_or(Some(value), |path| functions::attribute(value, path))? {
                    Value::String(value) => text.push_str(value),
                    Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
                    Value::Number(value) => text.push_str(&value.to_string()),
                    Value::Null | Value::Array(_) | Value::Object(_) => return None,
                }
                rest = after;
            }
        }
        text.push_str(rest);
        Some(text)
    }

    fn endpoint(
        &self,
        url: &Expression,
        properties: &[(&str, Expression)],
        headers: &[(&str, &[Expression])],
    ) -> Result<ResolvedEndpoint, EndpointError> {
        let endpoint = self.text(url).unwrap_or_default().parse()?;
        let mut resolved = ResolvedEndpoint::new(endpoint, self.object(properties));
        for (name, values) in headers {
            let invalid = || EndpointError::Header((*name).to_owned());
            let header = HeaderName::try_from(*name).map_err(|_| invalid())?;
            for value in *values {
                let value = self.text(value).ok_or_else(invalid)?;
                resolved.headers.append(header.clone(), HeaderValue::try_from(value).map_err(|_| invalid())?);
            }
        }
        Ok(resolved)
    }
}

impl ResolvedEndpoint {
    /// Creates an endpoint.
    pub(super) fn new(endpoint: Endpoint, properties: Value) -> Self {
        let auth_schemes = schemes(&properties).iter().filter_map(EndpointAuthScheme::from_json).collect();
        Self { endpoint, headers: HeaderMap::new(), auth_schemes, properties }
    }

    /// Whether it accepts signatures of this kind.
    pub(crate) fn accepts(&self, scheme: AuthScheme) -> bool {
        self.auth_schemes.iter().any(|accepted| accepted.scheme == scheme)
    }

    /// Returns the names of all of its auth schemes, with those that this crate does not know; `None` if it has none.
    pub(crate) fn scheme_names(&self) -> Option<String> {
        let schemes = schemes(&self.properties);
        let names: Vec<&str> = schemes.iter().map(|scheme| scheme["name"].as_str().unwrap_or("unknown")).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

impl EndpointAuthScheme {
    fn from_json(json: &Value) -> Option<Self> {
        let scheme = AuthScheme::from_name(json["name"].as_str()?).filter(|scheme| scheme.is_signature())?;
        let text = |key: &str| Some(json[key].as_str()?.to_owned());
        let is_set = |key: &str| json[key] == true;
        let regions = || {
            let regions: Vec<&str> = json["signingRegionSet"].as_array()?.iter().filter_map(Value::as_str).collect();
            (!regions.is_empty()).then(|| regions.join(","))
        };
        Some(Self {
            scheme,
            signing_name: text("signingName"),
            signing_region: if scheme == AuthScheme::SigV4a { regions() } else { text("signingRegion") },
            disable_double_encoding: is_set("disableDoubleEncoding"),
            disable_normalize_path: is_set("disableNormalizePath"),
        })
    }
}

fn schemes(properties: &Value) -> &[Value] {
    properties.get("authSchemes").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests;
