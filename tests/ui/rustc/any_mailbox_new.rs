use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = AnyMailbox::new("INBOX").all().count(dal)?;
    Ok(())
}

fn main() {}
