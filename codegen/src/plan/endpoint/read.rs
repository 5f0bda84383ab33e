//! Parses the JSON of a rule set into typed rules. Errors name the path within the JSON.
//!
//! After an error in a rule or condition, parsing continues with the next one.
use super::{Constant, Expression, Function, Kind, Outcome, Parameter, Rule, RuleForm};
use crate::model::did_you_mean;
use serde_json::{Map, Value};

/// How errors name the value of the trait.
pub(super) const THIS: &str = "the top level";

/// An error in a rule set.
pub(super) struct Problem {
    /// The path of the erroneous value: `rules[0].conditions[1]`.
    pub(super) path: String,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

/// Parses a rule set and collects its errors.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
    /// The names that are defined at the current position: parameters and assigned variables.
    pub(super) scope: Vec<String>,
}

impl Reader {
    pub(super) fn problem<T>(
        &mut self,
        path: &str,
        message: impl Into<String>,
        hint: impl Into<Option<String>>,
    ) -> Option<T> {
        self.problems.push(Problem { path: path.to_owned(), message: message.into(), hint: hint.into() });
        None
    }

    pub(super) fn expected<T>(&mut self, path: &str, what: &str, found: &Value) -> Option<T> {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        self.problem(path, format!("{what} is expected, not {found}"), None)
    }

