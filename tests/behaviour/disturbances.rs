//! What a server and other clients do in the middle of a query: no row is lost to it, none made up.

use crate::given::{Given, numbers, refused};
use imap_dal::{Error, Result, prelude::*};
use std::sync::{Arc, Mutex};

type M = AnyMailbox;
type Titles = Query<M, (Uid, Option<String>)>;

fn given() -> Given {
    Given::subjects("disturbed", &["one", "two", "three", "four"])
}

fn titles(given: &Given, condition: Expr<M>) -> Titles {
    given.source().filter(condition).select((M::uid, M::subject))
}

fn load(query: &Titles, on: &impl Executor) -> Result<Vec<(u32, String)>> {
    let rows = query.load(on)?;
    Ok(rows.into_iter().map(|(uid, subject)| (uid.get(), subject.unwrap_or_default())).collect())
}

fn row(uid: u32, subject: &str) -> (u32, String) {
    (uid, subject.to_owned())
}

#[test]
fn a_failed_search_never_gives_the_rows_of_the_one_before() {
    let given = given();
    let header = "Subject: one\r\n\r\n";
    let old = format!("* 1 FETCH (UID 1 BODY[HEADER.FIELDS (SUBJECT)] {{{}}}\r\n{header})\r\n", header.len());
    for refusal in ["NO not now", "BAD what"] {
        let (dal, proxy) = given.through(given.proxy());
        let connection = dal.connection().unwrap();
        assert_eq!(load(&titles(&given, M::uid.le(2)), &connection).unwrap(), [row(1, "one"), row(2, "two")]);
        // The result kept by the server is still the old one.
        proxy.answer("UID SEARCH", &format!("<tag> {refusal}\r\n"));
        proxy.answer("UID FETCH $", &format!("{old}<tag> OK done\r\n"));
        let answer = load(&titles(&given, M::flagged.eq(true)), &connection);
        match refused(answer) {
            Error::No { command, mailbox, .. } | Error::Bad { command, mailbox, .. } => {
                assert_eq!((command, mailbox.as_deref()), ("UID SEARCH", Some(given.name.as_str())));
            }
            other => panic!("{refusal}: {other:?}"),
        }
        assert_eq!(load(&titles(&given, M::uid.eq(4)), &connection).unwrap(), [row(4, "four")], "{refusal}");
        assert_eq!(proxy.connections(), 1);
    }
}

#[test]
fn a_charset_that_is_refused_is_done_without() {
    let mut given = given();
    given.append(&["Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?="], "x");
    let (dal, proxy) = given.through(given.proxy());
    let query = titles(&given, M::subject.contains("grüße"));
    for _ in 0..2 {
        proxy.answer("CHARSET", "<tag> NO [BADCHARSET (US-ASCII)] what\r\n");
        assert_eq!(load(&query, &dal).unwrap(), [row(5, "Grüße")]);
    }
    let asked = proxy.commands().iter().filter(|command| command.contains("CHARSET")).count();
    assert_eq!(asked, 1, "the refusal is remembered: {:?}", proxy.commands());
}

#[test]
fn a_failed_fetch_is_an_error_and_the_connection_goes_on() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy());
    let connection = dal.connection().unwrap();
    proxy.answer("UID FETCH", "<tag> NO [SERVERBUG] disk\r\n");
    let error = refused(load(&titles(&given, M::uid.le(2)), &connection));
    assert!(matches!(error, Error::No { command: "UID FETCH", .. }), "{error:?}");
    assert_eq!(error.code(), Some("SERVERBUG"));
    assert_eq!(load(&titles(&given, M::uid.eq(4)), &connection).unwrap(), [row(4, "four")]);
}

#[test]
fn a_refused_examine_is_the_error_not_its_echoes() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy());
    let connection = dal.connection().unwrap();
    proxy.answer("EXAMINE", "<tag> NO [NOPERM] not yours\r\n");
    let error = refused(load(&titles(&given, M::uid.le(2)), &connection));
    assert!(matches!(error, Error::No { command: "EXAMINE", .. }), "{error:?}");
    assert_eq!((error.code(), error.mailbox()), (Some("NOPERM"), Some(given.name.as_str())));
    assert_eq!(given.source().all().count(&connection).unwrap(), 4);
}

#[test]
fn news_among_the_rows_is_not_rows() {
    let given = given();
    let news = "* 9 EXISTS\r\n* 0 RECENT\r\n* 9 FETCH (UID 9 FLAGS (\\Seen))\r\n* 4 FETCH (FLAGS (\\Flagged))\r\n\
                * 3 FETCH (UID 3 MODSEQ (77) FLAGS ())\r\n* XODD (1 2) {3}\r\nabc\r\n* OK [ALERT] é {5}\r\n* FLAGS (a)\r\n";
    for before in ["* ESEARCH", "* 1 FETCH", "* 2 FETCH", "OK Fetch"] {
        let (dal, _proxy) = given.through(given.proxy().inject_before(before, news));
        let query = titles(&given, M::uid.is_in([1, 2, 4]));
        let expected = [row(1, "one"), row(2, "two"), row(4, "four")];
        assert_eq!(load(&query, &dal).unwrap(), expected, "before {before}");
        let streamed = query.stream(&dal).unwrap().map(|row| row.unwrap().0);
        assert_eq!(numbers(streamed), [1, 2, 4], "before {before}");
    }
}

