//! Commands sent together and their answers: order, refusals, literals, time-outs.

use super::*;
use crate::{
    Error,
    connection::{Completion, Event, Flight, Lease, channel::Channel},
    wire::{Command, Payload, Response, Status},
};
use std::time::Instant;

fn command(name: &'static str) -> Command {
    Command::new(name)
}

/// `APPEND {n}` with that many octets.
fn append(octets: usize) -> Command {
    let mut append = Command::new("APPEND");
    append.literal(Payload::held(vec![b'x'; octets]));
    append
}

/// What a flight brought, in short.
fn brought(channel: &mut Channel, flight: &mut Flight) -> Vec<String> {
    let mut events = Vec::new();
    while let Some(event) = channel.next(flight).unwrap() {
        events.push(match event {
            Event::Untagged(Response::Exists(count)) => format!("EXISTS {count}"),
            Event::Untagged(Response::Unknown(word)) => format!("? {}", String::from_utf8_lossy(word)),
            Event::Untagged(response) => format!("{response:?}"),
            Event::Completed { index, completion: Completion { status, code, text, .. } } => {
                let code = code.map_or(String::new(), |code| format!("[{}] ", code.name()));
                format!("{index} {status:?} {code}{}", String::from_utf8_lossy(text))
            }
        });
    }
    events
}

fn lease(server: &Server) -> (Dal, Lease) {
    let dal = server.dal().connect().unwrap();
    let lease = dal.lease().unwrap();
    (dal, lease)
}

/// The error of a flight of one NOOP that runs into `script`, which gets its tag.
fn broken(script: impl FnOnce(&mut Peer, String) + Send + 'static) -> Error {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        let tag = peer.expect("NOOP");
        script(&mut peer, tag);
    });
    let dal = server.dal().timeout(Duration::from_secs(1)).connect().unwrap();
    let mut lease = dal.lease().unwrap();
    let mut flight = lease.begin(vec![command("NOOP")]).unwrap();
    let error = loop {
        match lease.next(&mut flight) {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the flight is complete"),
            Err(error) => break error,
        }
    };
    assert!(!lease.is_usable());
    drop(lease);
    server.end();
    error
}

#[test]
fn a_flight_is_one_round_trip_and_its_answers_come_in_any_order() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        let tags = [peer.expect("ONE"), peer.expect("TWO"), peer.expect("THREE")];
        peer.say("* 3 EXISTS");
        peer.say(&format!("{} OK third", tags[2]));
        peer.say("* X-NEWS (of (the \"day\"))");
        peer.say(&format!("{} OK [READ-WRITE] first", tags[0]));
        peer.say("");
        peer.say(&format!("{} OK second", tags[1]));
        peer.logged_out();
    });
    let (dal, mut lease) = lease(&server);
    let before = lease.traffic();
    let mut flight = lease.begin(["ONE", "TWO", "THREE"].map(command).into()).unwrap();
    assert_eq!(
        brought(&mut lease, &mut flight),
        ["EXISTS 3", "2 Ok third", "? X-NEWS", "0 Ok [READ-WRITE] first", "1 Ok second"]
    );
    assert!(flight.skipped().is_empty() && lease.is_usable());
    let after = lease.traffic();
    assert_eq!((after.commands - before.commands, after.round_trips - before.round_trips), (3, 1));
    assert_eq!(after.written - before.written, "d1 ONE\r\nd2 TWO\r\nd3 THREE\r\n".len() as u64);
    drop((lease, dal));
    server.end();
}

#[test]
fn without_pipelining_the_answers_are_the_same_one_after_the_other() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        for (name, untagged) in [("ONE", "* 3 EXISTS"), ("TWO", "* X-NEWS")] {
            let tag = peer.expect(name);
            thread::sleep(Duration::from_millis(50));
            assert!(peer.reader.buffer().is_empty(), "sent before {name} was complete");
            peer.say(untagged);
            peer.say(&format!("{tag} OK"));
        }
        peer.logged_out();
    });
    let dal = server.dal().pipelining(false).connect().unwrap();
    let mut lease = dal.lease().unwrap();
    let before = lease.traffic();
    let mut flight = lease.begin(["ONE", "TWO"].map(command).into()).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["EXISTS 3", "0 Ok ", "? X-NEWS", "1 Ok "]);
    assert_eq!(lease.traffic().round_trips - before.round_trips, 2);
    drop((lease, dal));
    server.end();
}

#[test]
fn after_a_refusal_nothing_more_is_begun() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("ONE", "NO [NONEXISTENT] no such mailbox");
        peer.logged_out();
    });
    let dal = server.dal().pipelining(false).connect().unwrap();
    let mut lease = dal.lease().unwrap();
    let mut flight = lease.begin(["ONE", "TWO", "THREE"].map(command).into()).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["0 No [NONEXISTENT] no such mailbox"]);
    assert_eq!((flight.skipped(), flight.name(1)), (1..3, "TWO"));
    drop((lease, dal));
    server.end();
}

