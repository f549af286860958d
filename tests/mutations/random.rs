//! Mutations, mailboxes, conditions, missing extensions and faults by chance, also while `resume` completes what a first fault
//! broke off. Which messages are meant is said by this file's own reading of them.

use super::{
    judge::{Ending, Key, Seen},
    place::{HERE, Host, Place, THERE_NAME},
    report::{Summary, Trouble, is_full, say, seed, server},
    scenario::{Asked, Count, each, one},
};
use imap_dal::{Each, Error, Result, ResumeToken, WithoutUidPlus, prelude::*, resume};
use imap_dal_tests::{
    proxy::{Direction, Fault},
    raw::Message,
};
use std::{
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

/// Runs a mutation; how it ended in each mailbox, or in all of them.
type Run = Box<dyn Fn(&Dal) -> Vec<Result<Count>>>;

/// What is tried once.
struct Mutation {
    words: String,
    asked: Asked,
    run: Run,
}

/// What it is for.
#[derive(Clone, Debug)]
enum Of {
    One(Query<M>),
    Both(Each<Query<M>>),
}

/// The same method of a query in one mailbox and in several.
macro_rules! on {
    ($of:expr, |$query:ident| $mutation:expr) => {
        match $of {
            Of::One($query) => {
                let mutation = $mutation;
                Box::new(move |dal: &Dal| one(mutation.execute(dal))) as Run
            }
            Of::Both($query) => {
                let mutation = $mutation;
                Box::new(move |dal: &Dal| each(mutation.execute(dal))) as Run
            }
        }
    };
}

fn mutation(dice: &mut Dice, of: &Of, has_uidplus: bool) -> Mutation {
    let words = |words: &str| format!("{words} {of:?}");
    match dice.roll(11) {
        0 => Mutation {
            words: words("set seen"),
            asked: Asked::Stored { add: &["\\Seen"], remove: &[] },
            run: on!(of, |query| query.update(M::seen.set(true))),
        },
        1 => Mutation {
            words: words("clear flagged and Own"),
            asked: Asked::Stored { add: &[], remove: &["\\Flagged", "Own"] },
            run: on!(of, |query| query.update((M::flagged.set(false), M::keywords.remove("Own")))),
        },
        2 => Mutation {
            words: words("set $Paid and answered, clear seen and Own"),
            asked: Asked::Stored { add: &["$Paid", "\\Answered"], remove: &["\\Seen", "Own"] },
            run: on!(of, |query| query.update((
                M::keywords.add("$Paid"),
                M::seen.set(false),
                M::answered.set(true),
                M::keyword("Own").set(false)
            ))),
        },
        3 if has_uidplus => {
            Mutation { words: words("delete"), asked: Asked::Deleted, run: on!(of, |query| query.delete()) }
        }
        3 => Mutation {
            words: words("leave marked"),
            asked: Asked::Stored { add: &["\\Deleted"], remove: &[] },
            run: on!(of, |query| query.delete().without_uidplus(WithoutUidPlus::LeaveMarked)),
        },
        4 => match of {
            Of::One(query) if has_uidplus => {
                let delete = query.delete();
                Mutation {
                    words: words("delete as planned"),
                    asked: Asked::Deleted,
                    run: Box::new(move |dal| {
                        one(delete.plan(dal).and_then(|planned| delete.execute_plan(dal, planned)))
                    }),
                }
            }
            _ => Mutation { words: words("trash"), asked: Asked::Moved, run: on!(of, |query| query.trash()) },
        },
        5 | 6 => {
            Mutation { words: words("move"), asked: Asked::Moved, run: on!(of, |query| query.move_to(*THERE_NAME)) }
        }
        7 => Mutation { words: words("trash"), asked: Asked::Moved, run: on!(of, |query| query.trash()) },
        8 => Mutation { words: words("copy"), asked: Asked::Copied, run: on!(of, |query| query.copy_to(*THERE_NAME)) },
        number => insertion(dice, number == 9),
    }
}

fn insertion(dice: &mut Dice, is_one: bool) -> Mutation {
    let count = if is_one { 1 } else { 2 + dice.roll(4) };
    let texts: Vec<Vec<u8>> = (0..count)
        .map(|number| {
            let id = if dice.one_in(2) { "Message-ID: <1@x.org>\r\n" } else { "" };
            let text = "x".repeat(dice.roll(3) * 1_000);
            format!("Subject: new\r\n{id}\r\n{number} {text}\r\n").into_bytes()
        })
        .collect();
    let messages: Vec<NewMessage> = texts.iter().cloned().map(NewMessage::from_rfc822).collect();
    Mutation {
        words: format!("insert {count}"),
        asked: Asked::Inserted(texts),
        run: Box::new(move |dal| {
            let place = M::in_mailbox(HERE[0]);
            match &messages[..] {
                [message] => one(place.insert(message.clone()).execute(dal).map(|uid| vec![uid])),
                _ => one(place.insert_many(messages.clone()).execute(dal)),
            }
        }),
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

/// A query, and the messages it means.
fn meant(dice: &mut Dice, before: &Seen) -> (Of, Vec<Key>) {
    let (mut expression, meaning) = condition(dice);
    let mut targets: Vec<Key> =
        before.here.iter().filter(|(_, message)| meaning(message)).map(|(key, _)| *key).collect();
    if dice.one_in(3) {
        return (Of::Both(M::in_mailboxes(*HERE).all().filter(expression)), targets);
    }
    targets.retain(|(mailbox, _)| *mailbox == 0);
    if dice.one_in(3) {
        // Some of them by their uids, and some that were never there or are no more.
        let named: Vec<u32> =
            before.here.keys().map(|(_, uid)| *uid).filter(|_| !dice.one_in(3)).chain([1, 2, u32::MAX - 1]).collect();
        targets.retain(|(_, uid)| named.contains(uid));
        expression &= M::uid.is_in(named.into_iter().map(Uid::new));
    }
    let query = M::in_mailbox(HERE[0]).all().filter(expression);
    if !dice.one_in(3) {
        return (Of::One(query), targets);
    }
    let (offset, limit) = (dice.roll(3), 1 + dice.roll(3));
    let query = match dice.roll(3) {
        0 => query,
        1 => {
            targets.reverse();
            query.order_by(M::uid.desc())
        }
        _ => {
            targets.sort_by_key(|key| (std::cmp::Reverse(before.here[key].bytes.len()), *key));
            query.order_by(M::size.desc())
        }
    };
    (Of::One(query.offset(offset as u64).limit(limit as u64)), targets.into_iter().skip(offset).take(limit).collect())
}

/// How a mutation ended in each mailbox so far, and what is still to be resumed.
#[derive(Default)]
struct Course {
    endings: Vec<Ending>,
    open: Vec<(usize, ResumeToken)>,
    log: String,
}

impl Course {
    fn goes_on(&mut self, mailbox: usize, token: ResumeToken, uids: &[Uid], why: &Error) -> Ending {
        self.log = format!("{}; {token}: {why}", self.log);
        self.open.push((mailbox, token));
        Ending::Unknown(uids.iter().map(|uid| uid.get()).collect())
    }
}

fn attempt(dice: &mut Dice, place: &mut Place, without: &[&str], summary: &mut Summary) -> Result<(), String> {
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for _ in 0..2 + dice.roll(7) {
        let mut flags: Vec<&str> = FLAGS.into_iter().filter(|_| dice.one_in(3)).collect();
        let mailbox = usize::from(dice.one_in(3));
        if mailbox == 1 {
            // Copies keep it: what has the same octets in the other mailbox is told apart.
            flags.push("Second");
        }
        here.push((mailbox, *dice.pick(&TEXTS), flags));
    }
    for _ in 0..dice.roll(3) {
        there.push((*dice.pick(&TEXTS), vec!["\\Seen"]));
    }
    let before = place.filled(
        here.iter().map(|(mailbox, text, flags)| (*mailbox, *text, flags.as_slice())),
        there.iter().map(|(text, flags)| (*text, flags.as_slice())),
    );
    let (of, targets) = meant(dice, &before);
    let Mutation { words, asked, run } = mutation(dice, &of, !without.contains(&"UIDPLUS"));
    let Host::Real { proxy, account } = &place.host else { return Ok(()) };
    let builder =
        Dal::builder(&account.url_at(proxy.address())).timeout(Duration::from_millis(700)).pipelining(!dice.one_in(4));
    // A busy machine may take longer for once.
    let connected = (0..9).map(|_| builder.clone().connect()).find(|dal| !matches!(dal, Err(Error::Timeout { .. })));
    let dal = connected.unwrap_or_else(|| builder.connect()).map_err(|error| format!("connecting: {error}"))?;
    let mut course =
        Course { log: format!("{words}, without {without:?}; {}", disturb(dice, place, summary)), ..Course::default() };
    let log = &course.log;
    let outcomes = catch_unwind(AssertUnwindSafe(|| run(&dal))).map_err(|_| format!("{log}: a panic"))?;
    place.forgive();
    let judged = |place: &mut Place, course: &Course| {
        let judged = place.look().judge(&before, &targets, &asked, &course.endings);
        judged.map_err(|violation| format!("{}: {violation}", course.log))
    };
    for (mailbox, outcome) in outcomes.into_iter().enumerate() {
        let ending = match outcome {
            Ok(Count { matched, changed }) => {
                let meant = match &asked {
                    Asked::Inserted(messages) => messages.len(),
                    _ => targets.iter().filter(|(own, _)| *own == mailbox).count(),
                };
                if [matched, changed] != [meant as u64; 2] {
                    return Err(format!("{}: {matched} and {changed} of {targets:?}", course.log));
                }
                Ending::Done
            }
            Err(Error::OutcomeUnknown { token, uids, source, .. }) => course.goes_on(mailbox, token, &uids, &source),
            Err(error) => {
                course.log = format!("{}; {error}", course.log);
                Ending::Refused
            }
        };
        course.endings.push(ending);
    }
    judged(place, &course)?;
    summary.unknown += course.open.len();
    for round in 0..8 {
        let Some((mailbox, token)) = course.open.pop() else { break };
        let trouble = if round < 4 && dice.one_in(2) { disturb(dice, place, summary) } else { "nothing".to_owned() };
        course.log = format!("{}; resume with {trouble}", course.log);
        let outcome = resume(&dal, token);
        place.forgive();
        course.endings[mailbox] = match outcome {
            Ok(done) if done.conflicts.is_empty() => Ending::Done,
            Err(Error::OutcomeUnknown { token, uids, source, .. }) => course.goes_on(mailbox, token, &uids, &source),
            other => return Err(format!("{}: {other:?}", course.log)),
        };
        judged(place, &course)?;
    }
    if course.open.is_empty() { Ok(()) } else { Err(format!("{}: still open", course.log)) }
}

#[test]
fn mutations_under_faults_by_chance_leave_what_is_documented() {
    let seed = seed();
    let lasting = if is_full() { Duration::from_secs(450) } else { Duration::from_secs(10) };
    let mut dice = Dice(seed);
    let mut summary = Summary::default();
    let began = Instant::now();
    // On a busy machine it takes longer until enough went wrong.
    let is_over = |summary: &Summary| {
        let enough = if summary.unknown > 5 { lasting } else { lasting * 12 };
        began.elapsed() > enough || summary.violations.len() >= 20
    };
    while !is_over(&summary) {
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
