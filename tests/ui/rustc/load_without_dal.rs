use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let rows = Inbox::all().load()?;
    Ok(())
}

fn main() {}
