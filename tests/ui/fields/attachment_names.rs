//@ says: `AttachmentList` columns cannot be read as `Vec<String>`
//@ at: Vec
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { attachments: Vec<String> }

fn main() {}
