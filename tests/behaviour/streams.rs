//! Streams of rows: in constant memory, dropped half-way, beside other queries, and after a cut.

use crate::given::{Given, message, numbers, refused};
use imap_dal::{Error, Result, prelude::*};
use imap_dal_tests::{
    proxy::{Direction, Fault},
    script::Script,
};
use std::{
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

type M = AnyMailbox;

const MANY: u32 = 120;

/// Bodies of 2,000 octets and more, which a stream does not read all at once.
fn many() -> Given {
    let mut given = Given::mailbox("streams");
    let mail: Vec<String> =
        (1..=MANY).map(|uid| message(&[&format!("Subject: {uid}")], &format!("{uid} ").repeat(700))).collect();
    given.raw.append_all(&given.name, mail.iter().map(|text| (text.as_bytes(), &[][..], None)));
    given
}

fn pool_of_one(given: &Given) -> Dal {
    Dal::builder(&given.server.alice().url()).pool_size(1).connect().unwrap()
}

#[test]
fn a_stream_gives_every_row_in_order_through_all_its_windows() {
    let given = many();
    let dal = pool_of_one(&given);
    let all = given.source().all();
    let descending: Vec<u32> = (1..=MANY).rev().collect();
    let mut seen = Vec::new();
    for row in all.order_by(M::uid.desc()).select((M::uid, M::email)).stream(&dal).unwrap() {
        let (uid, email) = row.unwrap();
        assert!(email.starts_with(format!("Subject: {uid}\r\n\r\n{uid} {uid} ").as_bytes()));
        seen.push(uid.get());
    }
    assert_eq!(seen, descending);
    let sizes = all.order_by(M::size.desc()).order_by(M::uid.desc()).select((M::uid, M::email)).stream(&dal).unwrap();
    let (largest_first, _): (Vec<Uid>, Vec<Vec<u8>>) = sizes.map(Result::unwrap).unzip();
    assert_eq!(numbers(largest_first), descending);
}

#[test]
fn rows_come_out_before_the_command_of_those_before_them_is_completed() {
    let row = |uid: u32| format!("* {uid} FETCH (UID {uid} BODY[] {{8}}\r\nA: b\r\n\r\n)");
    let opened = |script: Script| {
        script.expect("EXAMINE").send("* 60 EXISTS").send("* OK [UIDVALIDITY 7] ok").send("<tag> OK [READ-ONLY] open")
    };
    let script = opened(Script::new().sign_in("IMAP4rev1 ESEARCH"))
        .expect("UID SEARCH")
        .send("* ESEARCH (TAG \"<tag>\") UID ALL 1:60")
        .send("<tag> OK found");
    let script = opened(script).expect("UID FETCH 1:50 ").expect("UID FETCH 51:60 ");
    let script = (1..=60).fold(script, |script, uid| script.send(&row(uid))).stall().start();
    let dal = Dal::builder(&script.url()).timeout(Duration::from_secs(2)).connect().unwrap();
    let mut rows = M::in_mailbox("INBOX").all().select((M::uid, M::email)).stream(&dal).unwrap();
    for expected in 1..=60 {
        assert_eq!(rows.next().unwrap().unwrap().0.get(), expected);
    }
    assert!(matches!(rows.next(), Some(Err(Error::Timeout { .. }))), "neither command is completed");
}

#[test]
fn a_stream_dropped_half_way_leaves_its_connection_to_the_next_query() {
    let given = many();
    let dal = pool_of_one(&given);
    let bodies = given.source().all().select((M::uid, M::email));
    for taken in [0, 1, 3, 49, 51, MANY] {
        let mut stream = bodies.stream(&dal).unwrap();
        let first = stream.by_ref().take(taken as usize).map(|row| row.unwrap().0);
        assert_eq!(numbers(first), (1..=taken).collect::<Vec<_>>());
        drop(stream);
        let next = given.source().filter(M::uid.gt(MANY - 2)).uids(&dal).unwrap();
        assert_eq!(numbers(next), [MANY - 1, MANY], "after {taken} rows");
    }
}

#[test]
fn the_first_row_leaves_its_connection_usable() {
    let given = many();
    let (dal, proxy) = given.through(given.proxy());
    let all = given.source().all();
    for _ in 0..3 {
        assert_eq!(all.select(M::uid).first(&dal).unwrap().map(Uid::get), Some(1));
        assert_eq!(all.select((M::uid, M::email)).first(&dal).unwrap().unwrap().0.get(), 1);
        let here = given.source().filter(M::subject.matches("5$")).select(M::uid);
        assert_eq!(here.first(&dal).unwrap().map(Uid::get), Some(5));
    }
    assert_eq!(proxy.connections(), 1);
}

#[test]
fn a_stream_with_a_window_ends_there() {
    let given = many();
    let (dal, proxy) = given.through(given.proxy());
    let window = given.source().all().offset(20).limit(3).select((M::uid, M::email));
    let rows: Vec<u32> = numbers(window.stream(&dal).unwrap().map(|row| row.unwrap().0));
    assert_eq!(rows, [21, 22, 23]);
    assert!(proxy.bytes_to_client() < 20_000, "three bodies, not more: {}", proxy.bytes_to_client());
    let mut ended = window.limit(0).stream(&dal).unwrap();
    assert!(ended.next().is_none() && ended.next().is_none());
    let here = given.source().filter(M::subject.matches("^.?.?5$")).limit(2).select(M::uid);
    assert_eq!(numbers(here.stream(&dal).unwrap().map(Result::unwrap)), [5, 15]);
}

#[test]
fn a_limit_of_octets_is_refused_before_the_bodies_are_read() {
    let given = many();
    let (dal, proxy) = given.through(given.proxy());
    let bodies = given.source().all().select((M::uid, M::email));
    for query in [bodies.max_bytes(100_000), bodies.order_by(M::uid.desc()).max_bytes(100_000)] {
        assert!(matches!(refused(query.load(&dal)), Error::Limit { .. }));
        let error = query.stream(&dal).and_then(|rows| rows.collect::<Result<Vec<_>>>());
        assert!(matches!(refused(error), Error::Limit { .. }));
    }
    assert!(proxy.bytes_to_client() < 100_000, "{}", proxy.bytes_to_client());
    assert_eq!(bodies.max_bytes(1_000_000).load(&dal).unwrap().len(), MANY as usize);
    assert_eq!(bodies.limit(3).max_bytes(20_000).load(&dal).unwrap().len(), 3);
}

#[test]
fn a_connection_with_a_stream_on_it_is_busy() {
    let given = many();
    let dal = given.dal();
    let connection = dal.connection().unwrap();
    let all = given.source().all();
    let mut stream = all.select((M::uid, M::email)).stream(&connection).unwrap();
    assert_eq!(stream.next().unwrap().unwrap().0.get(), 1);
    assert!(matches!(refused(all.count(&connection)), Error::Busy { .. }));
    assert!(matches!(refused(all.select(M::uid).load(&connection)), Error::Busy { .. }));
    assert!(matches!(refused(connection.with_imap(|session| session.noop().map(drop))), Error::Busy { .. }));
    assert_eq!(stream.next().unwrap().unwrap().0.get(), 2, "the stream goes on");
    drop(stream);
    assert_eq!(all.count(&connection).unwrap(), u64::from(MANY));
}

#[test]
fn a_pool_serves_a_query_beside_a_stream() {
    let given = many();
    let dal = given.dal();
    let all = given.source().all();
    let mut uids = Vec::new();
    for row in all.select((M::uid, M::email)).stream(&dal).unwrap() {
        let uid = row.unwrap().0;
        if uid.get() % 40 == 0 {
            assert_eq!(given.source().filter(M::uid.eq(uid)).count(&dal).unwrap(), 1);
        }
        uids.push(uid.get());
    }
    assert_eq!(uids.len(), MANY as usize);
}

#[test]
fn the_session_of_crate_imap_stays_in_step() {
    let given = many();
    let dal = given.dal();
    let connection = dal.connection().unwrap();
    let all = given.source().all();
    for _ in 0..3 {
        assert_eq!(all.count(&connection).unwrap(), u64::from(MANY));
        let exists = connection.with_imap(|session| session.examine("INBOX").map(|mailbox| mailbox.exists)).unwrap();
        assert_eq!(exists, 400);
        assert_eq!(all.select(M::uid).first(&connection).unwrap().map(Uid::get), Some(1));
    }
}

#[test]
fn threads_share_a_pool() {
    let given = many();
    let (dal, proxy) = given.through(given.proxy());
    let name = given.name.as_str();
    thread::scope(|scope| {
        for number in 1..=6 {
            let dal = dal.clone();
            scope.spawn(move || {
                for round in 0..10 {
                    let uid = number * 10 + round;
                    let query = M::in_mailbox(name).filter(M::uid.eq(uid)).select(M::subject);
                    assert_eq!(query.load(&dal).unwrap(), [Some(uid.to_string())]);
                }
            });
        }
    });
    assert!((1..=2).contains(&proxy.connections()), "the pool is of two: {}", proxy.connections());
}

#[test]
fn a_connection_cut_anywhere_gives_all_rows_or_an_error() {
    let given = many();
    let query = given.source().filter(M::uid.le(20)).select((M::uid, M::subject));
    let (dal, proxy) = given.through(given.proxy());
    let expected: Vec<(u32, Option<String>)> = (1..=20).map(|uid| (uid, Some(uid.to_string()))).collect();
    let load = |dal: &Dal| -> Result<Vec<(u32, Option<String>)>> {
        Ok(query.load(dal)?.into_iter().map(|(uid, subject)| (uid.get(), subject)).collect())
    };
    assert_eq!(load(&dal).unwrap(), expected);
    let whole = proxy.bytes_to_client();
    for bytes in (0..whole).step_by(97) {
        proxy.cut(Direction::ToClient, bytes, Fault::Close);
        match load(&dal) {
            Ok(rows) => assert_eq!(rows, expected, "cut after {bytes} octets"),
            Err(Error::Bye { .. } | Error::Protocol { .. } | Error::Connect { .. }) => {}
            Err(other) => panic!("cut after {bytes} octets: {other:?}"),
        }
        assert_eq!(load(&dal).unwrap(), expected, "the query after a cut after {bytes} octets");
    }
}

#[test]
fn a_stream_cut_in_the_middle_says_so_or_goes_on() {
    let given = many();
    let (dal, proxy) = given.through(given.proxy());
    for bytes in [3_000, 50_000, 150_000] {
        proxy.cut(Direction::ToClient, bytes, Fault::Close);
        let mut rows = given.source().all().select((M::uid, M::email)).stream(&dal).unwrap();
        let mut uids = Vec::new();
        let end = loop {
            match rows.next() {
                Some(Ok((uid, _))) => uids.push(uid.get()),
                Some(Err(error)) => break Some(error),
                None => break None,
            }
        };
        let prefix: Vec<u32> = (1..=uids.len() as u32).collect();
        assert_eq!(uids, prefix, "no row twice, none left out");
        match end {
            Some(error) => assert!(matches!(error, Error::Bye { .. } | Error::Protocol { .. }), "{error:?}"),
            None => assert_eq!(uids.len(), MANY as usize, "cut after {bytes} octets"),
        }
        assert!(rows.next().is_none(), "an ended stream stays ended");
    }
}

#[test]
fn a_change_inside_a_loop_over_a_pool_of_one_is_refused_at_once() {
    let given = many();
    let dal = pool_of_one(&given);
    let mut stream = given.source().all().select((M::uid, M::email)).stream(&dal).unwrap();
    let uid = stream.next().unwrap().unwrap().0;
    let start = Instant::now();
    let marking = given.source().filter(M::uid.eq(uid)).update(M::flagged.set(true));
    let busy = refused(marking.execute(&dal));
    assert!(matches!(busy, Error::Busy { .. }) && busy.to_string().contains("pool_size"), "{busy:?}");
    assert!(matches!(refused(dal.connection()), Error::Busy { .. }));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(stream.next().unwrap().unwrap().0.get(), 2, "the stream goes on");
    drop(stream);
    assert_eq!(marking.execute(&dal).unwrap().changed, 1);
}

/// Another thread may give the connection back: who asks for it waits.
#[test]
fn a_stream_that_is_read_on_another_thread_is_waited_for() {
    let given = many();
    let dal = pool_of_one(&given);
    let stream = given.source().all().select((M::uid, M::email)).stream(&dal).unwrap();
    let (begun, is_begun) = mpsc::channel();
    let reading = thread::spawn(move || {
        let mut count = 0;
        for row in stream {
            row.unwrap();
            count += 1;
            let _ = begun.send(());
            thread::sleep(Duration::from_millis(3));
        }
        count
    });
    is_begun.recv().unwrap();
    assert_eq!(given.source().all().count(&dal).unwrap(), u64::from(MANY));
    assert_eq!(reading.join().unwrap(), MANY);
}

#[test]
fn a_stream_tells_how_far_it_is() {
    let given = many();
    let dal = given.dal();
    let told = Arc::new(Mutex::new(Vec::new()));
    let (seen, report) = (Arc::clone(&told), Arc::clone(&told));
    let odd = given.source().filter(M::subject.matches("[13579]$")).select((M::uid, M::subject, M::email));
    for row in odd.stream(&dal).unwrap().on_progress(move |at| report.lock().unwrap().push(at)) {
        row.unwrap();
        let seen = seen.lock().unwrap();
        let last = seen.last().expect("told before the row comes out");
        assert!(last.rows <= last.messages && last.messages <= last.of && last.octets > 0, "{last:?}");
    }
    let told = told.lock().unwrap();
    assert!(told.is_sorted_by_key(|at| (at.rows, at.messages, at.octets)));
    let last = told.last().unwrap();
    assert_eq!(
        (last.rows, last.messages, last.of),
        (60, 60, 60),
        "of those that were decided before their bodies were read"
    );
    assert!((60 * 1_400..60 * 4_000).contains(&last.octets), "{last:?}");
}

#[test]
fn what_is_decided_here_counts_as_read_though_no_row() {
    let given = many();
    let dal = given.dal();
    let (report, told) = mpsc::channel();
    let tens = given.source().filter(M::subject.matches("0$")).select(M::subject);
    let rows = tens.stream(&dal).unwrap().on_progress(move |at| report.send(at).unwrap());
    assert_eq!(rows.count(), 12);
    let told: Vec<_> = told.iter().collect();
    assert_eq!(told.len(), MANY as usize);
    assert_eq!((told[10].rows, told[10].messages, told[10].of), (1, 11, u64::from(MANY)));
    let by_size = given.source().all().order_by(M::subject.desc()).exact().limit(5).select(M::subject);
    let (report, told) = mpsc::channel();
    assert_eq!(by_size.stream(&dal).unwrap().on_progress(move |at| report.send(at).unwrap()).count(), 5);
    assert_eq!(told.iter().map(|at| at.rows).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
}
