//@ says: `mailbx` is not an `imap` attribute of the struct; did you mean `mailbox`?
//@ at: mailbx
//@ errors: 6
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbx = "INBOX", mailbox = "")]
struct Mail {
    #[imap(colum = sender)]
    from: String,
    subjet: String,
    #[imap(haeder = "List-Id", keyword = "\\Seen")]
    list_id: String,
}

fn main() {}
