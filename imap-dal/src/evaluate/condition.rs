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
use std::sync::Arc;

/// A condition that has been validated, its operands in the form in which values are compared, cheap tests first.
#[derive(Clone, Debug)]
pub(crate) struct Condition(Arc<Tree>);

#[derive(Debug)]
enum Tree {
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Not(Box<Tree>),
    /// Some attachment satisfies it.
    SomeAttachment(Box<Tree>),
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
        Tree::prepare(node, false).map(|tree| Condition(Arc::new(tree)))
    }

    /// Whether it holds of a message.
    ///
    /// # Errors
    /// Where the outcome hangs on a value that cannot be read, the error of reading it.
    pub(crate) fn matches(&self, row: &impl Values) -> Result<bool> {
        self.0.holds(row)
    }
}

impl Tree {
    fn prepare(node: &Node, of_attachment: bool) -> Result<Self> {
        let prepared = |nodes: &[Node]| -> Result<Vec<Tree>> {
            let mut trees = nodes.iter().map(|node| Tree::prepare(node, of_attachment)).collect::<Result<Vec<_>>>()?;
            trees.sort_by_key(Tree::cost);
            Ok(trees)
        };
        match node {
            Node::And(nodes) => prepared(nodes).map(Tree::All),
            Node::Or(nodes) => prepared(nodes).map(Tree::Any),
            Node::Not(node) => Tree::prepare(node, of_attachment).map(Tree::not),
            Node::Any { key: Key::Fixed(Fixed::attachments), condition } if !of_attachment => {
                Ok(Tree::SomeAttachment(Box::new(Tree::prepare(condition, true)?)))
            }
            Node::Any { key, .. } => Err(Error::invalid(format!(
                "column {key}, `any`: only attachments have columns to test; for \"not empty\" write `!column.is_empty()`"
            ))),
            Node::Test { key, operator, operands } => {
                let site = Site { key: *key, operator: *operator };
                if of_attachment != matches!(key, Key::OfAttachment(_)) {
                    return Err(
                        site.refused("inside `attachments.any(..)`, and only there, columns of attachments are tested")
                    );
                }
                validate_name(*key)?;
                Tree::of_test(site, operands)
            }
            Node::TooDeep => Err(Error::invalid(format!(
                "the condition nests deeper than {}; write long lists with `Expr::all_of`, `Expr::any_of` or `is_in`",
                Node::DEEPEST
            ))),
        }
    }

    fn of_test(site: Site, operands: &[Operand]) -> Result<Self> {
        let check = |key, operator| Ok(Tree::Check(key, Check::prepare(Site { key, ..site }, operator, operands)?));
        match (site.key, site.operator) {
            (key, Operator::NotEqual) => check(key, Operator::Equal).map(Tree::not),
            (key, Operator::IsSome) => check(key, Operator::IsNone).map(Tree::not),
            // One of no values: no value need be read for that.
            (_, Operator::IsIn) if operands.is_empty() => Ok(Tree::Any(Vec::new())),
            (text @ Key::Fixed(Fixed::text), Operator::Contains) => {
                let halves =
                    vec![check(text, Operator::Contains)?, check(Key::Fixed(Fixed::content), Operator::Contains)?];
                // Every message contains the empty text, one without header and content too.
                let is_empty = matches!(operands, [Operand::Text(text)] if text.is_empty());
                Ok(if is_empty { Tree::All(Vec::new()) } else { Tree::Any(halves) })
            }
            (key, operator) => check(key, operator),
        }
    }

    fn not(self) -> Self {
        Tree::Not(Box::new(self))
    }

    fn holds(&self, row: &impl Values) -> Result<bool> {
        match self {
            Tree::All(trees) => decide(trees.iter().map(|tree| tree.holds(row)), false),
            Tree::Any(trees) => decide(trees.iter().map(|tree| tree.holds(row)), true),
            Tree::Not(tree) => tree.holds(row).map(|holds| !holds),
            Tree::SomeAttachment(tree) => {
                decide(row.attachments()?.iter().map(|attachment| tree.holds(attachment)), true)
            }
            Tree::Check(key, check) => check.holds(*key, row),
        }
    }

    fn cost(&self) -> u8 {
        match self {
            Tree::All(trees) | Tree::Any(trees) => trees.iter().map(Tree::cost).max().unwrap_or(0),
            Tree::Not(tree) => tree.cost(),
            Tree::SomeAttachment(_) => Check::NoAttachment.cost(),
            Tree::Check(_, check) => check.cost(),
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
