use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[sea_orm(primary_key)]
    uid: Uid,
}

fn main() {}
