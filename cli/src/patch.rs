//! Renders the differences between a folder and the generated files as a unified diff.

use std::fmt::Write;
use std::path::Path;

use similar::TextDiff;

use crate::summary::pluralize;
use crate::tree::{Difference, Old};

/// The maximum number of lines shown. A changed header line affects every file, and such a diff has 20,000 lines.
const MAX_LINES: usize = 400;

/// Returns the diff from `a/…`, the files on disk, to `b/…`, the generated files. `prefix` is the folder that holds
/// them.
pub(crate) fn unified(prefix: &str, differences: &[Difference<'_>]) -> String {
    let mut text = String::new();
    let mut remaining = MAX_LINES;
    for (index, difference) in differences.iter().enumerate() {
        if remaining == 0 {
            // Writing to a String cannot fail, here and below.
            let _ = writeln!(text, "… and {}", pluralize(differences.len() - index, "more file"));
            break;
        }
        let patch = file_patch(prefix, difference);
        let lines = patch.lines().count();
        for line in patch.split_inclusive('\n').take(remaining) {
            text.push_str(line);
        }
        if lines > remaining {
            let _ = writeln!(text, "… and {} of this file", pluralize(lines - remaining, "more line"));
        }
        remaining = remaining.saturating_sub(lines);
    }
    text
}

fn file_patch(prefix: &str, Difference { path, old, new }: &Difference<'_>) -> String {
    let path = if prefix.is_empty() { with_slashes(path) } else { format!("{prefix}/{}", with_slashes(path)) };
    let old_text = match old {
        None => Some(""),
        Some(Old::File(bytes)) => std::str::from_utf8(bytes).ok(),
        Some(Old::Special) => None,
    };
    let from = if old.is_some() { format!("a/{path}") } else { "/dev/null".to_owned() };
    let to = if new.is_some() { format!("b/{path}") } else { "/dev/null".to_owned() };
    let mut text = format!("--- {from}\n+++ {to}\n");
    match (old_text, old) {
        (Some(old_text), _) => {
            let diff = TextDiff::from_lines(old_text, new.unwrap_or_default());
            let _ = write!(text, "{}", diff.unified_diff().context_radius(3));
        }
        (None, Some(Old::Special)) => text.push_str("(on the disk: a symbolic link or a special file)\n"),
        (None, _) => text.push_str("(on the disk: not text)\n"),
    }
    text
}

/// Returns the path with `/` as separator, as Git writes paths on every platform.
fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn difference<'a>(path: &str, old: Option<&[u8]>, new: Option<&'a str>) -> Difference<'a> {
        let old = old.map(|bytes| Old::File(bytes.to_vec()));
        Difference { path: PathBuf::from(path), old, new }
    }

    #[test]
    fn an_edited_file_shows_three_lines_around_each_change() {
        let old = b"1\n2\n3\n4\nedited\n6\n7\n8\n9\n";
        let new = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        assert_eq!(
            unified("generated/src", &[difference("fsx/mod.rs", Some(old), Some(new))]),
            "--- a/generated/src/fsx/mod.rs\n+++ b/generated/src/fsx/mod.rs\n\
             @@ -2,7 +2,7 @@\n 2\n 3\n 4\n-edited\n+5\n 6\n 7\n 8\n"
        );
    }

    #[test]
    fn missing_and_extra_files_are_shown_in_full() {
        assert_eq!(
            unified("o", &[difference("new.rs", None, Some("a\nb\n"))]),
            "--- /dev/null\n+++ b/o/new.rs\n@@ -0,0 +1,2 @@\n+a\n+b\n"
        );
        assert_eq!(
            unified("o", &[difference("old.rs", Some(b"a\n"), None)]),
            "--- a/o/old.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        );
        assert_eq!(unified("o", &[difference("empty", Some(b""), None)]), "--- a/o/empty\n+++ /dev/null\n");
    }

    #[test]
    fn binary_and_special_files_are_only_named() {
        let link = Difference { path: PathBuf::from("link"), old: Some(Old::Special), new: None };
        let text = unified("o", &[difference("x.rs", Some(b"\xff"), Some("x\n")), link]);
        assert_eq!(
            text,
            "--- a/o/x.rs\n+++ b/o/x.rs\n(on the disk: not text)\n\
             --- a/o/link\n+++ /dev/null\n(on the disk: a symbolic link or a special file)\n"
        );
    }

    #[test]
    fn a_long_diff_is_truncated_and_counts_the_rest() {
        let long = "line\n".repeat(MAX_LINES);
        let all = ["a.rs", "b.rs", "c.rs"].map(|path| difference(path, None, Some(&long)));
        let text = unified("o", &all);
        assert_eq!(text.lines().count(), MAX_LINES + 2);
        assert!(text.ends_with("+line\n… and 3 more lines of this file\n… and 2 more files\n"), "{text}");
    }
}
