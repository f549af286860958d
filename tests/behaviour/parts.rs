//! Only the parts that are asked for travel: texts without attachments, attachments without texts, a preview's beginning.

use crate::given::{Given, message};
use imap_dal::prelude::*;
use imap_dal_embedded::EmbeddedServer;
use imap_dal_tests::{
    proxy::{Builder, Direction, Fault, Proxy},
    script::Script,
};
use std::time::Duration;

type M = AnyMailbox;

/// Octets of the attachment of each message, as encoded.
const LARGE: usize = 200_000;

/// One text, or a text and its HTML beside a large attachment.
fn mail(number: u32) -> String {
    mail_beside(number, LARGE)
}

/// The same beside an attachment of so many octets.
fn mail_beside(number: u32, octets: usize) -> String {
    if number.is_multiple_of(3) {
        return message(
            &["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"],
            &format!("plain {number} ü"),
        );
    }
    let attachment = format!("{}\n", "QUJD".repeat(19)).repeat(octets / 77);
    message(
        &["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=o"],
        &format!(
            "--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/plain; charset=iso-8859-1\n\
             Content-Transfer-Encoding: quoted-printable\n\ncaf=E9 {number}\n--i\nContent-Type: text/html\n\n\
             <p>{number}</p>\n--i--\n\n--o\nContent-Type: application/pdf; name=a{number}.pdf\n\
             Content-Transfer-Encoding: base64\n\n{attachment}--o--\n"
        ),
    )
}

/// What content reads of it.
fn texts(number: u32) -> Vec<(String, String)> {
    let part = |media_type: &str, text: String| (media_type.to_owned(), text);
    if number.is_multiple_of(3) {
        vec![part("text/plain", format!("plain {number} ü"))]
    } else {
        vec![part("text/plain", format!("café {number}")), part("text/html", format!("<p>{number}</p>"))]
    }
}

fn read(parts: Vec<TextPart>) -> Vec<(String, String)> {
    parts.into_iter().map(|part| (part.media_type, part.text)).collect()
}

fn given(messages: u32) -> Given {
    let mut given = Given::mailbox("parts");
    for number in 1..=messages {
        given.append_as(&[], None, mail(number));
    }
    given
}

/// So many small messages on a server of their own, behind a proxy.
fn many(count: u32, proxy: impl FnOnce(Builder) -> Builder) -> (EmbeddedServer, Dal, Proxy) {
    let mails = (1..=count).map(|number| mail_beside(number, 770).into_bytes());
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", mails).start().unwrap();
    let proxy = proxy(Proxy::to(server.url().rsplit('@').next().unwrap())).start();
    let dal = Dal::connect(&format!("imap://alice:secret@{}", proxy.address())).unwrap();
    proxy.reset();
    (server, dal, proxy)
}

/// The rows of a stream of texts.
fn streamed(dal: &Dal) -> impl Iterator<Item = (u32, Vec<(String, String)>)> {
    let rows = M::in_mailbox("INBOX").all().select((M::uid, M::content)).stream(dal).unwrap();
    rows.map(|row| row.unwrap()).map(|(uid, parts)| (uid.get(), read(parts)))
}

#[test]
fn texts_come_in_two_round_trips_without_the_attachments() {
    let given = given(12);
    let (dal, proxy) = given.through(given.proxy().delay(Duration::from_millis(30)));
    let rows = given.source().all().select((M::uid, M::content)).load(&dal).unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(uid, parts)| (uid.get(), read(parts))).collect();
    assert_eq!(rows, (1..=12).map(|number| (number, texts(number))).collect::<Vec<_>>());
    assert_eq!(proxy.round_trips(), 2, "{:?}", proxy.commands());
    assert_eq!(
        proxy.commands()[1..],
        [
            "UID FETCH 1:* (UID BODYSTRUCTURE)",
            "UID FETCH 1:2,4:5,7:8,10:11 (UID BODY.PEEK[1.1])",
            "UID FETCH 1:2,4:5,7:8,10:11 (UID BODY.PEEK[1.2])",
            "UID FETCH 3,6,9,12 (UID BODY.PEEK[1])",
        ]
    );
    let share = proxy.bytes_to_client() as f64 / (8 * LARGE) as f64;
    assert!(share < 0.01, "{share} of the mailbox");
}

