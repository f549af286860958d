use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: !,
}

fn main() {}
