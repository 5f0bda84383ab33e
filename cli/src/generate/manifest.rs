//! `ferrosmith.toml`: records how a crate was generated, so that it can be regenerated.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The name of the file, in the folder of the crate.
pub(crate) const FILE: &str = "ferrosmith.toml";

const HEADER: &str = "\
# How `ferrosmith generate` made this crate. Run it in this folder to regenerate the crate; `ferrosmith generate --help` says how
# to change what it has. Belongs into version control.
";

/// The content of the file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The version of the generator.
    pub(crate) generator: String,
    /// The initial name of the crate, from which the name of the service's type is derived.
    pub(crate) name: String,
    /// Where the crate `ferrosmith` comes from.
    pub(crate) runtime: Runtime,
    /// The service's shape id; `None` for a crate of types alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) service: Option<String>,
    /// The id of the shape closure, for a crate of types alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) closure: Option<String>,
    #[serde(default, skip_serializing_if = "Operations::is_none")]
    pub(crate) operations: Operations,
    /// The protocols, in order of preference; empty for all that the service and the runtime have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) protocols: Vec<String>,
    /// The model files, in the order in which they are read.
    #[serde(rename = "model")]
    pub(crate) models: Vec<ModelFile>,
}

/// A file of the model.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelFile {
    /// Relative to the folder of the crate, with `/`.
    pub(crate) path: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub(crate) sha256: String,
}

/// Which operations of the service the crate has.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Operations {
    /// None: the crate has the types of a shape closure.
    #[default]
    None,
    All,
    /// By name, sorted.
    Named(Vec<String>),
}

/// Where the runtime of the crate comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Runtime {
    /// From the registry, in the version of the generator.
    Version,
    /// From a folder: relative to that of the crate in the manifest, to the current one on the command line.
    Path(String),
}

impl Manifest {
    /// Reads the manifest of the crate in this folder, if it has one.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.with_context(|| format!("cannot read {}", path.display()))?,
        };
        let manifest = toml::from_str(&text).map_err(anyhow::Error::new).and_then(Self::check);
        manifest
            .with_context(|| format!("cannot use {}; mend it, or take it from version control", path.display()))
            .map(Some)
    }

    /// Checks that the manifest is that of a service with operations, or that of a shape closure.
    fn check(self) -> Result<Self> {
        match (&self.service, &self.closure, &self.operations) {
            (Some(_), None, Operations::All | Operations::Named(_)) | (None, Some(_), Operations::None) => Ok(self),
            (Some(_), None, Operations::None) => bail!("`operations` is missing: \"all\", or a list of names"),
            (None, Some(_), _) => {
                bail!("`closure` and `operations` exclude each other: a shape closure has types alone")
            }
            (Some(_), Some(_), _) => bail!("`service` and `closure` exclude each other: remove one of the two"),
            (None, None, _) => {
                bail!("`service` is missing, the shape id of a service; or `closure`, that of a shape closure")
            }
        }
    }

    /// Returns the id of the service or of the shape closure.
    pub(crate) fn root(&self) -> &str {
        self.service.as_deref().or(self.closure.as_deref()).unwrap_or_default()
    }

    /// Returns the text of the file.
    pub(crate) fn to_toml(&self) -> Result<String> {
        let body = toml::to_string(self).with_context(|| format!("cannot write {FILE}"))?;
        Ok(format!("{HEADER}{body}"))
    }

    /// Returns the paths of the model files, relative to the same folder as `folder`.
    pub(crate) fn model_paths(&self, folder: &Path) -> Vec<PathBuf> {
        self.models.iter().map(|model| super::paths::without_cur_dir(&folder.join(&model.path))).collect()
    }
}

/// The version of this generator, and of the runtime that its code needs.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Returns the SHA-256 of a text in hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    use fmt::Write as _;
    let mut digits = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

