//! Scalars that formats represent in several ways: text, doubles, timestamps, numbers of any size.
use crate::Timestamp;
use serde_core::de::{Deserializer, Error as _, Unexpected, Visitor};
use std::{fmt, marker::PhantomData, str::FromStr};

/// Passes text to a function.
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

/// Stands for the text in errors, which must not quote it.
const OTHER_TEXT: Unexpected<'_> = Unexpected::Other("other text");

/// Deserializes text that `parse` accepts.
pub(super) fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let visitor = TextVisitor(|text: &str| parse(text).ok_or_else(|| D::Error::invalid_value(OTHER_TEXT, &expected)));
    deserializer.deserialize_string(visitor)?
}

/// A number, or the text of a value that JSON numbers cannot express.
pub(super) struct DoubleVisitor;

impl Visitor<'_> for DoubleVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, \"NaN\", \"Infinity\" or \"-Infinity\"")
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest double is intended")]
    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest double is intended")]
    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<f64, E> {
        match text {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            _ => Err(E::invalid_value(OTHER_TEXT, &self)),
        }
    }
}

/// A timestamp in epoch seconds, or the text of one: what others write for people is mostly RFC 3339.
pub(super) struct EpochVisitor;

impl Visitor<'_> for EpochVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("seconds since 1970, or a time such as `2026-01-31T07:30:00Z`")
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

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<Timestamp, E> {
        Timestamp::parse(text).map_err(|_| E::invalid_value(OTHER_TEXT, &self))
    }
}

/// A number of any size, or its text. The target type decides which numbers are valid: whole ones, for example.
pub(super) struct NumberVisitor<T> {
    expected: &'static str,
    target: PhantomData<T>,
}

impl<T: FromStr> NumberVisitor<T> {
    pub(super) fn new(expected: &'static str) -> Self {
        Self { expected, target: PhantomData }
    }
}

impl<T: FromStr> Visitor<'_> for NumberVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, or the text of one", self.expected)
    }

    fn visit_i64<E: serde_core::de::Error>(self, value: i64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_u64<E: serde_core::de::Error>(self, value: u64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    /// Large values keep their exponent: digits that were lost must not look like an exact integer.
    fn visit_f64<E: serde_core::de::Error>(self, value: f64) -> Result<T, E> {
        self.visit_str(&format!("{value:?}"))
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|_| E::invalid_value(OTHER_TEXT, &self))
    }
}
