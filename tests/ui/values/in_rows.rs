//@ says: `Vec<Mail>` is not a list of values for `MessageUid` columns
//@ at: rows
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
    subject: Option<String>,
}

mailboxes! {
    Inbox => "INBOX";
    Archive: Mail => "Archive";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let rows = Archive::all().load(dal)?; let _ = Inbox::filter(Inbox::uid.is_in(rows));
    Ok(())
}

fn main() {}
