//@ says: the name `Inbox` is defined multiple times
//@ at: Inbox => "Archive"
//@ errors: 2
imap_dal::mailboxes! { pub Inbox => "INBOX"; }
imap_dal::mailboxes! {
    pub Inbox => "Archive" {
        header list_id => "List-Id";
    }
}

fn main() {
    let _ = Inbox::seen.eq(true);
}
