//@ says: `imap_dal::Address` is not a list of addresses
//@ at: Address
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = NewMessage::new().to(Address { name: None, email: "a".into() });
}
