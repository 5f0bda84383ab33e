//! Bodies from random bytes: JSON with the members of `Everything`, in all spellings, and mutilated now and then.

use crate::entropy::Entropy;

const KEYS: &[&str] = &[
    "boolean",
    "byte",
    "short",
    "integer",
    "long",
    "double",
    "text",
    "kind",
    "priority",
    "blob",
    "time",
    "document",
    "required",
    "count",
    "inner",
    "list",
    "sparse",
    "map",
    "sparseMap",
    "nested",
    "all",
    "choice",
    "__type",
    "unknown",
    "t\\u0065xt",
    "l\\u0069st",
    "é",
    "",
    "a\\n\\\"",
    "\\ud83d\\ude00",
];

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "-0",
    "7",
    "127",
    "128",
    "-128",
    "-129",
    "32767",
    "32768",
    "2147483647",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "1.0",
    "-0.0",
    "1.5",
    "-1.5e3",
    "1E+2",
    "1e-7",
    "0.1",
    "123456789.123456789",
    "1516925490.087",
    "-4371553816.798268",
    "1e12",
    "1e22",
    "1.7976931348623157e308",
    "5e-324",
    "2.2250738585072011e-308",
    "9007199254740993",
    "1e400",
    "-1e400",
    "1e-400",
    "01",
    "1.",
    "1e",
    "1e+",
    "-",
    ".5",
    "+1",
    "0x1",
    "NaN",
    "Infinity",
    "1_000",
    "00",
    "-01",
    "1.5.5",
    "1e5e5",
];

const STRINGS: &[&str] = &[
    "",
    "a",
    "AUTOMATIC",
    "NaN",
    "Infinity",
    "-Infinity",
    "aGk=",
    "aGk",
    "true",
    "1",
    "é",
    "😀",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\ude00",
    "\\ud83d\\u0041",
    "\\ud83d\\ud83d\\ude00",
    "a\\\"b",
    "a\\\\",
    "\\/\\b\\f\\n\\r\\t",
    "\\u0000",
    "\u{7f}",
    "eight by",
    "seven b",
    "nine byte",
    "sixteen bytes 16",
    "seventeen bytes 1\\n",
    "1985-04-12T23:20:50.52Z",
    "\\x",
    "\\u12",
    "\\u12x4",
    "\\u+123",
    "\\",
    "\n",
    "\0",
    "\u{1f}",
    "\u{2028}",
];

/// A body, mostly JSON.
pub(super) fn body(entropy: &mut Entropy<'_>) -> Vec<u8> {
    let mut body = String::new();
    object(entropy, 0, &mut body);
    let mut body = body.into_bytes();
    // One in four is mutilated.
    if entropy.below(4) == 1 {
        for _ in 0..=entropy.below(3) {
            let at = entropy.below(body.len());
            let byte = entropy.byte();
            match entropy.below(4) {
                0 => body.insert(at, byte),
                1 => body.truncate(at),
                2 if at < body.len() => _ = body.remove(at),
                _ => body.iter_mut().skip(at).take(1).for_each(|old| *old = byte),
            }
        }
    }
    body
}

fn space(entropy: &mut Entropy<'_>, body: &mut String) {
    body.push_str(entropy.pick(&["", "", "", "", "", " ", "\n\t", "\r\n "]));
}

fn string(text: &str, body: &mut String) {
    body.extend(["\"", text, "\""]);
}

fn object(entropy: &mut Entropy<'_>, depth: usize, body: &mut String) {
    body.push('{');
    for index in 0..entropy.below(6) {
        if index > 0 {
            body.push(',');
        }
        space(entropy, body);
        let key = entropy.pick(KEYS);
        string(key, body);
        space(entropy, body);
        body.push(':');
        space(entropy, body);
        member(key, entropy, depth + 1, body);
        space(entropy, body);
    }
    body.push('}');
}

/// Mostly what the member wants, so that bodies are not refused at once.
fn member(key: &str, entropy: &mut Entropy<'_>, depth: usize, body: &mut String) {
    if entropy.below(16) == 1 {
        return value(entropy, depth, body);
    }
    match key {
        "boolean" => body.push_str(entropy.pick(&["true", "false", "null"])),
        "byte" | "short" | "integer" | "long" | "priority" | "count" => body.push_str(entropy.pick(&NUMBERS[..6])),
        "double" | "time" => body.push_str(entropy.pick(&NUMBERS[..28])),
        "text" | "kind" | "required" | "t\\u0065xt" => string(entropy.pick(&STRINGS[..29]), body),
        "blob" => string(entropy.pick(&["", "aGk=", "AAAA"]), body),
        "list" | "l\\u0069st" => {
            elements(entropy, depth, body, |entropy, _, body| body.push_str(entropy.pick(&NUMBERS[..6])))
        }
        "sparse" => elements(entropy, depth, body, |entropy, _, body| match entropy.below(3) {
            0 => body.push_str("null"),
            _ => string(entropy.pick(&STRINGS[..29]), body),
        }),
        "all" if depth < 6 => elements(entropy, depth, body, object),
        "map" => entries(entropy, body, |entropy, body| {
            elements(entropy, 0, body, |entropy, _, body| string(entropy.pick(&STRINGS[..29]), body));
        }),
        "sparseMap" => entries(entropy, body, |entropy, body| body.push_str(entropy.pick(&["null", "1", "-0", "7"]))),
        "nested" | "inner" if depth < 6 => object(entropy, depth, body),
        "choice" if depth < 6 => {
            let key = entropy.pick(&["text", "list", "nested", "newer", "__type"]);
            body.extend(["{\"", key, "\":"]);
            member(key, entropy, depth + 1, body);
            body.push_str(entropy.pick(&["}", "}", "}", ",\"text\":null}", ",\"__type\":\"x\"}", ",\"list\":[]}"]));
        }
        _ => value(entropy, depth, body),
    }
}

fn elements(
    entropy: &mut Entropy<'_>,
    depth: usize,
    body: &mut String,
    element: fn(&mut Entropy<'_>, usize, &mut String),
) {
    body.push('[');
    for index in 0..entropy.below(4) {
        if index > 0 {
            body.push(',');
        }
        space(entropy, body);
        element(entropy, depth + 1, body);
        space(entropy, body);
    }
    body.push(']');
}

fn entries(entropy: &mut Entropy<'_>, body: &mut String, value: fn(&mut Entropy<'_>, &mut String)) {
    body.push('{');
    for index in 0..entropy.below(4) {
        if index > 0 {
            body.push(',');
        }
        string(entropy.pick(KEYS), body);
        body.push(':');
        value(entropy, body);
    }
    body.push('}');
}

/// Anything.
fn value(entropy: &mut Entropy<'_>, depth: usize, body: &mut String) {
    match entropy.below(8) {
        0 => body.push_str(entropy.pick(&["null", "true", "false", "nul", "True", "undefined", "nullx", ""])),
        1 | 2 => body.push_str(entropy.pick(NUMBERS)),
        3 | 4 => string(entropy.pick(STRINGS), body),
        5 if depth < 6 => elements(entropy, depth, body, value),
        6 if depth < 6 => object(entropy, depth, body),
        _ => body.push_str("null"),
    }
}
