//! Rows as the program's own types: models, tuples, `Row`, and what a value that is missing means.

use crate::given::{Given, message, refused};
use imap_dal::{
    Cell, Error, Needs, Result, Row,
    jiff::{Timestamp, Zoned},
    kind::HeaderText,
    prelude::*,
};
use std::collections::HashMap;

#[derive(ImapModel, Debug, PartialEq)]
struct Mail {
    uid: Uid,
    subject: Option<String>,
    #[imap(column = subject, default)]
    title: String,
    #[imap(column = sender)]
    from: Option<Address>,
    #[imap(column = sender)]
    authors: Vec<Address>,
    #[imap(header = "X-Priority", default)]
    priority: Priority,
    #[imap(keyword = "$Junk")]
    junk: bool,
    #[imap(flatten)]
    state: State,
    #[imap(skip)]
    notes: HashMap<String, u8>,
    sent: Option<Timestamp>,
}

#[derive(ImapModel, Debug, PartialEq)]
struct State {
    seen: bool,
    #[imap(keyword = "work")]
    work: bool,
}

#[derive(ImapModel, Debug, PartialEq)]
#[imap(no_columns)]
struct Strict {
    subject: String,
    #[imap(column = sender)]
    author: Address,
    sent: Zoned,
}

#[derive(ImapModel, Debug, PartialEq)]
#[imap(no_columns)]
struct Body {
    #[imap(column = content)]
    text: String,
    #[imap(column = attachments)]
    how_many: usize,
    #[imap(column = attachments)]
    has_any: bool,
    #[imap(column = email)]
    raw: Vec<u8>,
}

#[derive(Debug, Default, PartialEq)]
struct Priority(u8);
impl FromColumn<HeaderText> for Priority {
    fn from_column(cell: Cell<'_, HeaderText>) -> Result<Self> {
        String::from_column(cell)?.parse().map(Priority).map_err(|error| cell.error(error))
    }
}

#[derive(Debug, PartialEq)]
struct Title(String);
impl<K> FromColumn<K> for Title
where
    String: FromColumn<K>,
{
    const NEEDS: Needs = <String as FromColumn<K>>::NEEDS;
    fn from_column(cell: Cell<'_, K>) -> Result<Self> {
        String::from_column(cell).map(|text| Title(text.to_uppercase()))
    }
}

type M = AnyMailbox;

fn given() -> Given {
    let mut given = Given::mailbox("rows");
    let full = [
        "From: Ann <ann@example.org>, bob@example.org",
        "Subject: full",
        "Date: Tue, 5 May 2026 10:00:00 +0200",
        "X-Priority: 2",
    ];
    given.append_as(&["\\Seen", "work"], None, message(&full, "text\n"));
    given.append_as(&["$Junk"], None, message(&["X-Other: bare"], "text\n"));
    given.append(&["Subject: odd", "From: x@example.org", "Date: 1 Jan 2026 00:00:00 +0000", "X-Priority: high"], "x");
    given
}

fn ann() -> Address {
    Address { name: Some("Ann".to_owned()), email: "ann@example.org".to_owned() }
}

#[test]
fn a_model_takes_options_lists_defaults_and_its_own_types() {
    let given = given();
    let dal = given.dal();
    let mails = Mail::in_mailbox(&given.name).filter(Mail::uid.le(2)).load(&dal).unwrap();
    let bob = Address { name: None, email: "bob@example.org".to_owned() };
    let uids: Vec<Uid> = mails.iter().map(|mail| mail.uid).collect();
    assert_eq!(
        mails,
        [
            Mail {
                uid: uids[0],
                subject: Some("full".to_owned()),
                title: "full".to_owned(),
                from: Some(ann()),
                authors: vec![ann(), bob],
                priority: Priority(2),
                junk: false,
                state: State { seen: true, work: true },
                notes: HashMap::new(),
                sent: Some("2026-05-05T08:00:00Z".parse().unwrap()),
            },
            Mail {
                uid: uids[1],
                subject: None,
                title: String::new(),
                from: None,
                authors: vec![],
                priority: Priority(0),
                junk: true,
                state: State { seen: false, work: false },
                notes: HashMap::new(),
                sent: None,
            },
        ]
    );
    assert_eq!((uids[0].get(), uids[1].get()), (1, 2));
}

#[test]
fn columns_of_a_model_and_of_what_it_flattens_are_conditions() {
    let given = given();
    let dal = given.dal();
    let of = |condition: Expr<Mail>| Mail::in_mailbox(&given.name).filter(condition).count(&dal).unwrap();
    assert_eq!(of(Mail::junk.eq(true)), 1);
    assert_eq!(of(Mail::priority.eq("2")), 1);
    assert_eq!(of(Mail::priority.is_none() & Mail::subject.is_none()), 1);
    assert_eq!(of(Mail::seen.eq(true) & State::work.eq(true)), 1);
}

