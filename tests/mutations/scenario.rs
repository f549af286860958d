//! The mutations that are tried, each with what it asks for, written by hand.

use super::place::{HERE, THERE_NAME};
use imap_dal::{Affected, Each, Moved, NewMessage, PerMailbox, Result, WithoutUidPlus, prelude::*};

type M = AnyMailbox;

/// What a mutation asks for its targets.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    Stored {
        add: &'static [&'static str],
        remove: &'static [&'static str],
    },
    Deleted,
    Moved,
    Copied,
    /// These messages, once each, in the first mailbox; nothing of the others.
    Inserted(Vec<Vec<u8>>),
}

/// A mutation on a server without some capabilities.
#[derive(Clone)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) without: &'static [&'static str],
    pub(crate) asked: Asked,
    /// Which of [`MESSAGES`] it is for.
    pub(crate) targets: &'static [usize],
    pub(crate) run: Run,
}

/// Runs a mutation; how it ended in each mailbox that it is for, or in all of them.
type Run = fn(&Dal) -> Vec<Result<Count>>;

/// How many messages a mutation told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) matched: u64,
    pub(crate) changed: u64,
}

const NO_CONDSTORE: &[&str] = &["CONDSTORE", "QRESYNC"];

/// The messages, each with the number of its mailbox in [`HERE`] and its flags. Targets have the same size and date, and no
/// id: only their octets tell them apart, and in two mailboxes not even these.
pub(crate) const MESSAGES: [(usize, &[u8], &[&str]); 6] = [
    (0, b"From: a@x.org\r\nSubject: s\r\n\r\none\r\n", &["\\Flagged"]),
    (0, b"From: b@x.org\r\nSubject: s\r\n\r\ntwo\r\n", &["\\Deleted"]),
    (0, b"From: a@x.org\r\nSubject: s\r\n\r\nsix\r\n", &["\\Flagged", "Own"]),
    (0, b"From: a@x.org\r\nSubject: s\r\n\r\nten\r\n", &[]),
    (1, b"From: a@x.org\r\nSubject: s\r\n\r\none\r\n", &["\\Flagged", "\\Answered"]),
    (1, b"From: a@x.org\r\nSubject: s\r\n\r\nfyi\r\n", &["\\Deleted"]),
];

/// Which of [`MESSAGES`] a mutation of the first mailbox is for, and one of both.
const IN_ONE: &[usize] = &[0, 2];
const IN_BOTH: &[usize] = &[0, 2, 4];

/// What is in the mailbox that messages go to: one like a target.
pub(crate) const THERE: (&[u8], &[&str]) = (MESSAGES[0].1, &["\\Seen"]);

/// When all of them arrived.
pub(crate) const DATE: &str = "05-Mar-2026 09:30:00 +0000";

