//! Queries with a time-out of their own, a deadline, or a canceller.

use super::*;
use crate::{AnyMailbox as M, Canceller, Error, connection::Lease, wire::Command};
use std::time::Instant;

/// More than any wait below should last, however busy the machine.
const SOON: Duration = Duration::from_secs(3);

fn noop(mut lease: Lease) -> Result<(), Error> {
    lease.run(Command::new("NOOP"), |_| Ok(())).map(drop)
}

/// Signs each connection in, takes one command, and then is silent.
fn silent(connections: usize) -> Server {
    serve(move |listener| {
        for _ in 0..connections {
            let mut peer = Peer::signed_in(listener, "");
            peer.expect("NOOP");
            assert_eq!(peer.line(), "", "closed without a word");
        }
    })
}

fn cancelled_soon(canceller: &Canceller) -> JoinHandle<()> {
    let canceller = canceller.clone();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        canceller.cancel();
    })
}

#[test]
fn a_handle_with_a_time_out_of_its_own_shares_the_pool() {
    let server = silent(1);
    let dal = server.dal().pool_size(1).connect().unwrap();
    let began = Instant::now();
    let error = noop(dal.with_timeout(Duration::from_millis(100)).lease().unwrap()).unwrap_err();
    assert!(matches!(error, Error::Timeout { command: "NOOP" }), "{error:?}");
    assert!(began.elapsed() < SOON);
    drop(dal);
    server.end();
}

#[test]
fn the_time_out_of_a_handle_is_forgotten_when_the_connection_goes_back() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("NOOP", "OK");
        let tag = peer.expect("NOOP");
        thread::sleep(Duration::from_millis(1_500));
        peer.say(&format!("{tag} OK"));
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    noop(dal.with_timeout(Duration::from_secs(1)).lease().unwrap()).unwrap();
    noop(dal.lease().unwrap()).unwrap();
    drop(dal);
    server.end();
}

#[test]
fn a_deadline_ends_what_would_go_on_however_much_comes() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.expect("NOOP");
        while peer.writer.write_all(b"* X-NEWS {3}\r\nabc\r\n").is_ok() {}
    });
    let dal = server.dal().connect().unwrap();
    let began = Instant::now();
    let mut lease = dal.with_deadline(Instant::now() + Duration::from_millis(200)).lease().unwrap();
    let mut flight = lease.begin(vec![Command::new("NOOP")]).unwrap();
    let error = loop {
        match lease.next(&mut flight) {
            // A flight that always brings something of use never runs out of its time-out.
            Ok(_) => flight.progress(),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Timeout { command: "NOOP" }), "{error:?}");
    assert!(began.elapsed() < SOON);
    drop((lease, dal));
    server.end();
}

#[test]
fn after_the_deadline_nothing_is_sent() {
    let server = serve(|listener| Peer::signed_in(listener, "").logged_out());
    let dal = server.dal().connect().unwrap();
    let late = dal.with_deadline(Instant::now());
    let error = M::in_mailbox("INBOX").all().count(&late).unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    drop((late, dal));
    server.end();
}

#[test]
fn a_query_is_cancelled_while_it_waits_for_the_server() {
    let server = silent(1);
    let dal = server.dal().timeout(Duration::from_secs(60)).connect().unwrap();
    let canceller = Canceller::new();
    let began = Instant::now();
    let thread = cancelled_soon(&canceller);
    let error = noop(dal.with_canceller(&canceller).lease().unwrap()).unwrap_err();
    assert!(matches!(error, Error::Cancelled {}), "{error:?}");
    assert!(error.to_string().contains("closed"), "{error}");
    assert!(began.elapsed() < SOON);
    thread.join().unwrap();
    drop(dal);
    server.end();
}

#[test]
fn what_is_begun_after_it_was_cancelled_fails_at_once_and_other_handles_go_on() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("NOOP", "OK");
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    let canceller = Canceller::new();
    canceller.cancel();
    assert!(matches!(dal.with_canceller(&canceller).lease(), Err(Error::Cancelled {})));
    noop(dal.lease().unwrap()).unwrap();
    drop(dal);
    server.end();
}

#[test]
fn a_canceller_touches_no_connection_that_was_given_back() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("NOOP", "OK");
        peer.answer("NOOP", "OK");
        peer.logged_out();
    });
    let dal = server.dal().connect().unwrap();
    let canceller = Canceller::new();
    noop(dal.with_canceller(&canceller).lease().unwrap()).unwrap();
    canceller.cancel();
    noop(dal.lease().unwrap()).unwrap();
    drop(dal);
    server.end();
}

#[test]
fn who_waits_for_a_connection_of_the_pool_is_cancelled_too() {
    let server = serve(|listener| Peer::signed_in(listener, "").logged_out());
    let dal = server.dal().timeout(Duration::from_secs(60)).pool_size(1).connect().unwrap();
    let held = dal.lease().unwrap();
    let canceller = Canceller::new();
    let began = Instant::now();
    let thread = cancelled_soon(&canceller);
    let error =
        thread::scope(|scope| scope.spawn(|| dal.with_canceller(&canceller).lease().unwrap_err()).join().unwrap());
    assert!(matches!(error, Error::Cancelled {}), "{error:?}");
    assert!(began.elapsed() < SOON);
    thread.join().unwrap();
    drop((held, dal));
    server.end();
}

#[test]
fn connecting_is_cancelled_at_each_stage() {
    let (first, rest) = (["* OK [CAPABILITY IMAP4rev1] hello"], [""; 0]);
    for said in [&rest[..], &first[..]] {
        let said: Vec<_> = said.iter().map(|line| (*line).to_owned()).collect();
        let server = serve(move |listener| {
            let mut peer = Peer::signed_in(listener, "");
            let mut second = Peer::accept(listener);
            said.iter().for_each(|line| second.say(line));
            while !second.line().is_empty() {}
            peer.logged_out();
        });
        let dal = server.dal().timeout(Duration::from_secs(60)).connect().unwrap();
        let held = dal.lease().unwrap();
        let canceller = Canceller::new();
        let began = Instant::now();
        let thread = cancelled_soon(&canceller);
        let error = dal.with_canceller(&canceller).connection().unwrap_err();
        assert!(matches!(error, Error::Cancelled {}), "{error:?}");
        assert!(began.elapsed() < SOON);
        thread.join().unwrap();
        drop((held, dal));
        server.end();
    }
}

#[test]
fn a_server_that_asks_for_patience_does_not_keep_a_query_beyond_its_deadline_or_canceller() {
    let busy = |listener: &TcpListener| {
        let mut peer = Peer::signed_in(listener, "");
        let examine = peer.expect("EXAMINE \"INBOX\"");
        peer.say(&format!("{examine} NO [UNAVAILABLE] later"));
        peer.logged_out();
    };
    let server = serve(busy);
    let dal = server.dal().connect().unwrap();
    let late = dal.with_deadline(Instant::now() + Duration::from_millis(200));
    let error = M::in_mailbox("INBOX").all().count(&late).unwrap_err();
    assert_eq!(error.code(), Some("UNAVAILABLE"));
    drop((late, dal));
    server.end();
}
