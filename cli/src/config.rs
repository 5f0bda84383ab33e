//! `codegen.toml`: what to generate, from which models, into which folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use ferrosmith_codegen::{Layout, Source, Target};
use serde::Deserialize;

/// The name of the file.
pub(crate) const FILE: &str = "codegen.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The folder of the generated files, relative to the root, with `/`.
    pub(crate) output: String,
    /// The package name of the generated crate, used by the examples in its documentation.
    #[serde(rename = "crate")]
    pub(crate) package: Option<String>,
    /// Whether each service has a Cargo feature in that package.
    #[serde(default)]
    pub(crate) features: bool,
    /// The expected size of the output; the summary warns if it is larger.
    #[serde(default)]
    pub(crate) expected: Expected,
    #[serde(rename = "service", default)]
    pub(crate) services: Vec<Service>,
    /// Services whose operations a crate of this workspace calls itself.
    pub(crate) private: Option<Private>,
}

/// The section `[private]`: one file for each service, which a private module of another crate includes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Private {
    /// The folder of the generated files, relative to the root, with `/`.
    pub(crate) output: String,
    #[serde(rename = "service", default)]
    pub(crate) services: Vec<Service>,
}

/// A folder of generated files, and the services to generate in it.
pub(crate) struct Output<'a> {
    config: &'a Config,
    pub(crate) folder: &'a str,
    pub(crate) services: Vec<&'a Service>,
    pub(crate) layout: Layout,
    pub(crate) expected: Expected,
}

/// Sizes above which the summary warns. Growth is never an error: services grow.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// The lines of all files together.
    pub(crate) lines: Option<usize>,
    /// The median of the lines of the operations' files.
    pub(crate) operation_lines: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    pub(crate) module: String,
    pub(crate) models: Vec<String>,
    /// The shape id of the service; required if the models hold several services.
    pub(crate) service: Option<String>,
    /// The id of the shape closure whose types are generated instead of a service; required if the models hold several, and no
    /// service.
    pub(crate) closure: Option<String>,
    /// The operations to generate; `None` for all.
    pub(crate) operations: Option<Vec<String>>,
    /// The protocols to generate, in order of preference; `None` for all that the service and the runtime have.
    pub(crate) protocols: Option<Vec<String>>,
}

impl Config {
    pub(crate) fn load(root: &Path) -> Result<Self> {
        let path = root.join(FILE);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let config: Config = toml::from_str(&text).with_context(|| format!("cannot use {FILE}"))?;
        config.check(root).with_context(|| format!("cannot use {FILE}"))?;
        Ok(config)
    }

    /// Returns the folders, the main one last, with the services that `--service` selects: the named one, or all.
    pub(crate) fn outputs(&self, name: Option<&str>) -> Result<Vec<Output<'_>>> {
        let main = (&self.output, &self.services, Layout::Module, self.expected);
        let private = self.private.as_ref();
        let private = private.map(|part| (&part.output, &part.services, Layout::Private, Expected::default()));
        let outputs = private.into_iter().chain([main]).map(|(folder, services, layout, expected)| Output {
            config: self,
            folder,
            services: services.iter().filter(|service| name.is_none_or(|name| service.module == name)).collect(),
            layout,
            expected,
        });
        let mut outputs: Vec<_> = outputs.collect();
        if let Some(name) = name {
            outputs.retain(|output| !output.services.is_empty());
            if outputs.is_empty() {
                let known: Vec<_> = self.all_services().map(|service| service.module.as_str()).collect();
                bail!("{FILE} has no service `{name}`; it has: {}", known.join(", "))
            }
        }
        Ok(outputs)
    }

    /// Returns the services of all folders.
    pub(crate) fn all_services(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().chain(self.private.iter().flat_map(|private| &private.services))
    }

    fn check(&self, root: &Path) -> Result<()> {
        check_output(root, &self.output)?;
        ensure!(!self.services.is_empty(), "it names no service; add a [[service]] with a `module` and its `models`");
        if let Some(Private { output, services }) = &self.private {
            check_output(root, output)?;
            let [main, private] = [Path::new(&self.output), Path::new(output)];
            ensure!(
                !main.starts_with(private) && !private.starts_with(main),
                "`output = \"{output}\"` of [private] and `output = \"{}\"` are not apart; each has to be a folder for \
                 its generated files alone",
                self.output
            );
            ensure!(!services.is_empty(), "[private] names no service; add a [[private.service]]");
        }
        let mut modules = BTreeSet::new();
        for Service { module, models, service, closure, operations, protocols } in self.all_services() {
            check_module(module)?;
            ensure!(
                modules.insert(module),
                "two services have `module = \"{module}\"`; every service needs a module of its own"
            );
            ensure!(!models.is_empty(), "`models` of service `{module}` is empty; list its model file");
            if closure.is_some() {
                let others = [
                    ("service", service.is_some()),
                    ("operations", operations.is_some()),
                    ("protocols", protocols.is_some()),
                ];
                if let Some((other, _)) = others.into_iter().find(|(_, is_given)| *is_given) {
                    bail!(
                        "`closure` and `{other}` of service `{module}` exclude each other: a shape closure has types alone"
                    );
                }
            }
            if operations.as_ref().is_some_and(Vec::is_empty) {
                bail!("`operations` of service `{module}` is empty; leave it out to generate all of them");
            }
            if protocols.as_ref().is_some_and(Vec::is_empty) {
                bail!("`protocols` of service `{module}` is empty; leave it out for all of the service's protocols");
            }
        }
        Ok(())
    }
}

