//! Mutations, mailboxes, conditions, missing extensions and faults by chance, also while `resume` completes what a first fault
//! broke off. Which messages are meant is said by this file's own reading of them.

use super::{
    judge::{Ending, Key},
    place::{HERE, Host, Place, THERE_NAME},
    report::{Summary, Trouble, is_full, say, seed, server},
    scenario::Asked,
};
use imap_dal::{Affected, Error, NewMessage, Result, WithoutUidPlus, prelude::*, resume};
use imap_dal_tests::{
    proxy::{Direction, Fault},
    raw::Message,
};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

type M = AnyMailbox;

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("less than sides")
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.roll(of.len())]
    }
}

const FLAGS: [&str; 6] = ["\\Seen", "\\Flagged", "\\Answered", "\\Deleted", "Own", "$Paid"];

/// Some of one size, some without id, some alike.
const TEXTS: [&[u8]; 8] = [
    b"From: a@x.org\r\nSubject: one\r\n\r\n1\r\n",
    b"From: a@x.org\r\nSubject: two\r\n\r\n1\r\n",
    b"From: a@x.org\r\nSubject: two\r\n\r\n2\r\n",
    b"From: b@x.org\r\nSubject: two\r\nMessage-ID: <1@x.org>\r\n\r\n1\r\n",
    b"From: b@x.org\r\nSubject: Re: one\r\nMessage-ID: <1@x.org>\r\n\r\n12345\r\n",
    b"From: \"A, B\" <b@x.org>\r\nSubject: =?utf-8?q?gr=C3=BCn?=\r\n\r\n",
    b"Subject: one\r\n\r\nno sender",
    b"X-Only: y\r\n\r\nlonger than all others, so that sizes differ\r\n",
];

/// A condition, and what it means.
type Condition = (Expr<M>, Box<dyn Fn(&Message) -> bool>);

/// Number `number` of eleven.
fn atom(dice: &mut Dice, number: usize) -> Condition {
    fn flag(name: &'static str, on: bool) -> Box<dyn Fn(&Message) -> bool> {
        Box::new(move |message| message.flags.contains(name) == on)
    }
    fn holds(text: &'static [u8]) -> Box<dyn Fn(&Message) -> bool> {
        Box::new(move |message| message.bytes.windows(text.len()).any(|window| window == text))
    }
    let on = dice.one_in(2);
    match number {
        0 => (M::seen.eq(on), flag("\\Seen", on)),
        1 => (M::flagged.eq(on), flag("\\Flagged", on)),
        2 => (M::answered.ne(!on), flag("\\Answered", on)),
        3 => (M::deleted.eq(on), flag("\\Deleted", on)),
        4 => (M::keyword("Own").eq(on), flag("Own", on)),
        5 => (M::keywords.contains("$Paid"), flag("$Paid", true)),
        6 => (M::subject.eq("two"), holds(b"Subject: two\r\n")),
        7 => (M::sender.eq("a@x.org"), holds(b"a@x.org")),
        8 => (M::subject.is_none(), holds(b"X-Only")),
        9 => (M::size.gt(45), Box::new(|message| message.bytes.len() > 45)),
        _ => (M::message_id.eq("1@x.org"), holds(b"<1@x.org>")),
    }
}

fn condition(dice: &mut Dice) -> Condition {
    // Each at most once: Dovecot 2.3 is wrong on `OR UNKEYWORD x NOT (UNKEYWORD x ..)`.
    let first = dice.roll(11);
    let (mut expression, mut meaning) = atom(dice, first);
    for further in 1..=dice.roll(3) {
        let (other, means) = atom(dice, (first + 4 * further) % 11);
        let own = meaning;
        if dice.one_in(2) {
            expression &= other;
            meaning = Box::new(move |message: &Message| own(message) && means(message));
        } else {
            expression |= other;
            meaning = Box::new(move |message: &Message| own(message) || means(message));
        }
        if dice.one_in(3) {
            let own = meaning;
            (expression, meaning) = (!expression, Box::new(move |message: &Message| !own(message)));
        }
    }
    (expression, meaning)
}

/// Runs a mutation; how many messages it matched, where that is told.
type Run = Box<dyn Fn(&Dal) -> Result<Option<u64>>>;

/// What is tried once.
struct Mutation {
    words: String,
    asked: Asked,
    run: Run,
}

fn matched(done: Affected) -> Option<u64> {
    assert!(done.conflicts.is_empty() && done.vanished.is_empty(), "nobody interferes: {done:?}");
    Some(done.matched)
}

