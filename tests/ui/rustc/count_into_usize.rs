use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let n: usize = Inbox::all().count(dal)?;
    println!("{n}");
    Ok(())
}

fn main() {}
