use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(skip)]
    at: imap_dal::Role,
}

fn main() {}
