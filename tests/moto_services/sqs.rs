//! Amazon SQS: awsJson 1.0, whose errors have other codes in awsQuery.
use crate::{
    Moto, Remembering, Suite,
    models::sqs::{
        Sqs,
        operation::{
            ChangeMessageVisibility, CreateQueue, CreateQueueError, DeleteMessage, DeleteMessageBatch, DeleteQueue,
            GetQueueAttributes, GetQueueUrl, GetQueueUrlError, ListQueueTags, ListQueues, PurgeQueue, ReceiveMessage,
            SendMessage, SendMessageBatch, SendMessageBatchError, SetQueueAttributes, TagQueue, UntagQueue,
        },
        types::{DeleteMessageBatchRequestEntry, Message, MessageAttributeValue, SendMessageBatchRequestEntry},
    },
};

pub(crate) const SUITE: Suite = Suite {
    tests: &[("sqs: queues", queues), ("sqs: messages", messages), ("sqs: batches", batches)],
    warm_up: |moto| {
        moto.client().send(ListQueues::new()).unwrap();
    },
};

fn queue(client: &Remembering<Sqs>, name: &str) -> String {
    client.send(CreateQueue::new(name)).unwrap().queue_url.unwrap()
}

fn queues(moto: Moto) {
    let client = moto.client();
    let call = CreateQueue::new("queues-orders").attributes([("VisibilityTimeout", "5"), ("DelaySeconds", "0")]);
    let url = client.send(call.tags([("team", "blau & grün")])).unwrap().queue_url.unwrap();
    assert_eq!(client.send(GetQueueUrl::new("queues-orders")).unwrap().queue_url.as_ref(), Some(&url));
    let error = client.send(GetQueueUrl::new("queues-none")).unwrap_err();
    assert!(matches!(error.service(), Some(GetQueueUrlError::QueueDoesNotExist(_))), "{error:?}");
    // The header `x-amzn-query-error` has the code that awsQuery uses.
    assert_eq!((error.status(), error.code()), (Some(400), Some("AWS.SimpleQueueService.NonExistentQueue")));
    let error = client.send(CreateQueue::new("queues-orders").attributes([("DelaySeconds", "7")])).unwrap_err();
    assert!(matches!(error.service(), Some(CreateQueueError::QueueNameExists(_))), "{error:?}");

    client.send(SetQueueAttributes::new(&*url, [("VisibilityTimeout", "9")])).unwrap();
    let read = client.send(GetQueueAttributes::new(&*url).attribute_names(["All"])).unwrap().attributes.unwrap();
    assert_eq!((&*read["VisibilityTimeout"], &*read["DelaySeconds"]), ("9", "0"));
    assert!(read["QueueArn"].contains(moto.region()) && read["QueueArn"].ends_with(":queues-orders"));

    client.send(TagQueue::new(&*url, [("cost", "7")])).unwrap();
    client.send(UntagQueue::new(&*url, ["team"])).unwrap();
    let tags = client.send(ListQueueTags::new(&*url)).unwrap().tags.unwrap();
    assert_eq!(tags.into_iter().collect::<Vec<_>>(), [("cost".to_owned(), "7".to_owned())]);

    let others = ["queues-a", "queues-b"].map(|name| queue(&client, name));
    let mut listed = client.items(ListQueues::new().queue_name_prefix("queues-").max_results(2));
    listed.sort();
    assert_eq!(listed, [&*others[0], &*others[1], &*url]);
    client.send(DeleteQueue::new(&*url)).unwrap();
    assert_eq!(client.items(ListQueues::new().queue_name_prefix("queues-")), others);
}

