//! The examples of the specification, and edge cases that it leaves open.
use super::*;
use Function::*;

fn check(function: Function, cases: &[(Value, Value)]) {
    for (arguments, expected) in cases {
        let Value::Array(list) = arguments else { panic!("{arguments} is no list of arguments") };
        let list: Vec<_> = list.iter().map(Cow::Borrowed).collect();
        assert_eq!(*call(function, &list), *expected, "{function:?} {arguments}");
    }
}

#[test]
fn comparisons() {
    check(
        BooleanEquals,
        &[
            (json!([true, true]), json!(true)),
            (json!([true, false]), json!(false)),
            (json!([null, false]), json!(false)),
            (json!([null, null]), json!(false)),
            (json!(["true", true]), json!(false)),
        ],
    );
    check(
        StringEquals,
        &[
            (json!(["a", "a"]), json!(true)),
            (json!(["a", "A"]), json!(false)),
            (json!([null, null]), json!(false)),
            (json!(["", ""]), json!(true)),
        ],
    );
    check(Not, &[(json!([true]), json!(false)), (json!([false]), json!(true)), (json!([null]), json!(null))]);
    check(
        IsSet,
        &[
            (json!([null]), json!(false)),
            (json!([false]), json!(true)),
            (json!([""]), json!(true)),
            (json!([[]]), json!(true)),
        ],
    );
}

#[test]
fn choices() {
    check(
        Coalesce,
        &[
            (json!([null, "b", "c"]), json!("b")),
            (json!([false, true]), json!(false)),
            (json!([null, null]), json!(null)),
        ],
    );
    check(
        Ite,
        &[
            (json!([true, "-fips", ""]), json!("-fips")),
            (json!([false, "-fips", ""]), json!("")),
            (json!([true, null, ""]), json!(null)),
            (json!([null, "a", "b"]), json!(null)),
        ],
    );
}

#[test]
fn parts_of_text() {
    check(
        Substring,
        &[
            (json!(["abcdef", 0, 4, false]), json!("abcd")),
            (json!(["abcdef", 0, 4, true]), json!("cdef")),
            (json!(["abcdef", 1, 3, true]), json!("de")),
            (json!(["abcdef", 0, 6, false]), json!("abcdef")),
            (json!(["abcdef", 0, 6, true]), json!("abcdef")),
            (json!(["abcdef", 0, 7, false]), json!(null)),
            (json!(["abcdef", 0, 7, true]), json!(null)),
            (json!(["abcdef", 3, 3, false]), json!(null)),
            (json!(["abcdef", 4, 3, false]), json!(null)),
            (json!(["abcdef", -1, 3, false]), json!(null)),
            (json!(["ab\u{7f}c", 1, 3, false]), json!("b\u{7f}")),
            (json!(["abcdé", 0, 2, false]), json!(null)),
            (json!(["", 0, 1, false]), json!(null)),
            (json!([null, 0, 1, false]), json!(null)),
        ],
    );
    check(
        Split,
        &[
            (json!(["a--b--c", "--", 0]), json!(["a", "b", "c"])),
            (json!(["a--b--c", "--", 2]), json!(["a", "b--c"])),
            (json!(["a--b--c", "--", 1]), json!(["a--b--c"])),
            (json!(["", "--", 0]), json!([""])),
            (json!(["--", "--", 0]), json!(["", ""])),
            (json!(["----", "--", 0]), json!(["", "", ""])),
            (json!(["--b--", "--", 0]), json!(["", "b", ""])),
            (json!(["--x-s3--azid--suffix", "--", 2]), json!(["", "x-s3--azid--suffix"])),
            (json!(["abc", "x", 0]), json!(["abc"])),
            (json!(["abc", "", 0]), json!(null)),
            (json!(["abc", "b", -1]), json!(null)),
            (json!([null, "b", 0]), json!(null)),
        ],
    );
}

#[test]
fn escapes() {
    check(
        UriEncode,
        &[
            (json!(["azAZ09-_.~"]), json!("azAZ09-_.~")),
            (json!(["a b"]), json!("a%20b")),
            (
                json!(["/:,?#[]{}|@! $&'()*+;=%<>\"^`\\"]),
                json!("%2F%3A%2C%3F%23%5B%5D%7B%7D%7C%40%21%20%24%26%27%28%29%2A%2B%3B%3D%25%3C%3E%22%5E%60%5C"),
            ),
            (json!(["é\n"]), json!("%C3%A9%0A")),
            (json!([null]), json!(null)),
        ],
    );
}

