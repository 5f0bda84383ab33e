//! The variables and files that configurations and credentials are read from.
use std::{
    fmt, fs,
    io::{self, Write as _},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// The variables and files that [`Config::from_environment`](super::Config::from_environment) and the credentials chain
/// read: those of the process, or those that a test provides.
///
/// ```
/// use ferrosmith::client::{Config, Environment};
///
/// let environment = Environment::empty()
///     .variable("AWS_PROFILE", "test")
///     .file("~/.aws/config", "[profile test]\nregion = eu-central-1");
/// let config = Config::from_environment(environment)?;
/// # Ok::<(), ferrosmith::client::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct Environment {
    is_process: bool,
    /// Take precedence over those of the process.
    variables: Vec<(String, String)>,
    files: Files,
    /// Files written if `is_process` is false or the file is one of `files`. Clones share them.
    written: Arc<Mutex<Files>>,
}

/// Paths and contents.
type Files = Vec<(String, Vec<u8>)>;

impl Environment {
    /// The variables and files of the process, each read when it is needed.
    pub fn process() -> Self {
        Self { is_process: true, ..Self::empty() }
    }

    /// An environment without variables and files.
    pub fn empty() -> Self {
        Self { is_process: false, variables: Vec::new(), files: Vec::new(), written: Arc::default() }
    }

    /// Sets a variable. An empty value counts as unset.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        set(&mut self.variables, name.into(), value.into());
        self
    }

    /// Sets the contents of a file. `~/` is the home directory, for example in `~/.aws/config`.
    #[must_use]
    pub fn file(mut self, path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        set(&mut self.files, path.into(), contents.into());
        self
    }

    /// Returns a variable, unless it is unset or empty. Bytes that are not UTF-8 become U+FFFD, so that errors show
    /// them.
    pub(super) fn var(&self, name: &str) -> Option<String> {
        let value = match find(&self.variables, name) {
            Some(value) => value.clone(),
            None if self.is_process => std::env::var_os(name)?.to_string_lossy().into_owned(),
            None => return None,
        };
        Some(value).filter(|value| !value.is_empty())
    }

    /// Returns the names of all variables. A name may come twice.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        // Not `std::env::vars`, which panics on a variable that is not UTF-8.
        let process = self.is_process.then(std::env::vars_os).into_iter().flatten();
        let process = process.map(|(name, _)| name.to_string_lossy().into_owned());
        process.chain(self.variables.iter().map(|(name, _)| name.clone()))
    }

    /// Returns the home directory.
    pub(super) fn home(&self) -> Option<PathBuf> {
        if self.is_process { std::env::home_dir() } else { self.var("HOME").map(PathBuf::from) }
    }

    /// Reads a file.
    pub(super) fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(contents) = find(&written, path).or_else(|| find(&self.files, path)) {
            return Ok(contents.clone());
        }
        drop(written);
        let from_home = path.strip_prefix("~/").or_else(|| path.strip_prefix("~\\"));
        let path = match (from_home, self.home()) {
            _ if !self.is_process => return Err(io::ErrorKind::NotFound.into()),
            (None, _) => PathBuf::from(path),
            (Some(path), Some(home)) => home.join(path),
            (Some(_), None) => return Err(io::Error::new(io::ErrorKind::NotFound, "there is no home directory")),
        };
        fs::read(path)
    }

    /// Replaces a file that holds a secret, atomically by renaming. Files that are not those of the process are kept in
    /// memory.
    pub(super) fn write(&self, path: &str, contents: &[u8]) -> io::Result<()> {
        if !self.is_process || find(&self.files, path).is_some() {
            let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
            set(&mut written, path.to_owned(), contents.to_vec());
            return Ok(());
        }
        let new = format!("{path}.{}", std::process::id());
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let result =
            options.open(&new).and_then(|mut file| file.write_all(contents)).and_then(|()| fs::rename(&new, path));
        result.inspect_err(|_| drop(fs::remove_file(&new)))
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::process()
    }
}

fn find<'a, T>(values: &'a [(String, T)], name: &str) -> Option<&'a T> {
    values.iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// Sets a value, instead of that which has the name already.
fn set<T>(values: &mut Vec<(String, T)>, name: String, value: T) {
    values.retain(|(other, _)| *other != name);
    values.push((name, value));
}

/// Prints names only: values may be secrets.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<&String> = self.files.iter().map(|(path, _)| path).collect();
        let variables: Vec<&String> = self.variables.iter().map(|(name, _)| name).collect();
        f.debug_struct("Environment")
            .field("is_process", &self.is_process)
            .field("variables", &variables)
            .field("files", &files)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_printed() {
        let environment = Environment::empty().variable("AWS_SECRET_ACCESS_KEY", "hush").file("~/x", "hush");
        let printed = format!("{environment:?}");
        assert!(printed.contains("AWS_SECRET_ACCESS_KEY") && !printed.contains("hush"), "{printed}");
    }

    #[test]
    fn a_value_is_replaced() {
        let environment = Environment::empty().variable("A", "1").variable("A", "2").file("~/x", "3").file("~/x", "4");
        assert_eq!((environment.var("A"), environment.names().count()), (Some("2".to_owned()), 1));
        assert_eq!(environment.read("~/x").ok(), Some(b"4".to_vec()));
        for contents in ["5", "6"] {
            environment.write("~/x", contents.as_bytes()).unwrap();
        }
        assert_eq!(environment.read("~/x").ok(), Some(b"6".to_vec()));
        assert_eq!(environment.written.lock().unwrap().len(), 1);
    }

    #[test]
    fn set_values_take_precedence_over_the_process() {
        let environment = Environment::process().variable("PATH", "").file("~/x", "y");
        assert_eq!(environment.var("PATH"), None);
        assert_eq!(environment.read("~/x").ok(), Some(b"y".to_vec()));
        assert!(Environment::process().var("PATH").is_some() && Environment::empty().names().next().is_none());
        assert_eq!(Environment::process().read("~/no such file").map_err(|e| e.kind()), Err(io::ErrorKind::NotFound));
    }
}
