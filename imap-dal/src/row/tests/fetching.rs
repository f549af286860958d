//! What FETCH items become, and the types columns are read into.

use crate::{
    Address, AnyMailbox as Any, Attachment, AttachmentInfo, Error, Keywords, TextPart, Uid,
    row::testing::{fetched, literal, row, row_of_header, row_of_message},
    schema::{Fixed, Key},
};
use jiff::{Timestamp, Zoned, civil::Date};

fn invalid(error: &Error) -> bool {
    matches!(error, Error::InvalidInput { .. })
}

#[test]
fn items_become_values_and_later_ones_replace_them() {
    let first = b"UID 7 FLAGS (\\Seen $Junk) RFC822.SIZE 512 MODSEQ (90071992547409930) X-UNKNOWN (1 (2)) BODY[] NIL";
    let fetched = fetched([first.as_slice(), b"FLAGS (\\Answered)"]);
    assert_eq!((fetched.uid(), fetched.seq(), fetched.size()), (7, 3, Some(512)));
    assert_eq!(fetched.mod_seq(), Some(90_071_992_547_409_930));
    let flags = fetched.flags().unwrap();
    assert_eq!((flags.system(Fixed::seen), flags.system(Fixed::answered)), (Some(false), Some(true)));
    assert!(!flags.has_keyword("$Junk") && fetched.broken().is_none());
}

#[test]
fn numbers_flags_and_keywords_are_read_by_column() {
    let row = row([&b"UID 7 FLAGS (\\Seen $Junk Work) RFC822.SIZE 512 MODSEQ (9)"[..]]);
    let uid = row.get(Any::uid).unwrap();
    assert_eq!((uid.get(), uid.validity()), (7, Some(17)));
    assert_eq!(row.get((Any::seq, Any::size, Any::modseq)).unwrap(), (3, 512, 9));
    assert_eq!(row.get((Any::seen, Any::deleted, Any::recent)).unwrap(), (true, false, false));
    assert_eq!(row.get(Any::keywords).unwrap(), ["$Junk", "Work"].into_iter().collect::<Keywords>());
    assert!(row.get(Any::keyword("work")).unwrap() && !row.get(Any::keyword("other")).unwrap());
}

#[test]
fn dates_are_read_as_what_is_asked_for() {
    let row = row([&b"INTERNALDATE \" 1-Feb-2026 00:30:00 +0100\" SAVEDATE NIL"[..]]);
    let zoned: Zoned = row.get(Any::created).unwrap();
    assert_eq!(zoned.to_string(), "2026-02-01T00:30:00+01:00[+01:00]");
    assert_eq!(row.get(Any::created.read_as::<Date>()).unwrap(), jiff::civil::date(2026, 2, 1));
    let instant: Timestamp = row.get(Any::created.read_as::<Timestamp>()).unwrap();
    assert_eq!(instant.to_string(), "2026-01-31T23:30:00Z");
    assert_eq!(row.get(Any::saved).unwrap(), None);
    let header = row_of_header("Date: 1 Jan 2026 23:30:00 -0800\r\n\r\n");
    assert_eq!(header.get(Any::sent.read_as::<Option<Date>>()).unwrap(), Some(jiff::civil::date(2026, 1, 1)));
}

#[test]
fn lists_are_read_as_their_first_their_number_or_whole() {
    let row = row_of_header("From: Ann <a@x>, b@y\r\nSubject: s\r\n\r\n");
    let ann = Address { name: Some("Ann".into()), email: "a@x".into() };
    assert_eq!(row.get(Any::sender).unwrap(), [ann.clone(), "b@y".into()]);
    assert_eq!(row.get(Any::sender.read_as::<Address>()).unwrap(), ann);
    assert_eq!(row.get(Any::sender.read_as::<String>()).unwrap(), "a@x");
    assert_eq!(row.get(Any::cc.read_as::<Option<Address>>()).unwrap(), None);
    assert_eq!(row.get(Any::cc.read_as::<Option<String>>()).unwrap(), None);
    assert_eq!(row.get(Any::cc).unwrap(), []);
    let message = row_of_message("Content-Type: image/png\n\nPNG");
    assert_eq!(message.get(Any::attachments.read_as::<usize>()).unwrap(), 1);
    assert!(message.get(Any::attachments.read_as::<bool>()).unwrap());
    let info = AttachmentInfo::new(None, "image/png".into(), 3);
    assert_eq!(message.get(Any::attachments).unwrap(), std::slice::from_ref(&info));
    let parts = message.get(Any::attachments.read_as::<Vec<Attachment>>()).unwrap();
    assert_eq!(parts, [Attachment::new(info, b"PNG".to_vec())]);
    let text = row_of_message("Subject: x\n\none");
    assert_eq!(text.get(Any::content).unwrap(), [TextPart::new("text/plain".into(), "one".into())]);
    assert_eq!(text.get(Any::content.read_as::<String>()).unwrap(), "one");
    assert_eq!(text.get((Any::email, Any::preview)).unwrap(), (b"Subject: x\n\none".to_vec(), "one".to_owned()));
}

