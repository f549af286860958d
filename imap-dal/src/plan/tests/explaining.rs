//! Plans in words.

use super::*;
use crate::plan::{Analysis, Charset, Decided, Explain, examine};
use std::time::Duration;

type Any = AnyMailbox;

fn explained<R>(query: &Query<Any, R>, purpose: Purpose) -> Explain {
    Explain::new(&plan(query, purpose), &examine("INBOX"), None)
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
    let explain = Explain::new(&plan, &examine("INBOX"), None);
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
fn a_mutation_searches_in_a_mailbox_that_it_cannot_change_and_checks_every_target() {
    let explain = explained(&inbox(Any::seen.eq(false)), Purpose::Targets);
    assert_eq!(explain.flights()[0][0], "EXAMINE \"INBOX\"");
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
    assert!(notes(&inbox(Any::subject.contains("a"))).contains("`contains`"));
    assert_eq!(notes(&inbox(Any::seen.eq(true))), "");
}

#[test]
fn what_rests_on_the_words_that_a_server_decodes_is_named() {
    let is_named = |condition, exact: bool, text_keys| {
        let query = if exact { inbox(condition).exact() } else { inbox(condition) };
        let plan = Plan::new(query.request(), Purpose::Select, &server_with(text_keys)).unwrap();
        Explain::new(&plan, &examine("INBOX"), None).notes().iter().any(|note| note.contains("cannot decode"))
    };
    for condition in [
        Any::subject.eq("alpha"),
        Any::subject.ne("alpha"),
        Any::header("X-Odd").like("% alpha %"),
        Any::sender.eq("ann@example.org"),
    ] {
        assert!(is_named(condition.clone(), false, TextKeys::Unknown), "{condition:?}");
        assert!(is_named(condition.clone(), false, TextKeys::Words), "{condition:?}");
        assert!(!is_named(condition.clone(), false, TextKeys::Substring), "somebody vouches for it: {condition:?}");
        assert!(!is_named(condition.clone(), true, TextKeys::Unknown), "{condition:?}");
    }
    for condition in [Any::subject.eq("é"), Any::subject.is_some(), Any::subject.contains("alpha"), Any::size.lt(9)] {
        assert!(!is_named(condition.clone(), false, TextKeys::Unknown), "{condition:?}");
    }
}

#[test]
fn a_run_adds_its_figures_and_its_commands() {
    let analysis =
        Analysis { rows: 3, candidates: 9, round_trips: 1, elapsed: Duration::from_millis(54), ..Analysis::default() };
    let sent = [vec![Command::new("NOOP")]];
    let explain = explained(&inbox(Any::seen.eq(true)), Purpose::Select).with_analysis(analysis, &sent);
    assert_eq!(explain.flights(), [["NOOP"]]);
    assert!(explain.to_string().contains("1 round trip, 3 rows of 9 candidates"));
}

#[test]
fn each_test_says_why_it_is_decided_there() {
    let why = |query: &Query<Any>, profile: Profile| {
        let server = Server::listed(&["IMAP4rev1", "ESEARCH", "CONDSTORE"], &profile);
        let explain =
            Explain::new(&Plan::new(query.request(), Purpose::Select, &server).unwrap(), &examine("INBOX"), None);
        let one = &explain.predicates()[0];
        (one.decided, one.why)
    };
    let day = jiff::civil::date(2026, 2, 1);
    let unknown = Profile::default;
    let early = || Profile::default().unreadable_dates(UnreadableDates::Early);
    let expected = [
        (inbox(Any::seen.eq(true)), unknown(), Decided::Server, "exactly this"),
        (inbox(Any::created.eq(day)), unknown(), Decided::Server, "`.exact()`"),
        (inbox(Any::created.eq(day)).exact(), unknown(), Decided::Both, "another zone"),
        (
            inbox(Any::created.ge("2026-02-01T12:00:00Z".parse::<jiff::Timestamp>().unwrap())),
            unknown(),
            Decided::Both,
            "whole days",
        ),
        (inbox(Any::sent.lt(day)), unknown(), Decided::Here, "Profile::unreadable_dates"),
        (inbox(Any::sent.lt(day)), early(), Decided::Both, "margin"),
        (inbox(Any::sent.ge(day)), early(), Decided::Here, "sent.lt(..)"),
        (inbox(Any::subject.eq("alpha")), unknown(), Decided::Both, "words"),
        (inbox(Any::subject.starts_with("alpha")), unknown(), Decided::Both, "no whole word"),
        (inbox(Any::subject.eq("alpha")).exact(), unknown(), Decided::Here, "Profile::text_keys"),
        (inbox(Any::subject.ne("alpha")), unknown(), Decided::Here, "too little"),
        (inbox(Any::subject.matches("a")), unknown(), Decided::Both, "patterns"),
        (inbox(Any::attachments.is_empty()), unknown(), Decided::Here, "attachments"),
        (inbox(Any::seen.eq(true) | Any::attachments.is_empty()), unknown(), Decided::Here, "joined"),
        (inbox(Any::size.lt(1 << 31) & Any::seen.eq(true)), unknown(), Decided::Here, "31 bits"),
        (inbox(Any::uid.ge(0)), unknown(), Decided::Constant, "every message"),
    ];
    for (query, profile, decided, reason) in expected {
        let (is, because) = why(&query, profile);
        assert!(is == decided && because.contains(reason), "{query:?}: {is:?}, {because}");
    }
}

#[test]
fn the_profile_is_shown_with_what_of_it_was_learnt() {
    let of = |names: &[&str], profile: Profile| {
        let plan =
            Plan::new(inbox(Any::seen.eq(true)).request(), Purpose::Select, &Server::listed(names, &profile)).unwrap();
        Explain::new(&plan, &examine("INBOX"), None).to_string()
    };
    let gmail = of(&["IMAP4rev1", "X-GM-EXT-1"], Profile::default());
    assert!(gmail.contains("text keys Words") && gmail.contains("learnt: text keys from X-GM-EXT-1"), "{gmail}");
    let told = of(&["IMAP4rev1"], Profile::default().date_zone(DateZone::Utc).charset(Charset::Ascii));
    assert!(told.contains("date zone Utc, charset Ascii") && !told.contains("learnt"), "{told}");
}

/// Figures that nobody can know beforehand are only held to what they must not be.
#[test]
fn estimates_follow_what_is_asked() {
    let estimate = |query: &Query<Any>, messages| {
        *Explain::new(&plan(query, Purpose::Select), &examine("INBOX"), messages).estimate()
    };
    let all = AnyMailbox::in_mailbox("INBOX").all();
    let known = estimate(&all, Some(200));
    assert_eq!((known.messages, known.is_assumed, known.candidates, known.rows), (200, false, 200, 200));
    assert!(estimate(&all, None).is_assumed);
    assert_eq!(estimate(&all.limit(10), Some(200)).rows, 10);
    assert_eq!(estimate(&all.offset(195), Some(200)).rows, 5);
    assert_eq!(estimate(&inbox(Any::uid.is_in([1, 2, 3])), Some(200)).rows, 3);
    assert!(estimate(&inbox(Any::seen.eq(false)), Some(200)).candidates < 200);
    let octets = |query: &Query<Any>| estimate(query, Some(200)).bytes_in;
    let exact = octets(&inbox(Any::text.contains("x")).exact());
    assert!(exact > 10 * octets(&inbox(Any::text.contains("x"))), "whole messages are read: {exact}");
    assert_eq!(estimate(&inbox(Any::uid.eq(0)), Some(200)).bytes_in, 0);
}
