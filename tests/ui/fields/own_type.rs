//@ says: `ByteSize` columns cannot be read as `Size`
//@ at: Size
use imap_dal::prelude::*;

struct Size(u64);

#[derive(ImapModel)]
struct Mail {
    size: Size,
}

fn main() {}
