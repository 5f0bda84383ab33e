//! CBOR in and out, on the shapes of the fixtures: the forms that servers may use and other clients do not write.
use ferrosmith::{
    Bytes, Endpoint, Operation, OperationSchema, Service as _, Structure, Timestamp,
    http::{HeaderValue, Response},
    protocol::{Call, Protocol as _, RPC_V2_CBOR},
};
use ferrosmith_tests::{
    lists_and_maps::{operation::ArrangeShelves, operation::ArrangeShelvesOutput},
    recursion::operation::GetTree,
    simple_types::{
        operation::{PutReading, PutReadingOutput},
        types::Readings,
    },
    unions::operation::SearchCatalogue,
};

fn response(body: &[u8]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    response.headers_mut().insert("smithy-protocol", HeaderValue::from_static("rpc-v2-cbor"));
    response
}

fn read<T: Structure + Default>(body: &[u8]) -> Result<T, String> {
    let mut output = T::default();
    RPC_V2_CBOR.read_output(&response(body), &mut output).map(|()| output).map_err(|error| error.to_string())
}

/// The member `echo` of an output, which has members of all simple types.
fn echo(members: &[u8]) -> Result<Readings, String> {
    let body = [b"\xbf\x64echo\xbf", members, b"\xff\xff"].concat();
    read::<PutReadingOutput>(&body).map(|output| *output.echo.expect("it is there"))
}

/// A member of `echo`: its name, and its value as it is.
fn member(name: &str, value: &[u8]) -> Result<Readings, String> {
    let length = u8::try_from(name.len()).unwrap();
    echo(&[&[0x60 | length][..], name.as_bytes(), value].concat())
}

fn written<O: Operation>(input: &O) -> Vec<u8> {
    const ECHO: &OperationSchema = &OperationSchema::new("Echo");
    let endpoint: Endpoint = "https://example.com".parse().unwrap();
    let (service, token) = (O::Service::SCHEMA, || "token".to_owned());
    let call = Call { service, operation: ECHO, input, endpoint: &endpoint, token: &token };
    RPC_V2_CBOR.request(&call).unwrap().into_body().to_vec()
}

#[test]
fn numbers_are_read_in_every_form() {
    let long = |value: &[u8]| member("longValue", value).map(|echo| echo.long_value);
    // 7, as an integer of each width, a bignum, floats of each width, and a decimal fraction.
    for seven in [
        &b"\x07"[..],
        b"\x18\x07",
        b"\x19\0\x07",
        b"\x1a\0\0\0\x07",
        b"\x1b\0\0\0\0\0\0\0\x07",
        b"\xc2\x41\x07",
        b"\xc2\x5f\x41\0\x41\x07\xff",
        b"\xf9\x47\0",
        b"\xfa\x40\xe0\0\0",
        b"\xfb\x40\x1c\0\0\0\0\0\0",
        b"\xc4\x82\0\x07",
        b"\xd9\xd9\xf7\x07",
    ] {
        assert_eq!(long(seven), Ok(Some(7)), "{seven:x?}");
        let double = member("doubleValue", seven).unwrap().double_value;
        assert_eq!(double, Some(7.0), "{seven:x?}");
        let big = member("bigIntegerValue", seven).unwrap().big_integer_value.unwrap();
        assert_eq!(big.as_str(), "7", "{seven:x?}");
    }
    assert_eq!(long(b"\x3b\x7f\xff\xff\xff\xff\xff\xff\xff"), Ok(Some(i64::MIN)));
    for too_large in [&b"\x1b\x80\0\0\0\0\0\0\0"[..], b"\xf9\x3e\0", b"\xf9\x7c\0", b"\xc2\x49\x01\0\0\0\0\0\0\0\0"] {
        let error = long(too_large).unwrap_err();
        let expected = "echo.longValue: expected a long, found a number out of its range or with a fraction at byte 17";
        assert_eq!(error, expected);
    }
    let error = member("floatValue", b"\xfb\x7f\xef\xff\xff\xff\xff\xff\xff").unwrap_err();
    assert!(error.starts_with("echo.floatValue: expected a float"), "{error}");
    let infinity = member("floatValue", b"\xf9\x7c\0").unwrap().float_value;
    assert_eq!(infinity, Some(f32::INFINITY));
}

