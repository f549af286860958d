//! Reading: SELECT, FETCH, SEARCH, SORT, over raw lines. Every expected line was written by hand.
#![allow(missing_docs)]

#[allow(dead_code, missing_docs)]
mod common;

use common::Raw;
use imap_dal_embedded::{EmbeddedServer, StoredMessage};
use jiff::Timestamp;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Four messages: uid 1 to 4.
fn server() -> EmbeddedServer {
    EmbeddedServer::builder()
        .user("alice", "secret")
        .mailbox(
            "INBOX",
            [
                StoredMessage::new("From: Bob <bob@x.org>\r\nTo: alice@y.org\r\nSubject: Lunch\r\nDate: Fri, 1 May 2026 10:00:00 +0200\r\nMessage-ID: <1@x>\r\n\r\nAt noon?\r\n")
                    .flags(["\\Seen"])
                    .internal_date(at("2026-05-01T08:00:05Z")),
                StoredMessage::new("From: Carol <carol@x.org>\r\nSubject: Re: Lunch\r\nDate: Sat, 2 May 2026 00:30:00 +0200\r\nReferences: <1@x>\r\n\r\nNo, later.\r\n")
                    .flags(["\\Flagged", "$Work"])
                    .internal_date(at("2026-05-02T08:00:00Z")),
                StoredMessage::new("From: =?utf-8?q?Zo=C3=AB?= <zoe@x.org>\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nDate: never\r\n\r\nquarterly reports\r\n")
                    .internal_date(at("2026-04-30T23:59:59Z")),
                StoredMessage::new("Subject: hi\r\n\r\nhello").internal_date(at("2026-05-03T00:00:00Z")),
            ],
        )
        .start()
        .unwrap()
}

fn found(raw: &mut Raw<std::net::TcpStream>, keys: &str) -> String {
    let lines = raw.ok(&format!("UID SEARCH {keys}"));
    lines[0].strip_prefix("* SEARCH").unwrap().trim().to_owned()
}

#[test]
fn addresses_are_found_as_the_envelope_has_them_and_as_they_stand() {
    let dressed = "From: \"Doe, Jane\" <jane (the\r\n one) @ (at) x.org>\r\nTo: all: \"a b\"@y.org, c@y.org;\r\n\r\n";
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", [dressed]).start().unwrap();
    let mut raw = Raw::alice(&server);
    raw.ok("SELECT INBOX");
    for keys in
        ["FROM jane@x.org", "FROM \"doe, jane <jane\"", "FROM \"the one\"", "TO \"a b@y.org\"", "TO \"all:\"", "TO c@y"]
    {
        assert_eq!(found(&mut raw, keys), "1", "{keys}");
    }
    assert_eq!(found(&mut raw, "HEADER FROM jane@x.org"), "", "HEADER looks at the field itself");
}

#[test]
fn a_mailbox_is_selected() {
    let server = server();
    let mut raw = Raw::alice(&server);
    assert_eq!(
        raw.command("SELECT INBOX"),
        [
            "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)",
            "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work \\*)] flags that stay",
            "* 4 EXISTS",
            "* 4 RECENT",
            "* OK [UNSEEN 2] first unseen",
            "* OK [UIDVALIDITY 1] uids are valid",
            "* OK [UIDNEXT 5] next uid",
            "* OK [HIGHESTMODSEQ 5] highest",
            "* OK [MAILBOXID (F00000001)] mailbox id",
            "OK [READ-WRITE] SELECT done",
        ]
    );
    assert!(Raw::alice(&server).command("EXAMINE inbox").contains(&"* 0 RECENT".to_owned()), "claimed by the first");
}

#[test]
fn every_search_key() {
    let server = server();
    let mut raw = Raw::alice(&server);
    raw.ok("EXAMINE INBOX");
    for (keys, expected) in [
        ("ALL", "1 2 3 4"),
        ("SEEN", "1"),
        ("UNSEEN FLAGGED", "2"),
        ("NOT SEEN NOT FLAGGED", "3 4"),
        ("ANSWERED", ""),
        ("UNANSWERED UNDELETED UNDRAFT UNFLAGGED", "1 3 4"),
        ("DELETED", ""),
        ("DRAFT", ""),
        ("RECENT", "1 2 3 4"),
        ("NEW", "2 3 4"),
        ("OLD", ""),
        ("KEYWORD $work", "2"),
        ("UNKEYWORD $Work", "1 3 4"),
        ("OR SEEN KEYWORD $Work", "1 2"),
        ("(OR SEEN FLAGGED) UNSEEN", "2"),
        ("2:3", "2 3"),
        ("UID 3:*", "3 4"),
        ("UID 99:*", "4"),
        ("FROM bob", "1"),
        ("FROM X.ORG", "1 2 3"),
        ("FROM \"zo\u{eb}\"", "3"),
        ("CHARSET UTF-8 SUBJECT \"caf\u{e9}\"", "3"),
        ("SUBJECT cafe", "3"),
        ("SUBJECT lunch", "1 2"),
        ("SUBJECT \"\"", "1 2 3 4"),
        ("TO alice", "1"),
        ("CC alice", ""),
        ("BCC alice", ""),
        ("HEADER References 1@x", "2"),
        ("HEADER Date \"\"", "1 2 3"),
        ("BODY noon", "1"),
        ("BODY lunch", ""),
        ("TEXT lunch", "1 2"),
        ("BODY report", "3"),
        ("TEXT references", "2"),
        ("SENTON 1-Jan-1970", "3 4"),
        ("SENTBEFORE 1-Jan-1970", ""),
        ("SMALLER 25", "4"),
        ("LARGER 25", "1 2 3"),
        ("ON 1-May-2026", "1"),
        ("BEFORE 1-May-2026", "3"),
        ("SINCE 2-May-2026", "2 4"),
        ("SENTON 1-May-2026", "1"),
        ("SENTON 2-May-2026", "2"),
        ("SENTSINCE 1-May-2026", "1 2"),
        ("SENTBEFORE 1-Jan-1990", "3 4"),
        ("YOUNGER 60", ""),
        ("OLDER 60", "1 2 3 4"),
        ("MODSEQ 4", "3 4 (MODSEQ 5)"),
        ("EMAILID M00000002", "1"),
        ("SAVEDATESUPPORTED", "1 2 3 4"),
        ("SAVEDSINCE 1-Jan-2020", "1 2 3 4"),
        ("SAVEDBEFORE 1-Jan-2020", ""),
    ] {
        assert_eq!(found(&mut raw, keys), expected, "{keys}");
    }
}

