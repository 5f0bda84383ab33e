//! No input makes the loader panic, overflow the stack or run forever.

use super::{load_valid, model, try_load};

const SMALL: &str = r#"{
  "smithy": "1.0",
  "metadata": {"k": [1]},
  "shapes": {
    "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#O"}], "rename": {"a#T": "U"},
            "traits": {"smithy.api#paginated": {"inputToken": "t"}, "aws.protocols#restJson1": {}}},
    "a#O": {"type": "operation", "input": {"target": "a#I"}, "errors": [{"target": "a#F"}],
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/{t}?x=\u00e9"}}},
    "a#I": {"type": "structure", "mixins": [{"target": "a#M"}], "members": {
      "t": {"target": "a#E", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "a#M": {"type": "structure", "traits": {"smithy.api#mixin": {"localTraits": []}}},
    "a#F": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "a#E": {"type": "string", "traits": {"smithy.api#enum": [{"value": "é1"}]}},
    "a#L": {"type": "set", "member": {"target": "smithy.api#PrimitiveLong"}},
    "a#I$t": {"type": "apply", "traits": {"smithy.api#documentation": "d"}}
  }
}"#;

#[test]
fn every_prefix_of_a_model() {
    for end in (0..SMALL.len()).filter(|end| SMALL.is_char_boundary(*end)) {
        assert!(try_load(&[&SMALL[..end]]).is_err());
    }
}

/// Splits JSON into strings, punctuation and the text in between.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => rest[1..].find('"').map_or(rest.len(), |i| i + 2),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            _ => rest.find(['"', '{', '}', '[', ']', ',', ':']).unwrap_or(rest.len()),
        };
        let (token, more) = rest.split_at(end);
        tokens.push(token);
        rest = more;
    }
    tokens
}

/// Deletes, duplicates and exchanges tokens. The random numbers have a fixed seed, so that failures can be reproduced.
#[test]
fn mutations_of_a_model() {
    let original = tokens(SMALL);
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    for _ in 0..5_000 {
        let mut mutated = original.clone();
        for _ in 0..=random(3) {
            let (a, b) = (random(mutated.len()), random(mutated.len()));
            match random(4) {
                0 => drop(mutated.remove(a)),
                1 => mutated.insert(b, mutated[a]),
                2 => mutated[a] = mutated[b],
                _ => mutated.swap(a, b),
            }
        }
        // The result does not matter, only that there is one.
        if let Ok(model) = try_load(&[&mutated.concat()])
            && let Ok(service) = model.service(None)
        {
            let _ = model.closure(&service.id, &[]);
        }
    }
}

#[test]
fn deep_nesting() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let error_of = |text: &str| try_load(&[text]).unwrap_err().to_string();
    let hint = "a Smithy JSON AST is an object with \"smithy\" and \"shapes\"";
    assert_eq!(error_of(&deep), format!("m.json:1: this is an array, not a Smithy model; {hint}"));
    assert_eq!(
        error_of(&"[".repeat(100_000)),
        "m.json:1: not JSON: EOF while parsing a list at column 100000; the file seems to be cut off"
    );
    assert_eq!(
        error_of(&model(&format!("\"a#B\": {deep}"))),
        "m.json:2: a#B: an object is expected here, not an array"
    );
    let with_trait = |id: &str| {
        let kind = if id.ends_with("examples") { "operation" } else { "string" };
        model(&format!("\"a#B\": {{\"type\": \"{kind}\", \"traits\": {{\n\"{id}\": {deep}}}}}"))
    };
    assert_eq!(
        error_of(&with_trait("smithy.api#default")),
        "m.json:3: a#B: smithy.api#default has to be null, a boolean, a number, a string, [] or {}, not an array"
    );
    assert_eq!(
        error_of(&with_trait("smithy.api#examples")),
        "m.json:3: a#B: smithy.api#examples has to be an array or an object that nests no deeper than 128 levels"
    );
    // Values of traits that are not read may be nested deeply.
    load_valid(&[&with_trait("a#unknown")]);
    assert_eq!(
        error_of(&format!("{{\"smithy\": \"2\", \"metadata\": {{\"a\": {deep}}}}}")),
        "m.json:1: the metadata is no object, or nests deeper than 128 levels"
    );
}

#[test]
fn long_chains() {
    let link = |i: usize| {
        format!("\"a#A{i}\": {{\"type\": \"structure\", \"members\": {{\"m\": {{\"target\": \"a#A{}\"}}}}}},\n", i + 1)
    };
    let chain: String = (0..100_000).map(link).collect();
    let ends = "\"a#A100000\": {\"type\": \"structure\", \"members\": {\"m\": {\"target\": \"a#A0\"}}},\n\
        \"a#S\": {\"type\": \"service\", \"operations\": [{\"target\": \"a#O\"}]},\n\
        \"a#O\": {\"type\": \"operation\", \"input\": {\"target\": \"a#A0\"}}";
    let loaded = load_valid(&[&model(&(chain + ends))]);
    let service = loaded.service(None).unwrap();
    assert_eq!(loaded.closure(&service.id, &[]).unwrap().shapes.len(), 100_001);

    let mixin = |i: usize| {
        let uses = if i == 0 { String::new() } else { format!("{{\"target\": \"a#M{}\"}}", i - 1) };
        format!(
            "\"a#M{i}\": {{\"type\": \"structure\", \"mixins\": [{uses}], \"traits\": {{\"smithy.api#mixin\": {{}}}}}}"
        )
    };
    let mixins: Vec<String> = (0..5_000).map(mixin).collect();
    load_valid(&[&model(&mixins.join(",\n"))]);
}

/// JMESPath expressions are parsed and analyzed recursively.
#[test]
fn expressions_of_waiters() {
    let load = |path: &str| {
        let path = serde_json::to_string(path).unwrap();
        let waiter = format!(
            r#"{{"W": {{"acceptors": [{{"state": "success", "matcher": {{"output":
            {{"path": {path}, "expected": "x", "comparator": "stringEquals"}}}}}}]}}}}"#
        );
        let shapes = format!(
            r#""a#O": {{"type": "operation", "output": {{"target": "a#S"}}, "traits": {{"smithy.waiters#waitable": {waiter}}}}},
            "a#S": {{"type": "structure", "members": {{"s": {{"target": "a#S"}}, "l": {{"target": "a#L"}}}}}},
            "a#L": {{"type": "list", "member": {{"target": "a#S"}}}}"#
        );
        try_load(&[&model(&shapes)]).is_ok()
    };
    assert!(load("s.s.l[].s") && !load("s.t"));
    for part in [
        "(",
        "[",
        "{a:",
        "!",
        "&",
        "not_null(",
        "s.",
        "s||",
        "l[].",
        "l[?",
        "l[*].",
        "s|",
        "`[",
        "@",
        "-",
        "'",
        "\"",
        "é",
    ] {
        let deep = part.repeat(300 / part.len());
        load(&deep);
        load(&format!("{}s", &deep[..deep.len().saturating_sub(part.len())]));
    }
    for unusual in [
        "",
        " ",
        "l[99999999999999999999]",
        "l[-2147483648]",
        "l[::0]",
        "`1e999`",
        "`{`",
        "\u{0}",
        "s.\"\\ud800\"",
        "abs('x')",
    ] {
        load(unusual);
    }
}
