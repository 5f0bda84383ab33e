//! Timestamps and their three formats.
use crate::{
    TimestampFormat,
    calendar::{DateTime, MONTHS, Scanner, WEEKDAYS, weekday},
};
use std::{fmt, str::FromStr};

mod convert;

pub use convert::OutOfRange;

/// A point in time: seconds since 1970-01-01T00:00:00Z, and nanoseconds within that second.
///
/// [`Display`](fmt::Display) writes RFC 3339; [`FromStr`] parses all three formats. `From` converts a
/// [`SystemTime`](std::time::SystemTime), and `TryFrom` converts to it. The features `time`, `jiff` and `chrono` add
/// the same conversions for `time::OffsetDateTime`, `jiff::Timestamp` and `chrono::DateTime`.
///
/// ```
/// use ferrosmith::Timestamp;
/// use std::time::{Duration, SystemTime};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let timestamp: Timestamp = "2026-01-31T08:30:00+01:00".parse()?;
/// assert_eq!(timestamp.to_string(), "2026-01-31T07:30:00Z");
/// let system_time = SystemTime::try_from(timestamp)? + Duration::from_secs(90);
/// assert_eq!(Timestamp::from(system_time).to_string(), "2026-01-31T07:31:30Z");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Timestamp {
    seconds: i64,
    nanoseconds: u32,
}

/// The error of text or a number that is not a timestamp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseTimestampError(String);

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a timestamp", self.0)
    }
}

impl std::error::Error for ParseTimestampError {}

impl Timestamp {
    /// Creates a timestamp from whole seconds since 1970.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { seconds, nanoseconds: 0 }
    }

    /// Creates a timestamp from seconds since 1970 and nanoseconds within that second. Nanoseconds are limited to
    /// 999,999,999.
    pub const fn new(seconds: i64, nanoseconds: u32) -> Self {
        Self { seconds, nanoseconds: if nanoseconds < 1_000_000_000 { nanoseconds } else { 999_999_999 } }
    }

    /// Creates a timestamp from seconds since 1970 with a fraction, rounded to microseconds, the precision of a double.
    /// Returns `None` for NaN and for more than 9·10¹² seconds before or after 1970.
    pub fn from_seconds_f64(seconds: f64) -> Option<Self> {
        if seconds.is_nan() || seconds.abs() > 9e12 {
            return None;
        }
        // Only the fraction is scaled. Scaled together with the seconds, it would lose microseconds from the year 2112
        // on.
        let whole = seconds.floor();
        let micros = ((seconds - whole) * 1e6).round();
        #[expect(clippy::cast_possible_truncation, reason = "the bound is checked above")]
        let (whole, micros) = (whole as i64, micros as i64);
        let nanoseconds = u32::try_from(micros % 1_000_000).unwrap_or(0).saturating_mul(1000);
        Some(Self { seconds: whole.saturating_add(micros / 1_000_000), nanoseconds })
    }

    /// Returns the seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Returns the nanoseconds within the second.
    pub const fn nanoseconds(self) -> u32 {
        self.nanoseconds
    }

    /// Parses any of the three formats.
    ///
    /// # Errors
    /// The text has none of these formats.
    pub fn parse(text: &str) -> Result<Self, ParseTimestampError> {
        let formats = [TimestampFormat::DateTime, TimestampFormat::HttpDate, TimestampFormat::EpochSeconds];
        let mut parsed = formats.into_iter().filter_map(|format| Self::parse_as(text, format));
        parsed.next().ok_or_else(|| ParseTimestampError(text.to_owned()))
    }

    /// Parses text in one format.
    fn parse_as(text: &str, format: TimestampFormat) -> Option<Self> {
        match format {
            TimestampFormat::DateTime => Self::parse_date_time(text),
            TimestampFormat::HttpDate => Self::parse_http_date(text),
            TimestampFormat::EpochSeconds => match text.parse::<i64>() {
                Ok(seconds) => Some(Self::from_seconds(seconds)),
                Err(_) => text.parse().ok().and_then(Self::from_seconds_f64),
            },
        }
    }

    /// Parses `1985-04-12T23:20:50.52Z`, or with an offset (RFC 3339, section 5.6).
    fn parse_date_time(text: &str) -> Option<Self> {
        let mut text = Scanner(text);
        let year = text.number(4)?;
        text.skip("-")?;
        let month = text.number(2)?;
        text.skip("-")?;
        let day = text.number(2)?;
        text.one_of(&["T", "t", " "])?;
        let (hour, minute, second) = time(&mut text)?;
        let nanoseconds = text.fraction()?;
        let offset = match text.one_of(&["Z", "z", "+", "-"])? {
            0 | 1 => 0,
            sign => {
                let hours: i64 = text.number(2)?;
                text.skip(":")?;
                let minutes: i64 = text.number(2)?;
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let direction = if sign == 2 { 60 } else { -60 };
                hours.saturating_mul(60).saturating_add(minutes).saturating_mul(direction)
            }
        };
        let seconds = DateTime { year, month, day, hour, minute, second }.to_unix()?.saturating_sub(offset);
        text.rest().is_empty().then_some(Self { seconds, nanoseconds })
    }

    /// Parses `Tue, 29 Apr 2014 18:30:38 GMT` (IMF-fixdate; RFC 9110, section 5.6.7). Because some servers send them, a
    /// fraction of the second, which is not part of the format, and a wrong weekday are accepted.
    pub(crate) fn parse_http_date(text: &str) -> Option<Self> {
        let mut text = Scanner(text);
        text.one_of(&WEEKDAYS)?;
        text.skip(", ")?;
        let day = text.number(2)?;
        text.skip(" ")?;
        let month = u8::try_from(text.one_of(&MONTHS)?).ok()?.saturating_add(1);
        text.skip(" ")?;
        let year = text.number(4)?;
        text.skip(" ")?;
        let (hour, minute, second) = time(&mut text)?;
        let nanoseconds = text.fraction()?;
        let seconds = DateTime { year, month, day, hour, minute, second }.to_unix()?;
        (text.rest() == " GMT").then_some(Self { seconds, nanoseconds })
    }

    /// Formats the timestamp. A fraction is written only if it is not zero. Dates outside of the years 0 to 9999 are
    /// written as seconds since 1970, because the other formats cannot express them.
    pub fn format(self, format: TimestampFormat) -> String {
        let Some(date) = DateTime::from_unix(self.seconds).filter(|_| format != TimestampFormat::EpochSeconds) else {
            return self.format_epoch_seconds();
        };
        let DateTime { year, month, day, hour, minute, second } = date;
        if format == TimestampFormat::HttpDate {
            let weekday = weekday(self.seconds);
            let month = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
            return format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT");
        }
        let mut fraction = String::new();
        if self.nanoseconds > 0 {
            fraction = format!(".{:09}", self.nanoseconds);
            fraction.truncate(fraction.trim_end_matches('0').len());
        }
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
    }

    fn format_epoch_seconds(self) -> String {
        if self.nanoseconds == 0 {
            return self.seconds.to_string();
        }
        #[expect(clippy::arithmetic_side_effects, reason = "10⁹ times an i64 is far smaller than an i128")]
        let nanos = i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanoseconds);
        let (sign, nanos) = (if nanos < 0 { "-" } else { "" }, nanos.unsigned_abs());
        let fraction = format!("{:09}", nanos % 1_000_000_000);
        format!("{sign}{}.{}", nanos / 1_000_000_000, fraction.trim_end_matches('0'))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format(TimestampFormat::DateTime))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format(TimestampFormat::DateTime))
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    /// Same as [`parse`](Self::parse).
    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        Self::parse(text)
    }
}

