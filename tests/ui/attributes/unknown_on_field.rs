//@ says: `haeder` is not an `imap` attribute of a field; did you mean `header`?
//@ at: haeder
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(haeder = "List-Id")]
    list_id: Option<String>,
}

fn main() {}
