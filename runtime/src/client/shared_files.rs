//! The shared `config` and `credentials` files: profiles, SSO sessions, endpoints of services.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html). The format resembles INI, with
//! comments after values and section headers, and with settings nested by indentation.
use super::{ConfigError, Environment};
use std::{borrow::Cow, io, mem};

/// The sections of both files, merged.
#[derive(Debug, Default)]
pub(super) struct SharedFiles {
    profiles: Named<Section>,
    sso_sessions: Named<Section>,
    services: Named<Section>,
    /// The paths of both files, whether they exist or not.
    pub(super) paths: [String; 2],
}

/// The settings of a section. Their names are in lower case.
#[derive(Debug, Default)]
pub(super) struct Section(Named<Property>);

/// Values, sorted by name. A map would be 10 kB more of every program, for each type of value.
type Named<T> = Vec<(String, T)>;

/// Returns the index of a name, or that at which to insert it.
fn position<T>(named: &[(String, T)], name: &str) -> Result<usize, usize> {
    named.binary_search_by(|(other, _)| other.as_str().cmp(name))
}

fn find<'a, T>(named: &'a [(String, T)], name: &str) -> Option<&'a T> {
    position(named, name).ok().and_then(|index| named.get(index)).map(|(_, value)| value)
}

fn find_mut<'a, T>(named: &'a mut [(String, T)], name: &str) -> Option<&'a mut T> {
    position(named, name).ok().and_then(|index| named.get_mut(index)).map(|(_, value)| value)
}

fn set<T>(named: &mut Named<T>, name: String, value: T) {
    match find_mut(named, &name) {
        Some(known) => *known = value,
        None => named.insert(position(named, &name).unwrap_or_else(|index| index), (name, value)),
    }
}

#[derive(Debug, Default)]
pub(super) struct Property {
    pub(super) value: String,
    /// The settings that are indented below it.
    pub(super) nested: Section,
    /// The file and line, for error messages.
    pub(super) location: String,
}

impl Section {
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        find(&self.0, name).filter(|property| !property.value.is_empty())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        Some(&self.property(name)?.value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(String, Property)> {
        self.0.iter()
    }
}

impl SharedFiles {
    /// Reads both files. A missing file counts as empty; the credentials file takes precedence.
    pub(super) fn read(environment: &Environment) -> Result<Self, ConfigError> {
        let path = |variable, default: &str| environment.var(variable).unwrap_or_else(|| default.to_owned());
        let paths =
            [path("AWS_CONFIG_FILE", "~/.aws/config"), path("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")];
        let mut files = Self::default();
        for (path, is_config) in paths.iter().zip([true, false]) {
            match environment.read(path) {
                Ok(contents) => files.parse(path, &decode(path, &contents)?, is_config)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(ConfigError(format!("{path} cannot be read: {error}"))),
            }
        }
        Ok(Self { paths, ..files })
    }

    /// Returns the named profile, or the default one, which may be missing.
    pub(super) fn profile(&self, name: Option<&str>) -> Result<Option<&Section>, ConfigError> {
        match name {
            Some(name) => self.named(name).map(Some),
            None => Ok(find(&self.profiles, "default")),
        }
    }

    /// Returns the profile of this name.
    pub(super) fn named(&self, name: &str) -> Result<&Section, ConfigError> {
        find(&self.profiles, name).ok_or_else(|| self.no_profile(name))
    }

    /// Returns the `[sso-session]` of this name.
    pub(super) fn sso_session(&self, name: &str) -> Option<&Section> {
        find(&self.sso_sessions, name)
    }

    /// Returns the section `[services]` of this name.
    pub(super) fn services(&self, name: &str) -> Option<&Section> {
        find(&self.services, name)
    }

    fn no_profile(&self, name: &str) -> ConfigError {
        let [config, credentials] = &self.paths;
        let known = match self.profiles.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>() {
            known if known.is_empty() => "none".to_owned(),
            known => known.join(", "),
        };
        ConfigError(format!(
            "there is no profile `{name}`: write it as `[profile {name}]` into {config}, or as `[{name}]` into \
             {credentials}, or take another (`AWS_PROFILE`, `Config::profile`); there are: {known}"
        ))
    }

    fn parse(&mut self, path: &str, text: &str, is_config: bool) -> Result<(), ConfigError> {
        let mut section = None;
        let mut last = None;
        for (line, number) in text.lines().zip(1..) {
            let location = format!("{path}:{number}");
            let content = line.trim();
            if content.is_empty() || content.starts_with(['#', ';']) {
                continue;
            }
            if let Some(header) = content.strip_prefix('[') {
                let Some((name, _)) = header.split_once(']') else {
                    return Err(ConfigError(format!("{location}: the line begins with `[`, but has no `]`")));
                };
                section = self.section(name.trim(), is_config);
                last = None;
                continue;
            }
            let pair =
                content.split_once('=').map(|(name, value)| (name.trim().to_ascii_lowercase(), strip_comment(value)));
            let is_indented = line.starts_with([' ', '\t']);
            // Lines of other sections, or before the first section, are ignored.
            let Some(Section(properties)) = section.as_deref_mut() else { continue };
            let parent = last.as_ref().filter(|_| is_indented).and_then(|last: &String| find_mut(properties, last));
            match (pair, parent) {
                (Some((name, value)), Some(parent)) if parent.value.is_empty() => {
                    set(&mut parent.nested.0, name, Property { value, location, ..Property::default() });
                }
                (_, Some(parent)) => parent.value.push_str(&format!("\n{content}")),
                (Some((name, value)), None) if !name.is_empty() => {
                    set(properties, name.clone(), Property { value, location, ..Property::default() });
                    last = Some(name);
                }
                _ => {
                    // The line is not part of the message: it may be a misplaced secret.
                    return Err(ConfigError(format!("{location}: the line is neither `[section]` nor `name = value`")));
                }
            }
        }
        Ok(())
    }

