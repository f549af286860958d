use super::{Message, holds, message};
use crate::{
    AnyMailbox, Column, Expr,
    kind::FreeText,
    schema::{Fixed, Key},
};

const SUBJECT: Column<AnyMailbox, FreeText> = AnyMailbox::subject;

fn about(subject: &str) -> Message {
    message().text(Fixed::subject, subject)
}

/// Every row: a condition on the subject, the subject, whether it holds.
fn table(rows: impl IntoIterator<Item = (Expr<AnyMailbox>, &'static str, bool)>) {
    for (condition, subject, expected) in rows {
        assert_eq!(holds(condition.clone(), &about(subject)), expected, "{condition:?} of {subject:?}");
    }
}

#[test]
fn equality_is_exact_in_case_but_not_in_form_and_space() {
    table([
        (SUBJECT.eq("Lunch"), "Lunch", true),
        (SUBJECT.eq("lunch"), "Lunch", false),
        (SUBJECT.eq("Lunc"), "Lunch", false),
        (SUBJECT.eq("Re: a"), "Re:  a", true),
        (SUBJECT.eq("Re:   a"), "Re: a", true),
        (SUBJECT.eq("  Lunch \t"), "Lunch", true),
        (SUBJECT.eq("Re:\r\n a"), "Re: a", true),
        (SUBJECT.eq("Re:a"), "Re: a", false),
        (SUBJECT.eq("Cafe\u{301}"), "Café", true),
        (SUBJECT.eq("Café"), "Cafe\u{301}", true),
        (SUBJECT.eq("cafe"), "Café", false),
        (SUBJECT.eq("\u{212B}"), "\u{C5}", true), // the sign of Ångström is the letter
        (SUBJECT.eq("a b"), "a\u{A0}b", false),   // a no-break space is text
        (SUBJECT.eq("a"), "a\u{A0}", false),
        (SUBJECT.eq("a b c"), "a\u{A0}b  c", false),
        (SUBJECT.eq("ﬁ"), "fi", false), // no compatibility forms
        (SUBJECT.eq(""), "", true),
        (SUBJECT.eq("  "), "", true),
        (SUBJECT.eq(""), "x", false),
        (SUBJECT.ne("Lunch"), "Lunch", false),
        (SUBJECT.ne("lunch"), "Lunch", true),
        (SUBJECT.is_in(["a", " Lunch "]), "Lunch", true),
        (SUBJECT.is_in(["a", "b"]), "Lunch", false),
        (SUBJECT.is_in(Vec::<String>::new()), "Lunch", false),
    ]);
}

#[test]
fn contains_ignores_case_and_keeps_the_space_of_its_operand() {
    table([
        (SUBJECT.contains("UNC"), "Lunch", true),
        (SUBJECT.contains("l u"), "Lunch", false),
        (SUBJECT.contains("bill "), "the bill is", true),
        (SUBJECT.contains("bill "), "the billing", false),
        (SUBJECT.contains("bill "), "the bill", false),
        (SUBJECT.contains("the\r\n\tbill"), "The bill", true),
        (SUBJECT.contains("CAFE\u{301}"), "Café", true),
        (SUBJECT.contains("cafe"), "Café", false),
        (SUBJECT.contains(""), "Lunch", true),
        (SUBJECT.contains(""), "", true),
        (SUBJECT.contains("%"), "100 %", true),
        (SUBJECT.contains("%"), "100", false),
    ]);
}

#[test]
fn case_is_lower_case_and_not_folding() {
    table([
        (SUBJECT.contains("STRAẞE"), "Straße", true),
        (SUBJECT.contains("strasse"), "Straße", false),
        (SUBJECT.contains("STRASSE"), "Straße", false),
        (SUBJECT.contains("ЖЖ"), "жж", true),
        (SUBJECT.contains("İstanbul"), "İSTANBUL", true),
        (SUBJECT.contains("i\u{307}stanbul"), "İSTANBUL", true),
        (SUBJECT.contains("istanbul"), "İSTANBUL", false),
        (SUBJECT.contains("ı"), "I", false),
        (SUBJECT.contains("ΟΔΟΣ"), "ΟΔΟΣΑ", false), // ς at the end of the operand, σ inside the value
        (SUBJECT.contains("ΟΔΟΣ"), "ΟΔΟΣ", true),
        (SUBJECT.contains("οδος"), "ΟΔΟΣ", true),
        (SUBJECT.contains("οδοσ"), "ΟΔΟΣ", false),
        (SUBJECT.contains("Σ"), "ΣΑ", true),
        (SUBJECT.contains("ǅ"), "ǆ", true),
    ]);
}

#[test]
fn starts_and_ends_are_exact_in_case_and_keep_the_space_of_their_operand() {
    table([
        (SUBJECT.starts_with("Re: "), "Re: a", true),
        (SUBJECT.starts_with("Re: "), "Re:a", false),
        (SUBJECT.starts_with("Re: "), "Re:", false),
        (SUBJECT.starts_with("Re:\r\n "), "Re: a", true),
        (SUBJECT.starts_with("re:"), "Re: a", false),
        (SUBJECT.starts_with(" Re"), "Re: a", false),
        (SUBJECT.starts_with("E\u{301}"), "École", true),
        (SUBJECT.starts_with("E"), "E\u{301}cole", false),
        (SUBJECT.starts_with(""), "", true),
        (SUBJECT.ends_with(" due"), "bill due", true),
        (SUBJECT.ends_with("Due"), "bill due", false),
        (SUBJECT.ends_with("bill"), "bill due", false),
        (SUBJECT.ends_with("due "), "bill due", false),
        (SUBJECT.ends_with(""), "x", true),
    ]);
}

#[test]
fn like_is_the_whole_value_and_ilike_ignores_its_case() {
    table([
        (SUBJECT.like("Re:%"), "Re: a", true),
        (SUBJECT.like("Re:"), "Re: a", false),
        (SUBJECT.like("re:%"), "Re: a", false),
        (SUBJECT.ilike("re:%"), "Re: a", true),
        (SUBJECT.ilike("%CAFÉ%"), "im Cafe\u{301} um", true),
        (SUBJECT.like("%  um"), "Café um", true),
        (SUBJECT.like("Re: %"), "Re:", false),
        (SUBJECT.like("Caf_"), "Cafe\u{301}", true),
        (SUBJECT.like("Caf__"), "Cafe\u{301}", false),
        (SUBJECT.like(r"100\%"), "100%", true),
        (SUBJECT.like(r"100\%"), "1000", false),
        (SUBJECT.ilike(r"A\_%"), "a_b", true),
        (SUBJECT.ilike(r"A\_%"), "acb", false),
        (SUBJECT.like("%"), "", true),
        (SUBJECT.like(""), "", true),
        (SUBJECT.like(""), "x", false),
    ]);
}

#[test]
fn matches_is_an_unanchored_regular_expression_on_the_nfc_value() {
    table([
        (SUBJECT.matches("un"), "Lunch", true),
        (SUBJECT.matches("^un"), "Lunch", false),
        (SUBJECT.matches("(?i)LUNCH$"), "Lunch", true),
        (SUBJECT.matches("LUNCH"), "Lunch", false),
        (SUBJECT.matches(r"^\d+$"), "123", true),
        (SUBJECT.matches("^Caf.$"), "Cafe\u{301}", true),
        (SUBJECT.matches("Cafe\u{301}"), "Café", true),
        (SUBJECT.matches("^a b$"), "a \t b", true),
        (SUBJECT.matches("(?x) a # first\n b"), "ab", true),
        (SUBJECT.matches(r"\x00"), "ab", false),
        (SUBJECT.matches(""), "", true),
        (SUBJECT.matches(r"\w{50}"), "short", false),
    ]);
}

#[test]
fn a_missing_text_satisfies_ne_and_is_none_only() {
    let untitled = message();
    assert!(holds(SUBJECT.is_none(), &untitled));
    assert!(holds(SUBJECT.ne(""), &untitled));
    for condition in [
        SUBJECT.is_some(),
        SUBJECT.eq(""),
        SUBJECT.is_in([""]),
        SUBJECT.contains(""),
        SUBJECT.starts_with(""),
        SUBJECT.ends_with(""),
        SUBJECT.like("%"),
        SUBJECT.ilike("%"),
        SUBJECT.matches(""),
    ] {
        assert!(!holds(condition.clone(), &untitled), "{condition:?}");
        assert!(holds(!condition.clone(), &untitled), "not {condition:?}");
    }
}

#[test]
fn an_empty_text_is_not_missing() {
    for condition in [
        SUBJECT.is_some(),
        SUBJECT.contains(""),
        SUBJECT.starts_with(""),
        SUBJECT.ends_with(""),
        SUBJECT.like("%"),
        SUBJECT.ilike("%"),
    ] {
        assert!(holds(condition.clone(), &about("")), "{condition:?}");
    }
    assert!(!holds(SUBJECT.is_none(), &about("")));
}

#[test]
fn every_column_of_text_has_these_operators() {
    let mail = message()
        .text(Fixed::mime, "text/plain")
        .text(Fixed::encoding, "UTF-8")
        .text(Fixed::email_id, "M1")
        .text(Fixed::thread_id, "T1")
        .text(Key::Header("List-Id"), "Rust  <rust.example.org>");
    assert!(holds(AnyMailbox::mime.eq("text/plain") & AnyMailbox::mime.starts_with("text/"), &mail));
    assert!(holds(AnyMailbox::encoding.eq("UTF-8") & AnyMailbox::encoding.ilike("utf-_"), &mail));
    assert!(holds(AnyMailbox::encoding.ne("utf-8") & AnyMailbox::encoding.contains("utf"), &mail));
    assert!(holds(AnyMailbox::email_id.eq("M1") & AnyMailbox::email_id.ne("m1"), &mail));
    assert!(holds(AnyMailbox::thread_id.is_in(["T1", "T2"]), &mail));
    let list = AnyMailbox::header("List-Id");
    assert!(holds(list.eq("Rust <rust.example.org>") & list.contains("RUST.") & list.ends_with("org>"), &mail));
    assert!(holds(AnyMailbox::header("X-Spam").is_none() & AnyMailbox::header("X-Spam").ne("yes"), &mail));
}
