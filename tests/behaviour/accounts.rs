//! Accounts and mailboxes of a test's own are its own.

use imap_dal_tests::server::Server;

#[test]
fn an_account_is_empty_again_for_the_next_test() {
    let server = Server::from_env();
    let account = server.account();
    let other = server.account();
    assert_ne!(account.user(), other.user());
    let mut raw = account.raw();
    raw.create("Some/where \"else\"");
    raw.append("INBOX", &[], None, b"Subject: left behind\r\n\r\n");
    raw.append("Sent", &[], None, b"Subject: left behind\r\n\r\n");

    let user = account.user().to_owned();
    drop(account);
    let mut taken = Vec::new();
    let again = loop {
        let next = server.account();
        if next.user() == user {
            break next;
        }
        taken.push(next);
    };
    let mut mailboxes = again.raw().mailboxes();
    mailboxes.sort();
    assert_eq!(mailboxes, ["Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"]);
    assert_eq!(again.raw().status("INBOX", "MESSAGES") + again.raw().status("Sent", "MESSAGES"), 0);
}

#[test]
fn fresh_mailboxes_differ() {
    let server = Server::from_env();
    assert_ne!(server.mailbox("same"), server.mailbox("same"));
}
