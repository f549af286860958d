//@ errors: 2
use imap_dal::prelude::*;

mod a {
    use imap_dal::prelude::*;
    #[derive(ImapModel)] struct Mail { uid: Uid }
    mailboxes! { pub Inbox: Mail => "INBOX"; }
}
fn f() { let _ = a::Inbox::all(); }

fn main() {}
