//! Conditions between two search keys: what certainly satisfies them and what they certainly need.

use super::{
    dates,
    profile::TextKeys,
    search_key::{Clock, Flag, SearchKey},
    server::Server,
};
use crate::{
    Error, Result,
    query::{Node, Operand, Operator},
    schema::{Fixed, Key},
    wire::SequenceSet,
};

/// What a server can say of a condition. Where both are the same, it decides the condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// What matches it certainly satisfies the condition.
    pub(crate) lower: SearchKey,
    /// What satisfies the condition certainly matches it.
    pub(crate) upper: SearchKey,
}

/// How far the server's search is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// A select in the default mode: `contains` and civil days of `created` are what the server answers.
    Answer,
    /// What is `.exact()`, and the targets of a mutation within a limit: text keys as far as the profile vouches for them.
    Exact,
    /// The targets of any other mutation: every one is decided here, so that keys may narrow, and too much is safe.
    Targets,
}

/// Conditions to bounds, for one server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lowering<'s> {
    pub(super) server: &'s Server,
    pub(super) trust: Trust,
    /// What else has to hold keeps the Date header before the day on which a server's count of seconds overflows.
    pub(super) sent_before_overflow: bool,
}

/// Which pieces of a text operand a key may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pieces {
    /// Any run of letters and digits.
    Runs,
    /// Runs that are whole words.
    Words,
}

impl Bounds {
    pub(crate) fn exact(key: SearchKey) -> Self {
        Bounds { lower: key.clone(), upper: key }
    }

    /// The key narrows and certifies nothing.
    pub(crate) fn narrowed_by(upper: SearchKey) -> Self {
        Bounds { lower: SearchKey::Nothing, upper }
    }

    /// The server can say nothing.
    pub(crate) fn unknown() -> Self {
        Bounds::narrowed_by(SearchKey::All)
    }

    pub(crate) fn and(sides: impl IntoIterator<Item = Bounds>) -> Self {
        let (lower, upper): (Vec<_>, Vec<_>) = sides.into_iter().map(|side| (side.lower, side.upper)).unzip();
        Bounds { lower: SearchKey::and(lower), upper: SearchKey::and(upper) }
    }

    pub(crate) fn or(sides: impl IntoIterator<Item = Bounds>) -> Self {
        let (lower, upper): (Vec<_>, Vec<_>) = sides.into_iter().map(|side| (side.lower, side.upper)).unzip();
        Bounds { lower: SearchKey::or(lower), upper: SearchKey::or(upper) }
    }

    pub(crate) fn negated(self) -> Self {
        Bounds { lower: self.upper.negated(), upper: self.lower.deniable().negated() }
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.lower == self.upper
    }

    /// The truth value it folds to.
    pub(crate) fn constant(&self) -> Option<bool> {
        match (&self.lower, &self.upper) {
            (SearchKey::All, _) => Some(true),
            (_, SearchKey::Nothing) => Some(false),
            _ => None,
        }
    }
}

impl<'s> Lowering<'s> {
    pub(crate) fn new(server: &'s Server, trust: Trust) -> Self {
        Lowering { server, trust, sent_before_overflow: false }
    }

