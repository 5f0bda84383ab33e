//! Types of members, their imports and their defaults.
use super::{rows::ident, service_path};
use crate::plan::{Default, Plan, Type, Value};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// Returns a member's type. It requires the imports of [`Imports::value`].
pub(super) fn value(value: &Value) -> TokenStream {
    match value {
        Value::Optional(inner) => generic(quote!(Option), inner),
        Value::Boxed(inner) => generic(quote!(Box), inner),
        Value::List(inner) => generic(quote!(Vec), inner),
        Value::Map(inner) => {
            let inner = self::value(inner);
            quote!(BTreeMap<String, #inner>)
        }
        Value::Plain(plain) => plain_type(plain),
    }
}

fn generic(outer: TokenStream, inner: &Value) -> TokenStream {
    let inner = value(inner);
    quote!(#outer<#inner>)
}

fn plain_type(plain: &Type) -> TokenStream {
    match plain {
        Type::Boolean => quote!(bool),
        Type::Byte => quote!(i8),
        Type::Short => quote!(i16),
        Type::Integer => quote!(i32),
        Type::Long => quote!(i64),
        Type::Float => quote!(f32),
        Type::Double => quote!(f64),
        Type::String => quote!(String),
        Type::Blob => quote!(Blob),
        Type::Timestamp => quote!(Timestamp),
        Type::Document => quote!(Document),
        Type::BigInteger => quote!(BigInteger),
        Type::BigDecimal => quote!(BigDecimal),
        Type::Shared(name) => {
            let name = ident(name);
            quote!(types::#name)
        }
        Type::Error(name) => {
            let name = ident(name);
            quote!(error::#name)
        }
    }
}

/// The `use` lines of a file.
#[derive(Default)]
pub(super) struct Imports {
    runtime: BTreeSet<&'static str>,
    service: BTreeSet<String>,
    has_maps: bool,
}

impl Imports {
    /// Imports these names of the runtime.
    pub(super) fn new(runtime: impl IntoIterator<Item = &'static str>) -> Self {
        Self { runtime: runtime.into_iter().collect(), ..Self::default() }
    }

    /// Imports a further name of the runtime.
    pub(super) fn runtime(&mut self, name: &'static str) {
        self.runtime.insert(name);
    }

    /// Removes the import of a name of the service's module. Returns whether it was imported.
    pub(super) fn remove_service(&mut self, name: &str) -> bool {
        self.service.remove(name)
    }

    /// Imports a name of the service's module.
    pub(super) fn service(&mut self, name: &str) {
        self.service.insert(name.to_owned());
    }

    /// Imports everything that a member's type requires.
    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Optional(inner) | Value::Boxed(inner) | Value::List(inner) => self.value(inner),
            Value::Map(inner) => {
                self.has_maps = true;
                self.value(inner);
            }
            Value::Plain(Type::Shared(_)) => self.service("types"),
            Value::Plain(Type::Error(_)) => self.service("error"),
            Value::Plain(Type::Blob) => _ = self.runtime.insert("Blob"),
            Value::Plain(Type::Timestamp) => _ = self.runtime.insert("Timestamp"),
            Value::Plain(Type::Document) => _ = self.runtime.insert("Document"),
            Value::Plain(Type::BigInteger) => _ = self.runtime.insert("BigInteger"),
            Value::Plain(Type::BigDecimal) => _ = self.runtime.insert("BigDecimal"),
            Value::Plain(
                Type::Boolean
                | Type::Byte
                | Type::Short
                | Type::Integer
                | Type::Long
                | Type::Float
                | Type::Double
                | Type::String,
            ) => {}
        }
    }

    /// Returns the `use` items in the order of rustfmt, for a module `levels` below that of the service.
    pub(super) fn tokens(&self, plan: &Plan, levels: usize) -> TokenStream {
        let service = use_item(service_path(plan, levels), self.service.iter().map(String::as_str));
        let runtime = use_item(quote!(ferrosmith), self.runtime.iter().copied());
        let maps = self.has_maps.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        quote!(#service #runtime #maps)
    }
}

/// Returns `use path::{one, two};`.
fn use_item<'a>(path: TokenStream, names: impl Iterator<Item = &'a str>) -> Option<TokenStream> {
    // rustfmt sorts types before modules.
    let (mut names, modules): (Vec<_>, Vec<_>) = names.partition(|name| name.starts_with(|c: char| c.is_uppercase()));
    names.extend(modules);
    let names: Vec<_> = names.into_iter().map(ident).collect();
    match names.as_slice() {
        [] => None,
        [name] => Some(quote!(use #path::#name;)),
        names => Some(quote!(use #path::{#(#names),*};)),
    }
}

/// Returns the argument of `default(…)`.
pub(super) fn default(default: &Default, value: &Value) -> TokenStream {
    match default {
        Default::True => quote!(true),
        Default::Number(number) => number_literal(number, value),
        Default::BigInteger(text) => quote!(ferrosmith::literal::big_integer(#text)),
        Default::BigDecimal(text) => quote!(ferrosmith::literal::big_decimal(#text)),
        Default::Text(text) => quote!(#text),
        Default::Base64(text) => quote!(ferrosmith::literal::blob(#text)),
        Default::Timestamp(text) => quote!(ferrosmith::literal::timestamp(#text)),
        Default::Document(text) => quote!(ferrosmith::literal::document(#text)),
    }
}

fn number_literal(number: &serde_json::Number, value: &Value) -> TokenStream {
    let whole = number.as_i64().unwrap_or_default();
    let fraction = number.as_f64().unwrap_or_default();
    let literal = match value {
        Value::Plain(Type::Double) => Literal::f64_suffixed(fraction),
        #[expect(clippy::cast_possible_truncation, reason = "the nearest f32 is the intended value")]
        Value::Plain(Type::Float) => Literal::f32_suffixed(fraction as f32),
        Value::Plain(Type::Long) => Literal::i64_suffixed(whole),
        Value::Plain(Type::Byte) => Literal::i8_suffixed(i8::try_from(whole).unwrap_or_default()),
        Value::Plain(Type::Short) => Literal::i16_suffixed(i16::try_from(whole).unwrap_or_default()),
        _ => Literal::i32_suffixed(i32::try_from(whole).unwrap_or_default()),
    };
    quote!(#literal)
}
