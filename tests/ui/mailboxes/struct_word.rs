//@ says: a mailbox is declared by its name: remove `struct`
//@ at: struct
imap_dal::mailboxes! {
    pub struct Inbox => "INBOX";
}

fn main() {}
