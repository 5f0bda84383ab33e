//! Scalars as text, in paths, queries and headers.
use crate::{Ref, Slot, Timestamp, TimestampFormat, json::not_finite};

/// Returns the text of a scalar; `None` for all other values.
pub(crate) fn from_value(value: Ref<'_>, format: TimestampFormat) -> Option<String> {
    Some(match value {
        Ref::Boolean(value) => value.to_string(),
        Ref::Integer(value) => value.to_string(),
        Ref::Float(value) if value.is_finite() => float(format!("{value:?}")),
        Ref::Float(value) => not_finite(value.into()).to_owned(),
        Ref::Double(value) if value.is_finite() => float(format!("{value:?}")),
        Ref::Double(value) => not_finite(value).to_owned(),
        Ref::String(value) => value.to_owned(),
        Ref::Timestamp(value) => value.format(format),
        Ref::BigInteger(value) => value.to_string(),
        Ref::BigDecimal(value) => value.to_string(),
        Ref::Null
        | Ref::Blob(_)
        | Ref::Document(_)
        | Ref::List(_)
        | Ref::Map(_)
        | Ref::Structure(_)
        | Ref::Union(_) => return None,
    })
}

/// Writes `1.0` as `1`.
fn float(text: String) -> String {
    text.strip_suffix(".0").map(ToOwned::to_owned).unwrap_or(text)
}

/// Reads a scalar.
///
/// # Errors
/// Returns what was expected. The text is not part of it: it may be secret.
pub(crate) fn read(slot: Slot<'_>, text: &str) -> Result<(), &'static str> {
    fn parse<T: std::str::FromStr>(
        destination: &mut T,
        text: &str,
        expected: &'static str,
    ) -> Result<(), &'static str> {
        *destination = text.parse().map_err(|_| expected)?;
        Ok(())
    }
    match slot {
        Slot::Boolean(destination) => parse(destination, text, "true or false"),
        Slot::Byte(destination) => parse(destination, text, "a byte"),
        Slot::Short(destination) => parse(destination, text, "a short"),
        Slot::Integer(destination) => parse(destination, text, "an integer"),
        Slot::Long(destination) => parse(destination, text, "a long"),
        Slot::Float(destination) => parse(destination, text, "a float"),
        Slot::Double(destination) => parse(destination, text, "a double"),
        Slot::BigInteger(destination) => parse(destination, text, "a whole number"),
        Slot::BigDecimal(destination) => parse(destination, text, "a number"),
        Slot::String(destination) => {
            text.clone_into(destination);
            Ok(())
        }
        Slot::Enum(destination) => {
            destination.set(text);
            Ok(())
        }
        Slot::IntEnum(destination) => {
            destination.set(text.parse().map_err(|_| "an integer")?);
            Ok(())
        }
        Slot::Timestamp(destination) => {
            *destination = Timestamp::parse(text).map_err(|_| "a timestamp")?;
            Ok(())
        }
        _ => Err("a type that text can be a value of"),
    }
}
