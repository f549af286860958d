//! The main job: what came today, what to do about it, and who is not welcome.
//!
//! It changes the account in `IMAP_DAL_URL`, which should be one for tests; without one it runs on an embedded server.
#![allow(clippy::print_stdout)]

use imap_dal::{jiff::Zoned, prelude::*};
use imap_dal_examples::{Table, connect};
use std::error::Error;

mailboxes! {
    /// Where new mail arrives.
    pub Inbox => "INBOX";
}

/// What is shown of a message: only these columns are fetched.
#[derive(ImapModel)]
struct Message {
    uid: Uid,
    created: Zoned,
    #[imap(column = sender)]
    from: Option<Address>,
    subject: Option<String>,
    size: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;
    let now = Zoned::now();

    // Today in the user's zone, not read, small.
    let mut unread = Inbox::seen.eq(false);
    unread &= Inbox::created.on(now.date(), now.time_zone());
    unread &= Inbox::size.lt(6000);
    let today = Inbox::filter(unread);
    println!("{} messages of today are not read and smaller than 6000 octets; the newest ten:\n", today.count(&dal)?);

    let newest: Vec<Message> = today.order_by(Inbox::created.desc()).limit(10).select_as::<Message>().load(&dal)?;
    let mut table = Table::new([("uid", 6), ("received", 16), ("from", 30), ("subject", 44), ("octets", 6)]);
    for Message { uid, created, from, subject, size } in &newest {
        let from = from.as_ref().map(Address::to_string).unwrap_or_default();
        let subject = subject.as_deref().unwrap_or("(no subject)");
        table.row([uid, &created.strftime("%Y-%m-%d %H:%M"), &from, &subject, size]);
    }
    table.print();

    // Marked by uid: exactly the messages just shown, whatever has arrived since.
    let shown = Inbox::filter(Inbox::uid.is_in(newest.iter().map(|message| message.uid)));
    let marked = shown.update(Inbox::seen.set(true)).execute(&dal)?;
    println!("{} of them are now marked as read; {} of today's are left.\n", marked.changed, today.count(&dal)?);

    // In every mailbox of the account: nothing a gumby sent is kept.
    let mut table = Table::new([("mailbox", 40), ("messages", 8), ("deleted", 8), ("left", 8)]);
    let mut deleted = 0;
    for mailbox in dal.mailboxes()? {
        let here = AnyMailbox::in_mailbox(&mailbox);
        let before = here.all().count(&dal)?;
        let gone = here.filter(AnyMailbox::sender.contains("gumby")).delete().execute(&dal)?;
        deleted += gone.matched;
        table.row([&mailbox.name(), &before, &gone.changed, &here.all().count(&dal)?]);
    }
    println!("{deleted} messages from a gumby were deleted for good:\n");
    table.print();

    // Marked as deleted, and still there: another program may expunge them, or a person change their mind.
    let newsletters = Inbox::filter(AnyMailbox::header("List-Id").is_some() & Inbox::seen.eq(true));
    let marked = newsletters.update(Inbox::deleted.set(true)).execute(&dal)?;
    println!("{} newsletters that were read are marked as deleted, and still there.\n", marked.changed);

    let report = NewMessage::new()
        .sender("robot@example.org")
        .to(["you@example.org"])
        .subject(format!("{deleted} messages from a gumby were deleted"))
        .text("Nothing else was removed.\n")
        .flagged(true);
    let uid = Inbox::insert(report).execute(&dal)?;
    println!("A report was left in the inbox, as message {uid}.");
    Ok(())
}
