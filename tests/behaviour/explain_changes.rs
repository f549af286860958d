//! What `explain` prints of a change is what it sends.

use crate::given::Given;
use imap_dal::{Error, Explain, prelude::*};

type M = AnyMailbox;

/// Whether a command is the one that was explained, with some uids and some modification sequence.
fn is_explained(sent: &str, explained: &str) -> bool {
    let mut rest = sent;
    for (index, part) in explained.replace("<modseq>", "<uids>").split("<uids>").enumerate() {
        if index > 0 {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ":,".contains(c));
            if after.len() == rest.len() {
                return false;
            }
            rest = after;
        }
        let Some(after) = rest.strip_prefix(part) else { return false };
        rest = after;
    }
    rest.is_empty()
}

/// Explains a change on a mailbox of its own, makes it, and compares what was printed with what was sent.
macro_rules! holds {
    ($hidden:expr, $condition:expr, |$found:ident, $other:ident| $change:expr) => {{
        let given = Given::subjects("explain changes", &["alpha", "beta", "alpha"]);
        let target = Given::mailbox("explain changes to");
        let (dal, proxy) = given.through(given.proxy().hide($hidden.iter().copied()));
        given.source().all().limit(1).uids(&dal).unwrap();
        proxy.reset();
        let ($found, $other) = (given.source().filter($condition), &target.name);
        let change = $change;
        let explain: Explain = change.explain(&dal).unwrap();
        assert_eq!(proxy.commands(), [] as [&str; 0], "explaining asks nothing");
        assert_eq!(change.execute(&dal).unwrap().matched, 2);
        let explained: Vec<&str> = explain.flights().iter().flatten().map(String::as_str).collect();
        let sent = proxy.commands();
        let is_same =
            sent.len() == explained.len() && sent.iter().zip(&explained).all(|(sent, own)| is_explained(sent, own));
        assert!(is_same, "{:?}\nsent {sent:#?}\n{explain}", $hidden);
        assert_eq!(explain.round_trips() as u64, proxy.round_trips(), "{sent:#?}\n{explain}");
    }};
}

#[test]
fn explain_tells_of_each_of_several_mailboxes() {
    let (one, other) = (Given::subjects("explain each", &["alpha"]), Given::mailbox("explain each"));
    let (dal, proxy) = one.through(one.proxy());
    let found = M::in_mailboxes([&one.name, &other.name]).filter(M::seen.eq(false));
    let target = other.name.as_str();
    let explained = [
        ("UID STORE <uids> ", found.update(M::flagged.set(true)).explain(&dal).unwrap()),
        ("UID EXPUNGE <uids>", found.delete().explain(&dal).unwrap()),
        ("UID COPY <uids> ", found.copy_to(target).explain(&dal).unwrap()),
    ];
    for (change, explained) in explained {
        let names: Vec<&str> = explained.iter().map(|(name, _)| name).collect();
        assert_eq!(names, [&one.name, &other.name]);
        for (name, outcome) in explained.iter() {
            match outcome {
                Ok(explain) => {
                    let commands: Vec<&String> = explain.flights().iter().flatten().collect();
                    assert!(commands[0].starts_with(&format!("SELECT \"{name}\"")), "{explain}");
                    assert!(commands.iter().any(|command| command.starts_with(change)), "{change}: {explain}");
                }
                Err(error) => {
                    assert!(matches!(error, Error::InvalidInput { .. }), "{error}");
                    assert!(change.starts_with("UID COPY") && name == target, "{change} {name}: {error}");
                }
            }
        }
    }
    let refused = M::in_mailboxes([&one.name]).filter(M::size.ge(0)).delete().explain(&dal);
    assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    assert_eq!(proxy.commands(), [] as [&str; 0], "explaining asks nothing");
}

#[test]
fn explain_prints_the_commands_of_a_change() {
    for hidden in
        [&[][..], &["CONDSTORE", "ENABLE", "QRESYNC"], &["ESEARCH", "SEARCHRES", "ESORT", "CONTEXT=SEARCH"], &["MOVE"]]
    {
        for condition in [M::seen.eq(false) & M::subject.eq("alpha"), M::subject.eq("alpha")] {
            holds!(hidden, condition.clone(), |found, _other| found.update(M::seen.set(true)));
            holds!(hidden, condition.clone(), |found, _other| found.update((
                M::seen.set(true),
                M::keywords.add("$Read"),
                M::flagged.set(false)
            )));
            holds!(hidden, condition.clone(), |found, _other| found.delete());
            holds!(hidden, condition.clone(), |found, other| found.move_to(other.as_str()));
            holds!(hidden, condition, |found, other| found.copy_to(other.as_str()));
        }
    }
}

#[test]
fn a_change_of_what_no_flag_decides_expunges_in_the_flight_that_marks() {
    let given = Given::subjects("explain delete", &["alpha"]);
    let (dal, proxy) = given.through(given.proxy());
    given.source().all().limit(1).uids(&dal).unwrap();
    proxy.reset();
    let delete = given.source().filter(M::subject.eq("alpha")).delete();
    let explain = delete.explain(&dal).unwrap();
    let text = explain.to_string();
    assert!(text.contains("UID STORE <uids>") && text.contains("UID EXPUNGE <uids>"), "{text}");
    assert!(text.contains("flight 2, where messages are found\n  UID STORE"), "{text}");
    delete.execute(&dal).unwrap();
    assert_eq!(explain.round_trips() as u64, proxy.round_trips(), "{:#?}\n{text}", proxy.commands());
}

#[test]
fn a_change_that_can_find_nothing_sends_nothing() {
    let given = Given::subjects("explain nothing", &["alpha"]);
    let explain = given.source().filter(M::uid.is_in(Vec::<Uid>::new())).delete().explain(&given.dal()).unwrap();
    assert_eq!(explain.round_trips(), 0, "{explain}");
}

#[test]
fn analyzing_a_count_tells_what_it_took() {
    let given = Given::subjects("analyze count", &["alpha", "beta", "alpha"]);
    for hidden in [&[][..], &["SEARCHRES"], &["ESEARCH", "SEARCHRES", "ESORT", "CONTEXT=SEARCH"]] {
        let (dal, proxy) = given.through(given.proxy().hide(hidden.iter().copied()));
        let conditions = [(M::seen.eq(false), 3, 3), (M::subject.ends_with("ta"), 1, 3), (M::uid.eq(0), 0, 0)];
        for (condition, rows, most) in conditions {
            proxy.reset();
            let explain = given.source().filter(condition).explain_analyze_count(&dal).unwrap();
            let run = explain.analysis().expect("it ran");
            let counted = (proxy.bytes_to_client(), proxy.bytes_to_server(), proxy.round_trips());
            assert_eq!((run.bytes_in, run.bytes_out, run.round_trips), counted, "{explain}");
            assert_eq!(run.rows, rows, "{explain}");
            assert!((rows..=most).contains(&run.candidates), "{explain}");
            assert_eq!(explain.flights().iter().flatten().count(), proxy.commands().len(), "{explain}");
        }
    }
}
