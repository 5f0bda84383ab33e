//! The package around generated sources: `Cargo.toml`, which is written once and then belongs to the user, and the
//! README and the example, which are regenerated as long as they have the marker in their first line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use ferrosmith_codegen::Summary;
use ferrosmith_codegen::plan::{Feature, features};

use crate::summary::pluralize;

use super::manifest::{Manifest, Operations, Runtime, VERSION};

/// The path of the example, relative to the folder of the crate, and its name.
const EXAMPLE_FILE: &str = "examples/call.rs";
const EXAMPLE: &str = "call";

/// The existing `Cargo.toml`, if there is one.
pub(super) struct Package {
    /// Its content; empty if it cannot be parsed, which Cargo will report.
    table: Option<toml::Table>,
}

impl Package {
    pub(super) fn read(folder: &Path) -> Self {
        let path = folder.join("Cargo.toml");
        let table = path.symlink_metadata().is_ok().then(|| {
            let text = fs::read_to_string(path).unwrap_or_default();
            text.parse().unwrap_or_default()
        });
        Self { table }
    }

    /// Returns that of a folder that has none.
    pub(super) fn none() -> Self {
        Self { table: None }
    }

    pub(super) fn exists(&self) -> bool {
        self.table.is_some()
    }

    /// Returns the name of the library, as Rust code refers to it.
    pub(super) fn library(&self, name: &str) -> String {
        let name = self.string_at(&["lib", "name"]).or_else(|| self.string_at(&["package", "name"])).unwrap_or(name);
        name.replace('-', "_")
    }

    /// Returns the version requirement of the runtime dependency, if it has one.
    pub(super) fn runtime_version(&self) -> Option<&str> {
        self.string_at(&["dependencies", "ferrosmith", "version"])
            .or_else(|| self.string_at(&["dependencies", "ferrosmith"]))
    }

    /// Whether the runtime dependency enables this feature.
    pub(super) fn has_runtime_feature(&self, feature: &str) -> bool {
        let dependency =
            self.table.as_ref().and_then(|table| table.get("dependencies")?.get("ferrosmith")?.get("features"));
        let features = dependency.and_then(toml::Value::as_array);
        features.is_some_and(|features| features.iter().any(|name| name.as_str() == Some(feature)))
    }

    fn string_at(&self, path: &[&str]) -> Option<&str> {
        let (first, rest) = path.split_first()?;
        let mut value = self.table.as_ref()?.get(*first)?;
        for name in rest {
            value = value.get(name)?;
        }
        value.as_str()
    }
}

/// The files of the package outside `src/`.
pub(super) struct PackageFiles<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) service: &'a Summary,
    pub(super) example: Option<&'a str>,
}

