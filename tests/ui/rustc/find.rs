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
    let _ = Archive::find(5).first(dal)?;
    Ok(())
}

fn main() {}
