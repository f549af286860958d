//! The second client sees and does what a server offers.

use imap_dal_tests::raw::Raw;
use imap_dal_tests::server::Server;

const LETTER: &[u8] = b"From: a@example.org\r\nSubject: one\r\n\r\nbody\r\n";

#[test]
fn what_is_appended_is_found_fetched_flagged_and_expunged() {
    let server = Server::from_env();
    let mailbox = server.mailbox("raw ü \"quoted\"");
    let mut raw = server.alice().raw();
    let first = raw.append(&mailbox, &["\\Seen"], Some("05-Mar-2026 09:30:00 +0100"), LETTER).expect("UIDPLUS");
    raw.append(&mailbox, &[], None, b"Subject: two\r\n\r\n");
    assert_eq!(raw.status(&mailbox, "MESSAGES"), 2);
    raw.select(&mailbox);
    assert_eq!(raw.uid_search("SUBJECT one"), [first]);
    assert_eq!(raw.uid_search("ON 5-Mar-2026"), [first]);
    assert_eq!(raw.fetch_message(first).as_deref(), Some(LETTER));
    raw.store(&first.to_string(), "+FLAGS", "$Paid \\Flagged");
    assert_eq!(raw.flags()[&first], ["$Paid", "\\Flagged", "\\Seen"]);
    raw.expunge(first);
    assert_eq!(raw.messages().into_values().collect::<Vec<_>>(), [b"Subject: two\r\n\r\n".to_vec()]);
    assert_eq!(raw.fetch_message(first), None);
}

#[test]
fn a_refusal_is_an_answer() {
    let mut raw = Raw::connect(Server::from_env().address());
    assert!(raw.greeting().starts_with("* OK"), "{}", raw.greeting());
    let answer = raw.command("LOGIN alice wrong");
    assert!(answer.tagged.starts_with("NO"), "{}", answer.tagged);
}

#[test]
fn the_sample_mailboxes_are_there() {
    let server = Server::from_env();
    let mut raw = server.alice().raw();
    let expected = [("INBOX", 400), ("Projects/Alpha", 40), ("Entwürfe", 7), ("日本語", 11), ("Tom & Jerry", 3)];
    for (mailbox, count) in expected {
        assert_eq!(raw.status(mailbox, "MESSAGES"), count, "{mailbox}");
    }
    raw.ok("EXAMINE INBOX");
    assert!(raw.uid_search("FROM gumby").len() >= 5);
    assert!(server.bob().raw().status("INBOX", "MESSAGES") > 0);
}