fn mutation(dice: &mut Dice, query: Query<M>, has_uidplus: bool) -> Mutation {
    let words = format!("{query:?}");
    let stored = |asked: Asked, words: &str, run: Run| Mutation { words: format!("{words} on {query:?}"), asked, run };
    let own = query.clone();
    match dice.roll(9) {
        0 => stored(
            Asked::Stored { add: &["\\Seen"], remove: &[] },
            "seen",
            Box::new(move |dal| own.update(M::seen.set(true)).execute(dal).map(matched)),
        ),
        1 => stored(
            Asked::Stored { add: &[], remove: &["\\Flagged", "Own"] },
            "not flagged, not Own",
            Box::new(move |dal| {
                own.update((M::flagged.set(false), M::keywords.remove("Own"))).execute(dal).map(matched)
            }),
        ),
        2 => stored(
            Asked::Stored { add: &["$Paid"], remove: &["\\Seen"] },
            "$Paid, not seen",
            Box::new(move |dal| own.update((M::keywords.add("$Paid"), M::seen.set(false))).execute(dal).map(matched)),
        ),
        3 if has_uidplus => {
            stored(Asked::Deleted, "delete", Box::new(move |dal| own.delete().execute(dal).map(matched)))
        }
        3 => stored(
            Asked::Stored { add: &["\\Deleted"], remove: &[] },
            "leave marked",
            Box::new(move |dal| own.delete().without_uidplus(WithoutUidPlus::LeaveMarked).execute(dal).map(matched)),
        ),
        4 if has_uidplus => stored(
            Asked::Deleted,
            "delete as planned",
            Box::new(move |dal| {
                let delete = own.delete();
                let planned = delete.plan(dal)?;
                delete.execute_plan(dal, planned).map(matched)
            }),
        ),
        4 | 5 => stored(
            Asked::Moved,
            "move",
            Box::new(move |dal| own.move_to(THERE_NAME).execute(dal).map(|moved| Some(moved.matched))),
        ),
        6 => stored(
            Asked::Copied,
            "copy",
            Box::new(move |dal| own.copy_to(THERE_NAME).execute(dal).map(|copied| Some(copied.matched))),
        ),
        number => {
            let count = if number == 7 { 1 } else { 2 + dice.roll(4) };
            let texts: Vec<Vec<u8>> = (0..count)
                .map(|number| {
                    let id = if dice.one_in(2) { "Message-ID: <1@x.org>\r\n" } else { "" };
                    let text = "x".repeat(dice.roll(3) * 1_000);
                    format!("Subject: new\r\n{id}\r\n{number} {text}\r\n").into_bytes()
                })
                .collect();
            let messages: Vec<NewMessage> = texts.iter().cloned().map(NewMessage::from_rfc822).collect();
            Mutation {
                words: format!("insert {count} ({words} is not used)"),
                asked: Asked::Inserted(texts),
                run: Box::new(move |dal| {
                    let place = M::in_mailbox(HERE[0]);
                    if let [message] = &messages[..] {
                        return place.insert(message.clone()).execute(dal).map(|_| None);
                    }
                    let uids = place.insert_many(messages.clone()).execute(dal)?;
                    assert!(uids.len() == messages.len() && uids.is_sorted(), "{uids:?}");
                    Ok(None)
                }),
            }
        }
    }
}

/// Orders a fault for what is said next, or none.
fn disturb(dice: &mut Dice, place: &Place, summary: &mut Summary) -> String {
    let Host::Real { proxy, .. } = &place.host else { return "nothing".to_owned() };
    let direction = *dice.pick(&[Direction::ToServer, Direction::ToClient]);
    let most = *dice.pick(&[300, 1_500, 4_000]);
    let bytes = dice.roll(most) as u64 + 1;
    match dice.roll(20) {
        0 => {
            summary.count(Trouble::Peace);
            "nothing".to_owned()
        }
        1 => {
            summary.count(Trouble::Stall);
            proxy.cut(direction, bytes, Fault::Stall);
            format!("stall after {bytes} bytes {direction:?}")
        }
        2..=5 => {
            summary.count(Trouble::Refusal);
            let to_pass = dice.roll(9);
            let answer = *dice.pick(&[
                "<tag> NO [UNAVAILABLE] not now\r\n",
                "<tag> NO [OVERQUOTA] full\r\n",
                "<tag> NO no\r\n",
                "<tag> BAD what?\r\n",
                "* BYE enough\r\n",
            ]);
            proxy.answer_after(to_pass, answer);
            format!("{answer:?} after {to_pass} commands")
        }
        6..=11 => {
            summary.count(Trouble::Reset);
            proxy.cut(direction, bytes, Fault::Reset);
            format!("reset after {bytes} bytes {direction:?}")
        }
        _ => {
            summary.count(Trouble::Cut);
            proxy.cut(direction, bytes, Fault::Close);
            format!("cut after {bytes} bytes {direction:?}")
        }
    }
}

