//! The mutations that are tried, each with what it asks for, written by hand.

use imap_dal::{Affected, NewMessage, Result, WithoutUidPlus, prelude::*};

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
    /// These messages, once each; nothing of the others.
    Inserted(Vec<Vec<u8>>),
}

/// A mutation on a server without some capabilities.
#[derive(Clone)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) without: &'static [&'static str],
    pub(crate) asked: Asked,
    /// Runs it on the mailbox "box"; messages go to "to".
    pub(crate) run: fn(&Dal) -> Result<()>,
}

const NO_CONDSTORE: &[&str] = &["CONDSTORE", "QRESYNC"];

/// The messages of the mailbox, with their flags: the first and the third are the targets of every mutation. Both have the
/// same size and date, and no id: only their octets tell them apart.
pub(crate) const MESSAGES: [(&[u8], &[&str]); 4] = [
    (b"From: a@x.org\r\nSubject: s\r\n\r\none\r\n", &["\\Flagged"]),
    (b"From: b@x.org\r\nSubject: s\r\n\r\ntwo\r\n", &["\\Deleted"]),
    (b"From: a@x.org\r\nSubject: s\r\n\r\nsix\r\n", &["\\Flagged", "Own"]),
    (b"From: a@x.org\r\nSubject: s\r\n\r\nten\r\n", &[]),
];

/// Which of [`MESSAGES`] are targets.
pub(crate) const TARGETS: [usize; 2] = [0, 2];

/// What is in the other mailbox before: one like a target.
pub(crate) const THERE: (&[u8], &[&str]) = (MESSAGES[0].0, &["\\Seen"]);

/// When all of them arrived.
pub(crate) const DATE: &str = "05-Mar-2026 09:30:00 +0000";

fn targets() -> Query<M> {
    M::in_mailbox("box").filter(M::sender.eq("a@x.org") & M::flagged.eq(true))
}

/// One with an id, and one without that is as large as another.
fn inserted(number: u32) -> Vec<u8> {
    let id = if number.is_multiple_of(2) { format!("Message-ID: <{number}@x.org>\r\n") } else { String::new() };
    format!("Subject: new\r\n{id}\r\n{number}\r\n").into_bytes()
}

fn many() -> Vec<Vec<u8>> {
    (1..=3).map(inserted).collect()
}

fn insert(dal: &Dal) -> Result<()> {
    let message = NewMessage::from_rfc822(inserted(2)).seen(true);
    M::in_mailbox("box").insert(message).execute(dal).map(drop)
}

fn insert_without_id(dal: &Dal) -> Result<()> {
    M::in_mailbox("box").insert(NewMessage::from_rfc822(inserted(1))).execute(dal).map(drop)
}

fn insert_many(dal: &Dal) -> Result<()> {
    let uids = M::in_mailbox("box").insert_many(many().into_iter().map(NewMessage::from_rfc822)).execute(dal)?;
    assert!(uids.is_sorted() && uids.len() == 3, "{uids:?}");
    Ok(())
}

/// All went well, or there is no result.
fn whole(done: Result<Affected>) -> Result<()> {
    let done = done?;
    // Between search and change a message may have been looked at twice, never lost sight of.
    assert_eq!((done.matched, done.changed), (2, 2), "{done:?}");
    Ok(())
}

fn update(dal: &Dal) -> Result<()> {
    whole(targets().update((M::seen.set(true), M::keyword("$Paid").set(true))).execute(dal))
}

fn update_both(dal: &Dal) -> Result<()> {
    whole(targets().update((M::seen.set(true), M::flagged.set(false))).execute(dal))
}

fn delete(dal: &Dal) -> Result<()> {
    whole(targets().delete().execute(dal))
}

fn leave_marked(dal: &Dal) -> Result<()> {
    whole(targets().delete().without_uidplus(WithoutUidPlus::LeaveMarked).execute(dal))
}

fn move_all(dal: &Dal) -> Result<()> {
    targets().move_to("to").execute(dal).map(|moved| assert_eq!(moved.uids.len(), 2))
}

fn copy(dal: &Dal) -> Result<()> {
    targets().copy_to("to").execute(dal).map(|copied| assert_eq!(copied.matched, 2))
}

fn planned(dal: &Dal) -> Result<()> {
    let delete = targets().delete();
    let planned = delete.plan(dal)?;
    whole(delete.execute_plan(dal, planned))
}

