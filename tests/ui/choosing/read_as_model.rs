//@ says: `FreeText` columns cannot be read as `Mail`
//@ at: Mail
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
    subject: Option<String>,
}

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let r = Inbox::all().select(Inbox::subject.read_as::<Mail>()).load(dal)?;
    Ok(())
}

fn main() {}
