//@ says: `HeaderText` columns cannot be read as `Option<Priority>`
//@ at: Option<Priority>
use imap_dal::prelude::*;

enum Priority {
    High,
}

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "X-Priority")]
    priority: Option<Priority>,
}

fn main() {}
