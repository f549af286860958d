//! Plans: their commands, their order, and what spares a round trip.

use super::*;
use crate::plan::{Access, Messages, Order, Returning, examine, fetch, open};
use crate::wire::SequenceSet;

type Any = AnyMailbox;

fn texts(commands: &[Command]) -> Vec<String> {
    commands.iter().map(Command::to_string).collect()
}

#[test]
fn a_search_tells_what_is_asked() {
    let plan = plan(&inbox(Any::seen.eq(false)), Purpose::Select);
    let search = |returning| texts(&plan.search(returning)).join("\n");
    assert_eq!(search(Returning::Count), "UID SEARCH RETURN (COUNT) UNSEEN");
    assert_eq!(search(Returning::Min), "UID SEARCH RETURN (MIN COUNT) UNSEEN");
    assert_eq!(search(Returning::All), "UID SEARCH RETURN (ALL) UNSEEN");
    assert_eq!(search(Returning::Saved), "UID SEARCH RETURN (SAVE ALL COUNT) UNSEEN");
    assert_eq!(search(Returning::SavedPartial(11, 20)), "UID SEARCH RETURN (SAVE PARTIAL 11:20) UNSEEN");
    let plain = Plan::new(inbox(Any::seen.eq(false)).request(), Purpose::Count, &plain_server()).unwrap();
    assert_eq!(texts(&plain.search(Returning::Count)), ["UID SEARCH UNSEEN"]);
}

#[test]
fn a_charset_is_named_where_it_is_needed() {
    let plan = plan(&inbox(Any::subject.contains("Grüße") & Any::seen.eq(true)), Purpose::Select);
    let [command] = plan.search(Returning::All).try_into().unwrap();
    assert_eq!(sent(&command), "UID SEARCH RETURN (ALL) CHARSET UTF-8 SEEN SUBJECT {7+}\r\nGrüße".as_bytes());
}

#[test]
fn each_purpose_asks_for_what_it_needs() {
    let exact = inbox(Any::size.lt(6000));
    assert_eq!(plan(&exact, Purpose::Select).returning(), Returning::Saved);
    assert_eq!(plan(&exact, Purpose::Count).returning(), Returning::Count);
    assert_eq!(plan(&exact, Purpose::Exists).returning(), Returning::Min);
    assert_eq!(plan(&exact.offset(3), Purpose::Exists).returning(), Returning::Count);
    assert_eq!(plan(&exact, Purpose::Uids).returning(), Returning::All);
    assert_eq!(plan(&exact, Purpose::Targets).returning(), Returning::Saved);
    let vague = inbox(Any::subject.eq("ab"));
    assert_eq!(plan(&vague, Purpose::Count).returning(), Returning::Saved);
    let plain = Plan::new(vague.request(), Purpose::Count, &plain_server()).unwrap();
    assert_eq!(plain.returning(), Returning::All);
}

#[test]
fn a_count_that_the_server_decides_needs_nothing_else() {
    let today = inbox(Any::seen.eq(false) & Any::created.eq(jiff::civil::date(2026, 11, 22)) & Any::size.lt(6000));
    let plan = plan(&today, Purpose::Count);
    assert!(plan.is_decided_by_server() && plan.decide.is_uid_only() && plan.lower.is_none());
    assert_eq!(texts(&plan.search(plan.returning())), ["UID SEARCH RETURN (COUNT) UNSEEN SMALLER 6000 ON 22-Nov-2026"]);
}

#[test]
fn unseen_is_not_left_alone_among_other_flags() {
    let flagged = || Any::flagged.eq(true);
    let check = |condition, keys: &str| {
        let plan = plan(&inbox(condition), Purpose::Count);
        assert!(plan.is_decided_by_server());
        assert_eq!(texts(&plan.search(Returning::All)), [format!("UID SEARCH RETURN (ALL) {keys}")]);
    };
    check(!(Any::seen.eq(true) & flagged()), "OR (UNSEEN UID 1:4294967295) UNFLAGGED");
    check(Any::seen.eq(false) | !flagged(), "OR (UNSEEN UID 1:4294967295) UNFLAGGED");
    let both = flagged() & Any::deleted.eq(true);
    check(Any::seen.eq(false) | !both, "OR (UNSEEN UID 1:4294967295) OR UNFLAGGED (UNDELETED UID 1:4294967295)");
    check(!(Any::deleted.eq(true) & flagged()), "OR (UNDELETED UID 1:4294967295) UNFLAGGED");
    check(Any::deleted.eq(false) | !flagged(), "OR (UNDELETED UID 1:4294967295) UNFLAGGED");
    check(Any::seen.eq(false) | flagged(), "OR UNSEEN FLAGGED");
    check(Any::seen.eq(false) & !flagged(), "UNSEEN UNFLAGGED");
}

