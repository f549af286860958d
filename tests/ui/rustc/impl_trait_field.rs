use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: impl Into<String>,
}

fn main() {}
