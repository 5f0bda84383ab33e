//! Numbers of all forms: integers, floats, bignums and decimal fractions. RFC 8949, section 3.4.3 and 3.4.4.
use super::{
    big,
    cursor::{Cursor, Head},
    tag,
};
use crate::json::error::{Fault, Read};

/// The maximum length of a bignum in bytes, since the conversion to decimal digits takes quadratic time.
const MAX_BIGNUM: usize = 4096;

/// A number as it was sent.
pub(super) enum Number {
    Integer(i128),
    Float(f64),
    /// Decimal digits, with a sign: more than 64 bits.
    Big(String),
    /// The mantissa, with a sign, and the exponent of ten.
    Decimal(String, i128),
}

impl Cursor<'_> {
    /// Reads a number of any form.
    pub(super) fn number(&mut self, expected: &'static str) -> Read<Number> {
        let start = self.at;
        loop {
            return Ok(match self.head()? {
                Head::Unsigned(number) => Number::Integer(number.into()),
                Head::Negative(number) => Number::Integer(negative(number)),
                Head::Float(number) => Number::Float(number),
                Head::Tag(tag::BIG_INTEGER) => self.bignum(start, false)?,
                Head::Tag(tag::NEGATIVE_BIG_INTEGER) => self.bignum(start, true)?,
                Head::Tag(tag::DECIMAL) => self.decimal(start)?,
                Head::Tag(_) => continue,
                other => return Err(Self::fault(start, expected, other)),
            });
        }
    }

    fn bignum(&mut self, start: usize, is_negative: bool) -> Read<Number> {
        let bytes = match self.head()? {
            Head::Bytes(length) => self.bytes(length)?,
            other => return Err(Self::fault(start, "the bytes of a bignum", other)),
        };
        let significant = bytes.iter().position(|byte| *byte != 0).and_then(|first| bytes.get(first..));
        let significant = significant.unwrap_or_default();
        if significant.len() > MAX_BIGNUM {
            return Err(Fault::new(start, "a number of at most 4096 bytes", "a longer one"));
        }
        Ok(Number::Big(big::digits(significant, is_negative)))
    }

    /// A decimal fraction: an array of the exponent and the mantissa.
    fn decimal(&mut self, start: usize) -> Read<Number> {
        const EXPECTED: &str = "a decimal fraction";
        let malformed = || Fault::new(start, EXPECTED, "another form of it");
        let mut remaining = self.begin_array(EXPECTED)?;
        if !self.has_next(&mut remaining)? {
            return Err(malformed());
        }
        let exponent = match self.head()? {
            Head::Unsigned(number) => i128::from(number),
            Head::Negative(number) => negative(number),
            _ => return Err(malformed()),
        };
        if !self.has_next(&mut remaining)? {
            return Err(malformed());
        }
        let mantissa = match self.head()? {
            Head::Unsigned(number) => number.to_string(),
            Head::Negative(number) => negative(number).to_string(),
            Head::Tag(tag @ (tag::BIG_INTEGER | tag::NEGATIVE_BIG_INTEGER)) => {
                match self.bignum(start, tag == tag::NEGATIVE_BIG_INTEGER)? {
                    Number::Big(digits) => digits,
                    _ => return Err(malformed()),
                }
            }
            _ => return Err(malformed()),
        };
        if self.has_next(&mut remaining)? {
            return Err(malformed());
        }
        Ok(Number::Decimal(mantissa, exponent))
    }
}

/// The number −1 − n.
fn negative(number: u64) -> i128 {
    (-1_i128).saturating_sub(number.into())
}

impl Number {
    /// Returns the number if it is whole and its type can hold it.
    pub(super) fn to_integer<T: TryFrom<i128>>(&self) -> Option<T> {
        match self {
            Self::Integer(number) => T::try_from(*number).ok(),
            #[expect(clippy::cast_possible_truncation, reason = "whole, and the bound is checked")]
            Self::Float(number) if number.fract() == 0.0 && number.abs() <= 1e19 => T::try_from(*number as i128).ok(),
            Self::Float(_) => None,
            Self::Big(digits) => T::try_from(digits.parse().ok()?).ok(),
            Self::Decimal(mantissa, exponent) => {
                let number: i128 = mantissa.parse().ok()?;
                T::try_from(number.checked_mul(10_i128.checked_pow(u32::try_from(*exponent).ok()?)?)?).ok()
            }
        }
    }

    /// Returns the closest double.
    pub(super) fn to_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "the closest double is requested")]
            Self::Integer(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Big(digits) => digits.parse().ok().filter(|number: &f64| number.is_finite()),
            Self::Decimal(mantissa, exponent) => {
                format!("{mantissa}e{exponent}").parse().ok().filter(|number: &f64| number.is_finite())
            }
        }
    }

    /// Returns the digits of a whole number.
    pub(super) fn to_big_integer(&self) -> Option<String> {
        match self {
            Self::Integer(number) => Some(number.to_string()),
            Self::Float(number) if number.fract() == 0.0 => Some(format!("{number:.0}")),
            Self::Big(digits) => Some(digits.clone()),
            Self::Decimal(mantissa, 0) => Some(mantissa.clone()),
            Self::Float(_) | Self::Decimal(..) => None,
        }
    }

    /// Returns the number as a decimal number in the form of JSON.
    pub(super) fn to_decimal(&self) -> Option<String> {
        match self {
            Self::Integer(number) => Some(number.to_string()),
            Self::Float(number) if number.is_finite() => Some(format!("{number:?}")),
            Self::Float(_) => None,
            Self::Big(digits) => Some(digits.clone()),
            Self::Decimal(mantissa, exponent) => Some(big::decimal(mantissa, *exponent)),
        }
    }
}
