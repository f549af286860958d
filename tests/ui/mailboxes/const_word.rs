//@ says: a mailbox is declared by its name: remove `const`
//@ at: const
imap_dal::mailboxes! {
    const Inbox => "INBOX";
}

fn main() {}
