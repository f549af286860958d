//! Every scenario under every fault.

use super::{
    judge::Ending,
    place::{Host, Place},
    report::{Summary, Trouble, is_full, on_threads, say, seed, server},
    scenario::{Count, Scenario, scenarios},
};
use imap_dal::{Error, resume};
use imap_dal_embedded::Fault;
use imap_dal_tests::proxy::{self, Direction};
use std::time::Duration;

/// How long a client waits for an answer; `resume` waits a part of it for what may be under way. In this process nothing is.
const TIMEOUT: Duration = Duration::from_secs(5);
const TIMEOUT_HERE: Duration = Duration::from_millis(600);
/// How long it waits where the server stalls.
const STALLED: Duration = Duration::from_millis(150);
const STALLED_HERE: Duration = Duration::from_millis(400);

/// How often `resume` is tried where a busy machine lets it time out.
const RESUMED: usize = 20;

/// How one try went on the way to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tried {
    Done,
    Unknown,
    Refused,
}

/// Runs a scenario once, waiting so long for each answer; `inject` orders the fault once the client is connected.
fn attempt(
    place: &mut Place,
    scenario: &Scenario,
    patience: Duration,
    inject: impl FnOnce(&Place),
) -> Result<Tried, String> {
    let (before, targets) = place.fresh(scenario);
    let timeout = match place.host {
        Host::Embedded(_) => TIMEOUT_HERE,
        Host::Real { .. } => TIMEOUT,
    };
    let mut connected = place.connect(timeout);
    for _ in 0..RESUMED {
        if !matches!(connected, Err(Error::Timeout { .. })) {
            break;
        }
        connected = place.connect(timeout);
    }
    let dal = connected.map_err(|error| format!("connecting: {error}"))?;
    inject(place);
    let outcomes = (scenario.run)(&dal.with_timeout(patience.min(timeout)));
    place.forgive();
    let mut judged = |endings: &[Ending], what: &str| {
        let now = place.look();
        now.judge(&before, &targets, &scenario.asked, endings).map_err(|violation| format!("{what}: {violation}"))
    };
    let (mut endings, mut tokens, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (mailbox, outcome) in outcomes.into_iter().enumerate() {
        endings.push(match outcome {
            Ok(count) => {
                let meant = scenario.meant(mailbox);
                if count != (Count { matched: meant, changed: meant }) {
                    return Err(format!("{count:?} where {meant} were meant"));
                }
                texts.push("done".to_owned());
                Ending::Done
            }
            Err(Error::OutcomeUnknown { uids, token, source, .. }) => {
                texts.push(format!("{token}, because {source}"));
                tokens.push((mailbox, token));
                Ending::Unknown(uids.iter().map(|uid| uid.get()).collect())
            }
            Err(error) => {
                texts.push(error.to_string());
                Ending::Refused
            }
        });
    }
    let text = texts.join("; ");
    judged(&endings, &text)?;
    let tried = match &tokens[..] {
        [] if endings.iter().all(|ending| matches!(ending, Ending::Done)) => return Ok(Tried::Done),
        [] => return Ok(Tried::Refused),
        _ => Tried::Unknown,
    };
    for (mailbox, token) in tokens {
        let mut outcome = resume(&dal, token);
        for _ in 0..RESUMED {
            outcome = match outcome {
                Err(Error::OutcomeUnknown { token, source, .. }) if matches!(*source, Error::Timeout { .. }) => {
                    resume(&dal, token)
                }
                outcome => outcome,
            };
        }
        let done = outcome.map_err(|error| format!("{text}: resume: {error}"))?;
        if done.matched != done.changed + done.vanished.len() as u64 || !done.conflicts.is_empty() {
            return Err(format!("{text}: resume: {done:?}"));
        }
        endings[mailbox] = Ending::Done;
        judged(&endings, &format!("{text}: resumed"))?;
    }
    Ok(tried)
}

impl Summary {
    fn add(&mut self, what: impl FnOnce() -> String, trouble: Trouble, tried: &Result<Tried, String>) {
        self.count(trouble);
        match tried {
            Ok(Tried::Unknown) => self.unknown += 1,
            Ok(_) => {}
            Err(violation) => self.violations.push(format!("{}: {violation}", what())),
        }
    }
}

/// The octets that pass until a client is signed in, found by cutting.
fn signed_in_after(place: &Place, cut: impl Fn(u64) -> Fault) -> u64 {
    let Host::Embedded(server) = &place.host else { unreachable!("asked of the embedded server only") };
    let (mut too_few, mut enough) = (0, 100_000);
    while enough - too_few > 1 {
        let octets = u64::midpoint(too_few, enough);
        server.inject(cut(octets).on_connection(server.connections() + 1));
        let is_enough = place.connect(TIMEOUT).is_ok();
        server.clear_faults();
        *(if is_enough { &mut enough } else { &mut too_few }) = octets;
    }
    enough
}

/// One part of what is tried on the embedded server: a cut after every octet one way, or one trouble at every command.
#[derive(Clone, Copy)]
enum Part {
    /// The fault of a number of octets.
    AtOctet(Trouble, &'static str, fn(u64) -> Fault),
    /// The fault of the k-th command.
    AtCommand(Trouble, &'static str, fn(u64) -> Fault),
}

const PARTS: [Part; 15] = [
    Part::AtOctet(Trouble::Cut, "cut after sending", Fault::cut_after_sent),
    Part::AtOctet(Trouble::Cut, "cut after receiving", Fault::cut_after_received),
    Part::AtOctet(Trouble::Reset, "reset after sending", |octets| Fault::cut_after_sent(octets).reset()),
    Part::AtOctet(Trouble::Reset, "reset after receiving", |octets| Fault::cut_after_received(octets).reset()),
    Part::AtCommand(Trouble::Refusal, "NO", |k| Fault::at_command(k).no("[UNAVAILABLE] not now")),
    Part::AtCommand(Trouble::Refusal, "NO [OVERQUOTA]", |k| Fault::at_command(k).no("[OVERQUOTA] no room")),
    Part::AtCommand(Trouble::Refusal, "BAD", |k| Fault::at_command(k).bad("what?")),
    Part::AtCommand(Trouble::Refusal, "BYE", |k| Fault::at_command(k).bye("shutting down")),
    Part::AtCommand(Trouble::Cut, "lost command", |k| Fault::at_command(k).cut()),
    Part::AtCommand(Trouble::Cut, "lost answer", |k| Fault::at_command(k).cut_after()),
    Part::AtCommand(Trouble::Reset, "lost command, reset", |k| Fault::at_command(k).cut().reset()),
    Part::AtCommand(Trouble::Reset, "lost answer, reset", |k| Fault::at_command(k).cut_after().reset()),
    Part::AtCommand(Trouble::Stall, "stall", |k| Fault::at_command(k).stall()),
    Part::AtCommand(Trouble::Refusal, "half done, then NO", |k| Fault::at_command(k).refuse_after(1)),
    Part::AtCommand(Trouble::Refusal, "noise", |k| Fault::at_command(k).say("* 1 FETCH (FLAGS (\\Deleted))")),
];

fn on_the_embedded_server(scenario: &Scenario, part: Part) -> Summary {
    let mut summary = Summary::default();
    let mut place = Place::embedded(scenario.without);
    let connections = |place: &Place| match &place.host {
        Host::Embedded(server) => server.connections(),
        Host::Real { .. } => 0,
    };
    let inject = |place: &Place, fault: Fault| match &place.host {
        Host::Embedded(server) => server.inject(fault.on_connection(server.connections())),
        Host::Real { .. } => {}
    };
    match part {
        Part::AtOctet(trouble, name, fault) => {
            for octets in signed_in_after(&place, fault).. {
                let before = connections(&place);
                let tried = attempt(&mut place, scenario, TIMEOUT_HERE, |place| inject(place, fault(octets)));
                let is_whole = tried == Ok(Tried::Done) && connections(&place) == before + 1;
                summary.add(|| format!("{}, {name} {octets} octets", scenario.name), trouble, &tried);
                if is_whole || summary.violations.len() > 100 {
                    break;
                }
            }
        }
        Part::AtCommand(trouble, name, fault) => {
            let patience = if trouble == Trouble::Stall { STALLED_HERE } else { TIMEOUT_HERE };
            for k in 1..20 {
                let tried = attempt(&mut place, scenario, patience, |place| inject(place, fault(k)));
                summary.add(|| format!("{}, {name} at command {k}", scenario.name), trouble, &tried);
            }
        }
    }
    summary
}

#[test]
fn every_fault_on_the_embedded_server_leaves_what_is_documented() {
    let all = scenarios().into_iter().flat_map(|scenario| PARTS.map(|part| (scenario.clone(), part))).collect();
    let summary = on_threads(8, all, |(scenario, part)| on_the_embedded_server(scenario, *part));
    say(format_args!("embedded server: {summary}"));
    assert!(summary.violations.is_empty(), "{summary}");
    assert!(summary.of(Trouble::Cut) > 30_000 && summary.of(Trouble::Reset) > 30_000, "{summary}");
    assert!(summary.unknown > 20_000, "{summary}");
}

/// Which of the bytes that are said are tried, beginning at one that the seed chooses.
#[derive(Clone, Copy)]
struct Stride {
    seed: u64,
    /// One of so many, of what ends the connection at once.
    one_of: u64,
    /// One of so many, of what has to be waited for.
    stalls_one_of: u64,
}

/// What is tried on the real server: a trouble after every byte, one way, or the refusal of every command.
#[derive(Clone, Copy)]
enum Ordeal {
    AtByte(Trouble, proxy::Fault, Direction),
    Refused,
}

const ORDEALS: [Ordeal; 7] = [
    Ordeal::AtByte(Trouble::Stall, proxy::Fault::Stall, Direction::ToServer),
    Ordeal::AtByte(Trouble::Stall, proxy::Fault::Stall, Direction::ToClient),
    Ordeal::AtByte(Trouble::Cut, proxy::Fault::Close, Direction::ToServer),
    Ordeal::AtByte(Trouble::Cut, proxy::Fault::Close, Direction::ToClient),
    Ordeal::AtByte(Trouble::Reset, proxy::Fault::Reset, Direction::ToServer),
    Ordeal::AtByte(Trouble::Reset, proxy::Fault::Reset, Direction::ToClient),
    Ordeal::Refused,
];

fn on_the_real_server(scenario: &Scenario, ordeals: &[Ordeal], stride: Stride) -> Summary {
    let Stride { seed, one_of, stalls_one_of } = stride;
    let mut summary = Summary::default();
    let mut place = Place::real(scenario.without);
    let proxy = |place: &Place, use_it: &mut dyn FnMut(&proxy::Proxy)| {
        if let Host::Real { proxy, .. } = &place.host {
            use_it(proxy);
        }
    };
    let peaceful = attempt(&mut place, scenario, TIMEOUT, |place| proxy(place, &mut |proxy| proxy.reset()));
    summary.add(|| format!("{}, undisturbed", scenario.name), Trouble::Peace, &peaceful);
    let (mut to_server, mut to_client, mut commands) = (0, 0, 0);
    proxy(&place, &mut |proxy| {
        (to_server, to_client) = (proxy.bytes_to_server(), proxy.bytes_to_client());
        commands = proxy.commands().len();
    });
    for ordeal in ordeals {
        let Ordeal::AtByte(trouble, fault, direction) = *ordeal else {
            refuse_on_the_real_server(&mut place, scenario, commands, stride, &mut summary);
            continue;
        };
        let length = if direction == Direction::ToServer { to_server } else { to_client };
        let (one_of, patience) = if trouble == Trouble::Stall { (stalls_one_of, STALLED) } else { (one_of, TIMEOUT) };
        for bytes in (1 + seed % one_of..length).step_by(usize::try_from(one_of).expect("a small number")) {
            let inject = |place: &Place| proxy(place, &mut |proxy| proxy.cut(direction, bytes, fault));
            let tried = attempt(&mut place, scenario, patience, inject);
            summary.add(|| format!("{}, {fault:?} after {bytes} bytes {direction:?}", scenario.name), trouble, &tried);
        }
    }
    summary
}

fn refuse_on_the_real_server(
    place: &mut Place,
    scenario: &Scenario,
    commands: usize,
    Stride { seed, one_of, .. }: Stride,
    summary: &mut Summary,
) {
    let (first, step) = if one_of == 1 { (0, 1) } else { (usize::try_from(seed % 3).unwrap_or(0), 3) };
    for answer in ["<tag> NO [UNAVAILABLE] not now\r\n", "<tag> BAD what?\r\n", "* BYE shutting down\r\n"] {
        for to_pass in (first..commands).step_by(step) {
            let refuse = |place: &Place| {
                if let Host::Real { proxy, .. } = &place.host {
                    proxy.answer_after(to_pass, answer);
                }
            };
            let tried = attempt(place, scenario, TIMEOUT, refuse);
            summary.add(|| format!("{}, {answer:?} after {to_pass} commands", scenario.name), Trouble::Refusal, &tried);
        }
    }
}

#[test]
fn faults_on_the_real_server_leave_what_is_documented() {
    let seed = seed();
    let (one_of, stalls_one_of) = if is_full() { (1, 1) } else { (101, 401) };
    say(format_args!("seed {seed}, one byte of {one_of}, for stalls one of {stalls_one_of}"));
    let stride = Stride { seed, one_of, stalls_one_of };
    // Where all is tried it is shared out finely: nobody waits for the longest.
    let share = if is_full() { 1 } else { ORDEALS.len() };
    let shares = |scenario: Scenario| ORDEALS.chunks(share).map(move |ordeals| (scenario.clone(), ordeals));
    let all = scenarios().into_iter().flat_map(shares).collect();
    // Each waits more than it works.
    let summary = on_threads(20, all, |(scenario, ordeals)| on_the_real_server(scenario, ordeals, stride));
    say(format_args!("{}: {summary}", server()));
    assert!(summary.violations.is_empty(), "seed {seed}: {summary}");
    assert!(summary.unknown > 20, "{summary}");
}
