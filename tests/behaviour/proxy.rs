//! The proxy counts, delays, cuts, hides and interferes as the other tests rely on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use imap_dal_tests::proxy::{Direction, Fault, Proxy};
use imap_dal_tests::raw::Raw;
use imap_dal_tests::server::Server;

fn connect(proxy: &Proxy) -> TcpStream {
    let stream = TcpStream::connect(proxy.address()).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn login(proxy: &Proxy) -> Raw {
    Raw::login(proxy.address(), "alice", "wonderland")
}

/// Sends a flight in several writes and reads up to the last tag.
fn flight(stream: &mut TcpStream, lines: &[&str]) -> String {
    for line in lines {
        stream.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }
    let last = lines.last().and_then(|line| line.split(' ').next()).unwrap();
    let tagged = format!("{last} ");
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !text.split("\r\n").any(|line| line.starts_with(&tagged)) {
        let length = stream.read(&mut buffer).unwrap();
        assert!(length > 0, "the connection ended after {text:?}");
        text.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
    }
    text
}

#[test]
fn a_flight_of_several_writes_is_one_round_trip() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).delay(Duration::from_millis(25)).start();
    let mut stream = connect(&proxy);
    flight(&mut stream, &["a LOGIN alice wonderland"]);
    proxy.reset();
    flight(&mut stream, &["b EXAMINE INBOX", "c UID SEARCH RETURN (SAVE) FLAGGED", "d UID FETCH $ (FLAGS)"]);
    assert_eq!(proxy.round_trips(), 1);
    flight(&mut stream, &["e NOOP"]);
    flight(&mut stream, &["f NOOP"]);
    assert_eq!(proxy.round_trips(), 3);
    assert_eq!(
        proxy.commands(),
        ["EXAMINE INBOX", "UID SEARCH RETURN (SAVE) FLAGGED", "UID FETCH $ (FLAGS)", "NOOP", "NOOP"]
    );
}

#[test]
fn bytes_are_counted_each_way() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).start();
    let mut raw = login(&proxy);
    proxy.reset();
    let answer = raw.ok("NOOP");
    assert_eq!(proxy.bytes_to_server(), "raw2 NOOP\r\n".len() as u64);
    assert_eq!(proxy.bytes_to_client(), format!("raw2 {}\r\n", answer.tagged).len() as u64);
}

#[test]
fn a_delay_costs_twice_itself_for_a_round_trip() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).delay(Duration::from_millis(40)).start();
    let mut raw = login(&proxy);
    let started = Instant::now();
    raw.ok("NOOP");
    let taken = started.elapsed();
    assert!(taken >= Duration::from_millis(80) && taken < Duration::from_secs(2), "{taken:?}");
}

#[test]
fn a_cut_lets_exactly_so_many_bytes_through() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).start();
    for bytes in [0, 1, 7, 30] {
        let mut stream = connect(&proxy);
        flight(&mut stream, &["a LOGIN alice wonderland"]);
        proxy.cut(Direction::ToClient, bytes, Fault::Close);
        stream.write_all(b"b EXAMINE INBOX\r\n").unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        assert_eq!(rest.len() as u64, bytes);
    }
    let mut later = login(&proxy);
    later.ok("EXAMINE INBOX");
    assert_eq!(later.uid_search("ALL").len(), 400, "later connections are whole");
}

#[test]
fn a_reset_lets_exactly_so_many_bytes_through() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).start();
    for (direction, bytes, expected) in [(Direction::ToClient, 1, 1), (Direction::ToServer, 5, 0)] {
        let mut stream = connect(&proxy);
        flight(&mut stream, &["a LOGIN alice wonderland"]);
        proxy.cut(direction, bytes, Fault::Reset);
        stream.write_all(b"b EXAMINE INBOX\r\n").unwrap();
        let mut rest = Vec::new();
        let error = stream.read_to_end(&mut rest).expect_err("is reset");
        assert_eq!((error.kind(), rest.len()), (std::io::ErrorKind::ConnectionReset, expected));
    }
    login(&proxy).ok("NOOP");
}

#[test]
fn a_command_cut_short_does_not_reach_the_server() {
    let server = Server::from_env();
    let mailbox = server.mailbox("cut");
    let proxy = Proxy::to(server.address()).start();
    let mut stream = connect(&proxy);
    flight(&mut stream, &["a LOGIN alice wonderland"]);
    let command = format!("b APPEND \"{mailbox}\" {{14+}}\r\nSubject: x\r\n\r\n\r\n");
    proxy.cut(Direction::ToServer, command.len() as u64 - 3, Fault::Close);
    stream.write_all(command.as_bytes()).unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    assert_eq!(server.alice().raw().status(&mailbox, "MESSAGES"), 0);
}

#[test]
fn a_stalled_connection_stays_open_and_silent() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).start();
    let mut stream = connect(&proxy);
    flight(&mut stream, &["a LOGIN alice wonderland"]);
    proxy.cut(Direction::ToClient, 2, Fault::Stall);
    stream.write_all(b"b NOOP\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let mut got = Vec::new();
    let error = stream.read_to_end(&mut got).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
    assert_eq!(got, b"b ");
}

