//! A large message is sent bit by bit. Alone in its process, whose memory it measures.

use imap_dal::prelude::*;
use imap_dal_tests::server::Server;
use std::{
    fs,
    io::{self, Read, Write as _},
};

const MIB: u64 = 1 << 20;
const SIZE: u64 = 50 * MIB;

/// A message of 50 MiB that nobody holds: a header, then numbered lines of 64 octets that end in LF.
struct Large(u64);

impl Read for Large {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = match self.0 {
            0 => "From: a@x.org\nSubject: large\n\n".to_owned(),
            number if number <= SIZE / 65 => format!("{number:063}\n"),
            _ => return Ok(0),
        };
        self.0 += 1;
        buffer[..line.len()].copy_from_slice(line.as_bytes());
        Ok(line.len())
    }
}

/// The most this process has held since this was last called, in octets.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("proc(5)");
    let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("a peak");
    let kibibytes: u64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).expect("a number");
    // 5 resets the peak.
    fs::write("/proc/self/clear_refs", "5").expect("proc(5)");
    kibibytes * 1024
}

#[test]
fn a_message_of_fifty_mebibytes_is_inserted_in_bounded_memory() {
    let server = Server::from_env();
    let mailbox = server.mailbox("large");
    let dal = Dal::connect(&server.alice().url()).expect("connects");
    let place = AnyMailbox::in_mailbox(&mailbox);
    peak();
    let before = peak();
    let message = NewMessage::from_rfc822_reader(|| Ok(Large(0))).flagged(true);
    let uid = place.insert(message).execute(&dal).expect("is inserted");
    let grown = peak().saturating_sub(before);
    let size = place.filter(AnyMailbox::uid.eq(uid)).select(AnyMailbox::size).first(&dal).expect("answers");
    assert_eq!(size, Some("From: a@x.org\r\nSubject: large\r\n\r\n".len() as u64 + SIZE / 65 * 65));
    let _ = writeln!(io::stderr(), "{}: a message of {} MiB took {} KiB", server.name(), SIZE / MIB, grown / 1024);
    assert!(grown < 4 * MIB, "{grown} octets more at the peak");
    let mut raw = server.alice().raw();
    raw.select(&mailbox);
    let tail = raw.ok(format!("UID FETCH {uid} (BODY.PEEK[TEXT]<{}.65>)", (SIZE / 65 - 1) * 65)).lines().join("\n");
    assert!(tail.contains(&format!("{:063}", SIZE / 65)), "{tail}");
    assert_eq!(raw.flags().into_values().collect::<Vec<_>>(), [["\\Flagged"]]);
}
