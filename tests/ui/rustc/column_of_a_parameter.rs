use imap_dal::prelude::*;

fn unread<M: Mailbox>(dal: &Dal) -> imap_dal::Result<u64> {
    M::filter(M::seen.eq(false)).count(dal)
}

fn main() {}
