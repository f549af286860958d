//@ says: `[&str; 2]` is not a text
//@ at: ["a"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::insert(NewMessage::new().keyword(["a", "b"])).execute(dal)?;
    Ok(())
}

fn main() {}
