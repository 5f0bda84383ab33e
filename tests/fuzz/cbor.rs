//! CBOR at random: what was written is read as it was, another library reads it too, and nothing panics.
use crate::{
    engine::{fuzz, show, some},
    entropy::Entropy,
    filling::{Fill, fill},
    mutate,
};
use ferrosmith::{
    Bytes, Endpoint, Operation, OperationSchema, Service as _, Slot, Structure, Timestamp,
    http::{HeaderValue, Response},
    protocol::{Call, Protocol as _, RPC_V2_CBOR},
};
use ferrosmith_aws::{backup::operation as backup, fsx::operation as fsx};
use ferrosmith_tests::{defaults, documents, lists_and_maps, recursion, simple_types, timestamps, unions};
use std::{cell::Cell, fmt::Debug};

type Check = fn(&mut Entropy<'_>) -> usize;

thread_local!(static READ: Cell<usize> = const { Cell::new(0) });

/// All operations can be called in any protocol: the tables of members are the same.
const CHECKS: &[Check] = &[
    check::<fsx::DescribeFileSystems>,
    check::<fsx::CreateBackup>,
    check::<backup::GetBackupPlan>,
    check::<defaults::operation::AddBook>,
    check::<documents::operation::StoreNotes>,
    check::<lists_and_maps::operation::ArrangeShelves>,
    check::<recursion::operation::GetTree>,
    check::<simple_types::operation::PutReading>,
    check::<timestamps::operation::RecordWeather>,
    check::<unions::operation::SearchCatalogue>,
];

#[test]
fn cbor_of_any_kind() {
    fuzz(4_000, 1_024, |entropy| {
        let count = entropy.pick(CHECKS)(entropy);
        READ.with(|read| read.set(read.get() + count));
    });
    some(READ.take(), "mutilated bodies that were read");
}

fn check<O: Operation<Output: PartialEq + Debug>>(entropy: &mut Entropy<'_>) -> usize {
    let mut output = O::Output::default();
    fill(Slot::Structure(&mut output), &mut Exact(entropy), "");
    let Some(body) = written::<O>(&output) else { return 0 };
    show(|| format!("{}: {output:?}\n{body:?}", O::SCHEMA.name));
    let view = match ciborium::from_reader::<ciborium::Value, _>(&body[..]) {
        Ok(view) => Some(view),
        // It has no numbers of more than 128 bits.
        Err(ciborium::de::Error::Semantic(_, text)) if text == "integer too large" => None,
        Err(error) => panic!("another library does not read it: {error:?}"),
    };
    let mut again = O::Output::default();
    read(&body, &mut again).expect("what was written is read");
    // NaN does not equal itself.
    assert_eq!(format!("{again:?}"), format!("{output:?}"), "{view:?}");

    let body = match entropy.below(3) {
        0 => entropy.rest().to_vec(),
        _ => mutate::bytes(&body, entropy),
    };
    show(|| format!("{body:?}"));
    let mut strict = O::Output::default();
    let result = read(&body, &mut strict);
    let mut lenient = O::Output::default();
    RPC_V2_CBOR.read_error(&response(&body), &mut lenient);
    let description = RPC_V2_CBOR.describe_error(&response(&body));
    match result {
        Ok(()) => {
            // Leniency only adds; what is valid is read the same.
            assert_eq!(format!("{lenient:?}"), format!("{strict:?}"));
            let again = written::<O>(&strict);
            show(|| format!("{again:?} {description:?}"));
            1
        }
        Err(error) => {
            assert!(error.contains(" at byte "), "{error}");
            0
        }
    }
}

/// Values that CBOR holds exactly: a double has microseconds only within some centuries.
struct Exact<'a, 'b>(&'a mut Entropy<'b>);

impl Fill for Exact<'_, '_> {
    fn wants(&mut self, depth: usize) -> bool {
        self.0.wants(depth)
    }

    fn count(&mut self, depth: usize) -> usize {
        self.0.count(depth)
    }

    fn choose(&mut self, count: usize) -> usize {
        self.0.choose(count)
    }

    fn text(&mut self, name: &str) -> String {
        Fill::text(self.0, name)
    }

    fn integer(&mut self, bits: u32) -> i64 {
        self.0.integer(bits)
    }

    fn double(&mut self) -> f64 {
        self.0.double()
    }

    fn timestamp(&mut self) -> Timestamp {
        let time = self.0.timestamp();
        Timestamp::new(time.seconds() % 8_500_000_000, time.nanoseconds() / 1000 * 1000)
    }
}

fn written<O: Operation>(output: &O::Output) -> Option<Vec<u8>> {
    const ECHO: &OperationSchema = &OperationSchema::new("Echo");
    let endpoint: Endpoint = "https://example.com".parse().unwrap();
    let (service, token) = (O::Service::SCHEMA, String::new);
    let call = Call { service, operation: ECHO, input: output, endpoint: &endpoint, token: &token };
    Some(RPC_V2_CBOR.request(&call).ok()?.into_body().to_vec())
}

fn response(body: &[u8]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    response.headers_mut().insert("smithy-protocol", HeaderValue::from_static("rpc-v2-cbor"));
    response
}

fn read(body: &[u8], output: &mut dyn Structure) -> Result<(), String> {
    RPC_V2_CBOR.read_output(&response(body), output).map_err(|error| error.to_string())
}