fn attempt(dice: &mut Dice, place: &mut Place, without: &[&str], summary: &mut Summary) -> Result<(), String> {
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for _ in 0..2 + dice.roll(7) {
        let flags: Vec<&str> = FLAGS.into_iter().filter(|_| dice.one_in(3)).collect();
        here.push((*dice.pick(&TEXTS), flags));
    }
    for _ in 0..dice.roll(3) {
        there.push((*dice.pick(&TEXTS), vec!["\\Seen"]));
    }
    let before = place.filled(
        here.iter().map(|(text, flags)| (0, *text, flags.as_slice())),
        there.iter().map(|(text, flags)| (*text, flags.as_slice())),
    );
    let (expression, meaning) = condition(dice);
    let mut targets: Vec<Key> =
        before.here.iter().filter(|(_, message)| meaning(message)).map(|(key, _)| *key).collect();
    let mut query = M::in_mailbox(HERE[0]).all().filter(expression);
    if dice.one_in(4) {
        let limit = 1 + dice.roll(3);
        query = query.order_by(M::uid.desc()).limit(limit as u64);
        targets = targets.split_off(targets.len().saturating_sub(limit));
    }
    let Mutation { words, asked, run } = mutation(dice, query, !without.contains(&"UIDPLUS"));
    let Host::Real { proxy, account } = &place.host else { return Ok(()) };
    let builder =
        Dal::builder(&account.url_at(proxy.address())).timeout(Duration::from_millis(700)).pipelining(!dice.one_in(4));
    // A busy machine may take longer for once.
    let connected = (0..9).map(|_| builder.clone().connect()).find(|dal| !matches!(dal, Err(Error::Timeout { .. })));
    let dal = connected.unwrap_or_else(|| builder.connect()).map_err(|error| format!("connecting: {error}"))?;
    let mut log = format!("{words}, without {without:?}; {}", disturb(dice, place, summary));
    let outcome = catch_unwind(AssertUnwindSafe(|| run(&dal))).map_err(|_| format!("{log}: a panic"))?;
    place.forgive();
    let judged = |place: &mut Place, ending: &Ending, log: &str| {
        place
            .look()
            .judge(&before, &targets, &asked, std::slice::from_ref(ending))
            .map_err(|violation| format!("{log}: {violation}"))
    };
    let (mut token, uids) = match outcome {
        Ok(matched) => {
            if matched.is_some_and(|matched| matched != targets.len() as u64) {
                return Err(format!("{log}: {matched:?} of {targets:?} matched"));
            }
            return judged(place, &Ending::Done, &log);
        }
        Err(Error::OutcomeUnknown { token, uids, source, .. }) => {
            log = format!("{log}; {token}: {source}");
            (token, uids)
        }
        Err(error) => return judged(place, &Ending::Refused, &format!("{log}; {error}")),
    };
    summary.unknown += 1;
    let mut named: BTreeSet<u32> = uids.iter().map(|uid| uid.get()).collect();
    for round in 0.. {
        judged(place, &Ending::Unknown(named), &log)?;
        if round < 4 && dice.one_in(2) {
            log = format!("{log}; resume with {}", disturb(dice, place, summary));
        } else {
            log = format!("{log}; resume");
        }
        let outcome = resume(&dal, token);
        place.forgive();
        match outcome {
            Ok(done) if done.conflicts.is_empty() => return judged(place, &Ending::Done, &log),
            Err(Error::OutcomeUnknown { token: next, uids, source, .. }) if round < 5 => {
                log = format!("{log}: {source}");
                (token, named) = (next, uids.iter().map(|uid| uid.get()).collect());
            }
            other => return Err(format!("{log}: {other:?}")),
        }
    }
    Ok(())
}

#[test]
fn mutations_under_faults_by_chance_leave_what_is_documented() {
    let seed = seed();
    let lasting = if is_full() { Duration::from_secs(450) } else { Duration::from_secs(10) };
    let mut dice = Dice(seed);
    let mut summary = Summary::default();
    let began = Instant::now();
    while began.elapsed() < lasting && summary.violations.len() < 20 {
        let all = ["CONDSTORE", "MOVE", "UIDPLUS", "MULTIAPPEND", "LITERAL+", "ESEARCH", "SEARCHRES"];
        let mut without: Vec<&str> = all.into_iter().filter(|_| dice.one_in(4)).collect();
        if without.contains(&"CONDSTORE") {
            without.push("QRESYNC");
        }
        let mut place = Place::real(&without);
        for _ in 0..25 {
            if let Err(violation) = attempt(&mut dice, &mut place, &without, &mut summary) {
                summary.violations.push(violation);
            }
        }
    }
    say(format_args!("{}, by chance, seed {seed}: {summary}", server()));
    assert!(summary.violations.is_empty(), "seed {seed}: {summary}");
    assert!(summary.unknown > 5, "{summary}");
}
