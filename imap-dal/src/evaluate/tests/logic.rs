//! Conditions joined; laws that hold whatever is asked of whatever message.

use super::{Message, decided, holds, message};
use crate::{
    AnyMailbox, AttachmentInfo, Error, Expr,
    evaluate::{Condition, Sorter},
    query::{Node, Operand, Operator, OrderKey},
    schema::{AttachmentKey, Fixed, Key},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use proptest::{collection::vec, prelude::*, sample::select};

#[test]
fn conditions_combine() {
    let seen = message().flag(Fixed::seen);
    let (yes, no) = (AnyMailbox::seen.eq(true), AnyMailbox::flagged.eq(true));
    assert!(holds(yes.clone() & !no.clone(), &seen));
    assert!(!holds(yes.clone() & no.clone(), &seen));
    assert!(holds(yes.clone() | no.clone(), &seen));
    assert!(!holds(no | !yes, &seen));
    assert!(holds(!!AnyMailbox::seen.eq(true), &seen));
    assert!(holds(Expr::<AnyMailbox>::all_of([]), &seen));
    assert!(!holds(Expr::<AnyMailbox>::any_of([]), &seen));
}

#[test]
fn an_unreadable_value_is_an_error_only_where_the_outcome_hangs_on_it() {
    let broken = message().flag(Fixed::seen).unreadable(Fixed::attachments).unreadable(Fixed::size);
    let any = || AnyMailbox::attachments.any(AttachmentInfo::size.gt(0));
    let small = || AnyMailbox::size.lt(9);
    let (yes, no) = (|| AnyMailbox::seen.eq(true), || AnyMailbox::flagged.eq(true));
    for settled in [any() & no(), no() & any(), small() & no() & any(), (any() | no()) & no(), any() & small() & no()] {
        assert!(matches!(decided(settled.clone(), &broken), Ok(false)), "{settled:?}");
    }
    for settled in [any() | yes(), yes() | any(), !(any() & no()), !AnyMailbox::size.is_in(Vec::<u64>::new())] {
        assert!(matches!(decided(settled.clone(), &broken), Ok(true)), "{settled:?}");
    }
    for open in [any(), !any(), any() & yes(), any() | no(), !(any() | no()), AnyMailbox::attachments.is_empty()] {
        let answer = decided(open.clone(), &broken);
        assert!(matches!(answer, Err(Error::Decode { column, .. }) if &*column == "attachments"), "{open:?}");
    }
    // Of two, the one that is read first is named, in whatever order they are written.
    for open in [any() & small(), small() & any()] {
        assert!(matches!(decided(open, &broken), Err(Error::Decode { column, .. }) if &*column == "size"));
    }
}

#[test]
fn a_header_that_contains_the_text_settles_what_an_unreadable_content_leaves_open() {
    let broken = message().header_texts(&["Lunch"]).unreadable(Fixed::content);
    assert!(holds(AnyMailbox::text.contains("lunch"), &broken));
    assert!(holds(AnyMailbox::text.contains(""), &broken));
    assert!(decided(AnyMailbox::text.contains("dinner"), &broken).is_err());
}

/// Texts in which case, normal form, white space, wildcards and brackets matter.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[aAbé\u{301}ßẞİΣσς %_\\\\\t\r\n<>@.*(){2}\\[\\]]{0,8}",
        select(vec!["", "Re: a", "re: A", "<1@x>", "1@x", "ann@x.org", "ANN@X.ORG", "a"]).prop_map(str::to_owned),
        any::<String>(),
    ]
}

fn days() -> impl Strategy<Value = Date> {
    let all = Date::MIN.to_datetime(jiff::civil::time(0, 0, 0, 0));
    prop_oneof![
        (-3i64..4).prop_map(|days| jiff::civil::date(2024, 2, 29) + jiff::Span::new().days(days)),
        (0i64..7_304_484).prop_map(move |days| (all + jiff::Span::new().days(days)).date()),
    ]
}

fn instants() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        (1_709_100_000i64..1_709_400_000).prop_map(|second| Timestamp::from_second(second).unwrap()),
        (Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(), 0..1_000_000_000)
            .prop_map(|(second, nano)| Timestamp::new(second, nano).unwrap_or(Timestamp::MAX)),
    ]
}

fn moments() -> impl Strategy<Value = Operand> {
    prop_oneof![days().prop_map(Operand::Day), instants().prop_map(Operand::Instant)]
}

