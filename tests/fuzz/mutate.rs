//! A seed, a little changed: bytes, or JSON that stays JSON.
use crate::entropy::Entropy;
use serde_json::{Map, Value, json};

/// A few bytes taken out, put in or changed, and parts of it twice.
pub(crate) fn bytes(seed: &[u8], entropy: &mut Entropy<'_>) -> Vec<u8> {
    const TOKENS: &[&[u8]] = &[
        b"\"",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b",",
        b"null",
        b"true",
        b"0",
        b"-",
        b"1e400",
        b"9223372036854775808",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\\ud83d",
        b"\\u0000",
        b"\xef\xbb\xbf",
        b"#",
        b"$",
        b"//",
        b"=",
        b";",
    ];
    let mut bytes = seed.to_vec();
    for _ in 0..=entropy.below(6) {
        let at = entropy.below(bytes.len() + 1);
        match entropy.below(8) {
            0 => bytes.insert(at, entropy.byte()),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..bytes.len().min(at + 1 + entropy.below(64)))),
            3 | 4 => drop(bytes.splice(at..at, entropy.pick(TOKENS).iter().copied())),
            5 => {
                let part = bytes[at..bytes.len().min(at + 1 + entropy.below(64))].to_vec();
                let times = if entropy.byte() == 0 { 5_000 } else { 1 + entropy.below(3) };
                bytes.splice(at..at, part.repeat(times));
            }
            _ => {
                let byte = entropy.byte();
                bytes.iter_mut().skip(at).take(1).for_each(|old| *old = byte);
            }
        }
    }
    bytes
}

/// Up to so many changes, each of one value of the tree.
pub(crate) fn json(seed: &Value, entropy: &mut Entropy<'_>, most: usize) -> Value {
    let mut tree = seed.clone();
    for _ in 0..=entropy.below(most) {
        let donor = any(&tree, entropy).clone();
        let pointer = pointer(&tree, entropy.below(count(&tree)));
        if let Some(value) = tree.pointer_mut(&pointer) {
            change(value, donor, entropy);
        }
    }
    tree
}

fn change(value: &mut Value, donor: Value, entropy: &mut Entropy<'_>) {
    match (value, entropy.below(8)) {
        (value, 0) => *value = scalar(entropy),
        (value, 1) => *value = donor,
        (value, 2) => {
            let depth = entropy.pick(&[1, 1, 1, 2, 40, 130]);
            for _ in 0..depth {
                let inner = value.take();
                *value = if entropy.flag() { json!({ "member": inner }) } else { json!([inner]) };
            }
        }
        (Value::Object(map), choice) => object(map, donor, choice, entropy),
        (Value::Array(list), 3) => list.push(donor),
        (Value::Array(list), 4) => list.reverse(),
        (Value::Array(list), _) if !list.is_empty() => {
            let at = entropy.below(list.len());
            match entropy.flag() {
                true => drop(list.remove(at)),
                false => list.push(list[at].clone()),
            }
        }
        (Value::String(text), 3) => *text = entropy.text(),
        (Value::String(text), 4) => {
            let at = text.char_indices().map(|(at, _)| at).nth(entropy.below(text.len())).unwrap_or_default();
            text.insert_str(at, &entropy.text());
        }
        // Mostly ids of shapes: another target, of whatever type.
        (Value::String(text), _) => {
            if let Value::String(other) = donor {
                *text = other;
            }
        }
        (Value::Number(number), _) => *number = entropy.number().into(),
        (value, _) => *value = donor,
    }
}

fn object(map: &mut Map<String, Value>, donor: Value, choice: usize, entropy: &mut Entropy<'_>) {
    let key = map.keys().nth(entropy.below(map.len())).cloned();
    let other = match donor {
        Value::String(ref text) if entropy.flag() => text.clone(),
        Value::Object(ref donor) => donor.keys().nth(entropy.below(donor.len())).cloned().unwrap_or_default(),
        _ => entropy.text(),
    };
    match (choice, key) {
        (3 | 4, Some(key)) => drop(map.remove(&key)),
        // In its place: the order of members is that of arguments.
        (5, Some(key)) => {
            let renamed = |(name, value)| (if name == key { other.clone() } else { name }, value);
            *map = std::mem::take(map).into_iter().map(renamed).collect();
        }
        (6, Some(key)) => drop(map.insert(other, map[&key].clone())),
        (7, Some(_)) => *map = std::mem::take(map).into_iter().rev().collect(),
        _ => drop(map.insert(other, donor)),
    }
}

fn scalar(entropy: &mut Entropy<'_>) -> Value {
    match entropy.below(8) {
        0 => Value::Null,
        1 => entropy.flag().into(),
        2 => entropy.number().into(),
        3 => json!(f64::from_bits(u64::from_le_bytes(entropy.bytes(8).try_into().unwrap()))),
        4 => json!({}),
        5 => json!([]),
        6 => json!(entropy.pick(&[u64::MAX, 1 << 63, 0, 1, 256])),
        _ => entropy.text().into(),
    }
}

/// A value of the tree, rather text than anything else.
fn any<'t>(tree: &'t Value, entropy: &mut Entropy<'_>) -> &'t Value {
    let all = count(tree);
    let mut found = tree;
    for _ in 0..4 {
        found = tree.pointer(&pointer(tree, entropy.below(all))).unwrap_or(tree);
        if found.is_string() {
            break;
        }
    }
    found
}

/// The values of a tree, itself included.
fn count(tree: &Value) -> usize {
    1 + match tree {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// Where the value of this index is.
fn pointer(tree: &Value, index: usize) -> String {
    fn inner(value: &Value, index: &mut usize, path: &mut String) -> bool {
        if *index == 0 {
            return true;
        }
        *index -= 1;
        let length = path.len();
        let mut is_below = |step: &str, value: &Value| {
            path.push('/');
            path.push_str(&step.replace('~', "~0").replace('/', "~1"));
            let is_found = inner(value, index, path);
            if !is_found {
                path.truncate(length);
            }
            is_found
        };
        match value {
            Value::Array(list) => list.iter().enumerate().any(|(at, value)| is_below(&at.to_string(), value)),
            Value::Object(map) => map.iter().any(|(key, value)| is_below(key, value)),
            _ => false,
        }
    }
    let (mut index, mut path) = (index, String::new());
    inner(tree, &mut index, &mut path);
    path
}
