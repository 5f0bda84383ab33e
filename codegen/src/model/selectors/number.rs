//! Comparison of numbers of any size and precision by their text, § "Numeric comparators".

use std::cmp::Ordering;

use serde_json::value::RawValue;

/// Compares two numbers. Returns `None` if one of the texts is not a number.
pub(super) fn compare_numbers(left: &str, right: &str) -> Option<Ordering> {
    let (left, right) = (Decimal::parse(left)?, Decimal::parse(right)?);
    let magnitude = || (left.exponent, &left.digits).cmp(&(right.exponent, &right.digits));
    Some(match (left.sign, right.sign) {
        (a, b) if a != b => a.cmp(&b),
        (-1, _) => magnitude().reverse(),
        _ => magnitude(),
    })
}

/// The number `0.digits * 10^exponent`, without zeros around the digits, so that equal numbers are equal.
struct Decimal {
    /// -1, 0 or 1.
    sign: i8,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
        let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        let text = serde_json::from_str::<&RawValue>(text).ok().filter(|_| is_number)?.get();
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (sign, mantissa) = mantissa.strip_prefix('-').map_or((1, mantissa), |mantissa| (-1, mantissa));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_start_matches('0');
        let leading_zeros = digits.len() - significant.len();
        let point = i64::try_from(whole.len()).ok()? - i64::try_from(leading_zeros).ok()?;
        let significant = significant.trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self { sign: 0, digits: String::new(), exponent: 0 });
        }
        // An exponent of 19 digits or more is as large as numbers get here.
        let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
        Some(Self { sign, digits: significant.to_owned(), exponent: point.saturating_add(exponent) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_exactly() {
        let sorted = [
            "-1e99999999999999999999",
            "-1e400",
            "-10",
            "-9.5",
            "-1e-400",
            "0",
            "1e-400",
            "0.001",
            "0.01",
            "0.1",
            "1",
            "1.5",
            "9",
            "10",
            "99",
            "1e2",
            "100.000000000000000000001",
            "18446744073709551616",
            "18446744073709551617",
            "1e400",
            "1e99999999999999999999",
        ];
        for (i, left) in sorted.iter().enumerate() {
            for (j, right) in sorted.iter().enumerate() {
                assert_eq!(compare_numbers(left, right), Some(i.cmp(&j)), "{left} {right}");
            }
        }
    }

    #[test]
    fn a_number_has_several_spellings() {
        for (left, right) in
            [("1", "1.0"), ("-0", "0"), ("500", "5e2"), ("500", "5E+2"), ("0.05", "5e-2"), ("0e9", "0")]
        {
            assert_eq!(compare_numbers(left, right), Some(Ordering::Equal), "{left} {right}");
        }
        for text in ["", "a", "true", "null", "\"1\"", "[1]", "+1", ".5", "1.", "01", "1e", " 1", "NaN", "0x10"] {
            assert_eq!(compare_numbers(text, "1"), None, "{text:?}");
            assert_eq!(compare_numbers("1", text), None, "{text:?}");
        }
    }
}
