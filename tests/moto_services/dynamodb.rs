//! Amazon DynamoDB: awsJson 1.0, a recursive union, errors with data.
use crate::{
    Moto, Remembering, Suite,
    models::dynamodb::{
        Dynamodb,
        operation::{
            BatchGetItem, BatchWriteItem, CreateTable, DeleteItem, DeleteTable, DescribeTable, DescribeTimeToLive,
            GetItem, GetItemError, ListTables, ListTagsOfResource, PutItem, PutItemError, Query, Scan, TagResource,
            TransactGetItems, TransactWriteItems, TransactWriteItemsError, UpdateItem, UpdateTimeToLive,
        },
        types::{
            AttributeDefinition, AttributeValue, BillingMode, DeleteRequest, Get, KeySchemaElement, KeysAndAttributes,
            Put, PutRequest, ReturnValue, Tag, TimeToLiveSpecification, TimeToLiveStatus, TransactGetItem,
            TransactWriteItem, Update, UpdateRequired, WriteRequest,
        },
        waiter,
    },
};
use ferrosmith::Blob;
use std::collections::BTreeMap;

pub(crate) const SUITE: Suite = Suite {
    tests: &[
        ("dynamodb: tables", tables),
        ("dynamodb: items", items),
        ("dynamodb: pages of items", pages),
        ("dynamodb: batches and transactions", batches),
    ],
    warm_up: |moto| {
        moto.client().send(ListTables::new()).unwrap();
    },
};

type Item = BTreeMap<String, AttributeValue>;

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn number(number: i32) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

fn item<const N: usize>(members: [(&str, AttributeValue); N]) -> Item {
    members.map(|(name, value)| (name.to_owned(), value)).into()
}

/// A key of the tables of these tests.
fn key(artist: &str, track: i32) -> Item {
    item([("artist", text(artist)), ("track", number(track))])
}

fn table(client: &Remembering<Dynamodb>, name: &str) -> String {
    let call = CreateTable::new(name)
        .attribute_definitions([AttributeDefinition::new("artist", "S"), AttributeDefinition::new("track", "N")])
        .key_schema([KeySchemaElement::new("artist", "HASH"), KeySchemaElement::new("track", "RANGE")])
        .billing_mode(BillingMode::PayPerRequest);
    client.send(call).unwrap();
    client.wait_until(&waiter::TABLE_EXISTS, DescribeTable::new(name)).unwrap();
    name.to_owned()
}

