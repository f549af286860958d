//! Streams of the rows of several mailboxes: each row comes once, as it arrives, by mailbox in the order of the names.

use crate::several::Scene;
use imap_dal::{Each, Error, Result, prelude::*};
use imap_dal_embedded::EmbeddedServer;
use imap_dal_tests::{
    proxy::{Direction, Fault, Proxy},
    script::Script,
};
use std::sync::Arc;

type M = AnyMailbox;
type Columns = (Uid, Option<String>);

const SUBJECTS: [&str; 3] = ["keep", "drop", "keep"];

fn all(scene: &Scene) -> Each<Query<M, Columns>> {
    scene.mailboxes().all().select((M::uid, M::subject))
}

/// The rows of [`all`].
fn expected(scene: &Scene) -> Vec<(String, u32, String)> {
    let of =
        |name: &String| (1..).zip(SUBJECTS).map(|(uid, subject)| (name.clone(), uid, subject.to_owned())).collect();
    scene.names.iter().flat_map::<Vec<_>, _>(of).collect()
}

fn plain((name, row): (Arc<str>, Result<Columns>)) -> (String, u32, String) {
    let (uid, subject) = row.expect("can be read");
    (name.to_string(), uid.get(), subject.expect("has a subject"))
}

fn streamed(query: &Each<Query<M, Columns>>, dal: &Dal) -> Vec<(String, u32, String)> {
    query.stream(dal).expect("streams").map(plain).collect()
}

/// Messages that the server told of.
fn fetched(proxy: &Proxy) -> usize {
    let is_fetched = |text: &str| text.starts_with("* ") && text.contains(" FETCH (");
    proxy.transcript().iter().filter(|entry| entry.direction == Direction::ToClient && is_fetched(&entry.text)).count()
}

#[test]
fn each_row_comes_once_in_one_round_trip_whatever_the_number_of_mailboxes() {
    let scene = Scene::new("several once", 5);
    let proxy = scene.proxy().start();
    let dal = scene.dal(&proxy, 1);
    let loaded = {
        all(&scene).load(&dal).expect("loads").into_all().expect("all could be read");
        proxy.bytes_to_client()
    };
    proxy.reset();
    assert_eq!(streamed(&all(&scene), &dal), expected(&scene));
    assert_eq!((fetched(&proxy), proxy.round_trips()), (15, 1), "{:#?}", proxy.commands());
    assert!(proxy.bytes_to_client().abs_diff(loaded) < 100, "{} and {loaded}", proxy.bytes_to_client());

    proxy.reset();
    let kept = all(&scene).filter(M::subject.matches("^k"));
    let expected: Vec<_> = expected(&scene).into_iter().filter(|(_, uid, _)| *uid != 2).collect();
    assert_eq!(streamed(&kept, &dal), expected, "decided here");
    assert_eq!((fetched(&proxy), proxy.round_trips()), (15, 1), "{:#?}", proxy.commands());
}

#[test]
fn a_row_does_not_wait_for_those_behind_it() {
    let server = Script::new()
        .sign_in("IMAP4rev1 ESEARCH SEARCHRES")
        .expect("EXAMINE")
        .expect("UID SEARCH")
        .expect("UID FETCH $ (UID)")
        .send("* 2 EXISTS")
        .send("* OK [UIDVALIDITY 7] ok")
        .send("<EXAMINE> OK")
        .send("* ESEARCH (TAG \"<UID SEARCH>\") UID ALL 4:5 COUNT 2")
        .send("<UID SEARCH> OK")
        .send("* 1 FETCH (UID 4)")
        .stall()
        .start();
    let dal = Dal::connect(&server.url()).expect("connects");
    let unread = M::in_mailboxes(["one", "two"]).filter(M::seen.eq(false)).select(M::uid);
    let mut rows = unread.stream(&dal).expect("streams");
    let (name, uid) = rows.next().expect("a row");
    assert_eq!((&*name, uid.expect("can be read").get()), ("one", 4));
    drop((rows, dal));
    server.finish();
}

