//! A long run under random faults: many threads on few connections, and whatever comes is complete and right, or an error
//! that says what was lost. `IMAP_DAL_STORM` says for how many seconds.

use imap_dal::{Error, Result, prelude::*, resume};
use imap_dal_embedded::{EmbeddedServer, Fault};
use imap_dal_tests::random::Random;
use std::{
    collections::BTreeMap,
    env,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

type M = AnyMailbox;

const THREADS: u32 = 64;

/// Messages of each thread's own, which it alone changes.
const OWN: u32 = 4;

const MANY: u32 = THREADS * OWN;

const TIMEOUT: Duration = Duration::from_secs(2);

/// More than any operation may take: its attempts, the pauses between them, the places of those before it in the queue, and
/// a machine with other things to do.
const LONGEST: Duration = Duration::from_secs(120);

fn length() -> Duration {
    let seconds = env::var("IMAP_DAL_STORM").ok().and_then(|text| text.parse().ok());
    let is_full = env::var_os("IMAP_DAL_FULL").is_some();
    Duration::from_secs(seconds.unwrap_or(if is_full { 120 } else { 6 }))
}

fn subject(uid: u32) -> String {
    format!("number {uid}")
}

/// One thread's reads and changes; what it read is checked here.
fn operate(dal: &Dal, random: &mut Random, own: u32, is_flagged: &mut bool) -> Result<&'static str> {
    let inbox = || M::in_mailbox("INBOX");
    let mine = || inbox().filter(M::uid.is_in((own..own + OWN).map(Uid::new)));
    let plain = |rows: Vec<(Uid, Option<String>)>| -> Vec<(u32, String)> {
        rows.into_iter().map(|(uid, subject)| (uid.get(), subject.unwrap_or_default())).collect()
    };
    let expected =
        |uids: &mut dyn Iterator<Item = u32>| -> Vec<(u32, String)> { uids.map(|uid| (uid, subject(uid))).collect() };
    match random.within(0..8) {
        0 => {
            let rows = inbox().all().select((M::uid, M::subject)).load(dal)?;
            assert_eq!(plain(rows), expected(&mut (1..=MANY)));
            Ok("load")
        }
        1 => {
            let rows = inbox().all().order_by(M::uid.desc()).select((M::uid, M::subject)).stream(dal)?;
            assert_eq!(plain(rows.collect::<Result<_>>()?), expected(&mut (1..=MANY).rev()));
            Ok("stream")
        }
        2 => {
            assert_eq!(
                inbox().filter(M::subject.ends_with("7")).count(dal)?,
                (1..=MANY).filter(|uid| uid % 10 == 7).count() as u64
            );
            Ok("count")
        }
        3 => {
            let rows = inbox().all().order_by(M::size.asc()).limit(9).select((M::uid, M::subject)).load(dal)?;
            assert_eq!(plain(rows), expected(&mut (1..=9)));
            Ok("sorted")
        }
        4 => {
            let messages = mine().select(M::email).load(dal)?;
            let whole = (own..own + OWN).map(message).collect::<Vec<_>>();
            assert_eq!(messages, whole);
            Ok("messages")
        }
        5 => {
            let flagged = mine().filter(M::flagged.eq(true)).uids(dal)?;
            assert_eq!(flagged.len(), if *is_flagged { OWN as usize } else { 0 });
            Ok("flags")
        }
        6 => {
            inbox().all().wait(&dal.with_timeout(TIMEOUT), Duration::from_millis(20))?;
            Ok("wait")
        }
        _ => {
            *is_flagged = !*is_flagged;
            let change = || mine().update(M::flagged.set(*is_flagged)).execute(dal).map(drop);
            let mut outcome = change();
            let mut unfinished = None;
            // Whatever becomes of connections, a change that was begun is completed, and then all is as it was meant.
            while let Err(error) = outcome {
                outcome = match error {
                    Error::OutcomeUnknown { token, .. } => resume(dal, unfinished.insert(token).clone()).map(drop),
                    error if is_of_the_weather(&error) => match &unfinished {
                        Some(token) => resume(dal, token.clone()).map(drop),
                        None => change(),
                    },
                    error => return Err(error),
                };
            }
            Ok("change")
        }
    }
}

