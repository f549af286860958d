//@ says: `get_results` is called `load` here
//@ at: get_results
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
    let m: Vec<Mail> = Archive::all().get_results(dal)?;
    Ok(())
}

fn main() {}
