use super::{Message, holds, message};
use crate::{AnyMailbox, schema::Fixed};
use jiff::{
    Timestamp, Zoned,
    civil::{Date, date},
    tz::{TimeZone, offset},
};

fn at(instant: &str) -> Timestamp {
    instant.parse().expect("an instant")
}

fn received(when: &str) -> Message {
    message().date(Fixed::created, when)
}

#[test]
fn a_civil_day_is_the_day_in_the_values_own_offset() {
    // In UTC it is the 2nd already.
    let late = received("2024-03-01T23:30:00-05:00[-05:00]");
    assert!(holds(AnyMailbox::created.eq(date(2024, 3, 1)), &late));
    assert!(!holds(AnyMailbox::created.eq(date(2024, 3, 2)), &late));
    assert!(holds(AnyMailbox::created.ne(date(2024, 3, 2)), &late));
    assert!(holds(AnyMailbox::created.ge(date(2024, 3, 1)), &late), "on or after the day");
    assert!(!holds(AnyMailbox::created.gt(date(2024, 3, 1)), &late), "after the day");
    assert!(holds(AnyMailbox::created.le(date(2024, 3, 1)), &late), "on or before the day");
    assert!(!holds(AnyMailbox::created.lt(date(2024, 3, 1)), &late), "before the day");
    assert!(holds(AnyMailbox::created.lt(date(2024, 3, 2)), &late));
    assert!(holds(AnyMailbox::created.between(date(2024, 3, 1), date(2024, 3, 1)), &late));
    assert!(!holds(AnyMailbox::created.between(date(2024, 3, 2), date(2024, 2, 1)), &late), "reversed");
    assert!(holds(AnyMailbox::created.is_in([date(2023, 1, 1), date(2024, 3, 1)]), &late));
    assert!(!holds(AnyMailbox::created.is_in(Vec::<Date>::new()), &late));
}

#[test]
fn leap_days_are_days() {
    let leap = received("2024-02-29T12:00:00+00:00[UTC]");
    assert!(holds(AnyMailbox::created.eq(date(2024, 2, 29)), &leap));
    assert!(holds(AnyMailbox::created.gt(date(2024, 2, 28)), &leap));
    assert!(holds(AnyMailbox::created.lt(date(2024, 3, 1)), &leap));
    assert!(holds(AnyMailbox::created.on(date(2024, 2, 29), &TimeZone::UTC), &leap));
}

#[test]
fn an_instant_compares_as_an_instant_in_whatever_zone() {
    let noon = received("2024-03-01T12:00:00+02:00[+02:00]");
    assert!(holds(AnyMailbox::created.eq(at("2024-03-01T10:00:00Z")), &noon));
    assert!(holds(AnyMailbox::created.eq("2024-03-01T05:00:00-05:00[-05:00]".parse::<Zoned>().unwrap()), &noon));
    assert!(holds(AnyMailbox::created.ne(at("2024-03-01T12:00:00Z")), &noon));
    assert!(holds(AnyMailbox::created.ge(at("2024-03-01T10:00:00Z")), &noon));
    assert!(!holds(AnyMailbox::created.gt(at("2024-03-01T10:00:00Z")), &noon));
    assert!(holds(AnyMailbox::created.lt(at("2024-03-01T10:00:01Z")), &noon));
    assert!(holds(AnyMailbox::created.is_in([at("2024-03-01T10:00:00Z")]), &noon));
}

#[test]
fn a_fraction_of_a_second_never_equals_but_orders() {
    let noon = received("2024-03-01T12:00:00+00:00[UTC]");
    let after = at("2024-03-01T12:00:00.000000001Z");
    let before = at("2024-03-01T11:59:59.999Z");
    assert!(!holds(AnyMailbox::created.eq(after), &noon));
    assert!(holds(AnyMailbox::created.lt(after), &noon));
    assert!(holds(AnyMailbox::created.gt(before), &noon));
    assert!(holds(AnyMailbox::created.between(before, after), &noon));
    assert!(!holds(AnyMailbox::created.between(after, before), &noon));
}

#[test]
fn between_takes_a_day_on_one_side_and_an_instant_on_the_other() {
    let late = received("2024-03-01T23:30:00-05:00[-05:00]");
    assert!(holds(AnyMailbox::created.between(date(2024, 3, 1), at("2024-03-02T04:30:00Z")), &late));
    assert!(!holds(AnyMailbox::created.between(date(2024, 3, 1), at("2024-03-02T04:29:59Z")), &late));
    assert!(holds(AnyMailbox::created.between(at("2024-03-02T04:30:00Z"), date(2024, 3, 1)), &late));
}

