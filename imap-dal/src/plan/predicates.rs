//! The tests of a condition: where each is decided, and why there.

use super::{
    bounds::{Bounds, Lowering, Trust},
    describe::described,
    plan::{Plan, Purpose, conjuncts},
    profile::{TextKeys, UnreadableDates},
    search_key::SearchKey,
};
use crate::{
    query::{Node, Operand, Operator},
    schema::{Fixed, Key},
};
use std::fmt;

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

impl fmt::Display for Decided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Decided::Server => "by the server",
            Decided::Both => "narrowed by the server and decided here",
            Decided::Here => "here",
            Decided::Constant => "before anything is sent",
        })
    }
}

pub(super) fn predicates(plan: &Plan) -> Vec<Predicate> {
    let lowering = Lowering::new(&plan.server, plan.trust).among(conjuncts(&plan.condition));
    let residual = match &plan.residual {
        Some(Node::And(nodes)) => nodes.as_slice(),
        _ => &[],
    };
    let mut found = Vec::new();
    for conjunct in conjuncts(&plan.condition) {
        let Ok(whole) = lowering.bounds(conjunct) else { continue };
        let is_residual = residual.contains(conjunct);
        each_test(conjunct, &mut |node| {
            let Ok(own) = lowering.bounds(node) else { return };
            let (decided, why) = match own.constant() {
                Some(true) => (Decided::Constant, "it is true of every message"),
                Some(false) => (Decided::Constant, "it is true of no message"),
                None if !is_residual => (Decided::Server, said_by_server(node)),
                None if plan.purpose == Purpose::Targets && own.is_exact() => {
                    (Decided::Both, "every message that is changed is checked here first")
                }
                None if whole.is_exact() => (Decided::Here, "it is too long, or nested too deep, for a search"),
                None if own == Bounds::unknown() => (Decided::Here, not_said_by_server(node, &lowering)),
                None if whole.upper == SearchKey::All && own.upper != SearchKey::All => {
                    (Decided::Here, "another test that it is joined with cannot be searched for")
                }
                None if whole.upper == SearchKey::All => (Decided::Here, not_said_by_server(node, &lowering)),
                None if own.is_exact() => (Decided::Both, "a test that it is joined with is decided here"),
                None => (Decided::Both, said_in_part(node, &own.upper)),
            };
            found.push(Predicate { test: described(node), decided, why });
        });
    }
    found
}

/// Calls `each` with every test below `node`.
pub(super) fn each_test(node: &Node, each: &mut impl FnMut(&Node)) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| each_test(node, each)),
        Node::Not(node) => each_test(node, each),
        node => each(node),
    }
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

/// Why a search narrows and does not decide.
fn said_in_part(node: &Node, upper: &SearchKey) -> &'static str {
    let Node::Test { key, operator, operands } = node else { return "the search says only part of it" };
    match (key, operator) {
        (_, Operator::IsNone | Operator::IsSome | Operator::IsEmpty) => {
            "the search knows whether the field is there, not whether it can be read"
        }
        (Key::Fixed(Fixed::sent), _) => {
            "servers read the Date header, and count its days, in ways of their own: the search leaves a margin"
        }
        (Key::Fixed(Fixed::created | Fixed::saved), _) => match operands.first() {
            Some(Operand::Day(_)) => "the server may count days in another zone: the search leaves a margin",
            _ => "the search knows whole days only",
        },
        (Key::Fixed(Fixed::size), _) => "the server is not asked for numbers beyond 31 bits",
        (Key::Fixed(Fixed::modseq), _) => "the server is not trusted with a negated MODSEQ",
        (_, Operator::Matches) => "the search knows whether the field is there, and no patterns",
        _ if matches!(upper, SearchKey::Header(_, text) if text.is_empty()) => {
            "the search knows whether the field is there, and has no whole word to look for"
        }
        _ => "the search finds some words of it; the value is compared here",
    }
}

/// Why a search is of no use.
fn not_said_by_server(node: &Node, lowering: &Lowering<'_>) -> &'static str {
    let Node::Test { key, operator, .. } = node else { return "IMAP cannot search for attachments" };
    let (server, capabilities) = (lowering.server, &lowering.server.capabilities);
    let profile = &server.profile;
    match key {
        Key::Fixed(Fixed::attachments) | Key::OfAttachment(_) => "IMAP cannot search for attachments",
        Key::Fixed(Fixed::size) if !capabilities.search_by_size() => {
            "this server searches for another size than it tells"
        }
        Key::Fixed(Fixed::size) => "the server is not asked for numbers beyond 31 bits",
        Key::Fixed(Fixed::modseq) => "the server is not trusted with a negated MODSEQ",
        Key::Fixed(Fixed::sent) if profile.unreadable_dates == UnreadableDates::Unknown => {
            "what this server takes an unreadable Date header for is not known (`Profile::unreadable_dates`)"
        }
        Key::Fixed(Fixed::sent) => {
            "this server may find a Date header after 2106 under any date; an upper end, `sent.lt(..)`, lets it narrow"
        }
        Key::Fixed(Fixed::created | Fixed::saved) => "the days that a search knows are too coarse for it",
        Key::Keyword(_) => "this server takes no such keyword for one",
        Key::Fixed(Fixed::keywords) => "no keyword is written like this",
        _ if *operator == Operator::NotEqual || profile.text_keys == TextKeys::Substring => {
            "a search that finds too little cannot leave messages out"
        }
        _ if lowering.trust == Trust::Exact => {
            "`.exact()`, and a change within a `limit`, rely on no text search that may match whole words (`Profile::text_keys`)"
        }
        _ => "the search has no whole word to look for, or is about other fields than this",
    }
}
