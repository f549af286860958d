//! Every column of every message, by every way it can be fetched.

use super::Given;
use crate::reader::Expected;
use imap_dal::{Error, Result, Row, jiff::Zoned, prelude::*};
use serde_json::{Value as Json, json};
use std::{collections::BTreeSet, fmt::Write};

/// What header fields and flags tell.
#[derive(ImapModel)]
#[imap(no_columns)]
struct Head {
    uid: Uid,
    size: u64,
    created: Zoned,
    sent: Option<Zoned>,
    keywords: Keywords,
    answered: bool,
    deleted: bool,
    draft: bool,
    flagged: bool,
    seen: bool,
    subject: Option<String>,
    sender: Vec<Address>,
    to: Vec<Address>,
    cc: Vec<Address>,
    bcc: Vec<Address>,
    reply_to: Vec<Address>,
    message_id: Option<String>,
    in_reply_to: Option<String>,
    references: Vec<String>,
    mime: Option<String>,
    encoding: Option<String>,
    #[imap(header = "List-Id")]
    list_id: Option<String>,
    #[imap(header = "X-Odd")]
    x_odd: Option<String>,
}

#[derive(ImapModel)]
#[imap(no_columns)]
struct Bodies {
    #[imap(flatten)]
    head: Head,
    content: Vec<TextPart>,
    preview: String,
    attachments: Vec<Attachment>,
}

#[derive(ImapModel)]
#[imap(no_columns)]
struct Whole {
    #[imap(flatten)]
    bodies: Bodies,
    email: Vec<u8>,
}

type M = AnyMailbox;
type Values = Vec<(&'static str, Json)>;

impl Head {
    fn values(&self) -> Values {
        let keywords = self.keywords.iter().map(str::to_ascii_lowercase);
        let system = [
            ("\\answered", self.answered),
            ("\\deleted", self.deleted),
            ("\\draft", self.draft),
            ("\\flagged", self.flagged),
            ("\\seen", self.seen),
        ];
        let set = system.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| (*name).to_owned());
        vec![
            ("size", json!(self.size)),
            ("created", date(&self.created)),
            ("sent", self.sent.as_ref().map_or(Json::Null, date)),
            ("flags", json!(keywords.chain(set).collect::<BTreeSet<String>>())),
            ("subject", json!(self.subject)),
            ("sender", addresses(&self.sender)),
            ("to", addresses(&self.to)),
            ("cc", addresses(&self.cc)),
            ("bcc", addresses(&self.bcc)),
            ("reply_to", addresses(&self.reply_to)),
            ("message_id", json!(self.message_id)),
            ("in_reply_to", json!(self.in_reply_to)),
            ("references", json!(self.references)),
            ("mime", json!(self.mime)),
            ("encoding", json!(self.encoding)),
            ("list_id", json!(self.list_id)),
            ("x_odd", json!(self.x_odd)),
        ]
    }
}

impl Bodies {
    fn values(&self) -> Values {
        let content: Vec<Json> = self.content.iter().map(|part| json!([part.media_type, part.text])).collect();
        let attachment = |one: &Attachment| json!([one.info.name, one.info.media_type, one.info.size, hex(&one.data)]);
        let attachments: Vec<Json> = self.attachments.iter().map(attachment).collect();
        let own = [("content", json!(content)), ("preview", json!(self.preview)), ("attachments", json!(attachments))];
        self.head.values().into_iter().chain(own).collect()
    }
}

impl Whole {
    fn values(&self) -> Values {
        self.bodies.values().into_iter().chain([("email", json!(hex(&self.email)))]).collect()
    }
}

/// Of a row that holds every column that needs no body.
fn row_values(row: &Row, server: &str) -> Result<Values> {
    let texts = (M::subject, M::message_id, M::in_reply_to, M::mime, M::encoding);
    let (subject, message_id, in_reply_to, mime, encoding) = row.get(texts)?;
    let (sender, to, cc, bcc, reply_to) = row.get((M::sender, M::to, M::cc, M::bcc, M::reply_to))?;
    let (size, created, sent, references) = row.get((M::size, M::created, M::sent, M::references))?;
    let (list_id, x_odd) = row.get((M::header("List-Id"), M::header("X-Odd")))?;
    assert_eq!(row.get(M::sender.read_as::<Option<Address>>())?.as_ref(), sender.first());
    assert_eq!(row.get(M::to.read_as::<Option<String>>())?.as_ref(), to.first().map(|one| &one.email));
    let mut values = vec![
        ("size", json!(size)),
        ("created", date(&created)),
        ("sent", sent.as_ref().map_or(Json::Null, date)),
        ("subject", json!(subject)),
        ("sender", addresses(&sender)),
        ("to", addresses(&to)),
        ("cc", addresses(&cc)),
        ("bcc", addresses(&bcc)),
        ("reply_to", addresses(&reply_to)),
        ("message_id", json!(message_id)),
        ("in_reply_to", json!(in_reply_to)),
        ("references", json!(references)),
        ("mime", json!(mime)),
        ("encoding", json!(encoding)),
        ("list_id", json!(list_id)),
        ("x_odd", json!(x_odd)),
    ];
    match row.get(M::attachments) {
        Ok(infos) => {
            assert_eq!(row.get(M::attachments.read_as::<usize>())?, infos.len());
            assert_eq!(row.get(M::attachments.read_as::<bool>())?, !infos.is_empty());
            let info = |info: &AttachmentInfo| json!([info.name, info.media_type, info.size]);
            values.push(("infos", infos.iter().map(info).collect()));
        }
        // Courier's BODYSTRUCTURE says other things than its messages, which have to be read by name.
        Err(Error::InvalidInput { .. }) if server == "courier" => {}
        Err(other) => return Err(other),
    }
    Ok(values)
}

