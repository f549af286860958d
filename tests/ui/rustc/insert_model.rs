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
    Inbox::insert(Mail { uid: Uid::new(1), subject: None }).execute(dal)?;
    Ok(())
}

fn main() {}
