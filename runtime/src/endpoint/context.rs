//! The values that an operation binds to endpoint parameters.

/// A constant value of the model, for an endpoint parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// `true` or `false`.
    Boolean(bool),
    /// A string, which is not a template.
    Text(&'static str),
    /// A list of strings.
    Texts(&'static [&'static str]),
}

/// Binds an endpoint parameter to a value of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The name of the parameter.
    pub parameter: &'static str,
    /// The source of its value.
    pub source: ContextSource,
}

/// The source of an endpoint parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextSource {
    /// A constant (`smithy.rules#staticContextParams`).
    Fixed(Constant),
    /// The input member of this name (`smithy.rules#contextParam`).
    Member(&'static str),
    /// The result of this JMESPath expression on the input (`smithy.rules#operationContextParams`).
    Path(&'static str),
}

impl Context {
    /// Binds a parameter to a constant (`smithy.rules#staticContextParams`).
    pub const fn fixed(parameter: &'static str, value: Constant) -> Self {
        Self { parameter, source: ContextSource::Fixed(value) }
    }

    /// Binds a parameter to an input member (`smithy.rules#contextParam`).
    pub const fn member(parameter: &'static str, member: &'static str) -> Self {
        Self { parameter, source: ContextSource::Member(member) }
    }

    /// Binds a parameter to a JMESPath expression on the input that is more than a path.
    #[cfg(feature = "jmespath")]
    pub const fn expression(parameter: &'static str, expression: &'static str) -> Self {
        Self::path(parameter, expression)
    }

    /// Binds a parameter to a path on the input: a JMESPath expression of names, `[]` and `[*]` (`smithy.rules#operationContextParams`).
    pub const fn path(parameter: &'static str, path: &'static str) -> Self {
        Self { parameter, source: ContextSource::Path(path) }
    }
}
