//@ says: queries have no `or_filter`: it is said in the condition
//@ at: or_filter
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::filter(Inbox::seen.eq(true)).or_filter(Inbox::flagged.eq(true)).count(dal)?;
    Ok(())
}

fn main() {}
