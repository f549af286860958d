//! For any condition and any message: what matches the lower bound satisfies the condition, and what satisfies it
//! matches the upper bound, on servers that match substrings or words and count days in one zone or another.

use super::{
    reading::read,
    simulated::{Mail, Search, Sent, instant},
    *,
};
use crate::plan::{
    Returning,
    bounds::{Lowering, Trust},
    search,
};
use jiff::{Zoned, civil::Date, tz};
use proptest::prelude::*;

type Any = AnyMailbox;

fn any_value() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Re:",
        "ab",
        "abc",
        "Invoice",
        "don't",
        "Café",
        "x",
        "7a",
        "İn",
        "a_b",
        "cafe\u{301}",
        "日本",
        "!",
    ]);
    prop::collection::vec(word, 0..4).prop_map(|words| words.join(" "))
}

/// Mostly cut from the same cloth as values, so that tests hold now and then.
fn any_operand() -> impl Strategy<Value = String> {
    (any_value(), 0_usize..4, 0_usize..4, any::<bool>()).prop_map(|(text, left, right, upper)| {
        let chars: Vec<char> = text.chars().collect();
        let end = chars.len().saturating_sub(right);
        let cut: String = chars.get(left.min(end)..end).unwrap_or_default().iter().collect();
        if upper { cut.to_uppercase() } else { cut }
    })
}

fn any_pattern() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any_operand().prop_map(|text| text.replace('_', "\\_")),
        Just("%".to_owned()),
        Just("_".to_owned())
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn any_zoned() -> impl Strategy<Value = Zoned> {
    (-72_i64..72, prop::sample::select(vec![-12_i8, -5, 0, 1, 9, 14]))
        .prop_map(|(hours, offset)| instant(hours).to_zoned(tz::TimeZone::fixed(tz::offset(offset))))
}

fn any_day() -> impl Strategy<Value = Date> {
    (-4_i64..4).prop_map(|days| instant(days * 24).to_zoned(tz::TimeZone::UTC).date())
}

fn any_mail() -> impl Strategy<Value = Mail> {
    let sent = prop_oneof![
        Just(Sent::Missing),
        Just(Sent::Unreadable),
        any_zoned().prop_map(Sent::Odd),
        any_zoned().prop_map(Sent::Read)
    ];
    let email = prop::sample::select(vec!["ann@x.org", "Ab@abc.net", "7a@invoice.de"]).prop_map(str::to_owned);
    let from = prop::option::of(prop::collection::vec((any_value(), email), 0..3));
    (
        1_u32..9,
        any::<bool>(),
        any::<bool>(),
        0_u32..9,
        any_zoned(),
        sent,
        prop::option::of(any_value()),
        from,
        any_value(),
    )
        .prop_map(|(uid, seen, junk, size, created, sent, subject, from, body)| Mail {
            uid,
            seen,
            junk,
            size,
            created,
            sent,
            subject,
            from,
            body,
        })
}

