//! The JSON writer: appends values to one buffer.
use super::{Dialect, TokenSource, cursor::plain_end};
use crate::{List, Map, Ref, Structure, Timestamp, TimestampFormat, Union, error::ConstructionError, schema::Member};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_core::Serialize;

type Written = Result<(), ConstructionError>;

pub(super) struct Writer {
    pub(super) output: Vec<u8>,
    dialect: Dialect,
}

impl Writer {
    pub(super) fn new(dialect: Dialect) -> Self {
        // Large enough for most requests.
        Self { output: Vec::with_capacity(512), dialect }
    }

    /// Writes a value. `member` is the one that contains it, which has the timestamp format.
    pub(super) fn value(&mut self, value: Ref<'_>, member: &Member) -> Written {
        match value {
            Ref::Null => self.raw("null"),
            Ref::Boolean(value) => self.raw(if value { "true" } else { "false" }),
            Ref::Integer(value) => self.plain(&value)?,
            Ref::Float(value) if value.is_finite() => self.plain(&value)?,
            Ref::Float(value) => self.string(not_finite(value.into())),
            Ref::Double(value) if value.is_finite() => self.plain(&value)?,
            Ref::Double(value) => self.string(not_finite(value)),
            Ref::String(value) => self.string(value),
            Ref::Blob(value) => self.string(&STANDARD.encode(value)),
            Ref::Timestamp(value) => self.timestamp(value, member)?,
            Ref::BigInteger(value) => self.big_number(value.as_str()),
            Ref::BigDecimal(value) => self.big_number(value.as_str()),
            Ref::Document(value) => self.plain(value)?,
            Ref::List(value) => self.list(value, member)?,
            Ref::Map(value) => self.map(value, member)?,
            Ref::Structure(value) => self.structure(value, None)?,
            Ref::Union(value) => self.union(value)?,
        }
        Ok(())
    }

    /// Writes the body members of a structure.
    pub(super) fn structure(&mut self, value: &dyn Structure, token: Option<TokenSource<'_>>) -> Written {
        let start = self.begin(b'{');
        for (index, member) in value.schema().members.iter().enumerate() {
            if !self.dialect.is_in_body(member) {
                continue;
            }
            match (value.get(index), token) {
                (Ref::Null, Some(token)) if member.is_idempotency_token => {
                    self.key(start, self.dialect.key(member));
                    self.string(&token());
                }
                (Ref::Null, _) => {}
                (value, _) => {
                    self.key(start, self.dialect.key(member));
                    self.value(value, member)?;
                }
            }
        }
        self.output.push(b'}');
        Ok(())
    }

    /// Writes a union: an object with one member.
    fn union(&mut self, value: &dyn Union) -> Written {
        let schema = value.schema();
        let known = value.get().and_then(|(index, value)| Some((schema.members.get(index)?, value)));
        let (member, value) = known.ok_or(ConstructionError::UnknownMember(schema.name))?;
        let start = self.begin(b'{');
        self.key(start, self.dialect.key(member));
        self.value(value, member)?;
        self.output.push(b'}');
        Ok(())
    }

    fn list(&mut self, list: &dyn List, member: &Member) -> Written {
        let start = self.begin(b'[');
        for index in 0..list.len() {
            self.comma(start);
            self.value(list.get(index), member)?;
        }
        self.output.push(b']');
        Ok(())
    }

    fn map(&mut self, map: &dyn Map, member: &Member) -> Written {
        let start = self.begin(b'{');
        let mut result = Ok(());
        map.visit(&mut |key, value| {
            self.key(start, key);
            result = self.value(value, member);
            result.is_ok()
        });
        result?;
        self.output.push(b'}');
        Ok(())
    }

    /// Writes a number of any size: in rpcv2Json as a string.
    fn big_number(&mut self, text: &str) {
        if self.dialect.is_rpc_v2 { self.string(text) } else { self.raw(text) }
    }

    /// Writes a timestamp: epoch seconds are a number, without a fraction if possible; the other formats are text.
    fn timestamp(&mut self, value: Timestamp, member: &Member) -> Written {
        match self.dialect.timestamp_format(member) {
            TimestampFormat::EpochSeconds if value.nanoseconds() == 0 => self.plain(&value.seconds())?,
            TimestampFormat::EpochSeconds => self.raw(&value.format(TimestampFormat::EpochSeconds)),
            format => self.string(&value.format(format)),
        }
        Ok(())
    }

    /// Begins an object or an array. Returns the position of its first member or element.
    fn begin(&mut self, bracket: u8) -> usize {
        self.output.push(bracket);
        self.output.len()
    }

    fn comma(&mut self, start: usize) {
        if self.output.len() > start {
            self.output.push(b',');
        }
    }

    fn key(&mut self, start: usize, key: &str) {
        self.comma(start);
        self.string(key);
        self.output.push(b':');
    }

    fn raw(&mut self, text: &str) {
        self.output.extend_from_slice(text.as_bytes());
    }

    /// Writes a number or a document with `serde_json`.
    fn plain<T: Serialize>(&mut self, value: &T) -> Written {
        serde_json::to_writer(&mut self.output, value).map_err(|error| ConstructionError::Body(error.into()))
    }

    fn string(&mut self, text: &str) {
        self.output.push(b'"');
        let mut rest = text.as_bytes();
        loop {
            let (plain, others) = rest.split_at(plain_end(rest, 0));
            self.output.extend_from_slice(plain);
            let Some((&byte, after)) = others.split_first() else { break };
            self.escape(byte);
            rest = after;
        }
        self.output.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        let escaped = match byte {
            b'"' | b'\\' => byte,
            b'\x08' => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            b'\x0c' => b'f',
            b'\r' => b'r',
            _ => {
                self.raw(&format!("\\u{byte:04x}"));
                return;
            }
        };
        self.output.extend_from_slice(&[b'\\', escaped]);
    }
}

/// Returns the text of a value that JSON numbers cannot express, as Smithy's JSON protocols define it.
pub(crate) fn not_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}
