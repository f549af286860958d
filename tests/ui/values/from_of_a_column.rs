//@ says: `from` is called `sender` here
//@ at: contains
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::filter(Inbox::from.contains("x") & Inbox::seen.eq(false)).load(dal)?;
    Ok(())
}

fn main() {}
