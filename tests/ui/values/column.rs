//@ says: `Column<Inbox, AddressList>` is not a value for `AddressList` columns
//@ at: Inbox::to
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::filter(Inbox::sender.eq(Inbox::to)).load(dal)?;
    Ok(())
}

fn main() {}
