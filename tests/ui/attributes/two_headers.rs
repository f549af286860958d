//@ says: "X-B" stands alone: write `header = "X-B"` or `keyword = "X-B"`
//@ at: "X-B"
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(header = "X-A", "X-B")] list_id: Option<String> }

fn main() {}
