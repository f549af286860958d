//! Conditions with their source: the typed shell over [`Node`].

use super::{CombinesWith, Node, UsableIn};
use std::{
    fmt,
    marker::PhantomData,
    mem::{self, discriminant},
    ops,
};

/// A condition on messages of `M`.
///
/// Conditions combine with `&`, `|`, `!`, `&=`, `|=` and the methods of the same meaning. A condition on
/// [`AnyMailbox`](crate::AnyMailbox) combines with one on any source; the narrower type remains.
/// There is no `==` (write `column.eq(..)`) and no `&&` (write `&`).
///
/// Conditions may nest 200 deep (`a & b & c` is not nested); a deeper one is refused with
/// [`InvalidInput`](crate::Error::InvalidInput) when it is used.
#[must_use = "a condition does nothing until it is given to `filter`"]
pub struct Expr<M> {
    node: Node,
    depth: u16,
    of: PhantomData<fn() -> M>,
}

impl<M> Expr<M> {
    pub(crate) fn of(node: Node) -> Self {
        let depth = node.depth();
        Expr::with_depth(node, depth)
    }

    pub(crate) fn into_node(self) -> Node {
        self.node
    }

    /// Both hold: the keys one after the other.
    pub fn and<N>(self, other: Expr<N>) -> Expr<M::Both>
    where
        M: CombinesWith<N>,
    {
        Expr::joined(self, other, Node::and)
    }

    /// At least one holds: `OR`.
    pub fn or<N>(self, other: Expr<N>) -> Expr<M::Both>
    where
        M: CombinesWith<N>,
    {
        Expr::joined(self, other, Node::or)
    }

    /// It does not hold: `NOT`.
    #[allow(clippy::should_implement_trait)] // It is implemented, below; this one chains.
    pub fn not(self) -> Self {
        let depth = match self.node {
            Node::Not(_) => self.depth.saturating_sub(1),
            _ => self.depth.saturating_add(1),
        };
        Expr::with_depth(self.node.negated(), depth)
    }

    /// All hold; true of none.
    pub fn all_of(conditions: impl Conditions<M>) -> Self {
        Expr::many(conditions, Node::And)
    }

    /// At least one holds; false of none.
    pub fn any_of(conditions: impl Conditions<M>) -> Self {
        Expr::many(conditions, Node::Or)
    }

    fn many(conditions: impl Conditions<M>, join: impl FnOnce(Vec<Node>) -> Node) -> Self {
        let mut depth = 0;
        let nodes = conditions.into_conditions().into_iter().map(|condition| {
            depth = depth.max(condition.depth);
            condition.node
        });
        let node = join(nodes.collect());
        Expr::with_depth(node, depth.saturating_add(1))
    }

    /// One level more than the deeper side; a side that joins a flat list keeps its depth.
    fn joined<A, B>(left: Expr<A>, right: Expr<B>, join: impl FnOnce(Node, Node) -> Node) -> Self {
        let sides = [(discriminant(&left.node), left.depth), (discriminant(&right.node), right.depth)];
        let node = join(left.node, right.node);
        let own = discriminant(&node);
        let depth = sides.into_iter().map(|(side, depth)| if side == own { depth } else { depth.saturating_add(1) });
        let depth = depth.max().unwrap_or(1);
        Expr::with_depth(node, depth)
    }

    fn with_depth(node: Node, depth: u16) -> Self {
        let node = if depth > Node::DEEPEST { Node::TooDeep } else { node };
        Expr { node, depth, of: PhantomData }
    }
}

/// What `filter` takes: an [`Expr`], of columns that may be used there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition",
    label = "write one, as `column.eq(..)`; several are combined with `&` and `|`"
)]
pub trait Condition {
    /// The source that its columns are of.
    type Of;
    #[doc(hidden)]
    fn into_expr(self) -> Expr<Self::Of>;
}

/// What [`Expr::all_of`] and [`Expr::any_of`] take: an array, a `Vec` or any other iterator of conditions on `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of conditions",
    label = "expected several, as in `[a, b]`",
    note = "two are combined with `a & b` or `a | b`"
)]
pub trait Conditions<M> {
    #[doc(hidden)]
    fn into_conditions(self) -> impl IntoIterator<Item = Expr<M>>;
}

#[diagnostic::do_not_recommend]
impl<M, I: IntoIterator<Item = Expr<M>>> Conditions<M> for I {
    fn into_conditions(self) -> impl IntoIterator<Item = Expr<M>> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<M> Condition for Expr<M> {
    type Of = M;

    fn into_expr(self) -> Expr<M> {
        self
    }
}

impl<M> Clone for Expr<M> {
    fn clone(&self) -> Self {
        Expr { node: self.node.clone(), depth: self.depth, of: PhantomData }
    }
}

impl<M> fmt::Debug for Expr<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<M: CombinesWith<N>, N> ops::BitAnd<Expr<N>> for Expr<M> {
    type Output = Expr<M::Both>;

    fn bitand(self, other: Expr<N>) -> Self::Output {
        self.and(other)
    }
}

impl<M: CombinesWith<N>, N> ops::BitOr<Expr<N>> for Expr<M> {
    type Output = Expr<M::Both>;

    fn bitor(self, other: Expr<N>) -> Self::Output {
        self.or(other)
    }
}

impl<M> ops::Not for Expr<M> {
    type Output = Self;

    fn not(self) -> Self {
        Expr::not(self)
    }
}

impl<M, N: UsableIn<M>> ops::BitAndAssign<Expr<N>> for Expr<M> {
    fn bitand_assign(&mut self, other: Expr<N>) {
        let own = mem::replace(self, Expr::of(Node::always()));
        *self = Expr::joined(own, other, Node::and);
    }
}

impl<M, N: UsableIn<M>> ops::BitOrAssign<Expr<N>> for Expr<M> {
    fn bitor_assign(&mut self, other: Expr<N>) {
        let own = mem::replace(self, Expr::of(Node::always()));
        *self = Expr::joined(own, other, Node::or);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AnyMailbox;

    #[test]
    fn a_long_chain_is_flat_and_a_deep_tree_is_refused_without_recursion() {
        let mut chain = AnyMailbox::seen.eq(true);
        for _ in 0..100_000 {
            chain &= AnyMailbox::flagged.eq(false);
        }
        assert!(matches!(&chain.node, Node::And(nodes) if nodes.len() == 100_001));

        let mut tree = AnyMailbox::seen.eq(true);
        for _ in 0..100_000 {
            tree = !(tree & AnyMailbox::flagged.eq(false));
        }
        assert!(matches!(tree.node, Node::TooDeep));
    }

    #[test]
    fn the_depth_kept_is_the_depth_of_the_tree() {
        let test = || AnyMailbox::seen.eq(true);
        for expr in [
            test(),
            test() & test() & test(),
            !(test() | test() & !test()),
            !!test(),
            Expr::all_of([test(), test() | test()]),
            Expr::any_of([]),
            (test() & test()) | (test() & test()),
        ] {
            assert_eq!(expr.depth, expr.node.depth(), "{expr:?}");
        }
    }
}
