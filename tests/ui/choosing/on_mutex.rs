//@ says: a query cannot run on `std::sync::MutexGuard
//@ at: &shared
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let shared = std::sync::Mutex::new(dal.clone());
    Inbox::all().load(&shared.lock().unwrap())?;
    Ok(())
}

fn main() {}