/// Tests that are to be exact; `contains` apart, which a server may answer as it likes in the default mode.
fn any_exact_test() -> impl Strategy<Value = Expr<Any>> {
    let email = || prop::sample::select(vec!["ann@x.org", "AB@abc.net", "nobody@x.org"]);
    let zone = prop::sample::select(vec![-10_i8, 0, 12]).prop_map(|hours| tz::TimeZone::fixed(tz::offset(hours)));
    let subject = prop_oneof![
        any_operand().prop_map(|text| Any::subject.eq(text)),
        any_operand().prop_map(|text| Any::subject.ne(text)),
        prop::collection::vec(any_operand(), 0..3).prop_map(|texts| Any::subject.is_in(texts)),
        any_operand().prop_map(|text| Any::subject.starts_with(text)),
        any_operand().prop_map(|text| Any::subject.ends_with(text)),
        any_pattern().prop_map(|text| Any::subject.like(text)),
        any_pattern().prop_map(|text| Any::subject.ilike(text)),
        Just(Any::subject.is_none()),
        Just(Any::subject.is_some()),
    ];
    let sent = prop_oneof![
        any_day().prop_map(|day| Any::sent.eq(day)),
        any_day().prop_map(|day| Any::sent.ne(day)),
        any_day().prop_map(|day| Any::sent.lt(day)),
        any_day().prop_map(|day| Any::sent.ge(day)),
        any_zoned().prop_map(|zoned| Any::sent.le(zoned)),
        any_zoned().prop_map(|zoned| Any::sent.gt(zoned)),
        (any_day(), any_day()).prop_map(|(low, high)| Any::sent.between(low, high)),
        Just(Any::sent.is_none()),
    ];
    let created = prop_oneof![
        any_zoned().prop_map(|zoned| Any::created.eq(zoned)),
        any_zoned().prop_map(|zoned| Any::created.lt(zoned)),
        any_zoned().prop_map(|zoned| Any::created.le(zoned)),
        any_zoned().prop_map(|zoned| Any::created.gt(zoned)),
        any_zoned().prop_map(|zoned| Any::created.ge(zoned)),
        (any_zoned(), any_zoned()).prop_map(|(low, high)| Any::created.between(low, high)),
        (any_day(), zone).prop_map(|(day, zone)| Any::created.on(day, &zone)),
    ];
    let numbers = prop_oneof![
        any::<bool>().prop_map(|set| Any::seen.eq(set)),
        any::<bool>().prop_map(|set| Any::keyword("$Junk").ne(set)),
        (0_u64..9).prop_map(|n| Any::size.lt(n)),
        (0_u64..9).prop_map(|n| Any::size.ge(n)),
        (0_u64..9).prop_map(|n| Any::size.eq(n)),
        (0_u64..9, 0_u64..9).prop_map(|(low, high)| Any::size.between(low, high)),
        (0_u32..9).prop_map(|n| Any::uid.gt(n)),
        (0_u32..9).prop_map(|n| Any::uid.le(n)),
        prop::collection::vec(0_u32..9, 0..3).prop_map(|uids| Any::uid.is_in(uids)),
    ];
    let addresses = prop_oneof![
        email().prop_map(|email| Any::sender.eq(email)),
        email().prop_map(|email| Any::sender.ne(email)),
        Just(Any::sender.is_empty()),
    ];
    prop_oneof![subject, sent, created, numbers, addresses]
}

/// Tests that the default mode leaves to the server.
fn any_answered_test() -> impl Strategy<Value = Expr<Any>> {
    prop_oneof![
        any_operand().prop_map(|text| Any::subject.contains(text)),
        any_operand().prop_map(|text| Any::sender.contains(text)),
        any_operand()
            .prop_filter("empty means a text part", |text| !text.is_empty())
            .prop_map(|text| Any::content.contains(text)),
        any_day().prop_map(|day| Any::created.eq(day)),
        any_day().prop_map(|day| Any::created.ge(day)),
        any_day().prop_map(|day| Any::created.lt(day)),
    ]
}

fn combined(test: BoxedStrategy<Expr<Any>>) -> impl Strategy<Value = Expr<Any>> {
    test.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|condition| !condition),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Expr::all_of),
            prop::collection::vec(inner, 0..3).prop_map(Expr::any_of),
        ]
    })
}

/// Whether a server finds the message by the key, as it is sent.
fn finds(by: Search, key: &SearchKey, mail: &Mail) -> bool {
    if *key == SearchKey::Nothing {
        return false;
    }
    let commands = search(key, Returning::All, &server());
    commands.iter().any(|command| by.finds(mail, &read(&sent(command))))
}

