//! Scalars that JSON and other formats write in several ways: text, doubles, timestamps, numbers of any size.
use super::Dialect;
use crate::{Timestamp, TimestampFormat};
use serde_core::de::{Deserialize as _, Deserializer, Error as _, Unexpected, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Lends text to a function.
pub(super) struct TextVisitor<F>(pub(super) F);

impl<'de, T, F: FnOnce(&str) -> T> Visitor<'de> for TextVisitor<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok((self.0)(text))
    }
}

/// Text that `parse` understands.
pub(super) fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let visitor =
        TextVisitor(|text: &str| parse(text).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(text), &expected)));
    deserializer.deserialize_string(visitor)?
}

/// A number, or the text for what JSON's numbers do not have.
pub(super) struct DoubleVisitor;

impl Visitor<'_> for DoubleVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, \"NaN\", \"Infinity\" or \"-Infinity\"")
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is wanted")]
    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is wanted")]
    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<f64, E> {
        match text {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }
}

/// A timestamp: a number is epoch seconds; text is whatever format the member has.
pub(super) fn timestamp<'de, D: Deserializer<'de>>(
    deserializer: D,
    format: TimestampFormat,
) -> Result<Timestamp, D::Error> {
    match format {
        TimestampFormat::EpochSeconds => deserializer.deserialize_any(EpochVisitor),
        TimestampFormat::DateTime | TimestampFormat::HttpDate => {
            text(deserializer, "a timestamp", |text| Timestamp::parse(text).ok())
        }
    }
}

struct EpochVisitor;

impl Visitor<'_> for EpochVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("seconds since 1970")
    }

    fn visit_i64<E>(self, seconds: i64) -> Result<Timestamp, E> {
        Ok(Timestamp::from_seconds(seconds))
    }

    fn visit_u64<E: serde_core::de::Error>(self, seconds: u64) -> Result<Timestamp, E> {
        let seconds = i64::try_from(seconds).map_err(|_| E::invalid_value(Unexpected::Unsigned(seconds), &self))?;
        Ok(Timestamp::from_seconds(seconds))
    }

    fn visit_f64<E: serde_core::de::Error>(self, seconds: f64) -> Result<Timestamp, E> {
        Timestamp::from_seconds_f64(seconds).ok_or_else(|| E::invalid_value(Unexpected::Float(seconds), &self))
    }
}

/// A number of any size: as it is written in JSON, else text or whatever number the format has.
pub(super) fn number<'de, D: Deserializer<'de>, T: std::str::FromStr>(
    deserializer: D,
    dialect: Dialect,
    expected: &'static str,
) -> Result<T, D::Error> {
    let text = if dialect.is_whole {
        deserializer.deserialize_any(NumberVisitor(expected))?
    } else {
        Box::<RawValue>::deserialize(deserializer)?.get().to_owned()
    };
    text.parse().map_err(|_| D::Error::invalid_value(Unexpected::Other(&text), &expected))
}

/// A number or text, as text. The target decides which of them it takes: no fraction is a whole number.
struct NumberVisitor(&'static str);

impl Visitor<'_> for NumberVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, or the text of one", self.0)
    }

    fn visit_i64<E>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    /// With an exponent where it is written with one: what has lost digits is not to look whole.
    fn visit_f64<E>(self, value: f64) -> Result<String, E> {
        Ok(format!("{value:?}"))
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}
