//! Modified UTF-7.

use proptest::prelude::*;

use super::super::mailbox_name::{decode, encode, is_same};

/// Known answers of RFC 3501, section 5.1.3, and of Dovecot.
const KNOWN: [(&str, &str); 9] = [
    ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
    ("INBOX", "INBOX"),
    ("", ""),
    ("&", "&-"),
    ("a&b", "a&-b"),
    ("Entwürfe", "Entw&APw-rfe"),
    ("Tom & Jérôme", "Tom &- J&AOk-r&APQ-me"),
    ("😀", "&2D3eAA-"),
    ("tab\there", "tab&AAk-here"),
];

#[test]
fn known_answers() {
    for (name, text) in KNOWN {
        assert_eq!(encode(name), text);
        assert_eq!(decode(text.as_bytes()), name);
    }
}

#[test]
fn what_encode_would_not_write_is_kept_so_that_no_two_mailboxes_look_alike() {
    for text in
        ["&", "a&b", "&AGE-", "&AOk", "&A-", "&!-", "&AOk-&AOk-", "&2D0-", "&3gA-", "R&D", "Café", "&AP//-", "&AOl-"]
    {
        assert_eq!(decode(text.as_bytes()), text);
    }
    assert_eq!(decode(b"caf\xe9 &AOk-"), "caf\u{fffd} &AOk-");
}

#[test]
fn only_inbox_ignores_case() {
    assert!(is_same("INBOX", "inBox") && is_same("Sent", "Sent"));
    assert!(!is_same("Sent", "sent") && !is_same("INBOX/a", "inbox/a"));
}

proptest! {
    #[test]
    fn names_survive_the_round_trip_as_printable_ascii(name in any::<String>()) {
        let text = encode(&name);
        prop_assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        prop_assert_eq!(decode(text.as_bytes()), name);
    }

    #[test]
    fn decoding_takes_anything(name in proptest::collection::vec(any::<u8>(), 0..60)) {
        decode(&name);
    }

    #[test]
    fn two_names_of_printable_ascii_never_decode_alike_unless_one_is_no_utf_7(a in "[&A-C,/+-]{0,8}", b in "[&A-C,/+-]{0,8}") {
        let is_as_encoded = |text: &str| encode(&decode(text.as_bytes())) == text;
        if a != b && is_as_encoded(&a) && is_as_encoded(&b) {
            prop_assert_ne!(decode(a.as_bytes()), decode(b.as_bytes()));
        }
    }
}
