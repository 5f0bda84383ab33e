//! A moment, and the three ways to write it.
use crate::TimestampFormat;
use std::{fmt, time::SystemTime};
use time::{
    OffsetDateTime, PrimitiveDateTime,
    format_description::{BorrowedFormatItem, well_known::Rfc3339},
    macros::format_description,
};

/// A moment: seconds since 1970-01-01T00:00:00Z, and nanoseconds of that second.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Timestamp {
    seconds: i64,
    nanoseconds: u32,
}

/// Text or a number that is no moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseTimestampError(String);

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a timestamp", self.0)
    }
}

impl std::error::Error for ParseTimestampError {}

/// `Tue, 29 Apr 2014 18:30:38 GMT`: IMF-fixdate of RFC 9110, section 5.6.7.
const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

impl Timestamp {
    /// Whole seconds since 1970.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { seconds, nanoseconds: 0 }
    }

    /// Seconds since 1970, and nanoseconds of that second (a second or more of them is cut to the last nanosecond).
    pub const fn new(seconds: i64, nanoseconds: u32) -> Self {
        Self { seconds, nanoseconds: if nanoseconds < 1_000_000_000 { nanoseconds } else { 999_999_999 } }
    }

    /// Seconds since 1970 with a fraction, rounded to microseconds: a double holds no more.
    pub fn from_seconds_f64(seconds: f64) -> Option<Self> {
        if seconds.is_nan() || seconds.abs() > 9e12 {
            return None;
        }
        // The fraction alone is scaled: with its seconds it would lose the last microseconds from the year 2112 on.
        let whole = seconds.floor();
        let micros = ((seconds - whole) * 1e6).round();
        #[expect(clippy::cast_possible_truncation, reason = "the bound is checked above")]
        let (whole, micros) = (whole as i64, micros as i64);
        let nanoseconds = u32::try_from(micros % 1_000_000).unwrap_or(0) * 1000;
        Some(Self { seconds: whole + micros / 1_000_000, nanoseconds })
    }

    /// Seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds of the second.
    pub const fn nanoseconds(self) -> u32 {
        self.nanoseconds
    }

    /// Reads any of the three formats.
    ///
    /// # Errors
    /// The text is in none of them.
    pub fn parse(text: &str) -> Result<Self, ParseTimestampError> {
        let formats = [TimestampFormat::DateTime, TimestampFormat::HttpDate, TimestampFormat::EpochSeconds];
        let mut parsed = formats.into_iter().filter_map(|format| Self::parse_as(text, format));
        parsed.next().ok_or_else(|| ParseTimestampError(text.to_owned()))
    }

    /// Reads text of this format.
    fn parse_as(text: &str, format: TimestampFormat) -> Option<Self> {
        match format {
            TimestampFormat::DateTime => OffsetDateTime::parse(text, &Rfc3339).ok().map(Self::from),
            TimestampFormat::HttpDate => Self::parse_http_date(text),
            TimestampFormat::EpochSeconds => match text.parse::<i64>() {
                Ok(seconds) => Some(Self::from_seconds(seconds)),
                Err(_) => text.parse().ok().and_then(Self::from_seconds_f64),
            },
        }
    }

    /// Servers may write a fraction of the second, which RFC 9110 does not know.
    pub(crate) fn parse_http_date(text: &str) -> Option<Self> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, rest)) => (format!("{whole} GMT"), rest.strip_suffix(" GMT")?),
            None => (text.to_owned(), ""),
        };
        let seconds = PrimitiveDateTime::parse(&whole, HTTP_DATE).ok()?.assume_utc().unix_timestamp();
        let nanoseconds = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
        Some(Self { seconds, nanoseconds })
    }

    /// Writes the moment in this format; a fraction is written only where there is one.
    pub fn format(self, format: TimestampFormat) -> String {
        if format == TimestampFormat::EpochSeconds {
            return self.format_epoch_seconds();
        }
        let formatted = OffsetDateTime::try_from(self).ok().and_then(|moment| match format {
            TimestampFormat::HttpDate => moment.format(HTTP_DATE).ok(),
            _ => moment.format(&Rfc3339).ok(),
        });
        // Years beyond 9999 have no date format; the number is the most that can be said.
        formatted.unwrap_or_else(|| self.format_epoch_seconds())
    }

    fn format_epoch_seconds(self) -> String {
        if self.nanoseconds == 0 {
            return self.seconds.to_string();
        }
        let nanos = i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanoseconds);
        let (sign, nanos) = if nanos < 0 { ("-", -nanos) } else { ("", nanos) };
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

impl From<OffsetDateTime> for Timestamp {
    fn from(moment: OffsetDateTime) -> Self {
        Self { seconds: moment.unix_timestamp(), nanoseconds: moment.nanosecond() }
    }
}

impl TryFrom<Timestamp> for OffsetDateTime {
    type Error = time::error::ComponentRange;

    fn try_from(moment: Timestamp) -> Result<Self, Self::Error> {
        Self::from_unix_timestamp(moment.seconds)?.replace_nanosecond(moment.nanoseconds)
    }
}

impl From<SystemTime> for Timestamp {
    fn from(moment: SystemTime) -> Self {
        OffsetDateTime::from(moment).into()
    }
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
        for (moment, format, text) in cases {
            assert_eq!(moment.format(format), text);
            assert_eq!(Timestamp::parse(text), Ok(moment), "{text}");
        }
    }

    #[test]
    fn reads_what_servers_write() {
        let cases = [
            ("2019-12-17T00:48:18+01:00", Timestamp::from_seconds(1_576_540_098)),
            ("Sun, 02 Jan 2000 20:34:56.456 GMT", Timestamp::new(946_845_296, 456_000_000)),
            ("1.516925490087E9", Timestamp::new(1_516_925_490, 87_000_000)),
        ];
        for (text, moment) in cases {
            assert_eq!(Timestamp::parse(text), Ok(moment), "{text}");
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
        for (seconds, moment) in cases {
            assert_eq!(Timestamp::from_seconds_f64(seconds), Some(moment), "{seconds}");
        }
        assert_eq!([f64::NAN, f64::INFINITY, 1e13].map(Timestamp::from_seconds_f64), [None; 3]);
    }
}
