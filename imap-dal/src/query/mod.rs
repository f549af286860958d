//! What the caller asks, as values: typed shells over one untyped tree. Nothing here talks to a server: what
//! runs it hands over to `execute`.

mod any_mailbox;
mod assignment;
mod attachment;
mod each;
mod expr;
mod functions;
mod mailbox_name;
mod mutation;
mod node;
mod operand;
mod ordering;
mod projection;
#[allow(clippy::module_inception)]
mod query;
mod request;
mod source;
mod wording;

pub use any_mailbox::AnyMailbox;
pub use assignment::{Assignment, Changes};
pub(crate) use assignment::{Change, Verb};
pub use each::{Each, InMailboxes};
pub use expr::{Condition, Expr};
pub(crate) use mailbox_name::Which;
pub use mailbox_name::{IntoMailbox, IntoMailboxes, MailboxName};
pub(crate) use mutation::Target;
pub use mutation::{Delete, Insert, InsertMany, IntoMessages, Move, Update, WithoutUidPlus};
pub(crate) use node::{Node, Operator};
pub(crate) use operand::Operand;
pub use operand::{IntoBound, IntoOperand, IntoOperands};
pub(crate) use ordering::OrderKey;
pub use ordering::{Ordering, SortKey};
pub use projection::Projection;
pub use query::Query;
pub(crate) use query::Read;
pub(crate) use request::Request;
pub use source::{CombinesWith, Fits, InMailbox, Joins, Mailbox, Source, Tied, UsableIn};
pub use wording::{
    AtRunTime, Called, Chosen, Compared, Dotted, IgnoringCase, InCondition, Lacks, Negates, NoSource, NotSender, OfOne,
    OfQuery, OnType, SenderIsMeant, Unneeded, words,
};
