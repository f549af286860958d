use super::{Message, message};
use crate::{
    AnyMailbox, Error, Ordering,
    evaluate::Sorter,
    query::OrderKey,
    schema::{Fixed, Key},
};

/// The uids of `messages`, ordered; they have the uids 1, 2, .. as they are given.
fn ordered<const N: usize, const M: usize>(order: [Ordering<AnyMailbox>; N], messages: [Message; M]) -> Vec<usize> {
    let sorter = Sorter::new(&order.map(|by| by.key())).expect("sortable columns");
    let mut keys: Vec<_> = (1..)
        .zip(messages)
        .map(|(uid, message)| (sorter.key(&message.number(Fixed::uid, uid as u64)).expect("readable values"), uid))
        .collect();
    keys.sort_by(|(one, _), (other, _)| one.cmp(other));
    keys.into_iter().map(|(_, uid)| uid).collect()
}

fn about(subject: &str) -> Message {
    message().text(Fixed::subject, subject)
}

fn size(size: u64) -> Message {
    message().number(Fixed::size, size)
}

#[test]
fn without_sort_keys_the_order_is_ascending_uid() {
    assert_eq!(ordered([], [size(3), size(1), size(2)]), [1, 2, 3]);
}

#[test]
fn ties_are_in_ascending_uid_also_after_a_descending_key() {
    assert_eq!(ordered([AnyMailbox::size.asc()], [size(2), size(1), size(2), size(1)]), [2, 4, 1, 3]);
    assert_eq!(ordered([AnyMailbox::size.desc()], [size(2), size(1), size(2), size(1)]), [1, 3, 2, 4]);
    assert_eq!(ordered([AnyMailbox::uid.desc()], [size(2), size(1), size(2)]), [3, 2, 1]);
}

#[test]
fn several_keys_count_in_order() {
    let messages =
        || [about("b").number(Fixed::size, 1), about("a").number(Fixed::size, 2), about("b").number(Fixed::size, 3)];
    assert_eq!(ordered([AnyMailbox::subject.asc(), AnyMailbox::size.desc()], messages()), [2, 3, 1]);
    assert_eq!(ordered([AnyMailbox::size.desc(), AnyMailbox::subject.asc()], messages()), [3, 2, 1]);
}

#[test]
fn numbers_are_ordered_as_numbers() {
    assert_eq!(ordered([AnyMailbox::size.asc()], [size(10), size(9), size(1 << 33)]), [2, 1, 3]);
}

#[test]
fn dates_are_ordered_as_instants() {
    let created = |when: &str| message().date(Fixed::created, when);
    let messages = || {
        [
            created("2024-03-01T12:00:00+00:00[UTC]"),
            created("2024-03-01T13:00:00+02:00[+02:00]"), // 11:00 in UTC
            created("2024-02-29T23:00:00-14:00[-14:00]"), // 13:00 in UTC of the next day
        ]
    };
    assert_eq!(ordered([AnyMailbox::created.asc()], messages()), [2, 1, 3]);
    assert_eq!(ordered([AnyMailbox::created.desc()], messages()), [3, 1, 2]);
}

#[test]
fn without_a_usable_date_header_the_arrival_counts_and_a_missing_saved_comes_first() {
    let mail = |sent: Option<&str>, created: &str| {
        let mail = message().date(Fixed::created, created);
        sent.into_iter().fold(mail, |mail, sent| mail.date(Fixed::sent, sent))
    };
    let messages = [
        mail(Some("2024-03-03T00:00:00+00:00[UTC]"), "2024-01-01T00:00:00+00:00[UTC]"),
        mail(None, "2024-03-02T00:00:00+00:00[UTC]"),
        mail(Some("2024-03-01T00:00:00+00:00[UTC]"), "2024-03-09T00:00:00+00:00[UTC]"),
    ];
    assert_eq!(ordered([AnyMailbox::sent.asc()], messages), [3, 2, 1]);

    let messages = || [message().date(Fixed::saved, "2024-03-01T00:00:00+00:00[UTC]"), message()];
    assert_eq!(ordered([AnyMailbox::saved.asc()], messages()), [2, 1]);
    assert_eq!(ordered([AnyMailbox::saved.desc()], messages()), [1, 2]);
}

#[test]
fn subjects_are_ordered_by_their_base_in_lower_case() {
    let messages = [
        about("banana"),
        about("Re: Apple"),
        about("[list] Fwd: apple (fwd)"),
        about("Zebra"),
        about("[Fwd:  CHERRY]"),
        about("äpfel"),
        message(),
        about("Re:"),
    ];
    // Missing and empty are the same; ä is after z by code point.
    assert_eq!(ordered([AnyMailbox::subject.asc()], messages), [7, 8, 2, 3, 1, 5, 4, 6]);
}

#[test]
fn subjects_are_ordered_in_normal_form_by_code_point() {
    let messages = [about("e\u{301}b"), about("éa"), about("\u{1F600}"), about("\u{FB01}"), about("_")];
    assert_eq!(ordered([AnyMailbox::subject.asc()], messages), [5, 2, 1, 4, 3]);
}

#[test]
fn address_lists_are_ordered_by_the_first_local_part_and_missing_comes_first() {
    let from = |email: &str| message().addresses(Fixed::sender, &[(Some("Zoe"), email), (None, "a@a.org")]);
    let messages = || [from("bob@a.org"), from("Ann@z.org"), message(), from("ann@b.org"), from("\"a@b\"@c.org")];
    assert_eq!(ordered([AnyMailbox::sender.asc()], messages()), [3, 5, 2, 4, 1]);
    assert_eq!(ordered([AnyMailbox::sender.desc()], messages()), [1, 2, 4, 5, 3]);
    // The local part goes to the last at sign.
    assert_eq!(ordered([AnyMailbox::sender.asc()], [from("\"a@z\"@a.org"), from("\"a@b\"@c.org")]), [2, 1]);
}

#[test]
fn headers_are_ordered_in_lower_case_and_missing_comes_first() {
    let list = |text: &str| message().text(Key::Header("List-Id"), text);
    let messages = [list("b"), list("A"), message(), list(""), list("Re: a")];
    assert_eq!(ordered([AnyMailbox::header("List-Id").asc()], messages), [3, 4, 2, 1, 5]);
}

#[test]
fn a_value_that_cannot_be_read_has_no_place() {
    let sorter = Sorter::new(&[AnyMailbox::subject.asc().key()]).unwrap();
    let error = sorter.key(&message().unreadable(Fixed::subject)).unwrap_err();
    assert!(matches!(error, Error::Decode { column, .. } if &*column == "subject"));
}

#[test]
fn a_column_without_order_or_with_a_bad_name_is_refused() {
    let by = |key| Sorter::new(&[OrderKey { key, descending: false }]).unwrap_err().to_string();
    assert!(by(Key::Header("List Id")).contains("name of a header field"));
    assert!(by(Key::Fixed(Fixed::content)).starts_with("column content: messages cannot be ordered by it"));
    assert!(by(Key::Keyword("$Junk")).contains("cannot be ordered"));
}