#[test]
fn a_mailbox_that_is_missing_is_told_in_its_turn() {
    let scene = Scene::new("several turn", 3);
    let [first, second, third] = [0, 1, 2].map(|index| scene.names[index].as_str());
    let names = ["No Such Mailbox", first, "Nor This", "Nor That", second, third, "Nor the Last"];
    let outcomes: Vec<(&str, usize, bool)> =
        names.iter().map(|name| (*name, if scene.names.iter().any(|own| own == name) { 3 } else { 0 }, true)).collect();
    for hidden in [&[][..], &["SEARCHRES"], &["SEARCHRES", "ESEARCH"]] {
        for pipelining in [true, false] {
            let proxy = scene.proxy().hide(hidden.iter().copied()).start();
            let url = scene.server.alice().url_at(proxy.address());
            let dal = Dal::builder(&url).pipelining(pipelining).connect().expect("connects");
            for query in [M::in_mailboxes(names).all(), M::in_mailboxes(names).filter(M::size.gt(1))] {
                let mut told: Vec<(String, usize, bool)> = Vec::new();
                for (name, row) in query.select(M::uid).stream(&dal).expect("streams") {
                    if told.last().is_none_or(|(last, ..)| **last != *name) {
                        told.push((name.to_string(), 0, true));
                    }
                    let (_, rows, is_right) = told.last_mut().expect("is there");
                    match row {
                        Ok(_) => *rows += 1,
                        Err(Error::MailboxNotFound { mailbox, .. }) => *is_right &= *mailbox == *name && *rows == 0,
                        Err(error) => panic!("{hidden:?} {pipelining} {name}: {error}"),
                    }
                }
                let told: Vec<_> =
                    told.iter().map(|(name, rows, is_right)| (name.as_str(), *rows, *is_right)).collect();
                assert_eq!(told, outcomes, "{hidden:?} {pipelining}");
            }
            assert_eq!(proxy.connections(), 1, "{hidden:?} {pipelining}: {:#?}", proxy.commands());
        }
    }
}

#[test]
fn where_the_server_saves_nothing_all_messages_need_no_search_and_others_one_for_all() {
    let scene = Scene::new("several unsaved", 3);
    let proxy = scene.proxy().hide(["SEARCHRES"]).start();
    let dal = scene.dal(&proxy, 1);
    assert_eq!(streamed(&all(&scene), &dal), expected(&scene));
    assert_eq!((fetched(&proxy), proxy.round_trips()), (9, 3), "{:#?}", proxy.commands());
    proxy.reset();
    assert_eq!(streamed(&all(&scene).filter(M::size.gt(1)), &dal), expected(&scene));
    assert_eq!((fetched(&proxy), proxy.round_trips()), (9, 4), "{:#?}", proxy.commands());
}

#[test]
fn bodies_are_read_mailbox_by_mailbox_behind_one_search() {
    let scene = Scene::new("several bodies", 3);
    let proxy = scene.proxy().start();
    let dal = scene.dal(&proxy, 1);
    let emails = scene.mailboxes().filter(M::flagged.eq(false)).select(M::email).stream(&dal).expect("streams");
    assert_eq!(emails.filter(|(_, email)| email.as_ref().is_ok_and(|email| email.ends_with(b"text\r\n"))).count(), 6);
    assert_eq!((fetched(&proxy), proxy.round_trips()), (6, 4), "{:#?}", proxy.commands());
}

#[test]
fn rows_cut_anywhere_go_on_and_each_comes_once() {
    let scene = Scene::new("several stream cut", 4);
    let query = all(&scene).filter(M::size.gt(1));
    let load = |query: &Each<Query<M, Columns>>, dal: &Dal| {
        let rows = query.load(dal).expect("loads").into_rows().expect("all could be read");
        rows.into_iter().map(|(name, row)| plain((name, Ok(row)))).collect()
    };
    for (hidden, read) in
        [(&[][..], streamed as fn(&_, &_) -> Vec<_>), (&["SEARCHRES"], streamed), (&["SEARCHRES"], load)]
    {
        let proxy = Proxy::to(scene.server.address()).hide(hidden.iter().copied()).start();
        let dal = scene.dal(&proxy, 1);
        assert_eq!(read(&query, &dal), expected(&scene));
        let (to_server, to_client) = (proxy.bytes_to_server(), proxy.bytes_to_client());
        for (direction, length) in [(Direction::ToServer, to_server), (Direction::ToClient, to_client)] {
            for bytes in (1..length).step_by(131) {
                let dal = scene.dal(&proxy, 1);
                proxy.cut(direction, bytes, Fault::Close);
                assert_eq!(read(&query, &dal), expected(&scene), "{hidden:?} {direction:?} {bytes}");
            }
        }
    }
}

