//! What a plan is expected to cost. Nothing is asked for it: what a server holds is guessed from what mailboxes hold.

use super::{
    fetch::FetchItems,
    order::Order,
    plan::{Plan, Purpose},
    search_key::{Clock, Flag, Relation, SearchKey, TextKey},
};

/// What a plan is expected to cost, as far as that can be told without asking: guessed from what conditions of its kind
/// usually find, and from the usual sizes of what is fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Estimate {
    /// Messages in the mailbox.
    pub messages: u64,
    /// Whether that is assumed, because this connection has not opened the mailbox before.
    pub is_assumed: bool,
    /// Messages that the server's search finds, or that are read without one.
    pub candidates: u64,
    /// Rows.
    pub rows: u64,
    /// Octets received.
    pub bytes_in: u64,
}

/// What a mailbox is assumed to hold that was not opened before.
const ASSUMED_MESSAGES: u32 = 1_000;

/// Octets of a response to EXAMINE, of an answer to a search without its uids, and of a uid in it.
const OPENING: f64 = 400.0;
const ANSWER: f64 = 60.0;
const UID: f64 = 5.0;

impl Estimate {
    /// `messages`: what the mailbox held when it was last opened.
    pub(super) fn of(plan: &Plan, messages: Option<u32>) -> Self {
        let total = f64::from(messages.unwrap_or(ASSUMED_MESSAGES));
        let known = Estimate { messages: rounded(total), is_assumed: messages.is_none(), ..Estimate::default() };
        let Some(route) = plan.route(true) else { return known };
        let candidates = share(&plan.upper, total) * total;
        let certain = plan.lower.as_ref().map_or(0.0, |lower| (share(lower, total) * total).min(candidates));
        // Of what the server cannot decide, half.
        let satisfy = if plan.residual.is_none() { candidates } else { certain + (candidates - certain) / 2.0 };
        let limit = plan.limit.map_or(f64::INFINITY, |limit| limit as f64);
        let rows = (satisfy - plan.offset as f64).clamp(0.0, limit);
        let is_read_to_the_end = plan.residual.is_some() || plan.order == Order::Here;
        let read = if is_read_to_the_end { candidates - certain } else { rows };
        let octets = match plan.purpose {
            Purpose::Select if plan.lower.is_some() || plan.decides_first() => {
                read * octets(&plan.decide) + rows * octets(&plan.projection)
            }
            Purpose::Select => read * octets(&plan.fetch()),
            _ if plan.decide.is_uid_only() => 0.0,
            _ => read * octets(&plan.decide),
        };
        let flights = route.flight_count() as f64;
        let searches = (route.searches.len() + usize::from(route.lower.is_some())) as f64;
        let told = if searches > 0.0 { candidates + certain } else { 0.0 };
        Estimate {
            candidates: rounded(candidates),
            rows: rounded(rows),
            bytes_in: rounded(flights * OPENING + searches * ANSWER + told * UID + octets),
            ..known
        }
    }
}

fn rounded(value: f64) -> u64 {
    // Saturates, and what is not a number is 0.
    value.ceil() as u64
}

/// The part of a mailbox of `total` messages that a key matches.
fn share(key: &SearchKey, total: f64) -> f64 {
    let few = |messages: f64| (messages / total.max(1.0)).min(1.0);
    match key {
        SearchKey::All => 1.0,
        SearchKey::Nothing => 0.0,
        SearchKey::Flag(flag, set) => {
            let with = match flag {
                Flag::Seen => 0.8,
                Flag::Answered => 0.1,
                Flag::Flagged | Flag::Recent => 0.05,
                Flag::Deleted | Flag::Draft => 0.01,
            };
            if *set { with } else { 1.0 - with }
        }
        SearchKey::Keyword(_, set) => {
            if *set {
                0.05
            } else {
                0.95
            }
        }
        SearchKey::Uid(set) => few(set.len() as f64),
        SearchKey::Larger(_) | SearchKey::Smaller(_) => 0.5,
        SearchKey::Day(_, Relation::On, _) => 0.01,
        SearchKey::Day(Clock::Arrival | Clock::Sent | Clock::Saved, ..) => 0.3,
        SearchKey::SaveDateSupported => 1.0,
        SearchKey::ModSeq(_) => 0.1,
        SearchKey::EmailId(_) => few(1.0),
        SearchKey::ThreadId(_) => few(5.0),
        key @ SearchKey::Header(_, text) if text.is_empty() => {
            if key.is_nearly_all() {
                0.98
            } else {
                0.3
            }
        }
        SearchKey::Header("Message-ID" | "In-Reply-To", _) => few(2.0),
        SearchKey::Header(..) | SearchKey::Text(TextKey::Subject, _) => 0.03,
        SearchKey::Text(TextKey::From | TextKey::To | TextKey::Cc | TextKey::Bcc, _) => 0.05,
        SearchKey::Text(TextKey::Body | TextKey::Text, _) => 0.1,
        SearchKey::Not(key) => 1.0 - share(key, total),
        SearchKey::And(keys) => keys.iter().map(|key| share(key, total)).product(),
        SearchKey::Or(keys) => 1.0 - keys.iter().map(|key| 1.0 - share(key, total)).product::<f64>(),
    }
}

/// Octets that FETCH brings of one message.
fn octets(items: &FetchItems) -> f64 {
    const LINE: f64 = 35.0;
    const FIELDS: f64 = 45.0;
    const FIELD: f64 = 60.0;
    let words = items.words().map(|word| match word {
        "FLAGS" => 25.0,
        "INTERNALDATE" => 45.0,
        "EMAILID" | "THREADID" => 30.0,
        "SAVEDATE" => 40.0,
        "PREVIEW" => 220.0,
        "BODYSTRUCTURE" => 400.0,
        "BODY.PEEK[HEADER]" => 2_000.0,
        "BODY.PEEK[]" => 30_000.0,
        _ => 20.0,
    });
    let fields = match items.fields().count() {
        0 => 0.0,
        fields => FIELDS + FIELD * fields as f64,
    };
    let pieces = items.pieces();
    let parts = [(pieces.texts, 3_000.0), (pieces.attachments, 50_000.0), (pieces.beginning && !pieces.texts, 2_100.0)];
    let parts: f64 = parts.iter().map(|(is_read, octets)| if *is_read { *octets } else { 0.0 }).sum();
    LINE + words.sum::<f64>() + fields + parts
}
