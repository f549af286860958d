//! The plan of a query: what the server is asked, what is decided here, and what is fetched for both.

use super::{
    bounds::{Bounds, Lowering, Trust, has_complements},
    dovecot::spelled,
    estimate::Estimate,
    fetch::FetchItems,
    guard,
    order::Order,
    search_key::SearchKey,
    server::Server,
};
use crate::{
    Result,
    query::{Node, Operand, Operator, Request},
    row::Pieces,
    schema::{Fixed, Key},
    wire::SequenceSet,
};

/// The longest conjuncts a search has, id lists apart, in octets: servers refuse lines from 8,000 octets on.
const LONGEST_KEYS: usize = 5_500;

/// Servers limit how deep keys nest, some to 100.
const DEEPEST_KEYS: usize = 90;

/// What a query is run for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Rows.
    Select,
    Count,
    Exists,
    Uids,
    /// What a mutation changes.
    Targets,
}

/// How a query is answered by one server.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) purpose: Purpose,
    /// What every row certainly matches. [`Nothing`](SearchKey::Nothing): there are no rows, and nothing is sent.
    pub(crate) upper: SearchKey,
    /// What certainly satisfies the condition, where asking for it as well spares reading: only what matches `upper`
    /// and not this has to be decided here.
    pub(crate) lower: Option<SearchKey>,
    /// What is decided here of what matches `upper`.
    pub(crate) residual: Option<Node>,
    /// What the residual and the order need.
    pub(crate) decide: FetchItems,
    /// What the rows need.
    pub(crate) projection: FetchItems,
    /// The size that the condition allows, where it is so small that messages are read whole instead of by their parts.
    pub(super) small: Option<u64>,
    pub(crate) order: Order,
    pub(crate) offset: u64,
    pub(crate) limit: Option<u64>,
    pub(super) condition: Node,
    pub(super) trust: Trust,
    pub(super) server: Server,
}

impl Plan {
    /// Plans `request` for `server`.
    ///
    /// # Errors
    /// `Unsupported`, naming the column and the capability; `InvalidInput` for a condition nested too deep, and for a
    /// mutation that would touch every message without `all()`.
    pub(crate) fn new(request: &Request, purpose: Purpose, server: &Server) -> Result<Self> {
        if purpose == Purpose::Targets {
            guard::refuse_unintended_all(request, server)?;
        }
        let is_change = purpose == Purpose::Targets;
        let trust = match purpose {
            _ if request.exact => Trust::Exact,
            // Others would take the places of those that were not found.
            Purpose::Targets if request.limit.is_some() => Trust::Exact,
            Purpose::Targets => Trust::Targets,
            _ => Trust::Answer,
        };
        let lowered = Lowered::new(&request.condition, Lowering::new(server, trust), is_change)?;
        let is_windowed = request.limit.is_some() || request.offset > 0;
        let order = match purpose {
            // Where only the window's size counts, any order does.
            Purpose::Count | Purpose::Exists => Order::UidAscending,
            Purpose::Targets if !is_windowed => Order::UidAscending,
            _ => Order::of(&request.order, request.exact || is_change, server),
        };
        // The orders of several searches cannot be merged.
        let order = match order {
            Order::Server(_) if split(&lowered.upper).len() > 1 => Order::Here,
            order => order,
        };
        let mut decide = FetchItems::default();
        if let Some(residual) = &lowered.residual {
            decide.add_condition(residual, server)?;
        }
        if order == Order::Here {
            request.order.iter().try_for_each(|by| decide.add_order(by.key, server))?;
        }
        let mut projection = match purpose {
            Purpose::Select => FetchItems::of_projection(&request.wanted, server)?,
            _ => FetchItems::default(),
        };
        let small = largest(&request.condition).filter(|size| *size <= SMALL && projection.pieces() != Pieces::NONE);
        if small.is_some() {
            projection.add_message();
        }
        let spares_reading = match purpose {
            Purpose::Count | Purpose::Exists | Purpose::Uids => order != Order::Here,
            Purpose::Select => order != Order::Here && decide.bodies() && !projection.bodies(),
            Purpose::Targets => false,
        };
        let can_ask = is_sendable(&lowered.lower);
        let lower = (lowered.residual.is_some() && spares_reading && can_ask).then_some(lowered.lower);
        Ok(Plan {
            purpose,
            upper: lowered.upper,
            lower,
            residual: lowered.residual,
            decide,
            projection,
            small,
            order,
            offset: request.offset,
            limit: request.limit,
            condition: request.condition.clone(),
            trust,
            server: server.clone(),
        })
    }

    /// The cheaper way in a mailbox that held as many `messages` when it was last opened, as far as that can be estimated:
    /// without asking for `lower` where that costs more than reading what matches it.
    pub(crate) fn cheaper(self, messages: Option<u32>) -> Self {
        if self.lower.is_none() {
            return self;
        }
        let reading_all = Plan { lower: None, ..self.clone() };
        let octets = |plan: &Plan| Estimate::of(plan, messages).bytes_in;
        if octets(&self) < octets(&reading_all) { self } else { reading_all }
    }

    /// Nothing can satisfy the condition, or the window is empty: nothing is sent.
    pub(crate) fn is_empty(&self) -> bool {
        self.upper == SearchKey::Nothing || self.limit == Some(0)
    }

    /// Whether what the server finds is the answer, with nothing to decide here.
    pub(crate) fn is_decided_by_server(&self) -> bool {
        self.residual.is_none()
    }

    /// Everything in one FETCH: what the rows need, and what deciding them does.
    pub(crate) fn fetch(&self) -> FetchItems {
        self.projection.union(&self.decide)
    }

