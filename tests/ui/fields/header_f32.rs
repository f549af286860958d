//@ says: `HeaderText` columns cannot be read as `f32`
//@ at: f32
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(header = "X-Spam-Score")]
    spam_score: f32,
}

fn main() {}