    pub(super) fn object<'v>(&mut self, path: &str, value: &'v Value) -> Option<&'v Map<String, Value>> {
        value.as_object().or_else(|| self.expected(path, "an object", value))
    }

    pub(super) fn field<'v>(&mut self, path: &str, object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
        object.get(name).or_else(|| self.problem(path, format!("\"{name}\" is missing"), None))
    }

    pub(super) fn array<'v>(&mut self, path: &str, object: &'v Map<String, Value>, name: &str) -> Option<&'v [Value]> {
        let value = self.field(path, object, name)?;
        match value.as_array() {
            Some(values) => Some(values),
            None => self.expected(&format!("{path}.{name}"), "an array", value),
        }
    }

    pub(super) fn string<'v>(&mut self, path: &str, object: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
        let value = self.field(path, object, name)?;
        value.as_str().or_else(|| self.expected(&format!("{path}.{name}"), "a string", value))
    }

    /// Parses the parameters, and adds their names to the scope.
    pub(super) fn parameters(&mut self, rule_set: &Map<String, Value>) -> Vec<Parameter> {
        let Some(value) = self.field(THIS, rule_set, "parameters") else { return Vec::new() };
        let Some(parameters) = self.object("parameters", value) else { return Vec::new() };
        // An invalid parameter is in scope as well, so that its uses are not reported.
        self.scope = parameters.keys().cloned().collect();
        parameters.iter().filter_map(|(name, value)| self.parameter(name, value)).collect()
    }

    fn parameter(&mut self, name: &str, value: &Value) -> Option<Parameter> {
        let path = format!("parameters.{name}");
        let object = self.object(&path, value)?;
        let kind = match self.string(&path, object, "type")?.to_ascii_lowercase().as_str() {
            "boolean" => Kind::Boolean,
            "string" => Kind::String,
            "stringarray" => Kind::StringArray,
            other => {
                let hint = "a parameter is a string, a boolean or a stringArray".to_owned();
                return self.problem(&path, format!("there is no type {other:?} of parameters"), hint);
            }
        };
        let default = match object.get("default") {
            None => None,
            Some(value) => Some(self.constant(&format!("{path}.default"), value, kind)?),
        };
        let built_in = object.get("builtIn").and_then(Value::as_str).map(ToOwned::to_owned);
        let is_required = object.get("required") == Some(&Value::Bool(true));
        Some(Parameter { name: name.to_owned(), kind, built_in, is_required, default })
    }

    /// Parses a value of a parameter.
    pub(super) fn constant(&mut self, path: &str, value: &Value, kind: Kind) -> Option<Constant> {
        let strings = |values: &Vec<Value>| {
            values.iter().map(|value| value.as_str().map(ToOwned::to_owned)).collect::<Option<Vec<_>>>()
        };
        let constant = match (kind, value) {
            (Kind::Boolean, Value::Bool(value)) => Some(Constant::Boolean(*value)),
            (Kind::String, Value::String(value)) => Some(Constant::Text(value.clone())),
            (Kind::StringArray, Value::Array(values)) => strings(values).map(Constant::Texts),
            _ => None,
        };
        constant.or_else(|| self.expected(path, kind.name(), value))
    }

    /// Parses the rules of a rule set. The parameters have to be parsed before.
    pub(super) fn tree(&mut self, rule_set: &Map<String, Value>) -> Option<RuleForm> {
        Some(RuleForm::Tree(self.rules("", rule_set)))
    }

    /// Parses the rules of a rule set or of a tree rule.
    fn rules(&mut self, path: &str, object: &Map<String, Value>) -> Vec<Rule> {
        let position = if path.is_empty() { THIS } else { path };
        let dot = if path.is_empty() { "" } else { "." };
        let Some(rules) = self.array(position, object, "rules") else { return Vec::new() };
        let rules = rules.iter().enumerate();
        rules.filter_map(|(index, rule)| self.rule(&format!("{path}{dot}rules[{index}]"), rule)).collect()
    }

    pub(super) fn rule(&mut self, path: &str, value: &Value) -> Option<Rule> {
        let scope_length = self.scope.len();
        let object = self.object(path, value)?;
        let rule = self.rule_in_scope(path, object);
        // Variables that the conditions of a rule assign are defined in this rule only.
        self.scope.truncate(scope_length);
        rule
    }

    fn rule_in_scope(&mut self, path: &str, object: &Map<String, Value>) -> Option<Rule> {
        let conditions = self.array(path, object, "conditions")?.iter().enumerate();
        let conditions: Vec<_> =
            conditions.map(|(index, value)| self.condition(&format!("{path}.conditions[{index}]"), value)).collect();
        let outcome = match self.string(path, object, "type")? {
            "tree" => Outcome::Rules(self.rules(path, object)),
            "error" => {
                let message = self.field(path, object, "error")?;
                Outcome::Error(as_template(self.expression(&format!("{path}.error"), message)?))
            }
            "endpoint" => {
                let endpoint = self.field(path, object, "endpoint")?;
                self.endpoint(&format!("{path}.endpoint"), endpoint)?
            }
            other => {
                let hint = did_you_mean(other, ["endpoint", "error", "tree"]);
                return self.problem(path, format!("there is no type {other:?} of rules"), hint);
            }
        };
        Some(Rule { conditions: conditions.into_iter().collect::<Option<_>>()?, outcome })
    }

    fn condition(&mut self, path: &str, value: &Value) -> Option<Expression> {
        let object = self.object(path, value)?;
        let name = match object.get("assign") {
            None => None,
            Some(Value::String(name)) => Some(name),
            Some(other) => return self.expected(&format!("{path}.assign"), "a string", other),
        };
        let call = self.call(path, object);
        let Some(name) = name else { return call };
        self.declare(path, name)?;
        Some(Expression::Assign(name.clone(), Box::new(call?)))
    }

    /// Adds a variable to the scope.
    pub(super) fn declare(&mut self, path: &str, name: &str) -> Option<()> {
        if self.scope.iter().any(|declared| declared == name) {
            let hint = "each name has one value; choose another".to_owned();
            return self.problem(path, format!("{name} is assigned, but has a value already"), hint);
        }
        self.scope.push(name.to_owned());
        Some(())
    }

    fn endpoint(&mut self, path: &str, value: &Value) -> Option<Outcome> {
        let object = self.object(path, value)?;
        let url = self.field(path, object, "url")?;
        let url = self.expression(&format!("{path}.url"), url);
        let properties = match object.get("properties") {
            None => Vec::new(),
            Some(value) => {
                let object = self.object(&format!("{path}.properties"), value)?;
                self.members(&format!("{path}.properties"), object)?
            }
        };
        let mut headers = Vec::new();
        if let Some(value) = object.get("headers") {
            let path = format!("{path}.headers");
            let object = self.object(&path, value)?;
            for name in object.keys() {
                let values = self.array(&path, object, name)?.iter();
                let values = values.map(|value| self.expression(&format!("{path}.{name}"), value));
                headers.push((name.clone(), values.collect::<Option<_>>()?));
            }
        }
        Some(Outcome::Endpoint { url: as_template(url?), properties, headers })
    }

    fn expression(&mut self, path: &str, value: &Value) -> Option<Expression> {
        match value {
            Value::Bool(value) => Some(Expression::Boolean(*value)),
            Value::Number(number) => match number.as_i64() {
                Some(number) => Some(Expression::Number(number)),
                None => self.problem(path, format!("a whole number is expected, not {number}"), None),
            },
            Value::String(template) => self.template(path, template),
            Value::Array(values) => {
                let values = values.iter().enumerate();
                let values = values.map(|(index, value)| self.expression(&format!("{path}[{index}]"), value));
                Some(Expression::List(values.collect::<Option<_>>()?))
            }
            Value::Object(object) if object.contains_key("fn") => self.call(path, object),
            Value::Object(object) if object.contains_key("ref") => {
                let name = self.string(path, object, "ref")?;
                self.is_defined(path, name).then(|| Expression::Variable(name.to_owned()))
            }
            Value::Object(object) => Some(Expression::Object(self.members(path, object)?)),
            Value::Null => self.expected(path, "a value", value),
        }
    }

    fn members(&mut self, path: &str, object: &Map<String, Value>) -> Option<Vec<(String, Expression)>> {
        let members = object.iter();
        members.map(|(name, value)| Some((name.clone(), self.expression(&format!("{path}.{name}"), value)?))).collect()
    }

    pub(super) fn call(&mut self, path: &str, object: &Map<String, Value>) -> Option<Expression> {
        let name = self.string(path, object, "fn")?;
        let arguments = self.array(path, object, "argv")?;
        if name == "getAttr" {
            return self.attribute(path, arguments);
        }
        let Some(&function) = Function::ALL.iter().find(|function| function.name() == name) else {
            let names = Function::ALL.iter().map(|function| function.name()).chain(["getAttr"]);
            let hint = did_you_mean(name, names)
                .unwrap_or_else(|| "ferrosmith has those of Smithy's and AWS's libraries".to_owned());
            return self.problem(path, format!("there is no function {name}"), hint);
        };
        let (arity, count) = (function.arity(), arguments.len());
        if !arity.accepts(count) {
            return self.problem(path, format!("{name} takes {arity}, not {count}"), None);
        }
        let arguments = arguments.iter().enumerate();
        let arguments: Vec<_> =
            arguments.map(|(index, value)| self.expression(&format!("{path}.argv[{index}]"), value)).collect();
        Some(Expression::Call(function, arguments.into_iter().collect::<Option<_>>()?))
    }

    fn attribute(&mut self, path: &str, arguments: &[Value]) -> Option<Expression> {
        let [value, Value::String(part)] = arguments else {
            return self.problem(path, "getAttr takes a value and a path as a string", None);
        };
        let value = self.expression(&format!("{path}.argv[0]"), value);
        self.is_path(path, part).then_some(Expression::Attribute(Box::new(value?), part.clone()))
    }
}

/// Converts a URL or message that is a variable into a template of that variable, so that both are written in one way.
fn as_template(value: Expression) -> Expression {
    match value {
        Expression::Variable(name) => Expression::Text(format!("{{{name}}}")),
        other => other,
    }
}

impl Kind {
    /// Returns the name of the type, with an article.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::String => "a string",
            Self::StringArray => "an array of strings",
        }
    }
}
