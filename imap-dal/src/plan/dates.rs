//! Bounds of tests on dates. Servers compare days, and not always in the zone that we do: what they say is widened.

use super::{
    bounds::{Bounds, Lowering, Trust},
    profile::{DateZone, UnreadableDates},
    search_key::{Clock, Relation, SearchKey},
};
use crate::{
    query::{Node, Operand, Operator},
    schema::{Fixed, Key},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The days that every server is asked for; those beyond are rounded to them, or decided here.
const FIRST_DAY: Date = jiff::civil::date(1970, 1, 2);
const LAST_DAY: Date = jiff::civil::date(9999, 12, 30);

/// Before it are the messages whose Date header the server could not read and took for the beginning of time.
const EARLY: Date = jiff::civil::date(1971, 1, 1);

/// From it on are the messages of 1900 to 1969 where the server counts seconds from 1970 in 32 bits without a sign
/// (Dovecot 2.3): 1900 begins 2^32 seconds before 7 February 2036.
const LATE: Date = jiff::civil::date(2036, 2, 1);

/// From 7 February 2106 on that count overflows, and a later date may stand anywhere.
const OVERFLOW: Date = jiff::civil::date(2106, 2, 5);

/// Whether the condition certainly keeps the Date header before [`OVERFLOW`].
pub(super) fn is_before_overflow(node: &Node) -> bool {
    let Node::Test { key: Key::Fixed(Fixed::sent), operator, operands } = node else { return false };
    let utc = |instant: &Timestamp| instant.to_zoned(TimeZone::UTC).date();
    let last = operands.iter().map(|operand| match operand {
        Operand::Day(day) | Operand::DayIn(day, _) => *day,
        Operand::Instant(instant) => utc(instant),
        _ => Date::MAX,
    });
    let limits =
        [Operator::Equal, Operator::IsIn, Operator::Less, Operator::LessOrEqual, Operator::Between, Operator::On];
    limits.contains(operator) && last.max().is_some_and(|last| shifted(last, 2) < OVERFLOW)
}

impl Lowering<'_> {
    pub(super) fn date(&self, clock: Clock, operator: Operator, operands: &[Operand]) -> Bounds {
        if operator == Operator::IsNone {
            return match clock {
                Clock::Arrival => Bounds::exact(SearchKey::Nothing),
                Clock::Sent => self.presence("Date", false).negated(),
                Clock::Saved => Bounds::narrowed_by(SearchKey::SaveDateSupported).negated(),
            };
        }
        let Some(operand) = operands.first() else { return Bounds::exact(SearchKey::Nothing) };
        let bounds = match operand {
            Operand::Day(day) => self.day(clock, operator, *day),
            Operand::Instant(instant) => self.instant(clock, operator, *instant),
            Operand::DayIn(day, zone) => self.day_in(clock, *day, zone),
            _ => Bounds::unknown(),
        };
        match clock {
            Clock::Arrival => bounds,
            // A missing date matches on some servers and not on others: the column decides.
            Clock::Sent | Clock::Saved => Bounds { lower: SearchKey::Nothing, ..bounds },
        }
    }

    fn day(&self, clock: Clock, operator: Operator, day: Date) -> Bounds {
        let slack = match (clock, self.trust) {
            (Clock::Arrival, Trust::Answer) => 0,
            (Clock::Arrival, _) if self.server.profile.date_zone == DateZone::Printed => 0,
            (Clock::Arrival | Clock::Saved, _) => 1,
            (Clock::Sent, _) => 2,
        };
        let next = shifted(day, 1);
        match operator {
            Operator::GreaterOrEqual => self.from(clock, shifted(day, -slack), shifted(day, slack)),
            Operator::Greater => self.from(clock, shifted(next, -slack), shifted(next, slack)),
            Operator::Less => self.until(clock, Date::MIN, shifted(day, slack), shifted(day, -slack)),
            Operator::LessOrEqual => self.until(clock, Date::MIN, shifted(next, slack), shifted(next, -slack)),
            _ if slack == 0 && (FIRST_DAY..=LAST_DAY).contains(&day) => {
                Bounds::exact(SearchKey::Day(clock, Relation::On, day))
            }
            _ => self.within(clock, shifted(day, -slack), shifted(next, slack)),
        }
    }

    /// A day's border in the server's view lies up to a day from the border in UTC, on either side.
    fn instant(&self, clock: Clock, operator: Operator, instant: Timestamp) -> Bounds {
        let slack = self.slack(clock);
        let day = instant.to_zoned(TimeZone::UTC).date();
        let (first, after) = (shifted(day, -slack), shifted(day, 1 + slack));
        match operator {
            Operator::Greater | Operator::GreaterOrEqual => self.from(clock, first, after),
            Operator::Less | Operator::LessOrEqual => self.until(clock, Date::MIN, after, first),
            // Dates of mail have whole seconds.
            _ if instant.subsec_nanosecond() != 0 => Bounds::exact(SearchKey::Nothing),
            _ => self.within(clock, first, after),
        }
    }

    /// From midnight to midnight in `zone`.
    fn day_in(&self, clock: Clock, day: Date, zone: &TimeZone) -> Bounds {
        let midnight = |day: Date| day.to_zoned(zone.clone()).map(|midnight| midnight.timestamp());
        let (Ok(start), Ok(end)) = (midnight(day), midnight(shifted(day, 1))) else { return Bounds::unknown() };
        let slack = self.slack(clock);
        let utc = |instant: Timestamp| instant.to_zoned(TimeZone::UTC).date();
        self.within(clock, shifted(utc(start), -slack), shifted(utc(end), 1 + slack))
    }

    /// Days from `first` on may hold messages that satisfy, days from `certain` on hold no others.
    fn from(&self, clock: Clock, first: Date, certain: Date) -> Bounds {
        let since = |day: Date| SearchKey::Day(clock, Relation::Since, day);
        let lower = match certain {
            day if day > LAST_DAY => SearchKey::Nothing,
            day => since(day.max(FIRST_DAY)),
        };
        let upper = match first {
            day if day < FIRST_DAY => SearchKey::All,
            day => self.or_unreadable(clock, since(day.min(LAST_DAY))),
        };
        Bounds { lower, upper }
    }

    /// Days from `first` to the one before `end` may hold messages that satisfy, days before `certain` hold no others.
    fn until(&self, clock: Clock, first: Date, end: Date, certain: Date) -> Bounds {
        let before = |day: Date| SearchKey::Day(clock, Relation::Before, day);
        let lower = match certain {
            day if day < FIRST_DAY => SearchKey::Nothing,
            day => before(day.min(LAST_DAY)),
        };
        let upper = match end {
            day if day > LAST_DAY || self.knows_nothing_of(clock) => SearchKey::All,
            day if clock == Clock::Sent && first < EARLY => {
                SearchKey::or([before(day.max(FIRST_DAY)), SearchKey::Day(clock, Relation::Since, LATE)])
            }
            day => before(day.max(FIRST_DAY)),
        };
        Bounds { lower, upper }
    }

    /// Only days from `first` to the one before `end` may hold messages that satisfy; none does certainly.
    fn within(&self, clock: Clock, first: Date, end: Date) -> Bounds {
        let before_end = Lowering { sent_before_overflow: self.sent_before_overflow || end <= OVERFLOW, ..*self };
        let sides = [before_end.from(clock, first, LAST_DAY), self.until(clock, first, end, FIRST_DAY)];
        Bounds { lower: SearchKey::Nothing, ..Bounds::and(sides) }
    }

    /// What the server cannot read may be what is looked for, and so may be what it takes for another date.
    fn or_unreadable(&self, clock: Clock, since: SearchKey) -> SearchKey {
        if self.knows_nothing_of(clock) || (clock == Clock::Sent && !self.sent_before_overflow) {
            SearchKey::All
        } else if clock == Clock::Sent {
            SearchKey::or([since, SearchKey::Day(clock, Relation::Before, EARLY)])
        } else {
            since
        }
    }

    /// Days between what a server may take a date for and the day in UTC: the Date header is read in more ways than one.
    fn slack(&self, clock: Clock) -> i64 {
        match (clock, self.server.profile.date_zone) {
            (Clock::Sent, _) => 2,
            (Clock::Arrival, DateZone::Utc) => 0,
            (Clock::Arrival | Clock::Saved, _) => 1,
        }
    }

    fn knows_nothing_of(&self, clock: Clock) -> bool {
        clock == Clock::Sent && self.server.profile.unreadable_dates == UnreadableDates::Unknown
    }
}

fn shifted(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}
