//! Compares the bodies of requests that are XML or forms, by the rules of the corpus.
use crate::{operation::TOKEN, xml_tree};
use ferrosmith::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::Value as Json;

/// An XML body. Where the input has no body member that is set, both no body and an empty root element are right.
pub(crate) fn xml(found: &str, case: &Json) -> Result<(), String> {
    let (expected, other) = (case["request"]["body_xml"].as_str(), case["request"]["or_body_xml"].as_str());
    if found.is_empty() && (expected.is_none() || other.is_some()) {
        return Ok(());
    }
    let is_equal = |name: &str, found: &str, expected: &str| is_equal(name, found, expected, case);
    let mut differences = Vec::new();
    for expected in expected.into_iter().chain(other) {
        match xml_tree::difference(found, expected, &is_equal) {
            None => return Ok(()),
            Some(difference) => differences.push(difference),
        }
    }
    Err(format!("{}\n  in {found}", differences.join("; ")))
}

/// A form: a set of pairs.
pub(crate) fn form(found: &str, case: &Json) -> Result<(), String> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = found.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut found: Vec<(String, String)> = pairs.map(|(key, value)| (decode(key), decode(value))).collect();
    if let Some(token) = case["auto_token_at"]["form"].as_str() {
        let index = found.iter().position(|(key, value)| key == token && value == TOKEN);
        found.remove(index.ok_or_else(|| format!("there is no {token}"))?);
    }
    found.sort();
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let expected = case["request"]["body_form"].as_array().into_iter().flatten();
    let mut expected: Vec<(String, String)> = expected.map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
    expected.sort();
    let is_same = |((key, value), (expected_key, expected)): (&(String, String), &(String, String))| {
        let name = key.rsplit('.').find(|part| part.parse::<u32>().is_err()).unwrap_or_default();
        key == expected_key && is_equal(name, value, expected, case)
    };
    if found.len() == expected.len() && found.iter().zip(&expected).all(is_same) {
        return Ok(());
    }
    Err(format!("form:\n  found    {found:?}\n  expected {expected:?}"))
}

/// Floats are compared as numbers, date-times as instants; the client fills in a token.
fn is_equal(name: &str, found: &str, expected: &str, case: &Json) -> bool {
    let mut floats = case["floats"].as_array().into_iter().flatten().filter_map(Json::as_str);
    let is_float = floats.any(|float| float.eq_ignore_ascii_case(name));
    let is_time = expected.len() > 19 && expected.as_bytes()[10] == b'T';
    let instant = |text: &str| Timestamp::parse(text).ok().filter(|_| is_time);
    found == expected
        || is_float && found.parse::<f64>().ok() == expected.parse::<f64>().ok()
        || instant(found).is_some() && instant(found) == instant(expected)
        || found == TOKEN && case["auto_token"].is_string()
}