#[test]
fn a_missing_value_is_an_error_of_its_row_only() {
    let given = given();
    let dal = given.dal();
    let strict = given.source().all().select_as::<Strict>();
    let mut stream = strict.stream(&dal).unwrap();
    let first = stream.next().unwrap().unwrap();
    assert_eq!((first.subject.as_str(), first.author), ("full", ann()));
    match refused(stream.next().unwrap()) {
        Error::Decode { mailbox, uid, column, .. } => {
            assert_eq!((&*mailbox, uid), (given.name.as_str(), 2));
            assert!(["subject", "sender", "sent"].contains(&&*column), "{column}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(stream.next().unwrap().unwrap().subject, "odd");
    assert!(stream.next().is_none());
    let error = refused(strict.load(&dal));
    assert!(matches!(error, Error::Decode { uid: 2, .. }), "{error:?}");
    assert!(error.to_string().contains(&given.name), "{error}");
}

#[test]
fn an_error_of_a_programs_own_type_names_mailbox_uid_and_column() {
    let given = given();
    let error = refused(Mail::in_mailbox(&given.name).filter(Mail::uid.eq(3)).load(&given.dal()));
    let text = error.to_string();
    match error {
        Error::Decode { mailbox, uid, column, source, .. } => {
            assert_eq!((&*mailbox, uid), (given.name.as_str(), 3));
            assert!(column.contains("X-Priority") || column.contains("priority"), "{column}");
            assert!(source.to_string().contains("invalid digit"), "{source}");
        }
        other => panic!("{other:?}"),
    }
    assert!(!text.contains("high"), "no value of a message in an error: {text}");
}

#[test]
fn bodies_are_read_as_each_field_asks() {
    let mut given = Given::mailbox("bodies");
    let mail = message(
        &["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b"],
        "--b\nContent-Type: text/plain\n\nhello\n--b\nContent-Type: image/png\n\npng\n--b--\n",
    );
    given.append_as(&[], None, &mail);
    let body = given.source().all().select_as::<Body>().first(&given.dal()).unwrap().unwrap();
    assert_eq!(body, Body { text: "hello".to_owned(), how_many: 1, has_any: true, raw: mail.into_bytes() });
}

#[test]
fn without_a_model_a_row_has_every_column_that_needs_no_body() {
    let given = given();
    let dal = given.dal();
    let rows: Vec<Row> = given.source().all().load(&dal).unwrap();
    assert_eq!(rows.len(), 3);
    let row = &rows[0];
    assert_eq!(row.get(M::uid).unwrap().get(), 1);
    assert_eq!(row.get(M::subject).unwrap().as_deref(), Some("full"));
    assert_eq!(row.get(M::sender).unwrap()[0], ann());
    assert_eq!(row.get(M::sent).unwrap().unwrap().timestamp().to_string(), "2026-05-05T08:00:00Z");
    let (seen, title, keywords) = row.get((M::seen, M::subject.read_as::<Title>(), M::keywords)).unwrap();
    assert_eq!((seen, title, keywords.contains("work")), (true, Title("FULL".to_owned()), true));
    let (to, references, size, created) = row.get((M::to, M::references, M::size, M::created)).unwrap();
    assert_eq!((to, references), (vec![], Vec::<String>::new()));
    assert!(size > 0 && created.timestamp() > Timestamp::UNIX_EPOCH);
    assert_eq!(row.get(M::attachments).unwrap(), [], "the structure is no body");
    assert!(matches!(refused(rows[1].get(M::subject.read_as::<String>())), Error::Decode { uid: 2, .. }));
    for error in [refused(row.get(M::email)), refused(row.get(M::content))] {
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
    }
}

#[test]
fn only_what_is_selected_is_fetched() {
    let given = given();
    let (dal, proxy) = given.through(given.proxy());
    let fetched = |items: &str| {
        let commands = proxy.commands();
        let fetch = commands.iter().find(|command| command.starts_with("UID FETCH")).expect("a FETCH").clone();
        proxy.reset();
        assert_eq!(fetch, format!("UID FETCH 1:* ({items})"));
    };
    let all = given.source().all();
    all.select(M::uid).load(&dal).unwrap();
    assert!(proxy.commands().iter().all(|command| !command.contains("BODY")), "{:?}", proxy.commands());
    proxy.reset();
    all.select((M::size, M::seen)).load(&dal).unwrap();
    fetched("UID FLAGS RFC822.SIZE");
    all.select((M::subject, M::sender)).load(&dal).unwrap();
    fetched("UID BODY.PEEK[HEADER.FIELDS (From Subject)]");
    all.select(M::attachments).load(&dal).unwrap();
    fetched("UID BODYSTRUCTURE");
    all.select_as::<State>().load(&dal).unwrap();
    fetched("UID FLAGS");
}

#[test]
fn tuples_hold_two_to_eight_columns() {
    let given = given();
    let dal = given.dal();
    let one = given.source().filter(M::uid.eq(1));
    let pair = one.select((M::uid, M::subject.read_as::<Title>())).first(&dal).unwrap().unwrap();
    assert_eq!((pair.0.get(), pair.1), (1, Title("FULL".to_owned())));
    let eight = (M::uid, M::seen, M::draft, M::subject, M::to, M::header("X-Priority"), M::keyword("work"), M::size);
    let eight = one.select(eight).first(&dal).unwrap().unwrap();
    assert_eq!((eight.1, eight.2, eight.3.as_deref(), eight.4.len()), (true, false, Some("full"), 0));
    assert_eq!((eight.5.as_deref(), eight.6), (Some("2"), true));
}
