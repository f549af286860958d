//! A plan in words: what is sent, where each condition is decided and why, what is fetched, and what is unreliable.

use super::{
    bounds::{Bounds, Lowering, Trust},
    commands,
    describe::described,
    fetch::FetchItems,
    order::Order,
    plan::{Plan, Purpose, conjuncts},
    search_key::SearchKey,
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
    predicates: Vec<Predicate>,
    fetched: String,
    order: String,
    notes: Vec<String>,
    analysis: Option<Analysis>,
}

/// One test of the condition, and where it is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Predicate {
    /// The test as it would be written: `size.lt(6000)`.
    pub test: String,
    /// Where it is decided.
    pub decided: Decided,
    /// Why there.
    pub why: &'static str,
}

/// Where a test is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decided {
    /// By the server's search.
    Server,
    /// The server's search narrows, and what it finds is decided here.
    Both,
    /// Here, of fetched data.
    Here,
    /// Before anything is sent: it is always true, or never.
    Constant,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Analysis {
    /// Rows that satisfied the query.
    pub rows: u64,
    /// Messages that the server's search found.
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
    /// Explains `plan` on the mailbox of this decoded name.
    pub(crate) fn new(plan: &Plan, mailbox: &str) -> Self {
        Explain {
            flights: flights(plan, mailbox),
            predicates: predicates(plan),
            fetched: fetched(plan),
            order: order(plan),
            notes: notes(plan),
            analysis: None,
        }
    }

    /// The same with what a run did, and with the commands it sent.
    pub(crate) fn with_analysis(self, analysis: Analysis, sent: &[Vec<Command>]) -> Self {
        let flights = sent.iter().map(|flight| flight.iter().map(Command::to_string).collect()).collect();
        Explain { flights, analysis: Some(analysis), ..self }
    }

    /// The commands, by the flights they are sent in: each flight is a round trip. A list of uids that an earlier flight
    /// tells is shown as `<uids>`.
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

    /// What the answer depends on beyond what is documented.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What the run did, for [`explain_analyze`](crate::Query::explain_analyze).
    pub fn analysis(&self) -> Option<&Analysis> {
        self.analysis.as_ref()
    }
}

impl fmt::Display for Explain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.flights.len() {
            0 => writeln!(f, "nothing is sent: no message can satisfy the query")?,
            1 => writeln!(f, "1 round trip")?,
            trips => writeln!(f, "{trips} round trips")?,
        }
        for (number, flight) in (1..).zip(&self.flights) {
            for (index, command) in flight.iter().enumerate() {
                let label = if index == 0 { format!("{number}.") } else { String::new() };
                writeln!(f, "  {label:<3}{}", escaped(command))?;
            }
        }
        if !self.predicates.is_empty() {
            writeln!(f, "condition")?;
        }
        for Predicate { test, decided, why } in &self.predicates {
            writeln!(f, "  {}: {decided}, {why}", escaped(test))?;
        }
        writeln!(f, "fetched\n  {}", escaped(&self.fetched))?;
        writeln!(f, "order\n  {}", self.order)?;
        if !self.notes.is_empty() {
            writeln!(f, "notes")?;
        }
        for note in &self.notes {
            writeln!(f, "  {}", escaped(note))?;
        }
        let Some(run) = &self.analysis else { return Ok(()) };
        writeln!(f, "run")?;
        writeln!(f, "  {} rows of {} candidates, {} round trips", run.rows, run.candidates, run.round_trips)?;
        writeln!(f, "  {} octets received, {} sent, in {:.1?}", run.bytes_in, run.bytes_out, run.elapsed)
    }
}

impl fmt::Display for Decided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Decided::Server => "by the server",
            Decided::Both => "narrowed by the server and decided here",
            Decided::Here => "here",
            Decided::Constant => "before anything is sent",
        })
    }
}

fn flights(plan: &Plan, mailbox: &str) -> Vec<Vec<String>> {
    let open = if plan.purpose == Purpose::Targets { commands::select } else { commands::examine };
    plan.route(true).map_or_else(Vec::new, |route| route.flights(&open(mailbox)))
}

fn predicates(plan: &Plan) -> Vec<Predicate> {
    let lowering = Lowering::new(&plan.server, plan.trust).among(conjuncts(&plan.condition));
    let residual = match &plan.residual {
        Some(Node::And(nodes)) => nodes.as_slice(),
        _ => &[],
    };
    let mut found = Vec::new();
    for conjunct in conjuncts(&plan.condition) {
        let Ok(whole) = lowering.bounds(conjunct) else { continue };
        let is_residual = residual.contains(conjunct);
        collect(conjunct, &mut |node| {
            let Ok(bounds) = lowering.bounds(node) else { return };
            let (decided, why) = match bounds.constant() {
                Some(true) => (Decided::Constant, "it is true of every message"),
                Some(false) => (Decided::Constant, "it is true of no message"),
                None if !is_residual => (Decided::Server, said_by_server(node)),
                None if plan.trust != Trust::Targets && whole.is_exact() => {
                    (Decided::Here, "it is too long, or nested too deep, for a search")
                }
                None if whole.upper == SearchKey::All || bounds == Bounds::unknown() => {
                    (Decided::Here, "the search cannot say it, or is not known to say it reliably")
                }
                None if bounds.is_exact() && plan.trust == Trust::Targets => {
                    (Decided::Both, "every message that is changed is checked here first")
                }
                None => (Decided::Both, "the search says only part of the condition"),
            };
            found.push(Predicate { test: described(node), decided, why });
        });
    }
    found
}

fn said_by_server(node: &Node) -> &'static str {
    match node {
        Node::Test { operator: Operator::Contains, key, .. } if *key != Key::Fixed(Fixed::keywords) => {
            "`contains` is what the server finds; `.exact()` decides it here"
        }
        Node::Test { key: Key::Fixed(Fixed::created), .. } => {
            "days of arrival are the server's; `.exact()` decides them here"
        }
        _ => "its search says exactly this",
    }
}

fn collect(node: &Node, each: &mut impl FnMut(&Node)) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| collect(node, each)),
        Node::Not(node) => collect(node, each),
        node => each(node),
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
    let mut reads_recent = false;
    collect(&plan.condition, &mut |node| {
        reads_recent |= matches!(node, Node::Test { key: Key::Fixed(Fixed::recent), .. });
    });
    if reads_recent {
        notes.push("recent depends on which client asked first: the answer may differ from run to run".to_owned());
    }
    if matches!(&plan.order, Order::Server(criteria) if criteria.iter().any(|criterion| criterion.is_text())) {
        notes.push("text is ordered by the server's own collation; `.exact()` orders it here".to_owned());
    }
    if plan.server.charset_refused {
        notes.push("the server does not search in UTF-8: text that is not ASCII is decided here".to_owned());
    }
    if plan.messages() {
        notes.push("whole messages are read; `max_bytes` limits how much".to_owned());
    }
    notes.push(format!(
        "profile: text keys {:?}, unreadable dates {:?}",
        plan.server.profile.text_keys, plan.server.profile.unreadable_dates
    ));
    notes
}
