//! Finds files written by hand that mention a removed or renamed item, and so have to be updated together with the
//! model.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ferrosmith_codegen::diff::{Change, Report, Rule};

/// The maximum number of mentions of an item shown.
const MAX_SHOWN: usize = 5;
/// Larger files are not searched: they are data.
const MAX_BYTES: u64 = 1_000_000;

/// A line that mentions an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// The Rust item, or the shape in an overlay.
    pub(super) item: String,
    /// Relative to the workspace, with `/`.
    pub(super) path: String,
    /// From 1.
    pub(super) line: usize,
}

/// The search pattern for an item in a line.
enum Needle {
    /// An identifier: a type, an operation, a constant.
    Identifier(String),
    /// A member: `.name`, `name:`.
    Field(String),
    /// A variant after the name of its enum: `Colour::Blue`.
    Path(String),
}

/// Searches the sources, texts and overlays below `root`, without hidden folders, `target` and generated files.
pub(super) fn find(report: &Report, root: &Path) -> Vec<Mention> {
    let searches: Vec<(String, Needle, String)> =
        report.changes.iter().flat_map(|change| needles(change, &report.module)).collect();
    let mut mentions = Vec::new();
    if !searches.is_empty() {
        search(root, root, &mut |path, text| {
            let is_overlay = path.ends_with(".json");
            // Names of members are short. They are searched only in files that mention the service's module.
            let uses_module = has_word(text, &report.module);
            for (index, line) in text.lines().enumerate() {
                for (item, needle, shape) in &searches {
                    let (found, item) = if is_overlay {
                        (line.contains(&format!("\"{shape}\"")), shape)
                    } else {
                        (uses_module && needle.is_in(line), item)
                    };
                    if found {
                        mentions.push(Mention { item: item.clone(), path: path.to_owned(), line: index + 1 });
                    }
                }
            }
        });
    }
    mentions.sort_by(|one, other| (&one.item, &one.path, one.line).cmp(&(&other.item, &other.path, other.line)));
    mentions.dedup();
    mentions
}

/// Returns for each item a list like `path:line, path:line and 3 more`.
pub(super) fn lines(mentions: &[Mention]) -> Vec<(String, String)> {
    let mut by_item: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for Mention { item, path, line } in mentions {
        by_item.entry(item).or_default().push(format!("{path}:{line}"));
    }
    let shown = |locations: Vec<String>| match locations.len().checked_sub(MAX_SHOWN) {
        Some(more) if more > 0 => format!("{} and {more} more", locations[..MAX_SHOWN].join(", ")),
        _ => locations.join(", "),
    };
    by_item.into_iter().map(|(item, locations)| (item.to_owned(), shown(locations))).collect()
}

/// Returns the item, pattern and shape for each removed or renamed item.
fn needles<'a>(change: &'a Change, module: &'a str) -> impl Iterator<Item = (String, Needle, String)> + 'a {
    // For a rename, the item is the new one; `before` starts with the old name.
    let old_name = || change.before.as_deref().and_then(|before| before.split(' ').next()).map(ToOwned::to_owned);
    change.items.iter().filter_map(move |item| {
        let (parent, last) = item.rsplit_once("::")?;
        let owner = parent.rsplit("::").next().unwrap_or_default();
        let needle = match change.rule {
            Rule::OperationRemoved | Rule::TypeRemoved | Rule::WaiterRemoved => Needle::Identifier(last.to_owned()),
            Rule::TypeRenamed => Needle::Identifier(old_name()?),
            Rule::MemberRemoved => Needle::Field(last.to_owned()),
            Rule::MemberRenamed => Needle::Field(old_name()?),
            Rule::ValueRemoved | Rule::VariantRemoved | Rule::ErrorRemoved => Needle::Path(format!("{owner}::{last}")),
            Rule::VariantRenamed => Needle::Path(format!("{owner}::{}", old_name()?)),
            _ => return None,
        };
        let old = match &needle {
            Needle::Identifier(name) | Needle::Field(name) => name,
            Needle::Path(path) => path.rsplit("::").next().unwrap_or_default(),
        };
        Some((format!("{}::{old}", if parent.is_empty() { module } else { parent }), needle, change.shape.to_string()))
    })
}

