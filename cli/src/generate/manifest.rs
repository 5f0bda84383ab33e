//! `ferrosmith.toml`: how a generated crate was made, so that it can be made anew.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The name of the file, in the folder of the crate.
pub(crate) const FILE: &str = "ferrosmith.toml";

const HEAD: &str = "\
# How `ferrosmith generate` made this crate. Run it in this folder to make the crate anew; `ferrosmith generate --help` says how
# to change what it has. Belongs into version control.
";

/// What stands in the file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The version of the generator.
    pub(crate) generator: String,
    /// The name that the crate began with, from which the service's type is named.
    pub(crate) name: String,
    /// Where the crate `ferrosmith` comes from.
    pub(crate) runtime: Runtime,
    /// The service's shape id.
    pub(crate) service: String,
    pub(crate) operations: Operations,
    /// In this order.
    #[serde(rename = "model")]
    pub(crate) models: Vec<ModelFile>,
}

/// A file of the model.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelFile {
    /// From the folder of the crate on, with `/`.
    pub(crate) path: String,
    /// Of its bytes, in hexadecimal digits.
    pub(crate) sha256: String,
}

/// Which operations of the service the crate has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operations {
    All,
    /// By name, sorted.
    These(Vec<String>),
}

/// Where the runtime of the crate comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Runtime {
    /// The registry, in the version of the generator.
    Version,
    /// A folder: from that of the crate on in the manifest, from the current one on the command line.
    Path(String),
}

impl Manifest {
    /// Of the crate in this folder, if it has one.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.with_context(|| format!("cannot read {}", path.display()))?,
        };
        let manifest = toml::from_str(&text)
            .with_context(|| format!("cannot use {}; mend it, or take it from version control", path.display()));
        manifest.map(Some)
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> Result<String> {
        let body = toml::to_string(self).with_context(|| format!("cannot write {FILE}"))?;
        Ok(format!("{HEAD}{body}"))
    }

    /// The model files, as seen from where `folder` is seen from.
    pub(crate) fn model_paths(&self, folder: &Path) -> Vec<PathBuf> {
        self.models.iter().map(|model| super::paths::tidy(&folder.join(&model.path))).collect()
    }
}

/// The version of this generator, and of the runtime that its code needs.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The hash of a file, as the manifest has it.
pub(crate) fn sha256(text: &str) -> String {
    use fmt::Write as _;
    let mut digits = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

impl Serialize for Operations {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => "all".serialize(serializer),
            Self::These(names) => names.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Operations {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Word(String),
            Names(Vec<String>),
        }
        let wrong =
            |what: &str| serde::de::Error::custom(format!("operations has to be \"all\" or a list of names{what}"));
        match Form::deserialize(deserializer).map_err(|_| wrong(""))? {
            Form::Word(word) if word == "all" => Ok(Self::All),
            Form::Word(word) => Err(wrong(&format!(", not {word:?}"))),
            Form::Names(names) if names.is_empty() => Err(wrong(" that is not empty")),
            Form::Names(names) => Ok(Self::These(names)),
        }
    }
}

impl Runtime {
    fn text(&self) -> &str {
        match self {
            Self::Version => "version",
            Self::Path(path) => path,
        }
    }
}

impl From<&str> for Runtime {
    fn from(text: &str) -> Self {
        if text == "version" { Self::Version } else { Self::Path(text.to_owned()) }
    }
}

impl Serialize for Runtime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Runtime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            generator: "0.1.0".to_owned(),
            name: "sqs-client".to_owned(),
            runtime: Runtime::Path("../ferrosmith/runtime".to_owned()),
            service: "com.amazonaws.sqs#AmazonSQS".to_owned(),
            operations: Operations::These(vec!["SendMessage".to_owned()]),
            models: vec![ModelFile { path: "../a \"b\".json".to_owned(), sha256: sha256("") }],
        }
    }

    fn read(text: &str) -> Result<Option<Manifest>> {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join(FILE), text).unwrap();
        Manifest::read(folder.path())
    }

    #[test]
    fn what_is_written_is_read() {
        let text = manifest().text().unwrap();
        assert!(text.starts_with("# How `ferrosmith generate` made this crate."), "{text}");
        assert!(text.contains("\noperations = [\"SendMessage\"]\n"), "{text}");
        assert!(
            text.contains("\nsha256 = \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n"),
            "{text}"
        );
        assert_eq!(read(&text).unwrap(), Some(manifest()));
        let all = Manifest { operations: Operations::All, runtime: Runtime::Version, ..manifest() };
        let text = all.text().unwrap();
        assert!(text.contains("\nruntime = \"version\"\n") && text.contains("\noperations = \"all\"\n"), "{text}");
        assert_eq!(read(&text).unwrap(), Some(all));
        assert_eq!(Manifest::read(Path::new("no/such/folder")).unwrap(), None);
    }

    #[test]
    fn what_cannot_be_used_is_explained() {
        let told = |from: &str, to: &str| {
            let text = manifest().text().unwrap();
            assert!(text.contains(from), "{text}");
            format!("{:#}", read(&text.replace(from, to)).unwrap_err())
        };
        let error = told("name = ", "nmae = ");
        assert!(error.starts_with("cannot use ") && error.contains("unknown field `nmae`"), "{error}");
        let error = told("[\"SendMessage\"]", "\"most\"");
        assert!(error.contains("operations has to be \"all\" or a list of names, not \"most\""), "{error}");
        assert!(told("[\"SendMessage\"]", "[]").contains("a list of names that is not empty"));
        assert!(told("[\"SendMessage\"]", "3").contains("operations has to be"));
    }
}