#[test]
fn commands_sent_with_one_that_is_refused_are_still_waited_for() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        let tags = [peer.expect("ONE"), peer.expect("TWO")];
        peer.say(&format!("{} BAD what", tags[0]));
        peer.say(&format!("{} BAD No mailbox selected", tags[1]));
        peer.logged_out();
    });
    let (dal, mut lease) = lease(&server);
    let mut flight = lease.begin(["ONE", "TWO"].map(command).into()).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["0 Bad what", "1 Bad No mailbox selected"]);
    drop((lease, dal));
    server.end();
}

#[test]
fn a_flight_can_be_added_to() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        let tags = [peer.expect("ONE"), peer.expect("TWO")];
        peer.say(&format!("{} OK", tags[0]));
        peer.say(&format!("{} OK", tags[1]));
        peer.answer("THREE", "OK");
        peer.logged_out();
    });
    let (dal, mut lease) = lease(&server);
    let mut flight = lease.begin(vec![command("ONE")]).unwrap();
    assert!(matches!(lease.begin(vec![command("OTHER")]), Err(Error::Busy {})));
    lease.extend(&mut flight, vec![command("TWO")]).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["0 Ok ", "1 Ok "]);
    lease.extend(&mut flight, vec![command("THREE")]).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["2 Ok "]);
    drop((lease, dal));
    server.end();
}

#[test]
fn a_synchronising_literal_waits_for_the_server_and_holds_up_what_follows() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("ONE", "OK");
        let tag = peer.expect("APPEND {5}");
        thread::sleep(Duration::from_millis(50));
        assert!(peer.reader.buffer().is_empty(), "the literal was not waited for");
        peer.say("* 4 EXISTS");
        peer.say("+ go");
        assert_eq!(peer.line(), "xxxxx");
        let next = peer.expect("THREE");
        peer.say(&format!("{tag} OK\r\n{next} OK"));
        peer.logged_out();
    });
    let (dal, mut lease) = lease(&server);
    let mut flight = lease.begin(vec![command("ONE"), append(5), command("THREE")]).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["0 Ok ", "EXISTS 4", "1 Ok ", "2 Ok "]);
    drop((lease, dal));
    server.end();
}

#[test]
fn a_literal_that_is_refused_is_not_sent() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("APPEND {5}", "NO [TRYCREATE] no such mailbox");
        peer.logged_out();
    });
    let (dal, mut lease) = lease(&server);
    let mut flight = lease.begin(vec![append(5), command("TWO")]).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["0 No [TRYCREATE] no such mailbox"]);
    assert_eq!(flight.skipped(), 1..2);
    drop((lease, dal));
    server.end();
}

#[test]
fn literals_do_not_wait_where_the_server_says_so() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "LITERAL+");
        let tag = peer.expect("APPEND {5+}");
        assert_eq!(peer.line(), "xxxxx");
        let next = peer.expect("TWO");
        peer.say(&format!("{tag} OK\r\n{next} OK"));
        peer.logged_out();
    });
    let (dal, mut lease) = lease(&server);
    let mut flight = lease.begin(vec![append(5), command("TWO")]).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["0 Ok ", "1 Ok "]);
    drop((lease, dal));
    server.end();
}

#[test]
fn a_server_that_talks_while_it_is_written_to_blocks_nobody() {
    const OCTETS: usize = 20_000_000;
    const LINES: usize = 500_000;
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "LITERAL+");
        let tag = peer.expect(&format!("APPEND {{{OCTETS}+}}"));
        // It reads nothing until all of this is taken.
        peer.writer.write_all("* X-CHATTER\r\n".repeat(LINES).as_bytes()).unwrap();
        assert_eq!(peer.line().len(), OCTETS);
        peer.say(&format!("{tag} OK"));
        peer.logged_out();
    });
    let (dal, mut lease) = lease(&server);
    let mut flight = lease.begin(vec![append(OCTETS)]).unwrap();
    assert_eq!(brought(&mut lease, &mut flight).len(), LINES + 1);
    drop((lease, dal));
    server.end();
}

#[test]
fn a_value_that_cannot_be_sent_is_refused_with_nothing_sent() {
    let server = serve(|listener| Peer::signed_in(listener, "").logged_out());
    let (dal, mut lease) = lease(&server);
    let mut bad = command("TWO");
    bad.astring("a\0b");
    let error = lease.begin(vec![command("ONE"), bad]).unwrap_err();
    assert!(matches!(error, Error::InvalidInput { .. }) && error.to_string().contains("TWO"), "{error:?}");
    assert!(lease.is_usable());
    drop((lease, dal));
    server.end();
}

