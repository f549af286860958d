//! A plan in words: what is sent, where each condition is decided and why, what is fetched, at what cost, and what is
//! unreliable.

use super::{
    bounds::{Bounds, Lowering, Trust},
    estimate::Estimate,
    fetch::FetchItems,
    order::Order,
    plan::{Plan, Purpose},
    predicates::{Predicate, each_test, predicates},
    profile::TextKeys,
};
use crate::{
    display::escaped,
    query::{Node, Operator},
    row::Pieces,
    schema::{Fixed, Key},
    wire::Command,
};
use std::{fmt, time::Duration};

/// What a query does on this server: its commands, where each of its conditions is decided, and what is fetched.
///
/// Made by [`Query::explain`](crate::Query::explain); displayed for people, with getters for programs.
#[derive(Clone, Debug)]
pub struct Explain {
    flights: Vec<Vec<String>>,
    /// How many of them only find what others change.
    finding: usize,
    predicates: Vec<Predicate>,
    fetched: String,
    order: String,
    estimate: Estimate,
    notes: Vec<String>,
    profile: String,
    analysis: Option<Analysis>,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Analysis {
    /// Rows that satisfied the query.
    pub rows: u64,
    /// Messages that the server's search found, or that were read without one. Where the first of them were enough, no
    /// more are looked for.
    pub candidates: u64,
    /// Octets received.
    pub bytes_in: u64,
    /// Octets sent.
    pub bytes_out: u64,
    /// Times the server had to be waited for.
    pub round_trips: u64,
    /// From the first octet sent to the last received.
    pub elapsed: Duration,
}

impl Explain {
    /// Explains `plan` on the mailbox that the command `open` opens, which held `messages` when it was last opened.
    pub(crate) fn new(plan: &Plan, open: &Command, messages: Option<u32>) -> Self {
        let flights = plan.route(true).map_or_else(Vec::new, |route| route.flights(open));
        Explain {
            finding: flights.len(),
            flights,
            predicates: predicates(plan),
            fetched: fetched(plan),
            order: order(plan),
            estimate: Estimate::of(plan, messages),
            notes: notes(plan),
            profile: profile(plan),
            analysis: None,
        }
    }

    /// The same with the flights that change what was found; none where nothing can be.
    pub(crate) fn with_changes(mut self, changes: Vec<Vec<String>>) -> Self {
        if !self.flights.is_empty() {
            self.flights.extend(changes);
        }
        self
    }

    /// The same with what a run did, and with the commands it sent.
    pub(crate) fn with_analysis(self, analysis: Analysis, sent: &[Vec<Command>]) -> Self {
        let flights: Vec<_> = sent.iter().map(|flight| flight.iter().map(Command::to_string).collect()).collect();
        Explain { finding: flights.len(), flights, analysis: Some(analysis), ..self }
    }

    /// The commands, by the flights they are sent in: each flight is a round trip. A list of uids that an earlier flight
    /// tells is shown as `<uids>`, the mailbox's modification sequence as `<modseq>`. Those of a change are what is sent
    /// where messages are found and nobody else interferes.
    pub fn flights(&self) -> &[Vec<String>] {
        &self.flights
    }

    /// How many round trips it takes, without the sign-in.
    pub fn round_trips(&self) -> usize {
        self.flights.len()
    }

    /// The tests of the condition.
    pub fn predicates(&self) -> &[Predicate] {
        &self.predicates
    }

    /// What is fetched and why.
    pub fn fetched(&self) -> &str {
        &self.fetched
    }

    /// Who orders the rows.
    pub fn order(&self) -> &str {
        &self.order
    }

    /// What it is expected to cost. Where nothing is sent, nothing.
    pub fn estimate(&self) -> &Estimate {
        &self.estimate
    }

    /// What is known of the server's search, and what of it its capabilities told.
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// What is unreliable here: what the answer depends on beyond what is documented.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What the run did, for [`explain_analyze`](crate::Query::explain_analyze).
    pub fn analysis(&self) -> Option<&Analysis> {
        self.analysis.as_ref()
    }

    /// The estimate, and beside it what came of it.
    fn write_costs(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.flights.is_empty() {
            return Ok(());
        }
        let Estimate { candidates, rows, bytes_in, .. } = self.estimate;
        let Some(run) = &self.analysis else {
            return writeln!(
                f,
                "cost\n  about {}, {}, {} received",
                counted(candidates, "candidate"),
                counted(rows, "row"),
                Octets(bytes_in)
            );
        };
        writeln!(f, "cost{:>18}{:>16}", "estimated", "real")?;
        writeln!(f, "  candidates{candidates:>10}{:>16}", run.candidates)?;
        writeln!(f, "  rows      {rows:>10}{:>16}", run.rows)?;
        writeln!(f, "  received  {bytes_in:>10}{:>16} octets", run.bytes_in)?;
        writeln!(f, "  sent      {:>10}{:>16} octets", "", run.bytes_out)
    }
}

impl fmt::Display for Explain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.flights.len(), &self.analysis) {
            (0, _) => writeln!(f, "nothing is sent: no message can satisfy the query")?,
            (trips, None) => {
                let Estimate { messages, is_assumed, rows, bytes_in, .. } = self.estimate;
                write!(f, "{}, about {}", counted(trips as u64, "round trip"), counted(rows, "row"))?;
                write!(f, " and {}", Octets(bytes_in))?;
                let known = if is_assumed { "assumed" } else { "when last opened" };
                writeln!(f, " ({} {known})", counted(messages, "message"))?;
            }
            (_, Some(run)) => {
                write!(f, "{}, {}", counted(run.round_trips, "round trip"), counted(run.rows, "row"))?;
                writeln!(f, " of {}, in {:.1?}", counted(run.candidates, "candidate"), run.elapsed)?;
            }
        }
        for (number, flight) in (1..).zip(&self.flights) {
            let change = if number > self.finding { ", where messages are found" } else { "" };
            writeln!(f, "flight {number}{change}")?;
            flight.iter().try_for_each(|command| writeln!(f, "  {}", escaped(command)))?;
        }
        if !self.predicates.is_empty() {
            writeln!(f, "condition")?;
        }
        for Predicate { test, decided, why } in &self.predicates {
            writeln!(f, "  {}: {decided}\n    {why}", escaped(test))?;
        }
        writeln!(f, "fetched")?;
        self.fetched.split("; ").try_for_each(|line| writeln!(f, "  {}", escaped(line)))?;
        writeln!(f, "order\n  {}", self.order)?;
        self.write_costs(f)?;
        if !self.notes.is_empty() {
            writeln!(f, "unreliable here")?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "  {}", escaped(note)))?;
        writeln!(f, "profile\n  {}", self.profile)
    }
}

