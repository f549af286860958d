//! How a query travels: the commands of one round trip, and the same rows whichever way they come.

use crate::given::{Given, message, numbers};
use imap_dal::{Result, prelude::*};
use imap_dal_embedded::EmbeddedServer;
use imap_dal_tests::proxy::{Builder, Proxy};
use std::time::Duration;

type M = AnyMailbox;

/// Long enough that a flight of several writes counts once.
const DELAY: Duration = Duration::from_millis(30);

/// Uids 1 to 8: even ones seen, every third flagged.
fn given() -> Given {
    let mut given = Given::mailbox("flights");
    for uid in 1..=8 {
        let seen = (uid % 2 == 0).then_some("\\Seen");
        let flagged = (uid % 3 == 0).then_some("\\Flagged");
        let flags: Vec<&str> = seen.into_iter().chain(flagged).collect();
        let created = format!("{:02}-Mar-2026 12:00:00 +0000", 20 - uid);
        let text = message(&[&format!("Subject: number {uid}")], &"x".repeat(100 * uid));
        given.append_as(&flags, Some(&created), text);
    }
    given
}

fn unread(given: &Given) -> Query<M, (Uid, Option<String>)> {
    given.source().filter(M::seen.eq(false)).select((M::uid, M::subject))
}

fn rows(uids: &[u32]) -> Vec<(u32, Option<String>)> {
    uids.iter().map(|uid| (*uid, Some(format!("number {uid}")))).collect()
}

fn loaded(query: &Query<M, (Uid, Option<String>)>, on: &impl Executor) -> Vec<(u32, Option<String>)> {
    query.load(on).unwrap().into_iter().map(plain).collect()
}

fn plain((uid, subject): (Uid, Option<String>)) -> (u32, Option<String>) {
    (uid.get(), subject)
}

/// The verbs and the first argument of each command.
fn shapes(proxy: &Proxy) -> Vec<String> {
    proxy.commands().iter().map(|command| command.split(' ').take(3).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_select_is_one_round_trip_where_the_server_keeps_results() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy().delay(DELAY));
    assert_eq!(loaded(&unread(&given), &dal), rows(&[1, 3, 5, 7]));
    assert_eq!(proxy.round_trips(), 1, "{:?}", proxy.commands());
    let commands = proxy.commands();
    assert_eq!(commands.len(), 3, "{commands:?}");
    assert_eq!(commands[0], format!("EXAMINE \"{}\"", given.name));
    assert_eq!(commands[1], "UID SEARCH RETURN (SAVE ALL COUNT) UNSEEN");
    assert_eq!(commands[2], "UID FETCH $ (UID BODY.PEEK[HEADER.FIELDS (Subject)])");

    assert_eq!(loaded(&unread(&given), &dal), rows(&[1, 3, 5, 7]));
    assert_eq!(proxy.round_trips(), 2, "a later query needs no more: {:?}", proxy.commands());
    assert_eq!(proxy.connections(), 1);
}

#[test]
fn a_select_is_two_round_trips_where_the_server_does_not() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy().delay(DELAY).hide(["SEARCHRES"]));
    assert_eq!(loaded(&unread(&given), &dal), rows(&[1, 3, 5, 7]));
    assert_eq!(proxy.round_trips(), 2, "{:?}", proxy.commands());
    assert_eq!(proxy.commands()[1], "UID SEARCH RETURN (ALL) UNSEEN");
    assert_eq!(shapes(&proxy)[3], "UID FETCH 1,3,5,7");
}

#[test]
fn a_capability_hidden_by_the_program_is_not_used() {
    let given = given();
    let proxy = given.proxy().start();
    let url = given.server.alice().url_at(proxy.address());
    let dal = Dal::builder(&url).hide_capabilities(["SEARCHRES"]).connect().unwrap();
    assert_eq!(loaded(&unread(&given), &dal), rows(&[1, 3, 5, 7]));
    assert!(proxy.commands().iter().all(|command| !command.contains('$') && !command.contains("SAVE")));
    let listed = dal.connection().unwrap().capabilities().unwrap();
    assert!(listed.iter().any(|name| name == "ESEARCH") && !listed.iter().any(|name| name == "SEARCHRES"));
}

