//@ says: `from` is called `sender` here
//@ at: is_in
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::filter(AnyMailbox::from.is_in(["a@example.org", "b@example.org"])).load(dal)?;
    Ok(())
}

fn main() {}
