//! What is fetched: no more than the projection and what decides need, and nothing twice.

use super::*;
use crate::{
    Attachment, Error, Readable, TextPart,
    plan::{Explain, commands, examine},
    row::Lack,
};

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
    fetches(Any::attachments.read_as::<Vec<Attachment>>(), "(UID BODYSTRUCTURE)");
    fetches(Any::content, "(UID BODYSTRUCTURE)");
    fetches(Any::preview, "(UID BODYSTRUCTURE)");
    fetches(Any::email, "(UID BODY.PEEK[])");
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
    fetches((Any::email, Any::content, Any::subject, Any::attachments, Any::size), "(UID RFC822.SIZE BODY.PEEK[])");
}

#[test]
fn parts_are_fetched_by_their_path_once_the_structure_is_known() {
    let flights = |explain: &Explain| explain.flights().iter().map(|flight| flight.join(" / ")).collect::<Vec<_>>();
    let explained = |server: &Server, columns: Query<Any, Vec<TextPart>>| {
        Explain::new(&Plan::new(columns.request(), Purpose::Select, server).unwrap(), &examine("INBOX"), None)
    };
    let content = inbox(Any::seen.eq(false)).select(Any::content);
    assert_eq!(
        flights(&explained(&server(), content)),
        [
            "EXAMINE \"INBOX\" / UID SEARCH RETURN (SAVE ALL COUNT) UNSEEN / UID FETCH $ (UID BODYSTRUCTURE)",
            "UID FETCH <uids> (UID BODY.PEEK[<part>])",
        ]
    );
    let previews = inbox(Any::seen.eq(false)).select((Any::preview, Any::attachments.read_as::<Vec<Attachment>>()));
    let explain = Explain::new(&plan(&previews, Purpose::Select), &examine("INBOX"), None);
    let text = "(UID BODYSTRUCTURE), then the attachments and the beginning of the first text part for the rows";
    assert_eq!(explain.fetched(), text);
    let part = |path: &str| Lack::Part { path: path.to_owned(), size: 10 };
    let lacks = [9, 7, 8].into_iter().map(|uid| (uid, part("1"))).chain([
        (7, part("2.1")),
        (3, Lack::Message),
        (4, Lack::beginning("1".to_owned(), "text/plain")),
    ]);
    let commands: Vec<String> = commands::fetch_lacks(lacks).iter().map(Command::to_string).collect();
    assert_eq!(
        commands,
        [
            "UID FETCH 7:9 (UID BODY.PEEK[1])",
            "UID FETCH 4 (UID BODY.PEEK[1]<0.2048>)",
            "UID FETCH 7 (UID BODY.PEEK[2.1])",
            "UID FETCH 3 (UID BODY.PEEK[])",
        ]
    );
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
    let server = Server::listed(&["PREVIEW"], &Profile::default());
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
    assert!(!plan.decides_first() && !plan.messages());
}

#[test]
fn bodies_are_read_of_chosen_rows_only() {
    let chosen = plan(&inbox(Any::subject.eq("ab")).select(Any::email), Purpose::Select);
    assert!(chosen.decides_first() && chosen.messages());
    let all = plan(&inbox(Any::seen.eq(true)).select(Any::email), Purpose::Select);
    assert!(!all.decides_first(), "the server has chosen them");
}
