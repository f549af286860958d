//! Changing: STORE, EXPUNGE, COPY, MOVE, APPEND, the mailbox commands, and what other clients see of it.
#![allow(missing_docs)]

#[allow(dead_code, missing_docs)]
mod common;

use std::net::TcpStream;

use common::Raw;
use imap_dal_embedded::{Capability, EmbeddedServer, Role, StoredMessage};

fn server() -> EmbeddedServer {
    let inbox = ["a", "b", "c", "d"].map(|s| format!("Subject: {s}\r\n\r\n{s}\r\n"));
    EmbeddedServer::builder()
        .user("alice", "secret")
        .mailbox("INBOX", inbox)
        .mailbox("Trash", [StoredMessage::new("Subject: old\r\n\r\n").flags(["\\Seen"])])
        .start()
        .unwrap()
}

fn selected(server: &EmbeddedServer) -> Raw<TcpStream> {
    let mut raw = Raw::alice(server);
    raw.ok("SELECT INBOX");
    raw
}

fn flags(server: &EmbeddedServer, uid: u32) -> Vec<String> {
    server.mailbox("INBOX").unwrap().messages.into_iter().find(|m| m.uid == uid).unwrap().flags
}

#[test]
fn flags_are_added_removed_and_replaced() {
    let server = server();
    let mut raw = selected(&server);
    let mut other = selected(&server);
    let announced = [
        "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Paid)",
        "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Paid \\*)] flags that stay",
    ];
    assert_eq!(raw.ok("STORE 1 +FLAGS.SILENT ($Paid)"), announced, "a new keyword is announced");
    assert_eq!(other.ok("FETCH 1 FLAGS")[..2], announced, "to others too");
    assert_eq!(
        raw.ok("STORE 1:2 +FLAGS (\\Seen $Paid)"),
        ["* 1 FETCH (FLAGS ($Paid \\Seen \\Recent))", "* 2 FETCH (FLAGS (\\Seen $Paid \\Recent))"]
    );
    assert_eq!(raw.ok("UID STORE 2 -FLAGS \\Seen"), ["* 2 FETCH (UID 2 FLAGS ($Paid \\Recent))"]);
    assert!(raw.ok("STORE 1 FLAGS.SILENT (\\Flagged)").is_empty());
    assert_eq!((flags(&server, 1), flags(&server, 2)), (vec!["\\Flagged".to_owned()], vec!["$Paid".to_owned()]));
    let many: Vec<String> = (0..1_000).map(|n| format!("k{n}")).collect();
    assert!(raw.ends(&format!("STORE 1 FLAGS.SILENT ({})", many.join(" "))).starts_with("NO [LIMIT]"));
    let appended = format!("APPEND INBOX ({}) {{3+}}\r\nabc", many.join(" "));
    assert!(raw.ends(&appended).starts_with("NO [LIMIT]"));
    raw.ok(&format!("STORE 1 FLAGS.SILENT ({})", many[..999].join(" ")));
    raw.ok("EXAMINE INBOX");
    assert!(raw.ends("STORE 1 FLAGS ()").starts_with("NO [READ-ONLY]"));
}

#[test]
fn a_conditional_store_leaves_what_changed_meanwhile() {
    let server = server();
    let mut raw = selected(&server);
    assert_eq!(raw.ok("ENABLE CONDSTORE"), ["* ENABLED CONDSTORE", "* OK [HIGHESTMODSEQ 5] highest"]);
    assert!(server.set_flags("INBOX", 2, ["\\Flagged"]));
    // Four messages made the sequence 5; the flag of the second made it 6.
    assert_eq!(
        raw.command("UID STORE 1:3 (UNCHANGEDSINCE 5) +FLAGS.SILENT (\\Seen)"),
        [
            "* 1 FETCH (UID 1 MODSEQ (7))",
            "* 3 FETCH (UID 3 MODSEQ (8))",
            "* 2 FETCH (UID 2 MODSEQ (6) FLAGS (\\Flagged \\Recent))",
            "OK [MODIFIED 2] UID STORE done",
        ]
    );
    assert_eq!(flags(&server, 2), ["\\Flagged"]);
    assert!(raw.ends("STORE 2 (UNCHANGEDSINCE 1) FLAGS ()").starts_with("OK [MODIFIED 2]"));
}

