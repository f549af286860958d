//! The untyped tree of a condition: what expressions build, the evaluator decides and the planner lowers.

use super::Operand;
use crate::schema::Key;
use std::mem;

/// A condition on a message. `And(vec![])` is true, `Or(vec![])` is false.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// `column operator operands`.
    Test {
        key: Key,
        operator: Operator,
        operands: Vec<Operand>,
    },
    /// Some element of the list `key` satisfies the condition.
    Any {
        key: Key,
        condition: Box<Node>,
    },
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// Stands for a tree nested deeper than [`DEEPEST`](Node::DEEPEST): refused when it is used.
    TooDeep,
}

/// The operators of `semantics.md`, one for each method of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// Two operands: both ends included.
    Between,
    /// One operand, `DayIn`.
    On,
    /// Any number of operands.
    IsIn,
    Contains,
    StartsWith,
    EndsWith,
    Like,
    LikeIgnoringCase,
    Matches,
    IsNone,
    IsSome,
    IsEmpty,
}

impl Node {
    /// How deep conditions may nest, so that no walk over one can exhaust the stack.
    pub(crate) const DEEPEST: u16 = 200;

    /// True of every message.
    pub(crate) const fn always() -> Self {
        Node::And(Vec::new())
    }

    /// Both hold. Flat: `a & b & c` is one `And` of three.
    pub(crate) fn and(self, other: Node) -> Self {
        let list = |node| if let Node::And(nodes) = node { Ok(nodes) } else { Err(node) };
        Node::And(appended(list(self), list(other)))
    }

    /// At least one holds. Flat, as [`and`](Node::and).
    pub(crate) fn or(self, other: Node) -> Self {
        let list = |node| if let Node::Or(nodes) = node { Ok(nodes) } else { Err(node) };
        Node::Or(appended(list(self), list(other)))
    }

    /// It does not hold.
    pub(crate) fn negated(self) -> Self {
        match self {
            Node::Not(inner) => *inner,
            Node::TooDeep => Node::TooDeep,
            other => Node::Not(Box::new(other)),
        }
    }

    /// Narrows a condition in place.
    pub(crate) fn narrow(&mut self, other: Node) {
        *self = mem::replace(self, Node::always()).and(other);
    }

    /// How deep it nests: a test is 1.
    pub(crate) fn depth(&self) -> u16 {
        match self {
            Node::Test { .. } | Node::TooDeep => 1,
            Node::Any { condition, .. } | Node::Not(condition) => condition.depth().saturating_add(1),
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().map(Node::depth).max().unwrap_or(0).saturating_add(1),
        }
    }
}

/// Two sides as one list, where each is a list already or one node.
fn appended(left: Result<Vec<Node>, Node>, right: Result<Vec<Node>, Node>) -> Vec<Node> {
    let mut nodes = left.unwrap_or_else(|node| vec![node]);
    match right {
        Ok(more) => nodes.extend(more),
        Err(node) => nodes.push(node),
    }
    nodes
}

impl Operator {
    /// The method's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Operator::Equal => "eq",
            Operator::NotEqual => "ne",
            Operator::Less => "lt",
            Operator::LessOrEqual => "le",
            Operator::Greater => "gt",
            Operator::GreaterOrEqual => "ge",
            Operator::Between => "between",
            Operator::On => "on",
            Operator::IsIn => "is_in",
            Operator::Contains => "contains",
            Operator::StartsWith => "starts_with",
            Operator::EndsWith => "ends_with",
            Operator::Like => "like",
            Operator::LikeIgnoringCase => "ilike",
            Operator::Matches => "matches",
            Operator::IsNone => "is_none",
            Operator::IsSome => "is_some",
            Operator::IsEmpty => "is_empty",
        }
    }
}
