//@ says: `optional` is not an `imap` attribute of a field; a field takes `column`, `header`, `keyword`, `flatten`, `skip`, `default`
//@ at: optional
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(optional)]
    subject: Option<String>,
}

fn main() {}