#[test]
fn expunging() {
    let server = server();
    let mut raw = selected(&server);
    raw.ok("STORE 1,2,4 +FLAGS.SILENT (\\Deleted)");
    assert_eq!(raw.ok("UID EXPUNGE 2:3"), ["* 2 EXPUNGE"]);
    assert_eq!(raw.ok("EXPUNGE"), ["* 1 EXPUNGE", "* 2 EXPUNGE"]);
    assert_eq!(server.mailbox("INBOX").unwrap().uids(), [3]);
    raw.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
    raw.ok("UNSELECT");
    assert_eq!(server.mailbox("INBOX").unwrap().uids(), [3]);
    raw.ok("SELECT INBOX");
    assert!(raw.ok("CLOSE").is_empty());
    assert!(server.mailbox("INBOX").unwrap().uids().is_empty());
    assert!(raw.ends("FETCH 1 FLAGS").starts_with("BAD"), "no mailbox is selected any more");
}

#[test]
fn copying_and_moving_tell_the_new_uids() {
    let server = server();
    let mut raw = selected(&server);
    assert_eq!(raw.command("UID COPY 1,3 Trash"), ["OK [COPYUID 2 1,3 2:3] UID COPY done"]);
    assert_eq!(
        raw.command("MOVE 2:3 Trash"),
        ["* OK [COPYUID 2 2:3 4:5] moved", "* 2 EXPUNGE", "* 2 EXPUNGE", "OK MOVE done"]
    );
    assert_eq!(
        (server.mailbox("INBOX").unwrap().uids(), server.mailbox("Trash").unwrap().uids()),
        (vec![1, 4], vec![1, 2, 3, 4, 5])
    );
    assert!(raw.ends("UID COPY 1 Nowhere").starts_with("NO [TRYCREATE]"));
    let (inbox, trash) = (server.mailbox("INBOX").unwrap(), server.mailbox("Trash").unwrap());
    assert_eq!(inbox.messages[0].email_id, trash.messages[1].email_id, "a copy has the id of the original");
}

#[test]
fn appending() {
    let server = server();
    let mut raw = selected(&server);
    raw.send("t APPEND INBOX (\\Seen) \" 1-Jan-2026 00:00:00 +0100\" {6}\r\n");
    assert_eq!(raw.line().unwrap(), "+ go ahead");
    raw.send("A: b\r\n\r\n");
    assert_eq!(raw.until("t"), ["* 5 EXISTS", "* 5 RECENT", "t OK [APPENDUID 1 5] APPEND done"]);
    let message = server.mailbox("INBOX").unwrap().messages.pop().unwrap();
    assert_eq!((message.bytes.as_slice(), message.flags.as_slice()), (&b"A: b\r\n"[..], &["\\Seen".to_owned()][..]));
    assert_eq!(message.internal_date.to_string(), "2025-12-31T23:00:00Z");
    assert_eq!(raw.ends("APPEND Trash {3+}\r\nabc (\\Draft) {2+}\r\nde"), "OK [APPENDUID 2 2:3] APPEND done");
    assert!(raw.ends("APPEND Nowhere {3+}\r\nabc").starts_with("NO [TRYCREATE]"));
    assert!(raw.ends("APPEND Trash {3+}\r\nabc {3+}\r\na\0c").starts_with("BAD"), "NUL without literal8");
    assert_eq!(server.mailbox("Trash").unwrap().uids(), [1, 2, 3], "of several messages all or none");
    assert!(raw.ends("APPEND Trash ~{3+}\r\na\0c").starts_with("NO [UNKNOWN-CTE]"), "which part is binary?");
    raw.ok("APPEND Trash ~{43+}\r\nContent-Transfer-Encoding: binary\r\n\r\nhi\0hi\r");
    raw.ok("SELECT Trash");
    assert_eq!(
        raw.ok("FETCH 4 BODY.PEEK[1]"),
        ["* 4 FETCH (BODY[1] {10}", "aGkAaGkN", ")"],
        "NUL is no octet of a literal"
    );
    assert_eq!(raw.ok("FETCH 4 BINARY.SIZE[1]"), ["* 4 FETCH (BINARY.SIZE[1] 6)"]);
    assert!(raw.ends("APPEND Trash {3+}\r\nabc  {2+}\r\nde").starts_with("OK"), "as IMAPClient spaces them");
}

