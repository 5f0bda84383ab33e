//! Numbers of any size, between bytes and decimal digits.

/// Nine decimal digits fit into 32 bits.
const LIMB: u64 = 1_000_000_000;

/// Returns the decimal digits of a bignum: the big-endian number n, or −1 − n.
pub(super) fn digits(bytes: &[u8], is_negative: bool) -> String {
    // Little-endian limbs of nine digits.
    let mut limbs: Vec<u32> = Vec::new();
    for byte in bytes {
        multiply_add(&mut limbs, 256, u64::from(*byte), LIMB);
    }
    if is_negative {
        multiply_add(&mut limbs, 1, 1, LIMB);
    }
    let mut text = if is_negative { "-".to_owned() } else { String::new() };
    let mut limbs = limbs.iter().rev();
    text.push_str(&limbs.next().unwrap_or(&0).to_string());
    limbs.for_each(|limb| text.push_str(&format!("{limb:09}")));
    text
}

/// Returns whether the number is negative, and the big-endian bytes of n, where the number is n or −1 − n.
pub(super) fn bytes(text: &str) -> (bool, Vec<u8>) {
    const BYTES: u64 = 1 << 32;
    let digits = text.strip_prefix('-');
    let mut limbs: Vec<u32> = Vec::new();
    for digit in digits.unwrap_or(text).chars().filter_map(|digit| digit.to_digit(10)) {
        multiply_add(&mut limbs, 10, digit.into(), BYTES);
    }
    let is_negative = digits.is_some() && limbs.iter().any(|limb| *limb != 0);
    if is_negative {
        for limb in &mut limbs {
            let borrows = *limb == 0;
            *limb = limb.wrapping_sub(1);
            if !borrows {
                break;
            }
        }
    }
    let bytes = limbs.iter().rev().flat_map(|limb| limb.to_be_bytes()).skip_while(|byte| *byte == 0);
    (is_negative, bytes.collect())
}

/// Multiplies a number, whose limbs are little-endian and less than `base`, and adds to it.
#[expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "both factors are at most 2³², and the remainder is less than the base, which is at most 2³²"
)]
fn multiply_add(limbs: &mut Vec<u32>, factor: u64, summand: u64, base: u64) {
    let mut carry = summand;
    for limb in limbs.iter_mut() {
        let product = u64::from(*limb) * factor + carry;
        *limb = (product % base) as u32;
        carry = product / base;
    }
    if carry > 0 {
        limbs.push(carry as u32);
    }
}

/// Splits a number in the form of JSON into the digits of its mantissa, with a sign, and its exponent of ten; `None` if
/// the exponent is out of any range.
pub(super) fn mantissa_and_exponent(text: &str) -> Option<(String, i64)> {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    Some((format!("{whole}{fraction}"), exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?))
}

/// Writes a decimal fraction in the form of JSON, with an exponent only if it needs many zeros otherwise.
pub(super) fn decimal(mantissa: &str, exponent: i128) -> String {
    const MAX_ZEROS: usize = 20;
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let places = usize::try_from(exponent.unsigned_abs()).unwrap_or(usize::MAX);
    match exponent {
        0 => mantissa.to_owned(),
        ..0 if places < digits.len().saturating_add(MAX_ZEROS) => {
            let padded = format!("{digits:0>width$}", width = places.saturating_add(1));
            let (whole, fraction) =
                padded.split_at_checked(padded.len().saturating_sub(places)).unwrap_or((&padded, ""));
            format!("{sign}{whole}.{fraction}")
        }
        _ => format!("{mantissa}e{exponent}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_bytes_are_inverse() {
        // RFC 8949, appendix A.
        let eighteen = [1, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(digits(&eighteen, false), "18446744073709551616");
        assert_eq!(digits(&eighteen, true), "-18446744073709551617");
        assert_eq!(digits(&[], false), "0");
        assert_eq!(digits(&[], true), "-1");
        for text in ["0", "-1", "255", "256", "-256", "-257", "18446744073709551616", "-18446744073709551617"] {
            let (is_negative, bytes) = bytes(text);
            assert_eq!(digits(&bytes, is_negative), text);
        }
        let long = format!("1{}", "0".repeat(300));
        assert_eq!(digits(&bytes(&long).1, false), long);
        assert_eq!(bytes("-0"), (false, Vec::new()));
    }

    #[test]
    fn decimals_are_split_and_joined() {
        for (text, mantissa, exponent) in
            [("273.15", "27315", -2), ("-1.5", "-15", -1), ("1e400", "1", 400), ("2.50E-3", "250", -5), ("7", "7", 0)]
        {
            assert_eq!(mantissa_and_exponent(text), Some((mantissa.to_owned(), exponent)), "{text}");
        }
        assert_eq!(mantissa_and_exponent("1e99999999999999999999"), None);
        for (mantissa, exponent, text) in [
            ("27315", -2, "273.15"),
            ("-5", -3, "-0.005"),
            ("5", -1, "0.5"),
            ("1", 400, "1e400"),
            ("1", -400, "1e-400"),
            ("12", 0, "12"),
            ("1", i128::MIN, "1e-170141183460469231731687303715884105728"),
        ] {
            assert_eq!(decimal(mantissa, exponent), text);
        }
    }
}
