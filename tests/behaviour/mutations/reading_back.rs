//! What was inserted reads back equal, field by field: with the server's extensions and without.

use super::Scene;
use imap_dal::{jiff::Zoned, prelude::*};

type M = AnyMailbox;

/// What an insertion makes use of.
const EXTENSIONS: [&str; 9] =
    ["UIDPLUS", "LITERAL+", "LITERAL-", "MULTIAPPEND", "ESEARCH", "SEARCHRES", "CONDSTORE", "QRESYNC", "SORT"];

/// With all the server offers, and behind a proxy that hides it.
fn both_ways(hint: &str, test: impl Fn(&Scene, &Dal)) {
    for hidden in [&[][..], &EXTENSIONS] {
        let scene = Scene::new(hint, &["a"]);
        let proxy = scene.proxy().hide(hidden.iter().copied()).start();
        test(&scene, &scene.dal_through(&proxy));
    }
}

fn named(name: &str, email: &str) -> Address {
    Address { name: Some(name.to_owned()), email: email.to_owned() }
}

fn bare(email: &str) -> Address {
    Address { name: None, email: email.to_owned() }
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[test]
fn every_field_of_a_composed_message_reads_back() {
    both_ways("fields", |scene, dal| {
        let sent: Zoned = "2026-03-19T23:30:00-05:00[-05:00]".parse().expect("a date");
        let created: Zoned = "2026-02-03T04:05:06+05:30[+05:30]".parse().expect("a date");
        let subject = format!("Grüße aus 東京 – {}", "sehr lang ".repeat(20).trim_end());
        let many: Vec<Address> =
            (0..30).map(|n| named(&format!("Nr. {n} \"ö\", AG"), &format!("n{n}@example.org"))).collect();
        let binary: Vec<u8> = (0..=255).cycle().take(5_000).collect();
        let message = NewMessage::new()
            .sender(named("Jürgen \"J\" König, jr.", "juergen@example.net"))
            .to(many.clone())
            .cc([bare("\"odd local\"@example.org"), named("日本 太郎", "taro@example.jp")])
            .bcc(["secret@example.org"])
            .reply_to(["answers@example.org"])
            .subject(&subject)
            .sent(sent.clone())
            .text("Hello\n\nthere: ü €\n.\nFrom me\n--\nend of line   \n")
            .html("<p>Hello <b>thère</b></p>\n")
            .attachment("Straße & Söhne.pdf", "application/pdf", binary.clone())
            .attachment("notes.txt", "text/plain", "a note\nin two lines")
            .header("Message-ID", "<own.id@example.net>")
            .header("In-Reply-To", "<parent@example.org>")
            .header("References", "<root@example.org> <parent@example.org>")
            .header("X-Priority", "1 (höchste)")
            .created(created.clone())
            .seen(true)
            .flagged(true)
            .keyword("$Work");
        let uid = scene.messages().insert(message).execute(dal).expect("is inserted");
        let own = scene.messages().filter(M::uid.eq(uid));
        let people =
            own.select((M::sender, M::to, M::cc, M::bcc, M::reply_to)).first(dal).expect("answers").expect("is there");
        assert_eq!(people.0, [named("Jürgen \"J\" König, jr.", "juergen@example.net")]);
        assert_eq!(people.1, many);
        assert_eq!(people.2, [bare("\"odd local\"@example.org"), named("日本 太郎", "taro@example.jp")]);
        assert_eq!(people.3, [bare("secret@example.org")]);
        assert_eq!(people.4, [bare("answers@example.org")]);
        let head =
            (M::subject, M::sent, M::created, M::message_id, M::in_reply_to, M::references, M::header("X-Priority"));
        let head = own.select(head).first(dal).expect("answers").expect("is there");
        assert_eq!((head.0, head.1), (Some(subject), Some(sent)));
        assert_eq!(head.2.timestamp(), created.timestamp());
        assert_eq!((head.3, head.4), (text("<own.id@example.net>"), text("<parent@example.org>")));
        assert_eq!(head.5, ["<root@example.org>", "<parent@example.org>"]);
        assert_eq!(head.6, text("1 (höchste)"));
        let flags = (M::seen, M::flagged, M::answered, M::draft, M::deleted, M::keyword("$Work"));
        let flags = own.select(flags).first(dal).expect("answers").expect("is there");
        assert_eq!(flags, (true, true, false, false, false, true));
        let parts = own.select((M::content, M::attachments.read_as::<Vec<Attachment>>(), M::mime)).first(dal);
        let (content, files, mime) = parts.expect("answers").expect("is there");
        let content: Vec<(String, String)> =
            content.into_iter().map(|part| (part.media_type, part.text.trim_end_matches('\n').to_owned())).collect();
        let plain = "Hello\n\nthere: ü €\n.\nFrom me\n--\nend of line   ";
        let expected = [("text/plain", plain), ("text/html", "<p>Hello <b>thère</b></p>")];
        assert_eq!(content, expected.map(|(media_type, text)| (media_type.to_owned(), text.to_owned())));
        let files: Vec<_> = files
            .into_iter()
            .map(|file| (file.info.name.unwrap_or_default(), file.info.media_type, file.data))
            .collect();
        assert_eq!(files[0], ("Straße & Söhne.pdf".to_owned(), "application/pdf".to_owned(), binary));
        let note = String::from_utf8(files[1].2.clone()).expect("text").replace("\r\n", "\n");
        assert_eq!((&*files[1].0, &*files[1].1, &*note), ("notes.txt", "text/plain", "a note\nin two lines"));
        assert_eq!((files.len(), mime), (2, text("multipart/mixed")));
    });
}

#[test]
fn a_whole_message_reads_back_octet_by_octet() {
    both_ways("octets", |scene, dal| {
        let raw = b"From: ann@example.org\r\nSubject: as it is\r\nX-Odd:  two  spaces \r\nDate: nonsense\r\n\r\nGr\xfc\xdfe\r\n.\r\n\r\n";
        let lines = raw.iter().copied().filter(|octet| *octet != b'\r').collect::<Vec<u8>>();
        for octets in [raw.to_vec(), lines] {
            let uid =
                scene.messages().insert(NewMessage::from_rfc822(octets).draft(true)).execute(dal).expect("is inserted");
            assert_eq!(scene.second().fetch_message(uid.get()).as_deref(), Some(&raw[..]));
            let row = scene.messages().filter(M::uid.eq(uid)).select((M::email, M::draft, M::seen)).first(dal);
            assert_eq!(row.expect("answers"), Some((raw.to_vec(), true, false)));
        }
    });
}

#[test]
fn a_hundred_messages_go_in_at_once_in_their_order() {
    for hidden in [&[][..], &["MULTIAPPEND"], &EXTENSIONS] {
        let scene = Scene::new("hundred", &["a", "b"]);
        let proxy = scene.proxy().hide(hidden.iter().copied()).start();
        let dal = scene.dal_through(&proxy);
        let messages = || {
            (0..100).map(|number| {
                let message = NewMessage::new().sender("ann@example.org").subject(format!("Nr. {number} ü")).text("x");
                let message = if number % 3 == 0 { message.seen(true) } else { message };
                if number % 5 == 0 { message.keyword(format!("k{}", number % 10)) } else { message }
            })
        };
        let uids = scene.messages().insert_many(messages()).execute(&dal).expect("are inserted");
        assert_eq!(uids.iter().map(|uid| uid.get()).collect::<Vec<_>>(), (3..103).collect::<Vec<_>>());
        let rows = scene.messages().filter(M::uid.is_in(uids)).select((M::subject, M::seen, M::keywords)).load(&dal);
        let rows = rows.expect("reads");
        assert_eq!(rows.len(), 100);
        for (number, (subject, seen, keywords)) in rows.into_iter().enumerate() {
            assert_eq!((subject, seen), (Some(format!("Nr. {number} ü")), number % 3 == 0));
            let expected: Vec<String> = if number % 5 == 0 { vec![format!("k{}", number % 10)] } else { vec![] };
            assert_eq!(keywords.iter().map(str::to_owned).collect::<Vec<_>>(), expected);
        }
        assert_eq!(scene.uids().len(), 102);
        let appends = proxy.commands().iter().filter(|command| command.starts_with("APPEND")).count();
        let is_multiple = hidden.is_empty() && scene.second().has_capability("MULTIAPPEND");
        assert_eq!(appends, if is_multiple { 1 } else { 100 });
    }
}

#[test]
fn no_messages_are_inserted_without_a_word() {
    let scene = Scene::new("none", &[]);
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    proxy.reset();
    assert_eq!(scene.messages().insert_many([]).execute(&dal).expect("is nothing"), []);
    assert_eq!(proxy.commands(), [] as [&str; 0]);
}

#[test]
fn a_message_is_read_from_where_it_is_kept() {
    both_ways("kept", |scene, dal| {
        let open = || Ok(std::io::Cursor::new(b"Subject: kept\n\nline\nline\n"));
        let message = NewMessage::from_rfc822_reader(open).seen(true);
        let uid = scene.messages().insert(message).execute(dal).expect("is inserted");
        let stored = scene.second().fetch_message(uid.get());
        assert_eq!(stored.as_deref(), Some(&b"Subject: kept\r\n\r\nline\r\nline\r\n"[..]));
        assert_eq!(scene.flags(uid.get()), ["\\Seen"]);
    });
}
