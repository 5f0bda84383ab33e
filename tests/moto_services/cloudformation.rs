//! AWS CloudFormation: awsQuery, templates as text, waiters over the events of a stack.
use crate::{
    Moto, Suite,
    models::cloudformation::{
        operation::{
            CreateChangeSet, CreateStack, CreateStackError, DeleteStack, DescribeChangeSet, DescribeStackEvents,
            DescribeStackResource, DescribeStackResources, DescribeStacks, ExecuteChangeSet, GetTemplate, ListExports,
            ListStackResources, ListStacks, UpdateStack, ValidateTemplate,
        },
        types::{Parameter, ResourceStatus, StackStatus, Tag},
        waiter,
    },
};

pub(crate) const SUITE: Suite = Suite {
    tests: &[("cloudformation: stacks", stacks), ("cloudformation: change sets", change_sets)],
    warm_up: |moto| {
        moto.client().send(ListStacks::new()).unwrap();
    },
};

/// A template of a queue, whose description has what XML and forms escape.
const TEMPLATE: &str = r#"{
  "AWSTemplateFormatVersion": "2010-09-09",
  "Description": "Queues & <more>: 100% größer",
  "Parameters": { "Name": { "Type": "String", "Default": "orders", "Description": "of the queue" } },
  "Resources": {
    "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Ref": "Name" } } }
  },
  "Outputs": { "Url": { "Value": { "Ref": "Queue" }, "Export": { "Name": { "Fn::Sub": "${AWS::StackName}-url" } } } }
}"#;

fn parameter(value: &str) -> Parameter {
    Parameter::new().parameter_key("Name").parameter_value(value)
}

fn stacks(moto: Moto) {
    let client = moto.client();
    let valid = client.send(ValidateTemplate::new().template_body(TEMPLATE)).unwrap();
    assert_eq!(valid.description.as_deref(), Some("Queues & <more>: 100% größer"));

    let call = || {
        CreateStack::new("stacks")
            .template_body(TEMPLATE)
            .parameters([parameter("stacks-orders")])
            .tags([Tag::new("team", "blau & grün")])
    };
    let id = client.send(call()).unwrap().stack_id.unwrap();
    let this = || DescribeStacks::new().stack_name("stacks");
    let stack = client.wait_until(&waiter::STACK_CREATE_COMPLETE, this()).unwrap().stacks.unwrap().remove(0);
    assert_eq!((stack.stack_id.as_ref(), stack.stack_status), (Some(&id), Some(StackStatus::CreateComplete)));
    assert_eq!(stack.tags, Some(vec![Tag::new("team", "blau & grün")]));
    let outputs = stack.outputs.unwrap();
    let url = outputs[0].output_value.as_deref().unwrap();
    assert!(outputs[0].output_key.as_deref() == Some("Url") && url.ends_with("/stacks-orders"), "{url}");
    let error = client.send(call()).unwrap_err();
    assert!(matches!(error.service(), Some(CreateStackError::AlreadyExistsException(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(400), Some("AlreadyExistsException")));

    let template = client.send(GetTemplate::new().stack_name("stacks")).unwrap().template_body.unwrap();
    assert_eq!(template.replace([' ', '\n'], ""), TEMPLATE.replace([' ', '\n'], ""));
    let resources = client.send(DescribeStackResources::new().stack_name("stacks")).unwrap().stack_resources.unwrap();
    assert_eq!((resources.len(), resources[0].resource_type.as_deref()), (1, Some("AWS::SQS::Queue")));
    assert_eq!(resources[0].physical_resource_id.as_deref(), Some(url));
    let one = DescribeStackResource::new("stacks", "Queue");
    let one = client.send(one).unwrap().stack_resource_detail.unwrap();
    assert_eq!(one.resource_status, Some(ResourceStatus::CreateComplete));
    let listed = client.items(ListStackResources::new("stacks"));
    assert_eq!(listed.iter().map(|it| it.logical_resource_id.as_deref()).collect::<Vec<_>>(), [Some("Queue")]);
    let events = client.items(DescribeStackEvents::new().stack_name("stacks"));
    assert!(events.iter().any(|event| event.resource_status == Some(ResourceStatus::CreateComplete)), "{events:?}");
    assert!(events.iter().all(|event| event.timestamp.unwrap().seconds() > 1_700_000_000));
    let exports = client.items(ListExports::new());
    assert!(exports.iter().any(|it| it.name.as_deref() == Some("stacks-url") && it.value.as_deref() == Some(url)));

    let call = UpdateStack::new("stacks").use_previous_template(true).parameters([parameter("stacks-two")]);
    assert_eq!(client.send(call).unwrap().stack_id.as_ref(), Some(&id));
    let updated = client.wait_until(&waiter::STACK_UPDATE_COMPLETE, this()).unwrap().stacks.unwrap();
    assert_eq!(updated[0].parameters.as_ref().unwrap()[0].parameter_value.as_deref(), Some("stacks-two"));
    let status = [StackStatus::UpdateComplete];
    let listed = client.items(ListStacks::new().stack_status_filter(status));
    assert_eq!(listed.iter().map(|stack| stack.stack_name.as_deref()).collect::<Vec<_>>(), [Some("stacks")]);

    client.send(DeleteStack::new("stacks")).unwrap();
    client.wait_until(&waiter::STACK_DELETE_COMPLETE, DescribeStacks::new().stack_name(&*id));
    let error = client.send(this()).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some("ValidationError")), "{error:?}");
    assert!(error.message().unwrap().contains("stacks"), "{error:?}");
}

fn change_sets(moto: Moto) {
    let client = moto.client();
    let call = CreateChangeSet::new("changes", "first")
        .change_set_type("CREATE")
        .template_body(TEMPLATE)
        .parameters([parameter("changes-orders")]);
    let made = client.send(call).unwrap();
    let this = || DescribeChangeSet::new("first").stack_name("changes");
    client.wait_until(&waiter::CHANGE_SET_CREATE_COMPLETE, this()).unwrap();
    let read = client.send(this()).unwrap();
    assert_eq!((&read.change_set_id, &read.stack_id), (&made.id, &made.stack_id));
    assert_eq!(read.parameters, Some(vec![parameter("changes-orders")]));
    let changes = read.changes.unwrap();
    let change = changes[0].resource_change.as_ref().unwrap();
    assert_eq!(
        (change.logical_resource_id.as_deref(), change.resource_type.as_deref()),
        (Some("Queue"), Some("AWS::SQS::Queue"))
    );
    client.send(ExecuteChangeSet::new("first").stack_name("changes")).unwrap();
    let stack = DescribeStacks::new().stack_name("changes");
    assert!(client.wait_until(&waiter::STACK_CREATE_COMPLETE, stack).is_some());
}
