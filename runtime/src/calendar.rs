//! Dates of the Gregorian calendar in UTC, for the text formats of timestamps.

/// A date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateTime {
    pub(crate) year: i64,
    /// Starts at 1.
    pub(crate) month: u8,
    /// Starts at 1.
    pub(crate) day: u8,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) second: u8,
}

const SECONDS_OF_DAY: i64 = 86_400;
/// The days of 400 years, after which the calendar repeats.
const DAYS_OF_ERA: i64 = 146_097;
/// The days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;
pub(crate) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// The names of weekdays, beginning with that of 1970-01-01.
pub(crate) const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

impl DateTime {
    /// Creates a date from seconds since 1970-01-01T00:00:00Z. Returns `None` outside of the years 0 to 9999, which the
    /// text formats cannot express.
    #[expect(clippy::arithmetic_side_effects, reason = "a day's number is far smaller than that of its second")]
    pub(crate) fn from_unix(seconds: i64) -> Option<Self> {
        let (days, second) = (seconds.div_euclid(SECONDS_OF_DAY), seconds.rem_euclid(SECONDS_OF_DAY));
        // Years begin in March in this calculation, so that a leap day is the last day.
        let days = days + DAYS_TO_1970;
        let (era, day) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
        let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        // Five consecutive months, from March and from August, have 153 days.
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = 400 * era + year_of_era + i64::from(month <= 2);
        let to_u8 = |number: i64| u8::try_from(number).unwrap_or_default();
        let (hour, minute, second) = (to_u8(second / 3600), to_u8(second / 60 % 60), to_u8(second % 60));
        let date = Self { year, month: to_u8(month), day: to_u8(day), hour, minute, second };
        (0..=9999).contains(&year).then_some(date)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z; `None` if the date or time is invalid. A leap second counts as
    /// the second before it.
    #[expect(clippy::arithmetic_side_effects, reason = "a year has at most four digits, checked first")]
    pub(crate) fn to_unix(self) -> Option<i64> {
        let Self { year, month, day, hour, minute, second } = self;
        let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 if is_leap_year => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        if !(0..=9999).contains(&year) || !(1..=last).contains(&day) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let year = if month <= 2 { year - 1 } else { year };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = (i64::from(month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * DAYS_OF_ERA + day_of_era - DAYS_TO_1970;
        let second = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second.min(59));
        Some(days * SECONDS_OF_DAY + second)
    }
}

/// Returns the weekday of a time in seconds since 1970.
pub(crate) fn weekday(seconds: i64) -> &'static str {
    let day = seconds.div_euclid(SECONDS_OF_DAY).rem_euclid(7);
    usize::try_from(day).ok().and_then(|day| WEEKDAYS.get(day)).copied().unwrap_or_default()
}

/// Parses a text from left to right.
pub(crate) struct Scanner<'a>(pub(crate) &'a str);

impl<'a> Scanner<'a> {
    /// Parses a number with exactly this number of digits.
    pub(crate) fn number<T: std::str::FromStr>(&mut self, digits: usize) -> Option<T> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        // `parse` would accept a sign.
        number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok())?
    }

    pub(crate) fn skip(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    pub(crate) fn one_of(&mut self, texts: &[&str]) -> Option<usize> {
        texts.iter().position(|text| self.skip(text).is_some())
    }

    /// Parses an optional fraction after a period, as nanoseconds; further digits are truncated.
    pub(crate) fn fraction(&mut self) -> Option<u32> {
        if self.skip(".").is_none() {
            return Some(0);
        }
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(length).filter(|(digits, _)| !digits.is_empty())?;
        self.0 = rest;
        format!("{digits:0<9}").get(..9)?.parse().ok()
    }

    /// Returns the remaining text.
    pub(crate) fn rest(&self) -> &'a str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_converted() {
        let table = [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (59, (1970, 3, 1)),
            (789, (1972, 2, 29)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
            (-719_528, (0, 1, 1)),
            (2_932_896, (9999, 12, 31)),
        ];
        for (days, (year, month, day)) in table {
            let date = DateTime::from_unix(days * SECONDS_OF_DAY + 45_296).unwrap();
            assert_eq!(date, DateTime { year, month, day, hour: 12, minute: 34, second: 56 });
            assert_eq!(date.to_unix(), Some(days * SECONDS_OF_DAY + 45_296));
        }
        assert_eq!(
            [-719_529, 2_932_897, i64::MAX / SECONDS_OF_DAY].map(|days| DateTime::from_unix(days * SECONDS_OF_DAY)),
            [None; 3]
        );
        assert_eq!([i64::MIN, i64::MAX].map(DateTime::from_unix), [None; 2]);
        assert_eq!([0, -1, 1_398_796_238].map(weekday), ["Thu", "Wed", "Tue"]);
    }

    /// Compares every date that has a text form with the crate `time`.
    #[test]
    fn every_date_agrees_with_the_crate_time() {
        for days in -719_528..=2_932_896 {
            let theirs = time::OffsetDateTime::from_unix_timestamp(days * SECONDS_OF_DAY).unwrap();
            let date = DateTime::from_unix(days * SECONDS_OF_DAY).unwrap();
            assert_eq!((date.year, date.month, date.day), (theirs.year().into(), theirs.month().into(), theirs.day()));
            assert_eq!(date.to_unix(), Some(days * SECONDS_OF_DAY));
        }
    }
}
