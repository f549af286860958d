//! The same by hand on the crate `imap`, as its documentation shows, with mail-parser.

use crate::{
    Outcome,
    measure::{Measured, Watch},
    task::{Checksum, DAY, NEEDLE, Task, USER, bits},
};
use imap::{
    Session,
    extensions::sort::{SortCharset, SortCriterion},
    types::{Fetch, Flag},
};
use imap_proto_16::types::BodyStructure;
use mail_parser::{MessageParser, MimeHeaders, PartType};
use std::net::TcpStream;

const LIST: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)])";
const SUBJECT: &str = "(UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])";

pub fn run(task: Task, address: &str, mailbox: &str) -> Outcome<Measured> {
    let mut checksum = Checksum::default();
    if task == Task::Connect {
        let watch = Watch::start()?;
        let mut session = connect(address)?;
        session.examine(mailbox)?;
        for fetch in session.uid_fetch("1", LIST)?.iter() {
            add_row(fetch, &mut checksum);
        }
        return watch.stop(checksum);
    }
    let mut session = connect(address)?;
    let watch = Watch::start()?;
    match task {
        Task::Update => {
            session.select(mailbox)?;
            session.uid_store("1:*", "+FLAGS.SILENT (\\Draft)")?;
            session.uid_store("1:*", "-FLAGS.SILENT (\\Draft)")?;
        }
        Task::Delete => {
            for number in 0..20 {
                session.select(format!("{mailbox}{number}"))?;
                let found = set(session.uid_search("FROM gumby")?);
                session.uid_store(&found, "+FLAGS.SILENT (\\Deleted)")?;
                session.uid_expunge(&found)?;
            }
        }
        _ => {
            session.examine(mailbox)?;
        }
    }
    match task {
        Task::Count => {
            checksum.rows = session.uid_search(format!("UNSEEN SMALLER 6000 ON {DAY}"))?.len() as u64;
        }
        Task::List | Task::ListMany => {
            for fetch in session.uid_fetch("1:*", LIST)?.iter() {
                add_row(fetch, &mut checksum);
            }
        }
        Task::Texts | Task::TextsMany => {
            let messages = if task == Task::Texts { "1:1000" } else { "1:*" };
            for fetch in session.uid_fetch(messages, "BODY.PEEK[]")?.iter() {
                add_texts(fetch.body().unwrap_or_default(), &mut checksum);
            }
        }
        Task::Messages => {
            for fetch in session.uid_fetch("1:*", "(UID BODY.PEEK[])")?.iter() {
                checksum.add_message(fetch.uid.unwrap_or_default(), fetch.body().unwrap_or_default());
            }
        }
        Task::Attachments => {
            for fetch in session.uid_fetch("1:*", "BODYSTRUCTURE")?.iter() {
                add_attachments(fetch.bodystructure().ok_or("no structure")?, &mut checksum);
            }
        }
        Task::Newest => {
            let criteria = [SortCriterion::Reverse(&SortCriterion::Arrival)];
            let newest = session.uid_sort(&criteria, SortCharset::Utf8, "ALL")?;
            for fetch in session.uid_fetch(set(newest.into_iter().take(10)), LIST)?.iter() {
                add_row(fetch, &mut checksum);
            }
        }
        Task::Residual | Task::ResidualTold => {
            let found = match task {
                Task::ResidualTold => set(session.uid_search(format!("SUBJECT {NEEDLE}"))?),
                _ => "1:*".to_owned(),
            };
            for fetch in session.uid_fetch(found, SUBJECT)?.iter() {
                add_found(fetch.uid.unwrap_or_default(), fetch.header().unwrap_or_default(), &mut checksum);
            }
        }
        Task::First => {
            if let Some(fetch) = session.uid_fetch("1:*", LIST)?.iter().next() {
                add_row(fetch, &mut checksum);
            }
        }
        Task::Update | Task::Delete | Task::Connect => {}
    }
    watch.stop(checksum)
}

fn connect(address: &str) -> Outcome<Session<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut client = imap::Client::new(stream);
    client.read_greeting()?;
    Ok(client.login(USER, "secret").map_err(|(error, _)| error)?)
}

fn add_row(fetch: &Fetch<'_>, checksum: &mut Checksum) {
    let has = |flag: Flag<'_>| fetch.flags().contains(&flag);
    let flags = bits(has(Flag::Answered), has(Flag::Deleted), has(Flag::Draft), has(Flag::Flagged), has(Flag::Seen));
    let arrived = fetch.internal_date().map_or(0, |date| date.timestamp());
    let size = fetch.size.unwrap_or_default();
    add_decoded(fetch.uid.unwrap_or_default(), flags, arrived, size, fetch.header().unwrap_or_default(), checksum);
}

/// The header fields of a list row, decoded.
pub fn add_decoded(uid: u32, flags: u8, arrived: i64, size: u32, header: &[u8], checksum: &mut Checksum) {
    let message = MessageParser::new().with_minimal_headers().parse_headers(header);
    let subject = message.as_ref().and_then(|message| message.subject()).unwrap_or_default();
    let sender = message.as_ref().and_then(|message| message.from()).and_then(|from| from.first());
    let name = sender.and_then(|sender| sender.name()).unwrap_or_default();
    let email = sender.and_then(|sender| sender.address()).unwrap_or_default();
    checksum.add_row(uid, flags, arrived, u64::from(size), subject, name, email);
}

/// Whether the subject of a message ends in the needle.
pub fn add_found(uid: u32, header: &[u8], checksum: &mut Checksum) {
    let message = MessageParser::new().with_minimal_headers().parse_headers(header);
    let subject = message.as_ref().and_then(|message| message.subject()).unwrap_or_default();
    if subject.ends_with(NEEDLE) {
        checksum.add([uid.to_le_bytes().as_slice(), subject.as_bytes()]);
    }
}

/// The text parts of a whole message that are no attachments.
pub fn add_texts(bytes: &[u8], checksum: &mut Checksum) {
    let Some(message) = MessageParser::default().parse(bytes) else { return };
    for part in &message.parts {
        let attached = part.content_disposition().is_some_and(|disposition| disposition.is_attachment());
        if let PartType::Text(text) | PartType::Html(text) = &part.body
            && !attached
        {
            checksum.add_text(text);
        }
    }
}

fn add_attachments(structure: &BodyStructure<'_>, checksum: &mut Checksum) {
    crate::hand_imap::attachments!(BodyStructure, structure, add_attachments, checksum);
}

/// The structures of two versions of one crate, which are two types.
macro_rules! attachments {
    ($structure:ident, $value:expr, $again:ident, $checksum:expr) => {
        match $value {
            $structure::Multipart { bodies, .. } => bodies.iter().for_each(|body| $again(body, $checksum)),
            $structure::Basic { common, .. } | $structure::Text { common, .. } | $structure::Message { common, .. } => {
                let attached = common.disposition.as_ref();
                if let Some(disposition) = attached.filter(|found| found.ty.eq_ignore_ascii_case("attachment")) {
                    let parameters = disposition.params.as_deref().unwrap_or_default();
                    let name = parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case("filename"));
                    let media_type = format!("{}/{}", common.ty.ty, common.ty.subtype).to_ascii_lowercase();
                    let name = name.map_or("", |(_, name)| &**name);
                    $checksum.add([name.as_bytes(), media_type.as_bytes()]);
                }
            }
        }
    };
}
pub(crate) use attachments;

pub fn set(uids: impl IntoIterator<Item = u32>) -> String {
    let uids: Vec<String> = uids.into_iter().map(|uid| uid.to_string()).collect();
    uids.join(",")
}
