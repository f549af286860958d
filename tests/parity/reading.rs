//! What the adapter's `select` did beside finding: windows, light rows, counts, bounds, values, tables known and found,
//! conditions that always apply.

use crate::{
    mail::{ALL, MAIL},
    on::{Parity as M, numbers, on_both},
};
use imap_dal::{
    Result,
    jiff::{Timestamp, Zoned},
    prelude::*,
};

/// Every readable field of the adapter.
#[derive(ImapModel, Debug)]
#[imap(no_columns)]
struct Whole {
    uid: Uid,
    created: Zoned,
    content: Vec<TextPart>,
    to: Vec<Address>,
    cc: Vec<Address>,
    bcc: Vec<Address>,
    sender: Vec<Address>,
    size: u64,
    subject: Option<String>,
    mime: Option<String>,
    email: Vec<u8>,
    attachments: Vec<Attachment>,
    encoding: Option<String>,
    answered: bool,
    deleted: bool,
    draft: bool,
    flagged: bool,
    seen: bool,
    recent: bool,
}

fn address(name: &str, email: &str) -> Address {
    Address { name: (!name.is_empty()).then(|| name.to_owned()), email: email.to_owned() }
}

#[test]
fn a_window_of_the_newest_first() {
    on_both(|place| {
        let newest = M::all().order_by(M::uid.desc());
        let window = |from, to| numbers(newest.offset(from).limit(to - from).uids(&place.dal).expect("answered"));
        assert_eq!(numbers(newest.uids(&place.dal).expect("answered")), ALL.into_iter().rev().collect::<Vec<_>>());
        assert_eq!(window(0, 3), [22, 21, 20]);
        assert_eq!(window(3, 6), [19, 18, 17]);
        assert_eq!(window(18, 30), [2, 1]);
        assert_eq!(window(20, 30), []);
        assert_eq!(window(5, 5), []);
    });
}

#[test]
fn a_window_of_what_satisfies_a_condition() {
    on_both(|place| {
        // 20, 18, 14, 12, 10, 7, 2, 1 are read and not marked as deleted.
        let read = M::filter(M::seen.eq(true) & M::deleted.eq(false)).order_by(M::uid.desc());
        let rows = read.offset(1).limit(3).select((M::uid, M::subject)).load(&place.dal).expect("answered");
        let rows: Vec<(u32, Option<&str>)> =
            rows.iter().map(|(uid, subject)| (uid.get(), subject.as_deref())).collect();
        assert_eq!(rows, [(18, Some("Names")), (14, Some("Greetings from the coast")), (12, None)]);
        // Decided here.
        let lunch = M::filter(M::subject.ilike("%lunch%")).order_by(M::uid.desc());
        assert_eq!(numbers(lunch.offset(1).limit(5).uids(&place.dal).expect("answered")), [2, 1]);
    });
}

#[test]
fn orders_the_adapter_ignored() {
    on_both(|place| {
        let last = |query: Query<M>| numbers(query.limit(4).uids(&place.dal).expect("answered"));
        assert_eq!(last(M::all().order_by(M::created.asc())), [22, 1, 2, 3]);
        assert_eq!(last(M::all().order_by(M::size.desc()).limit(4)).first(), Some(&11));
        assert_eq!(last(M::filter(M::flagged.eq(true)).order_by(M::subject.asc())), [5, 20, 10]);
        assert_eq!(last(M::filter(M::uid.is_in([6, 7, 16])).order_by(M::sender.desc())), [6, 7, 16]);
    });
}

#[test]
fn light_rows_fetch_no_body() {
    on_both(|place| {
        let light =
            M::all().select((M::uid, M::subject, M::sender, M::created, M::flagged, M::size, M::mime, M::encoding));
        assert_eq!(light.load(&place.dal).expect("answered").len(), 20);
        let fetches: Vec<String> =
            place.proxy.commands().into_iter().filter(|command| command.starts_with("UID FETCH")).collect();
        assert_eq!(fetches.len(), 1, "{fetches:?}");
        for body in ["BODY[", "BODY.PEEK[]", "TEXT", "RFC822 ", "BODYSTRUCTURE"] {
            assert!(!fetches[0].contains(body), "{fetches:?}");
        }
        assert!(place.proxy.bytes_to_client() < 8_000, "{} octets came", place.proxy.bytes_to_client());
    });
}

