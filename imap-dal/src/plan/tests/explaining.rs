//! Plans in words.

use super::*;
use crate::plan::{Analysis, Decided, Explain};
use std::time::Duration;

type Any = AnyMailbox;

fn explained<R>(query: &Query<Any, R>, purpose: Purpose) -> Explain {
    Explain::new(&plan(query, purpose), "INBOX")
}

#[test]
fn a_select_is_one_flight_and_its_commands_are_those_that_are_sent() {
    let query = inbox(Any::seen.eq(false) & Any::subject.starts_with("Re: ")).select(Any::size);
    let explain = explained(&query, Purpose::Select);
    assert_eq!(
        explain.flights(),
        [[
            "EXAMINE \"INBOX\"",
            "UID SEARCH RETURN (SAVE ALL COUNT) UNSEEN SUBJECT \"Re\"",
            "UID FETCH $ (UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (Subject)])",
        ]]
    );
    assert_eq!(explain.round_trips(), 1);
}

#[test]
fn without_searchres_it_takes_two() {
    let query = inbox(Any::seen.eq(false)).select(Any::size);
    let plan = Plan::new(query.request(), Purpose::Select, &plain_server()).unwrap();
    let explain = Explain::new(&plan, "INBOX");
    assert_eq!(
        explain.flights(),
        [
            vec!["EXAMINE \"INBOX\"", "UID SEARCH UNSEEN"],
            vec!["EXAMINE \"INBOX\"", "UID FETCH <uids> (UID RFC822.SIZE)"]
        ]
    );
}

#[test]
fn each_test_says_where_it_is_decided() {
    let query = inbox(
        Any::seen.eq(false)
            & Any::subject.starts_with("Re: ")
            & Any::sender.contains("gumby")
            & !Any::attachments.is_empty()
            & Any::size.lt(1 << 40),
    );
    let explain = explained(&query, Purpose::Select);
    let decided: Vec<_> = explain.predicates().iter().map(|one| (one.test.as_str(), one.decided)).collect();
    assert_eq!(
        decided,
        [
            ("seen.eq(false)", Decided::Server),
            ("subject.starts_with(\"Re: \")", Decided::Both),
            ("sender.contains(\"gumby\")", Decided::Server),
            ("attachments.is_empty()", Decided::Here),
            ("size.lt(1099511627776)", Decided::Constant),
        ]
    );
}

#[test]
fn a_test_that_others_keep_from_the_search_is_decided_here() {
    let mixed = explained(&inbox(Any::seen.eq(true) | Any::attachments.is_empty()), Purpose::Select);
    assert!(mixed.predicates().iter().all(|one| one.decided == Decided::Here), "{mixed}");
    let long = explained(&inbox(Any::subject.contains("x".repeat(9_000))), Purpose::Select);
    assert_eq!(long.predicates()[0].decided, Decided::Here);
    assert!(long.predicates()[0].why.contains("too long"));
}

#[test]
fn a_mutation_opens_the_mailbox_to_write_and_checks_every_target() {
    let explain = explained(&inbox(Any::seen.eq(false)), Purpose::Targets);
    assert_eq!(explain.flights()[0][0], "SELECT \"INBOX\"");
    assert_eq!(explain.predicates()[0].decided, Decided::Both);
}

#[test]
fn what_cannot_be_satisfied_sends_nothing() {
    let explain = explained(&inbox(Any::uid.eq(0)), Purpose::Select);
    assert!(explain.flights().is_empty());
    assert!(explain.to_string().starts_with("nothing is sent"));
}

#[test]
fn nothing_shown_can_draw_on_a_terminal() {
    let query = inbox(Any::subject.contains("\u{1b}[2J\u{202e}\u{9b}") & Any::header("X-A").eq("\u{7}"));
    let shown = explained(&query, Purpose::Select).to_string();
    assert!(!shown.chars().any(|c| crate::display::is_hazard(c) && c != '\n'), "{shown:?}");
}

#[test]
fn what_is_unreliable_is_said() {
    let notes = |query: &Query<Any>| explained(query, Purpose::Select).notes().join("\n");
    assert!(notes(&inbox(Any::recent.eq(true))).contains("recent"));
    assert!(notes(&inbox(Any::seen.eq(true)).order_by(Any::subject.asc())).contains("collation"));
    assert!(notes(&inbox(Any::seen.eq(true))).contains("text keys Unknown"));
}

#[test]
fn a_run_adds_its_figures_and_its_commands() {
    let analysis =
        Analysis { rows: 3, candidates: 9, round_trips: 1, elapsed: Duration::from_millis(54), ..Analysis::default() };
    let sent = [vec![Command::new("NOOP")]];
    let explain = explained(&inbox(Any::seen.eq(true)), Purpose::Select).with_analysis(analysis, &sent);
    assert_eq!(explain.flights(), [["NOOP"]]);
    assert!(explain.to_string().contains("3 rows of 9 candidates, 1 round trips"));
}