impl Output<'_> {
    /// Returns what to generate, with the models.
    pub(crate) fn targets(&self, root: &Path) -> Result<Vec<Target>> {
        self.services.iter().map(|service| self.target(root, service)).collect()
    }

    /// Returns the path of a service in the folder.
    pub(crate) fn path(&self, module: &str) -> String {
        if self.layout == Layout::Module { module.to_owned() } else { format!("{module}.rs") }
    }

    /// Reads the models, whose paths are relative to `root`. Diagnostics name them as `codegen.toml` does.
    fn target(&self, root: &Path, service: &Service) -> Result<Target> {
        let read = |model: &String| read_model(&root.join(model), model);
        let sources = service.models.iter().map(read).collect::<Result<_>>();
        let is_public = self.layout == Layout::Module;
        let package = self.config.package.as_ref().filter(|_| is_public);
        Ok(Target {
            module: service.module.clone(),
            sources: sources.with_context(|| format!("service `{}` in {FILE}", service.module))?,
            service: service.service.clone(),
            closure: service.closure.clone(),
            operations: service.operations.clone().unwrap_or_default(),
            protocols: service.protocols.clone().unwrap_or_default(),
            crate_name: package.map(|package| package.replace('-', "_")),
            is_feature: self.config.features && is_public,
            layout: self.layout,
        })
    }
}

/// Reads a model. Diagnostics call it `name`.
pub(crate) fn read_model(path: &Path, name: &str) -> Result<Source> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read the model {name}"))?;
    Ok(Source { path: name.to_owned(), text })
}

/// Checks a module's name, which becomes a folder and a `mod`. The generator escapes keywords.
pub(crate) fn check_module(module: &str) -> Result<()> {
    let starts_with_letter = module.starts_with(|first: char| first.is_ascii_lowercase());
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    ensure!(
        starts_with_letter && module.chars().all(is_allowed),
        "`{module}` cannot be a module's name; use snake_case that starts with a letter, such as `fsx`"
    );
    Ok(())
}

