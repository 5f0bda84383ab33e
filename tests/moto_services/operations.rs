//! What is generated and called: the services, by the names of their modules and models, and their operations.

/// A test fails if one of these operations does not work through both clients. Of STS moto has no more.
#[rustfmt::skip]
pub(crate) const SERVICES: &[(&str, &[&str])] = &[
    ("cloudformation", &[
        "CreateChangeSet", "CreateStack", "DeleteStack", "DescribeChangeSet", "DescribeStackEvents",
        "DescribeStackResource", "DescribeStackResources", "DescribeStacks", "ExecuteChangeSet", "GetTemplate",
        "ListExports", "ListStackResources", "ListStacks", "UpdateStack", "ValidateTemplate",
    ]),
    ("dynamodb", &[
        "BatchGetItem", "BatchWriteItem", "CreateTable", "DeleteItem", "DeleteTable", "DescribeTable",
        "DescribeTimeToLive", "GetItem", "ListTables", "ListTagsOfResource", "PutItem", "Query", "Scan",
        "TagResource", "TransactGetItems", "TransactWriteItems", "UpdateItem", "UpdateTimeToLive",
    ]),
    ("ec2", &[
        "AttachVolume", "AuthorizeSecurityGroupIngress", "CreateKeyPair", "CreateSecurityGroup", "CreateSubnet",
        "CreateTags", "CreateVolume", "CreateVpc", "DeleteVpc", "DescribeInstances", "DescribeRegions",
        "DescribeSecurityGroups", "DescribeSubnets", "DescribeTags", "DescribeVolumes", "DescribeVpcs",
        "RunInstances", "StopInstances", "TerminateInstances",
    ]),
    ("iam", &[
        "AddUserToGroup", "AttachRolePolicy", "CreateAccessKey", "CreateGroup", "CreatePolicy", "CreateRole",
        "CreateUser", "DeleteAccessKey", "DeleteUser", "GetRole", "GetUser", "GetUserPolicy", "ListAccessKeys",
        "ListAttachedRolePolicies", "ListGroupsForUser", "ListUserTags", "ListUsers", "PutUserPolicy", "TagUser",
    ]),
    ("lambda", &[
        "AddPermission", "CreateAlias", "CreateFunction", "DeleteAlias", "DeleteFunction",
        "DeleteFunctionConcurrency", "GetAlias", "GetFunction", "GetFunctionConcurrency", "GetFunctionConfiguration",
        "GetPolicy", "ListAliases", "ListFunctions", "ListTags", "ListVersionsByFunction", "PublishVersion",
        "PutFunctionConcurrency", "TagResource", "UntagResource", "UpdateAlias", "UpdateFunctionConfiguration",
    ]),
    ("s3", &[
        "AbortMultipartUpload", "CompleteMultipartUpload", "CopyObject", "CreateBucket", "CreateMultipartUpload",
        "DeleteBucket", "DeleteObject", "DeleteObjects", "GetBucketCors", "GetBucketLifecycleConfiguration",
        "GetBucketLocation", "GetBucketVersioning", "GetObject", "GetObjectTagging", "HeadBucket", "HeadObject",
        "ListBuckets", "ListObjectVersions", "ListObjectsV2", "ListParts", "PutBucketCors",
        "PutBucketLifecycleConfiguration", "PutBucketVersioning", "PutObject", "PutObjectTagging", "UploadPart",
    ]),
    ("sns", &[
        "CreateTopic", "DeleteTopic", "GetSubscriptionAttributes", "GetTopicAttributes", "ListSubscriptionsByTopic",
        "ListTagsForResource", "ListTopics", "Publish", "PublishBatch", "SetSubscriptionAttributes",
        "SetTopicAttributes", "Subscribe", "TagResource", "Unsubscribe", "UntagResource",
    ]),
    ("sqs", &[
        "ChangeMessageVisibility", "CreateQueue", "DeleteMessage", "DeleteMessageBatch", "DeleteQueue",
        "GetQueueAttributes", "GetQueueUrl", "ListQueueTags", "ListQueues", "PurgeQueue", "ReceiveMessage",
        "SendMessage", "SendMessageBatch", "SetQueueAttributes", "TagQueue", "UntagQueue",
    ]),
    ("sts", &[
        "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetCallerIdentity", "GetFederationToken", "GetSessionToken",
    ]),
];
