//! Validates a name as the package name of a generated crate.

use anyhow::{Result, bail};

/// Strict and reserved keywords of all editions, which `cargo new` rejects too.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Crates that come with Rust or that generated code depends on. A crate of the same name would shadow them.
const RESERVED_CRATES: &[&str] =
    &["alloc", "core", "ferrosmith", "ferrosmith_derive", "proc_macro", "std", "test", "tokio"];

/// Device names that Windows reserves: no file can have them.
const WINDOWS_DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// The maximum length of a package name on crates.io.
const MAX_LENGTH: usize = 64;

/// Checks a package's name.
pub(crate) fn check(name: &str) -> Result<()> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let crate_name = name.replace('-', "_");
    let lower = crate_name.to_ascii_lowercase();
    let reason = if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(is_allowed) {
        "use letters, digits, `-` and `_`, and start with a letter".to_owned()
    } else if name.len() > MAX_LENGTH {
        format!("it has {} letters, and {MAX_LENGTH} are the most that crates.io takes", name.len())
    } else if KEYWORDS.contains(&crate_name.as_str()) {
        "it is a keyword of Rust".to_owned()
    } else if RESERVED_CRATES.contains(&lower.as_str()) {
        format!("it would hide the crate `{lower}`, which the generated code needs")
    } else if WINDOWS_DEVICES.contains(&lower.as_str()) {
        "no file on Windows can have this name".to_owned()
    } else {
        return Ok(());
    };
    let shown: String = name.chars().take(MAX_LENGTH).collect();
    bail!("{shown:?} cannot name a crate; {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cargo_or_rust_reject_are_rejected() {
        for (name, reason) in [
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
            assert!(error.contains(" cannot name a crate; ") && error.contains(reason), "{error}");
        }
        assert!(check(&"a".repeat(65)).unwrap_err().to_string().contains("65 letters"));
    }

    #[test]
    fn similar_names_are_accepted() {
        for name in ["fns", "my-fn", "stdx", "ferrosmith-aws", "SELF_", "com", "a", &"a".repeat(64)] {
            check(name).unwrap();
        }
    }
}
