#[imap(mailbox = "INBOX")]
fn inbox() {}

fn main() {}
