//! Every operation and every shape behind untyped functions. `build/every.rs` generates the two tables.
use crate::{
    filling::{Fill, Full, Random, fill},
    untyped::{Failure, correct, failure, text},
};
use ferrosmith::{
    Bytes, Endpoint, OperationSchema, Service as _, Slot, Value,
    http::{Request, Response},
    protocol::Call,
    serde::{Deserialize, Serialize},
};
use serde_json::Value as Json;
use std::fmt::Debug;

include!(concat!(env!("OUT_DIR"), "/every.rs"));

/// The value of idempotency tokens.
pub(crate) const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// An operation of a service.
pub(crate) struct Operation {
    /// The module of its service.
    pub(crate) module: &'static str,
    /// Its schema.
    pub(crate) schema: &'static OperationSchema,
    /// Creates the request of an input in JSON.
    pub(crate) request: fn(&Json) -> Result<Request<Bytes>, String>,
    /// Creates the request of an input with all members.
    pub(crate) full_request: fn() -> Result<Request<Bytes>, String>,
    /// Parses a response to JSON.
    pub(crate) output: fn(Response<Vec<u8>>) -> Result<Json, String>,
    /// Adds missing members that are required or have a default to an output in JSON.
    pub(crate) correct: fn(&mut Json),
    /// Parses a response to an error.
    pub(crate) failure: fn(Response<Vec<u8>>) -> Result<Failure, String>,
    /// Fills an output with random values, serializes it as the body of a response, and parses that.
    pub(crate) through_the_wire: fn(u64) -> Result<(), String>,
}

impl Operation {
    fn of<O>(module: &'static str) -> Self
    where
        O: ferrosmith::Operation + Default + for<'de> Deserialize<'de>,
        O::Output: Serialize + PartialEq,
    {
        Self {
            module,
            schema: O::SCHEMA,
            request: |json| sent(&O::deserialize(json).map_err(text)?),
            full_request: || {
                let mut input = O::default();
                fill(Slot::Structure(&mut input), &mut Full, "");
                sent(&input)
            },
            output: |response| match O::from_response(response) {
                Ok(output) => serde_json::to_value(&output).map_err(text),
                Err(error) => Err(error.report().to_string()),
            },
            correct: |json| correct(json, Slot::Structure(&mut O::Output::default())),
            failure: |response| match O::from_response(response) {
                Err(error) if error.service().is_some() => failure::<O>(&error),
                Err(error) => Err(format!("not an error of the service: {error}")),
                Ok(_) => Err("a success".to_owned()),
            },
            through_the_wire: through_the_wire::<O>,
        }
    }
}

/// The endpoint of all requests.
pub(crate) fn endpoint() -> Endpoint {
    "https://service.us-east-1.amazonaws.com".parse().unwrap()
}

fn sent(operation: &impl ferrosmith::Operation) -> Result<Request<Bytes>, String> {
    operation.to_request_with(&endpoint(), &|| TOKEN.to_owned()).map_err(text)
}

/// The protocol serializes inputs only, so the output is passed as the input of an operation without HTTP bindings.
fn through_the_wire<O: ferrosmith::Operation<Output: PartialEq>>(seed: u64) -> Result<(), String> {
    const ECHO: &OperationSchema = &OperationSchema::new("Echo");
    let mut output = O::Output::default();
    fill(Slot::Structure(&mut output), &mut Random::new(seed), "");
    let service = O::Service::SCHEMA;
    let (endpoint, token) = (endpoint(), || TOKEN.to_owned());
    let call = Call { service, operation: ECHO, input: &output, endpoint: &endpoint, token: &token };
    let body = service.protocols.first().request(&call).map_err(text)?.into_body();
    let read = O::from_response(Response::new(body.clone())).map_err(text)?;
    if read == output { Ok(()) } else { Err(format!("{body:?}\nwas read as\n{read:?}")) }
}

/// A shape of a service or a fixture.
pub(crate) struct Shape {
    /// Its path, without the crate.
    pub(crate) path: &'static str,
    /// Fills it with random values, and checks the round trip in JSON and MessagePack.
    pub(crate) through_serde: fn(u64) -> Result<(), String>,
}

impl Shape {
    fn of<T>(path: &'static str) -> Self
    where
        T: Value + Serialize + for<'de> Deserialize<'de> + PartialEq + Debug,
    {
        Self { path, through_serde: |seed| through_serde::<T>(&mut Random::new(seed)) }
    }
}

fn through_serde<T>(source: &mut dyn Fill) -> Result<(), String>
where
    T: Value + Serialize + for<'de> Deserialize<'de> + PartialEq + Debug,
{
    let mut value = T::default();
    fill(value.slot(), source, "");
    let json = serde_json::to_string(&value).map_err(text)?;
    let tree = serde_json::to_value(&value).map_err(text)?;
    let bytes = rmp_serde::to_vec(&value).map_err(text)?;
    let read = [
        ("from_str", serde_json::from_str(&json).map_err(text)?),
        ("from_value", T::deserialize(tree).map_err(text)?),
        ("MessagePack", rmp_serde::from_slice(&bytes).map_err(text)?),
    ];
    let differs = read.iter().find(|(_, read): &&(_, T)| *read != value);
    differs.map_or(Ok(()), |(way, read)| Err(format!("{way}: {json}\nwas read as\n{read:?}")))
}
