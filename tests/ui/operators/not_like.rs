//@ says: there is no `not_like`: write `like` with `!` before the column
//@ at: not_like
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::subject.not_like("x%"));
}
