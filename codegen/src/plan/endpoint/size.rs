//! The size of endpoint rules, by which one of two forms is chosen.
use super::{Bdd, Expression, Outcome, Rule, RuleForm};

impl RuleForm {
    /// Returns the number of bytes of the generated constant, about: the names and texts of its expressions, and what
    /// stands around each. Indentation does not count, which nothing that is compiled contains.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Tree(rules) => rules.iter().map(rule).sum(),
            Self::Bdd(Bdd { conditions, results, root: _, nodes }) => {
                expressions(conditions) + results.iter().map(rule).sum::<usize>() + NODE * nodes.len()
            }
        }
    }
}

/// The length of `[12, 345, R + 67],`.
const NODE: usize = 17;
/// The length of what stands around an expression: `text(""),`.
const EXPRESSION: usize = 9;
/// The length of what stands around a rule: `endpoint(&[], "")`.
const RULE: usize = 16;

fn rule(one: &Rule) -> usize {
    let outcome = match &one.outcome {
        Outcome::Rules(rules) => rules.iter().map(rule).sum(),
        Outcome::Error(message) => expression(message),
        Outcome::Endpoint { url, properties, headers } => {
            let headers = headers.iter().map(|(name, values)| EXPRESSION + name.len() + expressions(values));
            expression(url) + members(properties) + headers.sum::<usize>()
        }
    };
    RULE + expressions(&one.conditions) + outcome
}

fn expressions(all: &[Expression]) -> usize {
    all.iter().map(expression).sum()
}

fn members(all: &[(String, Expression)]) -> usize {
    all.iter().map(|(name, value)| EXPRESSION + name.len() + expression(value)).sum()
}

fn expression(one: &Expression) -> usize {
    let content = match one {
        Expression::Boolean(_) | Expression::Number(_) => 0,
        Expression::Text(text) | Expression::Variable(text) => text.len(),
        Expression::List(elements) => expressions(elements),
        Expression::Object(object) => members(object),
        Expression::Attribute(value, path) => expression(value) + path.len(),
        Expression::Call(function, arguments) => function.ident().len() + expressions(arguments),
        Expression::Assign(name, value) => name.len() + expression(value),
    };
    EXPRESSION + content
}
