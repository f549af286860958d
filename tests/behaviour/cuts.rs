//! A connection to a real server that is lost after any octet: what a read gives is complete and right, or an error. With
//! `IMAP_DAL_FULL` after every octet, else after a sample of them, which is printed.

use crate::given::Given;
use imap_dal::{Error, Result, prelude::*};
use imap_dal_tests::{
    proxy::{Direction, Fault, Proxy},
    random::Random,
};
use std::{
    env,
    fmt::Debug,
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

type M = AnyMailbox;

/// How far apart the octets of a sample are, at most.
const STEP: usize = 60;

fn given() -> Given {
    let mut given = Given::mailbox("cuts");
    for n in 1..=4 {
        given.append(&[&format!("Subject: number {n}"), "From: ann@example.org"], &format!("text {n}\n"));
    }
    given.raw.store("2", "+FLAGS", "\\Seen");
    given
}

/// Reads again and again, each time over a connection that is lost a little later, until one is whole.
fn cut_after_octets<T: PartialEq + Debug>(read: impl Fn(&Given, &Dal) -> Result<T>) {
    static SEED: AtomicU64 = AtomicU64::new(0);
    let given = given();
    // The same all the time: where a uid was read is part of it.
    let proxy = given.proxy().start();
    let whole = read(&given, &connect(&given, &proxy).unwrap()).unwrap();
    let seed = u64::from(process::id()) + SEED.fetch_add(1, Ordering::Relaxed);
    let mut random = Random::new(seed);
    let is_full = env::var_os("IMAP_DAL_FULL").is_some();
    let (mut octets, mut errors, mut results) = (0, 0, 0);
    loop {
        proxy.reset();
        proxy.cut(Direction::ToClient, octets, Fault::Close);
        match connect(&given, &proxy).and_then(|dal| read(&given, &dal)) {
            Ok(result) => {
                assert_eq!(result, whole, "lost after {octets} octets, seed {seed}");
                results += 1;
            }
            Err(error) => {
                assert!(matches!(error, Error::Bye { .. }), "lost after {octets} octets, seed {seed}: {error:?}");
                errors += 1;
            }
        }
        if proxy.bytes_to_client() < octets {
            break;
        }
        octets += if is_full { 1 } else { random.within(1..2 * STEP) as u64 };
    }
    // What is lost before the sign-in is an error; what is lost in the read is read again.
    assert!(errors > 0 && results > 1, "{errors} errors, {results} results, seed {seed}");
}

fn connect(given: &Given, proxy: &Proxy) -> Result<Dal> {
    Dal::builder(&given.server.alice().url_at(proxy.address())).timeout(Duration::from_secs(10)).connect()
}

#[test]
fn counting() {
    cut_after_octets(|given, dal| given.source().filter(M::seen.eq(false)).count(dal));
}

#[test]
fn loading() {
    cut_after_octets(|given, dal| given.source().all().select((M::uid, M::subject, M::seen)).load(dal));
}

#[test]
fn loading_what_is_decided_here() {
    cut_after_octets(|given, dal| {
        let rows = given.source().filter(M::subject.ne("number 2")).order_by(M::size.desc()).exact();
        rows.limit(2).offset(1).select((M::uid, M::sender)).load(dal)
    });
}

#[test]
fn loading_messages_and_their_content() {
    cut_after_octets(|given, dal| {
        given.source().all().order_by(M::uid.desc()).select((M::uid, M::email, M::content)).load(dal)
    });
}

#[test]
fn streaming() {
    cut_after_octets(|given, dal| {
        given.source().filter(M::seen.eq(false)).select((M::uid, M::subject)).stream(dal)?.collect::<Result<Vec<_>>>()
    });
}

/// Of many messages of which a few are wanted, the first come with their search and the others behind a second one: whichever
/// connection is lost, each is given once.
#[test]
fn looking_at_the_first_messages_and_behind_them() {
    /// Octets between two cuts.
    const APART: u64 = 2_500;
    let mut given = Given::mailbox("behind");
    for n in 1..=600_usize {
        given.append(&[&format!("Subject: number {n}")], &"x".repeat(n));
    }
    let proxy = given.proxy().start();
    let rare = || given.source().filter(M::subject.matches("00$")).limit(5).select((M::uid, M::subject));
    for (query, expected) in
        [(rare(), [100, 200, 300, 400, 500]), (rare().order_by(M::size.desc()), [600, 500, 400, 300, 200])]
    {
        let (mut octets, mut results) = (0, 0);
        loop {
            proxy.reset();
            proxy.cut(Direction::ToClient, octets, Fault::Close);
            match connect(&given, &proxy).and_then(|dal| query.load(&dal)) {
                Ok(rows) => {
                    let found: Vec<u32> = rows.iter().map(|(uid, _)| uid.get()).collect();
                    assert_eq!(found, expected, "lost after {octets} octets");
                    results += 1;
                }
                Err(error) => assert!(matches!(error, Error::Bye { .. }), "lost after {octets} octets: {error:?}"),
            }
            if proxy.bytes_to_client() < octets {
                break;
            }
            octets += APART;
        }
        assert!(results > 10, "{results} results");
    }
}
