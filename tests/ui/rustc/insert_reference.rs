use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::insert(&NewMessage::new().subject("x")).execute(dal)?;
    Ok(())
}

fn main() {}