impl PackageFiles<'_> {
    /// Renders the files by path, except those that belong to the user.
    pub(super) fn render(&self, folder: &Path, package: &Package) -> Result<BTreeMap<String, String>> {
        let mut files = BTreeMap::from([(super::manifest::FILE.to_owned(), self.manifest.to_toml()?)]);
        let is_new = !package.exists();
        if is_new {
            files.insert("Cargo.toml".to_owned(), cargo_toml(self.manifest, self.service, self.example.is_some()));
        }
        let is_generated = |path: &str| match fs::read_to_string(folder.join(path)) {
            Ok(text) => text.lines().next().is_some_and(|line| line.contains(GENERATED_MARKER)),
            // Written only together with a new package: a file that the user removed is not written again.
            Err(_) => is_new && folder.join(path).symlink_metadata().is_err(),
        };
        if is_generated("README.md") {
            files.insert("README.md".to_owned(), self.readme(&package.library(&self.manifest.name)));
        }
        if let Some(example) = self.example.filter(|_| is_generated(EXAMPLE_FILE)) {
            files.insert(EXAMPLE_FILE.to_owned(), format!("// {GENERATED_MARKER}, and the file is yours.\n{example}"));
        }
        Ok(files)
    }

    fn readme(&self, library: &str) -> String {
        let Manifest { name, operations, .. } = self.manifest;
        let service = self.manifest.root();
        let models = self.models();
        if self.service.is_types_only {
            return self.readme_of_types(library);
        }
        let operations = match (operations, self.service.selected.as_slice()) {
            (_, []) | (Operations::None, _) => {
                "It has no operations; the documentation of the crate names those that are left out.".to_owned()
            }
            (Operations::All, selected) => format!("It has all its operations:\n{}.", listed(selected)),
            (Operations::Named(_), selected) => format!("It has these of its operations:\n{}.", listed(selected)),
        };
        let example = match self.example {
            Some(_) => format!(
                "[`{EXAMPLE_FILE}`]({EXAMPLE_FILE}) is a program to begin with: `cargo run --example {EXAMPLE} --features client`. "
            ),
            None => String::new(),
        };
        format!(
            "<!-- {GENERATED_MARKER}, and the text is yours. -->\n\
             # {name}\n\n\
             A client of `{service}`, generated by [ferrosmith]({REPOSITORY}) {VERSION} from {models}. {operations}\n\n\
             ## Use\n\n\
             ```toml\n\
             [dependencies]\n\
             {name} = {{ path = \"…\", features = [\"client\"] }} # async, on tokio; \"blocking\" for the other\n\
             ```\n\n\
             {example}Region, endpoint and\n\
             credentials are found as the AWS SDKs find them. Without a client's feature there is no I/O: an operation makes a request and\n\
             reads a response. `Cargo.toml` says what the features are for; `{library}::ferrosmith` is the runtime.\n\n\
             ## Regenerate it\n\n\
             `src/` is generated and never edited. `ferrosmith.toml` says how it was made; in this folder\n\n\
             ```sh\n\
             ferrosmith generate                          # after the model changed, or with a newer generator\n\
             ferrosmith generate --add OtherOperation     # an operation more; `--remove` takes one away\n\
             ferrosmith generate --check                  # write nothing, and exit with 1 if it is not up to date\n\
             ```\n\n\
             `Cargo.toml` is written once; it is yours, and so are this file and the example once their first line is gone.\n\n\
             {WORKSPACE_AND_LICENCE}",
        )
    }

    fn models(&self) -> String {
        let models: Vec<String> = self.manifest.models.iter().map(|model| format!("`{}`", model.path)).collect();
        models.join(", ")
    }

    /// Renders the README of a crate that has the types of a shape closure.
    fn readme_of_types(&self, library: &str) -> String {
        let Summary { structures, unions, enums, .. } = self.service;
        let counts = [(*structures, "structure"), (*unions, "union"), (*enums, "enum")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| pluralize(count, what));
        let counts: Vec<String> = counts.collect();
        let example = self.service.example_type.as_ref().map_or_else(String::new, |ident| {
            format!(
                "```rust\n\
                 let value: {library}::types::{ident} = serde_json::from_str(text)?;\n\
                 let text = serde_json::to_string(&value)?;\n\
                 ```\n\n"
            )
        });
        format!(
            "<!-- {GENERATED_MARKER}, and the text is yours. -->\n\
             # {name}\n\n\
             The types of the shape closure `{closure}`, generated by [ferrosmith]({REPOSITORY}) {VERSION} from {models}:\n\
             {counts}. There is no client.\n\n\
             ## Use\n\n\
             ```toml\n\
             [dependencies]\n\
             {name} = {{ path = \"…\", features = [\"serde\"] }}\n\
             serde_json = \"1\" # or any other format that describes itself\n\
             ```\n\n\
             {example}`{library}::ferrosmith` is the runtime; its module `serde` documents the form. `Cargo.toml` says what the features are for.\n\n\
             ## Regenerate it\n\n\
             `src/` is generated and never edited. `ferrosmith.toml` says how it was made; in this folder\n\n\
             ```sh\n\
             ferrosmith generate             # after the model changed, or with a newer generator\n\
             ferrosmith generate --check     # write nothing, and exit with 1 if it is not up to date\n\
             ```\n\n\
             `Cargo.toml` is written once; it is yours, and so is this file once its first line is gone.\n\n\
             {WORKSPACE_AND_LICENCE}",
            name = self.manifest.name,
            closure = self.manifest.root(),
            models = self.models(),
            counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") },
        )
    }
}

/// The end of every README.
const WORKSPACE_AND_LICENCE: &str = "\
## In a workspace

The crate stands alone, and can be a member of a workspace: name its folder in `members` of the `Cargo.toml` above it, or in
`exclude` to keep it apart.

## Licence

What ferrosmith adds to the generated code is under MIT or Apache-2.0, as you like, as ferrosmith itself is. Names, documentation
and rules come from the model, whose publisher has a licence of its own (AWS publishes its models under Apache-2.0): whoever passes
this crate on passes that on too.
";

