//! Amazon SNS: awsQuery, maps as entries, delivered to SQS.
use crate::{
    Moto, Remembering, Suite,
    models::{
        sns::{
            Sns,
            operation::{
                CreateTopic, DeleteTopic, GetSubscriptionAttributes, GetTopicAttributes, GetTopicAttributesError,
                ListSubscriptionsByTopic, ListTagsForResource, ListTopics, Publish, PublishBatch, PublishBatchError,
                SetSubscriptionAttributes, SetTopicAttributes, Subscribe, TagResource, Unsubscribe, UntagResource,
            },
            types::{MessageAttributeValue, PublishBatchRequestEntry, Tag},
        },
        sqs::operation::{CreateQueue, GetQueueAttributes, ReceiveMessage},
    },
};

pub(crate) const SUITE: Suite = Suite {
    tests: &[("sns: topics", topics), ("sns: messages", messages)],
    warm_up: |moto| {
        moto.client().send(ListTopics::new()).unwrap();
    },
};

fn topic(client: &Remembering<Sns>, name: &str) -> String {
    client.send(CreateTopic::new(name)).unwrap().topic_arn.unwrap()
}

fn topics(moto: Moto) {
    let client = moto.client();
    let call =
        CreateTopic::new("news").attributes([("DisplayName", "Neues & <mehr>")]).tags([Tag::new("team", "blau")]);
    let arn = client.send(call).unwrap().topic_arn.unwrap();
    assert_eq!(arn, format!("arn:aws:sns:{}:123456789012:news", moto.region()));
    let attribute = |name: &str| {
        client.send(GetTopicAttributes::new(&*arn)).unwrap().attributes.unwrap().remove(name).unwrap_or_default()
    };
    assert_eq!(attribute("DisplayName"), "Neues & <mehr>");
    client.send(SetTopicAttributes::new(&*arn, "DisplayName").attribute_value("größer")).unwrap();
    assert_eq!(attribute("DisplayName"), "größer");

    client.send(TagResource::new(&*arn, [Tag::new("cost", "7"), Tag::new("empty", "")])).unwrap();
    client.send(UntagResource::new(&*arn, ["team"])).unwrap();
    let mut tags = client.send(ListTagsForResource::new(&*arn)).unwrap().tags.unwrap();
    tags.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(tags, [Tag::new("cost", "7"), Tag::new("empty", "")]);

    // A page holds 100 topics.
    let many: Vec<_> = (0..101).map(|number| topic(&client, &format!("topic-{number}"))).collect();
    let listed: Vec<_> = client.items(ListTopics::new()).into_iter().filter_map(|topic| topic.topic_arn).collect();
    assert!(many.iter().chain([&arn]).all(|arn| listed.contains(arn)), "{listed:?}");
    assert!(client.pages(ListTopics::new()).len() > 1);

    client.send(DeleteTopic::new(&*arn)).unwrap();
    let error = client.send(GetTopicAttributes::new(&*arn)).unwrap_err();
    assert!(matches!(error.service(), Some(GetTopicAttributesError::NotFoundException(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(404), Some("NotFound")));
}

fn messages(moto: Moto) {
    let client = moto.client();
    let arn = topic(&client, "messages");
    let sqs = moto.client();
    let queue = sqs.send(CreateQueue::new("sns-messages")).unwrap().queue_url.unwrap();
    let read = sqs.send(GetQueueAttributes::new(&*queue).attribute_names(["QueueArn"])).unwrap();
    let queue_arn = &read.attributes.unwrap()["QueueArn"];
    let call = Subscribe::new(&*arn, "sqs").endpoint(&**queue_arn).attributes([("RawMessageDelivery", "true")]);
    let subscription = client.send(call.return_subscription_arn(true)).unwrap().subscription_arn.unwrap();
    let policy = r#"{"kind": ["drink"]}"#;
    client.send(SetSubscriptionAttributes::new(&*subscription, "FilterPolicy").attribute_value(policy)).unwrap();
    let read = client.send(GetSubscriptionAttributes::new(&*subscription)).unwrap().attributes.unwrap();
    assert_eq!((&*read["FilterPolicy"], &*read["RawMessageDelivery"]), (policy, "true"));
    let listed = client.items(ListSubscriptionsByTopic::new(&*arn));
    assert_eq!((listed.len(), listed[0].protocol.as_deref()), (1, Some("sqs")));
    assert_eq!(
        (&listed[0].subscription_arn, &listed[0].endpoint),
        (&Some(subscription.clone()), &Some(queue_arn.clone()))
    );

    let kind = |kind: &str| [("kind", MessageAttributeValue::new("String").string_value(kind))];
    let tea = Publish::new("tea & <milk>").topic_arn(&*arn).message_attributes(kind("drink"));
    assert!(client.send(tea).unwrap().message_id.is_some());
    client.send(Publish::new("bread").topic_arn(&*arn).message_attributes(kind("food"))).unwrap();
    let entries =
        ["a", "b"].map(|id| PublishBatchRequestEntry::new(id, format!("batch {id}")).message_attributes(kind("drink")));
    let published = client.send(PublishBatch::new(&*arn, entries.clone())).unwrap();
    assert_eq!(published.failed.unwrap_or_default(), []);
    let ids: Vec<_> = published.successful.unwrap().into_iter().map(|entry| entry.id.unwrap()).collect();
    assert_eq!(ids, ["a", "b"]);
    let [entry, _] = entries;
    let error = client.send(PublishBatch::new(&*arn, [entry.clone(), entry])).unwrap_err();
    assert!(matches!(error.service(), Some(PublishBatchError::BatchEntryIdsNotDistinctException(_))), "{error:?}");

    let received = sqs.send(ReceiveMessage::new(&*queue).max_number_of_messages(10)).unwrap().messages.unwrap();
    let mut bodies: Vec<_> = received.into_iter().map(|message| message.body.unwrap()).collect();
    bodies.sort();
    assert_eq!(bodies, ["batch a", "batch b", "tea & <milk>"]);
    client.send(Unsubscribe::new(subscription)).unwrap();
    assert_eq!(client.items(ListSubscriptionsByTopic::new(arn)), []);
}
