use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "X-A")]
    a: Option<String>,
    #[imap(header = "X-B")]
    a: Option<String>,
}

fn main() {}
