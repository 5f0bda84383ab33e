//! The endpoint rules of a service, as constant data.
use super::rows::{docs, ident};
use crate::plan::{
    Bdd, Constant, Context, ContextSource, Expression, FIRST_RESULT, JmesPath, Outcome, Parameter, Plan, Rule,
    RuleForm, RuleSet,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Returns `endpoint.rs`.
pub(super) fn file(plan: &Plan, rules: &RuleSet) -> TokenStream {
    let doc = format!(" Where requests of [`{0}`](super::{0}) go.", plan.service.ident);
    let docs = docs(&rules.docs);
    let uses_constants = rules.parameters.iter().any(|parameter| parameter.default.is_some());
    let constants = uses_constants.then(|| quote!(Constant,));
    let parameters = rules.parameters.iter().map(parameter);
    let rules = match &rules.form {
        RuleForm::Tree(rules) => {
            let rules = rules.iter().map(rule);
            quote!(RuleSet::new(&[#(#parameters),*], &[#(#rules),*]))
        }
        RuleForm::Bdd(diagram) => {
            let diagram = bdd(diagram);
            quote!(RuleSet::bdd(&[#(#parameters),*], #diagram))
        }
    };
    quote! {
        #![doc = #doc]
        use ferrosmith::endpoint::{#constants rules::*};

        #docs
        pub(super) const RULES: &RuleSet = &#rules;
    }
}

/// Returns the parameters that an operation sets for the rules, as a part of its schema.
pub(super) fn contexts(contexts: &[Context]) -> Option<TokenStream> {
    let contexts_ = contexts.iter().map(context);
    (!contexts.is_empty()).then(|| quote!(.context(&[#(#contexts_),*])))
}

fn context(context: &Context) -> TokenStream {
    let name = &context.parameter;
    match &context.source {
        ContextSource::Fixed(value) => {
            let value = constant(value);
            quote!(endpoint::Context::fixed(#name, endpoint::#value))
        }
        ContextSource::Member(member) => quote!(endpoint::Context::member(#name, #member)),
        ContextSource::Path(JmesPath { text, is_simple: true }) => quote!(endpoint::Context::path(#name, #text)),
        ContextSource::Path(JmesPath { text, is_simple: false }) => quote!(endpoint::Context::expression(#name, #text)),
    }
}

fn constant(constant: &Constant) -> TokenStream {
    match constant {
        Constant::Boolean(value) => quote!(Constant::Boolean(#value)),
        Constant::Text(value) => quote!(Constant::Text(#value)),
        Constant::Texts(values) => quote!(Constant::Texts(&[#(#values),*])),
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let built_in = parameter.built_in.as_ref().map(|name| quote!(.built_in(#name)));
    let required = parameter.is_required.then(|| quote!(.required()));
    let default = parameter.default.as_ref().map(|value| {
        let value = constant(value);
        quote!(.default(#value))
    });
    quote!(Parameter::new(#name) #built_in #required #default)
}

fn bdd(bdd: &Bdd) -> TokenStream {
    let conditions = bdd.conditions.iter().map(expression);
    let results = bdd.results.iter().map(rule);
    let root = reference(bdd.root);
    let nodes = bdd.nodes.iter().map(|&[condition, high, low]| {
        let (condition, high, low) = (Literal::i32_unsuffixed(condition), reference(high), reference(low));
        quote!([#condition, #high, #low])
    });
    quote! {
        Bdd { conditions: &[#(#conditions),*], results: &[#(#results),*], root: #root, nodes: &[#(#nodes),*] }
    }
}

/// Returns a reference of a diagram: `R + 3` is the third result.
fn reference(reference: i32) -> TokenStream {
    match reference.checked_sub(FIRST_RESULT) {
        Some(result @ 0..) => {
            let result = Literal::i32_unsuffixed(result);
            quote!(R + #result)
        }
        _ => {
            let reference = Literal::i32_unsuffixed(reference);
            quote!(#reference)
        }
    }
}

fn rule(rule: &Rule) -> TokenStream {
    let conditions = rule.conditions.iter().map(expression);
    let conditions = quote!(&[#(#conditions),*]);
    match &rule.outcome {
        Outcome::Rules(rules) => {
            let rules = rules.iter().map(self::rule);
            quote!(tree(#conditions, &[#(#rules),*]))
        }
        Outcome::Error(Expression::Text(message)) => quote!(error(#conditions, #message)),
        Outcome::Error(message) => {
            let message = expression(message);
            quote!(error_with(#conditions, #message))
        }
        Outcome::Endpoint { url: Expression::Text(url), properties, headers }
            if properties.is_empty() && headers.is_empty() =>
        {
            quote!(endpoint(#conditions, #url))
        }
        Outcome::Endpoint { url, properties, headers } => {
            let url = expression(url);
            let properties = properties.iter().map(member);
            let headers = headers.iter().map(|(name, values)| {
                let values = values.iter().map(expression);
                quote!((#name, &[#(#values),*]))
            });
            quote!(endpoint_with(#conditions, #url, &[#(#properties),*], &[#(#headers),*]))
        }
    }
}

fn member((name, value): &(String, Expression)) -> TokenStream {
    let value = expression(value);
    quote!((#name, #value))
}

fn expression(value: &Expression) -> TokenStream {
    match value {
        Expression::Boolean(true) => quote!(TRUE),
        Expression::Boolean(false) => quote!(FALSE),
        Expression::Number(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(number(#number))
        }
        Expression::Text(template) => quote!(text(#template)),
        Expression::Variable(name) => quote!(var(#name)),
        Expression::List(elements) => {
            let elements = elements.iter().map(expression);
            quote!(list(&[#(#elements),*]))
        }
        Expression::Object(members) => {
            let members = members.iter().map(member);
            quote!(object(&[#(#members),*]))
        }
        Expression::Attribute(value, path) => {
            let value = expression(value);
            quote!(attr(&#value, #path))
        }
        Expression::Call(function, arguments) => {
            let (function, arguments) = (ident(function.ident()), arguments.iter().map(expression));
            quote!(#function(&[#(#arguments),*]))
        }
        Expression::Assign(name, value) => {
            let value = expression(value);
            quote!(assign(#name, &#value))
        }
    }
}
