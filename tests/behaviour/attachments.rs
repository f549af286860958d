//! Reading one attachment in pieces.

use crate::given::{Given, message, refused};
use imap_dal::{Error, prelude::*};
use imap_dal_tests::proxy::{Direction, Fault};
use std::{io, time::Duration};

type M = AnyMailbox;

/// A message with this attachment behind a text; `encoded` is what stands in the message.
fn mail(encoding: &str, encoded: &str) -> String {
    message(
        &["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=o"],
        &format!(
            "--o\nContent-Type: text/plain\n\nhi\n--o\nContent-Type: application/octet-stream; name=a.bin\n\
             Content-Transfer-Encoding: {encoding}\n\n{encoded}\n--o--\n"
        ),
    )
}

fn infos(given: &Given, dal: &Dal) -> Vec<AttachmentInfo> {
    let rows = given.source().all().select(M::attachments).load(dal).unwrap();
    rows.into_iter().map(|row| row.into_iter().next().expect("an attachment")).collect()
}

#[test]
fn it_is_decoded_piece_by_piece() {
    let mut given = Given::mailbox("attachments");
    let lines = |line: &str, count: usize| vec![line; count].join("\n");
    // 900,000 and 700,000 octets as encoded, so that pieces end anywhere in a line or escape.
    given.append_as(&[], None, mail("base64", &lines(&"QUJD".repeat(19), 11_688)));
    given.append_as(&[], None, mail("quoted-printable", &lines("=41=42 c =3D=\nd", 43_750)));
    given.append_as(&[], None, mail("7bit", "short"));
    given.append_as(&[], None, mail("base64", ""));
    let (dal, proxy) = given.through(given.proxy());
    let infos = infos(&given, &dal);
    let expected =
        ["ABC".repeat(19 * 11_688), lines("AB c =d", 43_750).replace('\n', "\r\n"), "short".to_owned(), String::new()];
    for (info, expected) in infos.iter().zip(expected) {
        proxy.reset();
        let mut out = Vec::new();
        let octets = info.stream(&dal, &mut out).unwrap();
        assert_eq!(octets, out.len() as u64);
        assert!(out == expected.as_bytes(), "{} octets of {}", out.len(), expected.len());
        let fetches: Vec<String> = proxy.commands().into_iter().filter(|command| command.contains("FETCH")).collect();
        let whole = (info.size / 262_144 + 1) as usize;
        assert_eq!(fetches.len(), whole, "{fetches:?}");
        assert!(fetches[0].ends_with("(UID BODY.PEEK[2]<0.262144>)"), "{fetches:?}");
    }
}

#[test]
fn its_pieces_are_asked_for_while_those_before_them_come() {
    let mut given = Given::mailbox("attachments");
    given.append_as(&[], None, mail("7bit", &vec!["x".repeat(70); 70_000].join("\n")));
    let (dal, proxy) = given.through(given.proxy().delay(Duration::from_millis(30)));
    let info = infos(&given, &dal).remove(0);
    proxy.reset();
    assert_eq!(info.stream(&dal, &mut io::sink()).unwrap(), info.size);
    assert!(info.size > 16 * 262_144 && proxy.most_under_way() >= 16, "{:?}", proxy.commands());
}

#[test]
fn a_forwarded_message_is_read_as_it_was_sent() {
    let mut given = Given::mailbox("attachments");
    let inner = "Subject: inner\n\nforwarded text";
    given.append_as(
        &[],
        None,
        message(
            &["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=o"],
            &format!("--o\nContent-Type: message/rfc822\n\n{inner}\n--o--\n"),
        ),
    );
    let dal = given.dal();
    let mut out = Vec::new();
    infos(&given, &dal)[0].stream(&dal, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), inner.replace('\n', "\r\n"));
}

#[test]
fn what_is_gone_or_elsewhere_is_an_error_and_nothing_else() {
    let mut given = Given::mailbox("attachments");
    given.append_as(&[], None, mail("7bit", "one"));
    let dal = given.dal();
    let info = infos(&given, &dal).remove(0);
    given.raw.ok("UID STORE 1 +FLAGS (\\Deleted)");
    given.raw.ok("EXPUNGE");
    let mut out = Vec::new();
    let gone = refused(info.stream(&dal, &mut out));
    assert!(matches!(gone, Error::Decode { uid: 1, .. }), "{gone:?}");
    assert!(gone.to_string().contains("no longer there"), "{gone}");
    let bob = Dal::connect(&given.server.bob().url()).unwrap();
    assert!(matches!(refused(info.stream(&bob, &mut out)), Error::InvalidInput { .. }));
    given.raw.ok("UNSELECT");
    given.raw.ok(format!("DELETE \"{}\"", given.name));
    given.raw.ok(format!("CREATE \"{}\"", given.name));
    given.append_as(&[], None, mail("7bit", "other"));
    assert!(matches!(refused(info.stream(&dal, &mut out)), Error::UidValidityChanged { .. }));
    assert!(out.is_empty());
}

/// Runs `act` when the first octets come.
struct Once<F>(Option<F>);

impl<F: FnOnce()> io::Write for Once<F> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        if let Some(act) = self.0.take() {
            act();
        }
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_is_removed_half_way_is_no_whole_content() {
    let mut given = Given::mailbox("attachments");
    given.append_as(&[], None, mail("7bit", &vec!["x".repeat(70); 60_000].join("\n")));
    let dal = given.dal();
    let info = infos(&given, &dal).remove(0);
    let remove = || {
        given.raw.ok("UID STORE 1 +FLAGS (\\Deleted)");
        given.raw.ok("EXPUNGE");
    };
    let cut = refused(info.stream(&dal, &mut Once(Some(remove))));
    assert!(matches!(cut, Error::Decode { uid: 1, .. }), "{cut:?}");
    assert!(cut.to_string().contains("ended before all of it had come"), "{cut}");
}

struct Full;

impl io::Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is full"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_and_a_connection_that_ends_leave_the_pool_usable() {
    let mut given = Given::mailbox("attachments");
    given.append_as(&[], None, mail("7bit", &vec!["x".repeat(70); 14_000].join("\n")));
    let (dal, proxy) = given.through(given.proxy());
    let info = infos(&given, &dal).remove(0);
    let full = refused(info.stream(&dal, &mut Full));
    assert!(matches!(full, Error::Write { .. }) && full.to_string().contains("the disk is full"), "{full:?}");
    proxy.cut(Direction::ToClient, 400_000, Fault::Close);
    assert_eq!(info.stream(&dal, &mut io::sink()).unwrap(), info.size, "it goes on over a new connection");
    assert_eq!(info.stream(&dal, &mut io::sink()).unwrap(), info.size);
}