/// Parses a time of day (`18:30:38`).
fn time(text: &mut Scanner<'_>) -> Option<(u8, u8, u8)> {
    let hour = text.number(2)?;
    text.skip(":")?;
    let minute = text.number(2)?;
    text.skip(":")?;
    Some((hour, minute, text.number(2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_parses() {
        let cases = [
            (Timestamp::from_seconds(1_398_796_238), TimestampFormat::DateTime, "2014-04-29T18:30:38Z"),
            (Timestamp::new(482_196_050, 520_000_000), TimestampFormat::DateTime, "1985-04-12T23:20:50.52Z"),
            (Timestamp::from_seconds(1_398_796_238), TimestampFormat::HttpDate, "Tue, 29 Apr 2014 18:30:38 GMT"),
            (Timestamp::new(1_515_531_081, 123_000_000), TimestampFormat::EpochSeconds, "1515531081.123"),
            (Timestamp::new(-2, 500_000_000), TimestampFormat::EpochSeconds, "-1.5"),
            (Timestamp::from_seconds(0), TimestampFormat::EpochSeconds, "0"),
        ];
        for (timestamp, format, text) in cases {
            assert_eq!(timestamp.format(format), text);
            assert_eq!(Timestamp::parse(text), Ok(timestamp), "{text}");
        }
    }

    #[test]
    fn parses_the_variants_that_servers_send() {
        let cases = [
            ("2019-12-17T00:48:18+01:00", Timestamp::from_seconds(1_576_540_098)),
            ("Sun, 02 Jan 2000 20:34:56.456 GMT", Timestamp::new(946_845_296, 456_000_000)),
            ("1.516925490087E9", Timestamp::new(1_516_925_490, 87_000_000)),
        ];
        for (text, timestamp) in cases {
            assert_eq!(Timestamp::parse(text), Ok(timestamp), "{text}");
        }
        assert!(Timestamp::parse("yesterday").is_err());
    }

    #[test]
    fn doubles_are_rounded_to_microseconds() {
        let cases = [
            (-4_371_553_816.798_268, Timestamp::new(-4_371_553_817, 201_732_000)),
            (8_500_000_000.000_001, Timestamp::new(8_500_000_000, 1000)),
            (0.999_999_9, Timestamp::from_seconds(1)),
            (-1e-20, Timestamp::from_seconds(0)),
        ];
        for (seconds, timestamp) in cases {
            assert_eq!(Timestamp::from_seconds_f64(seconds), Some(timestamp), "{seconds}");
        }
        assert_eq!([f64::NAN, f64::INFINITY, 1e13].map(Timestamp::from_seconds_f64), [None; 3]);
    }
}
