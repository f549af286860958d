//! Values that look like IMAP: whatever stands in them, they are found as they are or refused, and the connection goes on.

use crate::given::{Given, message, numbers, refused};
use imap_dal::{Error, Result, prelude::*};

type M = AnyMailbox;

/// What a message can hold in its header.
const ODD: [&str; 26] = [
    "say \"hi\"",
    "\"",
    "back\\slash",
    "\\",
    "\\\"",
    "{5}",
    "{5+}",
    "~{5}",
    "x {3}",
    "(a (b)",
    ")",
    "[x]",
    "%",
    "*",
    "a%b_c*d",
    "NIL",
    "$",
    "1:*",
    "OR ALL ALL",
    "A1 LOGOUT",
    "&AOQ-",
    "Grüße aus Köln",
    "日本語",
    "😀 and 👩‍👩‍👧",
    "Gru\u{308}ße",
    "{5}\u{e4}",
];

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, i| bits << 8 | three.get(i).map_or(0, |byte| u32::from(*byte)));
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) & 63;
            text.push(if digit <= three.len() { char::from(DIGITS[value as usize]) } else { '=' });
        }
    }
    text
}

/// A message whose subject, sender's name and body are this text.
fn holding(text: &str) -> String {
    let word = format!("=?utf-8?b?{}?=", base64(text.as_bytes()));
    message(
        &[
            &format!("Subject: {word}"),
            &format!("From: {word} <odd@example.org>"),
            &format!("X-Odd: {word}"),
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
        ],
        &format!("{text}\n"),
    )
}

/// Every operator that takes text, on every kind of column that has it.
fn conditions(value: &str) -> Vec<Expr<M>> {
    let mut all = vec![
        M::subject.eq(value),
        M::subject.ne(value),
        M::subject.is_in([value, "x"]),
        M::subject.contains(value),
        M::subject.starts_with(value),
        M::subject.ends_with(value),
        M::subject.like(value),
        M::subject.ilike(value),
        M::subject.matches(value),
        M::header("X-Odd").eq(value),
        M::header("X-Odd").contains(value),
        M::sender.eq(value),
        M::sender.contains(value),
        M::to.is_in([value]),
        M::cc.contains(value),
        M::message_id.eq(value),
        M::message_id.contains(value),
        M::in_reply_to.contains(value),
        M::references.contains(value),
        M::mime.eq(value),
        M::encoding.contains(value),
        M::keywords.contains(value),
        M::content.contains(value),
        M::text.contains(value),
        M::attachments.any(AttachmentInfo::name.ends_with(value)),
        M::attachments.any(AttachmentInfo::media_type.eq(value)),
    ];
    all.extend(all.clone().into_iter().map(|condition| !condition));
    all
}

#[test]
fn odd_text_is_found_as_it_is() {
    let mut given = Given::mailbox("odd");
    for text in ODD {
        given.append_as(&[], None, holding(text));
    }
    let dal = given.dal();
    let connection = dal.connection().unwrap();
    for (uid, text) in (1..).zip(ODD) {
        let found = |condition| numbers(given.source().filter(condition).exact().uids(&connection).unwrap());
        // None of these differs from another by case or white space only; one has its accent decomposed.
        let composed = |text: &str| text.replace("u\u{308}", "ü");
        let holding: Vec<u32> =
            (1..).zip(ODD).filter(|(_, other)| composed(other).contains(&composed(text))).map(|(uid, _)| uid).collect();
        assert_eq!(found(M::subject.eq(text)), [uid], "{text}");
        assert_eq!(found(M::header("X-Odd").is_in([text])), [uid], "{text}");
        assert_eq!(found(M::subject.contains(text)), holding, "{text}");
        assert_eq!(found(M::sender.contains(text) & M::sender.eq("odd@example.org")), holding, "{text}");
        assert_eq!(found(M::content.contains(text)), holding, "{text}");
        assert_eq!(found(M::subject.starts_with(text) & M::subject.ends_with(text) & M::uid.eq(uid)), [uid], "{text}");
        let pattern = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        assert_eq!(found(M::subject.like(pattern)), [uid], "{text}");
    }
    assert_eq!(given.source().all().count(&connection).unwrap(), ODD.len() as u64);
}

