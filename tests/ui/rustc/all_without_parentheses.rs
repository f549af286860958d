use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all.load(dal)?;
    Ok(())
}

fn main() {}
