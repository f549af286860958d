//! Which columns of a message must be at hand to decide a condition or an order.

use super::{Node, OrderKey};
use crate::schema::{Fixed, Key};

impl Node {
    /// The columns of the message that it reads, each once, in the order of their first appearance. What
    /// `attachments.any(..)` tests are values of `attachments`.
    pub(crate) fn columns(&self) -> Vec<Key> {
        let mut columns = Vec::new();
        self.add_columns(&mut columns);
        columns
    }

    fn add_columns(&self, columns: &mut Vec<Key>) {
        match self {
            Node::Test { key, .. } | Node::Any { key, .. } if columns.contains(key) => {}
            Node::Test { key, .. } | Node::Any { key, .. } => columns.push(*key),
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| node.add_columns(columns)),
            Node::Not(node) => node.add_columns(columns),
            Node::TooDeep => {}
        }
    }
}

impl OrderKey {
    /// The columns that it reads: where there is no usable `sent`, `created` takes its place. The uid, which is the last
    /// key of every order, comes with every row.
    pub(crate) fn columns(self) -> impl Iterator<Item = Key> {
        let fallback = (self.key == Key::Fixed(Fixed::sent)).then_some(Key::Fixed(Fixed::created));
        [self.key].into_iter().chain(fallback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnyMailbox, AttachmentInfo, Expr};

    fn names(columns: impl IntoIterator<Item = Key>) -> Vec<String> {
        columns.into_iter().map(|column| column.to_string()).collect()
    }

    #[test]
    fn each_column_is_named_once_in_order() {
        let condition = AnyMailbox::subject.contains("a")
            & !(AnyMailbox::header("List-Id").is_some() | AnyMailbox::subject.contains("b"))
            & AnyMailbox::text.contains("c")
            & AnyMailbox::keyword("$Junk").eq(true);
        let expected = ["subject", "header \"List-Id\"", "text", "keyword \"$Junk\""];
        assert_eq!(names(condition.into_node().columns()), expected);
        assert!(Node::always().columns().is_empty());
    }

    #[test]
    fn a_test_of_attachments_reads_attachments() {
        let named: Expr<AttachmentInfo> = AttachmentInfo::name.ends_with(".pdf");
        let any = Node::Any { key: Key::Fixed(Fixed::attachments), condition: Box::new(named.into_node()) };
        assert_eq!(names(any.columns()), ["attachments"]);
    }

    #[test]
    fn an_order_by_sent_falls_back_to_created() {
        assert_eq!(names(AnyMailbox::sent.desc().key().columns()), ["sent", "created"]);
        assert_eq!(names(AnyMailbox::subject.asc().key().columns()), ["subject"]);
        assert_eq!(names(AnyMailbox::uid.desc().key().columns()), ["uid"]);
    }
}
