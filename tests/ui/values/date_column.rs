//@ says: `Column<Inbox, ArrivalDate>` is not a value for `HeaderDate` columns
//@ at: Inbox::created
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::filter(Inbox::sent.lt(Inbox::created)).load(dal)?;
    Ok(())
}

fn main() {}
