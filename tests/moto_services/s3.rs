//! Amazon S3: restXml, bodies of bytes, bindings to headers, presigned requests.
use crate::{
    MOTO, Moto, Remembering, Suite,
    models::s3::{
        S3,
        operation::{
            AbortMultipartUpload, AbortMultipartUploadRequired, CompleteMultipartUpload,
            CompleteMultipartUploadRequired, CopyObject, CopyObjectRequired, CreateBucket, CreateBucketError,
            CreateMultipartUpload, DeleteBucket, DeleteBucketError, DeleteObject, DeleteObjects, GetBucketCors,
            GetBucketLifecycleConfiguration, GetBucketLocation, GetBucketVersioning, GetObject, GetObjectError,
            GetObjectTagging, HeadBucket, HeadObject, HeadObjectError, ListBuckets, ListObjectVersions, ListObjectsV2,
            ListObjectsV2Error, ListParts, ListPartsError, ListPartsRequired, PutBucketCors,
            PutBucketLifecycleConfiguration, PutBucketVersioning, PutObject, PutObjectTagging,
            PutObjectTaggingRequired, UploadPart, UploadPartRequired,
        },
        types::{
            BucketLifecycleConfiguration, BucketVersioningStatus, CompletedMultipartUpload, CompletedPart,
            CorsConfiguration, CorsRule, CreateBucketConfiguration, Delete, ExpirationStatus, LifecycleExpiration,
            LifecycleRule, LifecycleRuleFilter, ObjectIdentifier, Tag, Tagging, VersioningConfiguration,
        },
        waiter,
    },
};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

pub(crate) const SUITE: Suite = Suite {
    tests: &[
        ("s3: buckets and objects", objects),
        ("s3: pages of keys", keys),
        ("s3: multipart uploads", multipart),
        ("s3: versions", versions),
        ("s3: settings of buckets", settings),
        ("s3: presigned requests", presigned),
    ],
    warm_up: |moto| {
        moto.client().send(ListBuckets::new()).unwrap();
    },
};

/// Creates a bucket of this name, which is unique for all Regions.
fn bucket(moto: Moto, client: &Remembering<S3>, name: &str) -> String {
    let bucket = moto.name(name);
    let here = CreateBucketConfiguration::new().location_constraint(moto.region());
    client.send(CreateBucket::new(&*bucket).create_bucket_configuration(here)).unwrap();
    bucket
}