    /// Returns the section that a header begins; `None` if this crate does not use it.
    fn section(&mut self, header: &str, is_config: bool) -> Option<&mut Section> {
        let (kind, name) = match header.split_once([' ', '\t']) {
            _ if !is_config => ("profile", header),
            Some((kind, name)) => (kind, name),
            None => (if header == "default" { "profile" } else { "" }, header),
        };
        let sections = match kind {
            "profile" => &mut self.profiles,
            "sso-session" => &mut self.sso_sessions,
            "services" => &mut self.services,
            _ => return None,
        };
        let name = name.trim().trim_matches(['"', '\'']);
        if let Err(index) = position(sections, name) {
            sections.insert(index, (name.to_owned(), Section::default()));
        }
        find_mut(sections, name)
    }
}

/// Decodes a file, without the byte order mark that some editors write.
fn decode<'a>(path: &str, contents: &'a [u8]) -> Result<Cow<'a, str>, ConfigError> {
    if contents.starts_with(b"\xff\xfe") || contents.starts_with(b"\xfe\xff") {
        return Err(ConfigError(format!("{path} is UTF-16; save it as UTF-8")));
    }
    Ok(String::from_utf8_lossy(contents.strip_prefix(b"\xef\xbb\xbf").unwrap_or(contents)))
}

/// Removes a trailing comment from a value; it begins after white space.
fn strip_comment(value: &str) -> String {
    let mut before = '=';
    let begins_comment = |c| matches!((mem::replace(&mut before, c), c), (' ' | '\t', '#' | ';'));
    value.split(begins_comment).next().unwrap_or(value).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(config: &str, credentials: &str) -> Result<SharedFiles, ConfigError> {
        SharedFiles::read(&Environment::empty().file("~/.aws/config", config).file("~/.aws/credentials", credentials))
    }

    #[test]
    fn both_files_are_merged() {
        let files = read(
            "\u{20}\n; a comment\n[default] ; ours\nRegion=eu-west-1 # Ireland\noutput = json#1\n\n\
             [profile \"two words\"]\r\nregion = a\r\n [sso-session s]\nsso_region = b\n[plugins]\ncli = x\nwhatever\n\
             [services here]\nfsx =\n  # indented\n\tendpoint_url = http://localhost:1\n  other = 2\nbackup=\n endpoint_url=x\n\
             [profile p]\ns3 =\n  max = 3\nregion = c\n  more\n",
            "[default]\nregion = eu-west-2\n[p]\naws_access_key_id = AKID\n",
        )
        .unwrap();
        let get = |name: &str, key| files.named(name).unwrap().get(key);
        assert_eq!((get("default", "region"), get("default", "output")), (Some("eu-west-2"), Some("json#1")));
        assert_eq!((get("two words", "region"), get("p", "aws_access_key_id")), (Some("a"), Some("AKID")));
        assert_eq!((get("p", "s3"), get("p", "region")), (None, Some("c\nmore")));
        assert_eq!(files.sso_session("s").unwrap().get("sso_region"), Some("b"));
        let urls: Vec<_> =
            files.services("here").unwrap().iter().map(|(name, p)| (&**name, p.nested.get("endpoint_url"))).collect();
        assert_eq!(urls, [("backup", Some("x")), ("fsx", Some("http://localhost:1"))]);
        assert_eq!(files.named("default").unwrap().property("region").unwrap().location, "~/.aws/credentials:2");
    }

    #[test]
    fn errors_name_the_line() {
        let table = [
            ("[default\n", "~/.aws/config:1: the line begins with `[`, but has no `]`"),
            ("[default]\nwJalrXUtnFEMI\n", "~/.aws/config:2: the line is neither `[section]` nor `name = value`"),
            ("[default]\n\n= x", "~/.aws/config:3: the line is neither `[section]` nor `name = value`"),
        ];
        for (config, message) in table {
            assert_eq!(read(config, "").unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn byte_order_marks_are_handled() {
        let files = read("\u{feff}[default]\r\nregion = eu-west-1\r\n", "").unwrap();
        assert_eq!(files.named("default").unwrap().get("region"), Some("eu-west-1"));
        for bom in [b"\xff\xfe[\0d\0", b"\xfe\xff\0[\0d"] {
            let environment = Environment::empty().file("~/.aws/config", *bom);
            let error = SharedFiles::read(&environment).unwrap_err();
            assert_eq!(error.to_string(), "~/.aws/config is UTF-16; save it as UTF-8");
        }
    }

    #[test]
    fn a_named_profile_must_exist() {
        let files = read("[profile a]\n[b]\n", "[c]\n").unwrap();
        assert!(files.profile(Some("a")).unwrap().is_some() && files.profile(None).unwrap().is_none());
        assert_eq!(
            files.profile(Some("b")).unwrap_err().to_string(),
            "there is no profile `b`: write it as `[profile b]` into ~/.aws/config, or as `[b]` into \
             ~/.aws/credentials, or take another (`AWS_PROFILE`, `Config::profile`); there are: `a`, `c`"
        );
    }
}