#[test]
fn every_text_in_every_place_gives_rows_or_is_refused() {
    let given = Given::subjects("places", &["one", "two", "three"]);
    let (dal, proxy) = given.through(given.proxy());
    let connection = dal.connection().unwrap();
    let long = ["x".repeat(100_000), "ü\"{5}\\".repeat(10_000)];
    let line_ends =
        ["a\r\nb", "x\r\nA1 DELETE INBOX\r\n", "\r", "\n", "a\nb", "\t", " ", "", "\u{1}\u{7f}", "\u{202e}"];
    let values = ODD.into_iter().chain(line_ends).chain(long.iter().map(String::as_str));
    for value in values {
        for condition in conditions(value) {
            let query = given.source().filter(condition);
            for query in [query.clone(), query.exact()] {
                match query.uids(&connection) {
                    Ok(uids) => assert!(uids.iter().all(|uid| (1..=3).contains(&uid.get()))),
                    Err(Error::InvalidInput { text, .. }) => assert!(text.len() < 1_000, "{text}"),
                    Err(other) => panic!("{query:?}: {other:?}"),
                }
            }
        }
        let after = given.source().filter(M::subject.eq("two")).uids(&connection).unwrap();
        assert_eq!(numbers(after), [2], "the connection goes on after {value:.40}");
    }
    assert_eq!(proxy.connections(), 1);
}

#[test]
fn nul_is_refused_everywhere_before_anything_is_sent() {
    let given = Given::subjects("nul", &["one"]);
    let (dal, proxy) = given.through(given.proxy());
    for value in ["\0", "a\0b", "one\0"] {
        for condition in conditions(value) {
            let error = refused(given.source().filter(condition.clone()).uids(&dal));
            assert!(matches!(error, Error::InvalidInput { .. }), "{condition:?}: {error:?}");
        }
        let named: Result<u64> = M::in_mailbox(value).all().count(&dal);
        assert!(matches!(refused(named), Error::InvalidInput { .. }));
    }
    assert!(proxy.commands().iter().all(|command| !command.contains("SEARCH")), "{:?}", proxy.commands());
}

#[test]
fn line_ends_in_a_value_are_a_space() {
    let given = Given::subjects("line ends", &["one two", "one"]);
    let dal = given.dal();
    for value in ["one\r\ntwo", "one\ntwo", "one\r\n\ttwo", " one two "] {
        let found = given.source().filter(M::subject.eq(value)).uids(&dal).unwrap();
        assert_eq!(numbers(found), [1], "{value:?}");
        let found = given.source().filter(M::subject.contains(value.trim())).exact().uids(&dal).unwrap();
        assert_eq!(numbers(found), [1], "{value:?}");
    }
}

#[test]
fn a_regular_expression_that_is_none_or_too_large_is_refused() {
    let given = Given::subjects("regex", &["one"]);
    let (dal, proxy) = given.through(given.proxy());
    for pattern in ["(", "[a", "a{2,1}", "\\", "(?<", "(((a{900}){900}){900})", "\\p{Nonsense}"] {
        let error = refused(given.source().filter(M::subject.matches(pattern)).count(&dal));
        assert!(matches!(error, Error::InvalidInput { .. }), "{pattern}: {error:?}");
        assert!(error.to_string().contains("subject"), "{error}");
    }
    assert_eq!(proxy.commands(), [] as [&str; 0]);
}