#[test]
fn mailboxes_are_made_renamed_and_deleted() {
    let server = server();
    let mut raw = Raw::alice(&server);
    assert_eq!(raw.ends("CREATE Work/2026/Entw&APw-rfe"), "OK [MAILBOXID (F00000013)] CREATE done");
    assert_eq!(raw.ends("CREATE Work (USE (\\Archive))"), "OK [MAILBOXID (F00000014)] CREATE done");
    assert!(raw.ends("CREATE INBOX").starts_with("NO [ALREADYEXISTS]"));
    assert_eq!(
        raw.ok("LIST \"\" *"),
        [
            "* LIST (\\HasNoChildren) \"/\" \"INBOX\"",
            "* LIST (\\HasNoChildren \\Trash) \"/\" \"Trash\"",
            "* LIST (\\HasChildren \\Archive) \"/\" \"Work\"",
            "* LIST (\\Noselect \\HasChildren) \"/\" \"Work/2026\"",
            "* LIST (\\HasNoChildren) \"/\" \"Work/2026/Entw&APw-rfe\"",
        ]
    );
    raw.ok("RENAME Work Archive");
    assert_eq!(server.mailboxes(), ["Archive", "Archive/2026/Entwürfe", "INBOX", "Trash"]);
    assert!(raw.ends("RENAME Work Other").starts_with("NO [NONEXISTENT]"));
    assert!(raw.ends("RENAME Archive Archive/Below").starts_with("NO"));
    raw.ok("RENAME INBOX Old");
    assert_eq!((server.mailbox("INBOX").unwrap().uids().len(), server.mailbox("Old").unwrap().uids().len()), (0, 4));
    raw.ok("DELETE Archive");
    assert_eq!(raw.ok("LIST \"\" Archive%"), ["* LIST (\\Noselect \\HasChildren) \"/\" \"Archive\""]);
    assert!(raw.ends("DELETE INBOX").starts_with("NO"));
    assert!(raw.ends("SELECT Archive").starts_with("NO [NONEXISTENT]"));
}