#[test]
fn news_of_a_row_does_not_take_its_values() {
    let given = given();
    let news = "* 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ (9))\r\n";
    for before in ["* 1 FETCH", "* 2 FETCH", "* 3 FETCH", "OK Fetch"] {
        let (dal, _proxy) = given.through(given.proxy().inject_before(before, news));
        let all = [row(1, "one"), row(2, "two"), row(3, "three"), row(4, "four")];
        assert_eq!(load(&given.source().all().select((M::uid, M::subject)), &dal).unwrap(), all, "before {before}");
    }
}

#[test]
fn an_expunge_among_the_rows_takes_no_other_row() {
    let given = given();
    // Sequence numbers shift, uids do not.
    for before in ["* ESEARCH", "* 2 FETCH", "OK Fetch"] {
        let (dal, _proxy) = given.through(given.proxy().inject_before(before, "* 1 EXPUNGE\r\n"));
        let expected = [row(2, "two"), row(3, "three"), row(4, "four")];
        assert_eq!(load(&titles(&given, M::uid.ge(2)), &dal).unwrap(), expected, "before {before}");
    }
}

#[test]
fn a_count_of_messages_does_not_come_from_another_search() {
    let given = given();
    for stray in ["* ESEARCH (TAG \"x9\") UID COUNT 77\r\n", "* ESEARCH (TAG \"x9\") UID ALL 4\r\n"] {
        let (dal, _proxy) = given.through(given.proxy().inject_before("* ESEARCH", stray));
        let query = given.source().filter(M::uid.le(3));
        assert_eq!(query.count(&dal).unwrap(), 3, "{stray}");
        let (dal, _proxy) = given.through(given.proxy().inject_before("* ESEARCH", stray));
        assert_eq!(numbers(query.uids(&dal).unwrap()), [1, 2, 3], "{stray}");
        let (dal, _proxy) = given.through(given.proxy().inject_before("* ESEARCH", stray));
        assert_eq!(load(&query.select((M::uid, M::subject)), &dal).unwrap().len(), 3, "{stray}");
    }
}

#[test]
fn answers_may_come_late_and_in_another_order() {
    let given = given();
    let expected = [row(1, "one"), row(2, "two"), row(3, "three")];
    let [examined, searched, fetched] = ["Examine", "Search", "Fetch"].map(|command| given.server.completed(command));
    let examined = (&*examined, &*fetched);
    let searched = (&*searched, &*fetched);
    let found = ("* ESEARCH", &*fetched);
    let first = ("* 1 FETCH", "* 3 FETCH");
    for held in [
        vec![examined],
        vec![searched],
        vec![first],
        vec![examined, searched],
        vec![first, searched],
        // The answer to the search after the rows.
        vec![searched, found],
    ] {
        let proxy = held.iter().fold(given.proxy(), |proxy, (pattern, until)| proxy.hold(pattern, until));
        let (dal, proxy) = given.through(proxy);
        let connection = dal.connection().unwrap();
        let query = titles(&given, M::uid.le(3));
        assert_eq!(load(&query, &connection).unwrap(), expected, "{held:?}");
        assert_eq!(load(&query, &connection).unwrap(), expected, "{held:?}, again");
        assert_eq!(proxy.connections(), 1, "{held:?}");
    }
}

#[test]
fn a_result_that_is_not_kept_is_fetched_by_uid() {
    let given = given();
    for answer in [
        "* ESEARCH (TAG \"<tag>\") UID ALL 2,4 COUNT 2\r\n<tag> OK [NOTSAVED] too many\r\n",
        "* ESEARCH (TAG \"<tag>\") UID ALL 2,4 COUNT 2\r\n<tag> NO [NOTSAVED] too many\r\n",
        "<tag> NO [NOTSAVED] too many\r\n",
    ] {
        let (dal, proxy) = given.through(given.proxy());
        let query = titles(&given, M::uid.is_in([2, 4]));
        proxy.answer("SAVE", answer);
        assert_eq!(load(&query, &dal).unwrap(), [row(2, "two"), row(4, "four")], "{answer}{:#?}", proxy.commands());
    }
}