#[test]
fn a_missing_value_is_none_or_an_error_that_names_mailbox_uid_and_column() {
    let row = row([literal("BODY[HEADER.FIELDS (SUBJECT)]", b"\r\n").as_slice()]);
    assert_eq!(row.get(Any::subject).unwrap(), None);
    let error = row.get(Any::subject.read_as::<String>()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column subject of message 7 in mailbox \"INBOX\" cannot be read: the message has none; read it as `Option`"
    );
    let row = row_of_header("Subject: \r\n\r\n");
    assert_eq!(row.get(Any::subject).unwrap().as_deref(), Some(""));
}

#[test]
fn what_was_not_fetched_says_so() {
    let row = row([literal("BODY[HEADER.FIELDS (SUBJECT \"X-One\")]", b"Subject: s\r\n\r\n").as_slice()]);
    assert_eq!(row.get(Any::subject).unwrap().as_deref(), Some("s"));
    assert_eq!(row.get(Any::header("X-One")).unwrap(), None);
    let error = row.get(Any::header("X-Two")).unwrap_err();
    assert_eq!(error.to_string(), "column header \"X-Two\" was not fetched; name it in `select`");
    assert!(invalid(&error) && !row.is_missing(Key::Header("X-Two")));
    assert!(invalid(&row.get(Any::sender.read_as::<Option<Address>>()).unwrap_err()));
    assert!(invalid(&row.get(Any::created.read_as::<Option<Zoned>>()).unwrap_err()));
    assert!(invalid(&row.get(Any::email).unwrap_err()) && invalid(&row.get(Any::content).unwrap_err()));
    assert!(invalid(&row.get(Any::seen).unwrap_err()) && invalid(&row.get(Any::size).unwrap_err()));
    assert!(invalid(&row.get(Any::preview).unwrap_err()) && row.header_texts().is_err());
    let structure = b"BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 4 1)";
    let row = self::row([structure.as_slice()]);
    assert_eq!(row.get(Any::attachments.read_as::<usize>()).unwrap(), 0);
    assert!(invalid(&row.get(Any::content).unwrap_err()));
}

#[test]
fn header_fields_come_from_any_block_that_was_asked_for() {
    let one = literal("BODY[HEADER.FIELDS (SUBJECT)]", b"Subject: s\r\n\r\n");
    let two = literal("BODY[HEADER.FIELDS (From to)]", b"From: a@x\r\n\r\n");
    let row = row([one.as_slice(), &two]);
    assert_eq!(row.get(Any::subject).unwrap().as_deref(), Some("s"));
    assert_eq!(row.get((Any::sender, Any::to)).unwrap(), (vec!["a@x".into()], vec![]));
}

#[test]
fn an_item_that_cannot_be_read_costs_its_column_only() {
    let row =
        row([&b"UID 7 FLAGS (\\Seen) INTERNALDATE \"31-Feb-2026 10:00:00 +0000\" RFC822.SIZE five MODSEQ (4)"[..]]);
    assert_eq!(row.get((Any::uid.read_as::<Uid>(), Any::seen, Any::modseq)).unwrap().2, 4);
    assert!(matches!(row.get(Any::size), Err(Error::Decode { uid: 7, .. })));
    assert!(matches!(row.get(Any::created), Err(Error::Decode { uid: 7, .. })));
}

#[test]
fn nil_is_tolerated_anywhere() {
    let nil = b"UID 7 INTERNALDATE NIL SAVEDATE NIL EMAILID (M1) THREADID NIL PREVIEW NIL BODY[] NIL BODY[1] NIL \
        BODY[HEADER] NIL BODYSTRUCTURE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)";
    let row = row([nil.as_slice()]);
    assert_eq!(row.get((Any::email_id, Any::thread_id)).unwrap(), (Some("M1".to_owned()), None));
    assert_eq!(row.get(Any::created.read_as::<Option<Zoned>>()).unwrap(), None);
    assert!(matches!(row.get(Any::created), Err(Error::Decode { .. })));
    assert!(row.get(Any::email).is_err() && row.get(Any::subject).is_err());
}

#[test]
fn a_preview_is_the_servers_or_made_of_the_first_octets() {
    let row = |items: &[u8], part: &[u8]| row([items, part]);
    let structure = b"UID 7 BODYSTRUCTURE (\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"8bit\" 4000 90)";
    let start = literal("BODY[1]<0>", "Gr\u{fc}\u{df}e,\r\nAnn".as_bytes());
    assert_eq!(row(structure, &start).get(Any::preview).unwrap(), "Gr\u{fc}\u{df}e, Ann");
    assert!(invalid(&row(structure, &start).get(Any::content).unwrap_err()));
    assert_eq!(row(structure, b"PREVIEW \"of the  server\"").get(Any::preview).unwrap(), "of the server");
    assert_eq!(row(b"UID 7", b"PREVIEW NIL").get(Any::preview).unwrap(), "");
}
