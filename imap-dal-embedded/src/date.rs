//! Dates in the four forms a mail server meets: the search date, the date-time of INTERNALDATE and APPEND, and the Date
//! header with the obsolete forms people still send. Pure.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `date` of RFC 3501: `1-Feb-1994`.
pub(crate) fn parse_search_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || day.is_empty() || day.len() > 2 || year.len() != 4 {
        return None;
    }
    Date::new(number(year)?, month_number(month)?, number(day)?).ok()
}

/// `date-time` of RFC 3501: `17-Jul-1996 02:44:25 -0700`, the day padded with a space or not.
pub(crate) fn parse_date_time(text: &str) -> Option<Timestamp> {
    let mut words = text.split_ascii_whitespace();
    let (date, time, zone) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() {
        return None;
    }
    let date = parse_search_date(date)?;
    let time = parse_time(time)?;
    numeric_offset(zone)?.to_timestamp(date.to_datetime(time)).ok()
}

/// Prints an instant as INTERNALDATE and SAVEDATE do, in `zone`.
pub(crate) fn print_date_time(at: Timestamp, zone: &TimeZone) -> String {
    let local = zone.to_offset(at).to_datetime(at);
    let month = usize::try_from(local.month()).ok().and_then(|m| MONTHS.get(m.saturating_sub(1))).unwrap_or(&"Jan");
    let seconds = zone.to_offset(at).seconds();
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
    format!(
        "{:>2}-{month}-{:04} {:02}:{:02}:{:02} {sign}{:02}{:02}",
        local.day(),
        local.year(),
        local.hour(),
        local.minute(),
        local.second(),
        minutes / 60,
        minutes % 60
    )
}

/// The Date header (RFC 5322, sections 3.3 and 4.3). `None` for dates that cannot be, and without a zone.
pub(crate) fn parse_header_date(text: &str) -> Option<Zoned> {
    let plain = without_comments(text);
    let is_weekday = |name: &str| !name.trim().is_empty() && name.trim().bytes().all(|b| b.is_ascii_alphabetic());
    let dated = plain.split_once(',').filter(|(name, _)| is_weekday(name)).map_or(plain.as_str(), |(_, rest)| rest);
    let mut words = dated.split_ascii_whitespace();
    let (day, month, year) = (words.next()?, month_number(words.next()?)?, words.next()?);
    let year: i16 = match (year.len(), number::<i16>(year)?) {
        (2, short) if short < 50 => 2000 + short,
        (2 | 3, short) => 1900 + short,
        (4, full) => full,
        _ => return None,
    };
    if day.is_empty() || day.len() > 2 {
        return None;
    }
    let date = Date::new(year, month, number(day)?).ok()?;
    let clock = words.collect::<Vec<_>>().join(" ").replace(" :", ":").replace(": ", ":");
    let (time, zone) = clock.split_at_checked(clock.find(|c: char| c != ':' && !c.is_ascii_digit())?)?;
    let offset = zone_offset(zone.trim_ascii_start())?;
    let at = offset.to_timestamp(DateTime::from_parts(date, parse_time(time)?)).ok()?;
    Some(at.to_zoned(TimeZone::fixed(offset)))
}

fn without_comments(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .map(|c| match c {
            '(' => {
                depth += 1;
                ' '
            }
            ')' => {
                depth = depth.saturating_sub(1);
                ' '
            }
            c if depth == 0 => c,
            _ => ' ',
        })
        .collect()
}

fn parse_time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let second = parts.next().map_or(Some(0), two_digits)?;
    // A leap second has no place in a civil time; it is the last second of its minute.
    (parts.next().is_none()).then_some(())?;
    Time::new(hour, minute, if second == 60 { 59 } else { second }, 0).ok()
}

fn zone_offset(word: &str) -> Option<Offset> {
    let hours = match word.to_ascii_uppercase().as_str() {
        "UT" | "GMT" | "UTC" | "Z" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        // The military zones, and names nobody knows, say nothing (RFC 5322, section 4.3).
        name if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()) => 0,
        _ => return numeric_offset(word),
    };
    Offset::from_seconds(hours * 3600).ok()
}

fn numeric_offset(word: &str) -> Option<Offset> {
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_at_checked(2)?;
    let (hours, minutes): (i32, i32) = (two_digits(hours)?.into(), two_digits(minutes)?.into());
    (hours < 24 && minutes < 60).then_some(())?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    if text.len() == 2 { number(text) } else { None }
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn month_number(name: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|m| m.eq_ignore_ascii_case(name))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn search_dates() {
        assert_eq!(parse_search_date("1-Feb-1994"), Some(date(1994, 2, 1)));
        assert_eq!(parse_search_date("01-feb-1994"), Some(date(1994, 2, 1)));
        assert_eq!(parse_search_date("31-Feb-1994"), None);
        assert_eq!(parse_search_date("1-Feb-94"), None);
    }

    #[test]
    fn date_times_print_as_they_were_read() {
        let at = parse_date_time("17-Jul-1996 02:44:25 -0700").unwrap();
        assert_eq!(at.as_second(), 837_596_665);
        assert_eq!(print_date_time(at, &TimeZone::UTC), "17-Jul-1996 09:44:25 +0000");
        assert_eq!(
            print_date_time(at, &TimeZone::fixed(Offset::from_seconds(-12_600).unwrap())),
            "17-Jul-1996 06:14:25 -0330"
        );
        assert_eq!(parse_date_time(" 1-Jul-1996 00:00:00 +0000").unwrap().as_second(), 836_179_200);
    }

    #[test]
    fn header_dates_in_every_dress() {
        let expected = 1_000_000_000; // 9 September 2001, 01:46:40 UTC
        for text in [
            "Sun, 09 Sep 2001 01:46:40 +0000",
            "Sun,9 Sep 2001 01:46:40 GMT",
            "Sun , 9 Sep 2001 01:46:40 UT",
            "9 Sep 01 01:46:40 Z",
            "8 Sep 2001 18:46:40 PDT (a (nested) comment)",
            "Sun, 9 Sep 2001 04:46:40 +0300",
            "Sonntag, 9 Sep 2001 01 : 46:40+0000",
            "9 Sep 2001 01:46:40 Q",
            "9 Sep 2001 01:46:40 CEST",
        ] {
            assert_eq!(parse_header_date(text).map(|z| z.timestamp().as_second()), Some(expected), "{text}");
        }
        assert_eq!(parse_header_date("Sun, 9 Sep 2001 04:46:40 +0300").unwrap().hour(), 4);
    }

    #[test]
    fn header_dates_that_cannot_be() {
        for text in [
            "",
            "yesterday",
            "31 Feb 2001 00:00:00 +0000",
            "1 Jan 2001 25:00:00 +0000",
            "1 Jan 2001 00:00:00",
            "1 Jan 2001 00:00:00 -9959",
            "1 Jan 2001 7:05 EST",
            "1 Jan 2001 00:00:00 +0000 or so",
            "Mon 1 Jan 2001 00:00:00 +0000",
        ] {
            assert_eq!(parse_header_date(text), None, "{text}");
        }
    }
}
