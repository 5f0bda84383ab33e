//! The types of a planned endpoint rule set. They correspond to those of `endpoint::rules` in the runtime.
use super::{super::JmesPath, Function};

/// The endpoint rules of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// The parameters that the rules depend on.
    pub parameters: Vec<Parameter>,
    /// The rules.
    pub form: RuleForm,
    /// Doc lines.
    pub docs: Vec<String>,
}

/// The form of endpoint rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleForm {
    /// Rules that nest (`smithy.rules#endpointRuleSet`).
    Tree(Vec<Rule>),
    /// A binary decision diagram (`smithy.rules#endpointBdd`).
    Bdd(Bdd),
}

/// A binary decision diagram. References are those of the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bdd {
    /// The conditions, which nodes refer to by index.
    pub conditions: Vec<Expression>,
    /// The results: rules without conditions.
    pub results: Vec<Rule>,
    /// The reference at which evaluation starts.
    pub root: i32,
    /// The nodes: a condition, the reference to follow if it is met, and the one to follow otherwise.
    pub nodes: Vec<[i32; 3]>,
}

/// The reference of result 0 of a diagram, which is "no match". Result `n` is `results[n - 1]`.
pub const FIRST_RESULT: i32 = 100_000_000;

/// A parameter of a rule set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The type of its value.
    pub kind: Kind,
    /// The built-in that provides its value: a setting of the client, such as `AWS::Region`.
    pub built_in: Option<String>,
    /// Whether a value is required to resolve an endpoint.
    pub is_required: bool,
    /// Its default value.
    pub default: Option<Constant>,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the type of this name in a rule set")]
pub enum Kind {
    Boolean,
    String,
    StringArray,
}

/// A value of a parameter in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// `true` or `false`
    Boolean(bool),
    /// A string. It is not a template.
    Text(String),
    /// A list of strings.
    Texts(Vec<String>),
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The conditions, all of which have to be met.
    pub conditions: Vec<Expression>,
    /// The result if the conditions are met.
    pub outcome: Outcome,
}

/// The result of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nested rules, of which the first that matches applies.
    Rules(Vec<Rule>),
    /// There is no endpoint. The expression is the error message.
    Error(Expression),
    /// An endpoint.
    Endpoint {
        /// The URL.
        url: Expression,
        /// Properties of the endpoint, such as authentication schemes.
        properties: Vec<(String, Expression)>,
        /// Headers to add to requests.
        headers: Vec<(String, Vec<Expression>)>,
    },
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Number(i64),
    /// A template, in which `{Name}` is replaced by a value.
    Text(String),
    /// A parameter, or a variable assigned by a condition.
    Variable(String),
    /// A list.
    List(Vec<Expression>),
    /// An object: values by name.
    Object(Vec<(String, Expression)>),
    /// `getAttr`
    Attribute(Box<Expression>, String),
    /// A call of another function.
    Call(Function, Vec<Expression>),
    /// A condition that assigns its value to a variable.
    Assign(String, Box<Expression>),
}

/// The source of a parameter's value for the calls of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The name of the parameter.
    pub parameter: String,
    /// The source of its value.
    pub source: ContextSource,
}

/// The source of a parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextSource {
    /// A constant (`smithy.rules#staticContextParams`).
    Fixed(Constant),
    /// A member of the input, by its name (`smithy.rules#contextParam`).
    Member(String),
    /// The result of a JMESPath expression applied to the input (`smithy.rules#operationContextParams`).
    Path(JmesPath),
}