impl Needle {
    fn is_in(&self, line: &str) -> bool {
        match self {
            Self::Identifier(word) | Self::Path(word) => has_word(line, word),
            Self::Field(name) => occurrences(line, name).any(|(before, after)| {
                before.ends_with('.') || (after.trim_start().starts_with(':') && !after.trim_start().starts_with("::"))
            }),
        }
    }
}

fn has_word(text: &str, word: &str) -> bool {
    occurrences(text, word).next().is_some()
}

/// Returns the text before and after each occurrence of a whole word.
fn occurrences<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).filter_map(move |(start, found)| {
        let before = text.get(..start)?;
        let after = text.get(start + found.len()..)?;
        (!before.ends_with(is_part) && !after.starts_with(is_part)).then_some((before, after))
    })
}

/// Calls `visit` with each file's path and text. Unreadable files are skipped: mentions are only hints.
fn search(root: &Path, folder: &Path, visit: &mut impl FnMut(&str, &str)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let Ok(kind) = entry.file_type() else { continue };
        let name = name.to_string_lossy();
        if kind.is_dir() && !name.starts_with('.') && name != "target" {
            search(root, &path, visit);
        }
        let is_text = name.ends_with(".rs") || name.ends_with(".md") || name.ends_with(".overlay.json");
        if !kind.is_file() || !is_text || entry.metadata().is_ok_and(|metadata| metadata.len() > MAX_BYTES) {
            continue;
        }
        let (Ok(text), Ok(relative)) = (fs::read_to_string(&path), path.strip_prefix(root)) else { continue };
        if !text.starts_with("// @generated") {
            visit(&relative.to_string_lossy().replace('\\', "/"), &text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::tests::report_for_edits;
    use tempfile::TempDir;

    #[test]
    fn files_that_mention_removed_items_are_found() {
        let folder = TempDir::new().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "tests/shop.rs",
            "use shop::types;\nlet sku = parcel.sku;\nlet other = sku_of(parcel);\nParcel { sku: None }\n",
        );
        write("tests/other.rs", "let sku = parcel.sku;");
        write("src/shop.rs", "// @generated\nuse shop::types;\nparcel.sku");
        write("target/shop.rs", "use shop::types;\nparcel.sku");
        write("models/shop.overlay.json", "{\n \"example.shop#Parcel$sku\": {}\n}");
        let edit = "\"sku\": { \"target\": \"example.shop#Sku\" },\n                \"inner\"";
        let found = find(&report_for_edits(&[(edit, "\"inner\"")]), folder.path());
        let locations: Vec<String> =
            found.iter().map(|one| format!("{} {}:{}", one.item, one.path, one.line)).collect();
        assert_eq!(
            locations,
            [
                "example.shop#Parcel$sku models/shop.overlay.json:2",
                "shop::types::Parcel::sku tests/shop.rs:2",
                "shop::types::Parcel::sku tests/shop.rs:4"
            ]
        );
    }

    #[test]
    fn members_variants_and_types_match_whole_names_only() {
        let field = |line: &str| Needle::Field("key".to_owned()).is_in(line);
        assert!(field("tag.key == x") && field("Tag { key: x }") && field("tag . key") | field(".key(\"x\")"));
        assert!(!field("let key = 1;") && !field("tag.keys") && !field("key::X") && !field("kms_key: x"));
        let variant = |line: &str| Needle::Path("Colour::Blue".to_owned()).is_in(line);
        assert!(variant("types::Colour::Blue =>") && !variant("Colour::BlueGreen") && !variant("Blue"));
        let shown =
            |count| (1..=count).map(|line| Mention { item: "a".into(), path: "p".into(), line }).collect::<Vec<_>>();
        assert_eq!(lines(&shown(2)), [("a".to_owned(), "p:1, p:2".to_owned())]);
        assert_eq!(lines(&shown(7)), [("a".to_owned(), "p:1, p:2, p:3, p:4, p:5 and 2 more".to_owned())]);
    }
}