#[test]
fn all_fields_of_a_message_with_a_file() {
    on_both(|place| {
        let row = M::filter(M::uid.eq(5)).select_as::<Whole>().first(&place.dal).expect("answered").expect("there");
        assert_eq!(row.uid.get(), 5);
        assert_eq!(row.created.timestamp(), "2026-03-04T08:00:00Z".parse::<Timestamp>().expect("an instant"));
        assert_eq!(row.sender, [address("", "billing@shop.example")]);
        assert_eq!(row.to, [address("", "ann@example.org")]);
        assert_eq!((row.cc, row.bcc), (vec![], vec![]));
        assert_eq!(row.subject.as_deref(), Some("Invoice 2026-117"));
        assert_eq!(row.mime.as_deref(), Some("multipart/mixed"));
        assert_eq!(row.encoding, None);
        assert_eq!(row.email, MAIL[4].octets());
        assert_eq!(row.size, MAIL[4].octets().len() as u64);
        let [text] = &row.content[..] else { panic!("one text was expected: {:?}", row.content) };
        assert_eq!(
            (text.media_type.as_str(), text.text.trim_end()),
            ("text/plain", "Please find the invoice attached.")
        );
        let [file] = &row.attachments[..] else { panic!("one file was expected: {:?}", row.attachments) };
        assert_eq!((file.info.name.as_deref(), &*file.info.media_type), (Some("invoice.pdf"), "application/pdf"));
        assert_eq!(file.data, b"%PDF-1.4\n");
        let flags = [row.answered, row.deleted, row.draft, row.flagged, row.seen, row.recent];
        assert_eq!(flags, [false, false, false, true, false, false]);
    });
}

#[test]
fn recipients_of_all_kinds() {
    on_both(|place| {
        let row = M::filter(M::uid.eq(8)).select_as::<Whole>().first(&place.dal).expect("answered").expect("there");
        assert_eq!(row.to, [address("", "bob@example.org")]);
        assert_eq!(row.cc, [address("Carl Carlson", "carl@example.net")]);
        assert_eq!(row.bcc, [address("", "dora@example.net")]);
        assert!(row.draft && !row.seen);
        let row = M::filter(M::uid.eq(9)).select(M::cc).first(&place.dal).expect("answered").expect("there");
        assert_eq!(row, [address("", "dora@example.net"), address("", "carl@example.net")]);
    });
}

#[test]
fn texts_and_files_of_nested_parts() {
    on_both(|place| {
        let row = M::filter(M::uid.eq(15)).select_as::<Whole>().first(&place.dal).expect("answered").expect("there");
        let texts: Vec<(&str, &str)> =
            row.content.iter().map(|part| (part.media_type.as_str(), part.text.trim_end())).collect();
        assert_eq!(texts, [("text/plain", "See the picture."), ("text/html", "<b>See the picture.</b>")]);
        let files: Vec<(Option<&str>, &str)> =
            row.attachments.iter().map(|file| (file.info.name.as_deref(), file.info.media_type.as_str())).collect();
        assert_eq!(files, [(None, "message/rfc822"), (Some("beach.png"), "image/png")]);
        assert_eq!(row.attachments[1].data, b"\x89PNG\r\n\x1a\n");
    });
}

#[test]
fn counts_with_and_without_a_condition() {
    on_both(|place| {
        assert_eq!(M::all().count(&place.dal).expect("answered"), 20);
        assert_eq!(M::filter(M::flagged.eq(true)).count(&place.dal).expect("answered"), 3);
        assert_eq!(M::filter(M::sender.contains("nobody else")).count(&place.dal).expect("answered"), 0);
        assert_eq!(place.sent("UID FETCH"), 0);
    });
}

