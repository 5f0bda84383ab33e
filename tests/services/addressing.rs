//! How S3 is addressed: its endpoint rules write the bucket into the host or the path. The cases are those of the official
//! suite, whose model lacks the rules (`conformance/skips.rs`).
use crate::service_s3::operation::{DeleteObjectTagging, GetObject, ListObjectsV2};
use ferrosmith::{
    Operation, Service,
    endpoint::{self, EndpointParameters},
};

/// Returns the host, the path and the query of a request to an endpoint of the rules.
fn address<O: Operation>(call: &O, settings: &[&str]) -> String {
    let is_set = |name: &str| settings.contains(&name);
    let flags = ["ForcePathStyle", "Accelerate"].into_iter().filter(|name| is_set(name));
    let parameters = EndpointParameters {
        region: Some("us-west-2".to_owned()),
        use_dual_stack: is_set("UseDualStack"),
        other: flags.map(|name| (name.to_owned(), true.into())).collect(),
        ..EndpointParameters::default()
    };
    let resolved = endpoint::resolve(O::Service::SCHEMA, O::SCHEMA, call, &parameters).expect("an endpoint");
    let request = call.to_request(&resolved.endpoint).expect("a request");
    request.uri().to_string()
}

#[test]
fn the_bucket_is_where_the_rules_put_it() {
    let list = || ListObjectsV2::new("mybucket");
    let table = [
        (address(&list(), &[]), "https://mybucket.s3.us-west-2.amazonaws.com/?list-type=2"),
        (address(&list(), &["ForcePathStyle"]), "https://s3.us-west-2.amazonaws.com/mybucket?list-type=2"),
        (address(&list(), &["UseDualStack"]), "https://mybucket.s3.dualstack.us-west-2.amazonaws.com/?list-type=2"),
        (address(&list(), &["Accelerate"]), "https://mybucket.s3-accelerate.amazonaws.com/?list-type=2"),
        (
            address(&list(), &["Accelerate", "UseDualStack"]),
            "https://mybucket.s3-accelerate.dualstack.amazonaws.com/?list-type=2",
        ),
        (
            address(&DeleteObjectTagging::new("mybucket", "foo/bar/my key.txt"), &[]),
            "https://mybucket.s3.us-west-2.amazonaws.com/foo/bar/my%20key.txt?tagging",
        ),
        (
            address(&DeleteObjectTagging::new("mybucket", "my key.txt"), &["ForcePathStyle"]),
            "https://s3.us-west-2.amazonaws.com/mybucket/my%20key.txt?tagging",
        ),
        (
            address(&GetObject::new("mybucket", "../key.txt"), &[]),
            "https://mybucket.s3.us-west-2.amazonaws.com/../key.txt?x-id=GetObject",
        ),
        (
            address(&GetObject::new("mybucket", "foo/../key.txt"), &[]),
            "https://mybucket.s3.us-west-2.amazonaws.com/foo/../key.txt?x-id=GetObject",
        ),
        // No host label: the rules fall back to the path.
        (address(&ListObjectsV2::new("my.Bucket"), &[]), "https://s3.us-west-2.amazonaws.com/my.Bucket?list-type=2"),
    ];
    for (found, expected) in table {
        assert_eq!(found, expected);
    }
    let arn = "arn:aws:s3:us-west-2:123456789012:accesspoint/mine";
    let found = address(&GetObject::new(arn, "key"), &[]);
    assert_eq!(found, "https://mine-123456789012.s3-accesspoint.us-west-2.amazonaws.com/key?x-id=GetObject");
}

/// An endpoint that does not come from the rules has no bucket in it.
#[test]
fn other_endpoints_have_the_bucket_in_the_path() {
    let endpoint = "https://localhost:9000".parse().expect("an endpoint");
    let request = GetObject::new("mybucket", "key").to_request(&endpoint).expect("a request");
    assert_eq!(request.uri().to_string(), "https://localhost:9000/mybucket/key?x-id=GetObject");
    assert!(GetObject::new("", "key").to_request(&endpoint).is_err());
}