fn zones() -> impl Strategy<Value = TimeZone> {
    prop_oneof![
        (-93_599i32..=93_599).prop_map(|second| TimeZone::fixed(jiff::tz::Offset::from_seconds(second).unwrap())),
        Just(TimeZone::posix("<-03>3<-02>,M11.1.0/0,M2.3.0/0").unwrap()),
    ]
}

fn test(key: Key, operator: Operator, operands: Vec<Operand>) -> Node {
    Node::Test { key, operator, operands }
}

fn text_keys() -> impl Strategy<Value = Key> {
    select(vec![Key::Fixed(Fixed::subject), Key::Fixed(Fixed::message_id), Key::Header("X")])
}

/// Columns with `eq`, each with an operand.
fn equatable() -> impl Strategy<Value = (Key, Operand)> {
    prop_oneof![
        any::<bool>().prop_map(|state| (Key::Fixed(Fixed::seen), Operand::Flag(state))),
        any::<bool>().prop_map(|state| (Key::Keyword("$Junk"), Operand::Flag(state))),
        prop_oneof![0u64..4, any::<u64>()].prop_map(|number| (Key::Fixed(Fixed::size), Operand::Number(number))),
        moments().prop_map(|moment| (Key::Fixed(Fixed::sent), moment)),
        (text_keys(), texts()).prop_map(|(key, text)| (key, Operand::Text(text))),
        texts().prop_map(|text| (Key::Fixed(Fixed::sender), Operand::Text(text))),
    ]
}

/// Columns with an order, each with two operands.
fn bounded() -> impl Strategy<Value = (Key, [Operand; 2])> {
    let numbers = prop_oneof![0u64..4, any::<u64>()].prop_map(Operand::Number);
    prop_oneof![
        [numbers.clone(), numbers].prop_map(|operands| (Key::Fixed(Fixed::size), operands)),
        [moments(), moments()].prop_map(|operands| (Key::Fixed(Fixed::sent), operands)),
    ]
}

fn tests() -> impl Strategy<Value = Node> {
    let patterns = [
        Operator::Contains,
        Operator::StartsWith,
        Operator::EndsWith,
        Operator::Like,
        Operator::LikeIgnoringCase,
        Operator::Matches,
    ];
    let lists = [Fixed::sender, Fixed::references, Fixed::keywords, Fixed::content, Fixed::text].map(Key::Fixed);
    prop_oneof![
        equatable().prop_map(|(key, operand)| test(key, Operator::Equal, vec![operand])),
        (text_keys(), select(patterns.to_vec()), texts()).prop_map(|(key, operator, text)| test(
            key,
            operator,
            vec![Operand::Text(text)]
        )),
        bounded().prop_map(|(key, operands)| test(key, Operator::Between, operands.to_vec())),
        (days(), zones()).prop_map(|(day, zone)| test(
            Key::Fixed(Fixed::sent),
            Operator::On,
            vec![Operand::DayIn(day, zone)]
        )),
        (select(lists.to_vec()), texts()).prop_map(|(key, text)| test(
            key,
            Operator::Contains,
            vec![Operand::Text(text)]
        )),
        Just(test(Key::Fixed(Fixed::sent), Operator::IsSome, vec![])),
        Just(test(Key::Fixed(Fixed::sender), Operator::IsEmpty, vec![])),
        texts().prop_map(|text| Node::Any {
            key: Key::Fixed(Fixed::attachments),
            condition: Box::new(test(
                Key::OfAttachment(AttachmentKey::name),
                Operator::EndsWith,
                vec![Operand::Text(text)]
            )),
        }),
    ]
}

fn conditions() -> impl Strategy<Value = Node> {
    tests().prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Node::And),
            vec(inner.clone(), 0..4).prop_map(Node::Or),
            inner.prop_map(|node| Node::Not(Box::new(node))),
        ]
    })
}