fn message(uid: u32) -> Vec<u8> {
    // In the order of their sizes.
    format!("Subject: {}\r\n\r\n{}\r\n", subject(uid), "x".repeat(3 * uid as usize)).into_bytes()
}

/// What a storm may bring, and nothing else.
fn is_of_the_weather(error: &Error) -> bool {
    match error {
        Error::Bye { .. } | Error::Timeout { .. } | Error::Connect { .. } => true,
        Error::No { .. } => error.code() == Some("THROTTLED"),
        _ => false,
    }
}

/// Breaks something every few milliseconds, until it is over.
fn storm(server: &EmbeddedServer, is_over: &AtomicBool) {
    let mut random = Random::new(7);
    let commands: [&str; 9] =
        ["EXAMINE", "SELECT", "UID SEARCH", "UID SORT", "UID FETCH", "UID STORE", "NOOP", "IDLE", "LOGIN"];
    while !is_over.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(random.within(1..60) as u64));
        let at = Fault::at(random.one_of::<&str>(&commands), 1 + random.number() % 3);
        server.inject(match random.within(0..10) {
            0 | 1 => Fault::cut_after_sent(random.number() % 60_000),
            2 => Fault::cut_after_received(random.number() % 2_000),
            3 => at.cut(),
            4 => at.cut_after(),
            5 => at.bye("going down"),
            6 => at.no("[THROTTLED] later"),
            7 => at.delay(Duration::from_millis(random.number() % 300)),
            8 => at.say("* OK [ALERT] strong winds\r\n* X-WIND (9)"),
            _ => at.stall(),
        });
        // What waits for its moment must not gather, nor the record.
        if random.once_in(10) {
            server.clear_faults();
            server.clear_record();
        }
    }
    server.clear_faults();
}

#[test]
fn many_threads_on_few_connections_stand_a_storm() {
    let messages = (1..=MANY).map(message);
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", messages).start().unwrap();
    let dal = Dal::builder(server.url()).pool_size(4).timeout(TIMEOUT).connect().unwrap();
    let tally: Mutex<BTreeMap<String, u64>> = Mutex::default();
    let (is_over, end) = (AtomicBool::new(false), Instant::now() + length());
    thread::scope(|scope| {
        let weather = scope.spawn(|| storm(&server, &is_over));
        let threads: Vec<_> = (0..THREADS)
            .map(|number| {
                let (dal, tally) = (&dal, &tally);
                scope.spawn(move || {
                    let mut random = Random::new(u64::from(number));
                    let mut is_flagged = false;
                    while Instant::now() < end {
                        let began = Instant::now();
                        let outcome = operate(dal, &mut random, 1 + number * OWN, &mut is_flagged);
                        assert!(began.elapsed() < LONGEST, "{outcome:?} took {:?}", began.elapsed());
                        let what = match outcome {
                            Ok(what) => what.to_owned(),
                            Err(error) if is_of_the_weather(&error) => {
                                let text = format!("{error:?}");
                                text.split([' ', '{']).next().unwrap_or_default().to_owned()
                            }
                            Err(error) => panic!("{error:?}"),
                        };
                        *tally.lock().unwrap().entry(what).or_default() += 1;
                    }
                })
            })
            .collect();
        let outcomes: Vec<_> = threads.into_iter().map(ScopedJoinHandle::join).collect();
        is_over.store(true, Ordering::Relaxed);
        weather.join().unwrap();
        outcomes.into_iter().for_each(|outcome| outcome.unwrap());
    });
    let tally = tally.into_inner().unwrap();
    println!("{tally:?}, {} connections", server.connections());
    for what in ["load", "stream", "count", "sorted", "messages", "flags", "wait", "change"] {
        assert!(tally.contains_key(what), "no {what} succeeded: {tally:?}");
    }
    // The sky is clear: everything is as it was, and every connection came back.
    assert_eq!(M::in_mailbox("INBOX").all().count(&dal).unwrap(), u64::from(MANY));
    let all: Vec<_> = (0..4).map(|_| dal.connection().unwrap()).collect();
    assert_eq!(all.len(), 4);
}
