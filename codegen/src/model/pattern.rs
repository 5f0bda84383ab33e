//! Checks the regular expressions of `@pattern`, Smithy 2.0 § "pattern trait".
//!
//! Patterns appear in documentation only and are never evaluated. This module therefore reports only what is an error
//! in every dialect of regular expressions.

/// Checks a pattern. The error says what is wrong.
pub(super) fn check(pattern: &str) -> Result<(), &'static str> {
    let mut groups = 0_usize;
    let mut in_class = false;
    // Whether the preceding token can be repeated.
    let mut has_atom = false;
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                characters.next().ok_or("it ends with a backslash")?;
                has_atom = true;
            }
            ']' if in_class => {
                in_class = false;
                has_atom = true;
            }
            _ if in_class => {}
            '[' => in_class = true,
            '(' => {
                groups += 1;
                has_atom = false;
                // The `?` of `(?` starts a group modifier and is not a quantifier.
                if characters.as_str().starts_with('?') {
                    characters.next();
                }
            }
            ')' => {
                groups = groups.checked_sub(1).ok_or("it closes a group that was not opened")?;
                has_atom = true;
            }
            '|' => has_atom = false,
            '*' | '+' | '?' if !has_atom => return Err("it has a quantifier with nothing to repeat"),
            _ => has_atom = true,
        }
    }
    match (in_class, groups) {
        (true, _) => Err("it has a `[` without its `]`"),
        (false, 0) => Ok(()),
        (false, _) => Err("it has a `(` without its `)`"),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn patterns_invalid_in_every_dialect_are_rejected() {
        for good in [
            "",
            "^[a-z]+$",
            "(?:a|b)*?c{1,2}",
            "[(*]",
            "[^]]",
            r"\(\[",
            "(?=.*a)(?!b)x",
            "a||b",
            "[[:alpha:]]x",
            r"^(|a)$",
            "a++",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in ["[a", "(a", "a)", "*a", "a|+", "(*a)", r"a\", "((a)", "[a-z"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