#[test]
fn only_what_lies_between_the_bounds_has_to_be_decided_here() {
    let since: jiff::Timestamp = "2026-02-10T12:00:00Z".parse().unwrap();
    let count = plan(&inbox(Any::created.ge(since)), Purpose::Count);
    assert_eq!(texts(&count.search(Returning::All)), ["UID SEARCH RETURN (ALL) SINCE 9-Feb-2026"]);
    assert_eq!(count.lower_search(Returning::All).unwrap().to_string(), "UID SEARCH RETURN (ALL) SINCE 12-Feb-2026");
    assert_eq!(count.decide.to_string(), "(UID INTERNALDATE)");
    let plain = Plan::new(inbox(Any::created.ge(since)).request(), Purpose::Count, &plain_server()).unwrap();
    assert_eq!(plain.lower_search(Returning::All).unwrap().to_string(), "UID SEARCH SINCE 12-Feb-2026");
    let rows = plan(&inbox(Any::created.ge(since)), Purpose::Select);
    assert!(rows.lower.is_none(), "the date rides on the rows");
    let none = plan(&inbox(Any::subject.eq("ab")), Purpose::Count);
    assert!(none.lower.is_none(), "nothing is certain");
}

#[test]
fn the_residual_is_what_the_server_cannot_decide() {
    let query = inbox(Any::seen.eq(true) & Any::subject.eq("ab") & (Any::size.lt(5) | Any::subject.starts_with("x")));
    let plan = plan(&query, Purpose::Select);
    assert!(matches!(&plan.residual, Some(crate::query::Node::And(nodes)) if nodes.len() == 2), "{:?}", plan.residual);
}

#[test]
fn what_nothing_can_satisfy_is_not_asked() {
    for query in [
        inbox(Any::uid.is_in([0_u32; 0])),
        inbox(Any::subject.eq("x") & !Any::subject.eq("x")),
        inbox(Any::seen.eq(true)).filter(Any::seen.eq(false)),
        inbox(Any::size.between(5, 3)),
        inbox(Any::seen.eq(true)).limit(0),
    ] {
        assert!(plan(&query, Purpose::Select).is_empty(), "{query:?}");
    }
    assert!(!plan(&inbox(Any::seen.eq(true)), Purpose::Select).is_empty());
}

#[test]
fn the_server_orders_what_it_orders_as_documented() {
    let all = || AnyMailbox::in_mailbox("INBOX").all();
    let order = |query: &Query<Any>| plan(query, Purpose::Select).order;
    let sort =
        |query: &Query<Any>| plan(query, Purpose::Select).sort(Returning::All).map(|command| command.to_string());
    assert_eq!(order(&all()), Order::UidAscending);
    assert_eq!(order(&all().order_by(Any::uid.asc())), Order::UidAscending);
    assert_eq!(order(&all().order_by(Any::uid.desc())), Order::UidDescending);
    let by_date = all().order_by(Any::created.desc()).order_by(Any::size.asc()).order_by(Any::uid.asc());
    assert_eq!(sort(&by_date).unwrap(), "UID SORT (REVERSE ARRIVAL SIZE) US-ASCII ALL");
    let by_text = inbox(Any::subject.contains("ü")).order_by(Any::subject.asc()).order_by(Any::size.desc());
    assert_eq!(sort(&by_text).unwrap(), "UID SORT (SUBJECT REVERSE SIZE) UTF-8 SUBJECT {2} ü");
    assert_eq!(order(&by_text.exact()), Order::Here, "the collation of text is the server's own");
    assert_eq!(order(&all().order_by(Any::size.asc()).order_by(Any::uid.desc())), Order::Here);
    assert_eq!(order(&all().order_by(Any::sent.asc())), Order::Here, "servers read odd dates in ways of their own");
    assert_eq!(order(&all().order_by(Any::reply_to.asc())), Order::Here);
    assert_eq!(order(&all().order_by(Any::header("X-A").asc())), Order::Here);
}

