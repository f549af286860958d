//! What keeps a mutation from touching more than was meant.

use super::{
    bounds::{Lowering, Trust, has_complements},
    server::Server,
    text::is_mere_presence,
};
use crate::{
    Error, Result, Uid,
    query::{Node, Operand, Request},
};

/// Refuses a mutation whose condition folds to true or rests on the mere presence of values, unless `all()` was written.
///
/// # Errors
/// `InvalidInput`; `Unsupported` where the condition needs what the server lacks.
pub(crate) fn refuse_unintended_all(request: &Request, server: &Server) -> Result<()> {
    if request.all || !touches_everything(&request.condition, server)? {
        return Ok(());
    }
    Err(Error::invalid(
        "the condition of this change is true of every message, or only asks whether a value is present; \
         start from `all()` if every message is meant, else narrow the condition",
    ))
}

/// The uids that a condition names, for a check of where they were read.
pub(crate) fn uids(node: &Node) -> impl Iterator<Item = Uid> + '_ {
    let mut open = vec![node];
    let tests = std::iter::from_fn(move || {
        loop {
            match open.pop()? {
                Node::Test { operands, .. } => return Some(operands),
                Node::Any { condition: node, .. } | Node::Not(node) => open.push(node),
                Node::And(nodes) | Node::Or(nodes) => open.extend(nodes),
                Node::TooDeep => {}
            }
        }
    });
    tests.flatten().filter_map(|operand| if let Operand::Uid(uid) = operand { Some(*uid) } else { None })
}

/// Whether the condition holds once every test of mere presence is granted, negated or not.
fn touches_everything(node: &Node, server: &Server) -> Result<bool> {
    let lowering = Lowering::new(server, Trust::Targets);
    Ok(granted(node, true, lowering)? == Some(true))
}

/// The truth value of `node`, or of its negation where not `positive`; None where it depends on the message.
fn granted(node: &Node, positive: bool, lowering: Lowering<'_>) -> Result<Option<bool>> {
    let constant = |node| Ok(lowering.bounds(node)?.constant().map(|holds| holds == positive));
    match node {
        Node::Test { key, operator, operands } if is_mere_presence(*key, *operator, operands) => Ok(Some(true)),
        Node::Any { condition, .. } => {
            // `any` of what every element satisfies asks whether there is one.
            let is_presence = granted(condition, true, lowering)? == Some(true);
            if is_presence { Ok(Some(true)) } else { constant(node) }
        }
        Node::Test { .. } | Node::TooDeep => constant(node),
        Node::Not(node) => granted(node, !positive, lowering),
        Node::And(nodes) | Node::Or(nodes) => {
            let conjunction = matches!(node, Node::And(_)) == positive;
            if has_complements(nodes) {
                return Ok(Some(!conjunction));
            }
            // Keys may fold where their tests, one by one, do not: `seen | !seen` in two spellings.
            if let Some(holds) = constant(node)? {
                return Ok(Some(holds));
            }
            let mut all = Some(conjunction);
            for node in nodes {
                match granted(node, positive, lowering)? {
                    Some(holds) if holds != conjunction => return Ok(Some(holds)),
                    Some(_) => {}
                    None => all = None,
                }
            }
            Ok(all)
        }
    }
}
