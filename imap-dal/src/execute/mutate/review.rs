//! Which messages of an interrupted mutation are still its own: the mailbox may have been changed by others since, and by
//! the mutation itself.

use super::{
    super::select::targets,
    effect::{FlagChange, system_flag},
};
use crate::{
    Executor, IntoMailbox, Result, Uid,
    plan::Access,
    query::{Node, Operand, Operator, Request},
    row::Origin,
    schema::{Fixed, Key},
    wire::SequenceSet,
};

/// Those of `uids` that satisfy the condition of `request`, whatever the flags of `change` are now: these the mutation may
/// have changed itself, and nobody can tell who did.
pub(super) fn still_targets<E: Executor + ?Sized>(
    request: &Request,
    origin: &Origin,
    uids: &SequenceSet,
    change: &FlagChange,
    on: &E,
) -> Result<SequenceSet> {
    let mut condition = granted(&request.condition, change, true);
    let uid = |uid| Operand::Uid(Uid::read(uid, origin.validity, origin.fingerprint));
    condition.narrow(Node::Test {
        key: Key::Fixed(Fixed::uid),
        operator: Operator::IsIn,
        operands: uids.iter().map(uid).collect(),
    });
    Ok(targets(&of_all(request, origin, condition), Access::WatchAndChange, on)?.uids.to_set())
}

/// The same query without its window, of messages known by their uids.
fn of_all(request: &Request, origin: &Origin, condition: Node) -> Request {
    let mailbox = origin.mailbox.as_ref().into_mailbox();
    Request { mailbox, condition, all: true, order: Vec::new(), offset: 0, limit: None, ..request.clone() }
}

/// The condition with every test granted that a change of these flags may have turned.
fn granted(node: &Node, change: &FlagChange, is_positive: bool) -> Node {
    let all = |nodes: &[Node]| nodes.iter().map(|node| granted(node, change, is_positive)).collect();
    match node {
        Node::Test { key, operands, .. } if may_turn(*key, operands, change) => {
            if is_positive {
                Node::always()
            } else {
                Node::Or(Vec::new())
            }
        }
        Node::Test { .. } | Node::Any { .. } | Node::TooDeep => node.clone(),
        Node::And(nodes) => Node::And(all(nodes)),
        Node::Or(nodes) => Node::Or(all(nodes)),
        Node::Not(node) => Node::Not(Box::new(granted(node, change, !is_positive))),
    }
}

/// Whether storing flags may turn a test. `\Recent` goes when a mailbox is opened to be changed; every STORE raises MODSEQ.
fn may_turn(key: Key, operands: &[Operand], change: &FlagChange) -> bool {
    match key {
        Key::Fixed(Fixed::modseq | Fixed::recent) => true,
        Key::Fixed(Fixed::keywords) => {
            operands.iter().any(|operand| matches!(operand, Operand::Text(name) if change.concerns(name)))
        }
        Key::Fixed(column) => system_flag(column).is_some_and(|flag| change.concerns(flag)),
        Key::Keyword(name) => change.concerns(name),
        Key::Header(_) | Key::OfAttachment(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnyMailbox as M, Expr};

    fn shown(condition: Expr<M>, change: &FlagChange) -> String {
        format!("{:?}", granted(&condition.into_node(), change, true))
    }

    #[test]
    fn what_the_mutation_itself_changes_decides_nothing() {
        let seen = FlagChange { add: vec!["\\Seen".into(), "$Paid".into()], remove: Vec::new() };
        assert_eq!(shown(M::seen.eq(false) & M::flagged.eq(false), &seen), "true & flagged.eq(false)");
        assert_eq!(shown(!M::seen.eq(true) & M::size.gt(5), &seen), "!(false) & size.gt(5)");
        assert_eq!(
            shown(M::keywords.contains("$paid") | M::keywords.contains("Other"), &seen),
            "true | keywords.contains(\"Other\")"
        );
        assert_eq!(shown(M::keyword("$PAID").eq(true), &seen), "true");
        assert_eq!(shown(M::modseq.lt(7) & M::recent.eq(true), &FlagChange::default()), "true & true");
    }
}
