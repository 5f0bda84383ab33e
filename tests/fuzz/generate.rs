//! What loads and can be planned becomes Rust that parses, and in which nothing has the name of another.
use crate::{
    engine::{fuzz, show},
    mutate,
    seeds::{SOUND, source},
};
use ferrosmith_codegen::{
    emit, format,
    model::{self, Model},
    plan::{Plan, Selection, plan},
};
use std::collections::BTreeSet;
use syn::{Fields, Item};

#[test]
fn what_is_planned_parses() {
    let mut planned = 0;
    fuzz(60, 256, |entropy| {
        let text = mutate::json(&SOUND[entropy.below(SOUND.len())], entropy, 3).to_string();
        show(|| text.clone());
        let Some(plan) = loaded(text).and_then(|model| planned_of(&model)) else { return };
        planned += 1;
        let plans = [plan];
        let files = format::format(|write| emit::emit(&plans, write)).unwrap();
        let cases = format::format(|write| emit::conformance(&plans, write)).unwrap();
        for (path, text) in files.iter().chain(&cases) {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            names(&file.items).unwrap_or_else(|name| panic!("{path}: {name} is there twice\n{text}"));
        }
    });
    println!("{planned} models were planned");
}

fn loaded(text: String) -> Option<Model> {
    model::load(&[source(text)]).ok()
}

fn planned_of(model: &Model) -> Option<Plan> {
    plan(model, &Selection { module: "module".to_owned(), ..Selection::default() }).ok()
}

/// The name that two things have, where the compiler would say so. Types and values have rooms of their own.
fn names(items: &[Item]) -> Result<(), String> {
    let mut types = BTreeSet::new();
    let mut values = BTreeSet::new();
    let add = |seen: &mut BTreeSet<String>, name: &syn::Ident| match seen.insert(name.to_string()) {
        true => Ok(()),
        false => Err(name.to_string()),
    };
    for item in items {
        match item {
            Item::Struct(item) => {
                add(&mut types, &item.ident)?;
                fields(&item.fields)?;
            }
            Item::Enum(item) => {
                add(&mut types, &item.ident)?;
                let mut variants = BTreeSet::new();
                item.variants.iter().try_for_each(|variant| add(&mut variants, &variant.ident))?;
            }
            Item::Mod(item) => {
                add(&mut types, &item.ident)?;
                names(item.content.as_ref().map_or(&[], |(_, items)| items))?;
            }
            Item::Type(item) => add(&mut types, &item.ident)?,
            Item::Const(item) if item.ident != "_" => add(&mut values, &item.ident)?,
            Item::Static(item) => add(&mut values, &item.ident)?,
            Item::Fn(item) => add(&mut values, &item.sig.ident)?,
            _ => {}
        }
    }
    Ok(())
}

fn fields(fields: &Fields) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    let names = fields.iter().filter_map(|field| field.ident.as_ref());
    names.map(ToString::to_string).try_for_each(|name| if seen.insert(name.clone()) { Ok(()) } else { Err(name) })
}
