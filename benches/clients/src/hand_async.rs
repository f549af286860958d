//! The same by hand on the crate `async-imap` and tokio, with mail-parser.

use crate::{
    Outcome,
    hand_imap::{add_decoded, add_found, add_texts, attachments, set},
    measure::{Measured, Watch},
    task::{Checksum, DAY, NEEDLE, Task, USER, bits},
};
use async_imap::{
    Session,
    imap_proto::{BodyStructure, MailboxDatum, Response},
    types::{Fetch, Flag},
};
use futures_util::TryStreamExt;
use tokio::net::TcpStream;

const LIST: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)])";
const SUBJECT: &str = "(UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])";

pub fn run(task: Task, address: &str, mailbox: &str) -> Outcome<Measured> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(perform(task, address, mailbox))
}

async fn perform(task: Task, address: &str, mailbox: &str) -> Outcome<Measured> {
    let mut checksum = Checksum::default();
    if task == Task::Connect {
        let watch = Watch::start()?;
        let mut session = connect(address).await?;
        session.examine(mailbox).await?;
        let rows: Vec<Fetch> = session.uid_fetch("1", LIST).await?.try_collect().await?;
        rows.iter().for_each(|fetch| add_row(fetch, &mut checksum));
        return watch.stop(checksum);
    }
    let mut session = connect(address).await?;
    let watch = Watch::start()?;
    match task {
        Task::Update => {
            session.select(mailbox).await?;
            for change in ["+FLAGS.SILENT (\\Draft)", "-FLAGS.SILENT (\\Draft)"] {
                let _: Vec<Fetch> = session.uid_store("1:*", change).await?.try_collect().await?;
            }
        }
        Task::Delete => {
            for number in 0..20 {
                session.select(format!("{mailbox}{number}")).await?;
                let found = set(session.uid_search("FROM gumby").await?);
                let _: Vec<Fetch> = session.uid_store(&found, "+FLAGS.SILENT (\\Deleted)").await?.try_collect().await?;
                let _: Vec<u32> = session.uid_expunge(&found).await?.try_collect().await?;
            }
        }
        _ => {
            session.examine(mailbox).await?;
        }
    }
    match task {
        Task::Count => {
            checksum.rows = session.uid_search(format!("UNSEEN SMALLER 6000 ON {DAY}")).await?.len() as u64;
        }
        Task::List | Task::ListMany => {
            let mut rows = session.uid_fetch("1:*", LIST).await?;
            while let Some(fetch) = rows.try_next().await? {
                add_row(&fetch, &mut checksum);
            }
        }
        Task::Texts | Task::TextsMany => {
            let messages = if task == Task::Texts { "1:1000" } else { "1:*" };
            let mut rows = session.uid_fetch(messages, "BODY.PEEK[]").await?;
            while let Some(fetch) = rows.try_next().await? {
                add_texts(fetch.body().unwrap_or_default(), &mut checksum);
            }
        }
        Task::Messages => {
            let mut rows = session.uid_fetch("1:*", "(UID BODY.PEEK[])").await?;
            while let Some(fetch) = rows.try_next().await? {
                checksum.add_message(fetch.uid.unwrap_or_default(), fetch.body().unwrap_or_default());
            }
        }
        Task::Attachments => {
            let mut rows = session.uid_fetch("1:*", "BODYSTRUCTURE").await?;
            while let Some(fetch) = rows.try_next().await? {
                add_attachments(fetch.bodystructure().ok_or("no structure")?, &mut checksum);
            }
        }
        Task::Newest => {
            let newest = sort(&mut session).await?;
            let mut rows = session.uid_fetch(set(newest.into_iter().take(10)), LIST).await?;
            while let Some(fetch) = rows.try_next().await? {
                add_row(&fetch, &mut checksum);
            }
        }
        Task::Residual | Task::ResidualTold => {
            let found = match task {
                Task::ResidualTold => set(session.uid_search(format!("SUBJECT {NEEDLE}")).await?),
                _ => "1:*".to_owned(),
            };
            let mut rows = session.uid_fetch(found, SUBJECT).await?;
            while let Some(fetch) = rows.try_next().await? {
                add_found(fetch.uid.unwrap_or_default(), fetch.header().unwrap_or_default(), &mut checksum);
            }
        }
        Task::First => {
            if let Some(fetch) = session.uid_fetch("1:*", LIST).await?.try_next().await? {
                add_row(&fetch, &mut checksum);
            }
        }
        Task::Update | Task::Delete | Task::Connect => {}
    }
    watch.stop(checksum)
}

async fn connect(address: &str) -> Outcome<Session<TcpStream>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut client = async_imap::Client::new(stream);
    client.read_response().await?.ok_or("no greeting")?;
    Ok(client.login(USER, "secret").await.map_err(|(error, _)| error)?)
}

/// The crate has no SORT.
async fn sort(session: &mut Session<TcpStream>) -> Outcome<Vec<u32>> {
    let tag = session.run_command("UID SORT (REVERSE ARRIVAL) UTF-8 ALL").await?;
    let mut found = Vec::new();
    loop {
        let response = session.read_response().await?.ok_or("the server hung up")?;
        match response.parsed() {
            Response::MailboxData(MailboxDatum::Sort(uids)) => found = uids.clone(),
            Response::Done { tag: done, .. } if *done == tag => return Ok(found),
            _ => {}
        }
    }
}

fn add_row(fetch: &Fetch, checksum: &mut Checksum) {
    let flags: Vec<Flag<'_>> = fetch.flags().collect();
    let has = |flag: Flag<'_>| flags.contains(&flag);
    let flags = bits(has(Flag::Answered), has(Flag::Deleted), has(Flag::Draft), has(Flag::Flagged), has(Flag::Seen));
    let arrived = fetch.internal_date().map_or(0, |date| date.timestamp());
    let size = fetch.size.unwrap_or_default();
    add_decoded(fetch.uid.unwrap_or_default(), flags, arrived, size, fetch.header().unwrap_or_default(), checksum);
}

fn add_attachments(structure: &BodyStructure<'_>, checksum: &mut Checksum) {
    attachments!(BodyStructure, structure, add_attachments, checksum);
}
