use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    for row in Inbox::all().load(dal)? {
        println!("{:?}", row.subject);
    }
    Ok(())
}

fn main() {}