#[test]
fn extended_search_and_saved_results() {
    let server = server();
    let mut raw = Raw::alice(&server);
    raw.ok("SELECT INBOX");
    assert_eq!(
        raw.ok("SEARCH RETURN (MIN MAX COUNT ALL) UNSEEN"),
        ["* ESEARCH (TAG \"t\") MIN 2 MAX 4 ALL 2:4 COUNT 3"]
    );
    assert_eq!(raw.ok("UID SEARCH RETURN () SEEN"), ["* ESEARCH (TAG \"t\") UID ALL 1"]);
    assert_eq!(raw.ok("UID SEARCH RETURN (MIN COUNT) DELETED"), ["* ESEARCH (TAG \"t\") UID COUNT 0"]);
    assert_eq!(raw.ok("UID SEARCH RETURN (ALL) DELETED"), ["* ESEARCH (TAG \"t\") UID"]);
    assert!(raw.ok("UID SEARCH RETURN (SAVE) UNSEEN").is_empty());
    assert_eq!(raw.ok("UID FETCH $ (FLAGS)").len(), 3);
    assert_eq!(found(&mut raw, "$ FLAGGED"), "2");
    assert!(raw.ok("UID SEARCH RETURN (SAVE MIN) UNSEEN")[0].ends_with("UID MIN 2"));
    assert_eq!(found(&mut raw, "UID $"), "2");
    assert!(raw.ends("UID SEARCH RETURN (SAVE) NONSENSE").starts_with("BAD"));
    assert_eq!(found(&mut raw, "$"), "2", "$ outlives a BAD search");
    assert!(raw.ends("UID SEARCH RETURN (SAVE) CHARSET X-NONE ALL").starts_with("NO [BADCHARSET"));
    assert_eq!(found(&mut raw, "$"), "", "and not one that was refused");
    assert_eq!(raw.ok("UID SEARCH RETURN (SAVE PARTIAL 1:2) UNSEEN"), ["* ESEARCH (TAG \"t\") UID PARTIAL (1:2 2:3)"]);
    assert_eq!(found(&mut raw, "$"), "2 3");
    assert_eq!(raw.ok("UID SEARCH RETURN (PARTIAL -1:-2) ALL"), ["* ESEARCH (TAG \"t\") UID PARTIAL (-1:-2 3:4)"]);
    assert!(raw.ends("UID SEARCH RETURN (ALL PARTIAL 1:2) ALL").starts_with("BAD"), "they exclude each other");
    assert_eq!(raw.ok("UID SEARCH RETURN (PARTIAL 9:10) ALL"), ["* ESEARCH (TAG \"t\") UID PARTIAL (9:10 NIL)"]);
}

#[test]
fn sorting() {
    let server = server();
    let mut raw = Raw::alice(&server);
    raw.ok("EXAMINE INBOX");
    for (order, expected) in [
        ("(ARRIVAL)", "* SORT 3 1 2 4"),
        ("(REVERSE ARRIVAL)", "* SORT 4 2 1 3"),
        ("(SUBJECT)", "* SORT 3 4 1 2"),
        ("(REVERSE SUBJECT)", "* SORT 1 2 4 3"),
        ("(FROM)", "* SORT 4 1 2 3"),
        ("(DATE)", "* SORT 3 1 2 4"),
        ("(SUBJECT REVERSE ARRIVAL)", "* SORT 3 4 2 1"),
        ("(DISPLAYFROM)", "* SORT 4 1 2 3"),
    ] {
        assert_eq!(raw.ok(&format!("UID SORT {order} UTF-8 ALL")), [expected], "{order}");
    }
    assert_eq!(
        raw.ok("UID SORT RETURN (SAVE PARTIAL 1:2) (REVERSE ARRIVAL) UTF-8 ALL"),
        ["* ESEARCH (TAG \"t\") UID PARTIAL (1:2 4,2)"]
    );
    assert_eq!(found(&mut raw, "$"), "2 4");
    assert_eq!(raw.ok("UID SORT RETURN (COUNT) (SIZE) UTF-8 UNSEEN"), ["* ESEARCH (TAG \"t\") UID COUNT 3"]);
}

