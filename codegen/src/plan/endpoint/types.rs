//! What the plan of an endpoint is made of: the runtime's `endpoint::rules`, word for word.
use super::Function;

/// The endpoint rules of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// What the rules ask about.
    pub parameters: Vec<Parameter>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Doc lines.
    pub docs: Vec<String>,
}

/// Something that the rules ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The type of its value.
    pub kind: Kind,
    /// The value of the client that it takes.
    pub built_in: Option<String>,
    /// Whether there is no endpoint without it.
    pub is_required: bool,
    /// Its value where nothing gives one.
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

/// A value that stands in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// `true` or `false`
    Boolean(bool),
    /// Text, in which braces mean nothing.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What has to hold.
    pub conditions: Vec<Expression>,
    /// What follows.
    pub outcome: Outcome,
}

/// What follows from a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Further rules.
    Rules(Vec<Rule>),
    /// There is no endpoint, and this says why.
    Error(Expression),
    /// The endpoint.
    Endpoint {
        /// Where requests go.
        url: Expression,
        /// What else is known of it.
        properties: Vec<(String, Expression)>,
        /// Headers that requests bear.
        headers: Vec<(String, Vec<Expression>)>,
    },
}

/// A value, or how it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Number(i64),
    /// Text in which `{Name}` stands for a value.
    Text(String),
    /// A parameter, or what a condition assigned.
    Variable(String),
    /// A list.
    List(Vec<Expression>),
    /// Values by name.
    Object(Vec<(String, Expression)>),
    /// `getAttr`
    Attribute(Box<Expression>, String),
    /// A call of any other function.
    Call(Function, Vec<Expression>),
    /// A condition whose value gets a name.
    Assign(String, Box<Expression>),
}

/// Where a call of an operation has the value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The parameter.
    pub parameter: String,
    /// Its value.
    pub source: ContextSource,
}

/// Where the value of a parameter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextSource {
    /// It is this one (`smithy.rules#staticContextParams`).
    Fixed(Constant),
    /// It is a member of the input (`smithy.rules#contextParam`).
    Member(String),
    /// It is what a JMESPath expression finds in the input (`smithy.rules#operationContextParams`).
    Path(String),
}