#[test]
fn a_hidden_capability_is_neither_announced_nor_usable() {
    let server = Server::from_env();
    let hidden = ["SEARCHRES", "MOVE", "LITERAL+", "UIDPLUS"];
    let proxy = Proxy::to(server.address()).hide(hidden).start();
    let mut raw = Raw::connect(proxy.address());
    let login = raw.ok("LOGIN alice wonderland");
    let listed = raw.ok("CAPABILITY").lines().join(" ");
    let announced = format!("{} {} {listed}", raw.greeting(), login.tagged);
    let words: Vec<&str> = announced.split([' ', '[', ']']).collect();
    assert!(words.contains(&"IMAP4rev1") && words.contains(&"ESEARCH"), "{announced}");
    assert!(hidden.iter().all(|name| !words.contains(name)), "{announced}");

    let mailbox = server.mailbox("hidden");
    assert_eq!(raw.append(&mailbox, &[], None, b"Subject: x\r\n\r\n"), None, "no APPENDUID");
    raw.select(&mailbox);
    for command in ["UID SEARCH RETURN (SAVE) ALL", "UID FETCH $ (FLAGS)", "UID MOVE 1 INBOX", "UID EXPUNGE 1"] {
        let answer = raw.command(command);
        assert!(answer.tagged.starts_with("BAD"), "{command}: {}", answer.tagged);
    }
    let literal = raw.command("UID SEARCH SUBJECT {1+}\r\nx");
    assert!(literal.tagged.starts_with("BAD"), "{}", literal.tagged);
    assert_eq!(raw.uid_search("RETURN (ALL) SUBJECT \"$\""), [] as [u32; 0], "the connection is still in step");
    assert_eq!(raw.uid_search("SUBJECT x").len(), 1);
}

#[test]
fn a_hook_runs_between_two_pipelined_commands() {
    let server = Server::from_env();
    let mailbox = server.mailbox("hook");
    let mut second = server.alice().raw();
    let uid = second.append(&mailbox, &[], None, b"Subject: x\r\n\r\n").unwrap();
    second.select(&mailbox);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let seen_by_hook = Arc::clone(&seen);
    let proxy = Proxy::to(server.address())
        .before_command("UID FETCH", move |line| {
            seen_by_hook.lock().unwrap().push(line.to_owned());
            second.expunge(uid);
        })
        .start();
    let mut stream = connect(&proxy);
    flight(&mut stream, &["a LOGIN alice wonderland"]);
    let select = format!("b EXAMINE \"{mailbox}\"");
    let text = flight(&mut stream, &[&select, "c UID SEARCH ALL", "d UID FETCH 1:* (FLAGS)", "e NOOP"]);
    assert!(text.contains(&format!("* SEARCH {uid}\r\n")), "found before: {text}");
    assert!(text.contains("* 1 EXPUNGE\r\n"), "gone after: {text}");
    assert_eq!(*seen.lock().unwrap(), ["d UID FETCH 1:* (FLAGS)"]);
}

#[test]
fn responses_are_injected_held_and_recorded_as_delivered() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address())
        .inject_before("* SEARCH", "* 9 FETCH (FLAGS (\\Seen))\r\n")
        .hold("c OK", "d OK")
        .start();
    let mut stream = connect(&proxy);
    flight(&mut stream, &["a LOGIN alice wonderland", "b EXAMINE INBOX"]);
    proxy.reset();
    for line in ["c UID SEARCH 1", "d NOOP"] {
        stream.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }
    let mut text = String::new();
    while !text.contains("\r\nc OK") {
        let mut byte = [0; 512];
        let length = stream.read(&mut byte).unwrap();
        text.push_str(std::str::from_utf8(&byte[..length]).unwrap());
    }
    let place = |pattern: &str| text.find(pattern).unwrap_or_else(|| panic!("no {pattern:?} in {text:?}"));
    assert!(place("* 9 FETCH") < place("* SEARCH"), "{text}");
    assert!(place("d OK") < place("c OK"), "{text}");
    let delivered = proxy.transcript().into_iter().filter(|entry| entry.direction == Direction::ToClient);
    assert_eq!(delivered.map(|entry| entry.text + "\r\n").collect::<String>(), text);
}

#[test]
fn a_command_answered_here_does_not_reach_the_server() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).start();
    let mut raw = login(&proxy);
    let mailbox = server.mailbox("answered");
    proxy.answer("CREATE", "* OK first\r\n<tag> NO [LIMIT] not today\r\n");
    let answer = raw.command(format!("CREATE \"{mailbox} 2\""));
    assert_eq!((answer.lines(), answer.tagged), (vec!["* OK first".to_owned()], "NO [LIMIT] not today".to_owned()));
    raw.create(&format!("{mailbox} 2"));
}

#[test]
fn a_severed_connection_ends_and_the_next_works() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).start();
    let mut stream = connect(&proxy);
    flight(&mut stream, &["a LOGIN alice wonderland"]);
    proxy.sever();
    assert_eq!(stream.read(&mut [0; 10]).unwrap(), 0);
    login(&proxy).ok("NOOP");
    assert_eq!(proxy.connections(), 2);
}

#[test]
fn hundreds_of_broken_connections_leave_nothing_behind() {
    let server = Server::from_env();
    let proxy = Proxy::to(server.address()).start();
    let open_files = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    for fault in [Fault::Close, Fault::Stall, Fault::Reset].into_iter().cycle().take(200) {
        let mut stream = connect(&proxy);
        stream.read_exact(&mut [0; 4]).unwrap();
        proxy.cut(Direction::ToServer, 3, fault);
        stream.write_all(b"a NOOP\r\n").unwrap();
    }
    let deadline = Instant::now() + Duration::from_secs(10);
    while open_files() > 200 && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(open_files() <= 200, "{} files are open", open_files());
}
