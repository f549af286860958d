//@ says: `SystemTime` is not a value for `ArrivalDate` columns
//@ at: std::time
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::filter(Inbox::created.ge(std::time::SystemTime::now())).load(dal)?;
    Ok(())
}

fn main() {}
