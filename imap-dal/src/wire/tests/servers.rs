//! One session in the style of each server family, from greeting to goodbye.

use super::super::{Code, Item, Limits, Response, Status, parse};
use super::{is_tagged, lines, words};

/// A word for each response, and for each item of a FETCH.
fn told(transcript: &str) -> Vec<String> {
    let bytes = transcript.replace('\n', "\r\n");
    lines(bytes.as_bytes()).iter().map(|line| summary(line)).collect()
}

fn summary(line: &[u8]) -> String {
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match parse(line, &Limits::default()).unwrap_or_else(|error| panic!("{error}")) {
        Response::Tagged { tag, status, code, .. } => {
            format!("{} {status:?} {}", lossy(tag), code.as_ref().map_or("-", Code::name))
        }
        Response::Status { status, code, .. } => format!("{status:?} {}", code.as_ref().map_or("-", Code::name)),
        Response::Continue { .. } => "+".to_owned(),
        Response::Capability(list) => format!("{} capabilities", list.count()),
        Response::Enabled(list) => format!("enabled {}", words(list).join(" ")),
        Response::Flags(list) => format!("{} flags", list.count()),
        Response::Exists(n) => format!("{n} exist"),
        Response::Recent(n) => format!("{n} recent"),
        Response::Expunge(n) => format!("{n} expunged"),
        Response::List(list) => format!("list {:?} {}", list.delimiter.map(char::from), list.name.decoded()),
        Response::StatusOf(status) => format!("status {} {:?}", status.name.decoded(), status.messages),
        Response::Search(numbers) | Response::Sort(numbers) => format!("found {:?}", numbers.collect::<Vec<_>>()),
        Response::Esearch(found) => format!("found {:?} {:?}", found.count, found.all.map(|all| all.to_string())),
        Response::Fetch(fetch) => {
            let items: Vec<_> = fetch.items.map(|item| item_summary(&item.expect("a readable item"))).collect();
            format!("{}: {}", fetch.seq, items.join(", "))
        }
        Response::Vanished { uids, .. } => format!("vanished {uids}"),
        Response::Unknown(word) => format!("unknown {}", lossy(word)),
    }
}

fn item_summary(item: &Item<'_>) -> String {
    match item {
        Item::Uid(uid) => format!("uid {uid}"),
        Item::Flags(flags) => format!("[{}]", words(flags.clone()).join(" ")),
        Item::InternalDate(date) => format!("date {}", date.is_some()),
        Item::Size(size) => format!("size {size}"),
        Item::Body { section, data, .. } => {
            format!("{:?} {}", section.kind, data.as_ref().map_or(0, |data| data.len()))
        }
        Item::Structure(structure) => {
            let paths: Vec<_> = structure.leaves().map(|(path, _)| path).collect();
            format!("parts {}", paths.join(" "))
        }
        Item::ModSeq(n) => format!("modseq {n}"),
        Item::EmailId(_) | Item::ThreadId(_) | Item::SaveDate(_) | Item::Preview(_) => "other".to_owned(),
    }
}

#[test]
fn dovecot() {
    let transcript = r##"* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN] Dovecot (Debian) ready.
A1 OK [CAPABILITY IMAP4rev1 SORT ESORT SEARCHRES QRESYNC] Logged in
* OK [CLOSED] Previous mailbox closed.
* FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Junk)
* OK [PERMANENTFLAGS ()] Read-only mailbox.
* 3 EXISTS
* 0 RECENT
* OK [UNSEEN 1] First unseen.
* OK [UIDVALIDITY 1763800000] UIDs valid
* OK [UIDNEXT 9] Predicted next UID
* OK [HIGHESTMODSEQ 12] Highest
A2 OK [READ-ONLY] Examine completed (0.001 + 0.000 secs).
* ESEARCH (TAG "A3") UID ALL 5,8 COUNT 2
* 1 FETCH (UID 5 FLAGS (\Seen) INTERNALDATE "22-Nov-2026 10:00:00 +0000" RFC822.SIZE 120 BODY[HEADER.FIELDS (SUBJECT FROM)] {15}
Subject: hi

)
A4 OK Fetch completed (0.001 + 0.000 secs).
* 5 FETCH (UID 8 MODSEQ (13) FLAGS ())
A3 OK Search completed.
* 2 EXPUNGE
* BYE Logging out
A5 OK Logout completed.
"##;
    assert_eq!(
        told(transcript),
        [
            "Ok CAPABILITY",
            "A1 Ok CAPABILITY",
            "Ok CLOSED",
            "6 flags",
            "Ok PERMANENTFLAGS",
            "3 exist",
            "0 recent",
            "Ok UNSEEN",
            "Ok UIDVALIDITY",
            "Ok UIDNEXT",
            "Ok HIGHESTMODSEQ",
            "A2 Ok READ-ONLY",
            "found Some(2) Some(\"5,8\")",
            r"1: uid 5, [\Seen], date true, size 120, Fields 15",
            "A4 Ok -",
            "5: uid 8, modseq 13, []",
            "A3 Ok -",
            "2 expunged",
            "Bye -",
            "A5 Ok -",
        ]
    );
}

