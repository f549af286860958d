//! What may cross threads: every public type, so that none loses it unnoticed, and none is added without it.

use imap_dal::{
    Address, Affected, Analysis, Answer, AnyMailbox, Assignment, Attachment, AttachmentInfo, Canceller, Cell, Charset,
    Column, Connection, Dal, DalBuilder, DateZone, Decided, Delete, Dotted, Each, EachRows, Error, Estimate, Explain,
    Expr, InMailbox, InMailboxes, Insert, InsertMany, Keywords, Limits, MailboxInfo, MailboxName, MailboxStatus, Move,
    Moved, Needs, NewMessage, NotSender, Ordering, PerMailbox, Planned, Predicate, Profile, Progress, Query, ReadAs,
    Reason, ResumeToken, Role, Row, Rows, TextKeys, TextPart, TlsVersion, Uid, UnreadableDates, Update, WithoutUidPlus,
    kind::FreeText,
};

macro_rules! shared {
    ($($name:ident $(<$($parameter:ty),+>)?)*) => {
        const _: () = {
            const fn shared<T: Send + Sync>() {}
            $( shared::<$name $(<$($parameter),+>)?>(); )*
        };
        /// Those, and what one thread reads at a time.
        const ACROSS: &[&str] = &["Cell", "EachRows", "Rows", $(stringify!($name)),*];
    };
}
const _: () = {
    const fn sent<T: Send>() {}
    sent::<Rows<Row>>();
    sent::<EachRows<Row>>();
    sent::<Cell<'static, Marker>>();
};

/// Neither `Send` nor `Sync`: what makes sources differ is no value.
struct Marker(std::rc::Rc<()>);
type Marked = Query<AnyMailbox, Marker>;

shared! {
    Address Affected Analysis Answer AnyMailbox Assignment<Marker> Attachment AttachmentInfo Canceller Charset
    Column<Marker, FreeText> Connection Dal DalBuilder DateZone Decided Delete Dotted<Marker> Each<Marked> Error Estimate Explain Expr<Marker> InMailbox<Marker> InMailboxes<Marker> Insert InsertMany
    Keywords Limits MailboxInfo MailboxName MailboxStatus Move Moved Needs NewMessage NotSender Ordering<Marker> PerMailbox<u64> Planned Predicate Profile
    Progress Query<AnyMailbox, Marker> ReadAs<Marker, FreeText, Marker> Reason ResumeToken Role Row TextKeys
    TextPart TlsVersion Uid UnreadableDates Update WithoutUidPlus
}

/// What the crate exports that is no type of values.
const TRAITS: &[&str] = &[
    "Addresses",
    "AtRunTime",
    "Called",
    "Changes",
    "Chosen",
    "CombinesWith",
    "Compared",
    "Condition",
    "Executor",
    "Fields",
    "Fits",
    "FromColumn",
    "FromRow",
    "IgnoringCase",
    "ImapModel",
    "InCondition",
    "IntoBound",
    "IntoMailbox",
    "IntoMailboxes",
    "IntoMessages",
    "IntoOperand",
    "IntoOperands",
    "IntoText",
    "Joins",
    "Lacks",
    "Mailbox",
    "Negates",
    "NoSource",
    "OfOne",
    "OfQuery",
    "OnType",
    "Projection",
    "Readable",
    "Result",
    "Selectable",
    "SenderIsMeant",
    "Sends",
    "SortKey",
    "Source",
    "Tied",
    "Unneeded",
    "UsableIn",
];

#[test]
fn every_public_type_is_known_to_cross_threads() {
    let source = include_str!("../../imap-dal/src/lib.rs");
    let exports = source.split("pub use ").skip(1).filter_map(|rest| rest.split_once(';')).map(|(names, _)| names);
    let words = exports.flat_map(|names| names.split(|c: char| !(c.is_alphanumeric() || c == '_')));
    let types = words.filter(|word| word.starts_with(char::is_uppercase));
    let forgotten: Vec<_> = types.filter(|name| !ACROSS.contains(name) && !TRAITS.contains(name)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
    drop(Marker(std::rc::Rc::default()).0);
}