#[test]
fn numbers_of_any_size_keep_every_digit() {
    // RFC 8949, appendix A.
    let integer =
        |value: &[u8]| member("bigIntegerValue", value).map(|echo| echo.big_integer_value.unwrap().to_string());
    assert_eq!(integer(b"\xc2\x49\x01\0\0\0\0\0\0\0\0").unwrap(), "18446744073709551616");
    assert_eq!(integer(b"\xc3\x49\x01\0\0\0\0\0\0\0\0").unwrap(), "-18446744073709551617");
    assert_eq!(integer(b"\x3b\xff\xff\xff\xff\xff\xff\xff\xff").unwrap(), "-18446744073709551616");
    let decimal =
        |value: &[u8]| member("bigDecimalValue", value).map(|echo| echo.big_decimal_value.unwrap().to_string());
    assert_eq!(decimal(b"\xc4\x82\x21\x19\x6a\xb3").unwrap(), "273.15");
    assert_eq!(decimal(b"\xc4\x82\x19\x01\x90\x01").unwrap(), "1e400");
    for malformed in [&b"\xc4\x80"[..], b"\xc4\x81\0", b"\xc4\x83\0\0\0", b"\xc4\x82\x60\0", b"\xc2\x07", b"\xc4\x07"] {
        assert!(decimal(malformed).unwrap_err().starts_with("echo.bigDecimalValue: expected "), "{malformed:x?}");
    }
    let long = [&b"\xc2\x59\x10\x01"[..], &[0xff; 4097]].concat();
    assert!(integer(&long).unwrap_err().contains("at most 4096 bytes"));

    let input = PutReading {
        big_integer_value: Some("-18446744073709551617".parse().unwrap()),
        big_decimal_value: Some("-1.50e-3".parse().unwrap()),
        ..PutReading::default()
    };
    let body = written(&input);
    let contains = |bytes: &[u8]| body.windows(bytes.len()).any(|window| window == bytes);
    assert!(contains(b"\x6fbigIntegerValue\xc3\x49\x01\0\0\0\0\0\0\0\0"), "{body:x?}");
    assert!(contains(b"\x6fbigDecimalValue\xc4\x82\x24\x38\x95"), "{body:x?}");
}

#[test]
fn timestamps_need_no_tag() {
    let time = |value: &[u8]| member("timestampValue", value).map(|echo| echo.timestamp_value.unwrap());
    let second = Timestamp::from_seconds(1_363_896_240);
    for form in [
        &b"\xc1\x1a\x51\x4b\x67\xb0"[..],
        b"\x1a\x51\x4b\x67\xb0",
        b"\xc1\xfb\x41\xd4\x52\xd9\xec\0\0\0",
        b"\xc0\x742013-03-21T20:04:00Z",
    ] {
        assert_eq!(time(form), Ok(second), "{form:x?}");
    }
    assert_eq!(time(b"\xc1\xfb\x41\xd4\x52\xd9\xec\x20\0\0"), Ok(Timestamp::new(1_363_896_240, 500_000_000)));
    assert_eq!(time(b"\xc1\x20"), Ok(Timestamp::from_seconds(-1)));
    for invalid in [&b"\xc1\xf9\x7e\0"[..], b"\xc1\xf9\x7c\0", b"\xc1\x60", b"\xc0\x61a"] {
        assert!(time(invalid).unwrap_err().starts_with("echo.timestampValue: expected "), "{invalid:x?}");
    }
}

#[test]
fn strings_come_in_chunks() {
    let text = |value: &[u8]| member("stringValue", value).map(|echo| echo.string_value.unwrap());
    assert_eq!(text(b"\x7f\x61a\x60\x62bc\xff").unwrap(), "abc");
    // A character may be split, although RFC 8949 does not allow it.
    assert_eq!(text(b"\x7f\x61\xc3\x61\xa9\xff").unwrap(), "é");
    assert!(text(b"\x7f\x41a\xff").unwrap_err().contains("expected a chunk of a string, found a byte string"));
    assert!(text(b"\x7f\x7f\xff\xff").unwrap_err().contains("expected a chunk of a string, found a string"));
    assert!(text(b"\x61\xff").unwrap_err().contains("expected UTF-8, found other bytes"));
    let blob = |value: &[u8]| member("blobValue", value).map(|echo| echo.blob_value.unwrap().into_inner());
    assert_eq!(blob(b"\x5f\x41\0\x42\xff\x01\xff").unwrap(), [0, 0xff, 1]);
    assert!(blob(b"\x61a").unwrap_err().contains("expected a byte string, found a string"));
}

#[test]
fn nulls_and_undefined_are_absent_and_the_last_duplicate_wins() {
    for null in [b"\xf6", b"\xf7"] {
        let read = echo(&[b"\x6bstringValue\x61a\x6bstringValue", &null[..]].concat()).unwrap();
        assert_eq!(read.string_value, None);
    }
    let last = echo(b"\x6bstringValue\x61a\x6bstringValue\x61b").unwrap();
    assert_eq!(last.string_value.as_deref(), Some("b"));
    let output: ArrangeShelvesOutput =
        read::<_>(b"\xa2\x64grid\x82\x82\x61a\xf7\xf6\x65index\xa2\x61x\x81\x61b\x61y\xf6").unwrap();
    assert_eq!(output.grid, Some(vec![vec!["a".to_owned()]]));
    assert_eq!(output.index.unwrap().len(), 1);
    assert_eq!(read::<ArrangeShelvesOutput>(b"\xf6"), Ok(ArrangeShelvesOutput::default()));
    assert_eq!(read::<ArrangeShelvesOutput>(b""), Ok(ArrangeShelvesOutput::default()));
}