#[test]
fn what_is_refused_in_one_mailbox_is_read_another_way() {
    let scene = Scene::new("several odd", 4);
    for times in 1..=4 {
        let proxy = Proxy::to(scene.server.address()).start();
        let dal = scene.dal(&proxy, 1);
        for _ in 0..times {
            proxy.answer("UID FETCH $", "<tag> NO not now\r\n");
        }
        assert_eq!(streamed(&all(&scene), &dal), expected(&scene), "{times}");
    }
    let proxy = Proxy::to(scene.server.address()).start();
    let dal = scene.dal(&proxy, 1);
    proxy.answer(&format!("EXAMINE \"{}\"", scene.names[1]), "<tag> NO [NOPERM] not you\r\n");
    proxy.answer(&format!("EXAMINE \"{}\"", scene.names[1]), "<tag> NO [NOPERM] not you\r\n");
    let (failed, rows): (Vec<_>, Vec<_>) =
        all(&scene).stream(&dal).expect("streams").partition(|(_, row)| row.is_err());
    assert!(
        matches!(&failed[..], [(name, Err(Error::No { .. }))] if **name == *scene.names[1]),
        "its own error: {failed:?}"
    );
    let others: Vec<_> = expected(&scene).into_iter().filter(|(name, ..)| *name != scene.names[1]).collect();
    assert_eq!(rows.into_iter().map(plain).collect::<Vec<_>>(), others);
}

#[test]
fn a_row_that_cannot_be_read_is_an_item_and_the_next_one_follows() {
    let scene = Scene::new("several rows odd", 2);
    scene.server.alice().raw().append(&scene.names[0], &[], None, b"To: nobody@example.org\r\n\r\ntext\r\n");
    let dal = Dal::connect(&scene.server.alice().url()).expect("connects");
    let subjects = scene.mailboxes().all().select(M::subject.read_as::<String>()).stream(&dal).expect("streams");
    let outcomes: Vec<bool> = subjects
        .map(|(name, row)| match row {
            Err(Error::Decode { .. }) => {
                assert_eq!(*name, *scene.names[0]);
                false
            }
            row => row.is_ok(),
        })
        .collect();
    assert_eq!(outcomes, [true, true, true, false, true, true, true]);
}

#[test]
fn a_stream_dropped_half_way_leaves_its_place_to_the_next_query() {
    let scene = Scene::new("several dropped", 3);
    let dal = Dal::builder(&scene.server.alice().url()).pool_size(1).connect().expect("connects");
    for taken in 0..=9 {
        let mut rows = all(&scene).stream(&dal).expect("streams");
        assert_eq!(rows.by_ref().take(taken).map(plain).collect::<Vec<_>>(), expected(&scene)[..taken]);
        assert!(matches!(scene.mailboxes().all().count(&dal), Err(Error::Busy { .. })), "{taken}");
        drop(rows);
        assert_eq!(scene.mailboxes().all().count(&dal).expect("counts").total(), 9);
    }
    let mut rows = all(&scene).stream(&dal).expect("streams");
    assert_eq!(rows.by_ref().count(), 9);
    assert_eq!(scene.mailboxes().all().count(&dal).expect("is given back at the end").total(), 9);
    assert!(rows.next().is_none());
}

#[test]
fn a_stream_through_more_commands_than_may_be_sent_ahead_is_read_to_its_end() {
    let scene = Scene::new("several stream long", 8);
    let proxy = scene.proxy().start();
    let dal = scene.dal(&proxy, 1);
    let condition = !M::subject.contains("x".repeat(4_000));
    assert_eq!(streamed(&all(&scene).filter(condition), &dal), expected(&scene));
    assert_eq!(fetched(&proxy), 24);
    assert!(proxy.round_trips() < 8, "{}", proxy.round_trips());
}

/// What is held until it is known why a mailbox could not be opened has an end.
#[test]
fn a_mailbox_that_is_missing_before_many_rows_is_told_first_and_the_rows_follow() {
    let many = |count: u32| (1..=count).map(|uid| format!("Subject: {uid} {}\r\n\r\n", "x".repeat(400)).into_bytes());
    let builder = EmbeddedServer::builder().user("alice", "secret").mailbox("one", many(5_000));
    let server = builder.mailbox("two", many(5)).start().expect("starts");
    let dal = Dal::connect(server.url()).expect("connects");
    let names = ["None", "one", "Nor This", "two"];
    let mut rows = M::in_mailboxes(names).all().select((M::uid, M::subject)).stream(&dal).expect("streams");
    let mut expect = |name: &str, count: u32| {
        for uid in 1..=count {
            let (own, row) = rows.next().expect("a row");
            let row = row.expect("can be read");
            assert_eq!((&*own, row.0.get()), (name, uid));
            assert!(row.1.expect("a subject").starts_with(&format!("{uid} x")));
        }
        rows.next()
    };
    let is_missing = |item: Option<(Arc<str>, Result<Columns>)>, name: &str| {
        item.is_some_and(|(own, row)| &*own == name && matches!(row, Err(Error::MailboxNotFound { .. })))
    };
    assert!(is_missing(expect("", 0), names[0]));
    assert!(is_missing(expect(names[1], 5_000), names[2]));
    assert!(expect(names[3], 5).is_none());
}
