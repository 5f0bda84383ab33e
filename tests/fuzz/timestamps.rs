//! Timestamps beside the library `time`: what is written, and what is read.
use crate::{
    engine::{fuzz, show, some},
    entropy::Entropy,
    filling::Fill as _,
    mutate,
};
use ferrosmith::{Timestamp, TimestampFormat};
use std::time::SystemTime;
use time::{
    OffsetDateTime, PrimitiveDateTime,
    format_description::{BorrowedFormatItem, well_known::Rfc3339},
    macros::format_description,
};

const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

#[test]
fn what_is_written_is_what_the_library_time_writes() {
    fuzz(4_000, 32, |entropy| {
        let moment = entropy.timestamp();
        let theirs = OffsetDateTime::from_unix_timestamp(moment.seconds()).unwrap();
        let theirs = theirs.replace_nanosecond(moment.nanoseconds()).unwrap();

        let date_time = moment.format(TimestampFormat::DateTime);
        assert_eq!(date_time, theirs.format(&Rfc3339).unwrap());
        assert_eq!((Timestamp::parse(&date_time), &moment.to_string()), (Ok(moment), &date_time));

        let http_date = moment.format(TimestampFormat::HttpDate);
        assert_eq!(http_date, theirs.format(HTTP_DATE).unwrap());
        assert_eq!(Timestamp::parse(&http_date), Ok(Timestamp::from_seconds(moment.seconds())));

        let epoch_seconds = moment.format(TimestampFormat::EpochSeconds);
        let read = Timestamp::parse(&epoch_seconds).unwrap();
        // Numbers are doubles where they have a fraction: microseconds, and less far from 1970.
        let precision = 1_000 + moment.seconds().unsigned_abs() / 1_000_000;
        assert!(apart(moment, read) <= precision.into(), "{epoch_seconds} was read as {read}");

        assert_eq!(SystemTime::try_from(moment).map(Timestamp::from), Ok(moment));
        assert_eq!(SystemTime::try_from(moment), Ok(SystemTime::from(theirs)));
    });
}

/// Nanoseconds between two moments.
fn apart(one: Timestamp, other: Timestamp) -> u128 {
    let nanoseconds =
        |moment: Timestamp| i128::from(moment.seconds()) * 1_000_000_000 + i128::from(moment.nanoseconds());
    nanoseconds(one).abs_diff(nanoseconds(other))
}

/// Beyond these years there is no text, and nothing panics.
#[test]
fn any_moment() {
    fuzz(4_000, 32, |entropy| {
        let moment = Timestamp::new(entropy.number(), u32::from_le_bytes(entropy.bytes(4).try_into().unwrap()));
        for format in [TimestampFormat::DateTime, TimestampFormat::HttpDate, TimestampFormat::EpochSeconds] {
            let text = moment.format(format);
            show(|| text.clone());
            let is_large = moment.seconds().unsigned_abs() > 1 << 40;
            assert!(is_large || Timestamp::parse(&text).is_ok(), "{text}");
        }
        if let Ok(time) = SystemTime::try_from(moment) {
            assert_eq!(Timestamp::from(time), moment);
        }
        let number = f64::from_bits(u64::from_le_bytes(entropy.bytes(8).try_into().unwrap()));
        Timestamp::from_seconds_f64(number);
    });
}

/// Both take a text for the same moment, or neither does.
#[test]
fn texts_mean_what_they_mean_to_the_library_time() {
    const SEEDS: &[(&str, bool)] = &[
        ("2014-04-29T18:30:38Z", false),
        ("1985-02-28T23:20:50.52+01:30", false),
        ("2000-02-29T00:00:00.123456789-23:59", false),
        ("Tue, 29 Apr 2014 18:30:38 GMT", true),
        ("Sun, 31 Feb 2016 24:00:60 GMT", true),
    ];
    let theirs = |text: &str, is_http: bool| {
        let moment = match is_http {
            true => PrimitiveDateTime::parse(text, HTTP_DATE).ok()?.assume_utc(),
            false => OffsetDateTime::parse(text, &Rfc3339).ok()?,
        };
        Some(Timestamp::new(moment.unix_timestamp(), moment.nanosecond()))
    };
    let mut taken = 0;
    fuzz(10_000, 32, |entropy| {
        let (seed, is_http) = SEEDS[entropy.below(SEEDS.len())];
        let text = text(seed, entropy);
        show(|| text.clone());
        let ours = Timestamp::parse(&text).ok();
        taken += usize::from(ours.is_some());
        // Where the two differ on purpose: fractions and signs in HTTP dates, leap seconds at any time, what separates a date
        // from its time. A number is a moment only here.
        let is_separated = text.as_bytes().get(10).is_some_and(|byte| matches!(byte, b'T' | b't' | b' '));
        if !text.contains(":60") && (if is_http { !text.contains(['.', '-', '+']) } else { is_separated }) {
            assert_eq!(ours, theirs(&text, is_http), "{text}");
        }
    });
    some(taken, "texts were timestamps");
}

/// Nearly right: mostly other digits.
fn text(seed: &str, entropy: &mut Entropy<'_>) -> String {
    const LETTERS: &[u8] = b"0123456789TZtz+-:. GMAa,";
    let mut text = seed.as_bytes().to_vec();
    for _ in 0..=entropy.below(3) {
        let at = entropy.below(text.len());
        let letter = LETTERS[entropy.below(LETTERS.len())];
        match entropy.below(8) {
            0 => _ = text.remove(at),
            1 => text.insert(at, letter),
            _ if text[at].is_ascii_digit() => text[at] = LETTERS[entropy.below(10)],
            _ => text[at] = letter,
        }
    }
    String::from_utf8(text).unwrap()
}

#[test]
fn any_text() {
    const SEEDS: &[&str] = &["2014-04-29T18:30:38Z", "Tue, 29 Apr 2014 18:30:38 GMT", "1515531081.123", "-1e9"];
    fuzz(2_000, 64, |entropy| {
        let seed = entropy.pick(SEEDS);
        let text = String::from_utf8_lossy(&mutate::bytes(seed.as_bytes(), entropy)).into_owned();
        show(|| text.clone());
        if let Ok(moment) = Timestamp::parse(&text) {
            assert!(apart(moment, Timestamp::parse(&moment.to_string()).unwrap()) < 2_000, "{text}");
        }
    });
}
