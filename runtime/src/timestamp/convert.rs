//! Conversions with the types of other libraries. All of their values are timestamps; the other direction may fail.
use super::Timestamp;
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// The error of a timestamp that the target type cannot represent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the timestamp is earlier or later than the target type can represent")
    }
}

impl std::error::Error for OutOfRange {}

impl From<SystemTime> for Timestamp {
    fn from(timestamp: SystemTime) -> Self {
        let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        match timestamp.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Self { seconds: seconds(after), nanoseconds: after.subsec_nanos() },
            Err(before) => match (seconds(before.duration()), before.duration().subsec_nanos()) {
                (whole, 0) => Self { seconds: whole.saturating_neg(), nanoseconds: 0 },
                (whole, nanoseconds) => Self {
                    seconds: whole.saturating_neg().saturating_sub(1),
                    nanoseconds: 1_000_000_000_u32.saturating_sub(nanoseconds),
                },
            },
        }
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = OutOfRange;

    fn try_from(timestamp: Timestamp) -> Result<Self, OutOfRange> {
        let seconds = Duration::from_secs(timestamp.seconds.unsigned_abs());
        let whole = match timestamp.seconds < 0 {
            true => Self::UNIX_EPOCH.checked_sub(seconds),
            false => Self::UNIX_EPOCH.checked_add(seconds),
        };
        let fraction = Duration::from_nanos(timestamp.nanoseconds.into());
        whole.and_then(|whole| whole.checked_add(fraction)).ok_or(OutOfRange)
    }
}

#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for Timestamp {
    fn from(timestamp: time::OffsetDateTime) -> Self {
        Self::new(timestamp.unix_timestamp(), timestamp.nanosecond())
    }
}

/// The result is in UTC. Years outside of -9999 to 9999 are out of range, unless `time` has the feature `large-dates`.
#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = OutOfRange;

    fn try_from(timestamp: Timestamp) -> Result<Self, OutOfRange> {
        let whole = Self::from_unix_timestamp(timestamp.seconds).map_err(|_| OutOfRange)?;
        whole.replace_nanosecond(timestamp.nanoseconds).map_err(|_| OutOfRange)
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(timestamp: jiff::Timestamp) -> Self {
        // jiff rounds seconds towards 1970, and has negative nanoseconds before it.
        match u32::try_from(timestamp.subsec_nanosecond()) {
            Ok(nanoseconds) => Self::new(timestamp.as_second(), nanoseconds),
            Err(_) => Self::new(
                timestamp.as_second().saturating_sub(1),
                1_000_000_000_u32.saturating_sub(timestamp.subsec_nanosecond().unsigned_abs()),
            ),
        }
    }
}

/// Years outside of -9999 to 9999 are out of range.
#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = OutOfRange;

    fn try_from(timestamp: Timestamp) -> Result<Self, OutOfRange> {
        let nanoseconds = i32::try_from(timestamp.nanoseconds).map_err(|_| OutOfRange)?;
        Self::new(timestamp.seconds, nanoseconds).map_err(|_| OutOfRange)
    }
}

/// A leap second becomes the last nanosecond before it.
#[cfg(feature = "chrono")]
impl<Z: chrono::TimeZone> From<chrono::DateTime<Z>> for Timestamp {
    fn from(timestamp: chrono::DateTime<Z>) -> Self {
        Self::new(timestamp.timestamp(), timestamp.timestamp_subsec_nanos())
    }
}

/// Years outside of -262143 to 262142 are out of range.
#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = OutOfRange;

    fn try_from(timestamp: Timestamp) -> Result<Self, OutOfRange> {
        Self::from_timestamp(timestamp.seconds, timestamp.nanoseconds).ok_or(OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Before 1970, after it, and with a fraction on both sides.
    const TIMESTAMPS: [Timestamp; 6] = [
        Timestamp::from_seconds(0),
        Timestamp::new(1_398_796_238, 7),
        Timestamp::from_seconds(-1),
        Timestamp::new(-2, 500_000_000),
        Timestamp::new(-1, 999_999_999),
        Timestamp::new(-62_135_596_800, 1),
    ];
    #[cfg(any(feature = "time", feature = "jiff", feature = "chrono"))]
    const EXTREMES: [Timestamp; 2] = [Timestamp::new(i64::MAX, 999_999_999), Timestamp::from_seconds(i64::MIN)];

    #[test]
    fn system_time_round_trips() {
        for timestamp in TIMESTAMPS {
            assert_eq!(Timestamp::from(SystemTime::try_from(timestamp).unwrap()), timestamp);
        }
    }

    #[cfg(feature = "time")]
    #[test]
    fn time_round_trips() {
        for timestamp in TIMESTAMPS {
            let theirs = time::OffsetDateTime::try_from(timestamp).unwrap();
            assert_eq!((Timestamp::from(theirs), theirs.offset().is_utc()), (timestamp, true));
        }
        assert_eq!(EXTREMES.map(time::OffsetDateTime::try_from), [Err(OutOfRange); 2]);
        let east = time::macros::datetime!(2026-01-31 08:30:00.5 +1);
        assert_eq!(Timestamp::from(east).to_string(), "2026-01-31T07:30:00.5Z");
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_round_trips() {
        for timestamp in TIMESTAMPS {
            let theirs = jiff::Timestamp::try_from(timestamp).unwrap();
            assert_eq!(Timestamp::from(theirs), timestamp);
            assert_eq!(
                theirs.as_nanosecond(),
                i128::from(timestamp.seconds) * 1_000_000_000 + i128::from(timestamp.nanoseconds)
            );
        }
        assert_eq!(EXTREMES.map(|timestamp| jiff::Timestamp::try_from(timestamp).ok()), [None; 2]);
        for theirs in [jiff::Timestamp::MIN, jiff::Timestamp::MAX] {
            assert_eq!(jiff::Timestamp::try_from(Timestamp::from(theirs)), Ok(theirs));
        }
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono_round_trips() {
        use chrono::{DateTime, FixedOffset, Utc};
        for timestamp in TIMESTAMPS {
            assert_eq!(Timestamp::from(DateTime::<Utc>::try_from(timestamp).unwrap()), timestamp);
        }
        assert_eq!(EXTREMES.map(DateTime::<Utc>::try_from), [Err(OutOfRange); 2]);
        for theirs in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert_eq!(DateTime::<Utc>::try_from(Timestamp::from(theirs)), Ok(theirs));
        }
        let east: DateTime<FixedOffset> = "2026-01-31T08:30:00.5+01:00".parse().unwrap();
        assert_eq!(Timestamp::from(east).to_string(), "2026-01-31T07:30:00.5Z");
        let leap: DateTime<Utc> = "2016-12-31T23:59:60.25Z".parse().unwrap();
        assert_eq!(Timestamp::from(leap).to_string(), "2016-12-31T23:59:59.999999999Z");
    }
}
