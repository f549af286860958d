//! What an exact answer costs: which commands are sent, how many octets come, and that the cheaper way is taken.

use crate::given::{Given, message, numbers};
use imap_dal::{Error, jiff::Timestamp, prelude::*};
use imap_dal_tests::{proxy::Proxy, script::Script};

type M = AnyMailbox;

const WITHOUT_ESEARCH: [&str; 5] = ["ESEARCH", "SEARCHRES", "ESORT", "CONTEXT=SEARCH", "PARTIAL"];

/// One message a day from 1 March on, at noon; uid 3 of each ten is flagged.
fn daily(hint: &str, days: u32) -> Given {
    let mut given = Given::mailbox(hint);
    for day in 0..days {
        let flags: &[&str] = if day % 10 == 2 { &["\\Flagged"] } else { &[] };
        let created = format!("{:02}-{}-2026 12:00:00 +0000", day % 28 + 1, ["Mar", "Apr", "May"][day as usize / 28]);
        given.append_as(flags, Some(&created), message(&[&format!("Subject: number {day}")], &"x".repeat(2_000)));
    }
    given
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn searches(proxy: &Proxy) -> Vec<String> {
    proxy.commands().into_iter().filter(|command| command.starts_with("UID SEARCH")).collect()
}

fn fetches(proxy: &Proxy) -> Vec<String> {
    proxy.commands().into_iter().filter(|command| command.starts_with("UID FETCH")).collect()
}

/// Octets received while something runs.
fn received(proxy: &Proxy, run: impl FnOnce()) -> u64 {
    proxy.reset();
    run();
    proxy.bytes_to_client()
}

/// With tags in the answers, and without.
#[test]
fn a_count_reads_only_what_neither_bound_decides() {
    let given = daily("between", 56);
    for hidden in [&["SEARCHRES"][..], &WITHOUT_ESEARCH] {
        for pipelining in [true, false] {
            let proxy = given.proxy().hide(hidden.iter().copied()).start();
            let url = given.server.alice().url_at(proxy.address());
            let dal = Dal::builder(&url).pipelining(pipelining).connect().unwrap();
            let since = given.source().filter(M::created.ge(instant("2026-03-05T12:00:00Z")));
            let reading_some = received(&proxy, || assert_eq!(since.count(&dal).unwrap(), 52));
            let [upper, lower] = searches(&proxy).try_into().expect("two searches");
            assert!(upper.ends_with("SINCE 4-Mar-2026") && lower.ends_with("SINCE 7-Mar-2026"), "{upper}; {lower}");
            assert_eq!(fetches(&proxy), ["UID FETCH 4:6 (UID INTERNALDATE)"], "{hidden:?}");
            assert_eq!(numbers(since.uids(&dal).unwrap()), (5..=56).collect::<Vec<u32>>());
            let explained = since.explain_count(&dal).unwrap();
            assert_eq!(explained.flights()[0][1..], [upper, lower], "{explained}");

            // What it would have cost to read all that the upper bound finds.
            let all = given.source().filter(M::created.ge(jiff::civil::date(2026, 3, 4))).select((M::uid, M::created));
            let reading_all = received(&proxy, || assert_eq!(all.load(&dal).unwrap().len(), 53));
            assert!(reading_some * 2 < reading_all, "{reading_some} and {reading_all}, {hidden:?}");
        }
    }
}

#[test]
fn each_of_several_mailboxes_is_read_as_little() {
    let mailboxes = [daily("first", 40), daily("second", 30)];
    let (dal, proxy) = mailboxes[0].through(mailboxes[0].proxy().hide(WITHOUT_ESEARCH));
    let several = M::in_mailboxes(mailboxes.each_ref().map(|given| &given.name));
    let counts = several.filter(M::created.ge(instant("2026-03-05T12:00:00Z"))).count(&dal).unwrap();
    assert_eq!(counts.into_all().unwrap().iter().map(|(_, count)| *count).collect::<Vec<_>>(), [36, 26]);
    assert_eq!(searches(&proxy).len(), 4, "{:?}", proxy.commands());
    assert_eq!(fetches(&proxy), ["UID FETCH 4:6 (UID INTERNALDATE)"; 2]);
}

/// The first time it is not known how few messages there are.
#[test]
fn what_costs_more_than_reading_all_is_not_searched_for() {
    let given = daily("few", 6);
    let (dal, proxy) = given.through(given.proxy().hide(WITHOUT_ESEARCH));
    let some = given.source().filter(M::draft.eq(true) | M::subject.matches("[45]$"));
    let searched = received(&proxy, || assert_eq!(some.count(&dal).unwrap(), 2));
    assert_eq!(searches(&proxy), ["UID SEARCH OR DRAFT HEADER Subject \"\"", "UID SEARCH DRAFT"]);
    let read = received(&proxy, || assert_eq!(some.count(&dal).unwrap(), 2));
    assert_eq!(searches(&proxy).len(), 1, "six messages have hardly a draft among them");
    assert_eq!(fetches(&proxy).len(), 1);
    assert!(read < searched, "{read} and {searched}");
}

/// Bodies are dear: what the bound is certain of is not read to be decided.
#[test]
fn no_body_is_read_of_what_is_certain() {
    let given = daily("bodies", 30);
    for hidden in [&[][..], &WITHOUT_ESEARCH] {
        let (dal, proxy) = given.through(given.proxy().hide(hidden.iter().copied()));
        let query = given.source().filter(M::flagged.eq(true) | M::content.contains("y")).exact();
        let query = query.filter(M::uid.le(5)).select((M::uid, M::subject));
        let found: Vec<u32> = query.load(&dal).unwrap().iter().map(|(uid, _)| uid.get()).collect();
        assert_eq!(found, [3]);
        assert_eq!(searches(&proxy).len(), 2, "{:?}", proxy.commands());
        assert!(proxy.bytes_to_client() < 5 * 2_500, "{}", proxy.bytes_to_client());
        let is_of_bodies = |fetch: &String| fetch.contains("BODY.PEEK[]") || fetch.contains("BODY.PEEK[1]");
        let bodies: Vec<String> = fetches(&proxy).into_iter().filter(is_of_bodies).collect();
        assert!(matches!(bodies.as_slice(), [one] if one.starts_with("UID FETCH 1:2,4:5 ")), "{:?}", proxy.commands());
    }
}

/// Two answers without tags: the order they come in does not matter, and what cannot be told apart is decided here.
#[test]
fn answers_without_tags_are_told_apart_by_what_they_hold() {
    let answers: [(&[&str], &str); 6] = [
        (&["* SEARCH 1 2 3 4 5", "* SEARCH 3 4 5"], "1:2"),
        (&["* SEARCH 3 4 5", "* SEARCH 1 2 3 4 5"], "1:2"),
        (&["* SEARCH 1 2 3 4 5", "* SEARCH"], "1:5"),
        (&["* SEARCH 1 2 3 4 5", "* SEARCH 4 5 6"], "1:6"),
        (&["* SEARCH 1 2", "* SEARCH 3 4 5", "* SEARCH 3 4 5"], "1:5"),
        (&["* SEARCH 1 2 3 4 5"], "1:5"),
    ];
    for (lines, fetched) in answers {
        for is_in_order in [true, false] {
            let mut script = Script::new().sign_in("IMAP4rev1").expect("EXAMINE").expect("UID SEARCH SINCE 9-Feb-2026");
            script = script.expect("UID SEARCH SINCE 12-Feb-2026").send("* OK [UIDVALIDITY 7] ok").send("<EXAMINE> OK");
            script = lines.iter().fold(script, |script, line| script.send(line));
            let (first, second) = ("<UID SEARCH SINCE 9-Feb-2026> OK", "<UID SEARCH SINCE 12-Feb-2026> OK");
            script = if is_in_order { script.send(first).send(second) } else { script.send(second).send(first) };
            script = script.expect("EXAMINE").expect(&format!("UID FETCH {fetched} (UID INTERNALDATE)"));
            script = script.send("* OK [UIDVALIDITY 7] ok").send("<EXAMINE> OK");
            for uid in 1..=6 {
                let day = if uid == 1 { 9 } else { 20 };
                script = script
                    .send(&format!("* {uid} FETCH (UID {uid} INTERNALDATE \"{day:02}-Feb-2026 12:00:00 +0000\")"));
            }
            let server = script.send("<tag> OK").start();
            let dal = Dal::connect(&server.url()).unwrap();
            let since = M::in_mailbox("INBOX").filter(M::created.ge(instant("2026-02-10T12:00:00Z")));
            let expected = if fetched == "1:6" { 5 } else { 4 };
            assert_eq!(since.count(&dal).unwrap(), expected, "{lines:?} {is_in_order}");
            drop(dal);
            server.finish();
        }
    }
}

/// Messages with the subjects `number 0`, `number 1`, .., that arrived in the opposite order.
fn numbered(hint: &str, messages: u32) -> Given {
    let mut given = Given::mailbox(hint);
    for number in 0..messages {
        let minute = messages - number;
        let created = format!("01-Mar-2026 {:02}:{:02}:00 +0000", minute / 60, minute % 60);
        given.append_as(&[], Some(&created), message(&[&format!("Subject: number {number}")], "text"));
    }
    given
}

/// A question that is answered is not asked further.
#[test]
fn what_decides_here_stops_as_soon_as_it_knows() {
    let given = numbered("early", 600);
    for hidden in [&["SEARCHRES"][..], &WITHOUT_ESEARCH] {
        let (dal, proxy) = given.through(given.proxy().hide(hidden.iter().copied()));
        let all = given.source().filter(M::subject.matches("^number"));
        let whole = received(&proxy, || assert_eq!(all.count(&dal).unwrap(), 600));
        assert_eq!(fetches(&proxy), ["UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (Subject)])"]);
        let first = received(&proxy, || assert!(all.exists(&dal).unwrap()));
        assert_eq!(fetches(&proxy), ["UID FETCH 1:250 (UID BODY.PEEK[HEADER.FIELDS (Subject)])"]);
        assert!(first * 3 < whole * 2, "{first} and {whole}");
        received(&proxy, || assert_eq!(all.limit(3).count(&dal).unwrap(), 3));
        assert_eq!(fetches(&proxy).len(), 1, "{:?}", proxy.commands());
        received(&proxy, || assert_eq!(all.offset(249).limit(3).count(&dal).unwrap(), 3));
        assert_eq!(fetches(&proxy).len(), 2, "{:?}", proxy.commands());
    }
    let given = daily("certain", 84);
    for hidden in [&["SEARCHRES"][..], &WITHOUT_ESEARCH] {
        let (dal, proxy) = given.through(given.proxy().hide(hidden.iter().copied()));
        // What is certain answers before anything is read.
        let either = given.source().filter(M::flagged.eq(true) | M::subject.matches("^number"));
        received(&proxy, || assert!(either.exists(&dal).unwrap()));
        assert_eq!((searches(&proxy).len(), fetches(&proxy).len()), (2, 0), "{:?}", proxy.commands());
        received(&proxy, || assert_eq!(either.offset(2).limit(4).count(&dal).unwrap(), 4));
        assert_eq!((searches(&proxy).len(), fetches(&proxy).len()), (2, 0), "eight are flagged");
        received(&proxy, || assert_eq!(either.limit(20).count(&dal).unwrap(), 20));
        assert_eq!(fetches(&proxy).len(), 1, "{:?}", proxy.commands());
        received(&proxy, || assert_eq!(either.count(&dal).unwrap(), 84));
        assert_eq!(fetches(&proxy).len(), 1, "{:?}", proxy.commands());
    }
}

/// Where some of what is decided here are enough, the first messages come with the search; the others are searched for
/// when those were not, and none is read twice.
#[test]
fn what_a_limit_may_end_looks_at_the_first_messages_at_once() {
    let given = numbered("look", 600);
    let (dal, proxy) = given.through(given.proxy());
    let numbers = |pattern: &str| given.source().filter(M::subject.matches(pattern)).select(M::uid);
    let uids = |query: &Query<M, _>, dal: &Dal| {
        let found: Vec<Uid> = query.load(dal).unwrap();
        found.iter().map(|uid| uid.get()).collect::<Vec<u32>>()
    };
    let look = |order: &str| {
        proxy.reset();
        let query = numbers("^number").offset(1).limit(3);
        if order.is_empty() { query } else { query.order_by(M::created.asc()) }
    };
    assert_eq!(uids(&look(""), &dal), [2, 3, 4]);
    let command = "UID SEARCH RETURN (SAVE PARTIAL 1:250) ALL";
    let searched: Vec<String> = searches(&proxy);
    if searched == [command] {
        assert_eq!((proxy.round_trips(), fetches(&proxy).len()), (1, 1), "{:?}", proxy.commands());
    } else {
        assert!(!dal.connection().unwrap().capabilities().unwrap().iter().any(|word| word == "CONTEXT=SEARCH"));
    }
    assert_eq!(uids(&look("by arrival"), &dal), [599, 598, 597]);

    for reversed in [false, true] {
        proxy.reset();
        let rare = numbers("( |0)7$").limit(5);
        let (rare, expected) = match reversed {
            false => (rare, [8, 108, 208, 308, 408]),
            true => (rare.order_by(M::created.asc()), [508, 408, 308, 208, 108]),
        };
        assert_eq!(uids(&rare, &dal), expected);
        assert_eq!(uids(&rare.limit(50), &dal).len(), 6);
        let first: Vec<Uid> = rare.uids(&dal).unwrap();
        assert_eq!(first.iter().map(|uid| uid.get()).collect::<Vec<_>>(), expected);
        assert_eq!(rare.offset(4).count(&dal).unwrap(), 2);
        let streamed: Vec<Uid> = rare.stream(&dal).unwrap().collect::<imap_dal::Result<_>>().unwrap();
        assert_eq!(streamed.iter().map(|uid| uid.get()).collect::<Vec<_>>(), expected);
    }
    proxy.reset();
    assert_eq!(uids(&numbers("number 5[0-9]9").limit(2), &dal), [510, 520]);
    let read: u32 = proxy.bytes_to_client().try_into().unwrap();
    assert!(proxy.round_trips() <= 4, "{:?}", proxy.commands());
    assert!(read < 600 * 130 + 4_000, "{read} octets: {:?}", proxy.commands());
}

/// What decides comes with the search there, too, where the rows that are chosen need more.
#[test]
fn the_texts_of_what_a_limit_may_end_take_two_flights() {
    let given = numbered("chosen", 600);
    let (dal, proxy) = given.through(given.proxy());
    let query = |pattern: &str| given.source().filter(M::subject.matches(pattern)).offset(1).limit(3);
    let texts = |query: Query<M>| {
        let rows = query.select((M::uid, M::subject, M::content)).load(&dal).unwrap();
        let number = |subject: Option<String>| subject.unwrap().rsplit(' ').next().unwrap().to_owned();
        rows.into_iter().map(|(uid, subject, parts)| (uid.get(), number(subject), parts.len())).collect::<Vec<_>>()
    };
    let row = |uid: u32, number: &str| (uid, number.to_owned(), 1);
    proxy.reset();
    assert_eq!(texts(query("7$")), [row(18, "17"), row(28, "27"), row(38, "37")]);
    if searches(&proxy) == ["UID SEARCH RETURN (SAVE PARTIAL 1:250) ALL"] {
        let flights = proxy.commands().iter().filter(|command| command.starts_with("EXAMINE")).count();
        assert_eq!(flights, 2, "{:?}", proxy.commands());
    } else {
        assert!(!dal.connection().unwrap().capabilities().unwrap().iter().any(|word| word == "CONTEXT=SEARCH"));
    }
    // The first are not enough.
    assert_eq!(texts(query("5[0-9]9$")), [row(520, "519"), row(530, "529"), row(540, "539")]);
    let sorted = texts(query("7$").order_by(M::created.asc()));
    assert_eq!(sorted, [row(588, "587"), row(578, "577"), row(568, "567")]);
    assert_eq!(texts(query("none")), []);
}

/// Where hardly a message satisfies the condition, the windows behind the first do not wait for one another.
#[test]
fn the_windows_of_a_rare_row_share_a_flight() {
    let given = numbered("rare", 600);
    let (dal, proxy) = given.through(given.proxy().hide(WITHOUT_ESEARCH));
    assert!(given.source().filter(M::subject.matches("none")).limit(5).load(&dal).unwrap().is_empty());
    let flights = proxy.commands().iter().filter(|command| command.starts_with("EXAMINE")).count();
    assert_eq!((flights, fetches(&proxy).len()), (2, 2), "{:?}", proxy.commands());
    proxy.reset();
    assert_eq!(given.source().filter(M::subject.matches("number")).limit(5).load(&dal).unwrap().len(), 5);
    assert_eq!(fetches(&proxy).len(), 1, "{:?}", proxy.commands());
}

/// Bodies are read of the messages that come out, not of those that are looked at, of which there are no more than needed.
#[test]
fn a_limit_ends_what_is_looked_at_for_bodies() {
    let given = numbered("bodies", 600);
    let (dal, proxy) = given.through(given.proxy());
    for order in [M::uid.asc(), M::uid.desc()] {
        proxy.reset();
        let some = given.source().filter(M::subject.matches("[05]$")).order_by(order).offset(3).limit(4);
        assert_eq!(some.select((M::uid, M::content)).load(&dal).unwrap().len(), 4);
        assert!(proxy.bytes_to_client() < 300 * 130, "{}: {:?}", proxy.bytes_to_client(), proxy.commands());
    }
}

#[test]
fn a_query_that_would_read_too_much_reads_nothing() {
    let given = daily("dear", 10);
    for hidden in [&[][..], &["SEARCHRES"], &WITHOUT_ESEARCH] {
        let (dal, proxy) = given.through(given.proxy().hide(hidden.iter().copied()));
        let bodies = given.source().all().max_bytes(15_000).select((M::uid, M::email));
        for run in [
            |query: &Query<M, _>, dal: &Dal| query.load(dal).map(drop),
            |query: &Query<M, _>, dal: &Dal| {
                query.stream(dal).and_then(|rows| rows.collect::<imap_dal::Result<Vec<_>>>()).map(drop)
            },
        ] {
            proxy.reset();
            let refused = run(&bodies, &dal);
            assert!(matches!(refused, Err(Error::Limit { .. })), "{refused:?}");
            assert_eq!(fetches(&proxy), ["UID FETCH 1:10 (UID RFC822.SIZE)"], "no message is fetched");
            assert!(proxy.bytes_to_client() < 3_000, "{}", proxy.bytes_to_client());
        }
        assert_eq!(bodies.limit(5).load(&dal).unwrap().len(), 5);
    }
}

/// What decides comes with the rows: one FETCH, in which no field is asked for twice.
#[test]
fn what_decides_rides_on_the_rows() {
    let given = daily("rides", 8);
    let (dal, proxy) = given.through(given.proxy());
    let query = given.source().filter(M::subject.matches("[13]$") & !M::sender.eq("x@y"));
    let query = query.filter(M::created.ge(instant("2026-03-02T12:00:00Z")));
    let rows = query.select((M::uid, M::subject, M::size)).load(&dal).unwrap();
    assert_eq!(rows.iter().map(|(uid, ..)| uid.get()).collect::<Vec<_>>(), [2, 4]);
    let items = "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (From Subject)])";
    assert_eq!(fetches(&proxy), [format!("UID FETCH $ {items}")], "{:?}", proxy.commands());
}
