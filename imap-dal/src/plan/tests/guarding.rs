//! Mutations that would touch more than was meant.

use super::*;
use crate::{AttachmentInfo, Error, Uid, plan::uids};

type Any = AnyMailbox;

#[track_caller]
fn is_refused(condition: Expr<Any>) {
    let error = Plan::new(inbox(condition).request(), Purpose::Targets, &server()).unwrap_err();
    assert!(matches!(&error, Error::InvalidInput { text } if text.contains("all()")), "{error}");
}

#[track_caller]
fn is_allowed(condition: Expr<Any>) {
    Plan::new(inbox(condition).request(), Purpose::Targets, &server()).unwrap();
}

#[test]
fn a_condition_that_folds_to_true_is_refused() {
    is_refused(Expr::all_of([]));
    is_refused(!Expr::any_of([]));
    is_refused(Any::size.ge(0));
    is_refused(Any::size.lt(1 << 40));
    is_refused(Any::uid.ge(1));
    is_refused(Any::uid.le(u32::MAX));
    is_refused(Any::seen.eq(true) | Any::seen.eq(false));
    is_refused(Any::seen.is_in([true, false]));
    is_refused(Any::subject.eq("x") | !Any::subject.eq("x"));
    is_refused(!(Any::subject.eq("x") & !Any::subject.eq("x")));
    is_refused(Any::text.contains(""));
    is_refused(!Any::subject.is_in([""; 0]));
}

#[test]
fn a_condition_that_rests_on_mere_presence_is_refused() {
    is_refused(Any::subject.like("%"));
    is_refused(Any::subject.ilike("%_%"));
    is_refused(Any::subject.contains(""));
    is_refused(Any::subject.starts_with(""));
    is_refused(Any::subject.ends_with(""));
    is_refused(Any::subject.matches(".*"));
    is_refused(Any::subject.matches(""));
    is_refused(Any::subject.is_some());
    is_refused(!Any::subject.is_some());
    is_refused(Any::subject.is_none());
    is_refused(Any::sender.contains(""));
    is_refused(!Any::to.is_empty());
    is_refused(Any::content.contains(""));
    is_refused(Any::seen.eq(true) | Any::subject.like("%"));
    is_refused(Any::subject.like("%") & Any::sender.contains(""));
}

#[test]
fn a_condition_that_tells_messages_apart_is_allowed() {
    is_allowed(Any::seen.eq(true));
    is_allowed(Any::subject.like("%") & Any::seen.eq(true));
    is_allowed(Any::subject.ne("x"));
    is_allowed(Any::subject.matches("^$"));
    is_allowed(Any::subject.matches("invoice"));
    is_allowed(Any::size.ge(1));
    is_allowed(Any::attachments.is_empty());
    is_allowed(Any::attachments.any(AttachmentInfo::size.gt(5)));
    is_allowed(Any::uid.is_in([1, 2, 3]));
    is_allowed(Any::uid.is_in([0_u32; 0]));
}

#[test]
fn all_says_that_every_message_is_meant() {
    let every = AnyMailbox::in_mailbox("INBOX").all();
    Plan::new(every.request(), Purpose::Targets, &server()).unwrap();
    let present = every.filter(Any::subject.is_some());
    Plan::new(present.request(), Purpose::Targets, &server()).unwrap();
    // Reading every message harms nobody.
    Plan::new(inbox(Any::subject.is_some()).request(), Purpose::Select, &server()).unwrap();
}

#[test]
fn every_target_is_decided_here() {
    let plan = plan(&inbox(Any::seen.eq(false) & Any::subject.contains("gumby")), Purpose::Targets);
    assert_eq!(written(&plan.upper), r#"UNSEEN SUBJECT "gumby""#);
    assert!(matches!(&plan.residual, Some(crate::query::Node::And(nodes)) if nodes.len() == 2));
    assert_eq!(plan.decide.to_string(), "(UID FLAGS BODY.PEEK[HEADER.FIELDS (Subject)])");
    let by_uid = super::plan(&inbox(Any::uid.is_in([1, 2])), Purpose::Targets);
    assert!(by_uid.residual.is_some() && by_uid.decide.is_uid_only());
}

#[test]
fn the_uids_of_a_condition_are_found_at_any_depth() {
    let condition = (Any::uid.eq(5) | !(Any::seen.eq(true) & Any::uid.between(7, 9))) & Any::uid.is_in([Uid::new(3)]);
    let mut found: Vec<u32> = uids(&condition.into_node()).map(Uid::get).collect();
    found.sort_unstable();
    assert_eq!(found, [3, 5, 7, 9]);
}