#[test]
fn counting_is_one_round_trip_and_fetches_nothing() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy().delay(DELAY));
    let query = given.source().filter(M::seen.eq(false) & M::size.lt(700));
    assert_eq!(query.count(&dal).unwrap(), 3);
    assert_eq!(proxy.round_trips(), 1);
    let examine = format!("EXAMINE \"{}\"", given.name);
    assert_eq!(proxy.commands(), [&examine, "UID SEARCH RETURN (COUNT) UNSEEN SMALLER 700"]);
    proxy.reset();
    assert!(query.exists(&dal).unwrap());
    assert_eq!(numbers(query.uids(&dal).unwrap()), [1, 3, 5]);
    assert_eq!(proxy.round_trips(), 2);
    assert!(proxy.commands().iter().all(|command| !command.contains("FETCH")), "{:?}", proxy.commands());
}

#[test]
fn what_is_decided_here_costs_no_further_round_trip() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy().delay(DELAY));
    let query = given.source().filter(M::subject.matches("[1-3]$")).select((M::uid, M::subject));
    assert_eq!(loaded(&query, &dal), rows(&[1, 2, 3]));
    assert_eq!(proxy.round_trips(), 1, "{:?}", proxy.commands());
}

#[test]
fn windows_are_asked_for_before_they_are_read() {
    let messages = (1..=6_000).map(|number| format!("Subject: number {number}\r\n\r\n").into_bytes());
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", messages).start().unwrap();
    let address = server.url().rsplit_once('@').expect("credentials").1.trim_end_matches('/').to_owned();
    let proxy = Proxy::to(address).delay(DELAY).start();
    let dal = Dal::connect(&format!("imap://alice:secret@{}", proxy.address())).unwrap();
    proxy.reset();
    let newest = M::in_mailbox("INBOX").filter(M::size.gt(1)).order_by(M::uid.desc()).select(M::uid);
    let rows = newest.stream(&dal).unwrap().map(|uid| uid.unwrap().get());
    assert!(rows.eq((1..=6_000).rev()));
    let fetches = proxy.commands().iter().filter(|command| command.starts_with("UID FETCH")).count();
    assert_eq!((fetches, proxy.round_trips()), (6, 2), "{:?}", proxy.commands());
}

#[test]
fn nothing_is_sent_for_what_cannot_be() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy());
    let seen = || M::seen.eq(true);
    for condition in [M::uid.is_in(Vec::<Uid>::new()), seen() & !seen(), M::size.lt(0), M::size.gt(1 << 40)] {
        let query = given.source().filter(condition);
        assert_eq!(query.count(&dal).unwrap(), 0);
        assert!(!query.exists(&dal).unwrap());
        assert!(query.uids(&dal).unwrap().is_empty() && query.select(M::uid).load(&dal).unwrap().is_empty());
    }
    assert_eq!(proxy.commands(), [] as [&str; 0]);
}

#[test]
fn a_limit_is_not_paid_for_with_rows_nobody_asked_for() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy());
    let newest = given.source().all().order_by(M::uid.desc()).limit(2).select((M::uid, M::subject));
    assert_eq!(loaded(&newest, &dal), rows(&[8, 7]));
    let fetched = proxy.transcript().into_iter().filter(|entry| entry.text.contains(" FETCH (")).count();
    assert_eq!(fetched, 2);
}

/// Ways to the same rows.
fn ways(given: &Given) -> Vec<(&'static str, Dal, Proxy)> {
    let start = |name, builder: Builder, pipelining| {
        let proxy = builder.start();
        let url = given.server.alice().url_at(proxy.address());
        (name, Dal::builder(&url).pipelining(pipelining).connect().unwrap(), proxy)
    };
    let bare = "SEARCHRES ESEARCH ESORT SORT CONTEXT=SEARCH CONDSTORE QRESYNC LITERAL+ WITHIN PREVIEW SAVEDATE BINARY";
    vec![
        start("all", given.proxy(), true),
        start("one by one", given.proxy(), false),
        start("no SEARCHRES", given.proxy().hide(["SEARCHRES"]), true),
        start("no ESEARCH", given.proxy().hide(["SEARCHRES", "ESEARCH", "ESORT", "CONTEXT=SEARCH"]), true),
        start("no CONTEXT", given.proxy().hide(["CONTEXT=SEARCH", "PARTIAL"]), true),
        start("no SORT", given.proxy().hide(["SORT", "ESORT"]), true),
        start("bare", given.proxy().hide(bare.split(' ')), true),
        start("bare, one by one", given.proxy().hide(bare.split(' ')), false),
    ]
}

