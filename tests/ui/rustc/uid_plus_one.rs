use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let uids = Inbox::all().uids(dal)?;
    println!("{:?}", uids[0] + 1);
    Ok(())
}

fn main() {}
