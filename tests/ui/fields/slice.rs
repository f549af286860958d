//@ says: a row owns what it holds: write `Vec<AttachmentInfo>` without `&`
//@ at: &
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    attachments: &'static [AttachmentInfo],
}

fn main() {}