#[test]
fn every_way_brings_the_same_rows() {
    let given = given();
    let all = given.source().all();
    let filter = |condition: Expr<M>| given.source().filter(condition);
    let unread = filter(M::seen.eq(false));
    let shapes: Vec<(Query<M>, Vec<u32>)> = vec![
        (all.clone(), vec![1, 2, 3, 4, 5, 6, 7, 8]),
        (unread.clone(), vec![1, 3, 5, 7]),
        (unread.limit(2), vec![1, 3]),
        (unread.offset(1).limit(2), vec![3, 5]),
        (unread.offset(9), vec![]),
        (unread.order_by(M::uid.desc()), vec![7, 5, 3, 1]),
        (unread.order_by(M::uid.desc()).limit(1), vec![7]),
        (unread.order_by(M::uid.desc()).offset(1).limit(2), vec![5, 3]),
        (unread.order_by(M::created.asc()), vec![7, 5, 3, 1]),
        (all.order_by(M::created.desc()).limit(3), vec![1, 2, 3]),
        (all.order_by(M::size.desc()).offset(2).limit(2), vec![6, 5]),
        (all.order_by(M::subject.desc()).limit(2), vec![8, 7]),
        (all.exact().order_by(M::subject.asc()).limit(2), vec![1, 2]),
        (filter(M::flagged.eq(true) | M::size.lt(200)), vec![1, 3, 6]),
        (filter(M::subject.ends_with("4")), vec![4]),
        (filter(M::subject.matches("[2468]$")).limit(2), vec![2, 4]),
        (filter(M::subject.matches("[2468]$")).order_by(M::uid.desc()).limit(2), vec![8, 6]),
        (filter(M::subject.matches("[2468]$")).order_by(M::size.desc()).offset(1), vec![6, 4, 2]),
        (filter(M::subject.contains("NUMBER 3")), vec![3]),
        (filter(M::subject.contains("NUMBER 3")).exact(), vec![3]),
        (filter(!M::subject.contains("number")).exact(), vec![]),
        (filter(M::subject.contains("nümber") | M::uid.eq(2)).exact(), vec![2]),
        (filter(M::created.lt(jiff::civil::date(2026, 3, 15))), vec![6, 7, 8]),
        (filter(M::uid.is_in([7, 2, 99])), vec![2, 7]),
        (filter(M::uid.is_in((1..6000).map(|n| n * 3))), vec![3, 6]),
        (filter(M::sent.is_none() & M::seen.eq(true)), vec![2, 4, 6, 8]),
        (filter(M::uid.is_in(Vec::<Uid>::new())), vec![]),
    ];
    for (name, dal, _proxy) in ways(&given) {
        for (query, expected) in &shapes {
            let checked = check(query, expected, &dal);
            assert!(checked.is_ok(), "{name}: {query:?}: {checked:?}");
        }
    }
}

/// The same by every verb.
fn check(query: &Query<M>, expected: &[u32], dal: &Dal) -> Result<()> {
    let select = query.select((M::uid, M::subject));
    assert_eq!(select.load(dal)?.into_iter().map(plain).collect::<Vec<_>>(), rows(expected), "load: {query:?}");
    let streamed = select.stream(dal)?.map(|row| row.map(plain)).collect::<Result<Vec<_>>>()?;
    assert_eq!(streamed, rows(expected), "stream: {query:?}");
    assert_eq!(numbers(query.uids(dal)?), expected, "uids: {query:?}");
    assert_eq!(query.count(dal)?, expected.len() as u64, "count: {query:?}");
    assert_eq!(query.exists(dal)?, !expected.is_empty(), "exists: {query:?}");
    Ok(())
}

#[test]
fn one_by_one_no_command_waits_in_the_server() {
    let given = given();
    let proxy = given.proxy().delay(DELAY).start();
    let url = given.server.alice().url_at(proxy.address());
    let dal = Dal::builder(&url).pipelining(false).connect().unwrap();
    proxy.reset();
    assert_eq!(loaded(&unread(&given), &dal), rows(&[1, 3, 5, 7]));
    assert_eq!(proxy.round_trips(), proxy.commands().len() as u64);
}

#[test]
fn what_another_client_appended_is_seen_by_the_next_query() {
    let mut given = given();
    let dal = given.dal();
    let connection = dal.connection().unwrap();
    assert_eq!(given.source().all().count(&connection).unwrap(), 8);
    given.append(&["Subject: number 9"], "x");
    assert_eq!(given.source().all().count(&connection).unwrap(), 9);
    given.append(&["Subject: number 10"], "x");
    assert_eq!(loaded(&unread(&given), &connection), rows(&[1, 3, 5, 7, 9, 10]));
    given.raw.expunge(1);
    given.raw.store("3", "+FLAGS", "\\Seen");
    assert_eq!(loaded(&unread(&given), &connection), rows(&[5, 7, 9, 10]));
}
