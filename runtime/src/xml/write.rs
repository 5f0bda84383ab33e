//! The XML writer: appends values to one buffer.
use super::{ENTRY, ITEM, KEY, VALUE, element_name, names, part};
use crate::{
    List, Map, Ref, Structure, TimestampFormat, Union,
    error::ConstructionError,
    json::TokenSource,
    protocol::text,
    schema::{Location, Member, Names},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

type Written = Result<(), ConstructionError>;

pub(super) struct Writer {
    pub(super) output: String,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { output: String::with_capacity(512) }
    }

    /// Writes a root element.
    pub(super) fn root(
        &mut self,
        name: &str,
        names: &Names,
        value: Ref<'_>,
        member: &Member,
        token: Option<TokenSource<'_>>,
    ) -> Written {
        self.start(name, names)?;
        if let Ref::Structure(value) = value {
            self.attributes(value)?;
            self.output.push('>');
            self.members(value, token)?;
        } else {
            self.output.push('>');
            self.content(value, member, names)?;
        }
        self.end(name);
        Ok(())
    }

    /// Writes an element. `namespaces` are the names of the element itself, and `parts` has those of what it contains.
    fn element(&mut self, name: &str, namespaces: &Names, value: Ref<'_>, member: &Member, parts: &Names) -> Written {
        self.start(name, namespaces)?;
        if let Ref::Structure(value) = value {
            self.attributes(value)?;
        }
        self.output.push('>');
        self.content(value, member, parts)?;
        self.end(name);
        Ok(())
    }

    fn content(&mut self, value: Ref<'_>, member: &Member, names: &Names) -> Written {
        match value {
            Ref::Null => Ok(()),
            Ref::Structure(value) => self.members(value, None),
            Ref::Union(value) => self.union(value),
            Ref::List(list) => self.list(list, member, names),
            Ref::Map(map) => self.map(ENTRY, &Names::new(), map, member, names),
            scalar => {
                let text = scalar_text(scalar, member)?;
                self.escaped(&text, member, false)
            }
        }
    }

    fn attributes(&mut self, value: &dyn Structure) -> Written {
        for (index, member) in value.schema().members.iter().enumerate() {
            let value = value.get(index);
            if names(member).is_attribute && !matches!(value, Ref::Null) {
                let text = scalar_text(value, member)?;
                self.output.push(' ');
                self.output.push_str(element_name(member));
                self.output.push_str("=\"");
                self.escaped(&text, member, true)?;
                self.output.push('"');
            }
        }
        Ok(())
    }

    fn members(&mut self, value: &dyn Structure, token: Option<TokenSource<'_>>) -> Written {
        for (index, member) in value.schema().members.iter().enumerate() {
            if member.location != Location::Body || names(member).is_attribute {
                continue;
            }
            match (value.get(index), token) {
                (Ref::Null, Some(token)) if member.is_idempotency_token => {
                    self.member(Ref::String(&token()), member)?;
                }
                (Ref::Null, _) => {}
                (value, _) => self.member(value, member)?,
            }
        }
        Ok(())
    }

    fn member(&mut self, value: Ref<'_>, member: &Member) -> Written {
        let names = names(member);
        let name = element_name(member);
        match value {
            Ref::List(list) if names.is_flattened => {
                for index in 0..list.len() {
                    self.element(name, names, list.get(index), member, part(names.item))?;
                }
                Ok(())
            }
            Ref::Map(map) if names.is_flattened => self.map(name, names, map, member, names),
            value => self.element(name, names, value, member, names),
        }
    }

    fn union(&mut self, value: &dyn Union) -> Written {
        let schema = value.schema();
        let known = value.get().and_then(|(index, value)| Some((schema.members.get(index)?, value)));
        let (member, value) = known.ok_or(ConstructionError::UnknownMember(schema.name))?;
        self.member(value, member)
    }

    fn list(&mut self, list: &dyn List, member: &Member, names: &Names) -> Written {
        let item = part(names.item);
        for index in 0..list.len() {
            self.element(item.name.unwrap_or(ITEM), item, list.get(index), member, item)?;
        }
        Ok(())
    }

    /// Writes the entries of a map, each as an element of this name.
    fn map(&mut self, entry: &str, namespaces: &Names, map: &dyn Map, member: &Member, names: &Names) -> Written {
        let (keys, values) = (part(names.key), part(names.value));
        let mut result = Ok(());
        map.visit(&mut |key, value| {
            result = self.start(entry, namespaces).and_then(|()| {
                self.output.push('>');
                self.element(keys.name.unwrap_or(KEY), keys, Ref::String(key), member, keys)?;
                self.element(values.name.unwrap_or(VALUE), values, value, member, values)?;
                self.end(entry);
                Ok(())
            });
            result.is_ok()
        });
        result
    }

    /// Writes a start tag without its `>`.
    fn start(&mut self, name: &str, names: &Names) -> Written {
        self.output.push('<');
        self.output.push_str(name);
        let Some(uri) = names.namespace else { return Ok(()) };
        self.output.push_str(" xmlns");
        if !names.prefix.is_empty() {
            self.output.push(':');
            self.output.push_str(names.prefix);
        }
        self.output.push_str("=\"");
        self.escaped(uri, super::TOP, true)?;
        self.output.push('"');
        Ok(())
    }

    fn end(&mut self, name: &str) {
        self.output.push_str("</");
        self.output.push_str(name);
        self.output.push('>');
    }

    /// Writes text. Line ends other than `\n`, which readers would replace, are character references, and so are all of
    /// them in attributes. Characters outside of XML 1.0 (section 2.2) have no such reference.
    fn escaped(&mut self, text: &str, member: &Member, is_attribute: bool) -> Written {
        for character in text.chars() {
            match character {
                '&' => self.output.push_str("&amp;"),
                '<' => self.output.push_str("&lt;"),
                '>' => self.output.push_str("&gt;"),
                '"' if is_attribute => self.output.push_str("&quot;"),
                '\r' => self.output.push_str("&#xD;"),
                '\n' if is_attribute => self.output.push_str("&#xA;"),
                '\t' if is_attribute => self.output.push_str("&#x9;"),
                '\t' | '\n' => self.output.push(character),
                '\0'..'\x20' | '\u{fffe}' | '\u{ffff}' => {
                    let name = member.name;
                    let text = format!("`{name}` contains a control character, which XML cannot express");
                    return Err(ConstructionError::Body(text.into()));
                }
                '\u{85}' => self.output.push_str("&#x85;"),
                '\u{2028}' => self.output.push_str("&#x2028;"),
                other => self.output.push(other),
            }
        }
        Ok(())
    }
}

/// Returns the text of a scalar.
fn scalar_text(value: Ref<'_>, member: &Member) -> Result<String, ConstructionError> {
    if let Ref::Blob(bytes) = value {
        return Ok(STANDARD.encode(bytes));
    }
    text::from_value(value, member.timestamp_format.unwrap_or(TimestampFormat::DateTime)).ok_or_else(|| {
        ConstructionError::Body(format!("`{}` is of a type that this protocol does not have", member.name).into())
    })
}