/// The marker in the first line of files that are regenerated until the user removes that line.
const GENERATED_MARKER: &str = "@generated by `ferrosmith generate`; remove this line";

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Lists the first operations, and the number of further ones.
fn listed(operations: &[String]) -> String {
    const MAX_LISTED: usize = 12;
    let shown: Vec<String> = operations.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
    match operations.len().checked_sub(MAX_LISTED) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Returns the dependency on the runtime, with the features that the protocols need, as a line of `Cargo.toml`.
pub(super) fn dependency(runtime: &Runtime, features: &[&str]) -> String {
    let from = match runtime {
        Runtime::Version => format!("version = {VERSION:?}"),
        Runtime::Path(path) => format!("path = {}", toml::Value::from(path.as_str())),
    };
    let features = if features.is_empty() { String::new() } else { format!(", features = {features:?}") };
    format!("ferrosmith = {{ {from}, default-features = false{features} }}")
}

fn cargo_toml(Manifest { name, runtime, .. }: &Manifest, service: &Summary, has_example: bool) -> String {
    let (what, default) = match service.is_types_only {
        true => ("Types", ""),
        false => ("A client", "\"random\""),
    };
    let example = if has_example { example_target() } else { String::new() };
    format!(
        r#"[package]
name = "{name}"
description = "{what} generated by ferrosmith"
version = "0.1.0"
edition = "2024"
rust-version = "{msrv}"
readme = "README.md"
# Without this line it can be published, with a `license` of your choice: README.md says what the generated code is under.
publish = false

[features]
default = [{default}]
{lines}
[dependencies]
{runtime}
{example}"#,
        lines = features(service.is_types_only).map(feature_lines).collect::<String>(),
        runtime = dependency(runtime, &service.features),
        msrv = env!("CARGO_PKG_RUST_VERSION"),
    )
}

/// Returns the part of `Cargo.toml` for the example.
fn example_target() -> String {
    format!(
        r#"
# Of the example.
[dev-dependencies]
tokio = {{ version = "1", default-features = false, features = ["macros", "rt"] }}

[[example]]
name = "{EXAMPLE}"
required-features = ["client"]
"#
    )
}

/// Returns a feature as lines of `Cargo.toml`.
fn feature_lines(Feature { name, enables, what }: &Feature) -> String {
    let enables: Vec<String> = enables.iter().map(|feature| format!("{feature:?}")).collect();
    format!("# {what}\n{name} = [{}]\n", enables.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `generated/Cargo.toml` and the table of the README are written by hand.
    #[test]
    fn our_own_crate_has_the_features_of_every_generated_crate() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let manifest: toml::Table = fs::read_to_string(root.join("generated/Cargo.toml")).unwrap().parse().unwrap();
        let mut features = manifest["features"].as_table().unwrap().clone();
        assert_eq!(features.remove("default").unwrap(), toml::Value::from(vec!["backup", "fsx", "random"]));
        let readme = fs::read_to_string(root.join("README.md")).unwrap();
        for Feature { name, enables, .. } in ferrosmith_codegen::plan::features(false) {
            assert_eq!(features.remove(*name), Some(toml::Value::from(enables.to_vec())), "{name}");
            let is_listed = |line: &str| line.starts_with("| `") && line.contains(&format!("`{name}`"));
            assert!(readme.lines().any(is_listed), "README.md lacks {name}");
        }
        assert_eq!(features.keys().collect::<Vec<_>>(), ["backup", "fsx"]);
    }

    #[test]
    fn any_path_is_escaped_as_toml() {
        for path in ["../a \"b\"\\c/runtime", "../it's/runtime", "../\u{7}"] {
            let text = format!("[dependencies]\n{}\n", dependency(&Runtime::Path(path.to_owned()), &[]));
            let table: toml::Table = text.parse().unwrap();
            assert_eq!(table["dependencies"]["ferrosmith"]["path"].as_str(), Some(path));
        }
    }

    #[test]
    fn only_the_first_operations_are_listed() {
        let names: Vec<String> = (0..13).map(|number| format!("Op{number}")).collect();
        assert!(listed(&names).ends_with("`Op11` and 1 more"));
        assert_eq!(listed(&names[..2]), "`Op0`, `Op1`");
    }
}
