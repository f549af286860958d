use imap_dal::prelude::*;

mailboxes! { Inbox => "INBOX"; }

fn unread() -> Expr {
    Inbox::seen.eq(false)
}

fn main() {}