#[test]
fn urls() {
    let url = |scheme: &str, authority: &str, path: &str, normalized: &str, is_ip: bool| {
        json!({
            "scheme": scheme, "authority": authority, "path": path, "normalizedPath": normalized, "isIp": is_ip
        })
    };
    check(
        ParseUrl,
        &[
            (json!(["https://example.com"]), url("https", "example.com", "/", "/", false)),
            (json!(["https://example.com/"]), url("https", "example.com", "/", "/", false)),
            (json!(["https://example.com:8443?foo=bar&faz=baz"]), json!(null)),
            (json!(["https://example.com/a?"]), json!(null)),
            (json!(["http://example.com:80/foo/bar"]), url("http", "example.com:80", "/foo/bar", "/foo/bar/", false)),
            (json!(["http://me:secret@example.com/a/"]), url("http", "example.com", "/a/", "/a/", false)),
            (json!(["https://127.0.0.1"]), url("https", "127.0.0.1", "/", "/", true)),
            (json!(["https://127.0.0.1:99/x"]), url("https", "127.0.0.1:99", "/x", "/x/", true)),
            (json!(["https://127.0.0.1.example.com"]), url("https", "127.0.0.1.example.com", "/", "/", false)),
            (json!(["https://256.0.0.1"]), url("https", "256.0.0.1", "/", "/", false)),
            (json!(["https://[fe80::1]"]), url("https", "[fe80::1]", "/", "/", true)),
            (json!(["https://[fe80::1]:8443/p"]), url("https", "[fe80::1]:8443", "/p", "/p/", true)),
            (json!(["http://99_ab.com"]), url("http", "99_ab.com", "/", "/", false)),
            (json!(["ftp://example.com"]), json!(null)),
            (json!(["example.com"]), json!(null)),
            (json!(["https://"]), json!(null)),
            (json!([""]), json!(null)),
            (json!([null]), json!(null)),
        ],
    );
}

#[test]
fn host_labels() {
    let long = "a".repeat(63);
    let longer = "a".repeat(64);
    check(
        IsValidHostLabel,
        &[
            (json!(["Abc-9", false]), json!(true)),
            (json!(["9", false]), json!(true)),
            (json!([long, false]), json!(true)),
            (json!([longer, false]), json!(false)),
            (json!(["", false]), json!(false)),
            (json!(["a.b", false]), json!(false)),
            (json!(["a.b", true]), json!(true)),
            (json!(["a..b", true]), json!(false)),
            (json!([".a", true]), json!(false)),
            (json!(["-a", false]), json!(false)),
            (json!(["a-", false]), json!(false)),
            (json!(["a_b", false]), json!(false)),
            (json!(["é", false]), json!(false)),
            (json!([null, true]), json!(false)),
        ],
    );
    check(
        IsVirtualHostableS3Bucket,
        &[
            (json!(["bucket-1", false]), json!(true)),
            (json!(["ab", false]), json!(false)),
            (json!(["Bucket", false]), json!(false)),
            (json!(["my.bucket", false]), json!(false)),
            (json!(["my.bucket", true]), json!(false)),
            (json!(["mine.bucket", true]), json!(true)),
            (json!(["mine.-bucket", true]), json!(false)),
            (json!(["192.168.100.101", true]), json!(false)),
            (json!([null, true]), json!(false)),
        ],
    );
}

#[test]
fn arns() {
    let arn = |service: &str, region: &str, account: &str, resource: &[&str]| {
        json!({
            "partition": "aws", "service": service, "region": region, "accountId": account, "resourceId": resource
        })
    };
    check(
        ParseArn,
        &[
            (
                json!(["arn:aws:sns:us-west-2:012345678910:example-sns-topic-name"]),
                arn("sns", "us-west-2", "012345678910", &["example-sns-topic-name"]),
            ),
            (
                json!(["arn:aws:ec2:us-east-1:012345678910:vpc/vpc-0e9801d129EXAMPLE"]),
                arn("ec2", "us-east-1", "012345678910", &["vpc", "vpc-0e9801d129EXAMPLE"]),
            ),
            (json!(["arn:aws:iam::012345678910:user/johndoe"]), arn("iam", "", "012345678910", &["user", "johndoe"])),
            (json!(["arn:aws:s3:::bucket_name"]), arn("s3", "", "", &["bucket_name"])),
            (json!(["arn:aws:x:::a:b/c:/d/"]), arn("x", "", "", &["a", "b", "c", "", "d", ""])),
            (json!(["11111111-2222-3333-4444-555555555555"]), json!(null)),
            (json!(["arn:aws:s3:::"]), json!(null)),
            (json!(["arn::s3:::b"]), json!(null)),
            (json!(["arn:aws::::b"]), json!(null)),
            (json!(["arn:aws:s3::b"]), json!(null)),
            (json!(["urn:aws:s3:::b"]), json!(null)),
            (json!([null]), json!(null)),
        ],
    );
}

#[test]
fn partitions() {
    let partition = call(Partition, &[Cow::Owned(json!("eu-west-1"))]);
    assert_eq!((&partition["name"], &partition["dnsSuffix"]), (&json!("aws"), &json!("amazonaws.com")));
    check(Partition, &[(json!([null]), json!(null))]);
}

#[test]
fn attributes() {
    let value = json!({ "a": { "b": ["x", "y"] }, "n": null });
    for (path, expected) in [
        ("a.b[1]", Some(json!("y"))),
        ("a.b", Some(json!(["x", "y"]))),
        ("a.b[2]", None),
        ("a.b[-1]", Some(json!("y"))),
        ("a.b[-2]", Some(json!("x"))),
        ("a.b[-3]", None),
        ("a.b[-0]", None),
        ("a[-1]", None),
        ("a[0]", None),
        ("c", None),
        ("n", Some(json!(null))),
    ] {
        assert_eq!(attribute(&value, path), expected.as_ref(), "{path}");
    }
    assert_eq!(attribute(&json!(["x"]), "[0]"), Some(&json!("x")));
}
