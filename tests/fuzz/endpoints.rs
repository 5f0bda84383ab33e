//! Endpoints, of text and of rules, with parameters at random: none leads to a host that nobody meant.
use crate::{
    engine::{fuzz, show, some},
    entropy::Entropy,
    filling::fill,
    mutate,
};
use ferrosmith::{
    Endpoint, Operation, Service as _, Slot,
    endpoint::{EndpointParameters, ParameterValue, ResolvedEndpoint, resolve},
};
use ferrosmith_aws::{backup::operation::ListBackupJobs, fsx::operation::DescribeFileSystems};
use ferrosmith_tests::endpoint_rules::operation::{GetBook, ListShelves, MoveBooks};

fn parameters(entropy: &mut Entropy<'_>) -> EndpointParameters {
    const REGIONS: &[&str] =
        &["eu-central-1", "us-gov-west-1", "cn-north-1", "aws-global", "us-iso-east-1", "nowhere-1", "a"];
    const ENDPOINTS: &[&str] = &[
        "https://example.com",
        "http://127.0.0.1:8000/a/b?c=d",
        "http://[::1]/",
        "https://a.b",
        "ftp://a",
        "http://1.2.3.4",
    ];
    const NAMES: &[&str] =
        &["AWS::Auth::AccountId", "UseAttic", "Town", "Shelf", "Titles", "Kinds", "Region", "Nothing"];
    let some = |known: &[&str], entropy: &mut Entropy<'_>| match entropy.below(4) {
        0 => None,
        1 => Some(entropy.text()),
        2 => Some(String::from_utf8_lossy(&mutate::bytes(entropy.pick(known).as_bytes(), entropy)).into_owned()),
        _ => Some(entropy.pick(known).to_string()),
    };
    let region = some(REGIONS, entropy);
    let endpoint = some(ENDPOINTS, entropy).filter(|_| entropy.flag());
    let mut parameters = EndpointParameters { region, endpoint, ..EndpointParameters::default() };
    (parameters.use_fips, parameters.use_dual_stack) = (entropy.flag(), entropy.flag());
    for _ in 0..entropy.below(4) {
        let value: ParameterValue = match entropy.below(4) {
            0 => entropy.flag().into(),
            1 => vec![entropy.text(), entropy.text()].into(),
            2 => "arn:aws:library:eu-central-1:123456789012:shelf/a:b".into(),
            _ => entropy.text().into(),
        };
        parameters.other.insert(entropy.pick(NAMES).to_owned(), value);
    }
    parameters
}

fn resolved<O: Operation + Default>(
    parameters: &EndpointParameters,
    entropy: &mut Entropy<'_>,
) -> Option<ResolvedEndpoint> {
    let mut input = O::default();
    fill(Slot::Structure(&mut input), entropy, "");
    match resolve(O::Service::SCHEMA, O::SCHEMA, &input, parameters) {
        Ok(resolved) => Some(resolved),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

#[test]
fn a_region_leads_to_hosts_of_aws() {
    let mut found = 0;
    fuzz(3_000, 512, |entropy| {
        let mut parameters = parameters(entropy);
        parameters.endpoint = None;
        show(|| format!("{parameters:?}"));
        let both =
            [resolved::<DescribeFileSystems>(&parameters, entropy), resolved::<ListBackupJobs>(&parameters, entropy)];
        for ResolvedEndpoint { endpoint, .. } in both.into_iter().flatten() {
            found += 1;
            let named = parameters.other.get("Region").and_then(|region| match region {
                ParameterValue::String(region) => Some(region.as_str()),
                _ => None,
            });
            let (uri, region) = (endpoint.as_uri(), named.or(parameters.region.as_deref()).unwrap());
            let labels: Vec<&str> = uri.host().unwrap().split('.').collect();
            assert!(matches!(labels[0], "fsx" | "fsx-fips" | "backup" | "backup-fips"), "{uri}");
            assert!(labels.contains(&region) || region.contains("global"), "{uri}");
            const SUFFIXES: &[&str] = &["amazonaws", "api", "c2s", "sc2s", "cloud", "csp", "amazonwebservices"];
            assert!(labels.iter().any(|label| SUFFIXES.contains(label)), "{uri}");
            assert_eq!(
                (uri.scheme_str(), uri.path(), uri.query(), uri.port()),
                (Some("https"), "/", None, None),
                "{uri}"
            );
        }
    });
    some(found, "endpoints were found");
}

#[test]
fn rules_of_all_kinds_with_any_parameters() {
    fuzz(3_000, 1_024, |entropy| {
        let parameters = parameters(entropy);
        show(|| format!("{parameters:?}"));
        resolved::<GetBook>(&parameters, entropy);
        resolved::<ListShelves>(&parameters, entropy);
        resolved::<MoveBooks>(&parameters, entropy);
        resolved::<DescribeFileSystems>(&parameters, entropy);
    });
}

#[test]
fn text_is_an_endpoint_or_tells_no_password() {
    const SEEDS: &[&str] =
        &["https://example.com", "http://[::1]:8000/a/b", "https://me:hush@example.com/", "localhost:5000"];
    fuzz(3_000, 128, |entropy| {
        let text = match entropy.below(3) {
            0 => String::from_utf8_lossy(&mutate::bytes(entropy.pick(SEEDS).as_bytes(), entropy)).into_owned(),
            1 => format!("{}me:hush{}@{}", entropy.pick(&["https://", "http://", ""]), entropy.text(), entropy.text()),
            _ => entropy.text() + &entropy.text(),
        };
        show(|| text.clone());
        match text.parse::<Endpoint>() {
            Ok(endpoint) => {
                assert!(!endpoint.as_uri().authority().unwrap().as_str().contains('@'), "{text}");
                assert_eq!(endpoint.as_uri().to_string().parse().as_ref(), Ok(&endpoint));
            }
            Err(error) => {
                let shown = error.to_string();
                let password = shown.split_once(":hush").filter(|(_, rest)| rest.contains('@'));
                assert!(password.is_none(), "{error}");
            }
        }
    });
}