fn tables(moto: Moto) {
    let client = moto.client();
    let names = ["tables-a", "tables-b", "tables-c"].map(|name| table(&client, name));
    let described = client.send(DescribeTable::new(&*names[0])).unwrap().table.unwrap();
    assert_eq!((described.table_name.as_ref(), described.item_count), (Some(&names[0]), Some(0)));
    let keys = described.key_schema.unwrap();
    assert_eq!(keys, [KeySchemaElement::new("artist", "HASH"), KeySchemaElement::new("track", "RANGE")]);
    assert!(described.creation_date_time.unwrap().seconds() > 1_700_000_000);

    let arn = described.table_arn.unwrap();
    client.send(TagResource::new(&*arn, [Tag::new("team", "blau & grün")])).unwrap();
    assert_eq!(client.send(ListTagsOfResource::new(&*arn)).unwrap().tags, Some(vec![Tag::new("team", "blau & grün")]));
    let lifetime = TimeToLiveSpecification::new(true, "ends");
    let set = client.send(UpdateTimeToLive::new(&*names[0], lifetime.clone())).unwrap();
    assert_eq!(set.time_to_live_specification.as_deref(), Some(&lifetime));
    let read = client.send(DescribeTimeToLive::new(&*names[0])).unwrap().time_to_live_description.unwrap();
    assert_eq!(
        (read.time_to_live_status, read.attribute_name.as_deref()),
        (Some(TimeToLiveStatus::Enabled), Some("ends"))
    );

    let pages = client.pages(ListTables::new().limit(2));
    assert!(pages.len() > 1 && pages.iter().all(|page| page.table_names.as_ref().unwrap().len() <= 2), "{pages:?}");
    let listed: Vec<_> = client.items(ListTables::new().limit(2));
    assert!(names.iter().all(|name| listed.contains(name)), "{listed:?}");
    client.send(DeleteTable::new(&*names[0])).unwrap();
    client.wait_until(&waiter::TABLE_NOT_EXISTS, DescribeTable::new(&*names[0]));
    let error = client.send(GetItem::new(&*names[0], key("a", 1))).unwrap_err();
    assert!(matches!(error.service(), Some(GetItemError::ResourceNotFoundException(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(400), Some("ResourceNotFoundException")));
}

fn items(moto: Moto) {
    let client = moto.client();
    let table = table(&client, "items");
    let mut song = key("Café \"Größe\"", 1);
    song.extend(item([
        ("empty", text("")),
        ("price", AttributeValue::N("12345678901234567890.5".to_owned())),
        ("cover", AttributeValue::B(Blob::new([0, 159, 255]))),
        ("genres", AttributeValue::Ss(vec!["jazz".to_owned(), "soul".to_owned()])),
        ("gone", AttributeValue::Null(true)),
        ("live", AttributeValue::Bool(false)),
        (
            "more",
            AttributeValue::M(item([
                ("list", AttributeValue::L(vec![number(1), AttributeValue::L(vec![]), text("two")])),
                ("none", AttributeValue::M(Item::new())),
            ])),
        ),
    ]));
    client.send(PutItem::new(&*table, song.clone())).unwrap();
    let get = || GetItem::new(&*table, key("Café \"Größe\"", 1)).consistent_read(true);
    assert_eq!(client.send(get()).unwrap().item.as_ref(), Some(&song));
    assert_eq!(client.send(GetItem::new(&*table, key("nobody", 1))).unwrap().item, None);

    let call = UpdateItem::new(&*table, key("Café \"Größe\"", 1))
        .update_expression("SET #l = :yes, plays = if_not_exists(plays, :zero) + :one REMOVE gone")
        .expression_attribute_names([("#l", "live")])
        .expression_attribute_values([(":yes", AttributeValue::Bool(true)), (":zero", number(0)), (":one", number(1))])
        .return_values(ReturnValue::AllNew);
    let updated = client.send(call).unwrap().attributes.unwrap();
    song.insert("live".to_owned(), AttributeValue::Bool(true));
    song.insert("plays".to_owned(), number(1));
    song.remove("gone");
    assert_eq!(updated, song);

    let call = PutItem::new(&*table, key("Café \"Größe\"", 1))
        .condition_expression("attribute_not_exists(artist)")
        .return_values_on_condition_check_failure("ALL_OLD");
    let error = client.send(call).unwrap_err();
    let Some(PutItemError::ConditionalCheckFailedException(failed)) = error.service() else { panic!("{error:?}") };
    assert_eq!(failed.item.as_ref(), Some(&song));
    assert_eq!(error.message(), Some("The conditional request failed"));

    let deleted = client.send(DeleteItem::new(&*table, key("Café \"Größe\"", 1)).return_values("ALL_OLD")).unwrap();
    assert_eq!(deleted.attributes, Some(song));
    assert_eq!(client.send(get()).unwrap().item, None);
}

fn pages(moto: Moto) {
    let client = moto.client();
    let table = table(&client, "pages");
    for (artist, track) in [("a", 1), ("a", 2), ("a", 3), ("b", 1)] {
        client.send(PutItem::new(&*table, key(artist, track))).unwrap();
    }
    let query = Query::new(&*table)
        .key_condition_expression("artist = :a AND track BETWEEN :low AND :high")
        .expression_attribute_values([(":a", text("a")), (":low", number(1)), (":high", number(9))])
        .scan_index_forward(false)
        .limit(2);
    let found = client.pages(query.clone());
    assert_eq!(found.iter().map(|page| page.count).collect::<Vec<_>>(), [2, 1]);
    // The token of a page is a map.
    assert_eq!(found[0].last_evaluated_key, Some(key("a", 2)));
    assert_eq!(client.items(query), [key("a", 3), key("a", 2), key("a", 1)]);
    let mut scanned = client.items(Scan::new(&*table).limit(1).projection_expression("artist, track"));
    scanned.sort_by_key(|it| format!("{it:?}"));
    assert_eq!(scanned.len(), 4);
    assert!(scanned.contains(&key("b", 1)));
}

fn batches(moto: Moto) {
    let client = moto.client();
    let table = table(&client, "batches");
    let puts = [1, 2, 3].map(|track| WriteRequest::new().put_request(PutRequest::new(key("a", track))));
    let written = client.send(BatchWriteItem::new([(&*table, puts)])).unwrap();
    assert_eq!(written.unprocessed_items, Some(BTreeMap::new()));
    let delete = WriteRequest::new().delete_request(DeleteRequest::new(key("a", 2)));
    client.send(BatchWriteItem::new([(&*table, [delete])])).unwrap();
    let keys = KeysAndAttributes::new([1, 2, 3].map(|track| key("a", track))).consistent_read(true);
    let mut read =
        client.send(BatchGetItem::new([(&*table, keys)])).unwrap().responses.unwrap().remove(&table).unwrap();
    read.sort_by_key(|it| format!("{it:?}"));
    assert_eq!(read, [key("a", 1), key("a", 3)]);

    let update = |condition: &str| {
        let update = UpdateRequired { key: key("a", 1), update_expression: "SET plays = :one", table_name: &*table };
        let values = [(":one", number(1))];
        let update = Update::new(update).expression_attribute_values(values).condition_expression(condition);
        TransactWriteItem::new().update(update)
    };
    let put = || TransactWriteItem::new().put(Put::new(key("b", 1), &*table));
    let call = TransactWriteItems::new([put(), update("attribute_not_exists(artist)")]);
    let error = client.send(call).unwrap_err();
    let Some(TransactWriteItemsError::TransactionCanceledException(canceled)) = error.service() else {
        panic!("{error:?}")
    };
    let reasons = canceled.cancellation_reasons.as_ref().unwrap();
    let codes: Vec<_> = reasons.iter().map(|reason| reason.code.as_deref()).collect();
    assert_eq!(codes, [Some("None"), Some("ConditionalCheckFailed")]);
    client.send(TransactWriteItems::new([put(), update("attribute_exists(artist)")])).unwrap();
    let gets = [key("a", 1), key("b", 1), key("c", 1)].map(|key| TransactGetItem::new(Get::new(key, &*table)));
    let read = client.send(TransactGetItems::new(gets)).unwrap().responses.unwrap();
    let mut played = key("a", 1);
    played.insert("plays".to_owned(), number(1));
    let read: Vec<_> = read.into_iter().map(|response| response.item.unwrap_or_default()).collect();
    assert_eq!(read, [played, key("b", 1), Item::new()]);
}
