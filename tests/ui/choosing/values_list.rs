//@ says: `values_list` is called `select` here
//@ at: values_list
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().values_list(Inbox::subject).load(dal)?;
    Ok(())
}

fn main() {}
