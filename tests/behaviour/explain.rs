//! What `explain` prints is what is sent.

use crate::given::Given;
use imap_dal::{
    jiff::{Timestamp, civil::date},
    prelude::*,
};

type M = AnyMailbox;

fn given() -> Given {
    Given::subjects("explain", &["alpha", "Re: alpha", "beta", "\"quoted\" {5}", "=?utf-8?q?Gr=C3=BC=C3=9Fe?="])
}

/// Every kind of plan; each finds something, or it would end before its rows.
fn queries(given: &Given) -> Vec<Query<M>> {
    let all = given.source().all();
    let filter = |condition: Expr<M>| given.source().filter(condition);
    vec![
        all.clone(),
        filter(M::seen.eq(false) & M::size.lt(6000)),
        filter(M::seen.eq(false) & M::created.ge(date(2020, 1, 1))).limit(2),
        filter(M::created.gt(Timestamp::UNIX_EPOCH)),
        filter(M::subject.contains("alpha")),
        filter(M::subject.contains("alpha")).exact(),
        filter(M::subject.eq("alpha")),
        filter(M::subject.contains("\"quoted\" {5}")),
        filter(M::subject.contains("Grüße")),
        filter(M::subject.matches("a$") & M::flagged.eq(false)),
        filter(!M::sender.contains("gumby") | M::keywords.contains("$Work")),
        filter(M::attachments.is_empty()),
        all.order_by(M::uid.desc()).limit(2),
        all.order_by(M::uid.desc()).offset(1).limit(2),
        all.order_by(M::created.desc()).limit(2),
        all.order_by(M::size.asc()),
        all.order_by(M::subject.asc()).limit(3),
        all.exact().order_by(M::subject.desc()),
        all.limit(3).offset(1),
        filter(M::uid.is_in([1, 3, 4, 99])),
        filter(M::uid.is_in((1..5_000).map(|n| n * 2))),
        filter(M::uid.is_in(Vec::<Uid>::new())),
    ]
}

/// Whether a command is the one that was explained: uids that a search tells stand as `<uids>`, a literal on its line.
fn is_explained(sent: &str, explained: &str) -> bool {
    // The proxy keeps the beginning of a long command.
    let kept = |command: &str| command.replace("+}\r\n", "} ").chars().take(4_000).collect::<String>();
    let (sent, explained) = (kept(sent), kept(explained));
    match explained.split_once("<uids>") {
        None => sent == explained,
        Some((before, after)) => {
            let uids = sent.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            uids.is_some_and(|uids| !uids.is_empty() && uids.bytes().all(|b| b.is_ascii_digit() || b",:".contains(&b)))
        }
    }
}

#[test]
fn explain_prints_the_commands_that_are_then_sent() {
    let given = given();
    for hidden in [&[][..], &["SEARCHRES"], &["SORT", "ESORT"], &["ESEARCH", "SEARCHRES", "ESORT", "CONTEXT=SEARCH"]] {
        let (dal, proxy) = given.through(given.proxy().hide(hidden.iter().copied()));
        // What is found out once about this server is known.
        given.source().all().order_by(M::subject.asc()).limit(1).select(M::uid).load(&dal).unwrap();
        for query in queries(&given) {
            let query = query.select((M::uid, M::subject));
            proxy.reset();
            let explain = query.explain(&dal).unwrap();
            assert_eq!(proxy.commands(), [] as [&str; 0], "explaining asks nothing");
            query.load(&dal).unwrap();
            let explained: Vec<&str> = explain.flights().iter().flatten().map(String::as_str).collect();
            let sent = proxy.commands();
            let same = sent.len() == explained.len()
                && sent.iter().zip(&explained).all(|(sent, explained)| is_explained(sent, explained));
            assert!(same, "{hidden:?} {query:?}\nsent {sent:#?}\n{explain}");
            let text = explain.to_string();
            assert!(explained.iter().all(|command| text.contains(command)), "{text}");
        }
    }
}