#[test]
fn lists_and_status() {
    let server = EmbeddedServer::builder()
        .user("alice", "secret")
        .mailbox("INBOX", ["Subject: a\r\n\r\n"])
        .empty_mailbox("Gesendet")
        .empty_mailbox("A.B")
        .role("Gesendet", Role::Sent)
        .separator('.')
        .subscribed("A.B")
        .start()
        .unwrap();
    let mut raw = Raw::alice(&server);
    assert_eq!(raw.ok("LIST \"\" \"\""), ["* LIST (\\Noselect) \".\" \"\""]);
    assert_eq!(
        raw.ok("LIST \"\" (%) RETURN (STATUS (MESSAGES UNSEEN UIDNEXT))"),
        [
            "* LIST (\\Noselect \\HasChildren) \".\" \"A\"",
            "* LIST (\\HasNoChildren \\Sent) \".\" \"Gesendet\"",
            "* STATUS \"Gesendet\" (MESSAGES 0 UNSEEN 0 UIDNEXT 1)",
            "* LIST (\\HasNoChildren) \".\" \"INBOX\"",
            "* STATUS \"INBOX\" (MESSAGES 1 UNSEEN 1 UIDNEXT 2)",
        ]
    );
    assert_eq!(raw.ok("LIST (SPECIAL-USE) \"\" *"), ["* LIST (\\HasNoChildren \\Sent) \".\" \"Gesendet\""]);
    assert_eq!(raw.ok("LIST (SUBSCRIBED) \"\" *"), ["* LIST (\\HasNoChildren \\Subscribed) \".\" \"A.B\""]);
    assert_eq!(raw.ok("LIST A. %"), ["* LIST (\\HasNoChildren) \".\" \"A.B\""]);
    assert_eq!(raw.ok("LSUB \"\" *"), ["* LSUB (\\HasNoChildren) \".\" \"A.B\""]);
    assert_eq!(raw.ok("LSUB \"\" %"), ["* LSUB (\\Noselect \\HasChildren) \".\" \"A\""]);
    for command in ["CREATE C", "SUBSCRIBE C", "DELETE C"] {
        raw.ok(command);
    }
    assert_eq!(
        raw.ok("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %"),
        [
            "* LIST (\\Noselect \\HasChildren) \".\" \"A\" (CHILDINFO (\"SUBSCRIBED\"))",
            "* LIST (\\NonExistent \\HasNoChildren \\Subscribed) \".\" \"C\"",
        ]
    );
    // Told itself, the mailbox below is not told of above; and a level above is not selectable to LSUB, even if it is.
    assert_eq!(
        raw.ok("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (A A.B)"),
        ["* LIST (\\HasNoChildren \\Subscribed) \".\" \"A.B\""]
    );
    raw.ok("CREATE A");
    assert_eq!(raw.ok("LSUB \"\" A%"), ["* LSUB (\\Noselect \\HasChildren) \".\" \"A\""]);
    raw.ok("SUBSCRIBE A");
    assert_eq!(
        raw.ok("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" A"),
        ["* LIST (\\HasChildren \\Subscribed) \".\" \"A\" (CHILDINFO (\"SUBSCRIBED\"))"]
    );
    raw.ok("UNSUBSCRIBE A");
    raw.ok("UNSUBSCRIBE C");
    raw.ok("SUBSCRIBE INBOX");
    raw.ok("UNSUBSCRIBE A.B");
    assert_eq!(raw.ok("LSUB \"\" *"), ["* LSUB (\\HasNoChildren) \".\" \"INBOX\""]);
    assert_eq!(
        raw.ok("STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ MAILBOXID)"),
        [
            "* STATUS \"INBOX\" (MESSAGES 1 RECENT 1 UIDNEXT 2 UIDVALIDITY 1 UNSEEN 1 DELETED 0 SIZE 14 HIGHESTMODSEQ 2 MAILBOXID (F00000001))"
        ]
    );
    assert_eq!(raw.ok("NAMESPACE"), ["* NAMESPACE ((\"\" \".\")) NIL NIL"]);
}

#[test]
fn sequence_numbers_do_not_move_under_a_client() {
    let server = server();
    let (mut one, mut other) = (selected(&server), selected(&server));
    one.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
    one.ok("EXPUNGE");
    // Not told during FETCH, STORE and SEARCH; number 2 is still the second message.
    assert_eq!(other.ok("FETCH 2 UID"), ["* 2 FETCH (UID 2)"]);
    assert_eq!(other.command("FETCH 1 UID"), ["OK [EXPUNGEISSUED] FETCH done"]);
    assert_eq!(other.ok("SEARCH ALL"), ["* SEARCH 2 3 4"]);
    assert_eq!(other.ok("STORE 2 FLAGS.SILENT (\\Seen)"), [""; 0]);
    assert_eq!(other.ok("UID SEARCH ALL"), ["* SEARCH 2 3 4", "* 1 EXPUNGE"]);
    assert_eq!(other.ok("FETCH 1 UID"), ["* 1 FETCH (UID 2)"]);
    assert_eq!(one.ok("NOOP"), ["* 1 FETCH (FLAGS (\\Seen \\Recent))"]);
}

#[test]
fn an_idle_client_is_told_at_once() {
    let server = server();
    let mut raw = selected(&server);
    raw.send("t IDLE\r\n");
    assert_eq!(raw.line().unwrap(), "+ idling");
    assert_eq!(server.append("INBOX", "Subject: new\r\n\r\n"), Some(5));
    assert_eq!([raw.line().unwrap(), raw.line().unwrap()], ["* 5 EXISTS", "* 5 RECENT"]);
    assert!(server.expunge("INBOX", 2) && server.set_flags("INBOX", 3, ["\\Seen"]));
    assert_eq!(raw.line().unwrap(), "* 2 EXPUNGE");
    assert_eq!(raw.line().unwrap(), "* 2 FETCH (FLAGS (\\Seen \\Recent))");
    raw.send("DONE\r\n");
    assert_eq!(raw.until("t"), ["t OK IDLE done"]);
}

#[test]
fn a_mailbox_made_again_has_another_uidvalidity() {
    let server = server();
    let mut raw = selected(&server);
    assert!(server.recreate("INBOX"));
    server.append("INBOX", "Subject: new\r\n\r\n");
    assert!(raw.ends("UID FETCH 1 FLAGS").starts_with("NO [NONEXISTENT]"), "the old mailbox is gone");
    assert!(raw.ok("SELECT INBOX").contains(&"* OK [UIDVALIDITY 3] uids are valid".to_owned()));
    assert_eq!(raw.ok("UID SEARCH ALL"), ["* SEARCH 1"]);
}

#[test]
fn codes_and_forms_go_with_their_extension() {
    let inbox = ["Subject: a\r\n\r\n", "Subject: b\r\n\r\n"];
    let builder = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", inbox).empty_mailbox("Trash");
    let server = builder
        .without(Capability::UidPlus)
        .without(Capability::MultiAppend)
        .without(Capability::Binary)
        .without(Capability::SaslIr)
        .without(Capability::ObjectId)
        .start()
        .unwrap();
    let mut raw = Raw::connect(&server);
    assert!(raw.ends("AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==").starts_with("BAD"));
    raw.ok("LOGIN alice secret");
    raw.ok("SELECT INBOX");
    assert_eq!(raw.command("UID COPY 1 Trash"), ["OK UID COPY done"]);
    assert_eq!(raw.command("UID MOVE 1 Trash"), ["* 1 EXPUNGE", "OK UID MOVE done"]);
    assert_eq!(raw.ends("APPEND Trash {3+}\r\nabc"), "OK APPEND done");
    assert!(raw.ends("APPEND Trash {3+}\r\nabc {3+}\r\nabc").starts_with("BAD"));
    assert!(raw.ends("APPEND Trash ~{3+}\r\nabc").starts_with("BAD"));
    assert_eq!(raw.ends("CREATE New"), "OK CREATE done");
    assert_eq!(server.mailbox("Trash").unwrap().uids(), [1, 2, 3]);
    let server = EmbeddedServer::builder().user("alice", "secret").without(Capability::AuthPlain).start().unwrap();
    assert!(Raw::connect(&server).ends("AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==").starts_with("BAD"));
}
