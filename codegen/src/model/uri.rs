//! URI patterns of the `@http` trait, Smithy 2.0 § "HTTP bindings", "uri".

use super::shape_id::is_identifier;

/// A URI pattern such as `/backup-vaults/{BackupVaultName}/items/{Path+}?list`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UriPattern {
    /// The segments of the path; empty for `/`.
    pub segments: Vec<Segment>,
    /// The query literals in order: the name, and the value if there is a `=`.
    pub query: Vec<(String, Option<String>)>,
}

/// A path segment of a [`UriPattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Literal text.
    Literal(String),
    /// `{name}`: a label, replaced by a member's value as one segment.
    Label(String),
    /// `{name+}`: a greedy label, replaced by a member's value, of which slashes are kept.
    Greedy(String),
}

impl UriPattern {
    /// Parses a pattern.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as a continuation of "the URI … ".
    pub fn parse(uri: &str) -> Result<Self, String> {
        let (path, query) = match uri.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (uri, None),
        };
        let path = path.strip_prefix('/').ok_or("has to start with `/`")?;
        if uri.ends_with('?') {
            return Err("ends with `?`".to_owned());
        }
        // All other characters would be written to the request line.
        if let Some(invalid) = uri.chars().find(|c| !c.is_ascii_graphic() || matches!(c, '#' | '"' | '<' | '>' | '\\'))
        {
            return Err(format!("contains {invalid:?}, which is not allowed in a URI"));
        }
        let segments = match path {
            "" => Vec::new(),
            // The trailing slash of `/agents/` does not start a segment. It is still sent.
            path => path.strip_suffix('/').unwrap_or(path).split('/').map(segment).collect::<Result<Vec<_>, _>>()?,
        };
        check_unique_labels(&segments)?;
        Ok(Self { segments, query: query.map(literals).transpose()?.unwrap_or_default() })
    }

    /// Iterates over the names of the labels, in order.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Literal(_) => None,
            Segment::Label(name) | Segment::Greedy(name) => Some(name.as_str()),
        })
    }
}

fn segment(text: &str) -> Result<Segment, String> {
    let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return match text {
            "" => Err("has an empty segment".to_owned()),
            "." | ".." => Err(format!("has the segment {text}, which means another path")),
            _ if text.contains(['{', '}']) => Err(format!("has a label that is not a whole segment: {text}")),
            _ => Ok(Segment::Literal(text.to_owned())),
        };
    };
    let (name, greedy) = match inner.strip_suffix('+') {
        Some(name) => (name, true),
        None => (inner, false),
    };
    if !is_identifier(name) {
        return Err(format!("has a label that names no member: {text}"));
    }
    Ok(if greedy { Segment::Greedy(name.to_owned()) } else { Segment::Label(name.to_owned()) })
}

fn check_unique_labels(segments: &[Segment]) -> Result<(), String> {
    let mut seen = std::collections::BTreeSet::new();
    for segment in segments {
        if let Segment::Label(name) | Segment::Greedy(name) = segment
            && !seen.insert(name)
        {
            return Err(format!("has the label {{{name}}} twice"));
        }
    }
    Ok(())
}

fn literals(query: &str) -> Result<Vec<(String, Option<String>)>, String> {
    if query.contains(['{', '}']) {
        return Err("has a label in its query; bind the member with @httpQuery instead".to_owned());
    }
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut seen = std::collections::BTreeSet::new();
    let literal = |pair: &'_ str| {
        let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value.to_owned())));
        if seen.insert(name.to_owned()) {
            Ok((name.to_owned(), value))
        } else {
            Err(format!("has the query parameter {name} twice"))
        }
    };
    pairs.map(literal).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_patterns() {
        let uri = UriPattern::parse("/a/{b}/{c+}/d?e=f&g&h=").unwrap();
        assert_eq!(
            uri.segments,
            [
                Segment::Literal("a".into()),
                Segment::Label("b".into()),
                Segment::Greedy("c".into()),
                Segment::Literal("d".into())
            ]
        );
        let pair = |name: &str, value: Option<&str>| (name.to_owned(), value.map(str::to_owned));
        assert_eq!(uri.query, [pair("e", Some("f")), pair("g", None), pair("h", Some(""))]);
        assert_eq!(uri.labels().collect::<Vec<_>>(), ["b", "c"]);
        assert!(UriPattern::parse("/").unwrap().segments.is_empty());
        assert_eq!(UriPattern::parse("/a/{b}/?c").unwrap(), UriPattern::parse("/a/{b}?c").unwrap());
        assert_eq!(UriPattern::parse("/{a+}/{b+}").unwrap().labels().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn errors_say_what_is_wrong() {
        for (uri, message) in [
            ("", "has to start with `/`"),
            ("a/b", "has to start with `/`"),
            ("/a//b", "has an empty segment"),
            ("/a//", "has an empty segment"),
            ("//", "has an empty segment"),
            ("/a{b}", "has a label that is not a whole segment: a{b}"),
            ("/{}", "has a label that names no member: {}"),
            ("/{a b}", "contains ' ', which is not allowed in a URI"),
            ("/a\r\nHost:x", "contains '\\r', which is not allowed in a URI"),
            ("/a/../b", "has the segment .., which means another path"),
            ("/a?", "ends with `?`"),
            ("/a?b=1&c&b", "has the query parameter b twice"),
            ("/{a}/{a}", "has the label {a} twice"),
            ("/a?b={c}", "has a label in its query; bind the member with @httpQuery instead"),
        ] {
            assert_eq!(UriPattern::parse(uri).unwrap_err(), message, "{uri}");
        }
    }
}
