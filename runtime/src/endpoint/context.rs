//! What an operation says to the endpoint rules of its service.

/// A value that stands in the model, for a parameter of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// `true` or `false`
    Boolean(bool),
    /// Text, in which braces mean nothing.
    Text(&'static str),
    /// A list of texts.
    Texts(&'static [&'static str]),
}

/// Where a call of an operation has the value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The parameter.
    pub parameter: &'static str,
    /// Its value.
    pub source: ContextSource,
}

/// Where the value of a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextSource {
    /// It is this one, whatever the input (`smithy.rules#staticContextParams`).
    Fixed(Constant),
    /// It is the member of this name (`smithy.rules#contextParam`).
    Member(&'static str),
    /// It is what this JMESPath expression finds in the input (`smithy.rules#operationContextParams`).
    Path(&'static str),
}

impl Context {
    /// `smithy.rules#staticContextParams`
    pub const fn fixed(parameter: &'static str, value: Constant) -> Self {
        Self { parameter, source: ContextSource::Fixed(value) }
    }

    /// `smithy.rules#contextParam`
    pub const fn member(parameter: &'static str, member: &'static str) -> Self {
        Self { parameter, source: ContextSource::Member(member) }
    }

    /// `smithy.rules#operationContextParams`
    pub const fn path(parameter: &'static str, path: &'static str) -> Self {
        Self { parameter, source: ContextSource::Path(path) }
    }
}
