//@ says: queries have no `exclude`: it is said in the condition
//@ at: exclude
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().exclude(Inbox::seen.eq(true)).count(dal)?;
    Ok(())
}

fn main() {}
