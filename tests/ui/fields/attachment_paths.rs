//@ says: `AttachmentList` columns cannot be read as `Vec<PathBuf>`
//@ at: Vec
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { attachments: Vec<std::path::PathBuf> }

fn main() {}
