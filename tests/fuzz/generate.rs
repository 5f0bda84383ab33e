//! What loads and can be planned becomes Rust that parses, and in which nothing has the name of another.
use crate::{
    engine::{fuzz, show, some},
    models::{changed, planned},
    mutate,
    seeds::SOUND,
};
use ferrosmith_codegen::{emit, format};
use std::collections::BTreeSet;
use syn::{Fields, Item};

#[test]
fn what_is_planned_parses() {
    let mut sound = 0;
    fuzz(60, 256, |entropy| {
        let model = match entropy.below(4) {
            0 => mutate::json(&SOUND[entropy.below(SOUND.len())], entropy, 2),
            _ => changed(entropy).1,
        };
        show(|| model.to_string());
        let Some((_, plan)) = planned(&model) else { return };
        sound += 1;
        let plans = [plan];
        let files = format::format(&emit::emit(&plans)).unwrap();
        let cases = format::format(&emit::conformance(&plans)).unwrap();
        for (path, text) in files.iter().chain(&cases) {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            names(&file.items).unwrap_or_else(|name| panic!("{path}: {name} is there twice\n{text}"));
        }
    });
    some(sound, "models were planned");
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
