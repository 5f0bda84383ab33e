//! An operation behind untyped functions, so that its code is small.
use crate::untyped::{Failure, correct, failure, has_sound_unions, text};
use ferrosmith::{
    Bytes, Endpoint, OperationError as _, Ref, Slot, Unhandled,
    http::{Request, Response},
    serde::{deserialize, serialize},
};
use serde_json::Value as Json;

/// The value of idempotency tokens.
pub(crate) const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// An operation of a service.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// Creates the request of an input in the normal form of the cases, which is that of `ferrosmith::serde`.
    pub(crate) request: fn(&Json) -> Result<Request<Bytes>, String>,
    /// Whether every union in an input, an output, or an error of this name has one member.
    pub(crate) input_unions: fn(&Json) -> bool,
    pub(crate) output_unions: fn(&Json) -> bool,
    pub(crate) error_unions: fn(&str, &Json) -> bool,
    /// Parses a response to that form.
    pub(crate) output: fn(Response<Vec<u8>>) -> Result<Json, String>,
    /// Adds missing members that are required or have a default to an output.
    pub(crate) correct: fn(&mut Json),
    /// Parses a response to an error.
    pub(crate) failure: fn(Response<Vec<u8>>) -> Result<Failure, String>,
}

impl Operation {
    pub(crate) fn of<O: ferrosmith::Operation + Default>() -> Self {
        Self {
            name: O::SCHEMA.name,
            request: |json| {
                let mut input = O::default();
                deserialize(Slot::Structure(&mut input), json).map_err(text)?;
                input.to_request_with(&endpoint(), &|| TOKEN.to_owned()).map_err(text)
            },
            input_unions: |json| has_sound_unions(json, Slot::Structure(&mut O::default())),
            output_unions: |json| has_sound_unions(json, Slot::Structure(&mut O::Output::default())),
            error_unions: |name, json| {
                let mut error = O::Error::from_code(Some(name), Unhandled::default());
                error.payload_mut().is_none_or(|payload| has_sound_unions(json, Slot::Structure(payload)))
            },
            output: |response| match O::from_response(response) {
                Ok(output) => serialize(Ref::Structure(&output), serde_json::value::Serializer).map_err(text),
                Err(error) => Err(error.report().to_string()),
            },
            correct: |json| correct(json, Slot::Structure(&mut O::Output::default())),
            failure: |response| match O::from_response(response) {
                Err(error) if error.service().is_some() => failure::<O>(&error),
                Err(error) => Err(format!("not an error of the service: {}", error.report())),
                Ok(_) => Err("a success".to_owned()),
            },
        }
    }
}

/// The endpoint of all requests.
pub(crate) fn endpoint() -> Endpoint {
    "https://service.us-east-1.amazonaws.com".parse().expect("an endpoint")
}