/// What a second client interferes with: the same changes, which may now find more or fewer messages, or be given up.
pub(crate) fn interleaved() -> Vec<Scenario> {
    let scenario = |name, without, asked, run| Scenario { name, without, asked, run };
    let update: fn(&Dal) -> Result<()> =
        |dal| targets().update((M::seen.set(true), M::keyword("$Paid").set(true))).execute(dal).map(drop);
    let both: fn(&Dal) -> Result<()> =
        |dal| targets().update((M::seen.set(true), M::flagged.set(false))).execute(dal).map(drop);
    let delete: fn(&Dal) -> Result<()> = |dal| targets().delete().execute(dal).map(drop);
    let marked: fn(&Dal) -> Result<()> =
        |dal| targets().delete().without_uidplus(WithoutUidPlus::LeaveMarked).execute(dal).map(drop);
    let moved: fn(&Dal) -> Result<()> = |dal| targets().move_to("to").execute(dal).map(drop);
    let copied: fn(&Dal) -> Result<()> = |dal| targets().copy_to("to").execute(dal).map(drop);
    let paid = || Asked::Stored { add: &["\\Seen", "$Paid"], remove: &[] };
    let unflagged = || Asked::Stored { add: &["\\Seen"], remove: &["\\Flagged"] };
    let deleted = || Asked::Stored { add: &["\\Deleted"], remove: &[] };
    vec![
        scenario("update", &[], paid(), update),
        scenario("update without CONDSTORE", NO_CONDSTORE, paid(), update),
        scenario("set and clear", &[], unflagged(), both),
        scenario("set and clear without CONDSTORE", NO_CONDSTORE, unflagged(), both),
        scenario("delete", &[], Asked::Deleted, delete),
        scenario("delete without CONDSTORE", NO_CONDSTORE, Asked::Deleted, delete),
        scenario("delete without UIDPLUS", &["UIDPLUS"], deleted(), marked),
        scenario("move", &[], Asked::Moved, moved),
        scenario("move without MOVE", &["MOVE"], Asked::Moved, moved),
        scenario("move without MOVE and CONDSTORE", &["MOVE", "CONDSTORE", "QRESYNC"], Asked::Moved, moved),
        scenario("copy", &[], Asked::Copied, copied),
        scenario("copy without UIDPLUS and CONDSTORE", &["UIDPLUS", "CONDSTORE", "QRESYNC"], Asked::Copied, copied),
    ]
}

/// All of them.
pub(crate) fn scenarios() -> Vec<Scenario> {
    let scenario = |name, without, asked, run| Scenario { name, without, asked, run };
    let paid = Asked::Stored { add: &["\\Seen", "$Paid"], remove: &[] };
    let both = Asked::Stored { add: &["\\Seen"], remove: &["\\Flagged"] };
    let marked = Asked::Stored { add: &["\\Deleted"], remove: &[] };
    vec![
        scenario("update", &[], paid, update),
        scenario("update, set and clear", &[], both.clone(), update_both),
        scenario("update, set and clear, without CONDSTORE", NO_CONDSTORE, both, update_both),
        scenario("delete", &[], Asked::Deleted, delete),
        scenario("delete without CONDSTORE", NO_CONDSTORE, Asked::Deleted, delete),
        scenario("delete without UIDPLUS", &["UIDPLUS"], marked, leave_marked),
        scenario("delete as planned", &[], Asked::Deleted, planned),
        scenario("move", &[], Asked::Moved, move_all),
        scenario("move without MOVE", &["MOVE"], Asked::Moved, move_all),
        scenario("move without MOVE and CONDSTORE", &["MOVE", "CONDSTORE", "QRESYNC"], Asked::Moved, move_all),
        scenario("copy", &[], Asked::Copied, copy),
        scenario("copy without UIDPLUS", &["UIDPLUS"], Asked::Copied, copy),
        scenario("insert", &[], Asked::Inserted(vec![inserted(2)]), insert),
        scenario(
            "insert without UIDPLUS and LITERAL+",
            &["UIDPLUS", "LITERAL+"],
            Asked::Inserted(vec![inserted(2)]),
            insert,
        ),
        scenario("insert without an id", &["UIDPLUS"], Asked::Inserted(vec![inserted(1)]), insert_without_id),
        scenario("insert many", &[], Asked::Inserted(many()), insert_many),
        scenario("insert many without MULTIAPPEND", &["MULTIAPPEND"], Asked::Inserted(many()), insert_many),
        scenario(
            "insert many without extensions",
            &["MULTIAPPEND", "UIDPLUS", "LITERAL+"],
            Asked::Inserted(many()),
            insert_many,
        ),
    ]
}
