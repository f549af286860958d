//! What is fetched without a search, since the condition itself tells which messages are wanted: all, or a few uids.

use crate::given::{Given, numbers};
use imap_dal::prelude::*;
use imap_dal_tests::{
    proxy::{Direction, Fault},
    script::{Script, ScriptedServer},
};
use std::time::Duration;

type M = AnyMailbox;

fn given() -> Given {
    Given::subjects("asked", &["one", "two", "three", "four", "five"])
}

fn subjects(query: &Query<M>, on: &impl Executor) -> Vec<(u32, String)> {
    let rows = query.select((M::uid, M::subject)).load(on).unwrap();
    rows.into_iter().map(|(uid, subject)| (uid.get(), subject.unwrap_or_default())).collect()
}

fn rows(rows: &[(u32, &str)]) -> Vec<(u32, String)> {
    rows.iter().map(|(uid, subject)| (*uid, (*subject).to_owned())).collect()
}

/// Opens a mailbox of so many messages.
fn opened(script: Script, messages: u32) -> Script {
    script
        .expect("EXAMINE")
        .send(&format!("* {messages} EXISTS"))
        .send("* OK [UIDVALIDITY 7] ok")
        .send("<tag> OK [READ-ONLY] open")
}

fn signed_in(server: &ScriptedServer) -> Dal {
    Dal::builder(&server.url()).timeout(Duration::from_secs(5)).connect().unwrap()
}

fn fetched(seq: u32, uid: u32, subject: &str) -> String {
    let block = format!("Subject: {subject}\r\n\r\n");
    format!("* {seq} FETCH (UID {uid} BODY[HEADER.FIELDS (Subject)] {{{}}}\r\n{block})", block.len())
}

#[test]
fn all_messages_and_a_few_uids_are_fetched_without_a_search_in_one_round_trip() {
    let given = given();
    let item = "(UID BODY.PEEK[HEADER.FIELDS (Subject)])";
    for hidden in [&[][..], &["SEARCHRES", "ESEARCH"]] {
        let (dal, proxy) = given.through(given.proxy().hide(hidden.iter().copied()));
        let examine = format!("EXAMINE \"{}\"", given.name);
        let all = [(1, "one"), (2, "two"), (3, "three"), (4, "four"), (5, "five")];
        for (query, asked, found) in [
            (given.source().all(), "1:*", &all[..]),
            (given.source().all().exact(), "1:*", &all[..]),
            (given.source().filter(M::uid.is_in([2, 4, 5, 77])), "2,4:5,77", &[all[1], all[3], all[4]]),
            (given.source().filter(M::uid.eq(9)), "9", &[]),
            (given.source().filter(M::uid.eq(3)).limit(1), "3", &[all[2]]),
            (given.source().filter(M::uid.is_in([1, 3])).offset(1), "1,3", &[all[2]]),
        ] {
            proxy.reset();
            assert_eq!(subjects(&query, &dal), rows(found), "{query:?}");
            assert_eq!(proxy.commands(), [examine.clone(), format!("UID FETCH {asked} {item}")]);
            let streamed = query.select((M::uid, M::subject)).stream(&dal).unwrap();
            assert_eq!(streamed.count(), found.len(), "{query:?}");
            assert_eq!(proxy.round_trips(), 2);
            let explained = query.select((M::uid, M::subject)).explain(&dal).unwrap();
            assert_eq!(explained.flights(), [proxy.commands()[..2].to_vec()]);
        }
    }
}