fn date(date: &Zoned) -> Json {
    json!([date.timestamp().as_second(), date.offset().seconds()])
}

fn addresses(addresses: &[Address]) -> Json {
    addresses.iter().map(|one| json!([one.name, one.email])).collect()
}

fn hex(octets: &[u8]) -> String {
    let mut out = String::with_capacity(octets.len() * 2);
    for octet in octets {
        let _ = write!(out, "{octet:02x}");
    }
    out
}

/// What is wrong with the rows, one line each.
struct Comparison<'a> {
    expected: &'a [Expected],
    wrong: Vec<String>,
    compared: usize,
}

impl Comparison<'_> {
    fn rows(&mut self, way: &str, rows: impl Iterator<Item = (u32, Values)>) {
        let mut expected = self.expected.iter();
        for (uid, values) in rows {
            let Some(expected) = expected.next().filter(|expected| expected.uid == uid) else {
                self.wrong.push(format!("{way}: uid {uid} is not the next one"));
                return;
            };
            values.iter().for_each(|(column, actual)| self.value(way, expected, column, actual));
        }
        if let Some(missing) = expected.next() {
            self.wrong.push(format!("{way}: no row for uid {}", missing.uid));
        }
    }

    fn value(&mut self, way: &str, expected: &Expected, column: &str, actual: &Json) {
        self.compared += 1;
        let values: Vec<Json> = match column {
            "infos" => expected.values("attachments").iter().map(without_data).collect(),
            _ => expected.values(column).to_vec(),
        };
        // There is nothing to compare the preview of HTML with.
        let is_unknown = column == "preview" && values == [Json::Null];
        if !is_unknown && !values.contains(actual) {
            let shown: String = format!("{values:?}").chars().take(1_000).collect();
            let actual: String = actual.to_string().chars().take(1_000).collect();
            self.wrong
                .push(format!("{way}, uid {}, {column}:\n    is        {actual}\n    should be {shown}", expected.uid));
        }
    }
}

fn without_data(attachments: &Json) -> Json {
    attachments
        .as_array()
        .map(|all| all.iter().map(|one| json!([one[0], one[1], one[2]])).collect())
        .unwrap_or_default()
}

/// # Panics
/// Where a value is another one than the readers say.
pub(crate) fn compare(given: &mut Given) {
    // Each server makes previews in a manner of its own.
    let dal = given.dal(|dal| dal.hide_capabilities(["PREVIEW"]));
    let all = AnyMailbox::in_mailbox(&given.mailbox).all();
    let mut comparison = Comparison { expected: &given.reader.messages, wrong: Vec::new(), compared: 0 };
    let heads = all.select_as::<Head>().stream(&dal).expect("a stream");
    comparison.rows("fields", heads.map(|row| row.expect("a row")).map(|row| (row.uid.get(), row.values())));
    let bodies = all.select_as::<Bodies>().stream(&dal).expect("a stream");
    comparison.rows("parts", bodies.map(|row| row.expect("a row")).map(|row| (row.head.uid.get(), row.values())));
    let wholes = all.select_as::<Whole>().stream(&dal).expect("a stream");
    comparison
        .rows("messages", wholes.map(|row| row.expect("a row")).map(|row| (row.bodies.head.uid.get(), row.values())));
    let rows = all.stream(&dal).expect("a stream");
    comparison.rows(
        "rows",
        rows.map(|row| row.expect("a row"))
            .map(|row| (row.get(M::uid).expect("a uid").get(), row_values(&row, &given.server).expect("values"))),
    );

    let Comparison { wrong, compared, expected } = comparison;
    let mut reasons: Vec<&str> = expected.iter().flat_map(|one| &one.differences).map(String::as_str).collect();
    let differing = reasons.len();
    reasons.sort_unstable();
    reasons.dedup();
    eprintln!(
        "{}: {compared} values of {} messages; `email` differs in {differing}, for {} reasons; {} are wrong",
        given.server,
        expected.len(),
        reasons.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.iter().take(60).cloned().collect::<Vec<_>>().join("\n"));
    if given.reader.is_corpus {
        let unexplained: Vec<String> = expected.iter().flat_map(unexplained).collect();
        assert!(unexplained.is_empty(), "`email` and the oracle differ without a reason: {}", unexplained.join("\n"));
    }
}

/// The columns that the readers say different things of, and know no reason why.
fn unexplained(expected: &Expected) -> Vec<String> {
    let columns = [
        "subject",
        "list_id",
        "x_odd",
        "sender",
        "to",
        "cc",
        "bcc",
        "reply_to",
        "message_id",
        "in_reply_to",
        "references",
        "sent",
        "mime",
        "encoding",
        "content",
        "attachments",
    ];
    let differs = |column: &&&str| expected.values(column).len() > 1;
    columns.iter().filter(differs).map(|column| format!("uid {}, {column}", expected.uid)).collect()
}
