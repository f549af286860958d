//! What the adapter's `update`, `delete` and `insert` did. A second client looks at the mailbox before and after.

use crate::{
    mail::ALL,
    on::{Parity as M, Place, Way, on_both},
};
use imap_dal::{Affected, Error, WithoutUidPlus, jiff::Zoned, prelude::*};
use std::collections::BTreeMap;

/// Flags of all messages by uid, sorted.
type Flags = BTreeMap<u32, Vec<String>>;

/// The flags as they were, with `flag` (not) on these.
fn with(flags: &Flags, uids: &[u32], flag: &str, on: bool) -> Flags {
    let mut flags = flags.clone();
    for uid in uids {
        let own = flags.get_mut(uid).expect("a message of the mailbox");
        own.retain(|have| have != flag);
        if on {
            own.push(flag.to_owned());
        }
        own.sort();
    }
    flags
}

fn done(affected: imap_dal::Result<Affected>) -> (u64, u64) {
    let affected = affected.expect("the change is made");
    assert_eq!((affected.conflicts, affected.vanished), (vec![], vec![]));
    (affected.matched, affected.changed)
}

/// What is left after a removal that needs UIDPLUS.
fn left(place: &Place) -> Vec<u32> {
    place.selected().uid_search("ALL")
}

#[test]
fn each_of_the_five_flags_is_set_and_taken_away() {
    on_both(|place| {
        let flags = [
            (M::answered, "\\Answered"),
            (M::deleted, "\\Deleted"),
            (M::draft, "\\Draft"),
            (M::flagged, "\\Flagged"),
            (M::seen, "\\Seen"),
        ];
        for (flag, name) in flags {
            let before = place.selected().flags();
            let some = M::filter(M::uid.is_in([3, 5, 9, 20]));
            assert_eq!(done(some.update(flag.set(true)).execute(&place.dal)), (4, 4), "{name}");
            assert_eq!(place.selected().flags(), with(&before, &[3, 5, 9, 20], name, true), "{name}");
            assert_eq!(done(some.update(flag.set(false)).execute(&place.dal)), (4, 4), "{name}");
            assert_eq!(place.selected().flags(), with(&before, &[3, 5, 9, 20], name, false), "{name}");
        }
        assert_eq!(place.selected().uid_search("ALL"), ALL);
    });
}

#[test]
fn an_update_changes_what_satisfies_its_condition() {
    on_both(|place| {
        let before = place.selected().flags();
        let lunch = M::filter(M::subject.ilike("%lunch%") & M::seen.eq(true));
        assert_eq!(done(lunch.update(M::flagged.set(true)).execute(&place.dal)), (3, 3));
        assert_eq!(place.selected().flags(), with(&before, &[1, 2, 20], "\\Flagged", true));
        let nothing = M::filter(M::subject.eq("Lunch on Saturday"));
        assert_eq!(done(nothing.update(M::flagged.set(false)).execute(&place.dal)), (0, 0));
    });
}

#[test]
fn marked_as_deleted_is_still_there() {
    on_both(|place| {
        let before = place.selected().flags();
        let gumby = M::filter(M::sender.contains("gumby"));
        assert_eq!(done(gumby.update(M::deleted.set(true)).execute(&place.dal)), (1, 1));
        assert_eq!(place.selected().flags(), with(&before, &[3], "\\Deleted", true));
        assert_eq!(place.sent("UID EXPUNGE"), 0);
    });
}

#[test]
fn deleted_is_gone() {
    on_both(|place| {
        let gumby = M::filter(M::text.contains("gumby") & M::seen.eq(false));
        if place.way == Way::Bare {
            let error = gumby.delete().execute(&place.dal).expect_err("UIDPLUS is missing");
            assert!(matches!(error, Error::Unsupported { capability: "UIDPLUS", .. }), "{error:?}");
            assert_eq!(place.selected().uid_search("DELETED"), [9, 19]);
            let marked = gumby.delete().without_uidplus(WithoutUidPlus::LeaveMarked).execute(&place.dal);
            assert_eq!(done(marked), (2, 2));
            assert_eq!(place.selected().uid_search("DELETED"), [3, 9, 17, 19]);
            assert_eq!(left(place), ALL);
        } else {
            assert_eq!(done(gumby.delete().execute(&place.dal)), (2, 2));
            let expected: Vec<u32> = ALL.into_iter().filter(|uid| ![3, 17].contains(uid)).collect();
            assert_eq!(left(place), expected);
            assert_eq!(done(gumby.delete().execute(&place.dal)), (0, 0));
        }
    });
}

#[test]
fn every_table_is_swept() {
    on_both(|place| {
        let mut raw = place.raw();
        for name in ["Sent", "Junk"] {
            raw.append(name, &[], None, b"From: Gumby <gumby@brain.example>\r\nSubject: again\r\n\r\n");
            raw.append(name, &[], None, b"From: ann@example.org\r\nSubject: gumby\r\n\r\n");
        }
        let mut gone = Vec::new();
        for mailbox in place.dal.mailboxes().expect("listed") {
            let gumby = AnyMailbox::in_mailbox(&mailbox).filter(AnyMailbox::sender.contains("gumby"));
            let removal = gumby.delete().without_uidplus(WithoutUidPlus::LeaveMarked);
            let (matched, _) = done(removal.execute(&place.dal));
            gone.extend((matched > 0).then(|| (mailbox.name().to_owned(), matched)));
        }
        gone.sort();
        assert_eq!(gone, [("Junk", 1), ("Parity", 1), ("Sent", 1)].map(|(name, count)| (name.to_owned(), count)));
        let kept = if place.way == Way::Bare { 2 } else { 1 };
        assert_eq!((raw.status("Sent", "MESSAGES"), raw.status("Junk", "MESSAGES")), (kept, kept));
    });
}