    /// For conditions that all have to hold.
    pub(crate) fn among<'n>(self, nodes: impl IntoIterator<Item = &'n Node>) -> Self {
        let sent_before_overflow = self.sent_before_overflow || nodes.into_iter().any(dates::is_before_overflow);
        Lowering { sent_before_overflow, ..self }
    }

    /// # Errors
    /// `Unsupported` where a column needs what the server lacks, `InvalidInput` for a condition nested too deep.
    pub(crate) fn bounds(&self, node: &Node) -> Result<Bounds> {
        Ok(match node {
            Node::Test { key, operator, operands } => self.test(*key, *operator, operands)?,
            Node::Any { key: Key::Fixed(Fixed::attachments), condition } => self.attachment(condition)?,
            // No other list has elements with columns: the condition is a constant.
            Node::Any { .. } => Bounds::unknown(),
            Node::And(nodes) if has_complements(nodes) => Bounds::exact(SearchKey::Nothing),
            Node::Or(nodes) if has_complements(nodes) => Bounds::exact(SearchKey::All),
            Node::And(nodes) => Bounds::and(self.among(nodes).all(nodes)?),
            Node::Or(nodes) => Bounds::or(self.all(nodes)?),
            Node::Not(node) => self.bounds(node)?.negated(),
            Node::TooDeep => {
                return Err(Error::invalid(format!(
                    "a condition is nested more than {} deep; flatten it with `Expr::all_of` and `Expr::any_of`",
                    Node::DEEPEST
                )));
            }
        })
    }

    fn all(&self, nodes: &[Node]) -> Result<Vec<Bounds>> {
        nodes.iter().map(|node| self.bounds(node)).collect()
    }

    /// SEARCH knows nothing of attachments; but of no attachment at all nothing can be true.
    fn attachment(&self, condition: &Node) -> Result<Bounds> {
        let constant = match condition {
            Node::And(_) | Node::Or(_) | Node::Not(_) => self.bounds(condition)?.constant(),
            _ => None,
        };
        Ok(if constant == Some(false) { Bounds::exact(SearchKey::Nothing) } else { Bounds::unknown() })
    }

    fn test(&self, key: Key, operator: Operator, operands: &[Operand]) -> Result<Bounds> {
        let of_one = |operand: &Operand| self.test(key, Operator::Equal, std::slice::from_ref(operand));
        match (operator, operands) {
            (Operator::NotEqual, [operand]) => return Ok(of_one(operand)?.negated()),
            (Operator::IsSome, _) => return Ok(self.test(key, Operator::IsNone, &[])?.negated()),
            (Operator::IsIn, operands) if key != Key::Fixed(Fixed::uid) => {
                return Ok(Bounds::or(operands.iter().map(of_one).collect::<Result<Vec<_>>>()?));
            }
            (Operator::Between, [low, high]) => {
                if is_reversed(low, high) {
                    return Ok(Bounds::exact(SearchKey::Nothing));
                }
                let test = |operator, operand: &Operand| Node::Test { key, operator, operands: vec![operand.clone()] };
                let sides = [test(Operator::GreaterOrEqual, low), test(Operator::LessOrEqual, high)];
                return self.bounds(&Node::And(sides.into()));
            }
            _ => {}
        }
        Ok(match key {
            Key::Keyword(name) if self.server.capabilities.searches_keyword(name) => {
                flag(operands, |set| SearchKey::Keyword(name.into(), set))
            }
            Key::Keyword(_) => Bounds::unknown(),
            Key::OfAttachment(_) => Bounds::unknown(),
            Key::Header(_) => self.text(key, operator, operands),
            Key::Fixed(fixed) => match fixed {
                Fixed::answered => flag(operands, |set| SearchKey::Flag(Flag::Answered, set)),
                Fixed::deleted => flag(operands, |set| SearchKey::Flag(Flag::Deleted, set)),
                Fixed::draft => flag(operands, |set| SearchKey::Flag(Flag::Draft, set)),
                Fixed::flagged => flag(operands, |set| SearchKey::Flag(Flag::Flagged, set)),
                Fixed::seen => flag(operands, |set| SearchKey::Flag(Flag::Seen, set)),
                Fixed::recent => flag(operands, |set| SearchKey::Flag(Flag::Recent, set)),
                Fixed::keywords => self.keyword(operands),
                Fixed::uid => Bounds::exact(SearchKey::uids(uid_set(operator, operands))),
                Fixed::size => match size(operator, operands) {
                    bounds if bounds.constant().is_some() || self.server.capabilities.search_by_size() => bounds,
                    _ => Bounds::unknown(),
                },
                Fixed::modseq => {
                    self.need(self.server.capabilities.condstore(), "CONDSTORE", key)?;
                    mod_seq(operator, operands)
                }
                Fixed::email_id => {
                    self.need(self.server.capabilities.object_id(), "OBJECTID", key)?;
                    object_id(operands, SearchKey::EmailId)
                }
                Fixed::thread_id => {
                    self.need(self.server.capabilities.object_id(), "OBJECTID", key)?;
                    object_id(operands, SearchKey::ThreadId)
                }
                Fixed::created => self.date(Clock::Arrival, operator, operands),
                Fixed::sent => self.date(Clock::Sent, operator, operands),
                Fixed::saved => {
                    self.need(self.server.capabilities.save_date(), "SAVEDATE", key)?;
                    self.date(Clock::Saved, operator, operands)
                }
                Fixed::content
                | Fixed::text
                | Fixed::subject
                | Fixed::sender
                | Fixed::to
                | Fixed::cc
                | Fixed::bcc
                | Fixed::reply_to
                | Fixed::message_id
                | Fixed::in_reply_to
                | Fixed::references
                | Fixed::mime
                | Fixed::encoding => self.text(key, operator, operands),
                Fixed::seq | Fixed::attachments | Fixed::preview | Fixed::email => Bounds::unknown(),
            },
        })
    }

    fn keyword(&self, operands: &[Operand]) -> Bounds {
        let is_atom =
            |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic() && !b"(){%*\"\\]".contains(&b));
        match operands {
            [Operand::Text(name)] if is_atom(name) && self.server.capabilities.searches_keyword(name) => {
                Bounds::exact(SearchKey::Keyword(name.as_str().into(), true))
            }
            _ => Bounds::unknown(),
        }
    }

    fn need(&self, present: bool, capability: &'static str, key: Key) -> Result<()> {
        if present { Ok(()) } else { Err(unsupported(capability, key)) }
    }

    /// Which pieces of a text may narrow.
    pub(super) fn pieces(&self) -> Option<Pieces> {
        match (self.trust, self.server.profile.text_keys) {
            (Trust::Exact, TextKeys::Words | TextKeys::Unknown) => None,
            (Trust::Answer, TextKeys::Words | TextKeys::Unknown) | (Trust::Targets, TextKeys::Words) => {
                Some(Pieces::Words)
            }
            (_, TextKeys::Substring) | (Trust::Targets, TextKeys::Unknown) => Some(Pieces::Runs),
        }
    }
}

