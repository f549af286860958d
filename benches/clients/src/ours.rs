//! The same with imap-dal, as its users write it.

use crate::{
    Outcome,
    measure::{Measured, Watch},
    task::{Checksum, NEEDLE, Task, USER, bits},
};
use imap_dal::{
    Profile, TextKeys,
    jiff::{Timestamp, civil::date},
    prelude::*,
};
use std::mem;

#[derive(ImapModel, Debug)]
struct Mail {
    uid: Uid,
    answered: bool,
    deleted: bool,
    draft: bool,
    flagged: bool,
    seen: bool,
    created: Timestamp,
    size: u64,
    subject: Option<String>,
    sender: Option<Address>,
}

impl Mail {
    fn add_to(&self, checksum: &mut Checksum) {
        let (name, email) = self
            .sender
            .as_ref()
            .map_or(("", ""), |sender| (sender.name.as_deref().unwrap_or_default(), sender.email.as_str()));
        let flags = bits(self.answered, self.deleted, self.draft, self.flagged, self.seen);
        let subject = self.subject.as_deref().unwrap_or_default();
        checksum.add_row(self.uid.get(), flags, self.created.as_second(), self.size, subject, name, email);
    }
}

pub fn run(task: Task, address: &str, mailbox: &str) -> Outcome<Measured> {
    let url = format!("imap://{USER}:secret@{address}");
    let mail = Mail::in_mailbox(mailbox);
    let mut checksum = Checksum::default();
    if task == Task::Connect {
        let watch = Watch::start()?;
        let dal = Dal::connect(&url)?;
        mail.filter(Mail::uid.eq(1)).first(&dal)?.ok_or("no row")?.add_to(&mut checksum);
        mem::forget(dal);
        return watch.stop(checksum);
    }
    let told = Profile::default().text_keys(TextKeys::Substring);
    let profile = if task == Task::ResidualTold { told } else { Profile::default() };
    let dal = Dal::builder(&url).profile(profile).connect()?;
    // Signed in, as the others are.
    AnyMailbox::in_mailbox("INBOX").filter(AnyMailbox::uid.eq(1)).exists(&dal)?;
    let watch = Watch::start()?;
    match task {
        Task::Count => {
            let condition = Mail::seen.eq(false) & Mail::created.eq(date(2026, 3, 15)) & Mail::size.lt(6000);
            checksum.rows = mail.filter(condition).count(&dal)?;
        }
        Task::List => {
            for row in mail.all().load(&dal)? {
                row.add_to(&mut checksum);
            }
        }
        Task::ListMany => {
            for row in mail.all().stream(&dal)? {
                row?.add_to(&mut checksum);
            }
        }
        Task::Texts => {
            for parts in mail.filter(Mail::uid.between(1, 1_000)).select(Mail::content).load(&dal)? {
                for part in parts {
                    checksum.add_text(&part.text);
                }
            }
        }
        Task::TextsMany => {
            for parts in mail.all().select(Mail::content).stream(&dal)? {
                for part in parts? {
                    checksum.add_text(&part.text);
                }
            }
        }
        Task::Messages => {
            for row in mail.all().select((Mail::uid, Mail::email)).stream(&dal)? {
                let (uid, message) = row?;
                checksum.add_message(uid.get(), &message);
            }
        }
        Task::Attachments => {
            for infos in mail.all().select(Mail::attachments).load(&dal)? {
                for info in infos {
                    let name = info.name.unwrap_or_default();
                    checksum.add([name.as_bytes(), info.media_type.as_bytes()]);
                }
            }
        }
        Task::Update => {
            mail.all().update(Mail::draft.set(true)).execute(&dal)?;
            mail.all().update(Mail::draft.set(false)).execute(&dal)?;
        }
        Task::Delete => {
            let mailboxes = (0..20).map(|number| format!("{mailbox}{number}"));
            let of_gumby = AnyMailbox::in_mailboxes(mailboxes).filter(AnyMailbox::sender.contains("gumby"));
            of_gumby.delete().execute(&dal)?.into_all()?;
        }
        Task::Newest => {
            for row in mail.all().order_by(Mail::created.desc()).limit(10).load(&dal)? {
                row.add_to(&mut checksum);
            }
        }
        Task::Residual | Task::ResidualTold => {
            let found = mail.filter(Mail::subject.ends_with(NEEDLE)).select((Mail::uid, Mail::subject));
            for (uid, subject) in found.load(&dal)? {
                checksum.add([uid.get().to_le_bytes().as_slice(), subject.unwrap_or_default().as_bytes()]);
            }
        }
        Task::First => mail.all().stream(&dal)?.next().ok_or("no row")??.add_to(&mut checksum),
        Task::Connect => {}
    }
    let measured = watch.stop(checksum);
    // The others do not sign out.
    mem::forget(dal);
    measured
}
