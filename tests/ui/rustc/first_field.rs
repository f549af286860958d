use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    println!("{:?}", Inbox::all().first(dal)?.uid);
    Ok(())
}

fn main() {}
