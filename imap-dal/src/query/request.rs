//! What a query asks, untyped: what the engine plans and runs.

use super::{MailboxName, Node, OrderKey};
use crate::row::Wanted;
use std::fmt;

/// A query without its types.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) mailbox: MailboxName,
    /// Decides which messages; `Node::always` where none was given.
    pub(crate) condition: Node,
    /// Whether `all()` was written: then a mutation may touch every message.
    pub(crate) all: bool,
    /// The sort keys; ascending uid is always the last one.
    pub(crate) order: Vec<OrderKey>,
    /// How many rows are left out first.
    pub(crate) offset: u64,
    /// At most so many rows, after `offset`.
    pub(crate) limit: Option<u64>,
    /// Whether everything is decided here that the server decides otherwise than documented.
    pub(crate) exact: bool,
    /// The most octets of mail that may be read.
    pub(crate) max_bytes: Option<u64>,
    /// What the rows need.
    pub(crate) wanted: Wanted,
}

impl fmt::Debug for Request {
    /// As written in Rust: `in_mailbox("INBOX").filter(seen.eq(false)).order_by(uid.desc()).limit(10)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in_mailbox({:?})", self.mailbox)?;
        let unconditional = matches!(&self.condition, Node::And(nodes) if nodes.is_empty());
        if self.all || unconditional {
            f.write_str(".all()")?;
        }
        if !unconditional {
            write!(f, ".filter({:?})", self.condition)?;
        }
        for by in &self.order {
            write!(f, ".order_by({by:?})")?;
        }
        if let Some(n) = self.limit {
            write!(f, ".limit({n})")?;
        }
        if self.offset > 0 {
            write!(f, ".offset({})", self.offset)?;
        }
        if self.exact {
            f.write_str(".exact()")?;
        }
        if let Some(n) = self.max_bytes {
            write!(f, ".max_bytes({n})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::AnyMailbox as M;

    #[test]
    fn a_query_shows_as_it_is_written() {
        let query = M::in_mailbox("Archive/2026").filter(M::seen.eq(false)).order_by(M::created.desc());
        let query = query.order_by(M::size.asc()).limit(10).offset(20).exact().max_bytes(5);
        let text = r#"in_mailbox("Archive/2026").filter(seen.eq(false)).order_by(created.desc()).order_by(size.asc()).limit(10).offset(20).exact().max_bytes(5)"#;
        assert_eq!(format!("{query:?}"), text);
        let all = M::in_mailbox("INBOX").all();
        assert_eq!(format!("{all:?}"), r#"in_mailbox("INBOX").all()"#);
        assert_eq!(format!("{:?}", all.filter(M::size.gt(1))), r#"in_mailbox("INBOX").all().filter(size.gt(1))"#);
    }
}