#[test]
fn small_messages_are_read_whole_in_one_round_trip() {
    let given = given(6);
    let (dal, proxy) = given.through(given.proxy().delay(Duration::from_millis(20)));
    let all = given.source().filter(M::size.lt(6_000)).select((M::uid, M::content));
    let explained = all.explain(&dal).unwrap();
    assert_eq!(explained.round_trips(), 1);
    assert!(explained.notes().iter().any(|note| note.contains("5999 octets") && note.contains("read whole")));
    proxy.reset();
    let rows = all.load(&dal).unwrap();
    let read: Vec<_> = rows.into_iter().map(|(uid, parts)| (uid.get(), read(parts))).collect();
    assert_eq!(read, [(3, texts(3)), (6, texts(6))]);
    assert_eq!(proxy.round_trips(), 1);
    let large = given.source().filter(M::size.lt(60_000_000)).select((M::uid, M::content));
    assert!(large.explain(&dal).unwrap().fetched().contains("BODYSTRUCTURE"));
}

#[test]
fn what_is_known_of_attachments_is_under_two_per_cent_of_the_mailbox() {
    let given = given(9);
    let (dal, proxy) = given.through(given.proxy());
    let names = given.source().all().select(M::attachments).load(&dal).unwrap();
    let names: Vec<_> = names.into_iter().flatten().map(|info| info.file_name()).collect();
    assert_eq!(names, [1, 2, 4, 5, 7, 8].map(|number| format!("a{number}.pdf")));
    let share = proxy.bytes_to_client() as f64 / (6 * LARGE) as f64;
    assert!(share < 0.02, "{share} of the mailbox");
}

#[test]
fn attachments_come_without_the_texts_and_a_stream_reads_them_in_batches() {
    let given = given(30);
    let (dal, proxy) = given.through(given.proxy());
    let attachments = M::attachments.read_as::<Vec<Attachment>>();
    let mut count = 0;
    for row in given.source().all().order_by(M::uid.desc()).select((M::uid, attachments)).stream(&dal).unwrap() {
        let (uid, attachments) = row.unwrap();
        assert_eq!(uid.get(), 30 - count, "in the order asked");
        count += 1;
        let lengths: Vec<usize> = attachments.iter().map(|attachment| attachment.data.len()).collect();
        assert_eq!(lengths, if uid.get() % 3 == 0 { vec![] } else { vec![LARGE / 77 * 19 * 3] });
        assert!(attachments.iter().all(|attachment| attachment.data.starts_with(b"ABCABC")));
    }
    assert_eq!(count, 30);
    let fetches: Vec<String> = proxy.commands().into_iter().filter(|command| command.contains("BODY.PEEK")).collect();
    assert!(fetches.len() > 1 && fetches.iter().all(|command| command.ends_with("(UID BODY.PEEK[2])")), "{fetches:?}");
}

#[test]
fn the_structures_of_messages_are_asked_for_while_the_texts_before_them_come() {
    let (_server, dal, proxy) = many(4_000, |proxy| proxy.delay(Duration::from_millis(30)));
    assert!(streamed(&dal).eq((1..=4_000).map(|number| (number, texts(number)))));
    assert!(proxy.waits() <= 10, "{}: {:?}", proxy.waits(), proxy.commands());
}

#[test]
fn whole_messages_are_asked_for_while_those_before_them_come() {
    let (_server, dal, proxy) = many(4_000, |proxy| proxy.delay(Duration::from_millis(30)));
    let rows = M::in_mailbox("INBOX").all().select((M::uid, M::email)).stream(&dal).unwrap();
    let mut numbers = 1..=4_000;
    for row in rows {
        let (uid, email) = row.unwrap();
        assert_eq!(Some(uid.get()), numbers.next());
        assert!(email == mail_beside(uid.get(), 770).into_bytes(), "{uid}");
    }
    assert_eq!(numbers.next(), None);
    assert!(proxy.most_under_way() >= 8, "{:?}", proxy.commands());
}

/// All of a window is held there, and messages may be large.
#[test]
fn windows_of_whole_messages_are_small_where_they_come_out_in_another_order() {
    let (_server, dal, proxy) = many(2_000, |proxy| proxy);
    let rows = M::in_mailbox("INBOX").all().order_by(M::uid.desc()).select((M::uid, M::email)).stream(&dal).unwrap();
    assert!(rows.map(|row| row.unwrap().0.get()).eq((1..=2_000).rev()));
    let uids = |command: &String| {
        let (first, last) = command.strip_prefix("UID FETCH ")?.split(' ').next()?.split_once(':')?;
        Some(last.parse::<u32>().ok()? - first.parse::<u32>().ok()? + 1)
    };
    let windows: Vec<u32> = proxy.commands().iter().filter_map(uids).collect();
    assert!(windows.iter().all(|uids| *uids <= 50) && windows.len() == 40, "{windows:?}");
}

