//! Endpoint rules as constant data: the vocabulary of generated `endpoint.rs` files.
//!
//! Smithy 2.0, "Rules engine specification". Each function of the standard library and of the AWS library is a `const
//! fn` that returns the call as data; `evaluate.rs` evaluates it.
use super::Constant;

/// The endpoint rules of a service (`smithy.rules#endpointRuleSet` or `smithy.rules#endpointBdd`).
#[derive(Debug)]
pub struct RuleSet {
    /// The parameters of the rules.
    pub parameters: &'static [Parameter],
    /// The rules, in one of two forms.
    pub form: RuleForm,
}

/// The form of endpoint rules.
#[derive(Clone, Copy, Debug)]
pub enum RuleForm {
    /// Rules that nest; the first whose conditions are met applies.
    Tree(&'static [Rule]),
    /// A binary decision diagram.
    Bdd(Bdd),
}

impl RuleSet {
    /// Creates a rule set.
    pub const fn new(parameters: &'static [Parameter], rules: &'static [Rule]) -> Self {
        Self { parameters, form: RuleForm::Tree(rules) }
    }

    /// Creates rules that are a binary decision diagram.
    pub const fn bdd(parameters: &'static [Parameter], bdd: Bdd) -> Self {
        Self { parameters, form: RuleForm::Bdd(bdd) }
    }
}

/// A binary decision diagram. Smithy 2.0, "Rules engine specification", § "`smithy.rules#endpointBdd` trait".
///
/// References are those of the specification: 1 and −1 are no match; other references up to the number of nodes are
/// nodes, counted from 1, and negative if the two branches are exchanged; `R + 1` is the first result.
#[derive(Clone, Copy, Debug)]
pub struct Bdd {
    /// The conditions, which nodes refer to by index.
    pub conditions: &'static [Expression],
    /// The results: rules without conditions.
    pub results: &'static [Rule],
    /// The reference at which evaluation starts.
    pub root: i32,
    /// The nodes: a condition, the reference to follow if it is met, and the one to follow otherwise. The first is
    /// never followed.
    pub nodes: &'static [[i32; 3]],
}

/// The reference of result 0, which is "no match".
pub const R: i32 = 100_000_000;

/// A parameter of endpoint rules.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// The built-in value of the client that it uses (`AWS::Region`).
    pub built_in: Option<&'static str>,
    /// Whether a value is required.
    pub is_required: bool,
    /// The default value.
    pub default: Option<Constant>,
}

impl Parameter {
    /// Creates an optional parameter.
    pub const fn new(name: &'static str) -> Self {
        Self { name, built_in: None, is_required: false, default: None }
    }

    /// Sets the built-in value of the client that it uses.
    #[must_use]
    pub const fn built_in(mut self, name: &'static str) -> Self {
        self.built_in = Some(name);
        self
    }

    /// Makes the parameter required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Sets the default value.
    #[must_use]
    pub const fn default(mut self, value: Constant) -> Self {
        self.default = Some(value);
        self
    }
}

/// A rule: an outcome that applies if all conditions are met.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The conditions. A condition is met unless its value is `false` or missing.
    pub conditions: &'static [Expression],
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcome of a rule.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    /// The outcome of the first of these rules whose conditions are met.
    Rules(&'static [Rule]),
    /// No endpoint, with an error message.
    Error(Expression),
    /// An endpoint.
    Endpoint {
        /// The URL.
        url: Expression,
        /// The properties of the endpoint, most notably `authSchemes`.
        properties: &'static [(&'static str, Expression)],
        /// Headers of all requests to the endpoint.
        headers: &'static [(&'static str, &'static [Expression])],
    },
}

/// Creates a tree rule, with nested rules.
pub const fn tree(conditions: &'static [Expression], rules: &'static [Rule]) -> Rule {
    Rule { conditions, outcome: Outcome::Rules(rules) }
}

/// Creates an error rule. `message` is a template.
pub const fn error(conditions: &'static [Expression], message: &'static str) -> Rule {
    error_with(conditions, text(message))
}

/// Creates an error rule. `message` is any expression.
pub const fn error_with(conditions: &'static [Expression], message: Expression) -> Rule {
    Rule { conditions, outcome: Outcome::Error(message) }
}

/// Creates an endpoint rule. `url` is a template.
pub const fn endpoint(conditions: &'static [Expression], url: &'static str) -> Rule {
    endpoint_with(conditions, text(url), &[], &[])
}

/// Creates an endpoint rule with properties and headers. `url` is any expression.
pub const fn endpoint_with(
    conditions: &'static [Expression],
    url: Expression,
    properties: &'static [(&'static str, Expression)],
    headers: &'static [(&'static str, &'static [Expression])],
) -> Rule {
    Rule { conditions, outcome: Outcome::Endpoint { url, properties, headers } }
}

/// An expression of endpoint rules.
#[derive(Clone, Copy, Debug)]
pub enum Expression {
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Number(i64),
    /// A template, in which `{Name}` and `{Name#path}` are replaced by values.
    Text(&'static str),
    /// A parameter, or a variable that a condition assigned.
    Variable(&'static str),
    /// A list.
    List(&'static [Expression]),
    /// An object, as names and values.
    Object(&'static [(&'static str, Expression)]),
    /// A part of a value (`getAttr`): `name`, `name.part`, `name[0]`.
    Attribute(&'static Expression, &'static str),
    /// A function call.
    Call(Function, &'static [Expression]),
    /// A value that is assigned to a variable.
    Assign(&'static str, &'static Expression),
}

/// `true`.
pub const TRUE: Expression = Expression::Boolean(true);
/// `false`.
pub const FALSE: Expression = Expression::Boolean(false);

/// An integer.
pub const fn number(value: i64) -> Expression {
    Expression::Number(value)
}

/// A template, in which `{Name}` and `{Name#path}` are replaced by values.
pub const fn text(template: &'static str) -> Expression {
    Expression::Text(template)
}

/// A parameter, or a variable that a condition assigned.
pub const fn var(name: &'static str) -> Expression {
    Expression::Variable(name)
}

/// A list.
pub const fn list(elements: &'static [Expression]) -> Expression {
    Expression::List(elements)
}

/// An object, as names and values.
pub const fn object(members: &'static [(&'static str, Expression)]) -> Expression {
    Expression::Object(members)
}

/// A part of a value (`getAttr`).
pub const fn attr(value: &'static Expression, path: &'static str) -> Expression {
    Expression::Attribute(value, path)
}

/// A condition that assigns its value to a variable.
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

// Smithy 2.0, "Rules engine standard library" and "AWS rules engine library functions". `getAttr` is `attr`.
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