#[test]
fn what_ends_the_connection_in_mid_flight_is_told() {
    let error = broken(|peer, _| peer.say("* BYE [UNAVAILABLE] going down"));
    assert!(matches!(error, Error::Bye { .. }) && error.code() == Some("UNAVAILABLE"), "{error:?}");
    let error = broken(|_, _| {});
    assert!(matches!(error, Error::Bye { .. }), "{error:?}");
    let error = broken(|peer, _| peer.writer.write_all(b"* 3 EXI").unwrap());
    assert!(matches!(error, Error::Bye { .. }), "{error:?}");
    let error = broken(|peer, tag| peer.say(&format!("{tag} BYE so long")));
    assert!(error.to_string().contains("so long"), "{error:?}");
}

#[test]
fn what_does_not_answer_our_commands_is_a_protocol_error() {
    let strays =
        ["a1 OK", "d0 OK", "d2 OK", "d99999999999999999999 OK", "+ more", "d1 MAYBE", "rubbish", "* 3 FETCH x"];
    for stray in strays {
        let error = broken(|peer, _| {
            peer.say(stray);
            peer.line();
        });
        assert!(matches!(error, Error::Protocol { .. }), "{stray}: {error:?}");
    }
    let error = broken(|peer, _| {
        peer.say("* X {99999999999}");
        peer.line();
    });
    assert!(matches!(error, Error::Limit { .. }), "{error:?}");
}

#[test]
fn a_server_that_talks_of_other_things_runs_out_of_time() {
    let began = Instant::now();
    let error = broken(|peer, _| {
        while peer.writer.write_all(b"* 3 EXISTS\r\n").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    assert!(matches!(error, Error::Timeout { command: "NOOP" }), "{error:?}");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn progress_gives_more_time_and_a_slow_caller_loses_none() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        let tag = peer.expect("NOOP");
        for _ in 0..5 {
            thread::sleep(Duration::from_millis(400));
            peer.say("* 3 EXISTS");
        }
        peer.say(&format!("{tag} OK"));
        peer.logged_out();
    });
    let dal = server.dal().timeout(Duration::from_millis(1_500)).connect().unwrap();
    let mut lease = dal.lease().unwrap();
    let mut flight = lease.begin(vec![command("NOOP")]).unwrap();
    for _ in 0..5 {
        assert!(matches!(lease.next(&mut flight).unwrap(), Some(Event::Untagged(Response::Exists(3)))));
        flight.progress();
    }
    thread::sleep(Duration::from_millis(1_700));
    assert_eq!(brought(&mut lease, &mut flight), ["0 Ok "]);
    drop((lease, dal));
    server.end();
}

#[test]
fn a_large_response_on_a_slow_line_is_progress() {
    const PIECE: usize = 100_000;
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        let tag = peer.expect("NOOP");
        peer.say(&format!("* X-BIG {{{}}}", 5 * PIECE));
        for _ in 0..5 {
            thread::sleep(Duration::from_millis(400));
            peer.writer.write_all(&[b'x'; PIECE]).unwrap();
        }
        peer.say(&format!("\r\n{tag} OK"));
        peer.logged_out();
    });
    let dal = server.dal().timeout(Duration::from_millis(1_500)).connect().unwrap();
    let mut lease = dal.lease().unwrap();
    let mut flight = lease.begin(vec![command("NOOP")]).unwrap();
    assert_eq!(brought(&mut lease, &mut flight), ["? X-BIG", "0 Ok "]);
    drop((lease, dal));
    server.end();
}

#[test]
fn a_flight_given_up_half_way_costs_its_connection_and_no_other() {
    let server = serve(|listener| {
        let mut first = Peer::signed_in(listener, "");
        first.expect("NOOP");
        first.say("* 3 EXISTS");
        assert_eq!(first.line(), "", "closed without a word");
        let mut second = Peer::signed_in(listener, "");
        second.answer("NOOP", "OK");
        second.logged_out();
    });
    let (dal, mut abandoned) = lease(&server);
    let mut flight = abandoned.begin(vec![command("NOOP")]).unwrap();
    abandoned.next(&mut flight).unwrap();
    drop(abandoned);
    let mut lease = dal.lease().unwrap();
    assert_eq!(lease.run(command("NOOP"), |_| Ok(())).unwrap().status, Status::Ok);
    drop((lease, dal));
    server.end();
}

#[test]
fn refusals_name_command_and_mailbox() {
    let server = serve(|listener| {
        let mut peer = Peer::signed_in(listener, "");
        peer.answer("ONE", "NO [OVERQUOTA] full");
        peer.answer("TWO", "NO [NONEXISTENT] gone");
        peer.answer("THREE", "BAD what");
        peer.logged_out();
    });
    let (dal, mut lease) = lease(&server);
    let mut refusal = |name| {
        let done = lease.run(command(name), |_| Ok(())).unwrap();
        done.ok(name, Some("Bills")).unwrap_err()
    };
    assert_eq!(refusal("ONE").to_string(), "the server refused ONE on mailbox \"Bills\": [OVERQUOTA] full");
    assert!(matches!(refusal("TWO"), Error::MailboxNotFound { mailbox } if &*mailbox == "Bills"));
    assert!(matches!(refusal("THREE"), Error::Bad { command: "THREE", .. }));
    drop((lease, dal));
    server.end();
}
