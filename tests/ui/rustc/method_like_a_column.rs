use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}

impl Mail {
    fn size(&self) -> u32 {
        self.uid.get()
    }
}

fn main() {}
