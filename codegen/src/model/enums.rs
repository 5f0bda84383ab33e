//! Values of enums: Smithy 2.0 § "enum" and § "intEnum", Smithy 1.0 § "enum trait".

use std::collections::BTreeSet;

use heck::ToShoutySnakeCase;
use serde::Deserialize;

use super::ast::{AstMember, AstTrait};
use super::build::read_traits;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::shape_id::{ShapeId, is_identifier};
use super::shapes::{EnumValue, IntEnumValue};
use super::specification;
use super::trait_table::{self, ENUM, ENUM_VALUE};
use super::traits::{Deprecated, TraitValues};

/// Returns the values of an enum. The value of a member without `@enumValue` is its name.
pub(super) fn values(members: Vec<AstMember<'_>>, id: &ShapeId, problems: &mut Diagnostics) -> Vec<EnumValue> {
    let mut values = Vec::with_capacity(members.len());
    for member in members {
        let on = id.with_member(&member.name);
        let traits = read_traits(&member.traits, &on, problems);
        check_target(&member, &on, problems);
        let value = match member.traits.get(ENUM_VALUE) {
            None => Some(member.name.clone()),
            Some(given) => read(given, "a string", &on, problems),
        };
        if value.as_deref() == Some("") {
            let problem = Diagnostic::new(format!("has an empty {ENUM_VALUE}")).at(&member.location).on(&on);
            problems.push(problem.see(specification::of_trait(ENUM_VALUE)));
        } else if let Some(value) = value {
            values.push(EnumValue { name: member.name, value, traits, location: member.location });
        }
    }
    values
}

/// Rejects a target other than `smithy.api#Unit`.
fn check_target(member: &AstMember<'_>, on: &ShapeId, problems: &mut Diagnostics) {
    if let Some(target) = member.target.as_ref().filter(|target| target.as_str() != "smithy.api#Unit") {
        let message = format!("targets {target}, but a member of an enum targets smithy.api#Unit");
        problems.push(Diagnostic::new(message).at(&member.location).on(on));
    }
}

/// Returns the values of an intEnum.
pub(super) fn int_values(members: Vec<AstMember<'_>>, id: &ShapeId, problems: &mut Diagnostics) -> Vec<IntEnumValue> {
    let mut values = Vec::with_capacity(members.len());
    for member in members {
        let on = id.with_member(&member.name);
        let traits = read_traits(&member.traits, &on, problems);
        check_target(&member, &on, problems);
        let Some(given) = member.traits.get(ENUM_VALUE) else {
            let problem = Diagnostic::new(format!("has no {ENUM_VALUE}, which a member of an intEnum needs"));
            problems.push(problem.at(&member.location).on(&on));
            continue;
        };
        if let Some(value) = read(given, "a whole number of 32 bits", &on, problems) {
            values.push(IntEnumValue { name: member.name, value, traits, location: member.location });
        }
    }
    values
}

fn read<T: for<'de> Deserialize<'de>>(
    given: &AstTrait<'_>,
    expected: &str,
    on: &ShapeId,
    problems: &mut Diagnostics,
) -> Option<T> {
    let value = serde_json::from_str(given.value.get());
    let message = || trait_table::invalid_value(ENUM_VALUE, expected, &given.value);
    value.map_err(|_| problems.push(Diagnostic::new(message()).at(&given.location).on(on))).ok()
}

/// Returns the values of a string with the Smithy 1.0 trait `@enum`, in its order. A name that is missing, invalid or
/// already used is derived from the value.
pub(super) fn from_trait(definition: &AstTrait<'_>, id: &ShapeId, problems: &mut Diagnostics) -> Vec<EnumValue> {
    #[derive(Deserialize)]
    struct Definition {
        value: String,
        name: Option<String>,
        documentation: Option<String>,
        #[serde(default)]
        deprecated: bool,
    }
    let Ok(definitions) = serde_json::from_str::<Vec<Definition>>(definition.value.get()) else {
        let message =
            trait_table::invalid_value(ENUM, "an array of objects with the string `value`", &definition.value);
        problems.push(Diagnostic::new(message).at(&definition.location).on(id));
        return Vec::new();
    };
    let report = |message: String, problems: &mut Diagnostics| {
        problems.push(Diagnostic::new(message).at(&definition.location).on(id).see(specification::of_trait(ENUM)));
    };
    let named = definitions.iter().filter(|entry| entry.name.is_some()).count();
    if definitions.is_empty() {
        report(format!("{ENUM} has to have at least one value"), problems);
    } else if named > 0 && named < definitions.len() {
        report(format!("{ENUM} names some of its values, and therefore has to name all of them"), problems);
    }
    if definitions.iter().any(|entry| entry.value.is_empty()) {
        report(format!("{ENUM} has an empty value"), problems);
    }
    let mut names = BTreeSet::new();
    for name in definitions.iter().filter_map(|entry| entry.name.as_deref()) {
        if !is_enum_name(name) {
            report(format!("{ENUM} has the name {name:?}, but names consist of letters, digits and `_`"), problems);
        } else if !names.insert(name) {
            report(format!("{ENUM} has the name {name:?} twice"), problems);
        }
    }
    // Explicit names are reserved first, so that no derived name takes one of them, whatever the order.
    let mut taken: BTreeSet<String> = definitions.iter().filter_map(|d| d.name.clone()).collect();
    let mut given = BTreeSet::new();
    let mut values = Vec::with_capacity(definitions.len());
    for entry in definitions {
        let name = match entry.name {
            Some(name) if is_identifier(&name) && given.insert(name.clone()) => name,
            _ => derive_name(&entry.value, &mut taken),
        };
        let traits = TraitValues {
            documentation: entry.documentation,
            deprecated: entry.deprecated.then(Deprecated::default),
            ..TraitValues::default()
        };
        values.push(EnumValue {
            name,
            value: entry.value,
            traits: traits.into(),
            location: definition.location.clone(),
        });
    }
    values
}

fn is_enum_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Derives a name from a value: `t2.nano` → `T2_NANO`. `_` is put before a leading digit, and a number is appended to a
/// name that is already taken.
fn derive_name(value: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = value.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let mut name = plain.to_shouty_snake_case();
    if name.is_empty() {
        "VALUE".clone_into(&mut name);
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, '_');
    }
    let mut unique = name.clone();
    let mut number = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{name}_{number}");
        number += 1;
    }
    unique
}