#[test]
fn explain_says_who_decides() {
    let given = given();
    let dal = given.dal();
    let explain = |query: &Query<M>| query.explain(&dal).unwrap().to_string();
    let exact = explain(&given.source().filter(M::subject.contains("alpha")).exact());
    let default = explain(&given.source().filter(M::subject.contains("alpha")));
    assert_ne!(exact, default);
    assert!(default.contains("subject.contains(\"alpha\"): by the server"), "{default}");
    assert!(default.contains("unreliable here"), "{default}");
    assert!(exact.contains("subject.contains(\"alpha\")") && exact.contains("here"), "{exact}");
    let nothing = explain(&given.source().filter(M::uid.is_in(Vec::<Uid>::new())));
    assert!(nothing.contains("nothing is sent"), "{nothing}");
}

/// The commands are those of the same run, with the uids they named, in the flights they were sent in.
#[test]
fn explain_analyze_prints_what_it_sent() {
    let given = given();
    for hidden in [&[][..], &["SEARCHRES"], &["SORT", "ESORT"], &["ESEARCH", "SEARCHRES", "ESORT", "CONTEXT=SEARCH"]] {
        for pipelining in [true, false] {
            let proxy = given.proxy().hide(hidden.iter().copied()).start();
            let url = given.server.alice().url_at(proxy.address());
            let dal = Dal::builder(&url).pipelining(pipelining).connect().unwrap();
            for query in queries(&given) {
                for reads_bodies in [false, true] {
                    proxy.reset();
                    let explain = if reads_bodies {
                        query.select((M::uid, M::content)).explain_analyze(&dal).unwrap()
                    } else {
                        query.select((M::uid, M::subject)).explain_analyze(&dal).unwrap()
                    };
                    let context = || format!("{hidden:?} {pipelining} {query:?}\n{:#?}\n{explain}", proxy.commands());
                    let printed: Vec<&str> = explain.flights().iter().flatten().map(String::as_str).collect();
                    let sent = proxy.commands();
                    let is_same = |(sent, printed): (&String, &&str)| is_explained(sent, printed);
                    assert!(sent.len() == printed.len() && sent.iter().zip(&printed).all(is_same), "{}", context());
                    let run = explain.analysis().expect("it ran");
                    let counted = (proxy.bytes_to_client(), proxy.bytes_to_server(), proxy.round_trips());
                    assert_eq!((run.bytes_in, run.bytes_out, run.round_trips), counted, "{}", context());
                    let shown = explain.to_string();
                    assert!(printed.iter().all(|command| shown.contains(command)), "{}", context());
                }
            }
        }
    }
}

#[test]
fn explain_analyze_tells_what_a_run_cost() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy());
    let query = given.source().filter(M::subject.ends_with(" alpha")).select((M::uid, M::subject));
    let explain = query.explain_analyze(&dal).unwrap();
    let run = explain.analysis().expect("it ran");
    assert_eq!((run.rows, run.bytes_in, run.bytes_out), (1, proxy.bytes_to_client(), proxy.bytes_to_server()));
    assert_eq!(run.round_trips, 1);
    let explained: Vec<&str> = explain.flights().iter().flatten().map(String::as_str).collect();
    assert_eq!(proxy.commands(), explained);
    assert!(explain.to_string().contains("1 round trip, 1 row of 2 candidates"), "{explain}");
    let estimate = explain.estimate();
    assert_eq!((estimate.messages, estimate.is_assumed), (5, false), "the run has told");
    assert!(estimate.bytes_in > 0 && estimate.rows <= 5);
}

#[test]
fn explain_escapes_what_could_fool_a_terminal() {
    let given = given();
    let dal = given.dal();
    let text = given.source().filter(M::subject.eq("\u{1b}[2J\u{202e}x")).explain(&dal).unwrap().to_string();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
}