#[test]
fn header_names_that_are_none_are_refused_and_others_quoted() {
    let mut given = Given::mailbox("names");
    given.append(&["X-{5}: odd", "X\"Y: quoted", "X(Y: open", "Subject: x"], "x");
    let dal = given.dal();
    let connection = dal.connection().unwrap();
    for name in ["X-{5}", "X\"Y", "X(Y"] {
        let query = given.source().filter(M::header(name).is_some()).select(M::header(name));
        match query.load(&connection) {
            Ok(rows) => assert_eq!(rows.len(), 1, "{name}"),
            Err(error) => assert!(matches!(error, Error::InvalidInput { .. }), "{name}: {error:?}"),
        }
    }
    for name in ["", "X Y", "X:Y", "X\r\nY", "Subject\0", "Grüße", "X\tY", "\r\n"] {
        let column = M::header(name);
        for condition in [column.is_some(), column.eq("x"), !column.contains("x")] {
            let error = refused(given.source().filter(condition).count(&connection));
            assert!(matches!(error, Error::InvalidInput { .. }), "{name:?}: {error:?}");
        }
        let error = refused(given.source().all().select(column).load(&connection));
        assert!(matches!(error, Error::InvalidInput { .. }), "{name:?}: {error:?}");
    }
    assert_eq!(given.source().filter(M::subject.eq("x")).count(&connection).unwrap(), 1);
}

#[test]
fn keywords_that_are_none_are_refused_or_on_no_message() {
    let mut given = Given::mailbox("keywords");
    given.append_as(&["\\Seen", "$Ok"], None, message(&["Subject: x"], "x"));
    let dal = given.dal();
    let connection = dal.connection().unwrap();
    let long = "k".repeat(100_000);
    for keyword in ["", "a b", "(", ")", "{5}", "%", "*", "\"", "\\", "\\Seen", "]", "ü", "a\r\nb", "a\0", &long] {
        for condition in [M::keyword(keyword).eq(true), M::keywords.contains(keyword)] {
            match given.source().filter(condition).count(&connection) {
                Ok(count) => assert_eq!(count, 0, "{keyword:.40}"),
                Err(error) => assert!(matches!(error, Error::InvalidInput { .. }), "{keyword:.40}: {error:?}"),
            }
        }
        assert_eq!(given.source().filter(M::keyword("$Ok").eq(true)).count(&connection).unwrap(), 1);
    }
}

#[test]
fn mailbox_names_that_are_none_are_refused_or_not_found() {
    let given = Given::subjects("mailbox names", &["one"]);
    let (dal, proxy) = given.through(given.proxy());
    let connection = dal.connection().unwrap();
    let long = "m".repeat(100_000);
    let odd = ODD.into_iter().filter(|name| *name != "日本語");
    let names = odd.chain(["", " ", "a\r\nb", "x\r\nA1 DELETE INBOX\r\n", "/", "//", "a//b", "../..", &long]);
    for name in names {
        match refused(M::in_mailbox(name).all().count(&connection)) {
            Error::MailboxNotFound { mailbox, .. } => assert_eq!(&*mailbox, name),
            Error::InvalidInput { .. } | Error::No { .. } | Error::Bad { .. } => {}
            other => panic!("{name:.40}: {other:?}"),
        }
        assert_eq!(given.source().all().count(&connection).unwrap(), 1, "after {name:.40}");
    }
    assert_eq!(proxy.connections(), 1);
}

#[test]
fn a_condition_of_any_depth_and_width_is_answered_or_refused() {
    let given = Given::subjects("deep", &["one", "two"]);
    let dal = given.dal();
    let leaf = |n: u32| M::subject.contains(format!("w{n}")) | M::uid.eq(n);
    // Both messages have 20 octets, which turns `alternating` true for good.
    let wide = Expr::any_of((1..=2_000).map(leaf));
    let chain = (3..=500).fold(leaf(1), |all, n| all | leaf(n));
    let nested = (3..=5_000).fold(M::uid.eq(2), |all, n| !(all & M::uid.ne(n)));
    let alternating = (3..=3_000).fold(M::uid.eq(2), |all, n| (all | M::size.eq(u64::from(n))) & M::uid.ne(n));
    for (condition, expected) in [(wide, 2), (chain, 1), (nested, 1), (alternating, 2)] {
        let query = given.source().filter(condition);
        for query in [query.clone(), query.exact()] {
            match query.count(&dal) {
                Ok(count) => assert_eq!(count, expected, "{query:.200?}"),
                Err(error) => assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}"),
            }
        }
    }
}
