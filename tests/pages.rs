//! Pagination: the input of the next page, the items of a page, and iteration in clients.
use ferrosmith::{
    Advance, Paginated, PaginatedItems,
    client::{Client, Config, FakeTransport, blocking},
};
use ferrosmith_aws::fsx::{self, operation::DescribeBackups};
use ferrosmith_tests::pages::{operation as op, types};
use std::{collections::BTreeMap, future::poll_fn};

fn token(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn advancing_an_input_changes_only_its_token() {
    let kinds = || Some(vec!["atlas".to_owned()]);
    // the input's token, the output's token, the expected result, the input's token afterwards
    let table = [
        (None, token("b"), Advance::Next, token("b")),
        (token("a"), token("b"), Advance::Next, token("b")),
        (None, None, Advance::End, None),
        (token("a"), None, Advance::End, token("a")),
        (token("a"), token(""), Advance::End, token("a")),
        (token("a"), token("a"), Advance::Repeated, token("a")),
    ];
    for (before, given, advance, after) in table {
        let mut input = op::ListBooks { next_token: before.clone(), limit: Some(7), kinds: kinds() };
        let output = op::ListBooksOutput { next_token: given.clone(), books: None };
        assert_eq!(input.advance(&output), advance, "{before:?}, {given:?}");
        assert_eq!(input, op::ListBooks { next_token: after, limit: Some(7), kinds: kinds() }, "{before:?}, {given:?}");
    }
}

/// Amazon S3 returns a token on the last page too, with which the list would start again.
#[test]
fn a_page_that_is_not_truncated_is_the_last_one() {
    let table = [(None, Advance::Next), (Some(true), Advance::Next), (Some(false), Advance::End)];
    for (is_truncated, advance) in table {
        let mut input = op::ListParts::new().marker("1");
        let output = op::ListPartsOutput { parts: None, next_marker: token("2"), is_truncated };
        assert_eq!(input.advance(&output), advance, "{is_truncated:?}");
    }
}

#[test]
fn tokens_may_be_nested() {
    let mut input = op::ListShelves::new();
    let mut page = types::Page::default();
    assert_eq!(input.advance(&op::ListShelvesOutput::new().page(page.clone())), Advance::End);
    page.position = Some(Box::new(types::Position { next: token("two") }));
    assert_eq!(input.advance(&op::ListShelvesOutput::new().page(page)), Advance::Next);
    assert_eq!(input.from, token("two"));
}

#[test]
fn tokens_may_be_maps_and_numbers() {
    let key = |entries: &[(&str, &[&str])]| -> BTreeMap<String, types::Value> {
        let texts = |texts: &[&str]| types::Value::Texts(texts.iter().map(|&text| text.to_owned()).collect());
        entries.iter().map(|(name, value)| ((*name).to_owned(), texts(value))).collect()
    };
    let mut input = op::Scan::new().table("books");
    let first = key(&[("id", &["1", "2"]), ("shelf", &["a"])]);
    assert_eq!(input.advance(&op::ScanOutput::new().last_key(first.clone())), Advance::Next);
    assert_eq!(input, op::Scan::new().table("books").start_key(first.clone()));
    assert_eq!(input.advance(&op::ScanOutput::new().last_key(first)), Advance::Repeated);
    // Nothing of the old token remains.
    let second = key(&[("id", &["3"])]);
    assert_eq!(input.advance(&op::ScanOutput::new().last_key(second.clone())), Advance::Next);
    assert_eq!(input.start_key, Some(second));
    assert_eq!(input.advance(&op::ScanOutput::new().last_key(key(&[]))), Advance::End);

    let mut input = op::Count::new();
    assert_eq!(input.advance(&op::CountOutput::new().last(0)), Advance::Next);
    assert_eq!(input.advance(&op::CountOutput::new().last(0)), Advance::Repeated);
    assert_eq!(input.advance(&op::CountOutput::new().last(1)), Advance::Next);
    assert_eq!(input.after, Some(1));
}

#[test]
fn items_are_found_at_the_path_of_the_model() {
    let names = || vec!["x".to_owned(), "y".to_owned()];
    assert!(op::ListBooks::items(op::ListBooksOutput::new()).is_empty());
    assert_eq!(op::ListBooks::items(op::ListBooksOutput::new().books([types::Book::new("B")]))[0].title, "B");
    assert_eq!(op::ListNames::items(op::ListNamesOutput::new(names())), names());
    assert_eq!(op::ListRooms::items(op::ListRoomsOutput::new(types::Content::new(names()))), names());
    assert_eq!(op::ListGaps::items(op::ListGapsOutput::new().gaps([None, token("g")])), [None, token("g")]);
    let page = |page| op::ListShelves::items(op::ListShelvesOutput { page });
    assert!(page(None).is_empty());
    assert!(page(Some(Box::default())).is_empty());
    let full = types::Page::default().content(types::Content::new(names()));
    assert_eq!(page(Some(Box::new(full))), names());
    let tags = BTreeMap::from([("a".to_owned(), types::Book::new("A"))]);
    assert_eq!(op::ListTags::items(op::ListTagsOutput::new().tags(tags)), [("a".to_owned(), types::Book::new("A"))]);
}

const PAGES: [&str; 3] = [
    r#"{"Backups": [{"BackupId": "backup-1"}, {"BackupId": "backup-2"}], "NextToken": "two"}"#,
    r#"{"Backups": [], "NextToken": "three"}"#,
    r#"{"Backups": [{"BackupId": "backup-3"}]}"#,
];

fn replying(replies: &[(u16, &'static str)]) -> FakeTransport {
    replies.iter().fold(FakeTransport::new(), |fake, (status, body)| fake.reply(*status, *body))
}

fn three_pages() -> FakeTransport {
    replying(&PAGES.map(|page| (200, page)))
}

fn config() -> Config {
    Config::new("eu-central-1").anonymous()
}

fn client(fake: &FakeTransport) -> blocking::Client<fsx::Fsx> {
    blocking::Client::with_transport(config(), fake.clone())
}

fn sent(fake: &FakeTransport) -> Vec<String> {
    fake.requests().iter().map(|request| String::from_utf8_lossy(request.body()).into_owned()).collect()
}

#[test]
fn iteration_ends_after_the_last_page() {
    let fake = three_pages();
    let pages: Result<Vec<_>, _> = client(&fake).pages(DescribeBackups::new().max_results(2)).collect();
    assert_eq!(pages.unwrap().len(), 3);
    let expected =
        [r#"{"MaxResults":2}"#, r#"{"MaxResults":2,"NextToken":"two"}"#, r#"{"MaxResults":2,"NextToken":"three"}"#];
    assert_eq!(sent(&fake), expected);
}

#[test]
fn items_come_from_all_pages() {
    let fake = three_pages();
    let items: Result<Vec<_>, _> = client(&fake).pages(DescribeBackups::new()).items().collect();
    let ids: Vec<_> = items.unwrap().into_iter().filter_map(|backup| backup.backup_id).collect();
    assert_eq!(ids, ["backup-1", "backup-2", "backup-3"]);
}

#[test]
fn pages_are_requested_lazily() {
    let fake = three_pages();
    let mut items = client(&fake).pages(DescribeBackups::new()).items();
    assert_eq!(fake.requests().len(), 0);
    assert!(items.next().is_some() && items.next().is_some());
    assert_eq!(fake.requests().len(), 1);
}

#[test]
fn pagination_continues_from_a_token() {
    let fake = three_pages();
    let client = client(&fake);
    let mut pages = client.pages(DescribeBackups::new());
    pages.next().unwrap().unwrap();
    let kept = pages.input().unwrap().next_token.clone().unwrap();
    assert_eq!(kept, "two");
    assert_eq!(client.pages(DescribeBackups::new().next_token(kept)).count(), 2);
    let mut pages = client.pages(DescribeBackups::new());
    assert!(pages.next().unwrap().is_err(), "the fake has no reply left");
    assert!(pages.input().is_some(), "the page that failed can be requested again");
    assert!(pages.next().is_none());
}

#[test]
fn an_error_ends_iteration_and_keeps_the_input() {
    let fake = replying(&[(200, PAGES[0]), (400, r#"{"__type": "BadRequest"}"#), (200, PAGES[2])]);
    let client = client(&fake);
    let mut items = client.pages(DescribeBackups::new()).items();
    assert!(items.next().unwrap().is_ok() && items.next().unwrap().is_ok());
    assert_eq!(items.next().unwrap().unwrap_err().code(), Some("BadRequest"));
    assert!(items.next().is_none());
}

#[test]
fn a_repeated_token_ends_pagination() {
    let fake = replying(&[(200, PAGES[0]), (200, PAGES[0]), (200, PAGES[0])]);
    let pages = client(&fake).pages(DescribeBackups::new());
    assert_eq!(pages.count(), 2);
    assert_eq!(fake.requests().len(), 2);
}

#[test]
fn an_earlier_token_ends_pagination() {
    let page = |token: &str| (200, format!(r#"{{"Backups": [], "NextToken": "{token}"}}"#));
    let listing = |start: &str, tokens: &[&str]| {
        let pages = tokens.iter().map(|token| page(token));
        let fake = pages.fold(FakeTransport::new(), |fake, (status, body)| fake.reply(status, body));
        let start = if start.is_empty() { None } else { Some(start.to_owned()) };
        client(&fake).pages(DescribeBackups { next_token: start, ..DescribeBackups::new() }).count()
    };
    assert_eq!(listing("", &["a", "b", "c", "a", "b", "c"]), 4);
    assert_eq!(listing("a", &["b", "c", "a", "b"]), 3);
    assert_eq!(listing("", &["a", "b", "a", "b"]), 3);
}

#[test]
fn pages_and_items_are_streams() {
    let collect = |fake: &FakeTransport| {
        let client: Client<fsx::Fsx> = Client::with_transport(config(), fake.clone());
        let mut items = is_send(client.pages(DescribeBackups::new()).items().into_stream());
        let mut pages = is_send(client.pages(DescribeBackups::new()).into_stream());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (mut ids, mut sizes) = (Vec::new(), Vec::new());
            while let Some(item) = poll_fn(|context| items.as_mut().poll_next(context)).await {
                ids.push(item.map(|backup| backup.backup_id.unwrap()).map_err(|error| error.to_string()));
            }
            while let Some(page) = poll_fn(|context| pages.as_mut().poll_next(context)).await {
                sizes.push(page.unwrap().backups.unwrap_or_default().len());
            }
            // After the end, the stream always returns `None`.
            assert!(poll_fn(|context| items.as_mut().poll_next(context)).await.is_none());
            (ids, sizes)
        })
    };
    let one = (200, r#"{"Backups": [{"BackupId": "a"}, {"BackupId": "b"}], "NextToken": "2"}"#);
    let two = (200, r#"{"Backups": [{"BackupId": "c"}]}"#);
    let (ids, sizes) = collect(&replying(&[one, two, one, two]));
    assert_eq!(ids.into_iter().collect::<Result<Vec<_>, _>>().unwrap(), ["a", "b", "c"]);
    assert_eq!(sizes, [2, 1]);

    let (ids, _) = collect(&replying(&[one, (400, r#"{"__type": "BadRequest"}"#), two]));
    assert_eq!(ids.len(), 3);
    assert_eq!(ids[2], Err("FSx DescribeBackups: BadRequest (status 400)".to_owned()));
}

fn is_send<T: Send>(future: T) -> T {
    future
}

#[test]
fn async_pages_are_send() {
    let client: Client<fsx::Fsx> = Client::with_transport(config(), three_pages());
    let mut pages = is_send(client.pages(DescribeBackups::new()));
    drop(is_send(pages.next()));
    let mut items = is_send(pages.items());
    drop(is_send(items.next()));
}
