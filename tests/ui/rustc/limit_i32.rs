use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let most = 5_i32;
    let _ = Inbox::all().limit(most);
}