fn messages() -> impl Strategy<Value = Message> {
    let flags = (any::<bool>(), any::<bool>(), 0u64..4);
    let optional = (proptest::option::of(instants()), proptest::option::of(texts()), proptest::option::of(texts()));
    let unreadable =
        vec(select([Fixed::subject, Fixed::size, Fixed::sender, Fixed::content].map(Key::Fixed).to_vec()), 0..2);
    (flags, optional, [texts(), texts(), texts()], unreadable).prop_map(|(flags, optional, texts, unreadable)| {
        let ((seen, junk, size), (sent, subject, header), [email, id, content]) = (flags, optional, texts);
        let mut message = message()
            .number(Fixed::size, size)
            .addresses(Fixed::sender, &[(None, &email)])
            .references(&[&id])
            .content(&[&content])
            .attachment(Some(&id), "text/plain", size);
        if seen {
            message = message.flag(Fixed::seen);
        }
        if junk {
            message = message.keywords(&["$Junk"]);
        }
        let zoned = sent.map(|sent| sent.to_zoned(TimeZone::fixed(jiff::tz::offset(2))));
        message.dates.extend(zoned.map(|sent| (Key::Fixed(Fixed::sent), sent)));
        message.texts.extend(subject.map(|text| (Key::Fixed(Fixed::subject), text)));
        message.texts.extend(header.map(|text| (Key::Header("X"), text)));
        message.unreadable.extend(unreadable);
        message
    })
}

/// What `node` says of `message`: refused, undecidable, or decided.
fn answer(node: &Node, message: &Message) -> Result<bool, &'static str> {
    Condition::prepare(node).map_err(|_| "refused")?.matches(message).map_err(|_| "unreadable")
}

fn not(node: Node) -> Node {
    Node::Not(Box::new(node))
}

proptest! {
    #[test]
    fn ne_is_not_eq((key, operand) in equatable(), message in messages()) {
        let equal = test(key, Operator::Equal, vec![operand.clone()]);
        let not_equal = test(key, Operator::NotEqual, vec![operand]);
        prop_assert_eq!(answer(&not_equal, &message), answer(&equal, &message).map(|holds| !holds));
    }

    #[test]
    fn is_in_is_equal_to_any((key, one) in equatable(), message in messages(), others in vec(equatable(), 0..4)) {
        let others = others.into_iter().filter(|(other, _)| *other == key).map(|(_, operand)| operand);
        let operands: Vec<_> = others.chain([one]).collect();
        let each = operands.iter().map(|operand| test(key, Operator::Equal, vec![operand.clone()])).collect();
        let is_in = test(key, Operator::IsIn, operands);
        prop_assert_eq!(answer(&is_in, &message), answer(&Node::Or(each), &message));
    }

    #[test]
    fn between_is_ge_and_le((key, [low, high]) in bounded(), message in messages()) {
        let between = test(key, Operator::Between, vec![low.clone(), high.clone()]);
        let ends = vec![test(key, Operator::GreaterOrEqual, vec![low]), test(key, Operator::LessOrEqual, vec![high])];
        prop_assert_eq!(answer(&between, &message), answer(&Node::And(ends), &message));
    }

    #[test]
    fn not_is_the_complement_and_no_operand_panics(node in conditions(), message in messages()) {
        prop_assert_eq!(answer(&not(node.clone()), &message), answer(&node, &message).map(|holds| !holds));
    }

    #[test]
    fn and_and_or_are_dual(one in conditions(), other in conditions(), message in messages()) {
        let neither = not(Node::Or(vec![one.clone(), other.clone()]));
        let both_not = Node::And(vec![not(one.clone()), not(other.clone())]);
        prop_assert_eq!(answer(&neither, &message), answer(&both_not, &message));
        let not_both = not(Node::And(vec![one.clone(), other.clone()]));
        let either_not = Node::Or(vec![not(one), not(other)]);
        prop_assert_eq!(answer(&not_both, &message), answer(&either_not, &message));
    }

    #[test]
    fn the_order_of_writing_does_not_show(mut nodes in vec(conditions(), 0..5), message in messages()) {
        let forwards = (answer(&Node::And(nodes.clone()), &message), answer(&Node::Or(nodes.clone()), &message));
        nodes.reverse();
        let backwards = (answer(&Node::And(nodes.clone()), &message), answer(&Node::Or(nodes), &message));
        prop_assert_eq!(forwards, backwards);
    }

    #[test]
    fn no_message_has_no_place(message in messages()) {
        let order = [Fixed::sent, Fixed::subject, Fixed::sender].map(|c| OrderKey { key: Key::Fixed(c), descending: true });
        let unreadable = message.unreadable.contains(&Key::Fixed(Fixed::subject))
            || message.unreadable.contains(&Key::Fixed(Fixed::sender));
        prop_assert_eq!(Sorter::new(&order).unwrap().key(&message).is_err(), unreadable);
    }
}
