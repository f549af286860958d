//! Points in time that dates are compared with: a day of the calendar, or an instant.

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use std::cmp::Ordering;

/// What a date is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Moment {
    /// Compared with the value's day in the value's own offset.
    Day(Date),
    Instant(Timestamp),
}

impl Moment {
    /// How `value` stands to it.
    pub(super) fn order(self, value: &Zoned) -> Ordering {
        match self {
            Moment::Day(day) => value.date().cmp(&day),
            Moment::Instant(instant) => value.timestamp().cmp(&instant),
        }
    }

    /// Where `day` begins in `zone`: at midnight; where the clock skips midnight, at the moment it does.
    pub(super) fn start(day: Date, zone: &TimeZone) -> Self {
        let start = day.to_zoned(zone.clone()).map(|start| start.timestamp());
        // Only at the ends of the calendar is a midnight no instant; no message is that old or that new.
        let end_of_calendar = if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Moment::Instant(start.unwrap_or(end_of_calendar))
    }

    /// Where `day` ends in `zone`: at the next midnight.
    pub(super) fn end(day: Date, zone: &TimeZone) -> Self {
        day.tomorrow().map_or(Moment::Instant(Timestamp::MAX), |next| Moment::start(next, zone))
    }
}