#[test]
fn messages_are_asked_for_while_those_before_them_are_decided() {
    let (_server, dal, proxy) = many(4_000, |proxy| proxy.delay(Duration::from_millis(30)));
    let flights = || proxy.commands().iter().filter(|command| command.starts_with("EXAMINE")).count();
    let texts = |text: &str| M::in_mailbox("INBOX").filter(M::text.contains(text)).exact().select(M::uid);
    let found: Vec<u32> = texts("plain 39").stream(&dal).unwrap().map(|uid| uid.unwrap().get()).collect();
    let numbers = (1..=4_000).filter(|number: &u32| number.is_multiple_of(3) && number.to_string().starts_with("39"));
    assert_eq!(found, numbers.collect::<Vec<_>>());
    assert_eq!(flights(), 2, "{:?}", proxy.commands());
    proxy.reset();
    let contents = M::in_mailbox("INBOX").filter(M::content.contains("plain 399")).exact();
    let found = contents.limit(3).select(M::uid).load(&dal).unwrap();
    assert_eq!(found.iter().map(|uid| uid.get()).collect::<Vec<_>>(), [399, 3_990, 3_993]);
    assert!(flights() <= 5, "{}: {:?}", flights(), proxy.commands());
}

#[test]
fn who_takes_one_row_of_a_stream_has_not_asked_for_all() {
    let (_server, dal, proxy) = many(4_000, |proxy| proxy);
    let asked = |item: &str| {
        let last = |command: &String| command.split([':', ' ']).nth(3).and_then(|uid| uid.parse::<u32>().ok());
        proxy.commands().iter().filter(|command| command.ends_with(item)).filter_map(last).max()
    };
    let mut rows = streamed(&dal);
    assert_eq!(rows.next(), Some((1, texts(1))));
    assert!(asked("(UID BODYSTRUCTURE)").is_some_and(|last| last <= 2_000), "{:?}", proxy.commands());
    let mut rows = M::in_mailbox("INBOX").all().select(M::email).stream(&dal).unwrap();
    assert!(rows.next().is_some_and(|row| row.is_ok()));
    assert!(asked("(UID BODY.PEEK[])").is_some_and(|last| last <= 500), "{:?}", proxy.commands());
}

#[test]
fn a_stream_of_texts_goes_on_where_its_connection_was_lost() {
    let (_server, dal, proxy) = many(1_000, |proxy| proxy);
    assert_eq!(streamed(&dal).count(), 1_000);
    let whole = proxy.bytes_to_client();
    for tenth in 1..10 {
        proxy.cut(Direction::ToClient, whole * tenth / 10, Fault::Close);
        let lost = proxy.connections();
        assert!(streamed(&dal).eq((1..=1_000).map(|number| (number, texts(number)))), "cut at {tenth} tenths");
        assert_eq!(proxy.connections(), lost + 1);
    }
}

#[test]
fn a_preview_reads_the_beginning_where_the_server_makes_none() {
    let mut given = given(2);
    given.append(&["Subject: long"], &"word ".repeat(40_000));
    let (dal, proxy) = given.through(given.proxy().hide(["PREVIEW"]));
    let previews = given.source().all().select(M::preview).load(&dal).unwrap();
    assert_eq!(previews[..2], ["café 1", "café 2"]);
    assert!(previews[2].starts_with("word word ") && previews[2].len() > 190, "{}", previews[2]);
    assert!(proxy.commands().contains(&"UID FETCH 3 (UID BODY.PEEK[1]<0.2048>)".to_owned()), "{:?}", proxy.commands());
    assert!(proxy.bytes_to_client() < 10_000, "{}", proxy.bytes_to_client());
}

#[test]
fn a_preview_of_html_alone_is_its_words() {
    let mut given = Given::mailbox("previews");
    let styles = ".a { color: red; }\n".repeat(400);
    let html = format!(
        "<html><head><title>no</title>\n<style>\n{styles}</style></head>\n<body><!-- no -->\n<p>Dear&nbsp;Ann, \
         <b>fish &amp; chips</b><br>today</p>{}</body></html>",
        "<p>more</p>".repeat(5_000)
    );
    given.append(&["Subject: x", "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8"], &html);
    let (dal, proxy) = given.through(given.proxy().hide(["PREVIEW"]));
    let preview = given.source().all().select(M::preview).first(&dal).unwrap().unwrap();
    assert!(preview.replace('\u{a0}', " ").starts_with("Dear Ann, fish & chips today more"), "{preview}");
    assert!(proxy.bytes_to_client() < 20_000, "{}", proxy.bytes_to_client());
}

#[test]
fn texts_are_the_same_without_searchres_and_without_pipelining() {
    let given = given(6);
    let proxy = given.proxy().hide(["SEARCHRES", "PREVIEW"]).start();
    let dal = Dal::builder(&given.server.alice().url_at(proxy.address())).pipelining(false).connect().unwrap();
    let rows = given.source().filter(M::content.contains("café")).exact().select((M::uid, M::content, M::preview));
    let rows = rows.load(&dal).unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(uid, parts, preview)| (uid.get(), read(parts), preview)).collect();
    let expected = [1, 2, 4, 5].map(|number| (number, texts(number), format!("café {number}")));
    assert_eq!(rows, expected);
    assert!(proxy.commands().iter().all(|command| !command.contains("BODY.PEEK[]")), "{:?}", proxy.commands());
}

