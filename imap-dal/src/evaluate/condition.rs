//! A whole condition: what is refused before anything is sent, and how tests are joined.

use super::{
    check::Check,
    site::{Site, validate_name},
    values::Values,
};
use crate::{
    Error, Result,
    query::{Node, Operand, Operator},
    schema::{Fixed, Key},
};

/// A condition that has been validated, its operands in the form in which values are compared, cheap tests first.
#[derive(Debug)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// Some attachment satisfies it.
    SomeAttachment(Box<Condition>),
    Check(Key, Check),
}

impl Condition {
    /// Validates `node` and makes it ready.
    ///
    /// # Errors
    /// [`InvalidInput`](Error::InvalidInput), which names the column and the operator and says what to write: NUL in a
    /// text, a regular expression that is none or too large, a name that no header field or keyword has, conditions
    /// nested too deep.
    pub(crate) fn prepare(node: &Node) -> Result<Self> {
        prepare(node, false)
    }

    /// Whether it holds of a message.
    ///
    /// # Errors
    /// Where the outcome hangs on a value that cannot be read, the error of reading it.
    pub(crate) fn matches(&self, row: &impl Values) -> Result<bool> {
        match self {
            Condition::All(conditions) => decide(conditions.iter().map(|condition| condition.matches(row)), false),
            Condition::Any(conditions) => decide(conditions.iter().map(|condition| condition.matches(row)), true),
            Condition::Not(condition) => condition.matches(row).map(|holds| !holds),
            Condition::SomeAttachment(condition) => {
                decide(row.attachments()?.iter().map(|attachment| condition.matches(attachment)), true)
            }
            Condition::Check(key, check) => check.holds(*key, row),
        }
    }

    fn cost(&self) -> u8 {
        match self {
            Condition::All(conditions) | Condition::Any(conditions) => {
                conditions.iter().map(Condition::cost).max().unwrap_or(0)
            }
            Condition::Not(condition) => condition.cost(),
            Condition::SomeAttachment(_) => Check::NoAttachment.cost(),
            Condition::Check(_, check) => check.cost(),
        }
    }
}

/// The outcome that one `decisive` answer settles, whatever the others are and whether or not they can be read.
fn decide(answers: impl Iterator<Item = Result<bool>>, decisive: bool) -> Result<bool> {
    let mut unreadable = None;
    for answer in answers {
        match answer {
            Ok(answer) if answer == decisive => return Ok(decisive),
            Ok(_) => {}
            Err(error) => {
                unreadable.get_or_insert(error);
            }
        }
    }
    unreadable.map_or(Ok(!decisive), Err)
}

fn prepare(node: &Node, of_attachment: bool) -> Result<Condition> {
    let all = |nodes: &[Node]| -> Result<Vec<Condition>> {
        let mut conditions = nodes.iter().map(|node| prepare(node, of_attachment)).collect::<Result<Vec<_>>>()?;
        conditions.sort_by_key(Condition::cost);
        Ok(conditions)
    };
    match node {
        Node::And(nodes) => all(nodes).map(Condition::All),
        Node::Or(nodes) => all(nodes).map(Condition::Any),
        Node::Not(node) => Ok(Condition::Not(Box::new(prepare(node, of_attachment)?))),
        Node::Any { key: Key::Fixed(Fixed::attachments), condition } if !of_attachment => {
            Ok(Condition::SomeAttachment(Box::new(prepare(condition, true)?)))
        }
        Node::Any { key, .. } => Err(Error::invalid(format!(
            "column {key}, `any`: only attachments have columns to test; for \"not empty\" write `!column.is_empty()`"
        ))),
        Node::Test { key, operator, operands } => {
            let site = Site { key: *key, operator: *operator };
            if of_attachment != matches!(key, Key::OfAttachment(_)) {
                return Err(
                    site.refused("columns of attachments, and only they, are tested inside `attachments.any(..)`")
                );
            }
            validate_name(*key)?;
            test(site, operands)
        }
        Node::TooDeep => Err(Error::invalid(format!(
            "the condition nests deeper than {}; write long lists with `Expr::all_of`, `Expr::any_of` or `is_in`",
            Node::DEEPEST
        ))),
    }
}

fn test(site: Site, operands: &[Operand]) -> Result<Condition> {
    let check = |key, operator| Ok(Condition::Check(key, Check::prepare(Site { key, ..site }, operator, operands)?));
    let not = |condition| Condition::Not(Box::new(condition));
    match (site.key, site.operator) {
        (key, Operator::NotEqual) => check(key, Operator::Equal).map(not),
        (key, Operator::IsSome) => check(key, Operator::IsNone).map(not),
        // One of no values: no value need be read for that.
        (_, Operator::IsIn) if operands.is_empty() => Ok(Condition::Any(Vec::new())),
        // Every message contains the empty text.
        (Key::Fixed(Fixed::text), Operator::Contains) if matches!(operands, [Operand::Text(text)] if text.is_empty()) => {
            Ok(Condition::All(Vec::new()))
        }
        (headers @ Key::Fixed(Fixed::text), Operator::Contains) => Ok(Condition::Any(vec![
            check(headers, Operator::Contains)?,
            check(Key::Fixed(Fixed::content), Operator::Contains)?,
        ])),
        (key, operator) => check(key, operator),
    }
}
