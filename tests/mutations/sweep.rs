//! Every scenario under every fault.

use super::{
    judge::Ending,
    place::{Host, Place},
    report::{Summary, is_full, on_threads, say, seed, server},
    scenario::{Scenario, scenarios},
};
use imap_dal::{Error, resume};
use imap_dal_embedded::Fault;
use imap_dal_tests::proxy::{self, Direction};
use std::time::Duration;

/// How long tries wait for an answer; `resume` waits a part of it for what may be under way. In this process nothing is.
const TIMEOUT: Duration = Duration::from_secs(20);
const TIMEOUT_HERE: Duration = Duration::from_millis(600);
/// How long a stall lasts.
const STALLED: Duration = Duration::from_millis(400);

/// How often `resume` is tried where a busy machine lets it time out.
const RESUMED: usize = 20;

/// How one try went on the way to its end.
enum Tried {
    Done,
    Unknown,
    Refused,
}

/// Runs a scenario once; `inject` orders the fault once the client is connected.
fn attempt(
    place: &mut Place,
    scenario: &Scenario,
    timeout: Duration,
    inject: impl FnOnce(&Place),
) -> Result<Tried, String> {
    let (before, targets) = place.fresh();
    let mut connected = place.connect(timeout);
    for _ in 0..RESUMED {
        if !matches!(connected, Err(Error::Timeout { .. })) {
            break;
        }
        connected = place.connect(timeout);
    }
    let dal = connected.map_err(|error| format!("connecting: {error}"))?;
    inject(place);
    let outcome = (scenario.run)(&dal);
    place.forgive();
    let judged = |place: &mut Place, ending: &Ending, what: &str| {
        place
            .look()
            .judge(&before, &targets, &scenario.asked, ending)
            .map_err(|violation| format!("{what}: {violation}"))
    };
    match outcome {
        Ok(()) => judged(place, &Ending::Done, "done").map(|()| Tried::Done),
        Err(Error::OutcomeUnknown { uids, token, source, .. }) => {
            let text = format!("{token}, because {source}");
            judged(place, &Ending::Unknown(uids.iter().map(|uid| uid.get()).collect()), &text)?;
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
            judged(place, &Ending::Done, &format!("{text}: resumed"))?;
            Ok(Tried::Unknown)
        }
        Err(error) => judged(place, &Ending::Refused, &error.to_string()).map(|()| Tried::Refused),
    }
}

