//@ says: `Duration` is not a value for `ArrivalDate` columns
//@ at: std::time
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::filter(Inbox::created.ge(std::time::Duration::from_secs(3600))).load(dal)?;
    Ok(())
}

fn main() {}
