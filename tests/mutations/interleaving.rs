//! A second client that works between any two commands of a mutation: what it brings, changes or removes there is never
//! touched by mistake, and nothing of it is lost.

use super::{
    judge::{Key, Seen},
    place::{HERE, Place},
    report::{Summary, Trouble, on_threads, say, server},
    scenario::{Asked, DATE, MESSAGES, Scenario, interleaved},
};
use imap_dal::Dal;
use imap_dal_tests::{proxy::Proxy, raw::Raw};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

/// What the second client does, to the message with this number of [`MESSAGES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// A message arrives that satisfies the condition.
    Arrive,
    Expunge(usize),
    Add(usize, &'static str),
    Remove(usize, &'static str),
    /// Takes `\\Flagged`, which the condition asks for, and marks it `\\Deleted` for itself.
    Disown(usize),
}

const DEEDS: [Deed; 15] = [
    Deed::Arrive,
    Deed::Expunge(0),
    Deed::Expunge(1),
    // A target that is none any more.
    Deed::Remove(2, "\\Flagged"),
    Deed::Disown(2),
    // A target that still is one.
    Deed::Add(2, "Other"),
    // What becomes one.
    Deed::Add(3, "\\Flagged"),
    // What others delete is theirs.
    Deed::Add(3, "\\Deleted"),
    Deed::Add(2, "\\Deleted"),
    // What others keep.
    Deed::Remove(2, "\\Deleted"),
    Deed::Remove(1, "\\Deleted"),
    // In the other mailbox.
    Deed::Expunge(4),
    Deed::Remove(4, "\\Flagged"),
    Deed::Disown(4),
    Deed::Add(5, "\\Flagged"),
];

const ARRIVING: &[u8] = b"From: a@x.org\r\nSubject: s\r\n\r\nnew\r\n";

impl Deed {
    /// The number of the message it is about, if it is about one.
    fn subject(self) -> Option<usize> {
        match self {
            Deed::Arrive => None,
            Deed::Expunge(number) | Deed::Add(number, _) | Deed::Remove(number, _) | Deed::Disown(number) => {
                Some(number)
            }
        }
    }
}

fn commit(raw: &mut Raw, deed: Deed, keys: &[Key]) {
    let Some((mailbox, uid)) = deed.subject().map(|number| keys[number]) else {
        raw.append(HERE[0], &["\\Flagged"], Some(DATE), ARRIVING);
        return;
    };
    raw.select(HERE[mailbox]);
    match deed {
        Deed::Arrive => {}
        Deed::Expunge(_) => raw.expunge(uid),
        Deed::Add(_, flag) => raw.store(&uid.to_string(), "+FLAGS.SILENT", flag),
        Deed::Remove(_, flag) => raw.store(&uid.to_string(), "-FLAGS.SILENT", flag),
        Deed::Disown(_) => {
            raw.store(&uid.to_string(), "-FLAGS.SILENT", "\\Flagged");
            raw.store(&uid.to_string(), "+FLAGS.SILENT", "\\Deleted");
        }
    }
}

/// Where the deed was done: the command before which it was, and those that had passed.
#[derive(Clone, Debug, Default)]
struct Moment {
    passed: Vec<String>,
    before: Option<String>,
}

impl Moment {
    /// Whether the server had not seen a command of this name since the mailbox was first opened.
    fn is_ahead_of(&self, mailbox: usize, name: &str) -> bool {
        let mut from_there = self.passed.iter().skip_while(|line| !opens(line, mailbox));
        !from_there.any(|line| line.contains(name))
    }

    /// Whether the mailbox was opened for the search, and not yet for another look before the change.
    fn is_ahead_of_another_look(&self, mailbox: usize) -> bool {
        self.passed.iter().filter(|line| opens(line, mailbox)).count() < 2
    }
}

fn opens(line: &str, mailbox: usize) -> bool {
    let name = format!(" \"{}\"", HERE[mailbox]);
    ["EXAMINE", "SELECT"].iter().any(|command| line.contains(&format!("{command}{name}")))
}

/// Runs a scenario once with a deed before its command number `at`; false where it has fewer commands.
fn attempt(
    place: &mut Place,
    second: &Arc<Mutex<Raw>>,
    scenario: &Scenario,
    deed: Deed,
    at: usize,
) -> Result<bool, String> {
    let (before, _) = place.fresh(scenario);
    let keys: Vec<Key> = before.here.keys().copied().collect();
    let moment = Arc::new(Mutex::new(Moment::default()));
    let (second, watched, own) = (Arc::clone(second), Arc::clone(&moment), keys.clone());
    let armed = Arc::new(Mutex::new(false));
    let is_armed = Arc::clone(&armed);
    let proxy = Proxy::to(place.address()).hide(scenario.without.iter().copied()).before_command("", move |line| {
        let mut moment = watched.lock().expect("no panic");
        if !*is_armed.lock().expect("no panic") || moment.before.is_some() {
            return;
        }
        if moment.passed.len() == at {
            moment.before = Some(line.to_owned());
            commit(&mut second.lock().expect("no panic"), deed, &own);
        } else {
            moment.passed.push(line.to_owned());
        }
    });
    let proxy = proxy.start();
    let url = place.url_at(&proxy);
    let dal = Dal::builder(&url).timeout(Duration::from_secs(20)).connect().map_err(|error| error.to_string())?;
    *armed.lock().expect("no panic") = true;
    let outcome = (scenario.run)(&dal);
    *armed.lock().expect("no panic") = false;
    drop(dal);
    let moment = moment.lock().expect("no panic").clone();
    let Some(command) = &moment.before else { return Ok(false) };
    let now = place.look();
    let has_condstore = place.has_condstore && !scenario.without.contains(&"CONDSTORE");
    check(&before, &now, &keys, scenario, has_condstore, (deed, &moment))
        .map_err(|violation| format!("{}: {deed:?} before {command:?} ({outcome:?}): {violation}", scenario.name))?;
    Ok(true)
}

fn check(
    before: &Seen,
    now: &Seen,
    keys: &[Key],
    scenario: &Scenario,
    has_condstore: bool,
    (deed, moment): (Deed, &Moment),
) -> Result<(), String> {
    let flags = |number: usize| -> BTreeSet<String> { MESSAGES[number].2.iter().map(|f| (*f).to_owned()).collect() };
    // What the message would be without the mutation: none where the second client removed it.
    let left_alone = |number: usize| {
        let mut flags = flags(number);
        match deed {
            Deed::Expunge(own) if own == number => return None,
            Deed::Add(own, flag) if own == number => _ = flags.insert(flag.to_owned()),
            Deed::Remove(own, flag) if own == number => _ = flags.remove(flag),
            Deed::Disown(own) if own == number => {
                flags.remove("\\Flagged");
                flags.insert("\\Deleted".to_owned());
            }
            _ => {}
        }
        Some(flags)
    };
    let copies = |number: usize| {
        let are = now.there.iter().filter(|(uid, _)| !before.there.contains_key(uid));
        // Of two that are alike one is answered.
        let is_answered = flags(number).contains("\\Answered");
        are.filter(|(_, message)| {
            message.bytes == MESSAGES[number].1 && message.flags.contains("\\Answered") == is_answered
        })
        .count()
    };
    for (number, key) in keys.iter().enumerate() {
        let own = now.here.get(key).map(|message| message.flags.clone());
        let (alone, copies) = (left_alone(number), copies(number));
        let is_alone = own == alone && copies == 0;
        let said = || format!("message {number}: flags {own:?}, {copies} copies");
        let is_its_subject = deed.subject() == Some(number);
        let is_target = scenario.targets.contains(&number);
        // It became a target, or ceased to be one, before the mutation looked.
        let became =
            deed == Deed::Add(number, "\\Flagged") && !is_target && moment.is_ahead_of(MESSAGES[number].0, "SEARCH");
        if !is_target && !became {
            if !is_alone {
                return Err(format!("{}, is no target", said()));
            }
            continue;
        }
        if is_alone && is_its_subject {
            // Left to the other client.
            continue;
        }
        let ceased = deed == Deed::Remove(number, "\\Flagged") || deed == Deed::Disown(number);
        let is_guarded = has_condstore && !matches!(scenario.asked, Asked::Moved | Asked::Copied);
        let is_in_time = if is_guarded {
            moment.is_ahead_of(MESSAGES[number].0, "UID STORE")
        } else {
            moment.is_ahead_of_another_look(MESSAGES[number].0)
        };
        if ceased && is_in_time {
            return Err(format!("{}, was a target no more", said()));
        }
        let is_gone = own.is_none();
        let is_asked = match &scenario.asked {
            Asked::Deleted => is_gone && copies == 0,
            Asked::Moved => is_gone && copies == 1,
            Asked::Copied => own == alone && copies == 1,
            Asked::Stored { add, remove } => {
                let mut asked = alone.clone().unwrap_or_default();
                asked.extend(add.iter().map(|flag| (*flag).to_owned()));
                asked.retain(|flag| !remove.contains(&flag.as_str()));
                // The second client may have had the last word.
                let is_last =
                    |flag: &String| matches!(deed, Deed::Add(_, other) | Deed::Remove(_, other) if flag == other);
                let differs = own.iter().flat_map(|own| own.symmetric_difference(&asked).cloned().collect::<Vec<_>>());
                copies == 0 && !is_gone && differs.into_iter().all(|flag| is_its_subject && is_last(&flag))
            }
            Asked::Inserted(_) => own == alone,
        };
        // Removed by the other client, before or after it was copied.
        let is_removed = deed == Deed::Expunge(number) && is_gone && copies <= 1;
        // Marked by us and then kept by the other client, who has the last word; with its copy, where it was to be moved.
        let is_kept = deed == Deed::Remove(number, "\\Deleted") && own == alone && copies <= 1;
        // The other client's mark stands.
        let is_marked = deed == Deed::Add(number, "\\Deleted") && own == alone && copies <= 1;
        if !(is_asked || is_removed || is_kept || is_marked) {
            return Err(said());
        }
    }
    for (uid, message) in &before.there {
        if now.there.get(uid) != Some(message) {
            return Err(format!("message {uid} of the other mailbox: {:?}", now.there.get(uid)));
        }
    }
    let arrived: Vec<_> = now.here.iter().filter(|(key, _)| !keys.contains(key)).collect();
    let moved = now.there.values().filter(|message| message.bytes == ARRIVING).count();
    let is_untouched = |flags: &BTreeSet<String>| flags.len() == 1 && flags.contains("\\Flagged");
    match (deed, &arrived[..]) {
        // It came before the search, and may be meant.
        (Deed::Arrive, _) if moment.is_ahead_of(0, "SEARCH") => Ok(()),
        (Deed::Arrive, [(_, message)]) if moved == 0 && message.bytes == ARRIVING && is_untouched(&message.flags) => {
            Ok(())
        }
        (Deed::Arrive, other) => Err(format!("what arrived is {other:?}, with {moved} copies")),
        (_, []) => Ok(()),
        (_, strangers) => Err(format!("messages from nowhere: {strangers:?}")),
    }
}

fn interleave(mut place: Place, scenario: &Scenario) -> Summary {
    let mut summary = Summary::default();
    let second = Arc::new(Mutex::new(place.second()));
    let is_reached = |deed: &Deed| {
        let mailboxes = scenario.targets.iter().map(|number| MESSAGES[*number].0);
        deed.subject().is_none_or(|number| mailboxes.max() >= Some(MESSAGES[number].0))
    };
    for deed in DEEDS.into_iter().filter(is_reached) {
        for at in 0..20 {
            match attempt(&mut place, &second, scenario, deed, at) {
                Ok(true) => summary.count(Trouble::Deed),
                Ok(false) => break,
                Err(violation) => summary.violations.push(violation),
            }
        }
    }
    summary
}

#[test]
fn what_a_second_client_does_between_commands_is_respected() {
    let all = |make: fn() -> Place, name: &str| {
        let summary = on_threads(6, interleaved(), |scenario| interleave(make(), scenario));
        say(format_args!("{name}: {summary}"));
        summary
    };
    let real = all(|| Place::real(&[]), &server());
    let embedded = all(|| Place::embedded(&[]), "the embedded server");
    for summary in [real, embedded] {
        assert!(summary.violations.is_empty(), "{summary}");
        assert!(summary.of(Trouble::Deed) > 1_000, "{summary}");
    }
}
