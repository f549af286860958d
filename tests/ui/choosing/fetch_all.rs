//@ says: `fetch_all` is called `load` here
//@ at: fetch_all
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
    let m: Vec<Mail> = Archive::all().fetch_all(dal)?;
    Ok(())
}

fn main() {}
