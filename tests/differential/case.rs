//! One query to try: built for imap-dal, and made smaller when it fails.

use crate::expression::Tree;
use imap_dal::{AnyMailbox, Ordering, Query};

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Case {
    pub(crate) tree: Tree,
    pub(crate) order: Vec<(String, bool)>,
    pub(crate) offset: u64,
    pub(crate) limit: Option<u64>,
    pub(crate) exact: bool,
}

impl Case {
    pub(crate) fn query(&self, mailbox: &str) -> Query<AnyMailbox> {
        let mut query = AnyMailbox::in_mailbox(mailbox).filter(self.tree.expr());
        for (column, descending) in &self.order {
            query = query.order_by(ordering(column, *descending));
        }
        if self.offset > 0 {
            query = query.offset(self.offset);
        }
        if let Some(limit) = self.limit {
            query = query.limit(limit);
        }
        if self.exact { query.exact() } else { query }
    }

    /// As it would be written.
    pub(crate) fn rust(&self) -> String {
        let mut text = format!("AnyMailbox::in_mailbox(mailbox).filter({})", self.tree.rust());
        for (column, descending) in &self.order {
            let column = match column.split_once(':') {
                Some((_, name)) => format!("header({name:?})"),
                None => column.clone(),
            };
            text += &format!(".order_by(AnyMailbox::{column}.{}())", if *descending { "desc" } else { "asc" });
        }
        if self.offset > 0 {
            text += &format!(".offset({})", self.offset);
        }
        if let Some(limit) = self.limit {
            text += &format!(".limit({limit})");
        }
        if self.exact { text + ".exact()" } else { text }
    }

    /// Smaller ones that are tried when this one fails, the smallest first.
    pub(crate) fn smaller(&self) -> Vec<Case> {
        let mut all = Vec::new();
        if self.offset > 0 || self.limit.is_some() {
            all.push(Case { offset: 0, limit: None, ..self.clone() });
            all.push(Case { offset: 0, ..self.clone() });
            all.push(Case { limit: None, ..self.clone() });
        }
        for at in 0..self.order.len() {
            let mut case = self.clone();
            case.order.remove(at);
            all.push(case);
        }
        all.extend(self.tree.smaller().into_iter().map(|tree| Case { tree, ..self.clone() }));
        all
    }
}

fn ordering(column: &str, descending: bool) -> Ordering<AnyMailbox> {
    type M = AnyMailbox;
    macro_rules! by {
        ($column:expr) => {
            if descending { $column.desc() } else { $column.asc() }
        };
    }
    if let Some(name) = column.strip_prefix("header:") {
        return by!(M::header(name));
    }
    match column {
        "uid" => by!(M::uid),
        "size" => by!(M::size),
        "created" => by!(M::created),
        "sent" => by!(M::sent),
        "saved" => by!(M::saved),
        "subject" => by!(M::subject),
        "sender" => by!(M::sender),
        "to" => by!(M::to),
        "cc" => by!(M::cc),
        "bcc" => by!(M::bcc),
        "reply_to" => by!(M::reply_to),
        other => unreachable!("no order by {other}"),
    }
}
