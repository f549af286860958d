//@ says: `delete` needs messages of `Mail` to be chosen
//@ at: Mail::delete
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
    Mail::delete()?;
    Ok(())
}

fn main() {}
