//@ says: expected `=>` after `Inbox`
//@ at: ("INBOX")
imap_dal::mailboxes!(Inbox("INBOX"));

fn main() {}
