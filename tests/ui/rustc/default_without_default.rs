use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(column = sender, default)]
    from: Address,
}

fn main() {}
