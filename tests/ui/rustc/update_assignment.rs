//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

#[derive(ImapModel)]
#[imap(mailbox = "INBOX")]
struct Mail {
    uid: Uid,
    subject: Option<String>,
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Mail::all().update(Mail::seen = true).execute(dal)?;
    Ok(())
}

fn main() {}