impl Operations {
    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

impl Serialize for Operations {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // A manifest leaves it out.
            Self::None => "none".serialize(serializer),
            Self::All => "all".serialize(serializer),
            Self::Named(names) => names.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Operations {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Keyword(String),
            Names(Vec<String>),
        }
        let error =
            |what: &str| serde::de::Error::custom(format!("operations has to be \"all\" or a list of names{what}"));
        match Form::deserialize(deserializer).map_err(|_| error(""))? {
            Form::Keyword(keyword) if keyword == "all" => Ok(Self::All),
            Form::Keyword(keyword) => Err(error(&format!(", not {keyword:?}"))),
            Form::Names(names) if names.is_empty() => Err(error(" that is not empty")),
            Form::Names(names) => Ok(Self::Named(names)),
        }
    }
}

impl Runtime {
    fn as_str(&self) -> &str {
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
        self.as_str().serialize(serializer)
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
            service: Some("com.amazonaws.sqs#AmazonSQS".to_owned()),
            closure: None,
            operations: Operations::Named(vec!["SendMessage".to_owned()]),
            protocols: Vec::new(),
            models: vec![ModelFile { path: "../a \"b\".json".to_owned(), sha256: sha256("") }],
        }
    }

    fn read(text: &str) -> Result<Option<Manifest>> {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join(FILE), text).unwrap();
        Manifest::read(folder.path())
    }

    #[test]
    fn a_manifest_round_trips() {
        let text = manifest().to_toml().unwrap();
        assert!(text.starts_with("# How `ferrosmith generate` made this crate."), "{text}");
        assert!(text.contains("\noperations = [\"SendMessage\"]\n"), "{text}");
        assert!(
            text.contains("\nsha256 = \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n"),
            "{text}"
        );
        assert_eq!(read(&text).unwrap(), Some(manifest()));
        let pinned = Manifest { protocols: vec!["awsJson1_0".to_owned()], ..manifest() };
        let text = pinned.to_toml().unwrap();
        assert!(text.contains("\nprotocols = [\"awsJson1_0\"]\n"), "{text}");
        assert_eq!(read(&text).unwrap(), Some(pinned));
        let all = Manifest { operations: Operations::All, runtime: Runtime::Version, ..manifest() };
        let text = all.to_toml().unwrap();
        assert!(text.contains("\nruntime = \"version\"\n") && text.contains("\noperations = \"all\"\n"), "{text}");
        assert_eq!(read(&text).unwrap(), Some(all));
        let closure = Some("com.example#Events".to_owned());
        let types = Manifest { service: None, closure, operations: Operations::None, ..manifest() };
        let text = types.to_toml().unwrap();
        assert!(text.contains("\nclosure = \"com.example#Events\"\n") && !text.contains("\noperations"), "{text}");
        assert_eq!(read(&text).unwrap(), Some(types));
        assert_eq!(Manifest::read(Path::new("no/such/folder")).unwrap(), None);
    }

    #[test]
    fn invalid_manifests_are_explained() {
        let read_error = |from: &str, to: &str| {
            let text = manifest().to_toml().unwrap();
            assert!(text.contains(from), "{text}");
            format!("{:#}", read(&text.replace(from, to)).unwrap_err())
        };
        let error = read_error("name = ", "nmae = ");
        assert!(error.starts_with("cannot use ") && error.contains("unknown field `nmae`"), "{error}");
        let error = read_error("[\"SendMessage\"]", "\"most\"");
        assert!(error.contains("operations has to be \"all\" or a list of names, not \"most\""), "{error}");
        assert!(read_error("[\"SendMessage\"]", "[]").contains("a list of names that is not empty"));
        assert!(read_error("[\"SendMessage\"]", "3").contains("operations has to be"));
        assert!(read_error("operations = [\"SendMessage\"]\n", "").contains("`operations` is missing"));
        assert!(read_error("service = ", "closure = ").contains("`closure` and `operations` exclude each other"));
        assert!(read_error("service = ", "closure = \"a#B\"\nservice = ").contains("`service` and `closure` exclude"));
        assert!(read_error("service = \"com.amazonaws.sqs#AmazonSQS\"\n", "").contains("`service` is missing"));
    }
}