#[test]
fn the_messages_of_a_mailbox_are_counted_by_opening_it() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy());
    let all = given.source().all();
    let (last, none) = (all.offset(3), all.offset(5));
    assert_eq!([all.count(&dal).unwrap(), last.count(&dal).unwrap(), none.count(&dal).unwrap()], [5, 2, 0]);
    assert_eq!(
        [all.exists(&dal).unwrap(), last.exists(&dal).unwrap(), none.exists(&dal).unwrap()],
        [true, true, false]
    );
    assert_eq!(all.limit(4).count(&dal).unwrap(), 4);
    let examine = format!("EXAMINE \"{}\"", given.name);
    assert_eq!(proxy.commands(), vec![examine.clone(); 7]);
    assert_eq!(all.explain_count(&dal).unwrap().flights(), [[examine]]);
    assert_eq!(all.explain_analyze_count(&dal).unwrap().analysis().unwrap().rows, 5);
}

#[test]
fn what_is_decided_here_of_all_messages_is_fetched_without_a_search() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy());
    let empty = given.source().filter(M::attachments.is_empty());
    assert_eq!(numbers(empty.uids(&dal).unwrap()), [1, 2, 3, 4, 5]);
    assert_eq!(empty.count(&dal).unwrap(), 5);
    assert_eq!(subjects(&given.source().all().order_by(M::sent.desc()), &dal).len(), 5);
    assert!(proxy.commands().iter().all(|command| !command.contains("SEARCH")), "{:?}", proxy.commands());
    assert_eq!(proxy.round_trips(), 3);
}

#[test]
fn an_empty_mailbox_has_no_rows() {
    let given = Given::mailbox("asked");
    let dal = given.dal();
    assert_eq!(subjects(&given.source().all(), &dal), []);
    assert_eq!(given.source().all().count(&dal).unwrap(), 0);
    for refusal in ["NO nothing there", "BAD nothing there"] {
        let refused = format!("<tag> {refusal}");
        let server = opened(Script::new().sign_in("IMAP4rev1"), 0).expect("UID FETCH 1:*").send(&refused).start();
        assert_eq!(subjects(&M::in_mailbox("INBOX").all(), &signed_in(&server)), []);
        let server = opened(Script::new().sign_in("IMAP4rev1"), 1).expect("UID FETCH 1:*").send(&refused).start();
        let query = M::in_mailbox("INBOX").all().select(M::subject);
        assert!(query.load(&signed_in(&server)).is_err(), "{refusal}: messages are there");
    }
}

#[test]
fn rows_come_out_by_uid_whatever_the_order_they_come_in() {
    let orders: [&[(u32, u32)]; 5] = [
        &[(1, 3), (2, 8), (3, 11), (4, 20)],
        &[(4, 20), (3, 11), (2, 8), (1, 3)],
        &[(2, 8), (1, 3), (4, 20), (3, 11)],
        &[(1, 3), (3, 11), (2, 8), (4, 20)],
        &[(1, 3), (2, 8), (4, 20), (3, 11)],
    ];
    for order in orders {
        for set in [&[][..], &[3, 5, 8, 11, 20, 21]] {
            let mut script = opened(Script::new().sign_in("IMAP4rev1"), 4).expect("UID FETCH");
            for (seq, uid) in order {
                script = script.send(&fetched(*seq, *uid, &format!("of {uid}")));
            }
            let server = script.send("<tag> OK done").start();
            let mailbox = M::in_mailbox("INBOX");
            let query = if set.is_empty() { mailbox.all() } else { mailbox.filter(M::uid.is_in(set.iter().copied())) };
            let expected = rows(&[(3, "of 3"), (8, "of 8"), (11, "of 11"), (20, "of 20")]);
            assert_eq!(subjects(&query, &signed_in(&server)), expected, "{order:?}");
        }
    }
}

