//! Dates: the Date field (RFC 5322 sections 3.3 and 4.3) and what the server prints (`date-time` of RFC 9051).

use super::parameters::without_comments;
use jiff::{
    Timestamp, Zoned,
    civil::Date,
    fmt::rfc2822::DateTimeParser,
    tz::{Offset, TimeZone},
};

/// An instant and the offset it was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    instant: Timestamp,
    offset: Offset,
}

impl Moment {
    pub(super) fn zoned(self) -> Zoned {
        self.instant.to_zoned(TimeZone::fixed(self.offset))
    }

    /// INTERNALDATE and SAVEDATE: ` 1-Feb-2026 10:00:00 +0100`, with or without the leading space.
    pub(super) fn of_server(printed: &[u8]) -> Option<Self> {
        plain(printed).or_else(|| Moment::read(printed))
    }

    /// The moment however it is printed.
    fn read(printed: &[u8]) -> Option<Self> {
        let mut parts = printed.trim_ascii().splitn(3, |byte| *byte == b'-');
        let (day, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let (year, time, zone) = (words.next()?, words.next()?, words.next()?);
        let mut clock = time.split(|byte| *byte == b':').map(number::<i8>);
        let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
        if clock.next().is_some() || words.next().is_some() || zone.len() != 5 {
            return None;
        }
        let date = Date::new(number(year)?, month_number(month)?, number(day)?).ok()?;
        // A leap second is the second before it, as jiff has it in the Date field.
        let second = if second == 60 { 59 } else { second };
        let (hours, minutes): (i32, i32) = (number(zone.get(1..3)?)?, number(zone.get(3..5)?)?);
        let seconds = hours * 3600 + minutes * 60;
        let offset = match zone.first()? {
            b'+' => seconds,
            b'-' => -seconds,
            _ => return None,
        };
        let is_offset = hours < 24 && minutes < 60;
        let is_time = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
        let offset = Offset::from_seconds(offset).ok().filter(|_| is_offset && is_time)?;
        let instant = offset.to_timestamp(date.at(hour, minute, second, 0)).ok()?;
        Some(Moment { instant, offset })
    }
}

/// A moment in exactly the form of RFC 9051, of a day that every month has: what this reads is what [`Moment::read`] does,
/// at a quarter of the cost.
fn plain(printed: &[u8]) -> Option<Moment> {
    let [
        d1,
        d2,
        b'-',
        m1,
        m2,
        m3,
        b'-',
        y1,
        y2,
        y3,
        y4,
        b' ',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
        b' ',
        sign,
        o1,
        o2,
        o3,
        o4,
    ]: [u8; 26] = printed.try_into().ok()?
    else {
        return None;
    };
    let two = |high: u8, low: u8| {
        let (high, low) = (high.wrapping_sub(b'0'), low.wrapping_sub(b'0'));
        (high < 10 && low < 10).then(|| i64::from(high) * 10 + i64::from(low))
    };
    let (day, month) = (two(if d1 == b' ' { b'0' } else { d1 }, d2)?, i64::from(month_number(&[m1, m2, m3])?));
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let (hour, minute, second) = (two(h1, h2)?, two(n1, n2)?, two(s1, s2)?);
    let (hours, minutes) = (two(o1, o2)?, two(o3, o4)?);
    if !(1..=28).contains(&day) || year < 1 || hour > 23 || minute > 59 || second > 59 || hours > 23 || minutes > 59 {
        return None;
    }
    let offset = match sign {
        b'+' => hours * 3600 + minutes * 60,
        b'-' => -(hours * 3600 + minutes * 60),
        _ => return None,
    };
    // Years that begin in March end with the day that not every one has.
    let (march_year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days =
        365 * march_year + march_year / 4 - march_year / 100 + march_year / 400 + (153 * month + 2) / 5 + day - 1;
    const DAYS_TO_1970: i64 = 719_468;
    let seconds = (days - DAYS_TO_1970) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    Some(Moment {
        instant: Timestamp::from_second(seconds).ok()?,
        offset: Offset::from_seconds(offset.try_into().ok()?).ok()?,
    })
}

/// The value of a Date field; none where it is impossible, unreadable or without a zone. `-0000`, and a zone whose name
/// says nothing, are UTC.
pub(super) fn of_field(value: &[u8]) -> Option<Zoned> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    const DAY: i32 = 24 * 60 * 60;
    let value = without_comments(value);
    let zoned = PARSER.parse_zoned(without_weekday(&value)).ok()?;
    (zoned.offset().seconds().abs() < DAY).then_some(zoned)
}

/// The day of the week says nothing that the date does not, and is written out in full, or in other languages.
fn without_weekday(value: &[u8]) -> &[u8] {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    match value.iter().position(|byte| *byte == b',').map(|comma| value.split_at(comma)) {
        Some((name, rest)) if !name.is_empty() && name.trim_ascii().iter().all(is_letter) => {
            rest.get(1..).unwrap_or_default()
        }
        _ => value,
    }
}

/// Up to four digits.
fn number<T: TryFrom<i16>>(digits: &[u8]) -> Option<T> {
    if digits.is_empty() || digits.len() > 4 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    digits.iter().fold(0, |number, digit| number * 10 + i16::from(digit - b'0')).try_into().ok()
}

fn month_number(name: &[u8]) -> Option<i8> {
    let name: [u8; 3] = name.try_into().ok()?;
    Some(match &name.map(|letter| letter.to_ascii_lowercase()) {
        b"jan" => 1,
        b"feb" => 2,
        b"mar" => 3,
        b"apr" => 4,
        b"may" => 5,
        b"jun" => 6,
        b"jul" => 7,
        b"aug" => 8,
        b"sep" => 9,
        b"oct" => 10,
        b"nov" => 11,
        b"dec" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sent(value: &str) -> Option<String> {
        of_field(value.as_bytes()).map(|zoned| zoned.to_string())
    }

    #[test]
    fn a_date_field_keeps_its_offset() {
        let readable = [
            ("Thu, 1 Jan 2026 10:20:30 +0130", "2026-01-01T10:20:30+01:30[+01:30]"),
            (" Thu,  1 Jan 2026\r\n 10:20:30 -0800 (PST)", "2026-01-01T10:20:30-08:00[-08:00]"),
            ("(a) Thu, 1 (b (c)) Jan 2026 10:20:30 +0000", "2026-01-01T10:20:30+00:00[UTC]"),
            ("1 Jan 2026 10:20 +0000", "2026-01-01T10:20:00+00:00[UTC]"),
            ("Mon, 1 Jan 2026 10:20:30 -0000", "2026-01-01T10:20:30+00:00[UTC]"),
            ("1 Jan 2026 10:20:30 EST", "2026-01-01T10:20:30-05:00[-05:00]"),
            ("1 Jan 2026 10:20:30 PDT", "2026-01-01T10:20:30-07:00[-07:00]"),
            ("1 Jan 2026 10:20:30 GMT", "2026-01-01T10:20:30+00:00[UTC]"),
            ("1 Jan 2026 10:20:30 Z", "2026-01-01T10:20:30+00:00[UTC]"),
            ("1 Jan 2026 10:20:30 CET", "2026-01-01T10:20:30+00:00[UTC]"),
            ("1 Jan 26 10:20:30 UT", "2026-01-01T10:20:30+00:00[UTC]"),
            ("1 Jan 98 10:20:30 UT", "1998-01-01T10:20:30+00:00[UTC]"),
            ("Thursday, 1 Jan 2026 10:20:30 +0000", "2026-01-01T10:20:30+00:00[UTC]"),
            ("Do , 1 Jan 2026 10:20:30 +0000", "2026-01-01T10:20:30+00:00[UTC]"),
            ("1 jan 2026 10:20:30 +2359", "2026-01-01T10:20:30+23:59[+23:59]"),
        ];
        for (value, expected) in readable {
            assert_eq!(sent(value).as_deref(), Some(expected), "{value:?}");
        }
    }

    #[test]
    fn what_is_no_date_is_missing() {
        let unreadable = [
            "",
            "yesterday",
            "31 Feb 2026 10:20:30 +0000",
            "1 Jan 2026 25:00:00 +0000",
            "1 Jan 2026 10:60:00 +0000",
            "1 Jan 2026 10:20:30",
            "1 Jan 2026 10:20:30 +2400",
            "1 Jan 2026 10:20:30 -9959",
            "1 Jan 2026 10:20:30 +01:00",
            "1 Jan 2026 10:20:30 +0100; later",
            "Thu 1, 1 Jan 2026 10:20:30 +0000",
            "2026-01-01T10:20:30Z",
            "Thu, 1 Jan 2026",
        ];
        for value in unreadable {
            assert_eq!(sent(value), None, "{value:?}");
        }
    }

    #[test]
    fn the_servers_dates_are_read_as_printed() {
        let read = |printed: &str| {
            let (moment, long) = (Moment::of_server(printed.as_bytes()), Moment::read(printed.as_bytes()));
            assert_eq!(moment, long, "{printed:?}");
            moment.map(|moment| moment.zoned().to_string())
        };
        let as_text = |text: &str| Some(text.to_owned());
        assert_eq!(read("17-Jul-1996 02:44:25 -0700"), as_text("1996-07-17T02:44:25-07:00[-07:00]"));
        assert_eq!(read(" 1-Feb-2026 10:00:00 +0000"), as_text("2026-02-01T10:00:00+00:00[UTC]"));
        assert_eq!(read("1-FEB-2026 10:00:00 +0530"), as_text("2026-02-01T10:00:00+05:30[+05:30]"));
        for unreadable in [
            "",
            "31-Feb-2026 10:00:00 +0000",
            "1-Feb-2026 24:00:00 +0000",
            "1-Feb-2026 10:00:00",
            "1-Feb-2026 10:00:00 +2400",
            "1-Feb-2026 10:00:00 +0060",
            "-1-Feb-2026 10:00:00 +0000",
            "1-Feb-2026 10:00:00 +0é0",
            "1-Feb-99999 10:00:00 +0000",
        ] {
            assert_eq!(read(unreadable), None, "{unreadable:?}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_reads_what_the_long_one_does(
            day in 0..33, month in "(Jan|FEB|mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Dez)", year in 0..10_000,
            clock in (0..26, 0..62, 0..62), offset in (0..26, 0..62), sign in "[-+ ]", pad in "[ 0]", any in "[ -9:a-]",
        ) {
            let (hour, minute, second) = clock;
            let printed = format!(
                "{day:02}-{month}-{year:04} {hour:02}:{minute:02}:{second:02} {sign}{:02}{:02}", offset.0, offset.1
            );
            let padded = if day < 10 { format!("{pad}{}", &printed[1..]) } else { printed.clone() };
            let odd = printed.replacen('0', &any, 1);
            for printed in [printed, padded, odd] {
                prop_assert_eq!(Moment::of_server(printed.as_bytes()), Moment::read(printed.as_bytes()), "{}", printed);
            }
        }
    }
}
