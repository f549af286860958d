//! Crate imap-codec reads what is sent, within its limits: it knows no return options (ESEARCH), no `$`, no SAVEDATE and no
//! OBJECTID, and nests keys to a depth of 9.

use super::{reading::any_key, *};
use crate::plan::{
    Returning, search,
    search_key::{Clock, SearchKey},
};
use imap_codec::{
    CommandCodec,
    decode::Decoder,
    imap_types::{command::CommandBody, core::Charset, search::SearchKey as Key},
};
use proptest::prelude::*;

const DEEPEST: usize = 8;

/// Whether imap-codec knows all of its words.
fn is_known(key: &SearchKey) -> bool {
    match key {
        SearchKey::SaveDateSupported | SearchKey::Day(Clock::Saved, ..) => false,
        SearchKey::EmailId(_) | SearchKey::ThreadId(_) => false,
        SearchKey::Not(key) => is_known(key),
        SearchKey::And(keys) | SearchKey::Or(keys) => keys.iter().all(is_known),
        _ => true,
    }
}

/// The keys that it reads, and the charset.
fn read(command: &Command) -> (Option<Charset<'static>>, Vec<Key<'static>>) {
    let line = command.encode("A1", Literals::Plus).unwrap().octets().concat();
    let shown = || String::from_utf8_lossy(&line).into_owned();
    let (rest, command) =
        CommandCodec::default().decode_static(&line).unwrap_or_else(|error| panic!("{error:?}: {}", shown()));
    assert!(rest.is_empty(), "{}", shown());
    let CommandBody::Search { charset, criteria, uid: true } = command.body else { panic!("{command:?}") };
    (charset, criteria.into_inner())
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 20_000, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn what_is_printed_is_a_search_of_as_many_keys(key in any_key()) {
        prop_assume!(is_known(&key) && key.depth() <= DEEPEST);
        let (charset, keys) = read(&search(&key, Returning::All, &plain_server())[0]);
        let expected = if let SearchKey::And(keys) = &key { keys.len() } else { 1 };
        prop_assert_eq!(keys.len(), expected);
        prop_assert_eq!(charset.is_some(), key.has_non_ascii());
    }
}

#[test]
fn what_conditions_become_is_read() {
    type Any = AnyMailbox;
    let day = jiff::civil::date(2026, 2, 1);
    let conditions = [
        Any::seen.eq(false) & Any::flagged.eq(true),
        !(Any::seen.eq(true) & Any::deleted.eq(true)),
        Any::seen.eq(false) | Any::answered.eq(false),
        Any::keyword("$Junk").eq(true),
        Any::uid.is_in([1, 5, u32::MAX]),
        Any::size.between(3, 9),
        Any::created.between(day, day),
        Any::sent.between(day, day),
        Any::subject.contains("a \"b\" \\c"),
        Any::subject.contains("Grüße {5}\r\n A1 LOGOUT"),
        Any::header("Sub(ject").contains("x"),
        Any::subject.is_some(),
        Any::modseq.ge(620),
        Any::text.contains("]"),
    ];
    for condition in conditions {
        let server = Server::listed(&["IMAP4rev1", "CONDSTORE"], &Profile::default());
        let plan = Plan::new(inbox(condition).request(), Purpose::Select, &server).unwrap();
        assert!(!read(&plan.search(Returning::All)[0]).1.is_empty());
    }
}
