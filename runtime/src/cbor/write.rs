//! The CBOR writer: appends values to one buffer. All lengths are definite, all numbers as short as possible.
use super::{big, tag};
use crate::{
    List, Map, Ref, Structure, Timestamp, Union,
    error::{BoxError, ConstructionError},
};

type Written = Result<(), ConstructionError>;

/// Major types (RFC 8949, section 3.1) in the upper three bits.
mod major {
    pub(super) const UNSIGNED: u8 = 0 << 5;
    pub(super) const NEGATIVE: u8 = 1 << 5;
    pub(super) const BYTES: u8 = 2 << 5;
    pub(super) const TEXT: u8 = 3 << 5;
    pub(super) const ARRAY: u8 = 4 << 5;
    pub(super) const MAP: u8 = 5 << 5;
    pub(super) const TAG: u8 = 6 << 5;
}

pub(super) struct Writer {
    pub(super) output: Vec<u8>,
}

impl Writer {
    pub(super) fn new() -> Self {
        // Large enough for most requests.
        Self { output: Vec::with_capacity(512) }
    }

    fn value(&mut self, value: Ref<'_>) -> Written {
        match value {
            Ref::Null => self.null(),
            Ref::Boolean(value) => self.boolean(value),
            Ref::Integer(value) => self.integer(value),
            Ref::Float(value) => self.float(value),
            Ref::Double(value) => self.double(value),
            Ref::String(value) => self.string(value),
            Ref::Blob(value) => self.bytes(value),
            Ref::Timestamp(value) => self.timestamp(value),
            Ref::BigInteger(value) => self.big_integer(value.as_str()),
            Ref::BigDecimal(value) => self.big_decimal(value.as_str())?,
            Ref::Document(value) => self.document(value),
            Ref::List(value) => self.list(value)?,
            Ref::Map(value) => self.map(value)?,
            Ref::Structure(value) => self.structure(value, None)?,
            Ref::Union(value) => self.union(value)?,
        }
        Ok(())
    }

    /// Writes the members of a structure that are set. HTTP bindings do not apply.
    pub(super) fn structure(&mut self, value: &dyn Structure, token: Option<&dyn Fn() -> String>) -> Written {
        let members = || value.schema().members.iter().enumerate();
        let is_set = |index| !matches!(value.get(index), Ref::Null);
        let count =
            members().filter(|(index, member)| is_set(*index) || (token.is_some() && member.is_idempotency_token));
        self.map_of(count.count());
        for (index, member) in members() {
            match (value.get(index), token) {
                (Ref::Null, Some(token)) if member.is_idempotency_token => {
                    self.string(member.name);
                    self.string(&token());
                }
                (Ref::Null, _) => {}
                (value, _) => {
                    self.string(member.name);
                    self.value(value)?;
                }
            }
        }
        Ok(())
    }

    /// Writes a union: a map with one member.
    fn union(&mut self, value: &dyn Union) -> Written {
        let schema = value.schema();
        let known = value.get().and_then(|(index, value)| Some((schema.members.get(index)?, value)));
        let (member, value) = known.ok_or(ConstructionError::UnknownMember(schema.name))?;
        self.map_of(1);
        self.string(member.name);
        self.value(value)
    }

    fn list(&mut self, list: &dyn List) -> Written {
        self.array(list.len());
        (0..list.len()).try_for_each(|index| self.value(list.get(index)))
    }

    fn map(&mut self, map: &dyn Map) -> Written {
        self.map_of(map.len());
        let mut result = Ok(());
        map.visit(&mut |key, value| {
            self.string(key);
            result = self.value(value);
            result.is_ok()
        });
        result
    }

    /// Writes a timestamp: an integer if it is whole, otherwise a double.
    fn timestamp(&mut self, value: Timestamp) {
        self.head(major::TAG, tag::EPOCH_SECONDS);
        if value.nanoseconds() == 0 {
            self.integer(value.seconds());
        } else {
            #[expect(clippy::cast_precision_loss, reason = "doubles hold microseconds for thousands of years")]
            let seconds = value.seconds() as f64 + f64::from(value.nanoseconds()) / 1e9;
            self.output.push(0xfb);
            self.output.extend_from_slice(&seconds.to_be_bytes());
        }
    }

    fn big_integer(&mut self, text: &str) {
        let (is_negative, bytes) = big::bytes(text);
        match bytes.len() {
            0..=8 => {
                let number = bytes.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
                self.head(if is_negative { major::NEGATIVE } else { major::UNSIGNED }, number);
            }
            _ => {
                self.head(major::TAG, if is_negative { tag::NEGATIVE_BIG_INTEGER } else { tag::BIG_INTEGER });
                self.bytes(&bytes);
            }
        }
    }

    fn big_decimal(&mut self, text: &str) -> Written {
        let too_large = || BoxError::from("the exponent of a decimal number has more than 64 bits");
        let parts = big::mantissa_and_exponent(text).ok_or_else(|| ConstructionError::Body(too_large()))?;
        let (mantissa, exponent) = parts;
        self.head(major::TAG, tag::DECIMAL);
        self.array(2);
        self.integer(exponent);
        self.big_integer(&mantissa);
        Ok(())
    }

    pub(super) fn null(&mut self) {
        self.output.push(0xf6);
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.output.push(if value { 0xf5 } else { 0xf4 });
    }

    pub(super) fn integer(&mut self, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.unsigned(value),
            // The complement is −1 − n.
            Err(_) => self.head(major::NEGATIVE, (!value).unsigned_abs()),
        }
    }

    pub(super) fn unsigned(&mut self, value: u64) {
        self.head(major::UNSIGNED, value);
    }

    fn float(&mut self, value: f32) {
        self.output.push(0xfa);
        self.output.extend_from_slice(&value.to_be_bytes());
    }

    /// Writes a double, with single precision if that is exact.
    pub(super) fn double(&mut self, value: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "it is compared with the double")]
        let float = value as f32;
        if value.is_nan() || f64::from(float).to_bits() == value.to_bits() {
            return self.float(float);
        }
        self.output.push(0xfb);
        self.output.extend_from_slice(&value.to_be_bytes());
    }

    pub(super) fn string(&mut self, text: &str) {
        self.length(major::TEXT, text.len());
        self.output.extend_from_slice(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.length(major::BYTES, bytes.len());
        self.output.extend_from_slice(bytes);
    }

    pub(super) fn array(&mut self, length: usize) {
        self.length(major::ARRAY, length);
    }

    pub(super) fn map_of(&mut self, entries: usize) {
        self.length(major::MAP, entries);
    }

    fn length(&mut self, major: u8, length: usize) {
        // No length has more than 64 bits.
        self.head(major, u64::try_from(length).unwrap_or(u64::MAX));
    }

    /// Writes the head of a data item, with its argument as short as possible.
    fn head(&mut self, major: u8, argument: u64) {
        if let Ok(argument) = u8::try_from(argument) {
            match argument {
                0..24 => self.output.push(major | argument),
                _ => self.output.extend_from_slice(&[major | 24, argument]),
            }
        } else if let Ok(argument) = u16::try_from(argument) {
            self.output.push(major | 25);
            self.output.extend_from_slice(&argument.to_be_bytes());
        } else if let Ok(argument) = u32::try_from(argument) {
            self.output.push(major | 26);
            self.output.extend_from_slice(&argument.to_be_bytes());
        } else {
            self.output.push(major | 27);
            self.output.extend_from_slice(&argument.to_be_bytes());
        }
    }
}
