//@ says: `subject` is a fixed column of every mailbox; give this column another name, such as `subject_`
//@ at: subject:
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(header = "X-Subject")] subject: Option<String> }

fn main() {}
