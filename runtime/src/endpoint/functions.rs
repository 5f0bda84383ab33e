//! The functions of the rules engine.
//!
//! Smithy 2.0, "Rules engine standard library" and "AWS rules engine library functions". Arguments of the wrong type,
//! and missing ones, make a function return `Value::Null`, and a predicate `false`.
use super::{partition, rules::Function};
use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Calls a function. The generator has checked the number of arguments.
pub(super) fn call(function: Function, arguments: &[Cow<'_, Value>]) -> Cow<'static, Value> {
    let value = |index: usize| arguments.get(index).map_or(&Value::Null, |argument| &**argument);
    let text = |index: usize| value(index).as_str();
    let number = |index: usize| value(index).as_u64().and_then(|number| usize::try_from(number).ok());
    let found: Option<Value> = match function {
        Function::BooleanEquals => Some(are_equal(value(0).as_bool(), value(1).as_bool())),
        Function::Coalesce => arguments.iter().find(|argument| !argument.is_null()).map(|found| (**found).clone()),
        Function::IsSet => Some((!value(0).is_null()).into()),
        Function::IsValidHostLabel => {
            Some(text(0).is_some_and(|text| labels(text, value(1)).all(is_host_label)).into())
        }
        Function::Ite => value(0).as_bool().map(|condition| value(if condition { 1 } else { 2 }).clone()),
        Function::Not => value(0).as_bool().map(|value| (!value).into()),
        Function::ParseUrl => text(0).and_then(parse_url),
        Function::Split => {
            text(0).zip(text(1)).zip(number(2)).map(|((text, delimiter), limit)| split(text, delimiter, limit))
        }
        Function::StringEquals => Some(are_equal(text(0), text(1))),
        Function::Substring => text(0)
            .zip(number(1))
            .zip(number(2))
            .and_then(|((text, start), stop)| substring(text, start, stop, value(3).as_bool()?).map(Value::from)),
        Function::UriEncode => text(0).map(|text| utf8_percent_encode(text, RESERVED).to_string().into()),
        Function::IsVirtualHostableS3Bucket => {
            // Names that look like IP addresses are not valid bucket names: S3 has no certificate for them.
            Some(text(0).is_some_and(|text| !is_ip(text) && labels(text, value(1)).all(is_bucket_label)).into())
        }
        Function::ParseArn => text(0).and_then(parse_arn),
        Function::Partition => {
            let found = text(0).and_then(partition::for_region);
            return Cow::Borrowed(found.unwrap_or(&Value::Null));
        }
    };
    Cow::Owned(found.unwrap_or_default())
}

/// `getAttr`: keys separated by dots, each with an optional index in brackets; `[-1]` is the last element.
pub(super) fn attribute<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, part| match part.split_once('[') {
        None => value.get(part),
        Some((key, index)) => {
            let list = if key.is_empty() { value } else { value.get(key)? };
            let index = index.strip_suffix(']')?;
            match index.strip_prefix('-') {
                None => list.get(index.parse::<usize>().ok()?),
                Some(from_end) => {
                    let list = list.as_array()?;
                    list.get(list.len().checked_sub(from_end.parse().ok()?)?)
                }
            }
        }
    })
}

/// All characters except those that RFC 3986, section 2.3 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fn are_equal<T: PartialEq>(one: Option<T>, other: Option<T>) -> Value {
    (one.is_some() && one == other).into()
}

/// Returns the text, or its labels between dots if dots are allowed.
fn labels<'a>(text: &'a str, allows_dots: &Value) -> std::vec::IntoIter<&'a str> {
    let labels = if allows_dots.as_bool() == Some(true) { text.split('.').collect() } else { vec![text] };
    labels.into_iter()
}

/// Whether a text is a valid host label (RFC 1123, section 2.1).
pub(super) fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn is_bucket_label(text: &str) -> bool {
    text.len() >= 3 && is_host_label(text) && !text.bytes().any(|b| b.is_ascii_uppercase())
}

fn is_ip(host: &str) -> bool {
    let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    host.parse::<Ipv4Addr>().is_ok() || v6.is_some_and(|host| host.parse::<Ipv6Addr>().is_ok())
}

fn parse_url(text: &str) -> Option<Value> {
    let uri: Uri = text.parse().ok()?;
    let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
    if uri.query().is_some() {
        return None;
    }
    let authority = uri.authority()?.as_str();
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let path = uri.path();
    let normalized_path = if path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
    Some(json!({
        "scheme": scheme,
        "authority": authority,
        "path": path,
        "normalizedPath": normalized_path,
        "isIp": is_ip(uri.host()?),
    }))
}

/// Splits a text into at most `limit` parts; any number if `limit` is 0.
fn split(text: &str, delimiter: &str, limit: usize) -> Value {
    match limit {
        _ if delimiter.is_empty() => Value::Null,
        0 => text.split(delimiter).collect(),
        limit => text.splitn(limit, delimiter).collect(),
    }
}

/// Returns the characters from `start` to `stop` (exclusive), both counted from the end if `is_reverse` is set.
fn substring(text: &str, start: usize, stop: usize, is_reverse: bool) -> Option<&str> {
    if !text.is_ascii() || start >= stop {
        return None;
    }
    let length = text.len();
    if is_reverse { text.get(length.checked_sub(stop)?..length.checked_sub(start)?) } else { text.get(start..stop) }
}

fn parse_arn(text: &str) -> Option<Value> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, service, region, account, resource] = parts[..] else { return None };
    let is_complete = ![partition, service, resource].contains(&"");
    is_complete.then(|| {
        json!({
            "partition": partition,
            "service": service,
            "region": region,
            "accountId": account,
            "resourceId": resource.split([':', '/']).collect::<Vec<_>>(),
        })
    })
}

#[cfg(test)]
mod tests;
