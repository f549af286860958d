//! Values as data.

use super::{Attachment, AttachmentInfo, Fingerprint, Keywords, MailboxInfo, Place, TextPart, TransferEncoding, Uid};
use crate::{Address, Affected, Moved, Progress, Role, jiff::Zoned};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

#[track_caller]
fn same_again<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).expect("data");
    assert_eq!(&serde_json::from_str::<T>(&text).expect("the same data"), value);
    text
}

#[test]
fn values_are_data_and_come_back_the_same() {
    let ann = Address { name: Some("Ann".to_owned()), email: "ann@x.org".to_owned() };
    assert_eq!(same_again(&ann), r#"{"name":"Ann","email":"ann@x.org"}"#);
    assert_eq!(same_again(&["a", "$Junk"].into_iter().collect::<Keywords>()), r#"["a","$Junk"]"#);
    same_again(&TextPart::new("text/plain".to_owned(), "hi".to_owned()));
    same_again(&Attachment::new(AttachmentInfo::new(None, "image/png".to_owned(), 3), b"PNG".to_vec()));
    assert_eq!(same_again(&Role::Sent), r#""Sent""#);
    let date = "2026-02-01T10:00:00+05:30[+05:30]".parse::<Zoned>().expect("a date");
    assert_eq!(same_again(&date), r#""2026-02-01T10:00:00+05:30[+05:30]""#);
    same_again(&MailboxInfo::new("Sent".to_owned(), vec!["\\Sent".to_owned()], Some('/')));
}

#[test]
fn what_was_done_is_data() {
    let uid = Uid::read(5, 17, Fingerprint::of("alice@host", "INBOX"));
    same_again(&Affected { matched: 3, changed: 1, conflicts: vec![uid], vanished: vec![Uid::new(7)] });
    let moved = Moved { matched: 3, uids: vec![(uid, Uid::new(1))], conflicts: vec![uid], vanished: vec![Uid::new(9)] };
    same_again(&moved);
    assert_eq!(
        same_again(&Progress { rows: 1, messages: 2, of: 3, octets: 4 }),
        r#"{"rows":1,"messages":2,"of":3,"octets":4}"#
    );
}

#[test]
fn a_uid_and_an_attachment_still_know_where_they_were_read() {
    let uid = Uid::read(5, 17, Fingerprint::of("alice@host", "INBOX"));
    same_again(&uid);
    same_again(&Uid::new(5));
    let (mailbox, path, encoding) = ("INBOX".into(), "2".into(), TransferEncoding::Base64);
    let info = AttachmentInfo::new(Some("a.pdf".to_owned()), "application/pdf".to_owned(), 9);
    let text = same_again(&info.at(Place { mailbox, uid, path, encoding }));
    let place = serde_json::from_str::<AttachmentInfo>(&text).expect("data");
    let place = place.place().expect("a place");
    assert_eq!((place.uid, &*place.mailbox, &*place.path), (uid, "INBOX", "2"));
    assert_eq!(place.encoding, TransferEncoding::Base64);
}