#[test]
fn a_message_expunged_between_search_and_fetch_is_not_there() {
    for hidden in [&[][..], &["SEARCHRES"]] {
        let given = given();
        let mut second = given.server.alice().raw();
        second.select(&given.name);
        let mut pending = vec![2];
        let expunging = given.proxy().hide(hidden.iter().copied()).before_command("UID FETCH", move |_| {
            pending.drain(..).for_each(|uid| second.expunge(uid));
        });
        let (dal, _proxy) = given.through(expunging);
        assert_eq!(load(&titles(&given, M::uid.le(3)), &dal).unwrap(), [row(1, "one"), row(3, "three")], "{hidden:?}");
        assert_eq!(given.source().all().count(&dal).unwrap(), 3);
    }
}

#[test]
fn a_mailbox_emptied_in_the_middle_gives_what_there_is() {
    for command in ["UID SEARCH", "UID FETCH"] {
        let given = given();
        let mut second = given.server.alice().raw();
        second.select(&given.name);
        let emptying = given.proxy().before_command(command, move |_| {
            second.command("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
            second.ok("EXPUNGE");
        });
        let (dal, _proxy) = given.through(emptying);
        assert_eq!(load(&titles(&given, M::seen.eq(false)), &dal).unwrap(), [], "before {command}");
        assert_eq!(given.source().all().count(&dal).unwrap(), 0);
    }
}

#[test]
fn a_mailbox_recreated_in_the_middle_never_gives_messages_of_the_new_one() {
    for hidden in [&[][..], &["SEARCHRES"]] {
        for command in ["UID SEARCH", "UID FETCH", "EXAMINE"] {
            let given = given();
            let mut second = given.server.alice().raw();
            let name = given.name.clone();
            let examined = Arc::new(Mutex::new(0));
            let recreating = given.proxy().hide(hidden.iter().copied()).before_command(command, move |line| {
                let mut times = examined.lock().unwrap();
                *times += 1;
                // The mailbox is there when the query begins.
                if *times == if line.contains("EXAMINE") { 2 } else { 1 } {
                    second.delete_mailbox(&name);
                    second.create(&name);
                    for _ in 0..4 {
                        second.append(&name, &[], None, b"Subject: another\r\n\r\nx");
                    }
                }
            });
            let (dal, proxy) = given.through(recreating);
            let found = load(&titles(&given, M::uid.le(3)), &dal);
            let context = format!("{hidden:?}, before {command}: {found:?}\n{:#?}", proxy.commands());
            match found {
                Ok(rows) => assert!(rows.iter().all(|(_, subject)| subject != "another"), "{context}"),
                Err(Error::UidValidityChanged { ref mailbox, .. }) => assert_eq!(**mailbox, *given.name, "{context}"),
                Err(Error::Bye { .. } | Error::No { .. } | Error::MailboxNotFound { .. }) => {}
                Err(_) => panic!("{context}"),
            }
        }
    }
}

#[test]
fn uids_of_a_mailbox_that_was_recreated_are_refused() {
    let mut given = given();
    let dal = given.dal();
    let old = given.source().filter(M::uid.le(2)).uids(&dal).unwrap();
    given.raw.ok("CLOSE");
    given.raw.delete_mailbox(&given.name);
    given.raw.create(&given.name);
    given.append(&["Subject: another"], "x");
    let query = given.source().filter(M::uid.is_in(&old));
    for error in [refused(query.count(&dal)), refused(query.uids(&dal)), refused(query.load(&dal))] {
        assert!(matches!(&error, Error::UidValidityChanged { mailbox, .. } if **mailbox == *given.name), "{error:?}");
    }
    assert_eq!(given.source().all().count(&dal).unwrap(), 1);
}

#[test]
fn uids_of_another_mailbox_are_refused_before_anything_is_sent() {
    let (here, there) = (given(), given());
    let (dal, proxy) = here.through(here.proxy());
    let uids = there.source().all().uids(&dal).unwrap();
    proxy.reset();
    let error = refused(here.source().filter(M::uid.is_in(&uids)).load(&dal));
    assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
    assert_eq!(proxy.commands(), [] as [&str; 0]);
    let bare = uids.iter().map(|uid| Uid::new(uid.get()));
    assert_eq!(here.source().filter(M::uid.is_in(bare)).count(&dal).unwrap(), 4);
}

#[test]
fn reading_neither_marks_as_read_nor_takes_recent_away() {
    let given = given();
    let mut raw = given.server.alice().raw();
    let fresh = given.server.mailbox("recent");
    raw.append(&fresh, &[], None, b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n");
    let dal = given.dal();
    let source = M::in_mailbox(&fresh);
    let bodies = (M::email, M::content, M::preview, M::subject, M::attachments.read_as::<Vec<Attachment>>());
    assert_eq!(source.all().select(bodies).load(&dal).unwrap().len(), 1);
    assert_eq!(source.filter(M::content.contains("x") & M::text.contains("p>x")).exact().count(&dal).unwrap(), 1);
    assert_eq!(raw.status(&fresh, "RECENT"), 1);
    raw.select(&fresh);
    assert_eq!(raw.flags()[&1], [] as [&str; 0]);
}
