//! Outputs and errors as JSON, for tests that compare them with other clients.
use ferrosmith::{Error, OperationError as _, Ref, Slot};
use serde_json::{Number, Value as Json};
use std::fmt::Display;

/// An error of a service.
pub(crate) struct Failure {
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) is_retryable: bool,
    pub(crate) is_throttle: bool,
    /// The codes that the operation declares.
    pub(crate) declared: &'static [&'static str],
    /// The code and the members of an error that the operation declares, and the names of the members.
    pub(crate) payload: Option<(String, Json, Vec<&'static str>)>,
}

pub(crate) fn text(error: impl Display) -> String {
    error.to_string()
}

pub(crate) fn failure<O: ferrosmith::Operation>(error: &Error<O::Error>) -> Result<Failure, String> {
    let payload = error.service().and_then(|error| Some((error.code()?.to_owned(), error.payload().ok()?)));
    let json = |structure| ferrosmith::serde::serialize(Ref::Structure(structure), serde_json::value::Serializer);
    Ok(Failure {
        status: error.status(),
        code: error.code().map(ToOwned::to_owned),
        message: error.message().map(ToOwned::to_owned),
        request_id: error.request_id().map(ToOwned::to_owned),
        is_retryable: error.is_retryable(),
        is_throttle: error.is_throttle(),
        declared: O::Error::CODES,
        payload: match payload {
            Some((code, structure)) => {
                let names = structure.schema().members.iter().map(|member| member.name).collect();
                Some((code, json(structure).map_err(text)?, names))
            }
            None => None,
        },
    })
}

/// Client error correction, based on a shape that contains only its defaults.
pub(crate) fn correct(json: &mut Json, blank: Slot<'_>) {
    match (json, blank) {
        (Json::Object(members), Slot::Structure(blank)) => {
            for (index, member) in blank.schema().members.iter().enumerate() {
                match (members.get_mut(member.name), blank.get(index)) {
                    (Some(value), _) => correct(value, blank.slot(index)),
                    (None, Ref::Null) => {}
                    (None, default) => {
                        let default = ferrosmith::serde::serialize(default, serde_json::value::Serializer).unwrap();
                        members.insert(member.name.to_owned(), default);
                    }
                }
            }
        }
        (Json::Array(elements), Slot::List(blank)) => {
            elements.iter_mut().for_each(|element| correct(element, blank.push()));
        }
        (Json::Object(entries), Slot::Map(blank)) => {
            entries.iter_mut().for_each(|(key, value)| correct(value, blank.insert(key.clone())));
        }
        (Json::Object(members), Slot::Union(blank)) => {
            let known = blank.schema().members;
            for (name, value) in members {
                if let Some(index) = known.iter().position(|member| member.name == name) {
                    correct(value, blank.slot(index));
                }
            }
        }
        _ => {}
    }
}

/// Whether every union in the JSON of a shape has one member. `blank` is a shape that contains only its defaults.
#[allow(dead_code, reason = "each suite that shares this file uses a part of it")]
pub(crate) fn has_sound_unions(json: &Json, blank: Slot<'_>) -> bool {
    match (json, blank) {
        (Json::Object(members), Slot::Structure(blank)) => members.iter().all(|(name, value)| {
            let index = blank.schema().members.iter().position(|member| member.name == name);
            index.is_none_or(|index| has_sound_unions(value, blank.slot(index)))
        }),
        (Json::Array(elements), Slot::List(blank)) => {
            elements.iter().all(|element| has_sound_unions(element, blank.push()))
        }
        (Json::Object(entries), Slot::Map(blank)) => {
            entries.iter().all(|(key, value)| has_sound_unions(value, blank.insert(key.clone())))
        }
        (Json::Object(members), Slot::Union(blank)) => {
            let known = blank.schema().members;
            members.len() == 1
                && members.iter().all(|(name, value)| {
                    let index = known.iter().position(|member| member.name == name);
                    index.is_none_or(|index| has_sound_unions(value, blank.slot(index)))
                })
        }
        _ => true,
    }
}

/// Expects equal JSON.
pub(crate) fn equal(what: &str, found: &Json, expected: &Json) -> Result<(), String> {
    if same(found, expected) { Ok(()) } else { Err(format!("{what}:\n  found    {found}\n  expected {expected}")) }
}

fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(a), Json::Number(b)) => same_number(a, b),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => one == other,
    }
}

/// Compares the values of numbers, not their text. Integers are compared exactly, because a double cannot represent all
/// of them above 2⁵³.
fn same_number(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.as_f64() == other.as_f64(),
        // 3.0 equals 3, in the range where a double represents every integer.
        _ => one.as_f64() == other.as_f64() && one.as_f64().is_some_and(|number| number.abs() <= 2_f64.powi(53)),
    }
}
