//@ says: `Column<Inbox, SystemFlag>` is not a value for `KeywordSet` columns
//@ at: Inbox::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().update(Inbox::keywords.add(Inbox::seen)).execute(dal)?;
    Ok(())
}

fn main() {}
