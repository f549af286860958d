//@ says: `subject` is a fixed column of every mailbox, which a field of its name reads without an attribute; give this column another name, such as `subject_`
//@ at: subject:
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "Subject")]
    subject: Option<String>,
}

fn main() {}