/// `get_last_message` and `get_uid_bounds`.
#[test]
fn the_last_message_and_the_bounds_of_uids() {
    on_both(|place| {
        let last = M::all().order_by(M::uid.desc()).select((M::uid, M::subject)).first(&place.dal).expect("answered");
        assert_eq!(last.map(|(uid, subject)| (uid.get(), subject)), Some((22, Some("From long ago".to_owned()))));
        let first = M::all().select(M::uid).first(&place.dal).expect("answered");
        assert_eq!(first.map(Uid::get), Some(1));
        let empty = AnyMailbox::in_mailbox("Archive").all();
        assert!(empty.order_by(AnyMailbox::uid.desc()).first(&place.dal).expect("answered").is_none());
    });
}

#[test]
fn tables_found_at_run_time() {
    on_both(|place| {
        let mut raw = place.raw();
        for name in ["Entwürfe", "Tom & Jerry", "[Gmail]/All Mail"] {
            raw.create(name);
            raw.append(name, &[], None, b"Subject: one\r\n\r\n");
        }
        let mut found: Vec<(String, u64)> = Vec::new();
        for mailbox in place.dal.mailboxes().expect("listed") {
            let count =
                AnyMailbox::in_mailbox(&mailbox).all().count(&place.dal).expect("a listed mailbox can be opened");
            found.push((mailbox.name().to_owned(), count));
        }
        // The parent is no mailbox on every server.
        found.retain(|(name, _)| name != "[Gmail]");
        found.sort();
        let expected = [
            ("Archive", 0),
            ("Drafts", 0),
            ("Entwürfe", 1),
            ("INBOX", 0),
            ("Junk", 0),
            ("Parity", 20),
            ("Sent", 0),
            ("Tom & Jerry", 1),
            ("Trash", 0),
            ("[Gmail]/All Mail", 1),
        ];
        assert_eq!(found, expected.map(|(name, count)| (name.to_owned(), count)));
    });
}

mod known {
    use imap_dal::prelude::*;

    mailboxes! {
        pub(super) Drafts => role Drafts;
        pub(super) Umlaut => "Entwürfe";
        pub(super) Same => "Parity" { header word => "X-Word"; keyword work => "work" }
    }
}

/// No LIST is sent for a name that is known.
#[test]
fn tables_known_at_compile_time() {
    on_both(|place| {
        place.raw().create("Entwürfe");
        assert_eq!(known::Umlaut::all().count(&place.dal).expect("answered"), 0);
        assert_eq!(
            known::Same::filter(known::Same::work.eq(true)).uids(&place.dal).map(numbers).expect("answered"),
            [21]
        );
        let zebra = known::Same::filter(known::Same::word.eq("zebra")).uids(&place.dal).map(numbers);
        assert_eq!(zebra.expect("answered"), [18]);
        assert_eq!(place.sent("LIST"), 0);
        assert!(!known::Drafts::all().exists(&place.dal).expect("answered"));
    });
}

#[test]
fn a_table_that_is_not_there_is_an_error() {
    on_both(|place| {
        let missing = AnyMailbox::in_mailbox("No such mailbox").all();
        for outcome in [missing.count(&place.dal).map(drop), missing.load(&place.dal).map(drop)] {
            let error = outcome.expect_err("there is no such mailbox");
            assert!(matches!(&error, imap_dal::Error::MailboxNotFound { .. }), "{error:?}");
        }
    });
}

/// Common filters: a condition for every table.
#[test]
fn a_condition_that_always_applies() {
    fn visible<S: Source>(source: imap_dal::InMailbox<S>) -> Query<S>
    where
        AnyMailbox: imap_dal::UsableIn<S>,
    {
        source.filter(AnyMailbox::deleted.eq(false) & AnyMailbox::draft.eq(false))
    }
    on_both(|place| {
        let uids = |query: Query<M>| query.uids(&place.dal).map(numbers);
        let found: Result<Vec<u32>> = uids(visible(M::in_mailbox("Parity")).filter(M::cc.is_empty().not()));
        assert_eq!(found.expect("answered"), []);
        let rest = visible(AnyMailbox::in_mailbox("Parity")).count(&place.dal);
        assert_eq!(rest.expect("answered"), 17);
    });
}