/// `1 row`, `2 rows`.
fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Octets as a person reads them.
struct Octets(u64);

impl fmt::Display for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.0 {
            octets @ 0..10_000 => format!("{octets} octets"),
            octets @ 10_000..10_000_000 => format!("{} kB", octets / 1_000),
            octets => format!("{} MB", octets / 1_000_000),
        };
        f.pad(&text)
    }
}

fn fetched(plan: &Plan) -> String {
    let mut parts = Vec::new();
    if plan.purpose == Purpose::Select {
        parts.push(format!("{}{} for the rows", plan.projection, then_parts(&plan.projection)));
    }
    let use_of = match (plan.residual.is_some(), plan.order == Order::Here) {
        (true, true) => "to decide the condition and the order",
        (true, false) => "to decide the condition",
        (false, _) => "to order the rows",
    };
    if !plan.decide.is_uid_only() {
        parts.push(format!("{}{} {use_of}", plan.decide, then_parts(&plan.decide)));
    }
    if let Some(rest) = plan.route(true).and_then(|route| route.rest) {
        parts.push(format!("of the first {} found, of the others where those are not enough", rest.looked_at));
    }
    if parts.is_empty() { "nothing".to_owned() } else { parts.join("; ") }
}

/// What is read by its path once the structure has come.
fn then_parts(items: &FetchItems) -> String {
    let Pieces { texts, attachments, beginning } = items.pieces();
    let words = [
        (texts, "the text parts"),
        (attachments, "the attachments"),
        (beginning && !texts, "the beginning of the first text part"),
    ];
    let words: Vec<&str> = words.into_iter().filter_map(|(is_read, word)| is_read.then_some(word)).collect();
    if words.is_empty() { String::new() } else { format!(", then {}", words.join(" and ")) }
}

fn order(plan: &Plan) -> String {
    match &plan.order {
        Order::UidAscending => "ascending uid".to_owned(),
        Order::UidDescending => "descending uid".to_owned(),
        Order::Server(_) => "by the server (SORT)".to_owned(),
        Order::Here => "here, of fetched data: every candidate is read before the first row".to_owned(),
    }
}

fn notes(plan: &Plan) -> Vec<String> {
    let mut notes = Vec::new();
    let (mut reads_recent, mut answers, mut asks_for_words) = (false, false, false);
    let lowering = Lowering::new(&plan.server, plan.trust);
    let is_vouched_for = plan.trust == Trust::Exact || plan.server.profile.text_keys == TextKeys::Substring;
    each_test(&plan.condition, &mut |node| {
        let Node::Test { key, operator, .. } = node else { return };
        reads_recent |= *key == Key::Fixed(Fixed::recent);
        let is_text = *operator == Operator::Contains && *key != Key::Fixed(Fixed::keywords);
        answers |= plan.trust == Trust::Answer && is_text;
        let asked = |bounds: Bounds| !bounds.is_exact() && (bounds.lower.has_text() || bounds.upper.has_text());
        asks_for_words |= !is_vouched_for && lowering.bounds(node).is_ok_and(asked);
    });
    if reads_recent {
        notes.push("recent depends on which client asked first: the answer may differ from run to run".to_owned());
    }
    if answers {
        notes.push(
            "what `contains` finds is up to the server: white space, accents, odd headers, word boundaries".to_owned(),
        );
    }
    if asks_for_words {
        notes.push(
            "headers are looked for by words of the operand: one that the server cannot decode, as of a charset it does \
             not know, is missed; `.exact()` does not rely on it"
                .to_owned(),
        );
    }
    if matches!(&plan.order, Order::Server(criteria) if criteria.iter().any(|criterion| criterion.is_text())) {
        notes.push("text is ordered by the server's own collation; `.exact()` orders it here".to_owned());
    }
    if plan.server.charset_refused {
        notes.push("the server does not search in UTF-8: text that is not ASCII is decided here".to_owned());
    }
    if let Some(size) = plan.small {
        notes.push(format!(
            "no message has more than {size} octets: they are read whole, a round trip less than structures and then parts"
        ));
    }
    if plan.messages() {
        notes.push("whole messages are read; `max_bytes` limits how much".to_owned());
    }
    notes
}

fn profile(plan: &Plan) -> String {
    let mut text = plan.server.profile.to_string();
    if !plan.server.learnt.is_empty() {
        text += &format!("; learnt: {}", plan.server.learnt.join(", "));
    }
    text
}
