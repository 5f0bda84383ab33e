//! Waiters: a constant each.
use super::rows::{deprecated, docs, ident};
use crate::plan::{Acceptor, Comparator, Matcher, Plan, State, Waiter};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// `fsx/waiter.rs`
pub(super) fn module(plan: &Plan) -> TokenStream {
    let doc = format!(" What the operations of [`{0}`](super::{0}) can be waited for.", plan.service.ident);
    let module = ident(&plan.module);
    let matchers = plan.waiters.iter().flat_map(|waiter| &waiter.acceptors).map(|acceptor| &acceptor.matcher);
    let comparators: BTreeSet<&str> = matchers.filter_map(compared).collect();
    let comparators = comparators.into_iter().map(ident);
    let comparators: Vec<_> = comparators.collect();
    let comparators = (!comparators.is_empty()).then(|| quote!(use ferrosmith::Comparator::{#(#comparators),*};));
    let waiters = plan.waiters.iter().map(waiter);
    quote! {
        #![doc = #doc]
        use crate::#module::operation;
        #comparators
        use ferrosmith::{Acceptor, Matcher, Waiter};
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
        Matcher::Output(path, expected, comparator) => {
            let comparator = ident(variant(*comparator));
            quote!(output(#path, #expected, #comparator))
        }
        Matcher::InputOutput(path, expected, comparator) => {
            let comparator = ident(variant(*comparator));
            quote!(input_output(#path, #expected, #comparator))
        }
        Matcher::Success(is_success) => quote!(any(#is_success)),
        Matcher::Error(name) => quote!(error(#name)),
    };
    let message = acceptor.message.as_ref().map(|path| quote!(.message(#path)));
    quote!(Acceptor::#state(Matcher::#matcher) #message)
}

/// The comparator of a matcher that has one.
fn compared(matcher: &Matcher) -> Option<&'static str> {
    match matcher {
        Matcher::Output(_, _, comparator) | Matcher::InputOutput(_, _, comparator) => Some(variant(*comparator)),
        Matcher::Success(_) | Matcher::Error(_) => None,
    }
}

fn variant(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::StringEquals => "StringEquals",
        Comparator::BooleanEquals => "BooleanEquals",
        Comparator::AllStringEquals => "AllStringEquals",
        Comparator::AnyStringEquals => "AnyStringEquals",
    }
}
