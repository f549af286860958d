//! Whatever the octets: no panic, no stack overflow, no quadratic time.

use crate::{
    AnyMailbox as Any,
    row::testing::{fetched, literal, read_all, row_of_header, row_of_message},
    wire::{Limits, Response, parse},
};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Every field's value, and a body, from octets that look like mail.
fn message() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        Just(b"=?utf-8?q?=C3".to_vec()),
        Just(b"?=".to_vec()),
        Just(b"=?iso-2022-jp?B?GyRC?=".to_vec()),
        Just(b"=?utf-7?B?K1pZZQ==?= =?big5?q?=88=62?=".to_vec()),
        Just(b"\r\n ".to_vec()),
        Just(b"\r\n\r\n".to_vec()),
        Just(b"\r\nTo: <\"a\\".to_vec()),
        Just(b"\r\nDate: 31 Feb 2026 10:00 +9999".to_vec()),
        Just(b"\r\nReferences: <a\r\n @b> c".to_vec()),
        Just(b"\nContent-Type: multipart/mixed; boundary=b\n\n--b\n".to_vec()),
        Just(b"\nContent-Type: text/html; charset=shift_jis; name*0*=utf-8'';name*1=%4".to_vec()),
        Just(b"\nContent-Type: text/plain; charset=utf-16".to_vec()),
        Just(b"\nContent-Transfer-Encoding: base64\n\n".to_vec()),
        Just(b"\nContent-Transfer-Encoding: quoted-printable\n\n=4".to_vec()),
        Just(b"\n--b--\n".to_vec()),
        Just(b"<p title=\"&#x110000;&amp\">&#38".to_vec()),
        Just(b"<a@b>, (c(d) \"e".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..8),
    ];
    proptest::collection::vec(token, 0..24).prop_map(|tokens| {
        let mut message = b"From: x\r\nSubject: ".to_vec();
        message.extend(tokens.concat());
        message
    })
}

proptest! {
    #[test]
    fn any_message_can_be_read(message in message()) {
        read_all(&row_of_message(message));
    }

    #[test]
    fn any_octets_in_any_charset_can_be_read(octets in proptest::collection::vec(any::<u8>(), 0..12), which in 0usize..20) {
        let charset = [
            "utf-8", "us-ascii", "utf-7", "utf-16", "utf-16le", "utf-16be", "iso-2022-jp", "iso-2022-kr", "shift_jis",
            "euc-jp", "euc-kr", "big5", "gbk", "gb18030", "windows-874", "ibm866", "x-user-defined", "hz-gb-2312",
            "windows-1252", "x-nobody",
        ][which];
        let mut message = format!("Content-Type: text/plain; charset={charset}\r\n\r\n").into_bytes();
        message.extend(octets);
        prop_assert_eq!(row_of_message(message).content().unwrap().len(), 1);
    }

    #[test]
    fn any_fetch_response_can_be_taken_in(items in proptest::collection::vec(any::<u8>(), 0..64)) {
        let response = [b"* 3 FETCH (UID 7 BODYSTRUCTURE (", items.as_slice(), b"))"].concat();
        if let Ok(Response::Fetch(fetch)) = parse(&response, &Limits::default()) {
            let mut fetched = fetched([]);
            fetched.absorb(fetch);
            prop_assert_eq!(fetched.uid(), 7);
        }
    }
}

fn nested(levels: usize) -> String {
    let open: String =
        (0..levels).map(|i| format!("Content-Type: multipart/mixed; boundary=\"<{i}>\"\n\n--<{i}>\n")).collect();
    format!("{open}\ninnermost\n")
}

#[test]
fn a_hundred_levels_are_read_and_ten_thousand_do_no_harm() {
    let parts = row_of_message(nested(100)).content().unwrap();
    assert_eq!(parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>(), ["innermost\n"]);
    assert_eq!(row_of_message(nested(10_000)).content().unwrap(), []);
}

#[test]
fn a_structure_too_deep_to_be_read_costs_the_attachments_only() {
    let structure = [b"UID 7 BODYSTRUCTURE ".to_vec(), b"(".repeat(10_000), b")".repeat(10_000)].concat();
    let row = crate::row::testing::row([structure.as_slice()]);
    assert_eq!(row.get(Any::uid).unwrap().get(), 7);
    assert!(matches!(row.get(Any::attachments), Err(crate::Error::Decode { uid: 7, .. })));
}

#[test]
fn ten_thousand_recipients_are_read() {
    let list: Vec<_> = (0..10_000).map(|i| format!("\"User, {i}\" <user{i}@x.org>")).collect();
    let to = row_of_header(format!("To: {}\r\n\r\n", list.join(",\r\n "))).get(Any::to).unwrap();
    assert_eq!((to.len(), to[9_999].email.as_str()), (10_000, "user9999@x.org"));
}

#[test]
fn parts_beyond_ten_thousand_are_not_looked_at() {
    let message = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\n".repeat(20_000));
    assert_eq!(row_of_message(message).content().unwrap().len(), 10_000);
}

#[test]
fn time_grows_with_the_length_only() {
    const LENGTH: usize = 50_000;
    let hostile =
        ["=?a?q?", "=?a?q?x ", "(", "\"", "\\", "<", "<a@", "=", ":", "a@b ", "; a*0*=", "--", "\n ", "&", "<!"];
    for piece in hostile {
        let value = piece.repeat(LENGTH / piece.len());
        let start = Instant::now();
        read_all(&row_of_header(format!("Subject: {value}\nX: {value}\r\n\r\n")));
        read_all(&row_of_message(format!("To: {value}\nReferences: {value}\nContent-Type: {value}\n\n{value}")));
        read_all(&row_of_message(format!("Content-Type: text/html\n\n{value}")));
        let start_part = literal("BODY[1]", value.as_bytes());
        read_all(&crate::row::testing::row([start_part.as_slice()]));
        assert!(start.elapsed() < Duration::from_secs(5), "{piece:?} took {:?}", start.elapsed());
    }
}