#[test]
fn fetch_items() {
    let server = server();
    let mut raw = Raw::alice(&server);
    raw.ok("EXAMINE INBOX (CONDSTORE)");
    for (command, expected) in [
        (
            "FETCH 4 (UID FLAGS INTERNALDATE RFC822.SIZE)",
            "* 4 FETCH (UID 4 FLAGS (\\Recent) INTERNALDATE \" 3-May-2026 00:00:00 +0000\" RFC822.SIZE 20)",
        ),
        ("UID FETCH 2 FLAGS", "* 2 FETCH (UID 2 FLAGS (\\Flagged $Work \\Recent))"),
        ("FETCH 4 ENVELOPE", "* 4 FETCH (ENVELOPE (NIL \"hi\" NIL NIL NIL NIL NIL NIL NIL NIL))"),
        (
            "FETCH 4 BODYSTRUCTURE",
            "* 4 FETCH (BODYSTRUCTURE (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 5 0 NIL NIL NIL NIL))",
        ),
        ("FETCH 4 BODY", "* 4 FETCH (BODY (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 5 0))"),
        ("FETCH 2 PREVIEW", "* 2 FETCH (PREVIEW \"No, later.\")"),
        ("FETCH 4 (MODSEQ)", "* 4 FETCH (MODSEQ (5))"),
        ("FETCH 1 (EMAILID THREADID)", "* 1 FETCH (EMAILID (M00000002) THREADID (T00000003))"),
        ("FETCH 2 THREADID", "* 2 FETCH (THREADID (T00000003))"),
        ("FETCH 4 BINARY.SIZE[1]", "* 4 FETCH (BINARY.SIZE[1] 5)"),
        ("FETCH 4 BODY.PEEK[9]", "* 4 FETCH (BODY[9] NIL)"),
    ] {
        assert_eq!(raw.ok(command), [expected], "{command}");
    }
    assert_eq!(raw.ok("FETCH 4 BODY.PEEK[TEXT]"), ["* 4 FETCH (BODY[TEXT] {5}", "hello)"]);
    assert_eq!(raw.ok("FETCH 4 BODY.PEEK[]<17.9>"), ["* 4 FETCH (BODY[]<17> {3}", "llo)"]);
    assert_eq!(
        raw.ok("UID FETCH 2 BODY.PEEK[HEADER.FIELDS (subject)]"),
        ["* 2 FETCH (UID 2 BODY[HEADER.FIELDS (SUBJECT)] {22}", "Subject: Re: Lunch", "", ")"]
    );
    assert_eq!(raw.ok("UID FETCH 1:* (FLAGS) (CHANGEDSINCE 4)"), ["* 4 FETCH (UID 4 FLAGS (\\Recent) MODSEQ (5))"]);
    assert!(raw.ends("FETCH 5 FLAGS").starts_with("BAD"), "there is no fifth message");
    assert!(raw.ok("UID FETCH 5:6 FLAGS").is_empty(), "an unknown uid is no mistake");
}

#[test]
fn reading_a_body_marks_it_seen_only_where_it_may() {
    let server = server();
    let mut raw = Raw::alice(&server);
    raw.ok("EXAMINE INBOX");
    raw.ok("FETCH 4 BODY[]");
    raw.ok("SELECT INBOX");
    raw.ok("FETCH 4 BODY.PEEK[]");
    assert!(!server.mailbox("INBOX").unwrap().messages[3].has("\\Seen"));
    assert_eq!(raw.ok("FETCH 4 BODY[TEXT]"), ["* 4 FETCH (BODY[TEXT] {5}", "hello FLAGS (\\Seen \\Recent))"]);
    assert!(server.mailbox("INBOX").unwrap().messages[3].has("\\Seen"));
}

#[test]
fn samples_bring_their_flags_and_dates() {
    let now = "2026-03-14T15:09:26+01:00[Europe/Berlin]".parse().unwrap();
    let samples = imap_dal_embedded::samples::samples(1, 300, &now);
    let server = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", samples.clone()).start().unwrap();
    let stored = server.mailbox("INBOX").unwrap().messages;
    assert_eq!(stored.len(), 300);
    assert_eq!(stored[299].internal_date, at("2026-03-14T14:09:26Z"));
    assert!(stored.iter().zip(&samples).all(|(stored, sample)| stored.flags == sample.flags));
    let mut raw = Raw::alice(&server);
    raw.ok("EXAMINE INBOX");
    let gumby = raw.ok("UID SEARCH FROM gumby").remove(0);
    assert!(gumby.split(' ').count() > 2, "{gumby}");
    assert!(raw.ok("FETCH 1:* (ENVELOPE BODYSTRUCTURE)").len() >= 300);
}
