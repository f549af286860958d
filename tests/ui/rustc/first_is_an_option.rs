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
    let m: Mail = Archive::all().first(dal)?;
    Ok(())
}

fn main() {}
