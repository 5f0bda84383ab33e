//! Requests of inputs at random: a server that takes the URI apart finds what was put in, and nothing else.
use crate::{
    engine::{fuzz, show},
    entropy::Entropy,
    filling::fill,
};
use ferrosmith::{
    Endpoint, Operation, Ref, TimestampFormat,
    http::Uri,
    schema::{Location, Member},
};
use ferrosmith_aws::backup::operation as backup;
use ferrosmith_tests::rest_bindings::operation as library;
use percent_encoding::percent_decode_str;
use std::fmt::Debug;

const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

#[test]
fn what_stands_in_a_uri_is_what_was_put_in() {
    const CHECKS: &[fn(&mut Entropy<'_>)] = &[
        check::<library::GetBook>,
        check::<library::PutCover>,
        check::<library::SearchBooks>,
        check::<library::AddBook>,
        check::<backup::DescribeBackupVault>,
        check::<backup::DescribeRecoveryPoint>,
        check::<backup::GetBackupPlan>,
        check::<backup::GetRestoreTestingSelection>,
        check::<backup::ListBackupJobs>,
        check::<backup::ListRecoveryPointsByBackupVault>,
        check::<backup::UntagResource>,
    ];
    fuzz(3_000, 512, |entropy| entropy.pick(CHECKS)(entropy));
}

fn check<O: Operation + Default + Debug>(entropy: &mut Entropy<'_>) {
    const BASES: &[&str] = &["https://example.com", "http://localhost:8000/base/", "https://example.com/a%20b/c"];
    let endpoint: Endpoint = entropy.pick(BASES).parse().unwrap();
    let mut input = O::default();
    let schema = input.schema();
    for (index, member) in schema.members.iter().enumerate() {
        // Labels are never left out.
        if matches!(member.location, Location::Label) || entropy.flag() {
            fill(input.slot(index), entropy, member.name);
        }
    }
    show(|| format!("{input:?}"));
    let request = match input.to_request_with(&endpoint, &|| TOKEN.to_owned()) {
        Ok(request) => request,
        // It tells which member it is.
        Err(error) => return assert!(error.to_string().contains('`'), "{error}"),
    };
    let uri = request.uri();
    assert_eq!((uri.scheme(), uri.authority()), (endpoint.as_uri().scheme(), endpoint.as_uri().authority()));
    assert_eq!(&uri.to_string().parse::<Uri>().unwrap(), uri);

    let base = endpoint.as_uri().path().trim_end_matches('/');
    let (template, literals) = O::SCHEMA.uri.split_once('?').unwrap_or((O::SCHEMA.uri, ""));
    path(&input, template, uri.path().strip_prefix(base).unwrap());
    let found: Vec<_> = pairs(uri.query().unwrap_or_default()).collect();
    assert_eq!(found, query(&input, literals), "{uri}");
}

/// Each segment of the template beside the one that is sent.
fn path<O: Operation>(input: &O, template: &str, path: &str) {
    let mut segments = path.split('/');
    for wanted in template.split('/') {
        let Some(label) = wanted.strip_prefix('{').and_then(|label| label.strip_suffix('}')) else {
            assert_eq!(segments.next(), Some(wanted), "{path}");
            continue;
        };
        let name = label.trim_end_matches('+');
        let index = input.schema().members.iter().position(|member| member.name == name).unwrap();
        let expected = text(input.get(index), &input.schema().members[index]).unwrap();
        // A greedy label is the last one here.
        let found: Vec<String> = match label.ends_with('+') {
            true => segments.by_ref().map(decoded).collect(),
            false => segments.next().map(decoded).into_iter().collect(),
        };
        assert_eq!(found.join("/"), expected, "{path}");
        assert!(found.iter().all(|segment| segment != "." && segment != ".."), "{path}");
    }
    assert_eq!(segments.next(), None, "{path}");
}

fn query<O: Operation>(input: &O, literals: &str) -> Vec<(String, String)> {
    let mut expected: Vec<_> = pairs(literals).collect();
    let members = || input.schema().members.iter().enumerate();
    for (index, member) in members() {
        if let Location::Query(name) = member.location {
            match input.get(index) {
                Ref::Null if member.is_idempotency_token => expected.push((name.to_owned(), TOKEN.to_owned())),
                value => push(&mut expected, name, value, member),
            }
        }
    }
    let mut names: Vec<String> = pairs(literals).map(|(name, _)| name).collect();
    names.extend(members().filter_map(|(_, member)| match member.location {
        Location::Query(name) => Some(name.to_owned()),
        _ => None,
    }));
    for (index, member) in members() {
        if let (Location::QueryParams, Ref::Map(map)) = (member.location, input.get(index)) {
            map.visit(&mut |key, value| {
                if !names.iter().any(|name| name == key) {
                    push(&mut expected, key, value, member);
                }
                true
            });
        }
    }
    expected
}

fn push(pairs: &mut Vec<(String, String)>, name: &str, value: Ref<'_>, member: &Member) {
    match value {
        Ref::List(list) => (0..list.len()).for_each(|index| push(pairs, name, list.get(index), member)),
        value => pairs.extend(text(value, member).map(|text| (name.to_owned(), text))),
    }
}

/// The types that stand in URIs here.
fn text(value: Ref<'_>, member: &Member) -> Option<String> {
    Some(match value {
        Ref::Null => return None,
        Ref::Boolean(value) => value.to_string(),
        Ref::Integer(value) => value.to_string(),
        Ref::String(value) => value.to_owned(),
        Ref::Timestamp(value) => value.format(member.timestamp_format.unwrap_or(TimestampFormat::DateTime)),
        _ => panic!("{} has a type that is new here", member.name),
    })
}

fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (decoded(name), decoded(value)))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}
