//@ says: no IMAP column is called `sujet`; did you mean `subject`?
//@ at: sujet
//@ errors: 4
use imap_dal::prelude::*;
#[derive(ImapModel)]
#[imap(mailbox = "INBOX")]
struct Mail {
    sujet: String,
    uid: String,
    seen: u8,
}
fn f() {
    let _ = Mail::filter(Mail::seen.eq("x"));
}

fn main() {}