#[test]
fn a_message_of_parts_is_inserted() {
    on_both(|place| {
        let created: Zoned = "2026-03-20T08:00:00+01:00[+01:00]".parse().expect("a date");
        let sent: Zoned = "2026-03-19T23:30:00-05:00[-05:00]".parse().expect("a date");
        let message = NewMessage::new()
            .sender(Address { name: Some("Jürgen König".into()), email: "juergen@example.net".into() })
            .to(["ann@example.org", "bob@example.org"])
            .cc([Address { name: Some("Carl".into()), email: "carl@example.net".into() }])
            .bcc(vec![String::from("dora@example.net")])
            .subject("Grüße aus 東京")
            .text("Hello\nthere")
            .attachment("naïve.txt", "text/plain", "a note")
            .attachment("data.bin", "application/octet-stream", vec![0, 255, 10, 13])
            .sent(sent.clone())
            .created(created.clone())
            .answered(true)
            .deleted(true)
            .draft(true)
            .flagged(true)
            .seen(true)
            .keyword("$Work");
        let uid = M::insert(message).execute(&place.dal).expect("inserted");
        assert_eq!(uid.get(), 23);
        assert_eq!(
            place.selected().flags()[&23],
            ["$Work", "\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Seen"]
        );

        let columns =
            (M::sender, M::to, M::cc, M::bcc, M::subject, M::created, M::sent, M::content.read_as::<String>());
        let row = M::filter(M::uid.eq(uid)).select(columns).first(&place.dal).expect("answered").expect("there");
        let (sender, to, cc, bcc, subject, arrived, dated, text) = row;
        let only = |email: &str| Address { name: None, email: email.to_owned() };
        assert_eq!(sender, [Address { name: Some("Jürgen König".into()), email: "juergen@example.net".into() }]);
        assert_eq!(to, [only("ann@example.org"), only("bob@example.org")]);
        assert_eq!(cc, [Address { name: Some("Carl".into()), email: "carl@example.net".into() }]);
        assert_eq!(bcc, [only("dora@example.net")]);
        assert_eq!(subject.as_deref(), Some("Grüße aus 東京"));
        assert_eq!(arrived.timestamp(), created.timestamp());
        assert_eq!(dated, Some(sent));
        assert_eq!(text.trim_end(), "Hello\nthere");
        let files = M::filter(M::uid.eq(uid)).select(M::attachments.read_as::<Vec<Attachment>>()).first(&place.dal);
        let files: Vec<(String, Vec<u8>)> = files
            .expect("answered")
            .expect("there")
            .into_iter()
            .map(|file| (file.info.name.unwrap_or_default(), file.data))
            .collect();
        assert_eq!(
            files,
            [("naïve.txt".to_owned(), b"a note".to_vec()), ("data.bin".to_owned(), vec![0, 255, 10, 13])]
        );
    });
}

/// The adapter's `content` was a list of texts with their types.
#[test]
fn texts_of_two_types_are_inserted() {
    on_both(|place| {
        let message = NewMessage::new().sender("ann@example.org").subject("two").text("plain ü").html("<b>rich ü</b>");
        let uid = M::insert(message).execute(&place.dal).expect("inserted");
        let here = M::filter(M::uid.eq(uid));
        let (mime, texts, files) = here
            .select((M::mime, M::content, M::attachments.read_as::<usize>()))
            .first(&place.dal)
            .expect("answered")
            .expect("there");
        assert_eq!(mime.as_deref(), Some("multipart/alternative"));
        let texts: Vec<(&str, &str)> = texts.iter().map(|part| (&*part.media_type, part.text.trim_end())).collect();
        assert_eq!(texts, [("text/plain", "plain ü"), ("text/html", "<b>rich ü</b>")]);
        assert_eq!(files, 0);
        assert_eq!(place.find(M::content.contains("RICH Ü") & M::subject.eq("two")), [23]);
    });
}

#[test]
fn a_whole_message_is_inserted_as_it_is() {
    on_both(|place| {
        let raw = b"From: ann@example.org\r\nSubject: as it is\r\nX-Odd:  two  spaces \r\n\r\nGr\xfc\xdfe\r\n";
        let uid = AnyMailbox::in_mailbox("Drafts").insert(NewMessage::from_rfc822(raw).draft(true)).execute(&place.dal);
        let uid = uid.expect("inserted");
        let here = AnyMailbox::in_mailbox("Drafts").filter(AnyMailbox::uid.eq(uid));
        let row = here.select((AnyMailbox::email, AnyMailbox::draft, AnyMailbox::seen)).first(&place.dal);
        assert_eq!(row.expect("answered"), Some((raw.to_vec(), true, false)));
    });
}

#[test]
fn nothing_is_not_inserted() {
    on_both(|place| {
        let error = M::insert(NewMessage::new()).execute(&place.dal).expect_err("an empty message");
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
        assert_eq!(place.sent("APPEND"), 0);
        assert_eq!(left(place), ALL);
    });
}