#[test]
fn a_missing_date_satisfies_ne_and_is_none_only() {
    let undated = message();
    let day = date(2024, 3, 1);
    for condition in [
        AnyMailbox::sent.ne(day),
        AnyMailbox::sent.ne(at("2024-03-01T00:00:00Z")),
        AnyMailbox::sent.is_none(),
        AnyMailbox::saved.is_none(),
        !AnyMailbox::sent.is_some(),
        !AnyMailbox::sent.lt(day),
    ] {
        assert!(holds(condition.clone(), &undated), "{condition:?}");
    }
    for condition in [
        AnyMailbox::sent.eq(day),
        AnyMailbox::sent.lt(day),
        AnyMailbox::sent.le(day),
        AnyMailbox::sent.gt(day),
        AnyMailbox::sent.ge(day),
        AnyMailbox::sent.between(Date::MIN, Date::MAX),
        AnyMailbox::sent.is_in([day]),
        AnyMailbox::sent.on(day, &TimeZone::UTC),
        AnyMailbox::saved.is_some(),
    ] {
        assert!(!holds(condition.clone(), &undated), "{condition:?}");
    }
    let dated = message().date(Fixed::sent, "2024-03-01T12:00:00+00:00[UTC]");
    assert!(holds(AnyMailbox::sent.is_some(), &dated) && !holds(AnyMailbox::sent.is_none(), &dated));
}

#[test]
fn on_is_from_midnight_to_midnight_in_the_zone() {
    let tokyo = TimeZone::fixed(offset(9));
    let day = date(2024, 3, 1);
    for (when, expected) in [
        ("2024-02-29T14:59:59+00:00[UTC]", false),
        ("2024-02-29T15:00:00+00:00[UTC]", true),
        ("2024-03-01T14:59:59+00:00[UTC]", true),
        ("2024-03-01T15:00:00+00:00[UTC]", false),
        ("2024-02-29T23:00:00-05:00[-05:00]", true), // the 1st, 13:00 in Tokyo
    ] {
        assert_eq!(holds(AnyMailbox::created.on(day, &tokyo), &received(when)), expected, "{when}");
    }
}

#[test]
fn on_has_the_hours_that_the_day_has() {
    // European rules, as POSIX writes them: no zone data base is needed.
    let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a POSIX zone");
    let short = AnyMailbox::created.on(date(2024, 3, 31), &berlin);
    let long = AnyMailbox::created.on(date(2024, 10, 27), &berlin);
    for (condition, when, expected) in [
        (&short, "2024-03-30T22:59:59+00:00[UTC]", false),
        (&short, "2024-03-30T23:00:00+00:00[UTC]", true),
        (&short, "2024-03-31T21:59:59+00:00[UTC]", true),
        (&short, "2024-03-31T22:00:00+00:00[UTC]", false), // 23 hours
        (&long, "2024-10-26T21:59:59+00:00[UTC]", false),
        (&long, "2024-10-26T22:00:00+00:00[UTC]", true),
        (&long, "2024-10-27T22:59:59+00:00[UTC]", true),
        (&long, "2024-10-27T23:00:00+00:00[UTC]", false), // 25 hours
    ] {
        assert_eq!(holds(condition.clone(), &received(when)), expected, "{when}");
    }
}

#[test]
fn on_a_day_without_midnight_begins_when_the_clock_jumps() {
    // The clock goes from Saturday 24:00 to Sunday 01:00 on the first Sunday of November.
    let zone = TimeZone::posix("<-03>3<-02>,M11.1.0/0,M2.3.0/0").expect("a POSIX zone");
    let sunday = AnyMailbox::created.on(date(2018, 11, 4), &zone);
    for (when, expected) in [
        ("2018-11-04T02:59:59+00:00[UTC]", false),
        ("2018-11-04T03:00:00+00:00[UTC]", true),
        ("2018-11-05T01:59:59+00:00[UTC]", true),
        ("2018-11-05T02:00:00+00:00[UTC]", false),
    ] {
        assert_eq!(holds(sunday.clone(), &received(when)), expected, "{when}");
    }
}

#[test]
fn dates_beyond_what_imap_can_say_mean_what_they_say() {
    let then = received("2024-03-01T12:00:00+00:00[UTC]");
    assert!(holds(AnyMailbox::created.between(Date::MIN, Date::MAX), &then));
    assert!(holds(AnyMailbox::created.gt(date(-44, 3, 15)), &then));
    assert!(holds(AnyMailbox::created.between(Timestamp::MIN, Timestamp::MAX), &then));
    for zone in [TimeZone::UTC, TimeZone::fixed(offset(14)), TimeZone::fixed(offset(-12))] {
        assert!(!holds(AnyMailbox::created.on(Date::MIN, &zone), &then));
        assert!(!holds(AnyMailbox::created.on(Date::MAX, &zone), &then));
    }
}