fn objects(moto: Moto) {
    let client = moto.client();
    let bucket = bucket(moto, &client, "objects");
    let here = CreateBucketConfiguration::new().location_constraint(moto.region());
    let error = client.send(CreateBucket::new(&*bucket).create_bucket_configuration(here)).unwrap_err();
    assert!(matches!(error.service(), Some(CreateBucketError::BucketAlreadyOwnedByYou(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(409), Some("BucketAlreadyOwnedByYou")));
    let listed = client.items(ListBuckets::new().prefix(&*bucket));
    assert_eq!(listed.iter().map(|bucket| bucket.name.as_deref()).collect::<Vec<_>>(), [Some(&*bucket)]);
    let location = client.send(GetBucketLocation::new(&*bucket)).unwrap();
    assert_eq!(location.location_constraint.unwrap(), moto.region());
    assert_eq!(client.send(HeadBucket::new(&*bucket)).unwrap().bucket_region.as_deref(), Some(moto.region()));
    client.wait_until(&waiter::BUCKET_EXISTS, HeadBucket::new(&*bucket)).unwrap();

    // The key has what a path, a query and XML have to escape.
    let key = "reports/größe & <50%>+1?.txt";
    client.wait_until(&waiter::OBJECT_NOT_EXISTS, HeadObject::new(&*bucket, key));
    let call = PutObject::new(&*bucket, key)
        .body("fünf Wörter\n")
        .content_type("text/plain; charset=utf-8")
        .cache_control("max-age=60")
        .metadata([("author", "Ada, Grace"), ("pages", "2")])
        .tagging("team=blue&note=two%20words");
    let put = client.send(call).unwrap();
    let e_tag = put.e_tag.unwrap();
    assert!(e_tag.starts_with('"') && e_tag.len() == 34, "{e_tag}");
    // It exists by now.
    let error = client.send(PutObject::new(&*bucket, key).body("other").if_none_match("*")).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(412), Some("PreconditionFailed")), "{error:?}");

    let got = client.send(GetObject::new(&*bucket, key)).unwrap();
    assert_eq!(got.body.as_ref(), "fünf Wörter\n".as_bytes());
    assert_eq!(got.content_type.as_deref(), Some("text/plain; charset=utf-8"));
    assert_eq!((got.cache_control.as_deref(), got.content_length), (Some("max-age=60"), Some(14)));
    assert_eq!((got.e_tag.as_ref(), got.tag_count), (Some(&e_tag), Some(2)));
    let metadata = got.metadata.unwrap();
    assert_eq!((metadata.len(), &*metadata["author"], &*metadata["pages"]), (2, "Ada, Grace", "2"));
    assert!(got.last_modified.unwrap().seconds() > 1_700_000_000);
    let part = client.send(GetObject::new(&*bucket, key).range("bytes=1-2")).unwrap();
    assert_eq!((part.body.as_ref(), part.content_range.as_deref()), ("ü".as_bytes(), Some("bytes 1-2/14")));
    let head = client.send(HeadObject::new(&*bucket, key)).unwrap();
    assert_eq!((head.content_length, head.e_tag), (Some(14), Some(e_tag.clone())));

    let tags = client.send(GetObjectTagging::new(&*bucket, key)).unwrap().tag_set;
    assert_eq!(tags, [Tag::new("team", "blue"), Tag::new("note", "two words")]);
    client
        .send(PutObjectTagging::new(PutObjectTaggingRequired {
            bucket: &*bucket,
            key,
            tagging: Tagging::new([Tag::new("a+b@c", "1:2/3=4")]),
        }))
        .unwrap();
    assert_eq!(client.send(GetObjectTagging::new(&*bucket, key)).unwrap().tag_set, [Tag::new("a+b@c", "1:2/3=4")]);

    // The source is a header, whose text is encoded by the caller.
    let source = format!("{bucket}/reports/gr%C3%B6%C3%9Fe%20%26%20%3C50%25%3E%2B1%3F.txt");
    let copied = client
        .send(CopyObject::new(CopyObjectRequired { bucket: &*bucket, copy_source: source, key: "copy" }))
        .unwrap()
        .copy_object_result
        .unwrap();
    assert_eq!(copied.e_tag, Some(e_tag));
    assert_eq!(client.send(GetObject::new(&*bucket, "copy")).unwrap().body.as_ref(), "fünf Wörter\n".as_bytes());

    let error = client.send(DeleteBucket::new(&*bucket)).unwrap_err();
    assert!(matches!(error.service(), Some(DeleteBucketError::Unhandled(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(409), Some("BucketNotEmpty")));
    let both = Delete::new([ObjectIdentifier::new(key), ObjectIdentifier::new("copy")]);
    let deleted = client.send(DeleteObjects::new(&*bucket, both)).unwrap();
    let mut keys: Vec<_> = deleted.deleted.unwrap().into_iter().map(|object| object.key.unwrap()).collect();
    keys.sort();
    assert_eq!((keys, deleted.errors.unwrap_or_default().len()), (vec!["copy".to_owned(), key.to_owned()], 0));

    let error = client.send(GetObject::new(&*bucket, key)).unwrap_err();
    assert!(matches!(error.service(), Some(GetObjectError::NoSuchKey(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(404), Some("NoSuchKey")));
    // The response to HEAD has no body that would name the error.
    let error = client.send(HeadObject::new(&*bucket, key)).unwrap_err();
    assert!(matches!(error.service(), Some(HeadObjectError::NotFound(_))), "{error:?}");
    assert_eq!(error.status(), Some(404));
    client.send(DeleteBucket::new(&*bucket)).unwrap();
    client.wait_until(&waiter::BUCKET_NOT_EXISTS, HeadBucket::new(&*bucket));
    let error = client.send(ListObjectsV2::new(&*bucket)).unwrap_err();
    assert!(matches!(error.service(), Some(ListObjectsV2Error::NoSuchBucket(_))), "{error:?}");
}

fn keys(moto: Moto) {
    let client = moto.client();
    let bucket = bucket(moto, &client, "keys");
    let keys = ["a/1", "a/2", "a/3 & more", "b/ü", "c"];
    for key in keys {
        client.send(PutObject::new(&*bucket, key).body(key)).unwrap();
    }
    let pages = client.pages(ListObjectsV2::new(&*bucket).max_keys(2));
    assert_eq!(pages.iter().map(|page| page.key_count).collect::<Vec<_>>(), [Some(2), Some(2), Some(1)]);
    let objects: Vec<_> = pages.into_iter().flat_map(|page| page.contents.unwrap()).collect();
    assert_eq!(objects.iter().map(|object| object.key.as_deref().unwrap()).collect::<Vec<_>>(), keys);
    assert_eq!(objects[3].size, Some(4));

    let listed = client.send(ListObjectsV2::new(&*bucket).delimiter("/")).unwrap();
    let prefixes = listed.common_prefixes.unwrap();
    assert_eq!(prefixes.iter().filter_map(|it| it.prefix.as_deref()).collect::<Vec<_>>(), ["a/", "b/"]);
    assert_eq!(listed.contents.unwrap()[0].key.as_deref(), Some("c"));
    let none = client.send(ListObjectsV2::new(&*bucket).prefix("z")).unwrap();
    assert_eq!((none.contents.unwrap_or_default().len(), none.is_truncated), (0, Some(false)));
}

fn multipart(moto: Moto) {
    let client = moto.client();
    let bucket = bucket(moto, &client, "multipart");
    let upload = || client.send(CreateMultipartUpload::new(&*bucket, "large").content_type("video/mp4")).unwrap();
    let id = upload().upload_id.unwrap();
    // The smallest part that is not the last one.
    let parts = [vec![b'a'; 5 << 20], b"the end".to_vec()];
    let mut completed = Vec::new();
    for (number, body) in (1..).zip(&parts) {
        let part = UploadPartRequired { bucket: &*bucket, key: "large", part_number: number, upload_id: &*id };
        let uploaded = client.send(UploadPart::new(part).body(body.clone())).unwrap();
        completed.push(CompletedPart::new().part_number(number).e_tag(uploaded.e_tag.unwrap()));
    }
    let listed = client
        .items(ListParts::new(ListPartsRequired { bucket: &*bucket, key: "large", upload_id: &*id }).max_parts(1));
    let sizes: Vec<_> = listed.iter().map(|part| (part.part_number, part.size)).collect();
    assert_eq!(sizes, [(Some(1), Some(5 << 20)), (Some(2), Some(7))]);

    let parts_of = CompletedMultipartUpload::new().parts(completed);
    let done = client
        .send(
            CompleteMultipartUpload::new(CompleteMultipartUploadRequired {
                bucket: &*bucket,
                key: "large",
                upload_id: &*id,
            })
            .multipart_upload(parts_of),
        )
        .unwrap();
    assert_eq!((done.bucket.as_deref(), done.key.as_deref()), (Some(&*bucket), Some("large")));
    let got = client.send(GetObject::new(&*bucket, "large")).unwrap();
    assert!(got.body.as_ref() == parts.concat() && got.content_type.as_deref() == Some("video/mp4"));

    let id = upload().upload_id.unwrap();
    client
        .send(AbortMultipartUpload::new(AbortMultipartUploadRequired {
            bucket: &*bucket,
            key: "large",
            upload_id: &*id,
        }))
        .unwrap();
    let error =
        client.send(ListParts::new(ListPartsRequired { bucket: &*bucket, key: "large", upload_id: &*id })).unwrap_err();
    assert!(matches!(error.service(), Some(ListPartsError::Unhandled(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(404), Some("NoSuchUpload")));
}

fn versions(moto: Moto) {
    let client = moto.client();
    let bucket = bucket(moto, &client, "versions");
    assert_eq!(client.send(GetBucketVersioning::new(&*bucket)).unwrap().status, None);
    let enabled = VersioningConfiguration::new().status(BucketVersioningStatus::Enabled);
    client.send(PutBucketVersioning::new(&*bucket, enabled)).unwrap();
    let status = client.send(GetBucketVersioning::new(&*bucket)).unwrap().status;
    assert_eq!(status, Some(BucketVersioningStatus::Enabled));

    let put = |text: &str| client.send(PutObject::new(&*bucket, "note").body(text)).unwrap().version_id.unwrap();
    let (first, second) = (put("one"), put("two"));
    let old = client.send(GetObject::new(&*bucket, "note").version_id(&*first)).unwrap();
    assert_eq!((old.body.as_ref(), old.version_id.as_ref()), (&b"one"[..], Some(&first)));
    let deleted = client.send(DeleteObject::new(&*bucket, "note")).unwrap();
    assert_eq!(deleted.delete_marker, Some(true));

    let listed = client.send(ListObjectVersions::new(&*bucket)).unwrap();
    let mut versions: Vec<_> = listed.versions.unwrap().into_iter().map(|it| it.version_id.unwrap()).collect();
    versions.sort();
    let mut expected = [first, second];
    expected.sort();
    assert_eq!(versions, expected);
    let markers = listed.delete_markers.unwrap();
    assert_eq!((markers.len(), markers[0].is_latest), (1, Some(true)));
    assert_eq!(markers[0].version_id, deleted.version_id);
}

fn settings(moto: Moto) {
    let client = moto.client();
    let bucket = bucket(moto, &client, "settings");
    let rule = CorsRule::new(["GET", "PUT"], ["https://example.com"]).allowed_headers(["*"]).max_age_seconds(0);
    client.send(PutBucketCors::new(&*bucket, CorsConfiguration::new([rule.clone()]))).unwrap();
    assert_eq!(client.send(GetBucketCors::new(&*bucket)).unwrap().cors_rules, Some(vec![rule]));

    let rule = LifecycleRule::new(ExpirationStatus::Enabled)
        .id("logs")
        .filter(LifecycleRuleFilter::new().prefix("logs/"))
        .expiration(LifecycleExpiration::new().days(30));
    let rules = BucketLifecycleConfiguration::new([rule.clone()]);
    client.send(PutBucketLifecycleConfiguration::new(&*bucket).lifecycle_configuration(rules)).unwrap();
    let read = client.send(GetBucketLifecycleConfiguration::new(&*bucket)).unwrap().rules.unwrap();
    assert_eq!(read, [rule]);
}

/// A presigned request is sent by whoever has it, here by hand.
fn presigned(moto: Moto) {
    let client = moto.client();
    let bucket = bucket(moto, &client, "presigned");
    let key = "a b/ü.txt";
    let put = client.client.presign(PutObject::new(&*bucket, key).body("von Hand"), Duration::from_secs(60)).unwrap();
    assert_eq!(fetch(put.method().as_str(), put.uri(), put.headers(), put.body()).0, 200);
    assert_eq!(client.send(GetObject::new(&*bucket, key)).unwrap().body.as_ref(), b"von Hand");
    let get = client.client.presign(GetObject::new(&*bucket, key), Duration::from_secs(60)).unwrap();
    assert!(get.headers().is_empty() && get.body().is_empty(), "{:?}", get.headers());
    assert_eq!(fetch("GET", get.uri(), get.headers(), get.body()), (200, "von Hand".to_owned()));
}

/// Sends a request on a connection of its own, and returns the status and the body of the response.
fn fetch(
    method: &str,
    uri: &ferrosmith::http::Uri,
    headers: &ferrosmith::http::HeaderMap,
    body: &[u8],
) -> (u16, String) {
    let host = uri.authority().unwrap().as_str();
    assert_eq!(format!("http://{host}"), MOTO.endpoint);
    let target = uri.path_and_query().unwrap();
    let mut request = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        request += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    request += "Connection: close\r\n\r\n";
    let mut connection = TcpStream::connect(host).unwrap();
    connection.write_all(&[request.as_bytes(), body].concat()).unwrap();
    let mut response = String::new();
    connection.read_to_string(&mut response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}