fn messages(moto: Moto) {
    let client = moto.client();
    let url = queue(&client, "messages");
    let text = "order 1: <café> & \"tea\"";
    let attributes = [
        ("kind", MessageAttributeValue::new("String").string_value("drink")),
        ("raw", MessageAttributeValue::new("Binary").binary_value([0_u8, 255])),
    ];
    let sent = client.send(SendMessage::new(&*url, text).message_attributes(attributes.clone())).unwrap();
    assert_eq!(sent.md5_of_message_body.as_deref(), Some("4eac1c10a8d67f0c3c19da0f50bed2a1"));
    assert!(sent.md5_of_message_attributes.is_some());

    let receive =
        || ReceiveMessage::new(&*url).message_attribute_names(["All"]).message_system_attribute_names(["All"]);
    let received: Vec<Message> = client.send(receive()).unwrap().messages.unwrap();
    let [message] = &received[..] else { panic!("{received:?}") };
    assert_eq!((message.body.as_deref(), &message.message_id), (Some(text), &sent.message_id));
    assert_eq!(message.md5_of_message_attributes, sent.md5_of_message_attributes);
    let read = message.message_attributes.as_ref().unwrap();
    assert_eq!(read.len(), 2);
    for (name, value) in &attributes {
        assert_eq!(&read[*name], value);
    }
    assert_eq!(message.attributes.as_ref().unwrap()["ApproximateReceiveCount"], "1");

    // It is hidden until its visibility ends, which is now.
    assert_eq!(client.send(receive()).unwrap().messages.unwrap_or_default(), []);
    let handle = message.receipt_handle.as_deref().unwrap();
    client
        .send(ChangeMessageVisibility::new(crate::models::sqs::operation::ChangeMessageVisibilityRequired {
            queue_url: &*url,
            receipt_handle: handle,
            visibility_timeout: 0,
        }))
        .unwrap();
    let again = client.send(receive()).unwrap().messages.unwrap();
    client.send(DeleteMessage::new(&*url, again[0].receipt_handle.as_deref().unwrap())).unwrap();
    assert_eq!(client.send(receive()).unwrap().messages.unwrap_or_default(), []);
}

fn batches(moto: Moto) {
    let client = moto.client();
    let url = queue(&client, "batches");
    let entries = ["one", "two", "three"].map(|text| SendMessageBatchRequestEntry::new(format!("id-{text}"), text));
    let sent = client.send(SendMessageBatch::new(&*url, entries)).unwrap();
    assert_eq!(sent.failed, []);
    let sums: Vec<_> = sent.successful.iter().map(|it| (&*it.id, &*it.md5_of_message_body)).collect();
    assert_eq!(
        sums,
        [
            ("id-one", "f97c5d29941bfb1b2fdab0874906ab82"),
            ("id-two", "b8a9f715dbb64fd5c56e7783c6820a61"),
            ("id-three", "35d6d33467aae9a2e3dccb4b6b027878"),
        ]
    );
    let none: [SendMessageBatchRequestEntry; 0] = [];
    let error = client.send(SendMessageBatch::new(&*url, none)).unwrap_err();
    assert!(matches!(error.service(), Some(SendMessageBatchError::EmptyBatchRequest(_))), "{error:?}");

    let received = client.send(ReceiveMessage::new(&*url).max_number_of_messages(10)).unwrap().messages.unwrap();
    let mut bodies: Vec<_> = received.iter().map(|message| message.body.as_deref().unwrap()).collect();
    bodies.sort_unstable();
    assert_eq!(bodies, ["one", "three", "two"]);
    let handles = (0..).zip(&received).take(2);
    let entries = handles.map(|(number, message)| {
        DeleteMessageBatchRequestEntry::new(format!("{number}"), message.receipt_handle.as_deref().unwrap())
    });
    let deleted = client.send(DeleteMessageBatch::new(&*url, entries)).unwrap();
    assert_eq!((deleted.successful.len(), deleted.failed.len()), (2, 0));

    client.send(PurgeQueue::new(&*url)).unwrap();
    let read = client.send(GetQueueAttributes::new(&*url).attribute_names(["ApproximateNumberOfMessages"])).unwrap();
    assert_eq!(read.attributes.unwrap()["ApproximateNumberOfMessages"], "0");
}
