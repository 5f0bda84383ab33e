//! What Cargo takes as the name of a package, and the generated code as that of its crate.

use anyhow::{Result, bail};

/// Strict and reserved keywords of all editions: `cargo new` refuses them too.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Crates that come with Rust, and one that every generated crate depends on: a crate of this name would hide them.
const TAKEN: &[&str] = &["alloc", "core", "ferrosmith", "ferrosmith_derive", "proc_macro", "std", "test", "tokio"];

/// Names that no file on Windows can have.
const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// As crates.io has it.
const LONGEST: usize = 64;

/// Proves a package's name.
pub(crate) fn check(name: &str) -> Result<()> {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let krate = name.replace('-', "_");
    let lower = krate.to_ascii_lowercase();
    let why = if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(known) {
        "use letters, digits, `-` and `_`, and start with a letter".to_owned()
    } else if name.len() > LONGEST {
        format!("it has {} letters, and {LONGEST} are the most that crates.io takes", name.len())
    } else if KEYWORDS.contains(&krate.as_str()) {
        "it is a keyword of Rust".to_owned()
    } else if TAKEN.contains(&lower.as_str()) {
        format!("it would hide the crate `{lower}`, which the generated code needs")
    } else if DEVICES.contains(&lower.as_str()) {
        "no file on Windows can have this name".to_owned()
    } else {
        return Ok(());
    };
    let shown: String = name.chars().take(LONGEST).collect();
    bail!("{shown:?} cannot name a crate; {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_or_rust_would_refuse_is_refused() {
        for (name, why) in [
            ("", "use letters"),
            ("2fast", "start with a letter"),
            ("_x", "start with a letter"),
            ("a b", "use letters"),
            ("caf\u{e9}", "use letters"),
            ("a\"\nx = 1", "use letters"),
            ("a/../b", "use letters"),
            ("fn", "keyword"),
            ("Self", "keyword"),
            ("self", "keyword"),
            ("gen", "keyword"),
            ("std", "hide the crate `std`"),
            ("proc-macro", "hide the crate `proc_macro`"),
            ("ferrosmith", "hide the crate `ferrosmith`"),
            ("tokio", "hide the crate `tokio`"),
            ("Ferrosmith-Derive", "hide the crate `ferrosmith_derive`"),
            ("NUL", "Windows"),
        ] {
            let error = check(name).unwrap_err().to_string();
            assert!(error.contains(" cannot name a crate; ") && error.contains(why), "{error}");
        }
        assert!(check(&"a".repeat(65)).unwrap_err().to_string().contains("65 letters"));
    }

    #[test]
    fn what_is_near_to_that_is_taken() {
        for name in ["fns", "my-fn", "stdx", "ferrosmith-aws", "SELF_", "com", "a", &"a".repeat(64)] {
            check(name).unwrap();
        }
    }
}