#[test]
fn unknown_members_are_skipped_at_any_depth() {
    let deep = |open: &[u8], close: &[u8]| {
        let (open, close) = (open.repeat(30_000), close.repeat(30_000));
        [&b"\x61?"[..], &open, b"\xf6", &close, b"\x6bstringValue\x61a"].concat()
    };
    let simple: &[&[u8]] =
        &[b"\x61?\x01", b"\x61?\xf8\xff", b"\x61?\xd8\x40\x5f\x41a\xff", b"\x07\x61x", b"\xf5\x80", b"\x80\x07"];
    let mut cases: Vec<Vec<u8>> = simple.iter().map(|case| [case, &b"\x6bstringValue\x61a"[..]].concat()).collect();
    cases.extend([deep(b"\x81", b""), deep(b"\xa1\x61k", b""), deep(b"\xc2", b""), deep(b"\x9f", b"\xff")]);
    cases.push(deep(b"\x9f\xbf\x61k\x82\0", b"\xff\xff"));
    for case in cases {
        assert_eq!(echo(&case).unwrap().string_value.as_deref(), Some("a"), "{:x?}", &case[..case.len().min(20)]);
    }
    for malformed in [
        &b"\x61?\x9f\x81\xff\xff"[..],
        b"\x61?\xbf\x61k\xff",
        b"\x61?\xc1\xff",
        b"\x61?\x1c",
        b"\x61?\xf8\x10",
        b"\x61?\x1f",
        b"\x61?\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x61?\xbb\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x61?\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x61?\xff",
    ] {
        assert!(echo(malformed).is_err(), "{malformed:x?}");
    }
    let too_many = [&b"\x61?"[..], &b"\x9f".repeat(70_000)].concat();
    assert!(echo(&too_many).unwrap_err().contains("at most 65536"));
}

#[test]
fn known_members_have_a_bound_of_depth() {
    let error = read::<<GetTree as Operation>::Output>(&b"\xa1\x64root".repeat(200)).unwrap_err();
    assert!(error.contains("expected "), "{error}");
    let body = [&b"\xbf\x64echo\xbf\x6ddocumentValue"[..], &b"\x81".repeat(200)].concat();
    let error = read::<PutReadingOutput>(&body).unwrap_err();
    assert!(error.contains("at most 128 arrays and maps in each other"), "{error}");
}

#[test]
fn errors_say_where_and_nothing_of_the_values() {
    for (body, expected) in [
        (
            &b"\xa1\x64echo\xa1\x6bstringValue\x01"[..],
            "echo.stringValue: expected a string, found an integer at byte 19",
        ),
        (
            b"\xa1\x64echo\xa1\x6bstringValue\x66secr",
            "echo.stringValue: expected more bytes, found the end of the body at byte 24",
        ),
        (b"\xa1\x64echo\x81\x01", "echo: expected a map, found an array at byte 6"),
        (b"\xa1\x64echo\xa0\x01", "expected the end of the body, found more bytes at byte 7"),
        (b"\x01", "expected a map, found an integer at byte 0"),
        (b"\xbf", "expected more bytes, found the end of the body at byte 1"),
    ] {
        assert_eq!(read::<PutReadingOutput>(body), Err(expected.to_owned()));
    }
    let error = read::<ArrangeShelvesOutput>(b"\xa1\x64grid\x82\x81\x61a\x81\x01").unwrap_err();
    assert_eq!(error, "grid[1][0]: expected a string, found an integer at byte 11");
    let mut other = response(b"\xa0");
    other.headers_mut().insert("smithy-protocol", HeaderValue::from_static("rpc-v2-json"));
    let error = RPC_V2_CBOR.read_output(&other, &mut PutReadingOutput::default()).unwrap_err().to_string();
    assert_eq!(error, "it lacks the header `smithy-protocol: rpc-v2-cbor`, so it is no response in this protocol");
}

#[test]
fn a_union_has_one_member() {
    type Output = <SearchCatalogue as Operation>::Output;
    let schema = Output::default().schema().members;
    let name = schema.iter().map(|member| member.name).next().unwrap();
    assert!(!name.is_empty());
    let input = ArrangeShelves::default();
    assert_eq!(written(&input), b"\xa0");
}

#[test]
fn an_invalid_member_of_an_error_does_not_affect_the_others() {
    let mut error = Readings::default();
    let body = b"\xbf\x6bstringValue\x01\x69byteValue\x07\x69longValue\x81\x81\x01\x6cbooleanValue\xf5\x6ashortValue";
    RPC_V2_CBOR.read_error(&response(body), &mut error);
    let expected = Readings { byte_value: Some(7), boolean_value: Some(true), ..Readings::default() };
    assert_eq!(error, expected);
    let body = b"\xa3\x66__type\x63a#B\x67message\x61m\x64code\x01";
    let described = RPC_V2_CBOR.describe_error(&response(body));
    assert_eq!((described.name.as_deref(), described.message.as_deref()), (Some("B"), Some("m")));
    // Another server answered: nothing of it is read but the status.
    assert_eq!(RPC_V2_CBOR.describe_error(&Response::new(Bytes::from_static(body))), <_>::default());
}
