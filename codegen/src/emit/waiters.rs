//! Waiters: one constant each.
use super::{
    rows::{deprecated, docs, ident},
    service_path,
};
use crate::plan::{Acceptor, ExpectedValue, JmesPath, Matcher, Plan, State, Waiter};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Returns the module of waiters, such as `fsx/waiter.rs`.
pub(super) fn module(plan: &Plan) -> TokenStream {
    let doc = format!(" What the operations of [`{0}`](super::{0}) can be waited for.", plan.service.ident);
    let service_path = service_path(plan, 1);
    let waiters = plan.waiters.iter().map(waiter);
    quote! {
        #![doc = #doc]
        use #service_path::operation;
        use ferrosmith::{Waiter, waiter::acceptors::*};
        #(#waiters)*
    }
}

fn waiter(waiter: &Waiter) -> TokenStream {
    let docs = docs(&waiter.docs);
    let deprecated = deprecated(waiter.deprecated.as_ref());
    let (constant, input, name) = (ident(&waiter.ident), ident(&waiter.input), &waiter.name);
    let [min, max] = waiter.delays.map(Literal::u32_unsuffixed);
    let acceptors = waiter.acceptors.iter().map(acceptor);
    quote! {
        #docs
        #deprecated
        pub const #constant: Waiter<operation::#input> = Waiter::new(#name, #min, #max, &[#(#acceptors),*]);
    }
}

fn acceptor(acceptor: &Acceptor) -> TokenStream {
    let state = ident(match acceptor.state {
        State::Success => "success",
        State::Failure => "failure",
        State::Retry => "retry",
    });
    let matcher = match &acceptor.matcher {
        Matcher::Output(path, expected) => path_matcher(path, expected),
        Matcher::InputOutput(path, expected) => {
            let path_matcher = path_matcher(path, expected);
            quote!(#path_matcher.with_input())
        }
        Matcher::Success(true) => quote!(output()),
        Matcher::Success(false) => quote!(errors()),
        Matcher::Error(name) => quote!(error(#name)),
    };
    let message = acceptor.message.as_ref().map(|path| {
        let path = expression(path);
        quote!(.message(#path))
    });
    quote!(#state(#matcher) #message)
}

fn path_matcher(path: &JmesPath, expected: &ExpectedValue) -> TokenStream {
    let path = expression(path);
    match expected {
        ExpectedValue::Equal(text) => quote!(equal(#path, #text)),
        ExpectedValue::All(text) => quote!(all(#path, #text)),
        ExpectedValue::Any(text) => quote!(any(#path, #text)),
        ExpectedValue::True => quote!(holds(#path)),
        ExpectedValue::False => quote!(fails(#path)),
    }
}

fn expression(JmesPath { text, is_simple }: &JmesPath) -> TokenStream {
    if *is_simple { quote!(#text) } else { quote!(expression(#text)) }
}
