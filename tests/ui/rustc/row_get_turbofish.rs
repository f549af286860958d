use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let r = Inbox::all().load(dal)?; let s = r[0].get::<String>(Inbox::subject)?;
    Ok(())
}

fn main() {}
