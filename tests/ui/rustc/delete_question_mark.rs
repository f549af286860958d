use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::filter(Inbox::seen.eq(true)).delete()?;
    Ok(())
}

fn main() {}