#[test]
fn max_bytes_counts_what_is_read_and_refuses_before_it_is() {
    let given = given(3);
    let (dal, proxy) = given.through(given.proxy());
    let all = given.source().all().max_bytes(50_000);
    assert_eq!(all.select(M::content).load(&dal).unwrap().len(), 3, "attachments are not read");
    proxy.reset();
    let refused = all.select(M::attachments.read_as::<Vec<Attachment>>()).load(&dal).unwrap_err();
    assert!(matches!(refused, imap_dal::Error::Limit { .. }), "{refused:?}");
    assert!(proxy.bytes_to_client() < 10_000, "{}", proxy.bytes_to_client());
}

/// A part that comes NIL and a structure that cannot be read cost themselves only.
#[test]
fn what_does_not_come_leaves_the_rest_of_the_row() {
    let mails = (1..=3).map(|number| mail(number).into_bytes());
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", mails).start().unwrap();
    let target = server.url().rsplit('@').next().unwrap().to_owned();
    let proxy = Proxy::to(target).edit_responses(|response| {
        let text = String::from_utf8_lossy(response);
        if text.starts_with("* 1 FETCH") && text.contains("BODY[1.1] ") {
            return vec![b"* 1 FETCH (UID 1 BODY[1.1] NIL)\r\n".to_vec()];
        }
        if text.starts_with("* 2 FETCH") && text.contains("BODYSTRUCTURE") {
            return vec![b"* 2 FETCH (UID 2 BODYSTRUCTURE oops)\r\n".to_vec()];
        }
        vec![response.to_vec()]
    });
    let proxy = proxy.start();
    let dal = Dal::connect(&format!("imap://alice:secret@{}", proxy.address())).unwrap();
    let rows = M::in_mailbox("INBOX").all().select((M::uid, M::content)).load(&dal).unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(uid, parts)| (uid.get(), read(parts))).collect();
    let without_text = vec![("text/plain".to_owned(), String::new()), texts(1)[1].clone()];
    assert_eq!(rows, [(1, without_text), (2, texts(2)), (3, texts(3))]);
}

#[test]
fn a_message_that_is_gone_before_its_texts_come_has_no_empty_ones() {
    const ONE: &str = r#"BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 5 1)"#;
    for status in ["OK", "NO"] {
        let script = Script::new().sign_in("IMAP4rev1").expect("EXAMINE").expect("UID FETCH 1:*");
        let script = script.send("* 2 EXISTS").send("* OK [UIDVALIDITY 7] valid").send("<EXAMINE> OK open");
        let script = script.send(&format!("* 1 FETCH (UID 1 {ONE})")).send(&format!("* 2 FETCH (UID 2 {ONE})"));
        let script = script.send("<UID FETCH 1:*> OK done").expect("UID FETCH 1:2");
        let script = script.send(r#"* 1 FETCH (UID 1 BODY[1] "hello")"#);
        let server = script.send(&format!("<UID FETCH 1:2> {status} [EXPUNGEISSUED] some are gone")).stall().start();
        let dal = Dal::connect(&server.url()).unwrap();
        let rows = M::in_mailbox("INBOX").all().select((M::uid, M::content.read_as::<String>())).load(&dal).unwrap();
        let rows: Vec<_> = rows.into_iter().map(|(uid, text)| (uid.get(), text)).collect();
        assert_eq!(rows, [(1, "hello".to_owned())], "{status}");
    }
}

#[test]
fn the_embedded_server_gives_the_same_texts_and_attachments() {
    let mails = (1..=6).map(|number| mail(number).into_bytes());
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", mails).start().unwrap();
    let dal = Dal::connect(server.url()).unwrap();
    let all = M::in_mailbox("INBOX").all();
    let mut count = 0;
    for row in all.select((M::uid, M::content, M::preview, M::attachments)).stream(&dal).unwrap() {
        let (uid, parts, preview, attachments) = row.unwrap();
        count += 1;
        assert_eq!((uid.get(), read(parts)), (count, texts(count)));
        assert_eq!(preview, texts(count)[0].1);
        for info in attachments {
            let mut out = Vec::new();
            assert_eq!(info.stream(&dal, &mut out).unwrap(), (LARGE / 77 * 19 * 3) as u64);
            assert!(out.starts_with(b"ABCABC"));
        }
    }
    assert_eq!(count, 6);
}
