//! The cases that are not expected to pass, and why.

/// An id of a case, and why it fails.
///
/// Those here ask for what Smithy's protocols do not say, but its "AWS customizations" do, service by service; the
/// generator knows no service by name.
pub(crate) const SKIPS: &[(&str, &str)] = &[
    ("MachinelearningPredictEndpoint", "Machine Learning customizations: a member of one operation replaces the host"),
    ("S3EscapeObjectKeyInUriLabel", ADDRESSING),
    ("S3EscapePathObjectKeyInUriLabel", ADDRESSING),
    ("S3PreservesLeadingDotSegmentInUriLabel", ADDRESSING),
    ("S3PreservesEmbeddedDotSegmentInUriLabel", ADDRESSING),
    ("S3DefaultAddressing", ADDRESSING),
    ("S3VirtualHostAddressing", ADDRESSING),
    ("S3VirtualHostDualstackAddressing", ADDRESSING),
    ("S3VirtualHostAccelerateAddressing", ADDRESSING),
    ("S3VirtualHostDualstackAccelerateAddressing", ADDRESSING),
    ("S3OperationAddressingPreferred", ADDRESSING),
];

/// The endpoint rules of S3 decide where the bucket stands, and the model of the suite lacks them. The same inputs are
/// tried with its own model in `services/addressing.rs`.
const ADDRESSING: &str = "Amazon S3 customizations: the bucket in the host, which endpoint rules do";

/// Why a case is skipped, if it is.
pub(crate) fn reason(id: &str) -> Option<&'static str> {
    SKIPS.iter().find(|(skipped, _)| *skipped == id).map(|(_, reason)| *reason)
}

/// Without the official cases nobody can tell whether their skips name one.
#[cfg(corpus)]
#[test]
fn every_skip_names_a_case() {
    let is_case = |id: &str| crate::SUITES.iter().any(|suite| suite.cases.iter().any(|(case, _)| *case == id));
    let stale: Vec<_> = SKIPS.iter().filter(|(id, _)| !is_case(id)).collect();
    assert!(stale.is_empty(), "these skips name no case: {stale:?}");
}