#[test]
fn a_row_comes_out_as_soon_as_none_can_be_before_it() {
    let script = opened(Script::new().sign_in("IMAP4rev1"), 4)
        .expect("UID FETCH 1:*")
        .send(&fetched(1, 3, "a"))
        .send(&fetched(2, 8, "b"))
        // What had number 1 has gone, so what had 3 has 2 now.
        .send("* 1 EXPUNGE")
        .send(&fetched(2, 11, "c"))
        .send(&fetched(4, 30, "new"))
        .stall()
        .start();
    let dal = Dal::builder(&script.url()).timeout(Duration::from_secs(2)).connect().unwrap();
    let mut stream = M::in_mailbox("INBOX").all().select((M::uid, M::subject)).stream(&dal).unwrap();
    for expected in [3, 8, 11] {
        assert_eq!(stream.next().unwrap().unwrap().0.get(), expected);
    }
    assert!(stream.next().unwrap().is_err(), "the message with number 3 has not come");
}

#[test]
fn what_is_told_of_other_messages_is_no_row() {
    let script = Script::new()
        .sign_in("IMAP4rev1")
        .expect("EXAMINE")
        // Of the mailbox that was open before.
        .send(&fetched(1, 1, "stale"))
        .send("* 2 EXISTS")
        .send("* OK [UIDVALIDITY 7] ok")
        .send("<tag> OK open")
        .expect("UID FETCH")
        .send(&fetched(1, 4, "four"))
        .send("* 1 FETCH (UID 4 FLAGS (\\Seen))")
        .send(&fetched(2, 6, "six"))
        .send("* 3 EXISTS")
        .send(&fetched(3, 7, "seven"))
        .send("* 4 EXISTS")
        .send("* 4 FETCH (UID 8 FLAGS (\\Recent))")
        .send("<tag> OK done")
        .start();
    let found = subjects(&M::in_mailbox("INBOX").all(), &signed_in(&script));
    assert_eq!(found, rows(&[(4, "four"), (6, "six"), (7, "seven")]));
    let script = opened(Script::new().sign_in("IMAP4rev1"), 2)
        .expect("UID FETCH 4,6 ")
        .send(&fetched(1, 4, "four"))
        .send(&fetched(2, 5, "not asked for"))
        .send("<tag> OK done")
        .start();
    let query = M::in_mailbox("INBOX").filter(M::uid.is_in([4, 6]));
    assert_eq!(subjects(&query, &signed_in(&script)), rows(&[(4, "four")]));
}

#[test]
fn a_lost_connection_is_replaced_for_the_rows_that_are_left() {
    let mut given = Given::mailbox("asked");
    for number in 1..=40 {
        given.append(&[&format!("Subject: number {number}"), &format!("X-Long: {}", "x".repeat(900))], "text");
    }
    let (dal, proxy) = given.through(given.proxy());
    proxy.cut(Direction::ToClient, 20_000, Fault::Close);
    let rows = given.source().all().select((M::uid, M::header("X-Long"))).load(&dal).unwrap();
    assert_eq!(rows.iter().map(|(uid, _)| uid.get()).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
    let fetches: Vec<String> = proxy.commands().into_iter().filter(|command| command.contains("FETCH")).collect();
    let rest = fetches[1].split([' ', ':']).nth(2).unwrap().parse::<u32>().unwrap();
    assert!(fetches.len() == 2 && (2..40).contains(&rest), "{fetches:?}");
    assert!(fetches[1].starts_with(&format!("UID FETCH {rest}:4294967295 ")), "{fetches:?}");
}

#[test]
fn progress_knows_how_many_messages_there_are() {
    let given = given();
    let dal = given.dal();
    for (query, last) in [(given.source().all(), 5), (given.source().filter(M::uid.is_in([2, 4, 9])), 2)] {
        let (told, heard) = std::sync::mpsc::channel();
        let rows = query.select(M::subject).stream(&dal).unwrap().on_progress(move |at| told.send(at).unwrap());
        assert_eq!(rows.count() as u64, last);
        let heard: Vec<_> = heard.iter().collect();
        assert_eq!(heard.iter().map(|at| at.messages).collect::<Vec<_>>(), (1..=last).collect::<Vec<_>>());
        assert!(heard.iter().all(|at| at.of >= last && at.of <= 5), "{heard:?}");
    }
}
