//@ says: `&str` is not a column
//@ at: "subject"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let r = Inbox::all().load(dal)?; let s: Option<String> = r[0].get("subject")?;
    Ok(())
}

fn main() {}
