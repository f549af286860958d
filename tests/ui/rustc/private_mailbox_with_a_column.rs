use imap_dal::prelude::*;

mod boxes {
    use imap_dal::prelude::*;
    mailboxes! {
        Inbox => "INBOX" { keyword paid => "$Paid"; }
    }
}

fn f() {
    let _ = boxes::Inbox::paid.eq(true);
}

fn main() {}