#[test]
fn cyrus() {
    let transcript = r##"* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE STARTTLS LOGINDISABLED] mail Cyrus IMAP 3.6.1 server ready
* LIST (\HasNoChildren \sent) "/" Sent
* LIST (\Noinferiors) "/" "Entw&APw-rfe"
* STATUS Sent (MESSAGES 4 SIZE 3100 MAILBOXID (9b1d2c7e))
* OK [MAILBOXID (9b1d2c7e)] Ok
* OK [URLMECH INTERNAL] Ok
* OK [ANNOTATIONS 65536] Ok
* 2 FETCH (FLAGS (\Seen) UID 2 EMAILID (M2d) THREADID (T8) BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 6 1 NIL NIL NIL NIL)("APPLICATION" "PDF" ("NAME" "a.pdf") NIL NIL "BASE64" 2000 NIL ("ATTACHMENT" ("FILENAME" "a.pdf")) NIL NIL) "MIXED" ("BOUNDARY" "b") NIL NIL NIL))
* VANISHED 1,3:4
A1 OK [COPYUID 1763800000 2,5 11:12] Completed
A2 NO Mailbox does not exist
"##;
    assert_eq!(
        told(transcript),
        [
            "Ok CAPABILITY",
            "list Some('/') Sent",
            "list Some('/') Entwürfe",
            "status Sent Some(4)",
            "Ok MAILBOXID",
            "Ok URLMECH",
            "Ok ANNOTATIONS",
            r"2: [\Seen], uid 2, other, other, parts 1 2",
            "vanished 1,3:4",
            "A1 Ok COPYUID",
            "A2 No -",
        ]
    );
}

#[test]
fn courier() {
    let transcript = r##"* OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT SORT QUOTA IDLE ACL ENABLE UTF8=ACCEPT] Courier-IMAP ready. See COPYING for distribution information.
* LIST (\Marked \HasChildren) "." "INBOX"
* LIST (\HasNoChildren) "." "INBOX.Sent"
* NAMESPACE (("INBOX." ".")) NIL (("#shared." ".")("shared." "."))
* OK [PERMANENTFLAGS (\* \Draft \Answered \Flagged \Deleted \Seen)] Limited
* SEARCH 1 2
* SORT 2 1
* 1 FETCH (UID 1 BODY[] {11}
a: b

c
 FLAGS (\Recent))
A1 OK [APPENDUID 1763800000 7] APPEND Ok.
A2 NO Error in IMAP command received by server.
"##;
    assert_eq!(
        told(transcript),
        [
            "Ok CAPABILITY",
            "list Some('.') INBOX",
            "list Some('.') INBOX.Sent",
            "unknown NAMESPACE",
            "Ok PERMANENTFLAGS",
            "found [1, 2]",
            "found [2, 1]",
            r"1: uid 1, Whole 11, [\Recent]",
            "A1 Ok APPENDUID",
            "A2 No -",
        ]
    );
}

#[test]
fn gmail() {
    let transcript = r##"* OK Gimap ready for requests from 192.0.2.1 a1b2
* CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE
A1 OK alice@example.org authenticated (Success)
* LIST (\HasChildren \Noselect) "/" "[Gmail]"
* LIST (\All \HasNoChildren) "/" "[Gmail]/Tous les messages"
* 7 FETCH (X-GM-THRID 1763800000000000001 X-GM-MSGID 1763800000000000002 X-GM-LABELS ("\\Inbox" "\\Sent" "&AMk-t&AOk-" Muy) UID 70 RFC822.SIZE 900 MODSEQ (5012))
* 8 FETCH (UID 71 BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "UTF-8") NIL NIL "7BIT" 10 1 NIL NIL NIL))
* 9 FETCH (UID 72 BODYSTRUCTURE ("MESSAGE" "RFC822" ("NAME" "m.eml") NIL NIL "7BIT" 2000 NIL ("ATTACHMENT" ("FILENAME" "m.eml")) NIL))
* ESEARCH (TAG "A2") UID
A2 OK SEARCH completed (Success)
A3 NO [NONEXISTENT] Unknown Mailbox: x (Failure)
A4 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)
"##;
    assert_eq!(
        told(transcript),
        [
            "Ok -",
            "20 capabilities",
            "A1 Ok -",
            "list Some('/') [Gmail]",
            "list Some('/') [Gmail]/Tous les messages",
            "7: uid 70, size 900, modseq 5012",
            "8: uid 71, parts 1",
            "9: uid 72, parts 1",
            "found None None",
            "A2 Ok -",
            "A3 No NONEXISTENT",
            "A4 No AUTHENTICATIONFAILED",
        ]
    );
}

#[test]
fn exchange() {
    let transcript = r##"* OK The Microsoft Exchange IMAP4 service is ready. [UABSADAA]
* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+
A1 OK LOGIN completed.
* LIST (\Marked \HasNoChildren) "/" INBOX
* LIST (\HasNoChildren \Trash) "/" "Gel&APY-schte Elemente"
* 2 EXISTS
* OK [PERMANENTFLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)] Permanent flags
* 1 FETCH (RFC822.SIZE 3000 INTERNALDATE "22-Nov-2026 10:00:00 +0000" FLAGS (\Seen) UID 14 )
* 2 FETCH (BODY[1] "" UID 15)
* SEARCH
A2 OK SEARCH completed.
A3 OK [COPYUID 14 15 3] MOVE completed.
A4 BAD Command Argument Error. 11
* BYE Connection is closed. 13
"##;
    assert_eq!(
        told(transcript),
        [
            "Ok -",
            "13 capabilities",
            "A1 Ok -",
            "list Some('/') INBOX",
            "list Some('/') Gelöschte Elemente",
            "2 exist",
            "Ok PERMANENTFLAGS",
            r"1: size 3000, date true, [\Seen], uid 14",
            "2: Whole 0, uid 15",
            "found []",
            "A2 Ok -",
            "A3 Ok COPYUID",
            "A4 Bad -",
            "Bye -",
        ]
    );
}

#[test]
fn completions_are_matched_by_tag() {
    let response = parse(b"32 OK done", &Limits::default()).expect("parses");
    assert!(is_tagged(&response, "32", Status::Ok));
    assert!(!is_tagged(&response, "31", Status::Ok));
}
