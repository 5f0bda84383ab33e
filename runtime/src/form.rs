//! Forms as the query protocols serialize them: `Tags.member.1.Key=name`. One writer over untyped values.
use crate::{
    Ref, Structure, TimestampFormat,
    error::ConstructionError,
    json::TokenSource,
    protocol::{text, uri::encode},
    schema::{Member, Names},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The differences between the protocols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Lists have the names of their elements, unless they are flattened.
    AwsQuery,
    /// Lists are always flattened; names begin with a capital letter.
    Ec2Query,
}

type Written = Result<(), ConstructionError>;

const DEFAULT: &Names = &Names::new();

impl Dialect {
    /// Writes the form of a call.
    pub(crate) fn write(
        self,
        action: &str,
        version: &str,
        input: &dyn Structure,
        token: TokenSource<'_>,
    ) -> Result<String, ConstructionError> {
        let mut writer = Writer { dialect: self, output: String::with_capacity(256), key: String::new() };
        writer.under("Action", |writer| writer.pair(action));
        writer.under("Version", |writer| writer.pair(version));
        writer.structure(input, Some(token))?;
        Ok(writer.output)
    }
}

struct Writer {
    dialect: Dialect,
    output: String,
    /// The encoded key of the current value.
    key: String,
}

impl Writer {
    /// Calls `write` with the name added to the key.
    fn under<T>(&mut self, name: &str, write: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.key.len();
        if length > 0 {
            self.key.push('.');
        }
        self.key.push_str(&encode(name));
        let result = write(self);
        self.key.truncate(length);
        result
    }

    fn pair(&mut self, value: &str) {
        if !self.output.is_empty() {
            self.output.push('&');
        }
        self.output.push_str(&self.key);
        self.output.push('=');
        self.output.push_str(&encode(value));
    }

    fn structure(&mut self, value: &dyn Structure, token: Option<TokenSource<'_>>) -> Written {
        for (index, member) in value.schema().members.iter().enumerate() {
            match (value.get(index), token) {
                (Ref::Null, Some(token)) if member.is_idempotency_token => {
                    let token = token();
                    self.member(Ref::String(&token), member)?;
                }
                (Ref::Null, _) => {}
                (value, _) => self.member(value, member)?,
            }
        }
        Ok(())
    }

    fn member(&mut self, value: Ref<'_>, member: &Member) -> Written {
        let names = member.names.unwrap_or(DEFAULT);
        let name = names.name.unwrap_or(member.name);
        match (self.dialect, names.query_name) {
            (Dialect::AwsQuery, _) => self.under(name, |writer| writer.value(value, member, names)),
            (Dialect::Ec2Query, Some(name)) => self.under(name, |writer| writer.value(value, member, names)),
            (Dialect::Ec2Query, None) => self.under(&capitalized(name), |writer| writer.value(value, member, names)),
        }
    }

    fn value(&mut self, value: Ref<'_>, member: &Member, names: &Names) -> Written {
        match value {
            Ref::Null => {}
            Ref::Structure(value) => self.structure(value, None)?,
            Ref::Union(value) => {
                let schema = value.schema();
                let known = value.get().and_then(|(index, value)| Some((schema.members.get(index)?, value)));
                let (member, value) = known.ok_or(ConstructionError::UnknownMember(schema.name))?;
                self.member(value, member)?;
            }
            Ref::List(list) => {
                let item = names.item.unwrap_or(DEFAULT);
                let is_flattened = names.is_flattened || self.dialect == Dialect::Ec2Query;
                if list.is_empty() && self.dialect == Dialect::AwsQuery {
                    self.pair("");
                }
                let element = if is_flattened { None } else { Some(item.name.unwrap_or("member")) };
                for index in 0..list.len() {
                    self.numbered(element, index, |writer| writer.value(list.get(index), member, item))?;
                }
            }
            Ref::Map(map) => {
                let (keys, values) = (names.key.unwrap_or(DEFAULT), names.value.unwrap_or(DEFAULT));
                let element = if names.is_flattened { None } else { Some("entry") };
                let mut index = 0;
                let mut result = Ok(());
                map.visit(&mut |key, value| {
                    result = self.numbered(element, index, |writer| {
                        writer.under(keys.name.unwrap_or("key"), |writer| writer.pair(key));
                        writer.under(values.name.unwrap_or("value"), |writer| writer.value(value, member, values))
                    });
                    index = index.saturating_add(1);
                    result.is_ok()
                });
                result?;
            }
            Ref::Blob(bytes) => self.pair(&STANDARD.encode(bytes)),
            scalar => {
                let format = member.timestamp_format.unwrap_or(TimestampFormat::DateTime);
                let text = text::from_value(scalar, format).ok_or_else(|| {
                    let text = format!("`{}` is of a type that this protocol does not have", member.name);
                    ConstructionError::Body(text.into())
                })?;
                self.pair(&text);
            }
        }
        Ok(())
    }

    /// Calls `write` with the number of an element, from 1, added to the key.
    fn numbered(&mut self, element: Option<&str>, index: usize, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let number = index.saturating_add(1).to_string();
        match element {
            Some(name) => self.under(name, |writer| writer.under(&number, write)),
            None => self.under(&number, write),
        }
    }
}

/// Returns the name with a capital first letter.
fn capitalized(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}
