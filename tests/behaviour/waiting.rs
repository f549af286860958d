//! Waiting until a mailbox may have changed, on a real server.

use crate::given::Given;
use imap_dal::{Canceller, Error, prelude::*};
use imap_dal_tests::raw::Raw;
use std::{
    thread,
    time::{Duration, Instant},
};

type M = AnyMailbox;

/// Longer than any server takes to tell, where it is not asked before.
const LONG: Duration = Duration::from_secs(60);

/// Ways to listen.
const HIDDEN: [&[&str]; 2] = [&[], &["IDLE"]];

fn dal(given: &Given, hidden: &[&str]) -> Dal {
    Dal::builder(&given.server.alice().url()).hide_capabilities(hidden).connect().unwrap()
}

/// What another client does while one waits; whether that was told.
fn told(given: &mut Given, hidden: &[&str], change: impl FnOnce(&mut Raw, &str) + Send) {
    let dal = dal(given, hidden);
    let (query, name) = (given.source().filter(M::subject.eq("what")), given.name.clone());
    assert!(!query.wait(&dal, Duration::ZERO).unwrap(), "nothing has changed yet");
    let raw = &mut given.raw;
    // Courier shows a client what came by another only when it is asked.
    raw.ok("NOOP");
    thread::scope(|scope| {
        let began = Instant::now();
        scope.spawn(move || {
            thread::sleep(Duration::from_millis(300));
            change(raw, &name);
        });
        assert!(query.wait(&dal, LONG).unwrap(), "hidden {hidden:?}");
        assert!(began.elapsed() >= Duration::from_millis(300), "told before it happened");
    });
    assert!(!query.wait(&dal, Duration::from_millis(300)).unwrap(), "told twice");
}

#[test]
fn mail_that_arrives_is_told() {
    for hidden in HIDDEN {
        let mut given = Given::subjects("waiting", &["one"]);
        told(&mut given, hidden, |raw, name| {
            raw.append(name, &[], None, b"Subject: two\r\n\r\n");
        });
    }
}

#[test]
fn flags_that_change_and_mail_that_goes_are_told() {
    for hidden in HIDDEN {
        let mut given = Given::subjects("waiting", &["one", "two"]);
        told(&mut given, hidden, |raw, _| raw.store("1", "+FLAGS", "\\Flagged"));
        told(&mut given, hidden, |raw, _| raw.expunge(2));
    }
}

#[test]
fn what_happens_between_two_calls_is_told_at_once() {
    let mut given = Given::subjects("waiting", &["one"]);
    let dal = dal(&given, &[]);
    let all = given.source().all();
    assert!(!all.wait(&dal, Duration::ZERO).unwrap());
    given.append(&["Subject: two"], "text");
    assert_eq!(all.count(&dal).unwrap(), 2);
    let began = Instant::now();
    assert!(all.wait(&dal, LONG).unwrap());
    assert!(began.elapsed() < LONG / 2);
    assert!(!all.wait(&dal, Duration::ZERO).unwrap());
}

#[test]
fn a_wait_ends_in_time_and_leaves_its_connection_to_the_next_query() {
    let given = Given::subjects("waiting", &["one"]);
    for hidden in HIDDEN {
        let dal = Dal::builder(&given.server.alice().url()).hide_capabilities(hidden).pool_size(1).connect().unwrap();
        let began = Instant::now();
        assert!(!given.source().all().wait(&dal, Duration::from_millis(500)).unwrap());
        assert!((Duration::from_millis(500)..LONG / 2).contains(&began.elapsed()), "{:?}", began.elapsed());
        assert_eq!(given.source().all().count(&dal).unwrap(), 1);
    }
}

#[test]
fn idle_is_sent_anew_in_time_and_nothing_is_told_for_that() {
    let given = Given::subjects("waiting", &["one"]);
    let proxy = given.proxy().start();
    let url = given.server.alice().url_at(proxy.address());
    let dal = Dal::builder(&url).idle_timeout(Duration::from_millis(200)).connect().unwrap();
    proxy.reset();
    assert!(!given.source().all().wait(&dal, Duration::from_millis(1_100)).unwrap());
    let idle = proxy.commands().iter().filter(|command| command.contains("IDLE")).count();
    assert!((2..=6).contains(&idle), "{:?}", proxy.commands());
    assert_eq!(proxy.connections(), 1);
}

#[test]
fn a_connection_lost_while_waiting_is_replaced_and_what_it_missed_is_told() {
    for hidden in HIDDEN {
        let mut given = Given::subjects("waiting", &["one"]);
        let proxy = given.proxy().start();
        let url = given.server.alice().url_at(proxy.address());
        let dal = Dal::builder(&url).hide_capabilities(hidden).connect().unwrap();
        let all = given.source().all();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| all.wait(&dal, LONG));
            thread::sleep(Duration::from_millis(300));
            proxy.sever();
            given.append(&["Subject: two"], "text");
            assert!(waiting.join().unwrap().unwrap());
        });
    }
}

#[test]
fn a_wait_is_cancelled_from_another_thread() {
    let given = Given::subjects("waiting", &["one"]);
    for hidden in HIDDEN {
        let (dal, canceller) = (dal(&given, hidden), Canceller::new());
        let began = Instant::now();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| given.source().all().wait(&dal.with_canceller(&canceller), LONG));
            thread::sleep(Duration::from_millis(300));
            canceller.cancel();
            let error = waiting.join().unwrap().unwrap_err();
            assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
        });
        assert!(began.elapsed() < LONG / 2);
        assert_eq!(given.source().all().count(&dal).unwrap(), 1);
    }
}

#[test]
fn a_mailbox_that_is_not_there_is_an_error() {
    let given = Given::mailbox("waiting");
    let error = M::in_mailbox("no such mailbox").all().wait(&given.dal(), LONG).unwrap_err();
    assert!(matches!(error, Error::MailboxNotFound { .. }), "{error:?}");
}
