//@ says: `Vec<Column<Inbox, SystemFlag>>` is not a list of conditions
//@ at: vec!
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Expr::any_of(vec![Inbox::seen, Inbox::flagged]);
}