#[test]
fn which_messages_a_limit_lets_a_change_have_is_not_left_to_the_server() {
    let news = inbox(Any::seen.eq(true) & Any::subject.contains("news"));
    let upper = |query: &Query<Any>| written(&plan(query, Purpose::Targets).upper);
    assert_eq!(upper(&news), "SEEN SUBJECT \"news\"");
    assert_eq!(upper(&news.offset(1)), "SEEN SUBJECT \"news\"");
    // One that is not found would let another take its place.
    assert_eq!(upper(&news.limit(1)), "SEEN");
    assert_eq!(upper(&news.exact()), "SEEN");
    let substrings = Plan::new(news.limit(1).request(), Purpose::Targets, &server_with(TextKeys::Substring)).unwrap();
    assert_eq!(written(&substrings.upper), "SEEN SUBJECT \"news\"");
    for query in [&news, &news.limit(1), &news.exact()] {
        let residual = plan(query, Purpose::Targets).residual;
        assert!(matches!(&residual, Some(crate::query::Node::And(nodes)) if nodes.len() == 2), "{residual:?}");
    }
    let order = |query: &Query<Any>| plan(query, Purpose::Targets).order;
    let by_subject = news.order_by(Any::subject.asc());
    assert_eq!(order(&by_subject), Order::UidAscending, "all of them are changed");
    assert_eq!(order(&by_subject.limit(1)), Order::Here);
    assert_eq!(order(&by_subject.offset(1)), Order::Here);
    assert!(matches!(order(&news.order_by(Any::size.asc()).limit(1)), Order::Server(_)));
}

#[test]
fn what_is_ordered_here_is_fetched() {
    let query = AnyMailbox::in_mailbox("INBOX").all().order_by(Any::sent.desc()).select(Any::uid);
    let plan = Plan::new(query.request(), Purpose::Select, &plain_server()).unwrap();
    assert_eq!(plan.order, Order::Here);
    assert_eq!(plan.fetch().to_string(), "(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (Date)])");
    let split = inbox(Any::uid.is_in((1..9_000).step_by(2).collect::<Vec<u32>>())).order_by(Any::size.asc());
    assert_eq!(super::plan(&split, Purpose::Select).order, Order::Here, "orders of several searches cannot be merged");
    assert!(!super::plan(&split, Purpose::Select).saves());
}

#[test]
fn mailboxes_are_opened_and_rows_fetched() {
    assert_eq!(examine("Entwürfe \"a\"").to_string(), r#"EXAMINE "Entw&APw-rfe \"a\"""#);
    for (access, with_mod_seq, without) in [
        (Access::Read, "EXAMINE \"INBOX\"", "EXAMINE \"INBOX\""),
        (Access::Watch, "EXAMINE \"INBOX\" (CONDSTORE)", "EXAMINE \"INBOX\""),
        (Access::Change, "SELECT \"INBOX\"", "SELECT \"INBOX\""),
        (Access::WatchAndChange, "SELECT \"INBOX\" (CONDSTORE)", "SELECT \"INBOX\""),
    ] {
        assert_eq!(open("INBOX", access, &server()).to_string(), with_mod_seq);
        assert_eq!(open("INBOX", access, &plain_server()).to_string(), without);
    }
    let items = plan(&inbox(Any::seen.eq(true)).select(Any::size), Purpose::Select).fetch();
    assert_eq!(texts(&fetch(Messages::Saved, &items)), ["UID FETCH $ (UID RFC822.SIZE)"]);
    let some: SequenceSet = [3, 4, 5, 9].into_iter().collect();
    assert_eq!(texts(&fetch(Messages::Uids(&some), &items)), ["UID FETCH 3:5,9 (UID RFC822.SIZE)"]);
    let many: SequenceSet = (1_000_000..1_020_000).step_by(2).collect();
    let commands = fetch(Messages::Uids(&many), &items);
    assert!(commands.len() > 1 && commands.iter().all(|command| command.len() < 8_000));
}
