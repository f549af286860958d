use super::{holds, message};
use crate::{
    AnyMailbox, Uid,
    schema::{Fingerprint, Fixed},
};

#[test]
fn a_flag_has_a_state() {
    let seen = message().flag(Fixed::seen);
    assert!(holds(AnyMailbox::seen.eq(true), &seen));
    assert!(!holds(AnyMailbox::seen.eq(false), &seen));
    assert!(!holds(AnyMailbox::seen.ne(true), &seen));
    assert!(holds(AnyMailbox::seen.is_in([true]), &seen));
    assert!(holds(AnyMailbox::seen.is_in([false, true]), &seen));
    assert!(!holds(AnyMailbox::seen.is_in([false]), &seen));
    for other in [
        AnyMailbox::answered.eq(false),
        AnyMailbox::deleted.eq(false),
        AnyMailbox::draft.eq(false),
        AnyMailbox::flagged.eq(false),
        AnyMailbox::recent.eq(false),
    ] {
        assert!(holds(other, &seen));
    }
}

#[test]
fn a_keyword_column_is_a_flag_and_keywords_have_members_ignoring_ascii_case() {
    let junk = message().keywords(&["$Junk", "NonJunk", "KÖLN"]);
    assert!(holds(AnyMailbox::keyword("$junk").eq(true), &junk));
    assert!(holds(AnyMailbox::keyword("$Forwarded").eq(false), &junk));
    assert!(holds(AnyMailbox::keyword("$Forwarded").ne(true), &junk));
    assert!(holds(AnyMailbox::keywords.contains("$Junk"), &junk));
    assert!(holds(AnyMailbox::keywords.contains("nonJUNK"), &junk));
    assert!(!holds(AnyMailbox::keywords.contains("Junk"), &junk), "membership, not a substring");
}

#[test]
fn numbers_compare_and_reversed_bounds_match_nothing() {
    let large = message().number(Fixed::size, 6000);
    assert!(holds(AnyMailbox::size.eq(6000), &large));
    assert!(!holds(AnyMailbox::size.ne(6000), &large));
    assert!(holds(AnyMailbox::size.is_in([1, 6000]), &large));
    assert!(!holds(AnyMailbox::size.is_in(Vec::<u64>::new()), &large));
    assert!(holds(AnyMailbox::size.lt(6001), &large) && !holds(AnyMailbox::size.lt(6000), &large));
    assert!(holds(AnyMailbox::size.le(6000), &large) && !holds(AnyMailbox::size.le(5999), &large));
    assert!(holds(AnyMailbox::size.gt(5999), &large) && !holds(AnyMailbox::size.gt(6000), &large));
    assert!(holds(AnyMailbox::size.ge(6000), &large) && !holds(AnyMailbox::size.ge(6001), &large));
    assert!(holds(AnyMailbox::size.between(6000, 6000), &large));
    assert!(holds(AnyMailbox::size.between(1, 6000), &large));
    assert!(!holds(AnyMailbox::size.between(6001, 9000), &large));
    assert!(!holds(AnyMailbox::size.between(9000, 1), &large));
}

#[test]
fn numbers_beyond_what_imap_can_say_mean_what_they_say() {
    let small = message().number(Fixed::size, u64::from(u32::MAX)).number(Fixed::modseq, 1 << 62);
    assert!(holds(AnyMailbox::size.lt(1 << 40), &small));
    assert!(!holds(AnyMailbox::size.eq((1 << 32) | u64::from(u32::MAX)), &small), "not cut to 32 bits");
    assert!(holds(AnyMailbox::size.between(0, u64::MAX), &small));
    assert!(holds(AnyMailbox::modseq.gt((1 << 62) - 1), &small));
    assert!(!holds(AnyMailbox::modseq.ge(u64::MAX), &small));
}

#[test]
fn uids_compare_by_number_wherever_they_were_read() {
    let fifth = message().number(Fixed::uid, 5);
    let read = Uid::read(5, 17, Fingerprint::of("alice@host:143", "INBOX"));
    assert!(holds(AnyMailbox::uid.eq(5), &fifth));
    assert!(holds(AnyMailbox::uid.eq(read), &fifth));
    assert!(!holds(AnyMailbox::uid.ne(read), &fifth));
    assert!(holds(AnyMailbox::uid.is_in([Uid::new(4), read]), &fifth));
    assert!(holds(AnyMailbox::uid.is_in(1..=9), &fifth));
    assert!(!holds(AnyMailbox::uid.gt(5), &fifth));
    assert!(holds(AnyMailbox::uid.between(0, u32::MAX), &fifth));
}
