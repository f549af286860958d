use super::{decided, message, refusal};
use crate::{
    AnyMailbox, AttachmentInfo, Error, Expr,
    evaluate::{Condition, validate_name},
    query::{Node, Operand, Operator},
    schema::{AttachmentKey, Fixed, Key},
};

#[test]
fn nul_is_refused_in_every_text_with_column_and_operator() {
    for (condition, named) in [
        (AnyMailbox::subject.eq("a\0b"), "column subject, `eq`: "),
        (AnyMailbox::subject.ne("\0"), "column subject, `ne`: "),
        (AnyMailbox::subject.is_in(["a", "b\0"]), "column subject, `is_in`: "),
        (AnyMailbox::subject.contains("\0"), "column subject, `contains`: "),
        (AnyMailbox::subject.starts_with("\0"), "column subject, `starts_with`: "),
        (AnyMailbox::subject.ends_with("\0"), "column subject, `ends_with`: "),
        (AnyMailbox::subject.like("\0"), "column subject, `like`: "),
        (AnyMailbox::subject.ilike("\0"), "column subject, `ilike`: "),
        (AnyMailbox::subject.matches("\0"), "column subject, `matches`: "),
        (AnyMailbox::header("List-Id").eq("\0"), "column header \"List-Id\", `eq`: "),
        (AnyMailbox::sender.eq("\0"), "column sender, `eq`: "),
        (AnyMailbox::to.contains("\0"), "column to, `contains`: "),
        (AnyMailbox::message_id.eq("\0"), "column message_id, `eq`: "),
        (AnyMailbox::references.contains("\0"), "column references, `contains`: "),
        (AnyMailbox::content.contains("\0"), "column content, `contains`: "),
        (AnyMailbox::text.contains("\0"), "column text, `contains`: "),
        (AnyMailbox::keywords.contains("a\0"), "column keywords, `contains`: "),
        (AnyMailbox::email_id.eq("\0"), "column email_id, `eq`: "),
        (AnyMailbox::attachments.any(AttachmentInfo::name.eq("\0")), "column attachment name, `eq`: "),
        (AnyMailbox::seen.eq(true) & !(AnyMailbox::seen.eq(true) | AnyMailbox::mime.eq("\0")), "column mime, `eq`: "),
    ] {
        let text = refusal(condition);
        assert!(text.starts_with(named) && text.contains("NUL"), "{text}");
    }
}

#[test]
fn a_bad_or_too_large_regular_expression_is_refused_on_one_line() {
    let bad = refusal(AnyMailbox::subject.matches("(a"));
    assert!(bad.starts_with("column subject, `matches`: not a regular expression: unclosed group"), "{bad}");
    assert!(bad.contains("regex::escape") && !bad.contains('\n'), "{bad}");
    for pattern in ["a**b(", "[z-a]", r"\p{Nope}", "(?<=a)b", r"(a)\1"] {
        let text = refusal(AnyMailbox::subject.matches(pattern));
        assert!(text.contains("not a regular expression"), "{pattern}: {text}");
    }
    for pattern in [r"\pL{10000}", "((a{1000}){1000}){1000}", &"(".repeat(5000)] {
        refusal(AnyMailbox::subject.matches(pattern));
    }
    let large = refusal(AnyMailbox::subject.matches("(a{1000}){1000}{1000}"));
    assert!(large.starts_with("column subject, `matches`: the regular expression is too large"), "{large}");
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(refusal(AnyMailbox::subject.matches(deep)).contains("nest"));
}

#[test]
fn a_header_column_needs_the_name_of_a_field() {
    for name in ["", "List Id", "Subject:", "Größe", "X\r\nY", "X\0", "\u{7f}"] {
        let text = refusal(AnyMailbox::header(name).is_some());
        assert!(text.starts_with("column header \"") && text.contains("name of a header field"), "{text}");
        assert!(text.contains("`List-Id`") && !text.contains('\n'), "{text}");
    }
    for name in ["List-Id", "X", "!#$%&'*+-.^_`|~\"()<>@,;\\/[]?={}"] {
        assert!(validate_name(Key::Header(name)).is_ok(), "{name}");
    }
}

