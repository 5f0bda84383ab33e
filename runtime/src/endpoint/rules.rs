//! Endpoint rules as constant data: what a generated `endpoint.rs` is written in.
//!
//! Smithy 2.0, "Rules engine specification". Each function of the standard library and of AWS's is a `const fn` here that
//! only notes the call down; `evaluate.rs` makes it.
use super::Constant;

/// The rules of a service (`smithy.rules#endpointRuleSet`).
#[derive(Debug)]
pub struct RuleSet {
    /// What the rules ask about.
    pub parameters: &'static [Parameter],
    /// The rules; the first whose conditions hold decides.
    pub rules: &'static [Rule],
}

impl RuleSet {
    /// Rules over these parameters.
    pub const fn new(parameters: &'static [Parameter], rules: &'static [Rule]) -> Self {
        Self { parameters, rules }
    }
}

/// Something that the rules ask about.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// The value of the client that it takes (`AWS::Region`).
    pub built_in: Option<&'static str>,
    /// Whether there is no endpoint without it.
    pub is_required: bool,
    /// Its value where nothing gives one.
    pub default: Option<Constant>,
}

impl Parameter {
    /// An optional parameter.
    pub const fn new(name: &'static str) -> Self {
        Self { name, built_in: None, is_required: false, default: None }
    }

    /// It takes this value of the client.
    #[must_use]
    pub const fn built_in(mut self, name: &'static str) -> Self {
        self.built_in = Some(name);
        self
    }

    /// There is no endpoint without it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Its value where nothing gives one.
    #[must_use]
    pub const fn default(mut self, value: Constant) -> Self {
        self.default = Some(value);
        self
    }
}

/// A rule: what follows where all of its conditions hold.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// A condition that is false or finds nothing ends the rule.
    pub conditions: &'static [Expression],
    /// What follows.
    pub outcome: Outcome,
}

/// What follows from a rule.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    /// The first of these rules whose conditions hold.
    Rules(&'static [Rule]),
    /// There is no endpoint, and this says why.
    Error(Expression),
    /// The endpoint.
    Endpoint {
        /// Where requests go.
        url: Expression,
        /// What else is known of it, `authSchemes` above all.
        properties: &'static [(&'static str, Expression)],
        /// Headers that requests bear.
        headers: &'static [(&'static str, &'static [Expression])],
    },
}

/// Rules within a rule.
pub const fn tree(conditions: &'static [Expression], rules: &'static [Rule]) -> Rule {
    Rule { conditions, outcome: Outcome::Rules(rules) }
}

/// There is no endpoint; the text of this template says why.
pub const fn error(conditions: &'static [Expression], message: &'static str) -> Rule {
    error_with(conditions, text(message))
}

/// There is no endpoint; `message` says why.
pub const fn error_with(conditions: &'static [Expression], message: Expression) -> Rule {
    Rule { conditions, outcome: Outcome::Error(message) }
}

/// The endpoint of this template.
pub const fn endpoint(conditions: &'static [Expression], url: &'static str) -> Rule {
    endpoint_with(conditions, text(url), &[], &[])
}

/// An endpoint with properties and headers, or one that is found otherwise than by a template.
pub const fn endpoint_with(
    conditions: &'static [Expression],
    url: Expression,
    properties: &'static [(&'static str, Expression)],
    headers: &'static [(&'static str, &'static [Expression])],
) -> Rule {
    Rule { conditions, outcome: Outcome::Endpoint { url, properties, headers } }
}

/// A value, or how it is found.
#[derive(Clone, Copy, Debug)]
pub enum Expression {
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Number(i64),
    /// Text in which `{Name}` and `{Name#path}` stand for values.
    Text(&'static str),
    /// A parameter, or what a condition assigned.
    Variable(&'static str),
    /// A list.
    List(&'static [Expression]),
    /// Values by name.
    Object(&'static [(&'static str, Expression)]),
    /// A part of a value (`getAttr`): `name`, `name.part`, `name[0]`.
    Attribute(&'static Expression, &'static str),
    /// What a function makes of its arguments.
    Call(Function, &'static [Expression]),
    /// The value, which has this name from here on.
    Assign(&'static str, &'static Expression),
}

/// `true`
pub const TRUE: Expression = Expression::Boolean(true);
/// `false`
pub const FALSE: Expression = Expression::Boolean(false);

/// A whole number.
pub const fn number(value: i64) -> Expression {
    Expression::Number(value)
}

/// Text in which `{Name}` and `{Name#path}` stand for values.
pub const fn text(template: &'static str) -> Expression {
    Expression::Text(template)
}

/// A parameter, or what a condition assigned.
pub const fn var(name: &'static str) -> Expression {
    Expression::Variable(name)
}

/// A list.
pub const fn list(elements: &'static [Expression]) -> Expression {
    Expression::List(elements)
}

/// Values by name.
pub const fn object(members: &'static [(&'static str, Expression)]) -> Expression {
    Expression::Object(members)
}

/// `getAttr`: a part of a value.
pub const fn attr(value: &'static Expression, path: &'static str) -> Expression {
    Expression::Attribute(value, path)
}

/// A condition whose value has this name from here on.
pub const fn assign(name: &'static str, value: &'static Expression) -> Expression {
    Expression::Assign(name, value)
}

macro_rules! functions {
    ($($smithy:literal $name:ident $variant:ident [$($arity:tt)*];)*) => {
        /// A function of the rules engine.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Function {
            $(#[doc = concat!("`", $smithy, "`")] $variant,)*
        }

        $(
            #[doc = concat!("A call of `", $smithy, "`.")]
            pub const fn $name(arguments: &'static [Expression $($arity)*]) -> Expression {
                Expression::Call(Function::$variant, arguments)
            }
        )*
    };
}

// Smithy 2.0, "Rules engine standard library" and "AWS rules engine library functions"; `getAttr` is `attr`.
functions! {
    "booleanEquals" boolean_equals BooleanEquals [; 2];
    "coalesce" coalesce Coalesce [];
    "isSet" is_set IsSet [; 1];
    "isValidHostLabel" is_valid_host_label IsValidHostLabel [; 2];
    "ite" ite Ite [; 3];
    "not" not Not [; 1];
    "parseURL" parse_url ParseUrl [; 1];
    "split" split Split [; 3];
    "stringEquals" string_equals StringEquals [; 2];
    "substring" substring Substring [; 4];
    "uriEncode" uri_encode UriEncode [; 1];
    "aws.isVirtualHostableS3Bucket" is_virtual_hostable_s3_bucket IsVirtualHostableS3Bucket [; 2];
    "aws.parseArn" parse_arn ParseArn [; 1];
    "aws.partition" partition Partition [; 1];
}
