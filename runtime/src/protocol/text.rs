//! Scalars as text: in paths, queries and headers.
use crate::{Ref, Slot, Timestamp, TimestampFormat, json::not_finite};

/// The text of a scalar; nothing for anything else.
pub(super) fn from_value(value: Ref<'_>, format: TimestampFormat) -> Option<String> {
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

/// `1.0` is written `1`.
fn float(text: String) -> String {
    text.strip_suffix(".0").map(ToOwned::to_owned).unwrap_or(text)
}

/// Fills in a scalar.
///
/// # Errors
/// What was expected instead of the text, which is not quoted: it may be secret.
pub(super) fn read(slot: Slot<'_>, text: &str) -> Result<(), &'static str> {
    fn parse<T: std::str::FromStr>(place: &mut T, text: &str, expected: &'static str) -> Result<(), &'static str> {
        *place = text.parse().map_err(|_| expected)?;
        Ok(())
    }
    match slot {
        Slot::Boolean(place) => parse(place, text, "true or false"),
        Slot::Byte(place) => parse(place, text, "a byte"),
        Slot::Short(place) => parse(place, text, "a short"),
        Slot::Integer(place) => parse(place, text, "an integer"),
        Slot::Long(place) => parse(place, text, "a long"),
        Slot::Float(place) => parse(place, text, "a float"),
        Slot::Double(place) => parse(place, text, "a double"),
        Slot::BigInteger(place) => parse(place, text, "a whole number"),
        Slot::BigDecimal(place) => parse(place, text, "a number"),
        Slot::String(place) => {
            text.clone_into(place);
            Ok(())
        }
        Slot::Enum(place) => {
            place.set(text);
            Ok(())
        }
        Slot::IntEnum(place) => {
            place.set(text.parse().map_err(|_| "an integer")?);
            Ok(())
        }
        Slot::Timestamp(place) => {
            *place = Timestamp::parse(text).map_err(|_| "a timestamp")?;
            Ok(())
        }
        _ => Err("a type that text can be a value of"),
    }
}