impl Summary {
    fn add(&mut self, what: impl FnOnce() -> String, is_cut: bool, tried: &Result<Tried, String>) {
        *(if is_cut { &mut self.cuts } else { &mut self.troubles }) += 1;
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
    Cut(&'static str, fn(u64) -> Fault),
    Trouble(&'static str, fn(u64) -> Fault),
}

const PARTS: [Part; 11] = [
    Part::Cut("sent", Fault::cut_after_sent),
    Part::Cut("received", Fault::cut_after_received),
    Part::Trouble("NO", |k| Fault::at_command(k).no("[UNAVAILABLE] not now")),
    Part::Trouble("NO [OVERQUOTA]", |k| Fault::at_command(k).no("[OVERQUOTA] no room")),
    Part::Trouble("BAD", |k| Fault::at_command(k).bad("what?")),
    Part::Trouble("BYE", |k| Fault::at_command(k).bye("shutting down")),
    Part::Trouble("lost command", |k| Fault::at_command(k).cut()),
    Part::Trouble("lost answer", |k| Fault::at_command(k).cut_after()),
    Part::Trouble("stall", |k| Fault::at_command(k).stall()),
    Part::Trouble("half done, then NO", |k| Fault::at_command(k).refuse_after(1)),
    Part::Trouble("noise", |k| Fault::at_command(k).say("* 1 FETCH (FLAGS (\\Deleted))")),
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
        Part::Cut(name, cut) => {
            for octets in signed_in_after(&place, cut).. {
                let before = connections(&place);
                let tried = attempt(&mut place, scenario, TIMEOUT_HERE, |place| inject(place, cut(octets)));
                let is_whole = matches!(tried, Ok(Tried::Done)) && connections(&place) == before + 1;
                summary.add(|| format!("{}, cut after {octets} octets {name}", scenario.name), true, &tried);
                if is_whole || summary.violations.len() > 100 {
                    break;
                }
            }
        }
        Part::Trouble(name, fault) => {
            for k in 1..20 {
                let timeout = if name == "stall" { STALLED } else { TIMEOUT_HERE };
                let tried = attempt(&mut place, scenario, timeout, |place| inject(place, fault(k)));
                summary.add(|| format!("{}, {name} at command {k}", scenario.name), false, &tried);
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
    assert!(summary.cuts > 5_000 && summary.unknown > 1_000, "{summary}");
}

/// Every `one_of`-th byte, beginning at one that the seed chooses.
fn on_the_real_server(scenario: &Scenario, seed: u64, one_of: u64) -> Summary {
    let mut summary = Summary::default();
    let mut place = Place::real(scenario.without);
    let proxy = |place: &Place, use_it: &mut dyn FnMut(&proxy::Proxy)| {
        if let Host::Real { proxy, .. } = &place.host {
            use_it(proxy);
        }
    };
    let uncut = attempt(&mut place, scenario, TIMEOUT, |place| proxy(place, &mut |proxy| proxy.reset()));
    summary.add(|| format!("{}, uncut", scenario.name), false, &uncut);
    let (mut lengths, mut commands) = ([(Direction::ToServer, 0), (Direction::ToClient, 0)], 0);
    proxy(&place, &mut |proxy| {
        lengths[0].1 = proxy.bytes_to_server();
        lengths[1].1 = proxy.bytes_to_client();
        commands = proxy.commands().len();
    });
    let step = usize::try_from(one_of).expect("a small number");
    for (direction, length) in lengths {
        for bytes in (1 + seed % one_of..length).step_by(step) {
            let cut = |place: &Place| proxy(place, &mut |proxy| proxy.cut(direction, bytes, proxy::Fault::Close));
            let tried = attempt(&mut place, scenario, TIMEOUT, cut);
            summary.add(|| format!("{}, cut after {bytes} bytes {direction:?}", scenario.name), true, &tried);
        }
    }
    for answer in ["<tag> NO [UNAVAILABLE] not now\r\n", "<tag> BAD what?\r\n", "* BYE shutting down\r\n"] {
        for to_pass in (usize::try_from(seed % one_of.min(3)).unwrap_or(0)..commands).step_by(step.min(3)) {
            let refuse = |place: &Place| proxy(place, &mut |proxy| proxy.answer_after(to_pass, answer));
            let tried = attempt(&mut place, scenario, TIMEOUT, refuse);
            summary.add(|| format!("{}, {answer:?} after {to_pass} commands", scenario.name), false, &tried);
        }
    }
    for (direction, length) in lengths {
        for bytes in (1 + seed % 97..length).step_by(if one_of == 1 { 97 } else { 797 }) {
            let stall = |place: &Place| proxy(place, &mut |proxy| proxy.cut(direction, bytes, proxy::Fault::Stall));
            let tried = attempt(&mut place, scenario, STALLED, stall);
            summary.add(|| format!("{}, stall after {bytes} bytes {direction:?}", scenario.name), false, &tried);
        }
    }
    summary
}

#[test]
fn faults_on_the_real_server_leave_what_is_documented() {
    let seed = seed();
    let one_of = if is_full() { 1 } else { 101 };
    say(format_args!("seed {seed}, one byte of {one_of}"));
    let summary =
        on_threads(if is_full() { 12 } else { 4 }, scenarios(), |scenario| on_the_real_server(scenario, seed, one_of));
    say(format_args!("{}: {summary}", server()));
    assert!(summary.violations.is_empty(), "seed {seed}: {summary}");
    assert!(summary.unknown > 20, "{summary}");
}