    /// Whether to fetch what decides first and the rest for the chosen rows only: where rows read bodies and deciding
    /// them does not.
    pub(crate) fn decides_first(&self) -> bool {
        let chooses =
            self.residual.is_some() || (self.order == Order::Here && (self.limit.is_some() || self.offset > 0));
        chooses && self.projection.bodies() && !self.decide.bodies()
    }

    /// Whether it reads whole messages, which `max_bytes` may forbid.
    pub(crate) fn messages(&self) -> bool {
        self.projection.messages() || self.decide.messages()
    }
}

/// Octets up to which a message is read whole where parts of it are wanted: the round trip that reading its structure
/// first takes costs more.
const SMALL: u64 = 8 * 1024;

/// The largest size that the condition allows, where it says so.
fn largest(condition: &Node) -> Option<u64> {
    let size = |node: &Node| match node {
        Node::Test { key: Key::Fixed(Fixed::size), operator, operands } => match (operator, operands.as_slice()) {
            (Operator::Less, [Operand::Number(size)]) => Some(size.saturating_sub(1)),
            (Operator::Equal | Operator::LessOrEqual, [Operand::Number(size)]) => Some(*size),
            (Operator::Between, [_, Operand::Number(size)]) => Some(*size),
            _ => None,
        },
        _ => None,
    };
    conjuncts(condition).into_iter().filter_map(size).min()
}

/// A condition as keys and a residual.
struct Lowered {
    upper: SearchKey,
    lower: SearchKey,
    residual: Option<Node>,
}

impl Lowered {
    /// `decides_all`: whatever the server is trusted with, it is decided here.
    fn new(condition: &Node, lowering: Lowering<'_>, decides_all: bool) -> Result<Self> {
        let nodes = conjuncts(condition);
        let lowering = lowering.among(nodes.iter().copied());
        let bounds_of = |node: &&Node| {
            let bounds = lowering.bounds(node)?;
            // Reading what it leaves out costs less than searching for it.
            if !bounds.is_exact() && bounds.upper.is_nearly_all() {
                return Ok(Bounds { upper: SearchKey::All, ..bounds });
            }
            Ok(Bounds { lower: spelled(bounds.lower), upper: spelled(bounds.upper) })
        };
        let bounds = nodes.iter().map(bounds_of).collect::<Result<Vec<_>>>()?;
        let is_false = matches!(condition, Node::And(nodes) if has_complements(nodes));
        let folded = SearchKey::and(bounds.iter().map(|side| side.upper.clone()));
        if is_false || folded == SearchKey::Nothing {
            return Ok(Lowered { upper: SearchKey::Nothing, lower: SearchKey::Nothing, residual: None });
        }
        let bounds = weakened(bounds);
        let is_residual =
            |bounds: &Bounds| if decides_all { bounds.constant() != Some(true) } else { !bounds.is_exact() };
        let decided_here: Vec<Node> = nodes
            .into_iter()
            .zip(&bounds)
            .filter(|(_, bounds)| is_residual(bounds))
            .map(|(node, _)| node.clone())
            .collect();
        let residual = if decided_here.is_empty() { None } else { Some(Node::And(decided_here)) };
        let Bounds { lower, upper } = Bounds::and(bounds);
        Ok(Lowered { upper, lower, residual })
    }
}

/// The conditions that all have to hold.
pub(super) fn conjuncts(node: &Node) -> Vec<&Node> {
    match node {
        Node::And(nodes) => nodes.iter().flat_map(conjuncts).collect(),
        node => vec![node],
    }
}

/// Leaves out of the search, the longest first, what would make it too long or nest too deep; that is decided here.
/// A list of uids may be any length: the search is split by it.
fn weakened(mut bounds: Vec<Bounds>) -> Vec<Bounds> {
    let mut lengths: Vec<(usize, usize)> = bounds
        .iter()
        .enumerate()
        .filter(|(_, side)| !matches!(side.upper, SearchKey::All | SearchKey::Uid(_)))
        .map(|(index, side)| (side.upper.len(), index))
        .collect();
    lengths.sort_unstable();
    let mut room = LONGEST_KEYS;
    for (length, index) in lengths {
        let Some(side) = bounds.get_mut(index) else { continue };
        match room.checked_sub(length) {
            Some(left) if side.upper.depth() <= DEEPEST_KEYS => room = left,
            _ => *side = Bounds::unknown(),
        }
    }
    bounds
}

/// Whether a search for it is worth a command and fits one.
fn is_sendable(lower: &SearchKey) -> bool {
    *lower != SearchKey::Nothing && lower.len() <= LONGEST_KEYS && lower.depth() <= DEEPEST_KEYS
}

/// The search in pieces that each fit a line: one, unless it has a long list of uids.
pub(super) fn split(key: &SearchKey) -> Vec<SearchKey> {
    const LONGEST_LINE: usize = 7_500;
    if key.len() <= LONGEST_LINE {
        return vec![key.clone()];
    }
    let (set, others): (&SequenceSet, Vec<SearchKey>) = match key {
        SearchKey::Uid(set) => (set, Vec::new()),
        SearchKey::And(keys) => {
            let Some(set) = keys.iter().find_map(|key| if let SearchKey::Uid(set) = key { Some(set) } else { None })
            else {
                return vec![key.clone()];
            };
            (set, keys.iter().filter(|key| !matches!(key, SearchKey::Uid(_))).cloned().collect())
        }
        key => return vec![key.clone()],
    };
    let taken: usize = others.iter().map(SearchKey::len).sum();
    let pieces = set.split(LONGEST_LINE.saturating_sub(taken + " UID ".len()));
    pieces.into_iter().map(|piece| SearchKey::and(others.iter().cloned().chain([SearchKey::uids(piece)]))).collect()
}
