use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: _,
}

fn main() {}
