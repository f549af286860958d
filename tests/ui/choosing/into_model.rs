//@ says: `into_model` is called `select_as` here
//@ at: into_model::
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
    let _ = Inbox::all().into_model::<Mail>().load(dal)?;
    Ok(())
}

fn main() {}