fn check(
    condition: Expr<Any>,
    trust: Trust,
    text_keys: TextKeys,
    by: Search,
    mails: &[Mail],
) -> Result<(), TestCaseError> {
    let node = condition.into_node();
    let server = server_with(text_keys);
    let bounds = Lowering::new(&server, trust).bounds(&node).unwrap();
    for mail in mails {
        let holds = mail.satisfies(&node);
        let context = || {
            format!(
                "{node:?}\n{trust:?} {text_keys:?} {by:?}\n{} .. {}\n{mail:?}",
                written(&bounds.lower),
                written(&bounds.upper)
            )
        };
        prop_assert!(!holds || finds(by, &bounds.upper, mail), "the upper bound is too narrow: {}", context());
        prop_assert!(holds || !finds(by, &bounds.lower, mail), "the lower bound is too wide: {}", context());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn bounds_hold_in_the_default_mode_on_both_kinds_of_server(
        condition in combined(any_exact_test().boxed()),
        mails in prop::collection::vec(any_mail(), 8),
    ) {
        let substring = Search { words: false, utc: false };
        let words = Search { words: true, utc: true };
        check(condition.clone(), Trust::Answer, TextKeys::Unknown, substring, &mails)?;
        check(condition.clone(), Trust::Answer, TextKeys::Unknown, words, &mails)?;
        check(condition.clone(), Trust::Answer, TextKeys::Substring, substring, &mails)?;
        check(condition, Trust::Answer, TextKeys::Words, words, &mails)?;
    }

    #[test]
    fn bounds_hold_for_every_test_where_they_have_to_be_exact(
        condition in combined(prop_oneof![any_exact_test(), any_answered_test()].boxed()),
        mails in prop::collection::vec(any_mail(), 8),
        utc in any::<bool>(),
    ) {
        let substring = Search { words: false, utc };
        let words = Search { words: true, utc };
        check(condition.clone(), Trust::Exact, TextKeys::Substring, substring, &mails)?;
        check(condition.clone(), Trust::Exact, TextKeys::Unknown, words, &mails)?;
        check(condition.clone(), Trust::Exact, TextKeys::Words, words, &mails)?;
        check(condition, Trust::Targets, TextKeys::Substring, substring, &mails)?;
    }

    /// The whole plan: what the server finds and the residual keeps is what satisfies the condition.
    #[test]
    fn candidates_less_the_residual_are_the_answer(
        conditions in prop::collection::vec(combined(prop_oneof![any_exact_test(), any_answered_test()].boxed()), 1..4),
        mails in prop::collection::vec(any_mail(), 8),
    ) {
        let query = inbox(Expr::all_of(conditions)).exact();
        let server = server_with(TextKeys::Substring);
        let plan = Plan::new(query.request(), Purpose::Select, &server).unwrap();
        let by = Search { words: false, utc: true };
        for mail in &mails {
            let kept = plan.residual.as_ref().is_none_or(|residual| mail.satisfies(residual));
            let found = finds(by, &plan.upper, mail);
            prop_assert_eq!(found && kept, mail.satisfies(&query.request().condition), "{:?}\n{:?}", plan, mail);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Tests that hold, made from the value they are about.
    #[test]
    fn a_text_is_found_by_its_pieces(mail in any_mail(), value in any_value(), left in 0_usize..9, length in 0_usize..9) {
        use unicode_normalization::UnicodeNormalization;
        // What the column reads is in NFC, what the message holds need not be.
        let normal: Vec<char> = value.nfc().collect();
        let left = left.min(normal.len());
        let right = (left + length).min(normal.len());
        let [start, middle, end] = [&normal[..left], &normal[left..right], &normal[right..]].map(String::from_iter);
        let escaped = |text: &str| text.replace('_', "\\_");
        let mail = Mail { subject: Some(value), ..mail };
        let tests = [
            Any::subject.eq(format!("{start}{middle}{end}")),
            Any::subject.starts_with(start.as_str()),
            Any::subject.ends_with(end.as_str()),
            Any::subject.contains(middle.to_uppercase()),
            Any::subject.like(format!("{}%{}", escaped(&start), escaped(&end))),
            Any::subject.like(format!("%{}%", escaped(&middle))),
            Any::subject.ilike(format!("{}{}%", escaped(&start).to_uppercase(), "_".repeat(right - left))),
        ];
        for test in tests {
            let node = test.into_node();
            let modes = [
                (Trust::Answer, TextKeys::Unknown, false),
                (Trust::Answer, TextKeys::Unknown, true),
                (Trust::Exact, TextKeys::Substring, false),
                (Trust::Exact, TextKeys::Unknown, true),
                (Trust::Answer, TextKeys::Words, true),
            ];
            for (trust, text_keys, words) in modes {
                let is_answered = matches!(&node, crate::query::Node::Test { operator: crate::query::Operator::Contains, .. });
                if trust == Trust::Answer && is_answered {
                    continue;
                }
                let server = server_with(text_keys);
                let bounds = Lowering::new(&server, trust).bounds(&node).unwrap();
                let by = Search { words, utc: false };
                prop_assert!(
                    finds(by, &bounds.upper, &mail),
                    "{node:?} {trust:?} {text_keys:?}: {} misses {:?}", written(&bounds.upper), mail.subject
                );
                prop_assert!(!finds(by, &bounds.negated().lower, &mail), "{node:?} {trust:?} {text_keys:?}");
            }
        }
    }
}