impl Scenario {
    fn new(name: &'static str, without: &'static [&'static str], asked: Asked, run: Run) -> Self {
        Scenario { name, without, asked, targets: IN_ONE, run }
    }

    /// For both mailboxes.
    fn in_both(self) -> Self {
        Scenario { targets: IN_BOTH, ..self }
    }

    /// How many messages are meant in a mailbox.
    pub(crate) fn meant(&self, mailbox: usize) -> u64 {
        match &self.asked {
            Asked::Inserted(messages) => messages.len() as u64,
            _ => self.targets.iter().filter(|number| MESSAGES[**number].0 == mailbox).count() as u64,
        }
    }
}

impl From<Affected> for Count {
    fn from(Affected { matched, changed, .. }: Affected) -> Self {
        Count { matched, changed }
    }
}

impl From<Moved> for Count {
    fn from(Moved { matched, uids, .. }: Moved) -> Self {
        // Without UIDPLUS nobody tells.
        Count { matched, changed: if uids.is_empty() { matched } else { uids.len() as u64 } }
    }
}

impl From<Vec<Uid>> for Count {
    fn from(inserted: Vec<Uid>) -> Self {
        assert!(inserted.is_sorted(), "in the order of the messages: {inserted:?}");
        Count { matched: inserted.len() as u64, changed: inserted.len() as u64 }
    }
}

pub(crate) fn one<T: Into<Count>>(done: Result<T>) -> Vec<Result<Count>> {
    vec![done.map(Into::into)]
}

pub(crate) fn each<T: Into<Count>>(done: Result<PerMailbox<T>>) -> Vec<Result<Count>> {
    match done {
        Ok(outcomes) => outcomes.into_iter().map(|(_, outcome)| outcome.map(Into::into)).collect(),
        Err(error) => vec![Err(error)],
    }
}

fn condition() -> Expr<M> {
    M::sender.eq("a@x.org") & M::flagged.eq(true)
}

fn targets() -> Query<M> {
    M::in_mailbox(HERE[0]).filter(condition())
}

fn everywhere() -> Each<Query<M>> {
    M::in_mailboxes(*HERE).filter(condition())
}

/// One with an id, and one without that is as large as another.
fn inserted(number: u32) -> Vec<u8> {
    let id = if number.is_multiple_of(2) { format!("Message-ID: <{number}@x.org>\r\n") } else { String::new() };
    format!("Subject: new\r\n{id}\r\n{number}\r\n").into_bytes()
}

fn many() -> Vec<Vec<u8>> {
    (1..=3).map(inserted).collect()
}

const INSERT: Run = |dal| {
    let message = NewMessage::from_rfc822(inserted(2)).seen(true);
    one(M::in_mailbox(HERE[0]).insert(message).execute(dal).map(|uid| vec![uid]))
};

const INSERT_WITHOUT_ID: Run =
    |dal| one(M::in_mailbox(HERE[0]).insert(NewMessage::from_rfc822(inserted(1))).execute(dal).map(|uid| vec![uid]));

const INSERT_MANY: Run =
    |dal| one(M::in_mailbox(HERE[0]).insert_many(many().into_iter().map(NewMessage::from_rfc822)).execute(dal));

const UPDATE: Run = |dal| one(targets().update((M::seen.set(true), M::keyword("$Paid").set(true))).execute(dal));

const SET_AND_CLEAR: Run = |dal| one(targets().update((M::seen.set(true), M::flagged.set(false))).execute(dal));

/// The same messages, known by what no STORE changes.
const SET_AND_CLEAR_BY_CONTENT: Run = |dal| {
    let targets = M::in_mailbox(HERE[0]).filter(M::content.contains("one") | M::content.contains("six"));
    one(targets.update((M::seen.set(true), M::flagged.set(false))).execute(dal))
};

const DELETE: Run = |dal| one(targets().delete().execute(dal));

const LEAVE_MARKED: Run = |dal| one(targets().delete().without_uidplus(WithoutUidPlus::LeaveMarked).execute(dal));

const MOVE: Run = |dal| one(targets().move_to(*THERE_NAME).execute(dal));

const TRASH: Run = |dal| one(targets().trash().execute(dal));

const COPY: Run = |dal| one(targets().copy_to(*THERE_NAME).execute(dal));

const DELETE_AS_PLANNED: Run = |dal| {
    let delete = targets().delete();
    one(delete.plan(dal).and_then(|planned| delete.execute_plan(dal, planned)))
};

const UPDATE_BOTH: Run =
    |dal| each(everywhere().update((M::seen.set(true), M::keyword("$Paid").set(true))).execute(dal));

const DELETE_BOTH: Run = |dal| each(everywhere().delete().execute(dal));

const MOVE_BOTH: Run = |dal| each(everywhere().move_to(*THERE_NAME).execute(dal));

const TRASH_BOTH: Run = |dal| each(everywhere().trash().execute(dal));

const COPY_BOTH: Run = |dal| each(everywhere().copy_to(*THERE_NAME).execute(dal));

const PAID: Asked = Asked::Stored { add: &["\\Seen", "$Paid"], remove: &[] };
const UNFLAGGED: Asked = Asked::Stored { add: &["\\Seen"], remove: &["\\Flagged"] };
const MARKED: Asked = Asked::Stored { add: &["\\Deleted"], remove: &[] };

/// What a second client interferes with.
pub(crate) fn interleaved() -> Vec<Scenario> {
    vec![
        Scenario::new("update", &[], PAID, UPDATE),
        Scenario::new("update without CONDSTORE", NO_CONDSTORE, PAID, UPDATE),
        Scenario::new("set and clear", &[], UNFLAGGED, SET_AND_CLEAR),
        Scenario::new("set and clear without CONDSTORE", NO_CONDSTORE, UNFLAGGED, SET_AND_CLEAR),
        Scenario::new("delete", &[], Asked::Deleted, DELETE),
        Scenario::new("delete without CONDSTORE", NO_CONDSTORE, Asked::Deleted, DELETE),
        Scenario::new("delete without UIDPLUS", &["UIDPLUS"], MARKED, LEAVE_MARKED),
        Scenario::new("move", &[], Asked::Moved, MOVE),
        Scenario::new("move without MOVE", &["MOVE"], Asked::Moved, MOVE),
        Scenario::new("move without MOVE and CONDSTORE", &["MOVE", "CONDSTORE", "QRESYNC"], Asked::Moved, MOVE),
        Scenario::new("trash", &[], Asked::Moved, TRASH),
        Scenario::new("copy", &[], Asked::Copied, COPY),
        Scenario::new("copy without UIDPLUS and CONDSTORE", &["UIDPLUS", "CONDSTORE", "QRESYNC"], Asked::Copied, COPY),
        Scenario::new("update in both", &[], PAID, UPDATE_BOTH).in_both(),
        Scenario::new("update in both without CONDSTORE", NO_CONDSTORE, PAID, UPDATE_BOTH).in_both(),
        Scenario::new("delete in both", &[], Asked::Deleted, DELETE_BOTH).in_both(),
        Scenario::new("delete in both without CONDSTORE", NO_CONDSTORE, Asked::Deleted, DELETE_BOTH).in_both(),
        Scenario::new("move from both", &[], Asked::Moved, MOVE_BOTH).in_both(),
        Scenario::new("trash from both without MOVE", &["MOVE"], Asked::Moved, TRASH_BOTH).in_both(),
        Scenario::new("copy from both", &[], Asked::Copied, COPY_BOTH).in_both(),
    ]
}

/// What is broken, stalled and refused at every point.
pub(crate) fn scenarios() -> Vec<Scenario> {
    let insert = || Asked::Inserted(vec![inserted(2)]);
    vec![
        Scenario::new("update", &[], PAID, UPDATE),
        Scenario::new("set and clear", &[], UNFLAGGED, SET_AND_CLEAR),
        Scenario::new("set and clear without CONDSTORE", NO_CONDSTORE, UNFLAGGED, SET_AND_CLEAR),
        Scenario::new("set and clear where no flag decides", &[], UNFLAGGED, SET_AND_CLEAR_BY_CONTENT),
        Scenario::new("delete", &[], Asked::Deleted, DELETE),
        Scenario::new("delete without CONDSTORE", NO_CONDSTORE, Asked::Deleted, DELETE),
        Scenario::new("delete without UIDPLUS", &["UIDPLUS"], MARKED, LEAVE_MARKED),
        Scenario::new("delete as planned", &[], Asked::Deleted, DELETE_AS_PLANNED),
        Scenario::new("move", &[], Asked::Moved, MOVE),
        Scenario::new("move without MOVE", &["MOVE"], Asked::Moved, MOVE),
        Scenario::new("move without MOVE and CONDSTORE", &["MOVE", "CONDSTORE", "QRESYNC"], Asked::Moved, MOVE),
        Scenario::new("trash", &[], Asked::Moved, TRASH),
        Scenario::new("copy", &[], Asked::Copied, COPY),
        Scenario::new("copy without UIDPLUS", &["UIDPLUS"], Asked::Copied, COPY),
        Scenario::new("insert", &[], insert(), INSERT),
        Scenario::new("insert without UIDPLUS and LITERAL+", &["UIDPLUS", "LITERAL+"], insert(), INSERT),
        Scenario::new("insert without an id", &["UIDPLUS"], Asked::Inserted(vec![inserted(1)]), INSERT_WITHOUT_ID),
        Scenario::new("insert many", &[], Asked::Inserted(many()), INSERT_MANY),
        Scenario::new("insert many without MULTIAPPEND", &["MULTIAPPEND"], Asked::Inserted(many()), INSERT_MANY),
        Scenario::new(
            "insert many without extensions",
            &["MULTIAPPEND", "UIDPLUS", "LITERAL+"],
            Asked::Inserted(many()),
            INSERT_MANY,
        ),
        Scenario::new("update in both", &[], PAID, UPDATE_BOTH).in_both(),
        Scenario::new("delete in both", &[], Asked::Deleted, DELETE_BOTH).in_both(),
        Scenario::new("move from both", &[], Asked::Moved, MOVE_BOTH).in_both(),
        Scenario::new("trash from both without MOVE", &["MOVE"], Asked::Moved, TRASH_BOTH).in_both(),
    ]
}
