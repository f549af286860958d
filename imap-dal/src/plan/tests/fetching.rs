//! What is fetched: no more than the projection and what decides need, and nothing twice.

use super::*;
use crate::{Attachment, Error, Readable};

type Any = AnyMailbox;

#[track_caller]
fn fetches<P: Readable + crate::query::Projection<Any>>(columns: P, items: &str) {
    let plan = plan(&AnyMailbox::in_mailbox("INBOX").all().select(columns), Purpose::Select);
    assert_eq!(plan.fetch().to_string(), items);
}

#[test]
fn columns_fetch_what_they_need() {
    fetches(Any::uid, "(UID)");
    fetches(Any::seq, "(UID)");
    fetches((Any::seen, Any::keyword("$Junk"), Any::keywords, Any::recent), "(UID FLAGS)");
    fetches((Any::created, Any::size), "(UID INTERNALDATE RFC822.SIZE)");
    fetches((Any::modseq, Any::email_id, Any::thread_id, Any::saved), "(UID MODSEQ EMAILID THREADID SAVEDATE)");
    fetches(
        (Any::subject, Any::sender, Any::sent, Any::reply_to, Any::mime, Any::encoding),
        "(UID BODY.PEEK[HEADER.FIELDS (Content-Type Date From Reply-To Subject)])",
    );
    fetches((Any::to, Any::cc, Any::bcc), "(UID BODY.PEEK[HEADER.FIELDS (Bcc Cc To)])");
    fetches(
        (Any::message_id, Any::in_reply_to, Any::references),
        "(UID BODY.PEEK[HEADER.FIELDS (In-Reply-To Message-ID References)])",
    );
    fetches(Any::attachments, "(UID BODYSTRUCTURE)");
    fetches(Any::attachments.read_as::<Vec<Attachment>>(), "(UID BODY.PEEK[])");
    fetches(Any::email, "(UID BODY.PEEK[])");
    fetches(Any::preview, "(UID BODY.PEEK[])");
}

#[test]
fn a_header_field_is_asked_for_once_whatever_its_case() {
    fetches(
        (Any::header("subject"), Any::header("LIST-ID"), Any::header("List-Id"), Any::subject),
        "(UID BODY.PEEK[HEADER.FIELDS (LIST-ID subject)])",
    );
}

#[test]
fn the_whole_message_makes_its_parts_unnecessary() {
    fetches((Any::content, Any::subject, Any::attachments, Any::size), "(UID RFC822.SIZE BODY.PEEK[])");
}

#[test]
fn a_row_has_every_column_that_needs_no_body() {
    let query = AnyMailbox::in_mailbox("INBOX").all();
    let plan = plan(&query, Purpose::Select);
    assert_eq!(
        plan.fetch().to_string(),
        "(UID FLAGS INTERNALDATE RFC822.SIZE MODSEQ EMAILID THREADID SAVEDATE BODYSTRUCTURE BODY.PEEK[HEADER])"
    );
    let plain = Plan::new(query.request(), Purpose::Select, &plain_server()).unwrap();
    assert_eq!(plain.fetch().to_string(), "(UID FLAGS INTERNALDATE RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER])");
}

#[test]
fn preview_is_the_servers_where_it_has_one() {
    let server = Server::new(&["PREVIEW"], &Profile::default());
    let query = AnyMailbox::in_mailbox("INBOX").all().select(Any::preview);
    let plan = Plan::new(query.request(), Purpose::Select, &server).unwrap();
    assert_eq!(plan.fetch().to_string(), "(UID PREVIEW)");
}

#[test]
fn what_the_server_has_no_data_for_is_refused_by_name() {
    let query = AnyMailbox::in_mailbox("INBOX").all().select((Any::uid, Any::modseq));
    let error = Plan::new(query.request(), Purpose::Select, &plain_server()).unwrap_err();
    assert!(matches!(&error, Error::Unsupported { capability: "CONDSTORE", text, .. } if text.contains("modseq")));
}

#[test]
fn what_decides_rides_on_the_fetch_of_the_rows() {
    let query = inbox(Any::subject.eq("ab") & Any::seen.eq(true)).select(Any::size);
    let plan = plan(&query, Purpose::Select);
    assert_eq!(plan.decide.to_string(), "(UID BODY.PEEK[HEADER.FIELDS (Subject)])");
    assert_eq!(plan.fetch().to_string(), "(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (Subject)])");
    assert!(!plan.decides_first() && !plan.bodies());
}

#[test]
fn bodies_are_read_of_chosen_rows_only() {
    let chosen = plan(&inbox(Any::subject.eq("ab")).select(Any::email), Purpose::Select);
    assert!(chosen.decides_first() && chosen.bodies());
    let all = plan(&inbox(Any::seen.eq(true)).select(Any::email), Purpose::Select);
    assert!(!all.decides_first(), "the server has chosen them");
}
