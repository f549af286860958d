//! The untyped tree of a condition: what expressions build, the evaluator decides and the planner lowers.

use super::Operand;
use crate::schema::Key;
use std::{fmt, mem};

/// A condition on a message. `And(vec![])` is true, `Or(vec![])` is false.
#[derive(Clone, PartialEq)]
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

impl fmt::Debug for Node {
    /// As written in Rust: `seen.eq(false) & !(subject.contains("x") | size.gt(5))`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Test { key, operator, operands } => {
                write!(f, "{key}.{}(", operator.name())?;
                match operator {
                    Operator::IsIn => write!(f, "[{}]", Listed(operands))?,
                    _ => write!(f, "{}", Listed(operands))?,
                }
                f.write_str(")")
            }
            Node::Any { key, condition } => write!(f, "{key}.any({condition:?})"),
            Node::And(nodes) if nodes.is_empty() => f.write_str("true"),
            Node::Or(nodes) if nodes.is_empty() => f.write_str("false"),
            Node::And(nodes) => joined(f, nodes, " & ", |node| matches!(node, Node::Or(nodes) if nodes.len() > 1)),
            Node::Or(nodes) => joined(f, nodes, " | ", |_| false),
            Node::Not(node) => match &**node {
                Node::And(_) | Node::Or(_) => write!(f, "!({node:?})"),
                _ => write!(f, "!{node:?}"),
            },
            Node::TooDeep => write!(f, "<nested more than {} deep>", Node::DEEPEST),
        }
    }
}

/// How many operands and conditions are shown.
const SHOWN: usize = 20;

fn joined(
    f: &mut fmt::Formatter<'_>,
    nodes: &[Node],
    separator: &str,
    in_parentheses: impl Fn(&Node) -> bool,
) -> fmt::Result {
    for (n, node) in nodes.iter().take(SHOWN).enumerate() {
        f.write_str(if n == 0 { "" } else { separator })?;
        if in_parentheses(node) {
            write!(f, "({node:?})")?;
        } else {
            write!(f, "{node:?}")?;
        }
    }
    match nodes.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, "{separator}<{more} more>"),
    }
}

/// Operands, separated by commas.
struct Listed<'a>(&'a [Operand]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, operand) in self.0.iter().take(SHOWN).enumerate() {
            write!(f, "{}{operand:?}", if n == 0 { "" } else { ", " })?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, ", <{more} more>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{AnyMailbox, AttachmentInfo, Expr};
    use jiff::{Timestamp, civil::date, tz::TimeZone};

    type M = AnyMailbox;

    #[track_caller]
    fn shows(expr: Expr<M>, text: &str) {
        assert_eq!(format!("{expr:?}"), text);
    }

    #[test]
    fn a_condition_shows_as_it_is_written() {
        let (seen, flagged) = (M::seen.eq(true), M::flagged.ne(false));
        shows((seen.clone() | flagged.clone()) & M::size.lt(6), "(seen.eq(true) | flagged.ne(false)) & size.lt(6)");
        shows(seen.clone() & flagged.clone() | M::size.lt(6), "seen.eq(true) & flagged.ne(false) | size.lt(6)");
        shows(!seen.clone() & !(seen & flagged), "!seen.eq(true) & !(seen.eq(true) & flagged.ne(false))");
        shows(M::subject.is_in(["a", "b\"\n"]), r#"subject.is_in(["a", "b\"\n"])"#);
        shows(M::uid.between(1, 9) & M::cc.is_empty(), "uid.between(1, 9) & cc.is_empty()");
        shows(
            M::header("X-Foo").like("a%") | M::keyword("$x").eq(true),
            r#"header "X-Foo".like("a%") | keyword "$x".eq(true)"#,
        );
        shows(M::attachments.any(AttachmentInfo::size.gt(9)), "attachments.any(attachment size.gt(9))");
        shows(Expr::all_of(Vec::<Expr<M>>::new()), "true");
        shows(Expr::any_of(Vec::<Expr<M>>::new()), "false");
    }

    #[test]
    fn days_and_instants_show_as_such() {
        let day = date(2026, 5, 1);
        shows(M::created.eq(day), "created.eq(2026-05-01)");
        shows(M::sent.on(day, &TimeZone::UTC), "sent.on(2026-05-01, UTC)");
        shows(M::sent.lt(Timestamp::UNIX_EPOCH), "sent.lt(1970-01-01T00:00:00Z)");
    }

    #[test]
    fn long_lists_are_cut() {
        let text = format!("{:?}", M::uid.is_in(1..=100_000));
        assert!(text.ends_with("19, 20, <99980 more>])"), "{text}");
        let text = format!("{:?}", Expr::all_of((0..50).map(|n| M::size.gt(n))));
        assert!(text.ends_with("size.gt(19) & <30 more>"), "{text}");
    }
}