/// Checks the output folder. Every file in it that is not generated is removed, so a wrong folder would lose data: it
/// has to be inside the workspace, also after symbolic links are resolved, and must not be a folder with files written
/// by hand.
fn check_output(root: &Path, output: &str) -> Result<()> {
    ensure!(
        output.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':'])),
        "`output = \"{output}\"` has to be a plain path below the workspace, such as `generated/src`"
    );
    let folder = root.join(output);
    for mark in ["Cargo.toml", FILE, ".git"] {
        ensure!(
            !folder.join(mark).exists(),
            "`output = \"{output}\"` holds {mark}, but has to be a folder for generated files alone; \
             did you mean `{output}/src`?"
        );
    }
    let existing = folder.ancestors().find(|part| part.symlink_metadata().is_ok()).unwrap_or(root);
    let canonical = |path: &Path| path.canonicalize().with_context(|| format!("cannot follow {}", path.display()));
    ensure!(
        canonical(existing)?.starts_with(canonical(root)?),
        "`output = \"{output}\"` leads out of the workspace through a symbolic link; nothing is written there"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// Returns the error for a `codegen.toml` with this text.
    fn load_error(text: &str) -> String {
        let root = TempDir::new().unwrap();
        fs::write(root.path().join(FILE), text).unwrap();
        fs::create_dir(root.path().join("crate")).unwrap();
        fs::write(root.path().join("crate/Cargo.toml"), "").unwrap();
        format!("{:#}", Config::load(root.path()).unwrap_err())
    }

    fn assert_error_contains(text: &str, expected: &[&str]) {
        let error = load_error(text);
        for part in expected {
            assert!(error.contains(part), "{error:?} lacks {part:?}");
        }
    }

    #[test]
    fn the_file_of_this_repository_is_valid() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let config = Config::load(root).unwrap();
        assert_eq!(config.output, "generated/src");
        let [private, main] = &config.outputs(None).unwrap()[..] else { panic!("two folders") };
        assert_eq!(main.services.len() + private.services.len(), config.all_services().count());
        assert_eq!(config.outputs(Some("fsx")).unwrap()[0].services[0].models[0], "models/fsx.json");
        let [private] = &config.outputs(Some("sts")).unwrap()[..] else { panic!("one folder") };
        assert_eq!((private.layout, &*private.path("sts")), (Layout::Private, "sts.rs"));
    }

    #[test]
    fn an_unknown_field_is_named_with_its_line_and_the_known_ones() {
        assert_error_contains(
            "output = \"o\"\n[[service]]\nmodule = \"a\"\nmodles = []\n",
            &["line 4", "unknown field `modles`", "`models`", "`operations`"],
        );
        assert_error_contains("outptu = \"o\"\n", &["unknown field `outptu`", "`output`"]);
    }

    #[test]
    fn mistakes_are_explained() {
        let service = |lines: &str| format!("output = \"o\"\n[[service]]\n{lines}\n");
        assert_error_contains("output = \"o\"", &["names no service", "[[service]]"]);
        assert_error_contains(&service("module = \"a\""), &["missing field `models`"]);
        assert_error_contains(&service("module = \"a\"\nmodels = []"), &["`models` of service `a` is empty"]);
        assert_error_contains(&service("module = \"../a\"\nmodels = [\"m\"]"), &["`../a` cannot be a module's name"]);
        assert_error_contains(
            &service("module = \"a\"\nmodels = [\"m\"]\noperations = []"),
            &["`operations` of service `a` is empty", "leave it out"],
        );
        assert_error_contains(
            &service("module = \"a\"\nmodels = [\"m\"]\nprotocols = []"),
            &["`protocols` of service `a` is empty", "leave it out"],
        );
        for other in ["service = \"S\"", "operations = [\"O\"]", "protocols = [\"restXml\"]"] {
            let key = other.split(' ').next().unwrap();
            assert_error_contains(
                &service(&format!("module = \"a\"\nmodels = [\"m\"]\nclosure = \"C\"\n{other}")),
                &[&format!("`closure` and `{key}` of service `a` exclude each other")],
            );
        }
        let twice = "module = \"a\"\nmodels = [\"m\"]\n[[service]]\nmodule = \"a\"\nmodels = [\"m\"]";
        assert_error_contains(&service(twice), &["two services", "`module = \"a\"`"]);
    }

    #[test]
    fn unsafe_output_folders_are_rejected() {
        for output in ["", ".", "..", "/tmp", "a/../..", "a//b", "c:/x"] {
            assert_error_contains(&format!("output = \"{output}\""), &["plain path below the workspace"]);
        }
        assert_error_contains("output = \"crate\"", &["holds Cargo.toml", "`crate/src`"]);
        let service = "module = \"a\"\nmodels = [\"m\"]\n";
        for (output, expected) in [
            ("o", "are not apart"),
            ("o/p", "are not apart"),
            ("..", "plain path below the workspace"),
            ("crate", "holds Cargo.toml"),
        ] {
            let text = format!("output = \"o\"\n[[service]]\n{service}[private]\noutput = \"{output}\"\n");
            assert_error_contains(&text, &[expected]);
        }
        let text = format!("output = \"o\"\n[[service]]\n{service}[private]\noutput = \"p\"\n");
        assert_error_contains(&text, &["[private] names no service"]);
        assert_error_contains(&format!("{text}[[private.service]]\n{service}"), &["two services", "`module = \"a\"`"]);
    }

    #[cfg(unix)]
    #[test]
    fn an_output_folder_behind_a_link_out_of_the_workspace_is_rejected() {
        let (root, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("link")).unwrap();
        let error = check_output(root.path(), "link/src").unwrap_err().to_string();
        assert!(error.contains("leads out of the workspace"), "{error}");
    }

    /// Returns a configuration with these services.
    fn config(services: &[&str]) -> Config {
        let service =
            |module: &&str| format!("[[service]]\nmodule = \"{module}\"\nmodels = [\"models/{module}.json\"]\n");
        let services: String = services.iter().map(service).collect();
        toml::from_str(&format!("output = \"o\"\n{services}")).unwrap()
    }

    #[test]
    fn an_unknown_service_error_lists_the_known_ones() {
        let error = config(&["fsx", "backup"]).outputs(Some("fxs")).err().unwrap().to_string();
        assert_eq!(error, "codegen.toml has no service `fxs`; it has: fsx, backup");
    }

    #[test]
    fn an_unreadable_model_is_named_with_its_service() {
        let root = TempDir::new().unwrap();
        let config = config(&["fsx"]);
        let error = format!("{:#}", config.outputs(None).unwrap()[0].targets(root.path()).err().unwrap());
        assert!(error.starts_with("service `fsx` in codegen.toml: cannot read the model models/fsx.json: "), "{error}");
    }
}