/// A column that the server has no data for.
pub(super) fn unsupported(capability: &'static str, key: Key) -> Error {
    Error::Unsupported { capability, text: format!("column {key} needs it; leave the column out").into() }
}

/// Whether one node is the negation of another: then their conjunction is false and their disjunction true.
pub(super) fn has_complements(nodes: &[Node]) -> bool {
    // So that no list of conditions costs more to compare than to send.
    const MOST_COMPARISONS: usize = 1 << 20;
    let negated = || nodes.iter().filter_map(|node| if let Node::Not(inner) = node { Some(&**inner) } else { None });
    negated().count().saturating_mul(nodes.len()) <= MOST_COMPARISONS
        && negated().any(|inner| nodes.iter().any(|node| node == inner))
}

fn is_reversed(low: &Operand, high: &Operand) -> bool {
    match (low, high) {
        (Operand::Number(low), Operand::Number(high)) => low > high,
        (Operand::Uid(low), Operand::Uid(high)) => low.get() > high.get(),
        (Operand::Day(low), Operand::Day(high)) => low > high,
        (Operand::Instant(low), Operand::Instant(high)) => low > high,
        _ => false,
    }
}

fn flag(operands: &[Operand], key: impl FnOnce(bool) -> SearchKey) -> Bounds {
    match operands {
        [Operand::Flag(set)] => Bounds::exact(key(*set)),
        _ => Bounds::unknown(),
    }
}

fn uid_set(operator: Operator, operands: &[Operand]) -> SequenceSet {
    let number = |operand: &Operand| if let Operand::Uid(uid) = operand { uid.get() } else { 0 };
    let between = |first: Option<u32>, last: Option<u32>| match (first, last) {
        (Some(first), Some(last)) if first.max(1) <= last => SequenceSet::range(first.max(1), last),
        _ => SequenceSet::default(),
    };
    let uid = operands.first().map_or(0, number);
    match operator {
        Operator::Less => between(Some(1), uid.checked_sub(1)),
        Operator::LessOrEqual => between(Some(1), Some(uid)),
        Operator::Greater => between(uid.checked_add(1), Some(u32::MAX)),
        Operator::GreaterOrEqual => between(Some(uid), Some(u32::MAX)),
        _ => operands.iter().map(number).filter(|uid| *uid > 0).collect(),
    }
}

/// RFC822.SIZE has 32 bits, and beyond them the answer is known. LARGER and SMALLER are asked up to 31: Cyrus 3.6 ends the
/// connection at a greater number.
fn size(operator: Operator, operands: &[Operand]) -> Bounds {
    // One less than 31 bits hold, so that `SMALLER`, its negation, has them too.
    const GREATEST: u32 = i32::MAX as u32 - 1;
    let Some(Operand::Number(octets)) = operands.first() else { return Bounds::exact(SearchKey::Nothing) };
    let above = |limit: Option<u64>| match limit.map(u32::try_from) {
        None => Bounds::exact(SearchKey::All),
        Some(Err(_) | Ok(u32::MAX)) => Bounds::exact(SearchKey::Nothing),
        Some(Ok(limit)) if limit <= GREATEST => Bounds::exact(SearchKey::Larger(limit)),
        Some(Ok(_)) => Bounds::narrowed_by(SearchKey::Larger(GREATEST)),
    };
    let below = |limit: Option<u64>| match limit {
        None => Bounds::exact(SearchKey::All),
        Some(limit) => {
            limit.checked_sub(1).map_or(Bounds::exact(SearchKey::Nothing), |limit| above(Some(limit)).negated())
        }
    };
    match operator {
        Operator::Less => below(Some(*octets)),
        Operator::LessOrEqual => below(octets.checked_add(1)),
        Operator::Greater => above(Some(*octets)),
        Operator::GreaterOrEqual => above(octets.checked_sub(1)),
        _ => Bounds::and([above(octets.checked_sub(1)), below(octets.checked_add(1))]),
    }
}

/// A modification sequence has 63 bits (RFC 7162 section 3.1); `MODSEQ n` means n or later.
fn mod_seq(operator: Operator, operands: &[Operand]) -> Bounds {
    const GREATEST: u64 = i64::MAX as u64;
    let Some(Operand::Number(value)) = operands.first() else { return Bounds::exact(SearchKey::Nothing) };
    let from = |value: u64| {
        Bounds::exact(match value {
            0 | 1 => SearchKey::All,
            value if value > GREATEST => SearchKey::Nothing,
            value => SearchKey::ModSeq(value),
        })
    };
    match operator {
        Operator::Less => from(*value).negated(),
        Operator::LessOrEqual => from(value.saturating_add(1)).negated(),
        Operator::Greater => from(value.saturating_add(1)),
        _ => from(*value),
    }
}

fn object_id(operands: &[Operand], key: impl FnOnce(Box<str>) -> SearchKey) -> Bounds {
    // RFC 8474 section 7: 1 to 255 of these.
    let is_id = |id: &str| {
        matches!(id.len(), 1..=255) && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    match operands {
        [Operand::Text(id)] if is_id(id) => Bounds::exact(key(id.as_str().into())),
        _ => Bounds::unknown(),
    }
}
