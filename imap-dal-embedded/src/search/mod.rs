//! Which messages a search finds, and in which order. It looks at messages only; numbers and sets are resolved by the
//! session.

pub(crate) mod sort;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::builder::UnreadableDates;
use crate::date;
use crate::mime::{header, text};
use crate::parse::{Clock, Day, Key};
use crate::store::{Content, Message};

/// What a search is evaluated under.
pub(crate) struct Context<'a> {
    pub(crate) words: bool,
    pub(crate) unreadable: UnreadableDates,
    pub(crate) zone: &'a TimeZone,
    pub(crate) now: Timestamp,
}

/// A message as a session sees it.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub(crate) number: u32,
    pub(crate) recent: bool,
    pub(crate) message: &'a Message,
}

/// Whether a message satisfies a key. Sets must have been resolved: one that was not holds no message.
pub(crate) fn matches(key: &Key, candidate: Candidate<'_>, context: &Context<'_>) -> bool {
    let message = candidate.message;
    let within = |text: &str, needle: &str| text::found(text, needle, context.words);
    match key {
        Key::All | Key::SaveDateSupported => true,
        Key::And(all) => all.iter().all(|k| matches(k, candidate, context)),
        Key::Or(a, b) => matches(a, candidate, context) || matches(b, candidate, context),
        Key::Not(key) => !matches(key, candidate, context),
        Key::Flag(flag) => message.flags.contains(flag),
        Key::Recent => candidate.recent,
        Key::Header(name, needle) => {
            message.content.text().headers.iter().any(|(n, value)| n == name && within(value, needle))
        }
        Key::Address(name, needle) => {
            let text = message.content.text();
            text.headers.iter().chain(&text.addresses).any(|(n, value)| n == name && within(value, needle))
        }
        Key::Body(needle) => needle.is_empty() || message.content.text().body.iter().any(|t| within(t, needle)),
        Key::Text(needle) => {
            let text = message.content.text();
            needle.is_empty()
                || text.headers.iter().chain(&text.inner_headers).any(|field| within(&whole(field), needle))
                || text.body.iter().any(|t| within(t, needle))
        }
        Key::Date(clock, day, date) => on_day(*clock, *day, *date, message, context),
        Key::Younger(seconds) => {
            let span = i64::try_from(*seconds).unwrap_or(i64::MAX);
            context.now.as_second().saturating_sub(message.internal.as_second()) <= span
        }
        Key::Larger(size) => message.content.size() > *size,
        Key::Smaller(size) => message.content.size() < *size,
        Key::Numbers(numbers, uid) => numbers.contains(if *uid { message.uid } else { candidate.number }),
        Key::Set(..) => false,
        Key::ModSeq(least) => message.modseq >= *least,
        Key::EmailId(id) => message.content.email_id == *id,
        Key::ThreadId(id) => message.content.thread_id == *id,
    }
}

/// A field as it stands in the header: TEXT looks at names too.
fn whole((name, value): &(String, String)) -> String {
    format!("{}: {value}", name.to_ascii_uppercase())
}

/// The day in the Date header, in the offset written there.
pub(crate) fn sent(content: &Content) -> Option<jiff::Zoned> {
    let field = header::first(content.header(), "Date")?;
    date::parse_header_date(&String::from_utf8_lossy(&header::unfold(field.value)))
}

fn on_day(clock: Clock, day: Day, date: Date, message: &Message, context: &Context<'_>) -> bool {
    let local = |at: Timestamp| context.zone.to_datetime(at).date();
    let is = match clock {
        Clock::Internal => Some(local(message.internal)),
        Clock::Saved => Some(local(message.saved)),
        Clock::Sent => sent(&message.content).map(|z| z.date()).or(match context.unreadable {
            UnreadableDates::LongAgo => Some(Date::constant(1970, 1, 1)),
            UnreadableDates::Never => None,
            UnreadableDates::Arrival => Some(local(message.internal)),
        }),
    };
    is.is_some_and(|is| match day {
        Day::Before => is < date,
        Day::On => is == date,
        Day::Since => is >= date,
    })
}