#[test]
fn a_keyword_is_an_atom_and_no_system_flag() {
    for name in ["", "two words", "a(b", "a)b", "a{b", "a%b", "a*b", "a\"b", "a\\b", "a]b", "ä", "a\r\n", "a\t"] {
        let text = refusal(AnyMailbox::keywords.contains(name));
        assert!(text.starts_with("column keywords, `contains`: ") && text.contains("is not a keyword"), "{text}");
        assert!(!text.contains('\r') && !text.contains('\n'), "{text}");
        let text = refusal(AnyMailbox::keyword(name).eq(true));
        assert!(text.starts_with("column keyword \"") && text.contains("is not a keyword"), "{text}");
    }
    for name in ["\\Seen", "\\", "\\Anything"] {
        assert!(refusal(AnyMailbox::keywords.contains(name)).contains("`seen.eq(true)`"));
        assert!(refusal(AnyMailbox::keyword(name).ne(true)).contains("`seen.eq(true)`"));
    }
    for name in ["$Forwarded", "a[b", "NonJunk", "}", "a.b+c-d~"] {
        assert!(validate_name(Key::Keyword(name)).is_ok(), "{name}");
    }
}

#[test]
fn what_nests_too_deep_is_refused() {
    let mut deep = AnyMailbox::seen.eq(true);
    for _ in 0..1000 {
        deep = !(deep & AnyMailbox::flagged.eq(false));
    }
    let text = refusal(deep);
    assert!(text.contains("200") && text.contains("is_in"), "{text}");

    let mut deepest = AnyMailbox::seen.eq(true);
    for _ in 0..99 {
        deepest = !(deepest & AnyMailbox::flagged.eq(false));
    }
    assert!(decided(deepest, &message()).is_ok(), "199 deep");
}

#[test]
fn a_mistake_is_found_in_a_condition_that_is_never_decided() {
    let never: Expr<AnyMailbox> = Expr::any_of([]);
    refusal(never & AnyMailbox::subject.matches("("));
}

#[test]
fn what_only_an_operand_of_ones_own_can_build_is_refused_and_does_not_panic() {
    let operators = [
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::Between,
        Operator::On,
        Operator::Contains,
        Operator::Matches,
        Operator::IsEmpty,
        Operator::IsSome,
    ];
    let operands = [vec![], vec![Operand::Flag(true)], vec![Operand::Number(1); 3], vec![Operand::Text("x".into())]];
    let keys = Fixed::ALL.iter().map(|column| Key::Fixed(*column)).chain([
        Key::Header("X"),
        Key::Keyword("x"),
        Key::OfAttachment(AttachmentKey::size),
    ]);
    for key in keys {
        for operator in operators {
            for operands in &operands {
                let node = Node::Test { key, operator, operands: operands.clone() };
                if let Err(error) = Condition::prepare(&node) {
                    assert!(matches!(error, Error::InvalidInput { .. }) && error.to_string().contains(operator.name()));
                }
            }
        }
    }
    for (key, operator, operands) in [
        (Fixed::subject, Operator::Equal, vec![Operand::Flag(true)]),
        (Fixed::subject, Operator::Less, vec![Operand::Text("a".into())]),
        (Fixed::subject, Operator::Contains, vec![]),
        (Fixed::size, Operator::Between, vec![Operand::Number(1)]),
        (Fixed::size, Operator::On, vec![Operand::Number(1)]),
        (Fixed::created, Operator::Equal, vec![Operand::Text("2024".into())]),
        (Fixed::seen, Operator::Equal, vec![Operand::Number(1)]),
        (Fixed::email, Operator::Contains, vec![Operand::Text("a".into())]),
    ] {
        let node = Node::Test { key: Key::Fixed(key), operator, operands };
        assert!(Condition::prepare(&node).is_err(), "{node:?}");
    }
}

#[test]
fn columns_of_attachments_belong_inside_any_and_only_they() {
    let size = Node::Test {
        key: Key::OfAttachment(AttachmentKey::size),
        operator: Operator::Equal,
        operands: vec![Operand::Number(1)],
    };
    let seen =
        Node::Test { key: Key::Fixed(Fixed::seen), operator: Operator::Equal, operands: vec![Operand::Flag(true)] };
    let any = |column, condition| Node::Any { key: Key::Fixed(column), condition: Box::new(condition) };
    assert!(Condition::prepare(&any(Fixed::attachments, size.clone())).is_ok());
    for misplaced in [
        size.clone(),
        any(Fixed::attachments, seen),
        any(Fixed::to, Node::always()),
        any(Fixed::attachments, any(Fixed::attachments, size)),
    ] {
        let error = Condition::prepare(&misplaced).expect_err("misplaced").to_string();
        assert!(error.contains("any"), "{error}");
    }
}
